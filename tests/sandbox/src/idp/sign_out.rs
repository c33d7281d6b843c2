//! Ending sessions: the person's own, and all of them for tests.

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::params::{Params, with_query};
use super::{Behavior, COOKIE, IdpState, page, see_other, session_cookie};
use crate::config::CLIENT_ID;
use crate::pages::from_another_origin;

/// GET: sign-out as a link.
pub(super) async fn by_link(State(idp): State<IdpState>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    end(&idp, &Params::from_query(query), &headers)
}

/// POST: sign-out as a form.
pub(super) async fn by_form(State(idp): State<IdpState>, headers: HeaderMap, body: Bytes) -> Response {
    match Params::from_form(&headers, &body) {
        Some(params) => end(&idp, &params, &headers),
        None => page::refused("The request is not a form."),
    }
}

fn end(idp: &IdpState, params: &Params, headers: &HeaderMap) -> Response {
    if params.repeats_any() {
        return page::refused("A parameter is there twice.");
    }
    if params.get("client_id").is_some_and(|id| id != CLIENT_ID) {
        return page::refused("The application that sent you here is not known to this provider.");
    }
    if params.get("id_token_hint").is_some_and(|hint| idp.keys().subject_of_id_token(hint).is_none()) {
        return page::refused("The sign-out hint is not from this provider.");
    }
    let home = idp.config().post_logout_redirect_uri();
    let is_cognito = idp.config().behaves(Behavior::CognitoSignOut);
    if is_cognito && params.pairs().any(|(name, _)| !["client_id", "logout_uri"].contains(&name)) {
        return page::refused("Required String parameter 'redirect_uri' is not present.");
    }
    let parameter = if is_cognito { "logout_uri" } else { "post_logout_redirect_uri" };
    let mut response = match params.get(parameter) {
        None => page::signed_out(),
        Some(address) if address == home => {
            let state: Vec<_> = params.get("state").map(|state| ("state", state)).into_iter().collect();
            see_other(&with_query(&home, &state))
        }
        Some(_) => {
            return page::refused("The address to return to is not registered for this application.");
        }
    };
    idp.memory().sign_out(session_cookie(headers));
    let gone = format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    if let Ok(gone) = HeaderValue::try_from(gone) {
        response.headers_mut().insert(header::SET_COOKIE, gone);
    }
    response
}

/// POST, for tests: every session ends and every access token is taken back.
pub(super) async fn end_all_sessions(State(idp): State<IdpState>, headers: HeaderMap) -> Response {
    if from_another_origin(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    idp.memory().sign_out_all();
    revoke_tokens(&idp);
    StatusCode::NO_CONTENT.into_response()
}

/// POST, for tests: every access token is taken back, while the sessions stay.
pub(super) async fn revoke_all_tokens(State(idp): State<IdpState>, headers: HeaderMap) -> Response {
    if from_another_origin(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    revoke_tokens(&idp);
    StatusCode::NO_CONTENT.into_response()
}

fn revoke_tokens(idp: &IdpState) {
    let tokens = idp.memory().take_tokens();
    tokens.iter().for_each(|id| idp.keys().revoke(id));
}
