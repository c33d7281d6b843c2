//! What every answer has: a request id, the date, no storing, and a problem document when it refuses.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tower::ServiceExt;

use super::ApiState;
use super::payments::IDEMPOTENCY_KEY;
use super::problem::Problem;
use super::proof::MAX_READ;

/// The header that names a request.
pub const REQUEST_ID: &str = "request-id";

/// A request before it is answered: its own id, and what the tests want to know of it.
struct Asked {
    id: String,
    method: Method,
    path: String,
    key: Option<String>,
}

impl Asked {
    fn of(api: &ApiState, request: &Request) -> Self {
        Self {
            id: api.store().ids().id("req"),
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            key: header_text(request.headers(), IDEMPOTENCY_KEY),
        }
    }

    /// The whole answer, which is noted for the tests.
    fn answered(self, api: &ApiState, response: Response) -> Response {
        let mut response = with_document(response, &self.id);
        if self.method != Method::OPTIONS {
            api.controls().note(&self.method, &self.path, self.key, response.status());
        }
        let headers = response.headers_mut();
        let date = api.config().clock.http_date();
        headers.extend(HeaderValue::try_from(date).ok().map(|date| (header::DATE, date)));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.extend(HeaderValue::try_from(self.id).ok().map(|id| (HeaderName::from_static(REQUEST_ID), id)));
        response
    }
}

/// Gives the request its id, completes the answer and notes it for the tests.
pub async fn complete(State(api): State<ApiState>, request: Request, next: Next) -> Response {
    let asked = Asked::of(&api, &request);
    // An answer to a request that is still being sent ends the connection, which a proxy reports as its own error (502).
    let (parts, body) = request.into_parts();
    let response = match to_bytes(body, 2 * MAX_READ).await {
        Ok(bytes) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        // Far longer than anything that is taken, or cut off, when nobody waits for the answer.
        Err(_) => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
    };
    asked.answered(&api, response)
}

/// The same around routes without a layer.
pub async fn answer(api: &ApiState, routes: &Router, request: Request) -> Response {
    let asked = Asked::of(api, &request);
    let response = match routes.clone().oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    asked.answered(api, response)
}

fn header_text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// Writes the document of a problem, also of one that a library answered in its own words.
fn with_document(response: Response, id: &str) -> Response {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    let problem = parts
        .extensions
        .remove::<Arc<Problem>>()
        .map_or_else(|| Problem::of_status(status), |problem| (*problem).clone());
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    Response::from_parts(parts, problem.document(id).to_string().into_response().into_body())
}
