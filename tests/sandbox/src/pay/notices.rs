//! Webhooks: what the provider tells the merchant, signed over the exact bytes with the secret the two share.

use axum::body::Body;
use axum::http::Request;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use serde_json::json;
use sha2::Sha256;
use std::io;
use std::net::Ipv4Addr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc::UnboundedReceiver;

use crate::ids::Ids;

/// The header with the signature.
pub const SIGNATURE: &str = "webhook-signature";
/// How often a notice is tried, and how long the first pause is.
const TRIES: u32 = 4;
const PAUSE: Duration = Duration::from_millis(200);

/// Something that happened to a payment.
#[derive(Clone, Debug)]
pub struct Notice {
    /// The exact text.
    pub body: String,
    /// Its signature.
    pub signature: String,
}

impl Notice {
    /// A new notice about the payment with this key. It does not say what happened: the merchant has to ask.
    pub fn about(ids: &Ids, key: &str, secret: &str) -> Self {
        let body = json!({"id": ids.id("event"), "payment": key}).to_string();
        let signature = URL_SAFE_NO_PAD.encode(mac(secret, body.as_bytes()).finalize().into_bytes());
        Self { body, signature }
    }

    /// The request that carries it.
    ///
    /// # Errors
    /// When the signature cannot be a header.
    pub fn request(&self) -> Result<Request<Body>, axum::http::Error> {
        Request::post("/webhooks/payments")
            .header("content-type", "application/json")
            .header(SIGNATURE, &self.signature)
            .body(Body::from(self.body.clone()))
    }

    async fn send(&self, port: u16) -> io::Result<bool> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
        let head = format!(
            "POST /webhooks/payments HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\
             Content-Type: application/json\r\n{SIGNATURE}: {}\r\nContent-Length: {}\r\n\r\n",
            self.signature,
            self.body.len()
        );
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(self.body.as_bytes()).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        Ok(answer.starts_with(b"HTTP/1.1 2"))
    }
}

fn mac(secret: &str, body: &[u8]) -> Hmac<Sha256> {
    // HMAC takes a key of any length, so the empty one never comes into play.
    let mut mac = Hmac::new_from_slice(secret.as_bytes()).unwrap_or_else(|_| Hmac::new(&Default::default()));
    mac.update(body);
    mac
}

/// Whether a text was signed with this secret. Takes the same time for every wrong signature.
pub fn is_signed(secret: &str, body: &[u8], signature: &str) -> bool {
    URL_SAFE_NO_PAD.decode(signature).is_ok_and(|bytes| mac(secret, body).verify_slice(&bytes).is_ok())
}

/// Sends notices to the merchant's port, one after the other, as long as the process lives.
pub async fn deliver(port: u16, mut notices: UnboundedReceiver<Notice>) {
    while let Some(notice) = notices.recv().await {
        let mut pause = PAUSE;
        for _ in 0..TRIES {
            if matches!(notice.send(port).await, Ok(true)) {
                break;
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
    }
}
