//! Controls for tests, below `/sandbox`: what was asked for, and what cannot be waited for. No page may call them.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::extract::Body;
use super::orders::Order;
use super::problem::Problem;
use super::refund;
use super::settlement::synced;
use super::{Answer, ApiState, tax_exemption};
use crate::pages::from_another_origin;
use crate::pay::provider;
use crate::store::contacts::{Contact, PRIMARY};
use crate::store::handovers::Handover;
use crate::store::money::Money;
use crate::store::payments::Payment;
use crate::store::role_requests::RoleRequest;
use crate::store::{Statements, StoreError, agreements, appeals};

/// How many requests are remembered.
const REMEMBERED: usize = 1000;
/// Longest delay and longest leap of the clock: a minute, a year.
const MAX_DELAY: u64 = 60_000;
const MAX_LEAP: i64 = 366 * 86_400;

/// What tests have asked for.
#[derive(Default)]
pub struct Controls(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    requests: VecDeque<Value>,
    delay: Duration,
    trouble: Option<(Problem, u64)>,
}

impl Controls {
    /// Notes a request that was answered.
    pub fn note(&self, method: &Method, path: &str, key: Option<String>, status: StatusCode) {
        let mut inner = self.lock();
        if inner.requests.len() == REMEMBERED {
            inner.requests.pop_front();
        }
        let (method, status) = (method.as_str(), status.as_u16());
        inner.requests.push_back(json!({"method": method, "path": path, "idempotencyKey": key, "status": status}));
    }

    /// The trouble the next answer is in, if a test wants one.
    fn trouble(&self) -> Option<Problem> {
        let mut inner = self.lock();
        let (problem, left) = inner.trouble.take()?;
        if left > 1 {
            inner.trouble = Some((problem.clone(), left - 1));
        }
        Some(problem)
    }

