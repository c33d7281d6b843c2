//! What becomes of a request and its answer under a fault.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use chrono::TimeDelta;
use http_body::Frame;
use serde_json::Value;
use tokio::time::{Sleep, sleep};

use super::super::frame::REQUEST_ID;
use super::super::problem::Problem;
use super::rules::{Fault, RetryAfter};
use crate::config::{Config, http_date};
use crate::ids::Ids;

/// What `huge` sends.
const HUGE: usize = 10 * 1024 * 1024;
/// How long the first half of an answer has to leave the process before the cut.
const FLUSH: Duration = Duration::from_millis(50);
/// A page that a network puts in the place of an answer.
const PAGE: &str = "<!DOCTYPE html><html lang=\"en\"><title>Welcome</title><h1>Welcome to this network</h1></html>";
/// A page that goes nowhere.
const STUCK: &str = "<!DOCTYPE html><html lang=\"en\"><title>Please wait</title><h1>Please wait</h1></html>";

/// The answer to a request under a fault.
pub(super) async fn under(fault: &Fault, config: &Config, mut request: Request, next: Next) -> Response {
    match fault {
        Fault::DropBefore => cut(),
        Fault::DropAfter => {
            next.run(request).await;
            cut()
        }
        Fault::Delay(delay) => {
            sleep(*delay).await;
            next.run(request).await
        }
        Fault::Duplicate => twice(request, next).await,
        Fault::Status { status, retry_after, after } => {
            // Only scripts of the site may read the answers made here.
            let site = config.site_origin();
            let from_site = request.headers().get(header::ORIGIN).is_some_and(|origin| *origin == site);
            if *after {
                next.run(request).await;
            }
            let retry_after = retry_after.map(|wait| match wait {
                RetryAfter::Seconds(seconds) => seconds.to_string(),
                RetryAfter::Date(seconds) => http_date(config.clock.now() + TimeDelta::seconds(seconds)),
            });
            refusal(*status, retry_after, from_site.then_some(site.as_str()))
        }
        Fault::Truncate { short } => half(next.run(request).await, *short).await,
        Fault::Html => in_place(next.run(request).await, "text/html; charset=utf-8", PAGE.into()),
        Fault::ContentType => {
            let mut response = next.run(request).await;
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain"));
            response
        }
        Fault::Huge => {
            let text = format!("{{\"filler\":\"{}\"}}", "x".repeat(HUGE));
            in_place(next.run(request).await, "application/json", text.into())
        }
        Fault::ExpireToken => {
            request.headers_mut().remove(header::AUTHORIZATION);
            next.run(request).await
        }
        Fault::Etag { weak, suffix } => with_tag(next.run(request).await, *weak, suffix),
        Fault::Replace { pointer, value } => {
            with_json(next.run(request).await, |body| replace(body, pointer, value.clone())).await
        }
        Fault::Remove { pointer } => with_json(next.run(request).await, |body| remove(body, pointer)).await,
        Fault::NoRedirect => stay(next.run(request).await),
    }
}

/// No answer at all: the connection ends.
pub(super) fn cut() -> Response {
    Response::new(Body::new(Cut { first: None, pause: None }))
}

/// A body that ends its connection, without a word or after some bytes.
struct Cut {
    first: Option<Bytes>,
    pause: Option<Pin<Box<Sleep>>>,
}

impl HttpBody for Cut {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(first) = self.first.take() {
            self.pause = Some(Box::pin(sleep(FLUSH)));
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        if let Some(pause) = &mut self.pause {
            ready!(pause.as_mut().poll(cx));
        }
        Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into())))
    }
}

async fn twice(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, HUGE).await else { return cut() };
    next.clone().run(Request::from_parts(parts.clone(), bytes.clone().into())).await;
    next.run(Request::from_parts(parts, bytes.into())).await
}

