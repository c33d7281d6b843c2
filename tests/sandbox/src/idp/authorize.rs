//! The authorization endpoint: checks the request, asks who it is if need be, and sends the browser back with a code.

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use super::memory::{Grant, Session};
use super::params::{Params, with_query};
use super::{Behavior, COOKIE, IdpState, SCOPES, page, see_other, session_cookie};
use crate::config::{CLIENT_ID, Config};
use crate::pages::from_another_origin;
use crate::people::{self, Person};

/// What the client wants the provider to do about prompting.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Prompt {
    /// Ask only when nobody is signed in.
    IfNeeded,
    /// Never ask.
    Never,
    /// Always ask.
    Always,
}

/// What the person answered in the chooser.
enum Choice {
    Person(&'static Person),
    Nobody,
}

/// A request that may be granted.
struct AuthorizeRequest {
    redirect_uri: String,
    state: Option<String>,
    nonce: Option<String>,
    scope: String,
    challenge: String,
    prompt: Prompt,
    max_age: Option<i64>,
    hint: Option<String>,
}

/// A request that may not.
enum AuthorizeError {
    /// The redirect address cannot be trusted, so the person is told and nobody else.
    Page(&'static str),
    /// The client is told by redirect.
    Redirect { state: Option<String>, error: &'static str, why: &'static str },
}

/// GET: the request as a link.
pub(super) async fn ask(State(idp): State<IdpState>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    handle(&idp, &Params::from_query(query), &headers, None)
}

/// POST: the request as a form, or the chooser's answer.
pub(super) async fn answer(State(idp): State<IdpState>, headers: HeaderMap, body: Bytes) -> Response {
    let Some(params) = Params::from_form(&headers, &body) else {
        return page::refused("The request is not a form.");
    };
    let choice = match params.get("person") {
        None => None,
        Some(_) if from_another_origin(&headers) => {
            return page::refused("The choice was made on another site.");
        }
        Some(page::NOBODY) => Some(Choice::Nobody),
        Some(id) => match people::find(id) {
            None => return page::refused("Nobody here has that name."),
            Some(person) => Some(Choice::Person(person)),
        },
    };
    handle(&idp, &params, &headers, choice)
}

fn handle(idp: &IdpState, params: &Params, headers: &HeaderMap, choice: Option<Choice>) -> Response {
    let config = idp.config();
    let wanted = match AuthorizeRequest::read(params, config, idp) {
        Ok(wanted) => wanted,
        Err(AuthorizeError::Page(why)) => return page::refused(why),
        Err(AuthorizeError::Redirect { state, error, why }) => {
            return send_error(config, &config.redirect_uri(), state.as_deref(), error, why);
        }
    };
    let now = config.clock.now();
    if let Some(Choice::Nobody) = choice {
        let state = wanted.state.as_deref();
        return send_error(config, &wanted.redirect_uri, state, "access_denied", "The person did not sign in.");
    }
    if let Some(Choice::Person(person)) = choice {
        let session = Session { person: person.id, since: now };
        let mut memory = idp.memory();
        memory.sign_out(session_cookie(headers));
        let secret = memory.sign_in(session.clone());
        let code = memory.issue(wanted.grant(session), now);
        drop(memory);
        return with_cookie(send_code(config, &wanted, &code), &secret);
    }
    let heeds_age = !config.behaves(Behavior::NoAuthTime) && !config.behaves(Behavior::MaxAgeIgnored);
    let max_age = wanted.max_age.filter(|_| heeds_age);
    let known = idp.memory().session(session_cookie(headers)).filter(|session| {
        max_age.is_none_or(|age| (now - session.since).num_seconds() <= age)
            && wanted.hint.as_deref().is_none_or(|hint| hint == session.person)
    });
    match (wanted.prompt, known) {
        (Prompt::Never | Prompt::IfNeeded, Some(session)) => {
            let code = idp.memory().issue(wanted.grant(session), now);
            send_code(config, &wanted, &code)
        }
        (Prompt::Never, None) => {
            let state = wanted.state.as_deref();
            send_error(config, &wanted.redirect_uri, state, "login_required", "Nobody is signed in here.")
        }
        (Prompt::Always, _) | (Prompt::IfNeeded, None) => page::chooser(params, config.program.people),
    }
}

impl AuthorizeRequest {
    fn read(params: &Params, config: &Config, idp: &IdpState) -> Result<Self, AuthorizeError> {
        if params.repeats("client_id") || params.get("client_id") != Some(CLIENT_ID) {
            return Err(AuthorizeError::Page("The application that sent you here is not known to this provider."));
        }
        let redirect_uri = config.redirect_uri();
        if params.repeats("redirect_uri") || params.get("redirect_uri") != Some(&redirect_uri) {
            return Err(AuthorizeError::Page("The address to return to is not registered for this application."));
        }
        let state = params.get("state").filter(|_| !params.repeats("state")).map(str::to_owned);
        Self::read_rest(params, idp, redirect_uri, state.clone()).map_err(|(error, why)| AuthorizeError::Redirect {
            state,
            error,
            why,
        })
    }

