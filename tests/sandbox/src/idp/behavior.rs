//! What real providers do differently, each by its name: the sandbox's provider behaves as any of them. The rest of the
//! provider asks here what to say.

use clap::ValueEnum;
use serde_json::{Map, Value, json};

use crate::config::Config;

/// The tenant of everybody at a shared endpoint.
const TENANT: &str = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
/// Where the description of a provider lies whose issuer does not show it.
const POLICY: &str = "/policies/sign-in/v2.0";
const DESCRIPTION: &str = "/.well-known/openid-configuration";

/// One difference from a provider that does everything as the standard says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Behavior {
    /// The endpoint is shared by tenants: the issuer is a template that each token fills with its own tenant
    TemplateIssuer,
    /// The issuer ends in a slash
    TrailingSlash,
    /// The description lies under a path that the issuer does not show
    DiscoveryElsewhere,
    /// Codes are exchanged and keys are had on another host
    SplitHosts,
    /// The page cannot read any header of the answers
    NoExposedHeaders,
    /// The ID token does not say when the person signed in, and an age is not heeded
    NoAuthTime,
    /// An age is not heeded: the person is asked for `prompt=login` alone
    MaxAgeIgnored,
    /// The ID token has no name
    NoName,
    /// The ID token claims much besides
    ExtraClaims,
    /// The access token is no JWT
    OpaqueAccessToken,
    /// The life of the access token is a text
    TextExpiresIn,
    /// The ID token is signed with a secret
    SharedSecret,
    /// The keys do not say what they are for
    KeysWithoutAlg,
    /// Every other answer has the keys of before
    RotatedKeys,
    /// There is no page to sign out on
    NoEndSession,
    /// The page to sign out on takes `logout_uri` and `client_id`, and nothing else
    CognitoSignOut,
}

impl Config {
    /// Does the provider behave so?
    pub fn behaves(&self, behavior: Behavior) -> bool {
        self.behaviors.contains(&behavior)
    }

    /// The issuer as ID tokens and callbacks of the sandbox's provider name it.
    pub fn token_issuer(&self) -> String {
        self.named(TENANT)
    }

    /// The issuer as its description names it.
    pub(super) fn described_issuer(&self) -> String {
        self.named("{tenantid}")
    }

    /// The issuer as the site is told it.
    pub(crate) fn configured_issuer(&self) -> String {
        self.named("organizations")
    }

    fn named(&self, tenant: &str) -> String {
        let origin = self.idp_origin();
        if self.behaves(Behavior::TemplateIssuer) {
            format!("{origin}/{tenant}/v2.0")
        } else if self.behaves(Behavior::TrailingSlash) {
            format!("{origin}/")
        } else {
            origin
        }
    }

    /// Path of the description.
    pub(super) fn description_path(&self) -> String {
        let folder = if self.behaves(Behavior::TemplateIssuer) {
            "/organizations/v2.0"
        } else if self.behaves(Behavior::DiscoveryElsewhere) {
            POLICY
        } else {
            ""
        };
        format!("{folder}{DESCRIPTION}")
    }

    /// Origin of the endpoints that scripts ask.
    pub(crate) fn script_origin(&self) -> String {
        let origin = self.idp_origin();
        if self.behaves(Behavior::SplitHosts) { origin.replace("localhost", "127.0.0.1") } else { origin }
    }

    /// What the site's settings have to say of this provider besides its issuer.
    pub(crate) fn provider_settings(&self) -> Map<String, Value> {
        let mut settings = Map::new();
        if self.behaves(Behavior::DiscoveryElsewhere) {
            settings.insert("discovery".into(), json!(format!("{}{}", self.idp_origin(), self.description_path())));
        }
        if self.behaves(Behavior::CognitoSignOut) {
            settings.insert("signOut".into(), json!("cognito"));
        }
        settings
    }

    /// Changes the claims of an ID token.
    pub(super) fn change_claims(&self, claims: &mut Map<String, Value>) {
        if self.behaves(Behavior::TemplateIssuer) {
            claims.insert("tid".into(), json!(TENANT));
        }
        if self.behaves(Behavior::NoAuthTime) {
            claims.remove("auth_time");
        }
        if self.behaves(Behavior::NoName) {
            claims.remove("name");
            claims.remove("email");
        }
        if self.behaves(Behavior::ExtraClaims) {
            let audience = claims.get("aud").cloned().unwrap_or_default();
            let groups: Vec<_> = (0..200).map(|n| json!({"id": n, "name": format!("Group {n}")})).collect();
            let more = json!({
                "groups": groups, "acr": 1, "sid": null, "amr": ["pwd"], "azp": audience, "aud": [audience],
            });
            claims.extend(more.as_object().cloned().unwrap_or_default());
        }
    }

    /// Changes the description.
    pub(super) fn change_description(&self, description: &mut Map<String, Value>) {
        if self.behaves(Behavior::NoEndSession) {
            description.remove("end_session_endpoint");
        }
        if self.behaves(Behavior::SharedSecret) {
            description.insert("id_token_signing_alg_values_supported".into(), json!(["HS256"]));
        }
    }
}
