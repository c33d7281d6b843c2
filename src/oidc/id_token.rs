//! Who signed in.
use super::ProtocolError;
use super::encoding::from_base64url;
use super::issuer::key_signs_for;
use super::provider::Provider;
use crate::domain::json;
use serde_json::Value;

/// The person, as the provider names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Who says so: the issuer of the token, with the tenant it names at a shared endpoint.
    pub issuer: String,
    /// The provider's id for the person; with the issuer it names the account.
    pub sub: String,
    /// Full name; empty if not told.
    pub name: String,
    /// E-mail address; empty if not told.
    pub email: String,
    /// When the person signed in, seconds since 1970.
    pub auth_time: Option<i64>,
}

/// A signature algorithm that is accepted, and the keys that it takes.
#[derive(Debug, PartialEq, Eq)]
pub struct Algorithm {
    /// The name in a token's header.
    alg: &'static str,
    /// The name in the Web Cryptography API.
    pub name: &'static str,
    /// Type of the key.
    kty: &'static str,
    /// The curve; empty where there is none.
    pub curve: &'static str,
}

const ALGORITHMS: [Algorithm; 4] = [
    Algorithm { alg: "ES256", name: "ECDSA", kty: "EC", curve: "P-256" },
    Algorithm { alg: "RS256", name: "RSASSA-PKCS1-v1_5", kty: "RSA", curve: "" },
    Algorithm { alg: "PS256", name: "RSA-PSS", kty: "RSA", curve: "" },
    Algorithm { alg: "EdDSA", name: "Ed25519", kty: "OKP", curve: "Ed25519" },
];
/// The members of public keys, of any type.
const PUBLIC: [&str; 6] = ["kty", "crv", "x", "y", "n", "e"];

/// What is needed to verify the signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// Algorithm of the signature.
    pub algorithm: &'static Algorithm,
    /// Id of the key, if the token names one.
    pub kid: Option<String>,
    /// The bytes that are signed; they are ASCII.
    pub signing_input: String,
    /// The signature.
    pub signature: Vec<u8>,
    /// What the token claims, not yet judged.
    claims: Value,
}

/// Takes a token apart for verification.
///
/// # Errors
/// If it is not a signed token, or not signed with an algorithm that is accepted.
pub fn parts(jwt: &str) -> Result<Parts, ProtocolError> {
    let (signing_input, signature) = jwt.rsplit_once('.').ok_or(ProtocolError::IdTokenUnreadable)?;
    let (header, payload) = signing_input.split_once('.').ok_or(ProtocolError::IdTokenUnreadable)?;
    let header = decoded(header).filter(Value::is_object).ok_or(ProtocolError::IdTokenUnreadable)?;
    let alg = json::text_or_empty(&header, "alg");
    // Not `none`, no symmetric ones, and nothing else that is not known to be safe; extensions that must be understood
    // are not.
    let algorithm = ALGORITHMS.iter().find(|known| known.alg == alg && header.get("crit").is_none());
    let signature = from_base64url(signature).filter(|bytes| !bytes.is_empty() && !payload.contains('.'));
    Ok(Parts {
        algorithm: algorithm.ok_or(ProtocolError::Algorithm)?,
        kid: json::text(&header, "kid"),
        signing_input: signing_input.to_owned(),
        signature: signature.ok_or(ProtocolError::IdTokenUnreadable)?,
        claims: decoded(payload).filter(Value::is_object).ok_or(ProtocolError::IdTokenUnreadable)?,
    })
}

/// Picks the key for these parts out of the provider's key set, as a JSON Web Key with nothing but the key in it.
///
/// # Errors
/// If no key fits, or more than one does and the token names none.
pub fn signing_key(jwks: &str, parts: &Parts) -> Result<String, ProtocolError> {
    let set = json::parse(jwks).ok_or(ProtocolError::NoKey)?;
    let mut fitting = json::list_lossy(&set, "keys", |key| {
        let named = parts.kid.is_none() || json::text(key, "kid") == parts.kid;
        let signs = json::text(key, "use").is_none_or(|purpose| purpose == "sig");
        // A key of one tenant signs for no other.
        let signs = signs && json::text(key, "issuer").is_none_or(|issuer| key_signs_for(&issuer, &parts.claims));
        if named && signs { public_key(key, parts.algorithm) } else { None }
    });
    match (fitting.pop(), fitting.is_empty()) {
        (Some(key), true) => Ok(key),
        _ => Err(ProtocolError::NoKey),
    }
}

