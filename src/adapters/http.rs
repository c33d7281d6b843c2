//! Requests to the partner API: the access token, time limits, and retries of what may be repeated.
use super::config::Config;
use super::{browser, clock, network};
use crate::domain::failure::FailureKind;
use crate::domain::http_date::retry_after_s;
use crate::domain::percent;
use crate::domain::retry;
use crate::i18n;
use crate::ports::{Method, Reply, Request, Task, Transport};
use gloo_net::http::{self, RequestBuilder, Response};
use js_sys::Uint8Array;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::AbortController;

/// A pause the server asks for that is taken without telling; a longer one is told, with a countdown.
const PATIENCE_S: u32 = 3;

/// Gives the value of `Authorization`, while someone is signed in.
pub type Bearer = Rc<dyn Fn() -> Option<String>>;

/// Sends requests to the partner API, and to nowhere else.
pub struct HttpTransport {
    base: String,
    bearer: Bearer,
    in_flight: RefCell<Vec<AbortController>>,
    /// Counts `abort_all`, so that a request that waits to be repeated is given up too.
    era: Cell<u32>,
}

impl HttpTransport {
    /// A transport to the configured API; `bearer` is asked before each request.
    #[must_use]
    pub fn new(config: &Config, bearer: Bearer) -> HttpTransport {
        HttpTransport { base: config.api.clone(), bearer, in_flight: RefCell::default(), era: Cell::new(0) }
    }

    /// Gives up everything under way.
    pub fn abort_all(&self) {
        self.era.set(self.era.get().wrapping_add(1));
        for controller in self.in_flight.take() {
            controller.abort();
        }
    }

    async fn repeat(&self, request: Request) -> Result<Reply, FailureKind> {
        let era = self.era.get();
        let mut attempt = 0;
        loop {
            let result = self.once(&request).await;
            let pause = if request.repeatable { pause(&result, attempt) } else { None };
            let Some(pause) = pause else { return result };
            browser::sleep(pause).await;
            if self.era.get() != era {
                return Err(FailureKind::Aborted);
            }
            attempt += 1;
        }
    }

    async fn once(&self, request: &Request) -> Result<Reply, FailureKind> {
        // The path is appended to the base: without its slash it could change the host.
        if !request.is_valid() {
            return Err(FailureKind::InvalidRequest);
        }
        let controller = AbortController::new().map_err(|_| FailureKind::Aborted)?;
        self.in_flight.borrow_mut().push(controller.clone());
        let limit = match request.method {
            Method::Get => network::READ_MS,
            _ if request.file.is_some() => network::FILE_MS,
            _ => network::WRITE_MS,
        };
        let answer = network::send(self.builder(request), body(request), limit, &controller).await;
        self.in_flight.borrow_mut().retain(|other| *other != controller);
        answer.map(|(response, text)| reply(&response, text))
    }

    fn builder(&self, request: &Request) -> RequestBuilder {
        let url = [self.base.as_str(), &request.path].concat();
        let builder = match request.method {
            Method::Get => http::Request::get(&url),
            Method::Put => http::Request::put(&url),
            Method::Post => http::Request::post(&url),
            Method::Delete => http::Request::delete(&url),
        };
        let bearer = (self.bearer)();
        let json = request.body.as_ref().map(|_| "application/json");
        let file_name = request.file.as_ref().map(|file| percent::encode(&file.name));
        let headers = [
            ("accept", Some("application/json, text/plain;q=0.5")),
            ("accept-language", Some(i18n::language())),
            ("authorization", bearer.as_deref()),
            ("content-type", request.file.as_ref().map(|file| file.media_type).or(json)),
            ("x-file-name", file_name.as_deref()),
            ("if-match", request.if_match.as_deref()),
            ("idempotency-key", request.idempotency_key.as_deref()),
        ];
        let given = headers.into_iter().filter_map(|(name, value)| Some((name, value?)));
        given.fold(network::plain(builder), |builder, (name, value)| builder.header(name, value))
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: Request) -> Task<'_, Result<Reply, FailureKind>> {
        Box::pin(self.repeat(request))
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
    let content_type = header("content-type");
    Reply {
        status: response.status(),
        content_type,
        etag: header("etag"),
        request_id: header("request-id"),
        retry_after: retry_after_s(&header("retry-after"), clock::now_ms()),
        body,
    }
}

/// Milliseconds after which to send once more, if that may help.
fn pause(result: &Result<Reply, FailureKind>, attempt: u32) -> Option<u32> {
    let asked_for = match result {
        Ok(reply) if matches!(reply.status, 429 | 502..=504) => reply.retry_after,
        Err(FailureKind::Offline | FailureKind::Timeout) => None,
        _ => return None,
    };
    let backoff = retry::delay_ms(attempt, browser::random_thousandth())?;
    match asked_for {
        Some(seconds) if seconds > PATIENCE_S => None,
        Some(seconds) => Some(backoff.max(seconds * 1000)),
        None => Some(backoff),
    }
}
