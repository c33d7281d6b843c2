//! Faults for tests, in builds with the feature `faults` alone: what networks, gateways and providers do to requests.
//!
//! `POST /sandbox/faults` on the API's origin takes a list of objects with a `fault` each; none of them counts unless
//! all can be read. `DELETE` forgets what is left of them and lets held notices go; prices, roles and agreements stay.
//! `/sandbox/reset` sets the books back, and not what tests have ordered here.
//!
//! Faults of a request have a `path`, in which `*` is any one segment and a slash at the end means whatever follows, and
//! may have a `method` and `times` (1 when left out). Of several that fit a request the first in the list has its way.
//! They hold on the API's and the payment page's origin.
//!
//! | fault | with | what happens |
//! | --- | --- | --- |
//! | `drop_before` | | the connection is cut, nothing is done |
//! | `drop_after` | | it is done, then the connection is cut without an answer |
//! | `delay` | `ms` | it waits, then it is done |
//! | `duplicate` | | it is done twice; the second answer is sent |
//! | `status` | `status` 429, 500, 502 or 503, `when` `before` or `after`, `retryAfter` or `retryAfterDate` | that answer, nothing or all done; the date is so many seconds from now, as an HTTP date |
//! | `truncate` | `short` | half of the body, then a cut connection; with `short` an answer that claims no more |
//! | `html` | | a page of somebody else, with status 200 |
//! | `content_type` | | the body, said to be plain text |
//! | `etag` | `weak`, `suffix` | the entity tag is weak, or ends in a suffix such as `-gzip` |
//! | `replace` | `pointer`, `value` | the member of the JSON body to which the JSON pointer leads has this value; it is added when it is not there |
//! | `remove` | `pointer` | the JSON body does not have this member |
//! | `huge` | | ten megabytes |
//! | `expire_token` | | the access token is no longer good |
//! | `no_redirect` | | a page where the answer would send the browser on |
//!
//! The others happen at once: `hold`, `release`, `reorder` (release, last first) and `repeat` (`n`) for the provider's
//! notices; `price` (`percent` of the listed fees), `role` (`organization`, `contact`), `agreement` (`version`),
//! `purge_keys` and `restart`, which cuts what the API is about and forgets what is not in the database.

mod damage;
mod events;
mod notices;
mod rules;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::json;
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::{ApiState, controls};
use crate::pay::notices::Notice;
use notices::Notices;
use rules::{Order, Rule};

/// What tests have ordered. Clones share it.
#[derive(Clone)]
pub struct Faults(Arc<Inner>);

struct Inner {
    api: ApiState,
    rules: Mutex<Vec<Rule>>,
    notices: Notices,
    restarts: Notify,
}

impl Faults {
    /// None yet, for this API.
    pub fn new(api: ApiState) -> Self {
        let inner = Inner { api, rules: Mutex::default(), notices: Notices::default(), restarts: Notify::new() };
        Self(Arc::new(inner))
    }

    /// The API with the port for faults, and under them.
    pub fn over_api(&self, router: Router) -> Router {
        let port = Router::new()
            .route("/sandbox/faults", post(order).delete(clear))
            .layer(from_fn(controls::no_page))
            .with_state(self.clone());
        self.over_page(router.merge(port))
    }

    /// A router under these faults.
    pub fn over_page(&self, router: Router) -> Router {
        router.layer(from_fn_with_state(self.clone(), pass))
    }

    /// The provider's notices as they arrive under these faults.
    pub fn relay(&self, mut from_provider: UnboundedReceiver<Notice>) -> UnboundedReceiver<Notice> {
        let (sender, arriving) = unbounded_channel();
        self.0.notices.send_to(sender);
        let faults = self.clone();
        tokio::spawn(async move {
            while let Some(notice) = from_provider.recv().await {
                faults.0.notices.take(notice);
            }
        });
        arriving
    }

    fn rules(&self) -> MutexGuard<'_, Vec<Rule>> {
        self.0.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The fault this request is in for, counted down.
    fn hit(&self, method: &Method, path: &str) -> Option<rules::Fault> {
        let mut rules = self.rules();
        let at = rules.iter().position(|rule| rule.fits(method, path))?;
        let rule = rules.get_mut(at)?;
        let fault = rule.fault.clone();
        rule.left -= 1;
        if rule.left == 0 {
            rules.remove(at);
        }
        Some(fault)
    }
}

/// POST: a list of faults.
async fn order(State(faults): State<Faults>, body: Bytes) -> Response {
    let orders = match rules::read(&body) {
        Ok(orders) => orders,
        Err(detail) => return (StatusCode::BAD_REQUEST, Json(json!({"detail": detail}))).into_response(),
    };
    for order in orders {
        match order {
            Order::Rule(rule) => faults.rules().push(rule),
            Order::Event(event) => {
                if let Err(problem) = events::happen(&faults, &event) {
                    let detail = problem.document("");
                    return (StatusCode::BAD_REQUEST, Json(detail)).into_response();
                }
            }
        }
    }
    StatusCode::NO_CONTENT.into_response()
}

/// DELETE: no more faults.
async fn clear(State(faults): State<Faults>) -> StatusCode {
    faults.rules().clear();
    faults.0.notices.clear();
    StatusCode::NO_CONTENT
}

/// Lets a request through, or what a fault makes of it.
async fn pass(State(faults): State<Faults>, request: Request, next: Next) -> Response {
    let restarted = faults.0.restarts.notified();
    let may_be_cut = request.uri().path().starts_with("/v1/");
    let fault = faults.hit(request.method(), request.uri().path());
    let answered = async {
        match fault {
            None => next.run(request).await,
            Some(fault) => damage::under(&fault, faults.0.api.config(), request, next).await,
        }
    };
    let mut response = tokio::select! {
        () = restarted, if may_be_cut => damage::cut(),
        response = answered => response,
    };
    // Browsers repeat by themselves what they sent over a connection that had answered before and is cut without a
    // word. Over one connection for each request they say that it failed, which is what a test waits for.
    let headers = response.headers_mut();
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    // Answers made here tell the sandbox's time as all others do; a client may set its clock by them.
    if let Ok(date) = HeaderValue::try_from(faults.0.api.config().clock.http_date()) {
        headers.entry(header::DATE).or_insert(date);
    }
    response
}
