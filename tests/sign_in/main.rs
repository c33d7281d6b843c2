//! Sign-in, attack by attack: whatever is not exactly as it should be is refused with its own reason.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod callback;
mod discovery;
mod id_token;
mod keys;
mod leaving;
mod tenants;
mod token;

use partner_renewal::oidc::{ProtocolError, Provider, Transaction, base64url, discovery};
use serde_json::{Value, json};

const NOW_MS: i64 = 1_795_512_600_000;
const CLIENT: &str = "partner-renewal";
const ISSUER: &str = "https://id.example/tenant";

fn provider() -> Provider {
    Provider {
        issuer: discovered(ISSUER, ISSUER).unwrap().issuer,
        authorization_endpoint: "https://id.example/authorize".to_owned(),
        token_endpoint: "https://id.example/token".to_owned(),
        jwks_uri: "https://id.example/keys".to_owned(),
        end_session_endpoint: Some("https://id.example/sign-out?tenant=1".to_owned()),
        callback_names_issuer: true,
    }
}

/// The provider whose description, fetched for this configured issuer, names itself so.
fn discovered(configured: &str, told: &str) -> Result<Provider, ProtocolError> {
    let document = json!({
        "issuer": told,
        "authorization_endpoint": "https://id.example/authorize",
        "token_endpoint": "https://id.example/token",
        "jwks_uri": "https://id.example/keys",
        "authorization_response_iss_parameter_supported": true,
    });
    discovery(&document.to_string(), configured)
}

fn random(letter: &str) -> String {
    letter.repeat(43)
}

fn transaction() -> Transaction {
    Transaction {
        state: random("s"),
        nonce: random("n"),
        verifier: random("v"),
        challenge: String::new(),
        page: "/renew/agreement".to_owned(),
        created_ms: NOW_MS,
        max_age: None,
        interrupted: false,
        discovery: None,
        exchange: None,
        first: None,
    }
}

/// A token with this header and these claims; what it is signed with does not matter here.
fn jwt(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| base64url(value.to_string().as_bytes());
    [part(header), part(claims), base64url(b"signature")].join(".")
}
