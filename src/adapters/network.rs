//! One request and its answer, with a time limit that covers the body and a limit to its size.
use super::{browser, clock, fatal};
use crate::domain::failure::FailureKind;
use gloo_net::http::{Request, RequestBuilder, Response};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::AbortController;

/// How long reading may take, in milliseconds.
pub const READ_MS: u32 = 10_000;
/// How long writing may take, in milliseconds.
pub const WRITE_MS: u32 = 30_000;
/// How long sending a file may take, in milliseconds: 2 MiB at 200 kbit/s need 84 seconds.
pub const FILE_MS: u32 = 120_000;
/// The largest answer taken.
const MAX_BYTES: usize = 2 * 1024 * 1024;

/// Gives the request up when whoever waits for its answer is gone.
struct AbortOnDrop<'a>(&'a AbortController);

impl Drop for AbortOnDrop<'_> {
    fn drop(&mut self) {
        // After the answer this does nothing.
        self.0.abort();
    }
}

/// Sends the request and reads the answer as text. Dropping the future gives the request up.
pub async fn send(
    builder: RequestBuilder,
    body: Option<JsValue>,
    limit_ms: u32,
    controller: &AbortController,
) -> Result<(Response, String), FailureKind> {
    let _abort = AbortOnDrop(controller);
    let late = Rc::new(Cell::new(false));
    let (timer_late, timer_controller) = (Rc::clone(&late), controller.clone());
    let _timer = browser::set_timeout(limit_ms, move || {
        timer_late.set(true);
        timer_controller.abort();
    });
    let builder = builder.abort_signal(Some(&controller.signal()));
    let request: Result<Request, _> = match body {
        Some(body) => builder.body(body),
        None => builder.build(),
    };
    let no_answer = || match (late.get(), controller.signal().aborted()) {
        (true, _) => FailureKind::Timeout,
        (false, true) => FailureKind::Aborted,
        (false, false) => FailureKind::Offline,
    };
    let request = request.map_err(|_| FailureKind::InvalidRequest)?;
    let url = request.url();
    let response = request.send().await.map_err(|_| {
        fatal::note_unanswered(&url);
        no_answer()
    })?;
    let announced = response.headers().get("content-length").and_then(|length| length.parse::<usize>().ok());
    if announced.is_some_and(|length| length > MAX_BYTES) {
        controller.abort();
        return Err(FailureKind::UnexpectedContentType);
    }
    let text = response.text().await.map_err(|_| no_answer())?;
    if text.len() > MAX_BYTES { Err(FailureKind::UnexpectedContentType) } else { Ok((response, text)) }
}

/// Takes note of the server's time in an answer.
pub fn note_time(response: &Response) {
    let header = |name: &str| response.headers().get(name).unwrap_or_default();
    clock::note_server_date(&header("date"), &header("age"));
}

/// Gets a text of a URL, without credentials; only a success counts.
pub async fn get_text(url: &str) -> Result<String, FailureKind> {
    let controller = AbortController::new().map_err(|_| FailureKind::Aborted)?;
    let (response, text) = send(plain(Request::get(url)), None, READ_MS, &controller).await?;
    note_time(&response);
    if response.ok() { Ok(text) } else { Err(FailureKind::Unexpected(response.status())) }
}

/// A request that carries no cookies, is answered anew by the server, and follows no redirect.
pub fn plain(builder: RequestBuilder) -> RequestBuilder {
    builder
        .credentials(web_sys::RequestCredentials::Omit)
        .cache(web_sys::RequestCache::NoStore)
        .redirect(web_sys::RequestRedirect::Error)
}
