//! Whose tokens are taken. Every provider names itself exactly, but for the shared endpoints of Microsoft: there the
//! description names `…/{tenantid}/v2.0`, and each token comes from the tenant that its own `tid` names.
use super::ProtocolError;
use crate::domain::text_checks::is_guid;
use serde_json::Value;

const PLACEHOLDER: &str = "{tenantid}";
const VERSION: &str = "/v2.0";
/// The tenant of personal accounts, the same for everybody.
const CONSUMERS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// Which tenants sign in at the configured issuer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Endpoint {
    /// `common`: all.
    Common,
    /// `organizations`: all but personal accounts.
    Organizations,
    /// `consumers`: personal accounts alone.
    Consumers,
}

impl Endpoint {
    fn at(name: &str) -> Option<Endpoint> {
        match name {
            "common" => Some(Endpoint::Common),
            "organizations" => Some(Endpoint::Organizations),
            "consumers" => Some(Endpoint::Consumers),
            _ => None,
        }
    }

    fn admits(self, tenant: &str) -> bool {
        let personal = tenant.eq_ignore_ascii_case(CONSUMERS);
        match self {
            Endpoint::Common => true,
            Endpoint::Organizations => !personal,
            Endpoint::Consumers => personal,
        }
    }
}

/// Which issuer a token and a callback may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerRule {
    /// As the description names it; with the placeholder where any tenant may.
    issuer: String,
    /// `None` for a provider with one name.
    shared: Option<Endpoint>,
}

impl IssuerRule {
    /// The rule for the configured issuer, whose description names itself as `declared`.
    ///
    /// # Errors
    /// `DiscoveryIssuer` if the description is that of another issuer.
    pub(super) fn new(configured: &str, declared: &str) -> Result<IssuerRule, ProtocolError> {
        let exact = configured == declared && around_placeholder(declared).is_none();
        if exact && shared_endpoint(configured).is_none() {
            return Ok(IssuerRule { issuer: declared.to_owned(), shared: None });
        }
        let (base, endpoint) = shared_endpoint(configured).ok_or(ProtocolError::DiscoveryIssuer)?;
        let template = [base, "/", PLACEHOLDER, VERSION].concat();
        let consumers = endpoint == Endpoint::Consumers && declared == filled(&template, CONSUMERS);
        if declared == template || consumers {
            Ok(IssuerRule { issuer: template, shared: Some(endpoint) })
        } else if exact {
            // Another provider may call itself "common" and mean just that.
            Ok(IssuerRule { issuer: declared.to_owned(), shared: None })
        } else {
            Err(ProtocolError::DiscoveryIssuer)
        }
    }

    /// The issuer that signed a token with these claims. `allowed` lists the tenants that may sign in at a shared
    /// endpoint; an empty list allows all.
    ///
    /// # Errors
    /// `Issuer` if it is another one, `Tenant` if its tenant may not sign in here.
    pub(super) fn of_token(&self, claims: &Value, allowed: &[String]) -> Result<String, ProtocolError> {
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        let issuer = text("iss").ok_or(ProtocolError::Issuer)?;
        let expected = match self.shared {
            None => self.issuer.clone(),
            Some(_) => {
                let tenant = text("tid").filter(|tid| is_guid(tid)).ok_or(ProtocolError::Issuer)?;
                filled(&self.issuer, tenant)
            }
        };
        if issuer != expected {
            return Err(ProtocolError::Issuer);
        }
        match text("tid") {
            Some(tenant) if !self.admits(tenant, allowed) => Err(ProtocolError::Tenant),
            _ => Ok(expected),
        }
    }

    /// Is this the issuer as the description names it?
    pub(super) fn is(&self, issuer: &str) -> bool {
        self.issuer == issuer
    }

    /// May the return from the provider name this issuer? At a shared endpoint it names the template or one tenant.
    pub(super) fn admits_callback(&self, issuer: &str, allowed: &[String]) -> bool {
        if self.is(issuer) {
            return true;
        }
        let tenant = around_placeholder(&self.issuer).and_then(|(before, after)| {
            issuer.strip_prefix(before)?.strip_suffix(after).filter(|tenant| is_guid(tenant))
        });
        tenant.is_some_and(|tenant| self.admits(tenant, allowed))
    }

    fn admits(&self, tenant: &str, allowed: &[String]) -> bool {
        let Some(endpoint) = self.shared else { return true };
        let listed = allowed.is_empty() || allowed.iter().any(|other| other.eq_ignore_ascii_case(tenant));
        endpoint.admits(tenant) && listed
    }
}

/// Does a key that names an issuer, as Microsoft's do, sign for this token?
pub(super) fn key_signs_for(key_issuer: &str, claims: &Value) -> bool {
    let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
    filled(key_issuer, text("tid")) == text("iss")
}

/// The base and kind of a shared endpoint such as `https://login.microsoftonline.com/common/v2.0`.
fn shared_endpoint(issuer: &str) -> Option<(&str, Endpoint)> {
    let (base, name) = issuer.strip_suffix(VERSION)?.rsplit_once('/')?;
    Some((base, Endpoint::at(name)?))
}

fn filled(template: &str, tenant: &str) -> String {
    match around_placeholder(template) {
        Some((before, after)) => [before, tenant, after].concat(),
        None => template.to_owned(),
    }
}

/// What stands before and after the placeholder. No issuer has another brace, and looking for one character weighs less of
/// the download than looking for ten.
fn around_placeholder(template: &str) -> Option<(&str, &str)> {
    let at = template.find('{')?;
    let (before, rest) = template.split_at_checked(at)?;
    Some((before, rest.strip_prefix(PLACEHOLDER)?))
}
