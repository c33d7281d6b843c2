//! The identity provider's signing key, and what anyone needs to check its tokens.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use hmac::{Hmac, Mac};
use p256::ecdsa::signature::{Signer, Verifier};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};
use p256::elliptic_curve::rand_core::OsRng;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::config::{API_AUDIENCE, API_SCOPE, CLIENT_ID, Config};
use crate::ids::Ids;

/// How long an access token is good for.
pub const ACCESS_TOKEN_SECONDS: i64 = 600;

/// One ES256 key pair made at start, and the access tokens taken back since. Clones are the same pair.
#[derive(Clone)]
pub struct Keys(Arc<Inner>);

struct Inner {
    signing: SigningKey,
    key_id: String,
    revoked: Mutex<HashSet<String>>,
    /// Access tokens by what was given out in their place.
    opaque: Mutex<HashMap<String, String>>,
}

/// What an access token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Issuer.
    pub iss: String,
    /// The person's id.
    pub sub: String,
    /// Audience.
    pub aud: String,
    /// The client the token was given to.
    pub client_id: String,
    /// Scopes, separated by spaces.
    pub scope: String,
    /// Seconds since the epoch at which it ends.
    pub exp: i64,
    /// Seconds since the epoch at which it was made.
    pub iat: i64,
    /// The token's own id, by which it can be taken back.
    pub jti: String,
    /// Seconds since the epoch at which the person signed in.
    #[serde(default)]
    pub auth_time: i64,
}

impl Claims {
    /// The claims of a fresh access token for a person who signs in now.
    pub fn access(config: &Config, person: &str, scope: &str, now: DateTime<Utc>) -> Self {
        Self {
            iss: config.idp_origin(),
            sub: person.into(),
            aud: API_AUDIENCE.into(),
            client_id: CLIENT_ID.into(),
            scope: scope.into(),
            exp: now.timestamp() + ACCESS_TOKEN_SECONDS,
            iat: now.timestamp(),
            jti: config.ids.token(),
            auth_time: now.timestamp(),
        }
    }

    /// Checks that they are of this issuer, for this audience, and open this API now.
    ///
    /// # Errors
    /// The first of issuer, audience, time and scope that is wrong.
    pub fn check(&self, issuer: &str, audience: &str, now: DateTime<Utc>) -> Result<(), TokenError> {
        if self.iss != issuer {
            return Err(TokenError::Issuer);
        }
        if self.aud != audience {
            return Err(TokenError::Audience);
        }
        if self.exp <= now.timestamp() || self.iat > now.timestamp() {
            return Err(TokenError::Expired);
        }
        if !self.scope.split(' ').any(|s| s == API_SCOPE) {
            return Err(TokenError::Scope);
        }
        Ok(())
    }
}

/// Why an access token is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenError {
    /// Not a token of this provider's form and algorithm.
    Malformed,
    /// The signature is not this key's.
    Signature,
    /// Another issuer.
    Issuer,
    /// Meant for someone else.
    Audience,
    /// Over, or not yet begun.
    Expired,
    /// Does not open the partner API.
    Scope,
    /// Taken back.
    Revoked,
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the token is malformed",
            Self::Signature => "the signature is wrong",
            Self::Issuer => "the issuer is wrong",
            Self::Audience => "the audience is wrong",
            Self::Expired => "the token has expired",
            Self::Scope => "the scope is not enough",
            Self::Revoked => "the token was revoked",
        })
    }
}

impl std::error::Error for TokenError {}

#[derive(Deserialize)]
struct Header {
    alg: String,
    typ: String,
    kid: String,
}

impl Keys {
    /// Makes a new pair.
    pub fn generate() -> Self {
        let signing = SigningKey::random(&mut OsRng);
        let digest = Sha256::digest(signing.verifying_key().to_encoded_point(true).as_bytes());
        let key_id = URL_SAFE_NO_PAD.encode(digest.get(..12).unwrap_or_default());
        Self(Arc::new(Inner { signing, key_id, revoked: Mutex::default(), opaque: Mutex::default() }))
    }

    /// Signs an access token.
    ///
    /// # Errors
    /// `Malformed` when the claims are not an object JSON can hold.
    pub fn sign(&self, claims: &impl Serialize) -> Result<String, TokenError> {
        self.sign_as("at+jwt", claims)
    }

    /// Signs an id token.
    ///
    /// # Errors
    /// `Malformed` when the claims are not an object JSON can hold.
    pub fn sign_id_token(&self, claims: &impl Serialize) -> Result<String, TokenError> {
        self.sign_as("JWT", claims)
    }

