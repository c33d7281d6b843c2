//! Money that arrives: what it pays, and what is sent back. Nothing here takes the caller's word for anything; the
//! provider is asked.

use chrono::{DateTime, Utc};
use rusqlite::Connection;

use super::payments::found;
use super::problem::Problem;
use crate::pay::provider;
use crate::store::events::Event;
use crate::store::money::Money;
use crate::store::payments::{Payment, Verdict, follow};
use crate::store::records::Renewal;
use crate::store::refunds::Refund;
use crate::store::{Store, StoreError, moment};

/// A payment after the provider was asked about it.
///
/// # Errors
/// When the database refuses.
pub fn synced(tx: &Connection, store: &Store, payment: Payment) -> Result<Payment, Problem> {
    let now = store.now();
    note_received(tx, &payment, now)?;
    let verdict = match provider::verdict(tx, &payment.id, payment.amount, now)? {
        Verdict::Open if has_run_out(&payment, now)? => Verdict::Expired,
        verdict => verdict,
    };
    if verdict == Verdict::Paid && !payment.is_live() && !payment.is_paid() && !payment.is_cancelled_order() {
        make_room(tx, store, &payment)?;
    }
    follow(tx, &payment, &verdict, now)?;
    settle(tx, store, &payment.renewal)?;
    found(tx, &payment.id)
}

/// Keeps what has come for a payment. Less than before it is never here: whoever sends money back keeps that themselves.
fn note_received(tx: &Connection, payment: &Payment, now: DateTime<Utc>) -> Result<(), StoreError> {
    let received = provider::received(tx, &payment.id)?;
    if received > payment.received {
        payment.keep_received(tx, received)?;
        if payment.is_order() {
            let amount = Money { amount: received - payment.received, ..payment.amount };
            Event::MoneyReceived(amount).note(tx, &payment.id, now)?;
        }
    }
    Ok(())
}

/// Asks the provider about the latest payment of a renewal when its time is over.
///
/// # Errors
/// When the database refuses.
pub fn sync_overdue(tx: &Connection, store: &Store, renewal: &str) -> Result<(), Problem> {
    if let Some(payment) = Payment::latest(tx, renewal)?.filter(Payment::is_live)
        && has_run_out(&payment, store.now())?
    {
        synced(tx, store, payment)?;
    }
    Ok(())
}

fn has_run_out(payment: &Payment, now: DateTime<Utc>) -> Result<bool, StoreError> {
    Ok(moment(&payment.expires_at)? <= now)
}

/// A payment after an attempt to cancel it, which the provider may have refused.
///
/// # Errors
/// When the database refuses.
pub fn cancelled(tx: &Connection, store: &Store, payment: Payment) -> Result<Payment, Problem> {
    let payment = synced(tx, store, payment)?;
    if !payment.is_order() {
        provider::cancel(tx, &payment.id)?;
        return synced(tx, store, payment);
    }
    if payment.is_live() {
        // Nobody but the program knows of an order that waits for its money. What has come of it goes back.
        follow(tx, &payment, &Verdict::Cancelled, store.now())?;
        send_back(tx, store, &payment, 0)?;
    }
    found(tx, &payment.id)
}

/// Money has come for a payment that was over: one made since, which nobody has paid, makes room for it. One that the
/// provider is deciding does not, and the money waits for that decision.
fn make_room(tx: &Connection, store: &Store, late: &Payment) -> Result<(), Problem> {
    let others = Payment::all(tx, &late.renewal)?;
    if let Some(other) = others.into_iter().find(|p| p.id != late.id && p.is_live()) {
        cancelled(tx, store, other)?;
    }
    Ok(())
}

/// Lets money that waited pay a renewal that still can be paid, and sends back what came for one that cannot or for an
/// order that was cancelled: a renewal is paid once, and one that was refunded not at all.
///
/// # Errors
/// When the database refuses.
pub fn settle(tx: &Connection, store: &Store, renewal: &str) -> Result<(), Problem> {
    for payment in Payment::all(tx, renewal)? {
        if !payment.is_live() && payment.received >= payment.amount.amount {
            follow(tx, &payment, &Verdict::Paid, store.now())?;
        }
    }
    let can_be_paid = Renewal::find(tx, renewal)?.is_some_and(|renewal| renewal.state == "live");
    let is_refunded = Refund::is_done(tx, renewal)?;
    for payment in Payment::all(tx, renewal)?.iter().filter(|p| !can_be_paid || p.is_cancelled_order()) {
        let due = if payment.is_paid() && !is_refunded { payment.amount.amount } else { 0 };
        send_back(tx, store, payment, due)?;
    }
    Ok(())
}

/// Sends back what came for a payment after the sum that was due had been reached.
fn send_back(tx: &Connection, store: &Store, payment: &Payment, due: i64) -> Result<(), Problem> {
    let (mut kept, mut returned) = (0, 0);
    for capture in provider::captures(tx, &payment.id)? {
        if kept < due {
            kept += capture.amount;
        } else {
            capture.refund(tx, store.now())?;
            returned += capture.amount;
        }
    }
    if returned > 0 {
        payment.keep_received(tx, kept)?;
        if payment.is_order() {
            let amount = Money { amount: returned, ..payment.amount };
            Event::MoneyReturned(amount).note(tx, &payment.id, store.now())?;
        }
    }
    Ok(())
}
