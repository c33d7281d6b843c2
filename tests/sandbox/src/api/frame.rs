//! What every answer has: a request id, the date, no storing, and a problem document when it refuses.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::ApiState;
use super::payments::IDEMPOTENCY_KEY;
use super::problem::Problem;

/// The header that names a request.
pub const REQUEST_ID: &str = "request-id";

/// The id given to a request.
#[derive(Clone)]
struct RequestId(String);

/// Gives the request its id.
pub async fn number(State(api): State<ApiState>, mut request: Request, next: Next) -> Response {
    let id = api.store().ids().id("req");
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).await;
    if let Ok(id) = HeaderValue::try_from(id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// Completes the answer and notes it for the tests.
pub async fn complete(State(api): State<ApiState>, request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let key = header_text(request.headers(), IDEMPOTENCY_KEY);
    let mut response = with_document(next.run(request).await, &id);
    if method != Method::OPTIONS {
        api.controls().note(&method, &path, key, response.status());
    }
    let headers = response.headers_mut();
    let date = api.config().clock.http_date();
    headers.extend(HeaderValue::try_from(date).ok().map(|date| (header::DATE, date)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
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