    /// Signs claims with a secret that the client does not have: what no public client can verify.
    ///
    /// # Errors
    /// `Malformed` when the claims are not an object JSON can hold.
    pub fn sign_with_secret(&self, claims: &impl Serialize) -> Result<String, TokenError> {
        let signed = signing_input(&json!({"alg": "HS256", "typ": "JWT"}), claims)?;
        let secret = self.0.signing.to_bytes();
        let mut mac = Hmac::<Sha256>::new_from_slice(&secret).map_err(|_| TokenError::Malformed)?;
        mac.update(signed.as_bytes());
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())))
    }

    /// What to give out in the place of an access token: it says nothing to whoever reads it.
    pub fn keep_as_opaque(&self, token: String) -> String {
        let opaque = Ids::random().token();
        self.0.opaque.lock().unwrap_or_else(PoisonError::into_inner).insert(opaque.clone(), token);
        opaque
    }

    /// The public half, as a JWK set.
    pub fn jwks(&self) -> Value {
        let point = self.0.signing.verifying_key().to_encoded_point(false);
        let coordinate = |c: Option<&p256::FieldBytes>| c.map(|c| URL_SAFE_NO_PAD.encode(c)).unwrap_or_default();
        json!({"keys": [{
            "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": self.0.key_id,
            "x": coordinate(point.x()), "y": coordinate(point.y()),
        }]})
    }

    /// The same without what the keys are for.
    pub fn bare_jwks(&self) -> Value {
        let mut set = self.jwks();
        let keys = set.get_mut("keys").and_then(Value::as_array_mut).into_iter().flatten();
        for members in keys.filter_map(Value::as_object_mut) {
            members.retain(|name, _| !["alg", "use"].contains(&name.as_str()));
        }
        set
    }

    /// Checks an access token for this API: form, signature, issuer, audience, time, scope and revocation.
    ///
    /// # Errors
    /// The first of these checks that fails.
    pub fn verify_access_token(&self, token: &str, config: &Config, now: DateTime<Utc>) -> Result<Claims, TokenError> {
        let kept = self.0.opaque.lock().unwrap_or_else(PoisonError::into_inner).get(token).cloned();
        let claims: Claims = self.open(kept.as_deref().unwrap_or(token), "at+jwt")?;
        claims.check(&config.idp_origin(), API_AUDIENCE, now)?;
        if self.lock().contains(&claims.jti) {
            return Err(TokenError::Revoked);
        }
        Ok(claims)
    }

    /// The subject of an id token of this provider, however old: what a sign-out hint may say.
    pub fn subject_of_id_token(&self, token: &str) -> Option<String> {
        let claims: Value = self.open(token, "JWT").ok()?;
        claims.get("sub").and_then(Value::as_str).map(str::to_owned)
    }

    /// Takes back the access token with this id.
    pub fn revoke(&self, jti: &str) {
        self.lock().insert(jti.to_owned());
    }

    /// Takes nothing back any more, as after a start.
    #[cfg(feature = "faults")]
    pub fn forget_revoked(&self) {
        self.lock().clear();
    }

    fn sign_as(&self, typ: &str, claims: &impl Serialize) -> Result<String, TokenError> {
        let header = json!({"alg": "ES256", "typ": typ, "kid": self.0.key_id});
        let signed = signing_input(&header, claims)?;
        let signature: Signature = self.0.signing.sign(signed.as_bytes());
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes())))
    }

    fn open<T: for<'a> Deserialize<'a>>(&self, token: &str, typ: &str) -> Result<T, TokenError> {
        open(token, typ, |kid| (kid == self.0.key_id).then(|| *self.0.signing.verifying_key()))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashSet<String>> {
        self.0.revoked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The two parts of a token that are signed.
fn signing_input(header: &Value, claims: &impl Serialize) -> Result<String, TokenError> {
    let claims = serde_json::to_vec(claims).map_err(|_| TokenError::Malformed)?;
    Ok(format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims)))
}

/// Opens a token of this type: its form, and its ES256 signature by the key that its header names.
///
/// # Errors
/// `Malformed`, or `Signature` when it was signed with no such key.
pub(crate) fn open<T: for<'a> Deserialize<'a>>(
    token: &str,
    typ: &str,
    key: impl FnOnce(&str) -> Option<VerifyingKey>,
) -> Result<T, TokenError> {
    let malformed = TokenError::Malformed;
    let (signed, signature) = token.rsplit_once('.').ok_or(malformed)?;
    let (header, claims) = signed.split_once('.').ok_or(malformed)?;
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| malformed);
    let header: Header = serde_json::from_slice(&decode(header)?).map_err(|_| malformed)?;
    if header.alg != "ES256" || header.typ != typ {
        return Err(malformed);
    }
    let key = key(&header.kid).ok_or(TokenError::Signature)?;
    let signature = Signature::from_slice(&decode(signature)?).map_err(|_| malformed)?;
    key.verify(signed.as_bytes(), &signature).map_err(|_| TokenError::Signature)?;
    serde_json::from_slice(&decode(claims)?).map_err(|_| malformed)
}