/// Whether it is whole, the browser says.
fn public_key(key: &Value, algorithm: &Algorithm) -> Option<String> {
    let is = |name, value| json::text_or_empty(key, name) == value;
    let fits = is("kty", algorithm.kty) && is("crv", algorithm.curve);
    fits.then(|| json::only_texts(key, &PUBLIC).finish())
}

/// Judges what the token claims. Whether the provider signed it is a question of its own, see `parts`: the token
/// comes from the token endpoint itself over TLS, which OpenID Connect Core 3.1.3.7 accepts in place of the signature.
/// `allowed_tenants` lists the tenants (GUIDs) that may sign in at a shared endpoint; an empty list allows all.
///
/// # Errors
/// The first claim that is not in order.
pub fn check_id_token(
    jwt: &str,
    provider: &Provider,
    allowed_tenants: &[String],
    client_id: &str,
    nonce: &str,
    now_ms: i64,
    skew_ms: i64,
) -> Result<Identity, ProtocolError> {
    let claims = parts(jwt)?.claims;
    let text = |name| json::text(&claims, name);
    let issuer = provider.issuer.of_token(&claims, allowed_tenants)?;
    check_audience(&claims, client_id)?;
    let now = now_ms.div_euclid(1000);
    let skew = skew_ms.div_euclid(1000).max(0);
    let expires = seconds(&claims, "exp").ok_or(ProtocolError::IdTokenUnreadable)?;
    if expires.saturating_add(skew) <= now {
        return Err(ProtocolError::Expired);
    }
    let issued = seconds(&claims, "iat").ok_or(ProtocolError::IdTokenUnreadable)?;
    let good_from = seconds(&claims, "nbf").unwrap_or(issued);
    if issued.max(good_from) > now.saturating_add(skew) {
        return Err(ProtocolError::NotYetValid);
    }
    if nonce.is_empty() || text("nonce").as_deref() != Some(nonce) {
        return Err(ProtocolError::Nonce);
    }
    let sub = text("sub").filter(|sub| !sub.is_empty() && sub.len() <= 255).ok_or(ProtocolError::NoSubject)?;
    Ok(Identity {
        issuer,
        sub,
        name: text("name").unwrap_or_default(),
        email: text("email").unwrap_or_default(),
        auth_time: seconds(&claims, "auth_time"),
    })
}

/// When a longest age was asked for, in seconds: did the person sign in recently enough? A provider that does not say
/// when is not judged here: the partner API judges by the access token.
///
/// # Errors
/// If not.
pub fn check_auth_time(identity: &Identity, max_age: u32, now_ms: i64, skew_ms: i64) -> Result<(), ProtocolError> {
    let oldest = now_ms.saturating_sub(skew_ms).div_euclid(1000).saturating_sub(i64::from(max_age));
    if identity.auth_time.is_none_or(|at| at >= oldest) { Ok(()) } else { Err(ProtocolError::SignInTooOld) }
}

fn check_audience(claims: &Value, client_id: &str) -> Result<(), ProtocolError> {
    let several = match claims.get("aud") {
        Some(Value::String(one)) if one == client_id => false,
        Some(Value::Array(all)) if all.iter().any(|one| one.as_str() == Some(client_id)) => all.len() > 1,
        _ => return Err(ProtocolError::Audience),
    };
    // Some providers write null for what is absent.
    match claims.get("azp").filter(|party| !party.is_null()).map(Value::as_str) {
        Some(Some(party)) if party == client_id => Ok(()),
        None if !several => Ok(()),
        _ => Err(ProtocolError::AuthorizedParty),
    }
}

/// A point in time or a span, in whole seconds; fractions are allowed and dropped.
pub(super) fn seconds(object: &Value, name: &str) -> Option<i64> {
    let value = object.get(name)?;
    value.as_i64().or_else(|| value.as_f64().map(|seconds| seconds as i64))
}

fn decoded(part: &str) -> Option<Value> {
    json::parse(&String::from_utf8(from_base64url(part)?).ok()?)
}
