//! A code becomes tokens.
use super::ProtocolError;
use super::callback::{Code, error_code};
use super::encoding::form;
use super::id_token::seconds;
use crate::domain::json;
use crate::domain::percent;
use crate::domain::text_checks::is_header_token;
use serde_json::Value;

/// Life of an access token when the answer does not tell, and the longest that is believed, in seconds.
const DEFAULT_LIFE: i64 = 300;
const MAX_LIFE: i64 = 86_400;

/// What the token endpoint gave. Never printed and never stored.
pub struct Tokens {
    /// For the partner API alone.
    pub access_token: String,
    /// Seconds until it is no longer good.
    pub expires_in: i64,
    /// Says who signed in; to be checked with `check_id_token`.
    pub id_token: String,
}

/// The form to post to the token endpoint, all but the code at its end.
#[must_use]
pub fn token_form(client_id: &str, redirect_uri: &str, verifier: &str) -> String {
    form(&[
        ("grant_type", "authorization_code"),
        ("client_id", client_id),
        ("redirect_uri", redirect_uri),
        ("code_verifier", verifier),
        ("code", ""),
    ])
}

/// The form with its code.
#[must_use]
pub fn token_request(form: &str, code: &Code) -> String {
    [form, &percent::encode(&code.code)].concat()
}

/// Reads the token endpoint's answer.
///
/// # Errors
/// If the code was refused, or the answer is not the one asked for.
pub fn read_token_reply(status: u16, content_type: &str, body: &str) -> Result<Tokens, ProtocolError> {
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    let json = media_type.eq_ignore_ascii_case("application/json");
    let value = if json { json::parse(body) } else { None };
    let value = value.ok_or(ProtocolError::TokenUnreadable)?;
    if status != 200 {
        let error = json::text(&value, "error").ok_or(ProtocolError::TokenUnreadable)?;
        return Err(ProtocolError::TokenRefused(error_code(&error)));
    }
    let access_token = json::text(&value, "access_token").filter(|token| is_header_token(token));
    let access_token = access_token.ok_or(ProtocolError::TokenUnreadable)?;
    if !json::text(&value, "token_type").is_some_and(|kind| kind.eq_ignore_ascii_case("bearer")) {
        return Err(ProtocolError::TokenType);
    }
    Ok(Tokens {
        access_token,
        expires_in: life(&value).unwrap_or(DEFAULT_LIFE),
        id_token: json::text(&value, "id_token").ok_or(ProtocolError::NoIdToken)?,
    })
}

/// Life of a token in seconds, at most a day. Providers write it as a number, with a fraction or as text. Zero and less
/// tell nothing: a token that is over at once would lead to the sign-in page again and again.
fn life(answer: &Value) -> Option<i64> {
    const NAME: &str = "expires_in";
    let seconds = seconds(answer, NAME).or_else(|| whole_seconds(&json::text(answer, NAME)?));
    seconds.filter(|seconds| *seconds > 0).map(|seconds| seconds.min(MAX_LIFE))
}

fn whole_seconds(text: &str) -> Option<i64> {
    let digits = text.trim().split('.').next().unwrap_or_default();
    let written = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    // Digits that are too many for an integer are a long time.
    written.then(|| digits.parse().unwrap_or(MAX_LIFE))
}
