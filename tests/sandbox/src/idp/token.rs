//! The token endpoint: a code and its verifier against an id token and an access token.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::memory::{Grant, Presented};
use super::params::Params;
use super::{Behavior, IdpState};
use crate::config::CLIENT_ID;
use crate::keys::{ACCESS_TOKEN_SECONDS, Claims, TokenError};
use crate::people;

/// Why no token is given, as RFC 6749 section 5.2 names it.
struct OAuthError {
    error: &'static str,
    why: &'static str,
}

const fn refuse(error: &'static str, why: &'static str) -> OAuthError {
    OAuthError { error, why }
}

const INVALID_GRANT: OAuthError = refuse("invalid_grant", "The code is not good, or was not given for this request.");

impl From<TokenError> for OAuthError {
    fn from(_: TokenError) -> Self {
        refuse("server_error", "The token could not be signed.")
    }
}

impl IntoResponse for OAuthError {
    fn into_response(self) -> Response {
        let status = match self.error {
            "invalid_client" => StatusCode::UNAUTHORIZED,
            "server_error" => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::BAD_REQUEST,
        };
        let body = Json(json!({"error": self.error, "error_description": self.why}));
        let mut response = (status, body).into_response();
        if status == StatusCode::UNAUTHORIZED {
            let basic = HeaderValue::from_static("Basic realm=\"sandbox\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, basic);
        }
        response
    }
}

#[derive(Serialize)]
struct IdToken<'a> {
    iss: String,
    sub: &'a str,
    aud: &'a str,
    exp: i64,
    iat: i64,
    auth_time: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
    name: &'a str,
    email: &'a str,
}

/// POST: exchanges a code.
pub(super) async fn exchange(State(idp): State<IdpState>, headers: HeaderMap, body: Bytes) -> Response {
    match try_exchange(&idp, &headers, &body) {
        Ok(tokens) => ([(header::PRAGMA, "no-cache")], Json(tokens)).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

fn try_exchange(idp: &IdpState, headers: &HeaderMap, body: &[u8]) -> Result<Value, OAuthError> {
    const INVALID: &str = "invalid_request";
    let params = Params::from_form(headers, body).ok_or(refuse(INVALID, "The request is not a form."))?;
    if params.repeats_any() {
        return Err(refuse(INVALID, "A parameter is there twice."));
    }
    match params.get("grant_type") {
        Some("authorization_code") => {}
        None => return Err(refuse(INVALID, "grant_type is missing.")),
        Some(_) => {
            return Err(refuse("unsupported_grant_type", "Only authorization_code is supported."));
        }
    }
    let secret = headers.contains_key(header::AUTHORIZATION) || params.get("client_secret").is_some();
    let client = params.get("client_id").ok_or(refuse(INVALID, "client_id is missing."))?;
    if secret || client != CLIENT_ID {
        return Err(refuse("invalid_client", "The client is not known, or has a secret though it is public."));
    }
    let need = |name| params.get(name).ok_or(refuse(INVALID, "code, redirect_uri or code_verifier is missing."));
    let (code, redirect_uri, verifier) = (need("code")?, need("redirect_uri")?, need("code_verifier")?);

    let now = idp.config().clock.now();
    let presented = idp.memory().present(code, now);
    let grant = match presented {
        Presented::Good(grant) => grant,
        Presented::Bad => return Err(INVALID_GRANT),
        Presented::Again(token) => {
            if let Some(id) = token {
                idp.keys().revoke(&id);
            }
            return Err(INVALID_GRANT);
        }
    };
    if grant.client_id != client || grant.redirect_uri != redirect_uri || !answers(verifier, &grant.challenge) {
        return Err(INVALID_GRANT);
    }
    let claims = Claims {
        auth_time: grant.session.since.timestamp(),
        ..Claims::access(idp.config(), grant.session.person, &grant.scope, now)
    };
    let mut access_token = idp.keys().sign(&claims)?;
    if idp.config().behaves(Behavior::OpaqueAccessToken) {
        access_token = idp.keys().keep_as_opaque(access_token);
    }
    let id_token = id_token(idp, &grant, &claims)?;
    idp.memory().note_token(code, claims.jti, now);
    let is_text = idp.config().behaves(Behavior::TextExpiresIn);
    let expires_in = if is_text { json!(ACCESS_TOKEN_SECONDS.to_string()) } else { json!(ACCESS_TOKEN_SECONDS) };
    Ok(json!({
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": expires_in,
        "scope": grant.scope,
        "id_token": id_token,
    }))
}

fn id_token(idp: &IdpState, grant: &Grant, access: &Claims) -> Result<String, OAuthError> {
    let person = people::find(grant.session.person).ok_or(INVALID_GRANT)?;
    let config = idp.config();
    let mut claims = json!(IdToken {
        iss: config.token_issuer(),
        sub: person.id,
        aud: &grant.client_id,
        exp: access.exp,
        iat: access.iat,
        auth_time: grant.session.since.timestamp(),
        nonce: grant.nonce.as_deref(),
        name: person.name,
        email: person.email,
    });
    claims.as_object_mut().into_iter().for_each(|members| config.change_claims(members));
    if config.behaves(Behavior::SharedSecret) {
        return Ok(idp.keys().sign_with_secret(&claims)?);
    }
    Ok(idp.keys().sign_id_token(&claims)?)
}

/// Whether a verifier has the form RFC 7636 gives it and is what the challenge was made from.
fn answers(verifier: &str, challenge: &str) -> bool {
    let unreserved = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
    (43..=128).contains(&verifier.len())
        && verifier.bytes().all(unreserved)
        && URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == challenge
}
