//! Giving the money of a renewal back: to a card at once, by transfer when the program's staff has seen to it.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use serde_json::Value;

use super::extract::{Body, Caller, Recent};
use super::orders::Order;
use super::payments::kept;
use super::problem::Problem;
use super::settlement::synced;
use super::{Answer, ApiState, access};
use crate::pay::provider;
use crate::people::Person;
use crate::store::events::Event;
use crate::store::money::Money;
use crate::store::payments::Payment;
use crate::store::refunds::{self, Refund};

/// Longest reason, in characters.
const MAX_REASON: usize = 500;

/// POST `{"reason": text}`: asks for the money of a renewal. Where that was done before, nothing changes.
pub async fn ask(
    State(api): State<ApiState>,
    Caller(person): Caller,
    _: Recent,
    Path(id): Path<String>,
    body: Body,
) -> Answer {
    let reason = match body.0.get("reason") {
        None => None,
        Some(Value::String(reason)) => Some(reason.trim()),
        Some(_) => return Err(Problem::bad_request("The body is not JSON of the expected form.")),
    };
    api.store().write(|tx| kept(asked(tx, &api, person, &id, reason)))?
}

fn asked(tx: &Connection, api: &ApiState, person: &Person, id: &str, reason: Option<&str>) -> Answer {
    let store = api.store();
    let (membership, _) = access::visible(tx, person, id)?;
    membership.only_primary()?;
    if let Some(payment) = Payment::latest(tx, id)? {
        synced(tx, store, payment)?;
    }
    let order = Order::find(tx, id)?.ok_or_else(Problem::refund_over)?;
    if order.refund.is_none() {
        order.refundable_until(store.today())?.ok_or_else(Problem::refund_over)?;
        match reason.map(|reason| reason.chars().count()) {
            Some(0) => return Err(Problem::fields(&[("reason", "required")])),
            Some(length) if length > MAX_REASON => return Err(Problem::fields(&[("reason", "too_long")])),
            _ => {}
        }
        Refund::request(tx, id, person.id, reason, store.now())?;
        Event::RefundRequested.note(tx, &order.payment.id, store.now())?;
        if !order.payment.is_order() {
            carry_out(tx, &order, store.now())?;
        }
    }
    let order = Order::find(tx, id)?.ok_or_else(Problem::internal)?;
    Ok(Json(order.json(tx, membership.is_primary, store.today())?).into_response())
}

/// Sends back all that came for an order, and ends its renewal.
///
/// # Errors
/// When the database refuses.
pub fn carry_out(tx: &Connection, order: &Order, now: DateTime<Utc>) -> Result<(), Problem> {
    for capture in provider::captures(tx, &order.payment.id)? {
        capture.refund(tx, now)?;
    }
    order.payment.keep_received(tx, 0)?;
    refunds::complete(tx, &order.renewal, now)?;
    // More than was due is sent back with it.
    let amount = Money { amount: order.payment.received.max(order.payment.amount.amount), ..order.payment.amount };
    Event::Refunded(amount).note(tx, &order.payment.id, now)?;
    Ok(())
}
