//! What handlers read from a request: who calls, the JSON body, the entity tag they saw.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::ApiState;
use super::problem::Problem;
use crate::people::{self, Person};

/// How long ago a sign-in may be for signing and paying: 15 minutes.
const RECENT_SECONDS: i64 = 900;

/// The person whose access token came with the request.
pub struct Caller(pub &'static Person);

impl FromRequestParts<ApiState> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &ApiState) -> Result<Self, Problem> {
        let (identity, _) = claims(parts, api).await?;
        people::find(&identity.person).map(Self).ok_or_else(Problem::sign_in_required)
    }
}

/// Someone who signed in a short while ago, as signing and paying want it.
pub struct Recent;

impl FromRequestParts<ApiState> for Recent {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &ApiState) -> Result<Self, Problem> {
        let (identity, now) = claims(parts, api).await?;
        let age = now.timestamp() - identity.signed_in_at;
        if age <= RECENT_SECONDS { Ok(Self) } else { Err(Problem::reauth_required(RECENT_SECONDS)) }
    }
}

/// Who calls, as the caller within this process says it in the place of an access token. It is an extension of the
/// request, which nothing that comes over a network can carry.
#[derive(Clone)]
pub(crate) struct Identity {
    /// The person's id.
    pub(crate) person: String,
    /// When they signed in, in seconds since the epoch.
    pub(crate) signed_in_at: i64,
}

/// Who calls, when they signed in, and what time it is for whoever says so.
async fn claims(parts: &Parts, api: &ApiState) -> Result<(Identity, DateTime<Utc>), Problem> {
    if let Some(identity) = parts.extensions.get::<Identity>() {
        return Ok((identity.clone(), api.store().now()));
    }
    let token = parts
        .headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim())
        .ok_or_else(Problem::sign_in_required)?;
    let (verdict, now) = match api.issuer() {
        Some(issuer) => {
            let now = Utc::now();
            (issuer.verify(token, now).await, now)
        }
        None => {
            let now = api.store().now();
            (api.keys().verify_access_token(token, api.config(), now), now)
        }
    };
    let claims = verdict.map_err(|_| Problem::sign_in_required())?;
    Ok((Identity { person: claims.sub, signed_in_at: claims.auth_time }, now))
}

/// A JSON object.
pub struct Body(pub Map<String, Value>);

impl FromRequest<ApiState> for Body {
    type Rejection = Problem;

    async fn from_request(request: Request, api: &ApiState) -> Result<Self, Problem> {
        let (is_json, bytes) = whole(request, api).await?;
        object(is_json, &bytes).map(Self)
    }
}

/// Whether a request says that its body is JSON, and the body.
async fn whole(request: Request, api: &ApiState) -> Result<(bool, Bytes), Problem> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let is_json = kind.split(';').next().is_some_and(|k| k.trim().eq_ignore_ascii_case("application/json"));
    let bytes = Bytes::from_request(request, api).await.map_err(|_| Problem::bad_request("The body is too long."))?;
    Ok((is_json, bytes))
}

fn object(is_json: bool, bytes: &[u8]) -> Result<Map<String, Value>, Problem> {
    let object = serde_json::from_slice(bytes).ok().filter(|_| is_json);
    object.ok_or_else(|| Problem::bad_request("The body is not JSON of the expected form."))
}

impl Body {
    /// A member that is text, without the space around it; empty when it is not there.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(Value::as_str).unwrap_or_default().trim()
    }

    /// A member that is text, as it stands: an id or an entity tag is compared, and never tidied up.
    pub fn exact(&self, name: &str) -> &str {
        self.0.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether a member is `true`.
    pub fn is_true(&self, name: &str) -> bool {
        self.0.get(name) == Some(&Value::Bool(true))
    }
}

/// A JSON object that may be left out: then it has no members.
#[derive(Default)]
pub struct OptionalBody(pub Map<String, Value>);

impl FromRequest<ApiState> for OptionalBody {
    type Rejection = Problem;

    async fn from_request(request: Request, api: &ApiState) -> Result<Self, Problem> {
        let (is_json, bytes) = whole(request, api).await?;
        if bytes.is_empty() { Ok(Self::default()) } else { object(is_json, &bytes).map(Self) }
    }
}

/// Holds a representation's entity tag against the request's `If-Match`; `what` is its name in a sentence.
///
/// # Errors
/// 428 without the header, 412 with the current representation when it names another.
pub fn check_if_match(headers: &HeaderMap, what: &str, current: &Value) -> Result<(), Problem> {
    let etag = super::etag(current);
    let asked = headers.get(header::IF_MATCH).ok_or_else(Problem::if_match_required)?;
    let matches = asked.to_str().is_ok_and(|tags| tags.split(',').any(|tag| is_same_tag(tag, &etag)));
    if matches { Ok(()) } else { Err(Problem::changed(what, current.clone(), &etag)) }
}

/// Whether an entity tag that came back is the one that was sent, whatever was made of it in between: a proxy that
/// compresses weakens tags or writes the coding into them.
pub fn is_same_tag(received: &str, sent: &str) -> bool {
    opaque(received) == opaque(sent)
}

/// An entity tag without its quotes, its weakness and the content coding that proxies write at its end.
fn opaque(tag: &str) -> &str {
    let tag = tag.trim();
    let tag = tag.strip_prefix("W/").unwrap_or(tag).trim_matches('"');
    let codings = ["gzip", "br", "deflate", "zstd"];
    let bare = codings.iter().find_map(|coding| tag.strip_suffix(coding)?.strip_suffix(['-', ';', ':']));
    bare.map_or(tag, |bare| bare.trim_end_matches('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_the_same_whatever_a_proxy_made_of_it() {
        for received in
            ["\"x1\"", "W/\"x1\"", " \"x1-gzip\" ", "\"x1--gzip\"", "\"x1;gzip\"", "W/\"x1-br\"", "\"x1:zstd\""]
        {
            assert!(is_same_tag(received, "\"x1\""), "{received}");
        }
        for received in ["\"x2\"", "W/\"x\"", "\"x1gzip\"", "\"x1-\"", "*", ""] {
            assert!(!is_same_tag(received, "\"x1\""), "{received}");
        }
    }
}
