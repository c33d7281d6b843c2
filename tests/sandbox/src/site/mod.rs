//! The site's static host, serving the built files exactly as production does (`deploy/served.json`).

mod files;
pub mod headers;
pub mod rules;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{map_response, map_response_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use serde_json::json;
use tower::ServiceExt;

use crate::config::{API_PATH, API_SCOPE, CLIENT_ID, Clock, Config};
use crate::idp::Behavior;
use files::{Dist, File};
use rules::Target;

/// What the host's handlers share.
#[derive(Clone)]
pub struct SiteState(Arc<Inner>);

struct Inner {
    base_path: String,
    settings: String,
    /// Origins that scripts may ask beside the site's own.
    others: Vec<String>,
    dist: Dist,
    clock: Clock,
}

impl SiteState {
    /// A host for the files of `config.dist`, which may be rebuilt while it runs.
    pub fn new(config: &Config) -> Self {
        let mut others: Vec<_> = config.cross_origin.then(|| config.api_origin()).into_iter().collect();
        others.push(config.issuer_origin());
        if config.behaves(Behavior::SplitHosts) {
            others.push(config.script_origin());
        }
        Self(Arc::new(Inner {
            base_path: config.base_path.clone(),
            settings: settings(config),
            others,
            dist: Dist::new(config.dist.clone()),
            // Another issuer lives in real time, and it is the site's host that tells the page the time.
            clock: if config.issuer.is_some() { Clock::system() } else { config.clock.clone() },
        }))
    }
}

/// The host's routes. It hands what comes for [`API_PATH`] on to the partner API, as a proxy does in production.
pub fn router(state: SiteState, api: Router) -> Router {
    let (prefix, version) = API_PATH.split_at(API_PATH.rfind('/').unwrap_or_default());
    let hand_on = any(move |mut request: Request| {
        // What this router found in the path is not for the other one.
        request.extensions_mut().clear();
        api.clone().oneshot(request)
    });
    let api = Router::new().route(&format!("{version}/{{*path}}"), hand_on).layer(map_response(secure_api));
    let files = Router::new().fallback(serve).layer(map_response_with_state(state.clone(), secure)).with_state(state);
    files.nest(prefix, api)
}

async fn secure_api(mut response: Response) -> Response {
    for (name, value) in headers::OF_API {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

/// The settings the site fetches at start, with this process's own origins.
fn settings(config: &Config) -> String {
    let mut settings = json!({
        "api": config.api_base(),
        "issuer": config.issuer(),
        "clientId": CLIENT_ID,
        "scope": format!("openid profile {API_SCOPE}"),
        "paymentOrigins": [config.pay_origin()],
        "supportEmail": config.program.support_email,
        "sandbox": true,
    });
    settings.as_object_mut().into_iter().for_each(|members| members.extend(config.provider_settings()));
    settings.to_string()
}

async fn secure(State(site): State<SiteState>, mut response: Response) -> Response {
    for (name, value) in headers::all(&site.0.others, &site.0.dist.in_page().await) {
        // Our own texts, and hashes of the build: a value that is no header's is one that no browser would match.
        let Ok(value) = HeaderValue::try_from(value) else { continue };
        response.headers_mut().insert(HeaderName::from_static(name), value);
    }
    let date = HeaderValue::try_from(site.0.clock.http_date()).ok();
    response.headers_mut().extend(date.map(|date| (header::DATE, date)));
    response
}

async fn serve(State(site): State<SiteState>, request: Request) -> Response {
    let only = [Method::GET, Method::HEAD];
    if !only.contains(request.method()) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    let response = answer(&site.0, request.uri().path(), request.headers()).await;
    if request.method() == Method::HEAD { without_body(response) } else { response }
}

async fn answer(site: &Inner, path: &str, asked: &HeaderMap) -> Response {
    if path == "/health" {
        let kind = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
        return (kind, json!({"status": "ok"}).to_string()).into_response();
    }
    match rules::target(&site.base_path, path) {
        Target::Settings => {
            let file = File::plain("application/json", site.settings.clone().into_bytes());
            send(file, StatusCode::OK, rules::REVALIDATE, asked)
        }
        Target::File(name) => match site.dist.read(&name, asked).await {
            Some(file) => send(file, StatusCode::OK, rules::caching(&name), asked),
            None => not_found(),
        },
        Target::Page(status) => match site.dist.read("index.html", asked).await {
            Some(file) => send(file, status, rules::REVALIDATE, asked),
            None => not_found(),
        },
        Target::Home => {
            let home = HeaderValue::try_from(site.base_path.as_str()).ok();
            let mut response = StatusCode::TEMPORARY_REDIRECT.into_response();
            response.headers_mut().extend(home.map(|home| (header::LOCATION, home)));
            response
        }
        Target::Nothing => not_found(),
    }
}

fn send(file: File, status: StatusCode, caching: &'static str, asked: &HeaderMap) -> Response {
    let known = status == StatusCode::OK && rules::matches(asked, &file.etag);
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let length = file.bytes.len();
        let mut response = (status, Body::from(file.bytes)).into_response();
        response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(file.kind));
        if let Some(coding) = file.coding {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        response
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    headers.extend(HeaderValue::try_from(file.etag).ok().map(|etag| (header::ETAG, etag)));
    response
}

fn not_found() -> Response {
    (StatusCode::NOT_FOUND, [(header::CACHE_CONTROL, rules::NOT_KEPT)], "Not found\n").into_response()
}

fn without_body(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    if let (None, Some(length)) = (parts.headers.get(header::CONTENT_LENGTH), body_length(&body)) {
        parts.headers.insert(header::CONTENT_LENGTH, length.into());
    }
    Response::from_parts(parts, Body::empty())
}

fn body_length(body: &Body) -> Option<u64> {
    use axum::body::HttpBody;
    body.size_hint().exact().filter(|length| *length > 0)
}