    fn read_rest(
        params: &Params,
        idp: &IdpState,
        redirect_uri: String,
        state: Option<String>,
    ) -> Result<Self, (&'static str, &'static str)> {
        const INVALID: &str = "invalid_request";
        if params.repeats_any() {
            return Err((INVALID, "A parameter is there twice."));
        }
        if params.get("request").is_some() {
            return Err(("request_not_supported", "Request objects are not supported."));
        }
        if params.get("request_uri").is_some() {
            return Err(("request_uri_not_supported", "Request objects are not supported."));
        }
        match params.get("response_type") {
            Some("code") => {}
            None => return Err((INVALID, "response_type is missing.")),
            Some(_) => {
                return Err(("unsupported_response_type", "Only response_type code is supported."));
            }
        }
        if params.get("response_mode").is_some_and(|mode| mode != "query") {
            return Err((INVALID, "Only response_mode query is supported."));
        }
        let asked: Vec<&str> = params.get("scope").unwrap_or_default().split(' ').collect();
        if !asked.contains(&"openid") {
            return Err(("invalid_scope", "The scope must contain openid."));
        }
        let scope = SCOPES.into_iter().filter(|s| asked.contains(s)).collect::<Vec<_>>().join(" ");
        let challenge = params.get("code_challenge").ok_or((INVALID, "code_challenge is missing."))?;
        if params.get("code_challenge_method") != Some("S256") {
            return Err((INVALID, "code_challenge_method must be S256."));
        }
        let base64url = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        if challenge.len() != 43 || !challenge.bytes().all(base64url) {
            return Err((INVALID, "code_challenge is not a SHA-256 value."));
        }
        let max_age = match params.get("max_age").map(str::parse::<u32>) {
            None => None,
            Some(Ok(age)) => Some(i64::from(age)),
            Some(Err(_)) => return Err((INVALID, "max_age is not a number.")),
        };
        let hint = match params.get("id_token_hint") {
            None => None,
            Some(token) => Some(idp.keys().subject_of_id_token(token).ok_or((INVALID, "id_token_hint is not ours."))?),
        };
        Ok(Self {
            redirect_uri,
            state,
            nonce: params.get("nonce").map(str::to_owned),
            scope,
            challenge: challenge.to_owned(),
            prompt: Prompt::read(params.get("prompt"))?,
            max_age,
            hint,
        })
    }

    fn grant(&self, session: Session) -> Grant {
        Grant {
            client_id: CLIENT_ID.into(),
            redirect_uri: self.redirect_uri.clone(),
            challenge: self.challenge.clone(),
            nonce: self.nonce.clone(),
            scope: self.scope.clone(),
            session,
        }
    }
}

impl Prompt {
    fn read(text: Option<&str>) -> Result<Self, (&'static str, &'static str)> {
        let words: Vec<&str> = text.unwrap_or_default().split(' ').filter(|w| !w.is_empty()).collect();
        match (words.contains(&"none"), words.len()) {
            (true, 1) => Ok(Self::Never),
            (true, _) => Err(("invalid_request", "prompt none goes with no other.")),
            (false, _) if words.iter().any(|w| matches!(*w, "login" | "select_account")) => Ok(Self::Always),
            (false, _) => Ok(Self::IfNeeded),
        }
    }
}

fn send_code(config: &Config, wanted: &AuthorizeRequest, code: &str) -> Response {
    let issuer = config.token_issuer();
    let mut pairs = vec![("code", code)];
    pairs.extend(wanted.state.as_deref().map(|state| ("state", state)));
    pairs.push(("iss", &issuer));
    see_other(&with_query(&wanted.redirect_uri, &pairs))
}

fn send_error(config: &Config, redirect_uri: &str, state: Option<&str>, error: &str, why: &str) -> Response {
    let issuer = config.token_issuer();
    let mut pairs = vec![("error", error), ("error_description", why)];
    pairs.extend(state.map(|state| ("state", state)));
    pairs.push(("iss", &issuer));
    see_other(&with_query(redirect_uri, &pairs))
}

/// A cookie without an age: it ends with the browser, and so does the sign-in.
fn with_cookie(mut response: Response, secret: &str) -> Response {
    let cookie = format!("{COOKIE}={secret}; Path=/; HttpOnly; SameSite=Lax");
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}