/// An answer of something in front of the API, or of the API when it is not itself.
fn refusal(status: StatusCode, retry_after: Option<String>, site: Option<&str>) -> Response {
    let id = Ids::random().id("req");
    let problem = match status {
        StatusCode::TOO_MANY_REQUESTS => Some(Problem::too_many_requests()),
        StatusCode::SERVICE_UNAVAILABLE => Some(Problem::unavailable()),
        StatusCode::INTERNAL_SERVER_ERROR => Some(Problem::internal()),
        _ => None,
    };
    let mut response = match problem {
        Some(problem) => {
            let kind = [(header::CONTENT_TYPE, "application/problem+json")];
            (status, kind, problem.document(&id).to_string()).into_response()
        }
        None => (status, Html("<html><title>Bad gateway</title><h1>Bad gateway</h1></html>")).into_response(),
    };
    let headers = response.headers_mut();
    let retry_after = retry_after.and_then(|wait| HeaderValue::try_from(wait).ok());
    headers.extend(retry_after.map(|wait| (header::RETRY_AFTER, wait)));
    headers.extend(HeaderValue::try_from(id).ok().map(|id| (HeaderName::from_static(REQUEST_ID), id)));
    if let Some(site) = site {
        headers.extend(HeaderValue::try_from(site).ok().map(|site| (header::ACCESS_CONTROL_ALLOW_ORIGIN, site)));
        let exposed = HeaderValue::from_static("date, retry-after, request-id");
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    }
    response
}

/// The first half of a body: cut off from the rest, or as if it were all.
async fn half(response: Response, short: bool) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, HUGE).await else { return cut() };
    let first = bytes.slice(..bytes.len() / 2);
    let length = if short { first.len() } else { bytes.len() };
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    let body = if short { Body::from(first) } else { Body::new(Cut { first: Some(first), pause: None }) };
    Response::from_parts(parts, body)
}

/// An answer whose entity tag something in between has changed.
fn with_tag(mut response: Response, weak: bool, suffix: &str) -> Response {
    let headers = response.headers_mut();
    let tag = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()?.strip_suffix('"').map(str::to_owned));
    let weakness = if weak { "W/" } else { "" };
    let changed = tag.and_then(|tag| HeaderValue::try_from(format!("{weakness}{tag}{suffix}\"")).ok());
    if let Some(changed) = changed {
        headers.insert(header::ETAG, changed);
    }
    response
}

/// An answer whose JSON body was changed; one without JSON as it is.
async fn with_json(response: Response, change: impl FnOnce(&mut Value)) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, HUGE).await else { return cut() };
    let Ok(mut json) = serde_json::from_slice(&bytes) else { return Response::from_parts(parts, bytes.into()) };
    change(&mut json);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, json.to_string().into())
}

/// The value around a member, and the name of the member there.
fn around<'a>(body: &'a mut Value, pointer: &str) -> Option<(&'a mut Value, String)> {
    let (parent, name) = pointer.rsplit_once('/')?;
    Some((body.pointer_mut(parent)?, name.replace("~1", "/").replace("~0", "~")))
}

fn replace(body: &mut Value, pointer: &str, value: Value) {
    if let Some(found) = body.pointer_mut(pointer) {
        *found = value;
    } else if let Some((Value::Object(parent), name)) = around(body, pointer) {
        parent.insert(name, value);
    }
}

fn remove(body: &mut Value, pointer: &str) {
    match around(body, pointer) {
        Some((Value::Object(parent), name)) => {
            parent.remove(&name);
        }
        Some((Value::Array(parent), name)) => {
            if let Some(at) = name.parse().ok().filter(|at| *at < parent.len()) {
                parent.remove(at);
            }
        }
        _ => {}
    }
}

/// Another body in the place of a good answer's.
fn in_place(response: Response, kind: &'static str, body: Body) -> Response {
    let (mut parts, _) = response.into_parts();
    parts.status = StatusCode::OK;
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    Response::from_parts(parts, body)
}

/// A page where the browser would be sent on.
fn stay(mut response: Response) -> Response {
    if !response.status().is_redirection() {
        return response;
    }
    response.headers_mut().remove(header::LOCATION);
    in_place(response, "text/html; charset=utf-8", STUCK.into())
}
