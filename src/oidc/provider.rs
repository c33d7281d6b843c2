//! The provider's description of itself.
use super::ProtocolError;
use super::issuer::IssuerRule;
use crate::domain::json;
use crate::domain::web_address::split;
use serde_json::Value;

/// The texts that are read of the description.
const TEXTS: [&str; 5] = ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "end_session_endpoint"];
/// Says that every return names the issuer (RFC 9207).
const NAMES_ISSUER: &str = "authorization_response_iss_parameter_supported";

/// An identity provider, as far as this site needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// Which issuer its tokens and callbacks name.
    pub issuer: IssuerRule,
    /// Where the person signs in.
    pub authorization_endpoint: String,
    /// Where a code becomes tokens.
    pub token_endpoint: String,
    /// Its public keys.
    pub jwks_uri: String,
    /// Where the person signs out.
    pub end_session_endpoint: Option<String>,
    /// Does every return name the issuer (RFC 9207)?
    pub callback_names_issuer: bool,
}

/// Reads the description of the issuer that the site is configured for.
///
/// # Errors
/// If it is not of exactly that issuer (see `IssuerRule` for the one exception), or the provider cannot do what this site needs.
pub fn discovery(text: &str, issuer: &str) -> Result<Provider, ProtocolError> {
    let value = json::parse(text).ok_or(ProtocolError::DiscoveryUnreadable)?;
    let address = |name| json::text(&value, name).ok_or(ProtocolError::DiscoveryUnreadable);
    let provider = Provider {
        issuer: IssuerRule::new(issuer, &address("issuer")?)?,
        authorization_endpoint: address("authorization_endpoint")?,
        token_endpoint: address("token_endpoint")?,
        jwks_uri: address("jwks_uri")?,
        end_session_endpoint: json::text(&value, "end_session_endpoint"),
        callback_names_issuer: json::flag(&value, NAMES_ISSUER),
    };
    let needed = [&provider.authorization_endpoint, &provider.token_endpoint, &provider.jwks_uri];
    let ends_securely = provider.end_session_endpoint.as_deref().is_none_or(is_secure);
    if !ends_securely || !needed.into_iter().all(|address| is_secure(address)) {
        return Err(ProtocolError::InsecureEndpoint);
    }
    // Some providers do PKCE without saying so; none that says otherwise is used.
    if !offers(&value, "code_challenge_methods_supported", "S256") {
        return Err(ProtocolError::NoPkce);
    }
    if !offers(&value, "response_types_supported", "code") {
        return Err(ProtocolError::NoCodeFlow);
    }
    Ok(provider)
}

/// What the return from the provider needs of its description, which was read before: the same without what it says of
/// other ways to sign in. `None` if it is none.
#[must_use]
pub fn essentials(text: &str) -> Option<String> {
    let value = json::parse(text)?;
    Some(json::only_texts(&value, &TEXTS).flag(NAMES_ISSUER, json::flag(&value, NAMES_ISSUER)).finish())
}

/// Is it in the list, or is there no such list?
fn offers(value: &Value, list: &str, name: &str) -> bool {
    value.get(list).is_none_or(|list| list.as_array().is_some_and(|list| list.iter().any(|v| v.as_str() == Some(name))))
}

/// HTTPS, or HTTP on this very machine, without a fragment.
fn is_secure(address: &str) -> bool {
    split(address).is_some_and(|parts| parts.is_secure() && !parts.rest.contains('#'))
}
