//! An identity provider in the place of the sandbox's own. The API takes its access tokens; it lives in real time,
//! whatever the sandbox's clock says.

use std::io;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use p256::EncodedPoint;
use p256::ecdsa::VerifyingKey;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::OnceCell;

use crate::keys::{self, Claims, TokenError};

/// How long the issuer may take to answer, and how much is read of what it answers.
const PATIENCE: Duration = Duration::from_secs(5);
const MAX_ANSWER: u64 = 256 * 1024;

/// An issuer, and its keys once they were needed.
pub struct Issuer {
    name: String,
    audience: String,
    keys: OnceCell<Vec<(String, VerifyingKey)>>,
}

impl Issuer {
    /// The issuer of this name, whose access tokens for this API name this audience; it is asked for its keys when the
    /// first token comes.
    pub fn new(name: &str, audience: &str) -> Self {
        Self { name: name.into(), audience: audience.into(), keys: OnceCell::new() }
    }

    /// Checks an access token for this API.
    ///
    /// # Errors
    /// The first check that fails; `Signature` when the issuer's keys cannot be had.
    pub async fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Claims, TokenError> {
        let keys = self.keys.get_or_try_init(|| self.fetch()).await.map_err(|_| TokenError::Signature)?;
        let named = |kid: &str| keys.iter().find(|(name, _)| name == kid).map(|(_, key)| *key);
        let claims: Claims = keys::open(token, "at+jwt", named)?;
        claims.check(&self.name, &self.audience, now)?;
        Ok(claims)
    }

    async fn fetch(&self) -> io::Result<Vec<(String, VerifyingKey)>> {
        let base = self.name.strip_suffix('/').unwrap_or(&self.name);
        let about = get(&format!("{base}/.well-known/openid-configuration")).await?;
        let address = about.get("jwks_uri").and_then(Value::as_str).ok_or(io::ErrorKind::InvalidData)?;
        let set = get(address).await?;
        let keys = set.get("keys").and_then(Value::as_array).ok_or(io::ErrorKind::InvalidData)?;
        Ok(keys.iter().filter_map(read_key).collect())
    }
}

/// A key for ES256; other keys are for others.
fn read_key(jwk: &Value) -> Option<(String, VerifyingKey)> {
    let text = |name| jwk.get(name).and_then(Value::as_str);
    let coordinate = |name| {
        let bytes: [u8; 32] = URL_SAFE_NO_PAD.decode(text(name)?).ok()?.try_into().ok()?;
        Some(p256::FieldBytes::from(bytes))
    };
    if text("crv") != Some("P-256") {
        return None;
    }
    let point = EncodedPoint::from_affine_coordinates(&coordinate("x")?, &coordinate("y")?, false);
    Some((text("kid")?.into(), VerifyingKey::from_encoded_point(&point).ok()?))
}

/// Fetches JSON over plain HTTP, from this machine.
async fn get(url: &str) -> io::Result<Value> {
    let rest = url.strip_prefix("http://").ok_or(io::ErrorKind::Unsupported)?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let address = if host.contains(':') { host.to_owned() } else { format!("{host}:80") };
    // Of version 1.0, so that the answer comes in one piece and the connection ends with it.
    let request = format!("GET /{path} HTTP/1.0\r\nHost: {host}\r\nAccept: application/json\r\n\r\n");
    let exchange = async {
        let mut stream = TcpStream::connect(address).await?;
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.take(MAX_ANSWER).read_to_string(&mut answer).await?;
        io::Result::Ok(answer)
    };
    let answer = tokio::time::timeout(PATIENCE, exchange).await.map_err(|_| io::ErrorKind::TimedOut)??;
    let (head, body) = answer.split_once("\r\n\r\n").ok_or(io::ErrorKind::InvalidData)?;
    if head.split(' ').nth(1) != Some("200") {
        return Err(io::ErrorKind::NotFound.into());
    }
    serde_json::from_str(body).map_err(|_| io::ErrorKind::InvalidData.into())
}