    /// Everything as at the start.
    pub(super) fn forget(&self) {
        *self.lock() = Inner::default();
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets answers of the API wait, or fail, as a test wants it.
pub async fn delay(State(api): State<ApiState>, request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/v1/") {
        return next.run(request).await;
    }
    let delay = api.controls().lock().delay;
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    match api.controls().trouble() {
        Some(problem) => problem.into_response(),
        None => next.run(request).await,
    }
}

/// The controls' routes.
pub fn router() -> Router<ApiState> {
    Router::new()
        .route("/reset", post(reset))
        .route("/requests", get(requests))
        .route("/delay", post(set_delay))
        .route("/trouble", post(set_trouble))
        .route("/clock", post(advance))
        .route("/settle", post(settle))
        .route("/refund", post(carry_out_refund))
        .route("/tax-exemption", post(tax_exemption::decide))
        .route("/agreement", post(put_in_force))
        .route("/primary-contact", post(hand_over))
        .route("/verification", post(verify))
        .layer(from_fn(no_page))
}

/// Refuses what a page of another site asks for.
pub(super) async fn no_page(request: Request, next: Next) -> Response {
    if from_another_origin(request.headers()) { Problem::not_found().into_response() } else { next.run(request).await }
}

fn done() -> Answer {
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// POST: everything as on the first day. The clock stays where it is.
async fn reset(State(api): State<ApiState>) -> Answer {
    api.forget();
    api.store().reset()?;
    done()
}

/// GET: the requests answered so far.
async fn requests(State(api): State<ApiState>) -> Answer {
    let requests = api.controls().lock().requests.clone();
    Ok(Json(json!({"requests": requests})).into_response())
}

fn number(body: &Body, name: &str) -> Result<i64, Problem> {
    let number = body.0.get(name).and_then(Value::as_i64);
    number.ok_or_else(|| Problem::bad_request(format!("{name} must be a whole number.")))
}

/// POST `{"milliseconds": n}`: answers of the API wait that long.
async fn set_delay(State(api): State<ApiState>, body: Body) -> Answer {
    let milliseconds = number(&body, "milliseconds")?;
    let milliseconds = u64::try_from(milliseconds).ok().filter(|n| *n <= MAX_DELAY);
    let milliseconds = milliseconds.ok_or_else(|| Problem::bad_request("A delay is at most a minute."))?;
    api.controls().lock().delay = Duration::from_millis(milliseconds);
    done()
}

/// POST `{"problem": name, "times": n}`: the next answers of the API are this problem, and nothing is done.
async fn set_trouble(State(api): State<ApiState>, body: Body) -> Answer {
    let problem = match body.text("problem") {
        "sign-in-required" => Problem::sign_in_required(),
        "too-many-requests" => Problem::too_many_requests(),
        "internal" => Problem::internal(),
        "unavailable" => Problem::unavailable(),
        _ => return Err(Problem::bad_request("That problem cannot be had for the asking.")),
    };
    let times = u64::try_from(number(&body, "times")?).unwrap_or_default();
    api.controls().lock().trouble = (times > 0).then_some((problem, times));
    done()
}

/// POST `{"seconds": n}`: time passes.
async fn advance(State(api): State<ApiState>, body: Body) -> Answer {
    let seconds = number(&body, "seconds")?;
    if !(0..=MAX_LEAP).contains(&seconds) {
        return Err(Problem::bad_request("Time goes forward, by a year at most."));
    }
    api.config().clock.advance(chrono::Duration::seconds(seconds));
    done()
}

/// POST `{"payment": id}`: the money of a transfer or a purchase order arrives, or the provider captures a card that it
/// is deciding, that ran out or that it captured before. `"amount": n` is how much of an order's money arrives, in minor
/// units; what is missing, or all of it once more when nothing is, when left out.
async fn settle(State(api): State<ApiState>, body: Body) -> Answer {
    let store = api.store();
    let part = body.0.contains_key("amount").then(|| number(&body, "amount")).transpose()?;
    store.write(|tx| {
        let payment = Payment::find(tx, body.text("payment"))?.ok_or_else(Problem::not_found)?;
        let payment = synced(tx, store, payment)?;
        let captured = part.is_none() && ["processing", "expired", "succeeded"].contains(&payment.status.as_str());
        if !payment.is_order() && !captured || part.is_some_and(|part| part <= 0) {
            return Err(Problem::bad_request("No such money is on its way."));
        }
        let missing = Some(payment.amount.amount - payment.received).filter(|missing| *missing > 0);
        let amount = part.or(missing).unwrap_or(payment.amount.amount);
        provider::capture(tx, store.ids(), &payment.id, Money { amount, ..payment.amount }, store.now())?;
        synced(tx, store, payment).map(drop)
    })?;
    done()
}

/// POST `{"renewal": id}`: the money of a transfer or a purchase order for which a refund was asked goes back.
async fn carry_out_refund(State(api): State<ApiState>, body: Body) -> Answer {
    let store = api.store();
    store.write(|tx| {
        let order = Order::find(tx, body.text("renewal"))?.ok_or_else(Problem::not_found)?;
        if order.state() != "refund_requested" {
            return Err(Problem::bad_request("No refund of this renewal is asked for."));
        }
        refund::carry_out(tx, &order, store.now())
    })?;
    done()
}

/// POST `{"version": text}`: a later version of the agreement is in force.
async fn put_in_force(State(api): State<ApiState>, body: Body) -> Answer {
    let version = body.text("version");
    if version.is_empty() {
        return Err(Problem::bad_request("The version has no name."));
    }
    api.store().write(|tx| agreements::put_in_force(tx, api.store().program(), version))?;
    done()
}

/// POST `{"organization": id, "contact": id}`: someone else is the Primary Program Contact.
async fn hand_over(State(api): State<ApiState>, body: Body) -> Answer {
    api.store().write(|tx| hand_over_to(tx, body.text("organization"), body.text("contact")))?;
    done()
}

/// POST `{"organization": id, "state": text}`: the verification of a company is decided, or pending.
async fn verify(State(api): State<ApiState>, body: Body) -> Answer {
    let (store, state) = (api.store(), body.text("state"));
    if !["pending", "accepted", "rejected"].contains(&state) {
        return Err(Problem::bad_request("A verification is pending, accepted or rejected."));
    }
    let is_known = store.write(|tx| appeals::decide(tx, body.text("organization"), state, store.today()))?;
    if is_known { done() } else { Err(Problem::not_found()) }
}

/// Makes a contact the Primary Program Contact of their organization.
///
/// # Errors
/// 404 when the organization has no such contact.
pub(super) fn hand_over_to(tx: &Connection, organization: &str, contact: &str) -> Result<(), Problem> {
    if make_primary(tx, organization, contact)? { Ok(()) } else { Err(Problem::not_found()) }
}

/// Makes a contact the Primary Program Contact of their organization; says whether the organization has this contact.
///
/// # Errors
/// When the database refuses.
pub(crate) fn make_primary(tx: &Connection, organization: &str, contact: &str) -> Result<bool, StoreError> {
    let contacts = Contact::all(tx, organization)?;
    if !contacts.iter().any(|c| c.id == contact) {
        return Ok(false);
    }
    for mut one in contacts {
        one.roles.retain(|role| role != PRIMARY);
        if one.id == contact {
            one.roles.insert(0, PRIMARY.into());
        }
        one.save_roles(tx)?;
    }
    RoleRequest::forget(tx, contact)?;
    // Nobody can give what they do not hold any more.
    Handover::end(tx, organization)?;
    Ok(true)
}

/// Forgets every idempotency key, as a program does with old ones.
///
/// # Errors
/// When the database refuses.
pub(crate) fn purge_idempotency_keys(tx: &Connection) -> Result<(), StoreError> {
    tx.execute_cached("DELETE FROM idempotency", [])?;
    Ok(())
}
