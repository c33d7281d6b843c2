//! Requests to the partner API and to nowhere else, each sent once, with a time limit.
use super::{clock, dom, network};
use crate::config::Config;
use crate::domain::failure::FailureKind;
use crate::domain::http_date::retry_after_s;
use crate::domain::percent;
use crate::i18n;
use crate::ports::{Method, Reply, Request, Task, Transport};
use gloo_net::http::{self, RequestBuilder, Response};
use js_sys::Uint8Array;
use std::cell::RefCell;
use wasm_bindgen::JsValue;
use web_sys::AbortController;

/// Sends requests to the partner API.
pub struct HttpTransport {
    base: String,
    in_flight: RefCell<Vec<AbortController>>,
}

impl HttpTransport {
    #[must_use]
    pub fn new(config: &Config) -> HttpTransport {
        HttpTransport { base: config.api.clone(), in_flight: RefCell::default() }
    }

    async fn send_once(&self, request: Request, authorization: Option<String>) -> Result<Reply, FailureKind> {
        // The path is appended to the base: without its slash it could change the host.
        if !request.is_valid() {
            return Err(FailureKind::InvalidRequest);
        }
        let controller = AbortController::new().map_err(|_| FailureKind::Aborted)?;
        // A request that has ended, or was given up with its page, has aborted its controller.
        self.in_flight.borrow_mut().retain(|other| !other.signal().aborted());
        self.in_flight.borrow_mut().push(controller.clone());
        let limit = match request.method {
            Method::Get => network::READ_MS,
            _ if request.file.is_some() => network::FILE_MS,
            _ => network::WRITE_MS,
        };
        let builder = self.builder(&request, authorization);
        network::send(builder, body(&request), limit, &controller).await.map(|(response, text)| reply(&response, text))
    }

    fn builder(&self, request: &Request, authorization: Option<String>) -> RequestBuilder {
        let url = [self.base.as_str(), &request.path].concat();
        let builder = match request.method {
            Method::Get => http::Request::get(&url),
            Method::Put => http::Request::put(&url),
            Method::Post => http::Request::post(&url),
            Method::Delete => http::Request::delete(&url),
        };
        let json = request.body.as_ref().map(|_| "application/json");
        let file_name = request.file.as_ref().map(|file| percent::encode(&file.name));
        let headers = [
            ("accept", Some("application/json, text/plain;q=0.5")),
            ("accept-language", Some(i18n::language())),
            ("authorization", authorization.as_deref()),
            ("content-type", request.file.as_ref().map(|file| file.media_type).or(json)),
            ("x-file-name", file_name.as_deref()),
            ("if-match", request.if_match.as_deref()),
            ("idempotency-key", request.idempotency_key.as_deref()),
        ];
        let mut builder = network::plain(builder);
        for (name, value) in headers {
            if let Some(value) = value {
                builder = builder.header(name, value);
            }
        }
        builder
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: Request, authorization: Option<String>) -> Task<'_, Result<Reply, FailureKind>> {
        Box::pin(self.send_once(request, authorization))
    }

    fn abort_all(&self) {
        for controller in self.in_flight.take() {
            controller.abort();
        }
    }
}

fn body(request: &Request) -> Option<JsValue> {
    let file = request.file.as_ref().map(|file| Uint8Array::from(file.bytes.as_slice()).into());
    file.or_else(|| request.body.as_deref().map(JsValue::from_str))
}

fn reply(response: &Response, body: String) -> Reply {
    let headers = response.headers();
    let header = |name: &str| headers.get(name).unwrap_or_default();
    network::note_time(response);
    let request_id = header("request-id");
    dom::note_request(&request_id);
    let content_type = header("content-type");
    Reply {
        status: response.status(),
        content_type,
        etag: header("etag"),
        request_id,
        retry_after: retry_after_s(&header("retry-after"), clock::now_ms()),
        body,
    }
}
