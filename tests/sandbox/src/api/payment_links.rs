//! Payment by somebody else: a link that the Primary Program Contact passes on, and by which anybody who has it pays by
//! card. A payment made by it and an own one never both take money: one payment of a renewal is alive, whoever made it.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::extract::{Body, Caller};
use super::payments::{self, Asked, NewPayment, kept};
use super::problem::Problem;
use super::settlement::{cancelled, synced};
use super::shape::bare;
use super::{Answer, ApiState, access, renewals, view};
use crate::people::Person;
use crate::store::Store;
use crate::store::payment_links::PaymentLink;
use crate::store::payments::Payment;
use crate::store::records::Renewal;

/// The renewal after the provider was asked about its payment: whoever comes back from the payment page is told how it
/// stands.
fn current(tx: &Connection, store: &Store, renewal: &str) -> Result<Renewal, Problem> {
    if let Some(payment) = Payment::latest(tx, renewal)?.filter(Payment::is_live) {
        synced(tx, store, payment)?;
    }
    renewals::refreshed(tx, store, renewal)
}

fn live(renewal: &Renewal) -> Option<&Payment> {
    renewal.payment.as_ref().filter(|payment| payment.is_live())
}

/// Whether a payment could be made by the link: it has not ended, and the renewal is still what its price is for.
fn stands(store: &Store, link: &PaymentLink, renewal: &Renewal) -> Result<bool, Problem> {
    let is_priced = renewal.location.as_ref().is_some_and(|location| location.id == link.quote.location)
        && renewal.level.is_some_and(|level| level.id == link.quote.level);
    let may_renew = access::may_renew(&renewal.organization, store.today()).is_ok();
    Ok(is_priced && may_renew && view::reaches(renewal, "review") && link.ends()? > store.now())
}

/// How a link stands, as the contract names it.
fn state(store: &Store, link: &PaymentLink, renewal: &Renewal) -> Result<&'static str, Problem> {
    Ok(match (renewal.state.as_str(), live(renewal)) {
        ("active", _) => "paid",
        ("live", Some(payment)) if payment.is_open() && link.has_made(payment) => "open",
        ("live", Some(_)) => "processing",
        ("live", None) if stands(store, link, renewal)? => "open",
        _ => "ended",
    })
}

/// A link as the Primary Program Contact sees it.
fn told(store: &Store, link: &PaymentLink, renewal: &Renewal) -> Answer {
    Ok(Json(json!({
        "code": link.printed(),
        "expiresAt": link.expires_at,
        "amount": link.quote.total.json(),
        "state": state(store, link, renewal)?,
    }))
    .into_response())
}

/// POST `{"quoteId": id, "amount": money}`: makes the link, or finds the one by which the renewal can be paid.
pub async fn create(State(api): State<ApiState>, Caller(person): Caller, Path(id): Path<String>, body: Body) -> Answer {
    let asked = Asked::read(&body)?;
    api.store().write(|tx| kept(created(tx, api.store(), person, &id, &asked)))?
}

fn created(tx: &Connection, store: &Store, person: &Person, id: &str, asked: &Asked) -> Answer {
    renewals::owned(tx, person, id)?;
    let renewal = current(tx, store, id)?;
    if let Some(link) = PaymentLink::find(tx, id)? {
        let is_used = live(&renewal).is_some_and(|payment| link.has_made(payment));
        if is_used || state(store, &link, &renewal)? == "open" {
            return told(store, &link, &renewal);
        }
    }
    let renewal = access::changeable(tx, person, id, store.today())?;
    if !view::reaches(&renewal, "review") {
        return Err(Problem::step_order(view::first_incomplete(&renewal)));
    }
    payments::agreed(tx, &renewal, asked, store.now())?;
    PaymentLink::make(tx, store.ids(), &renewal, &asked.quote, person.id, store.now())?;
    let link = PaymentLink::find(tx, id)?.ok_or_else(Problem::internal)?;
    told(store, &link, &renewal)
}

/// GET: the link that was made and not withdrawn.
pub async fn read(State(api): State<ApiState>, Caller(person): Caller, Path(id): Path<String>) -> Answer {
    let store = api.store();
    store.write(|tx| {
        renewals::owned(tx, person, &id)?;
        let link = PaymentLink::find(tx, &id)?.ok_or_else(Problem::not_found)?;
        told(store, &link, &current(tx, store, &id)?)
    })
}

/// DELETE: withdraws it, and cancels at the provider what nobody has paid by it yet. Without a link nothing is changed.
pub async fn withdraw(State(api): State<ApiState>, Caller(person): Caller, Path(id): Path<String>) -> Answer {
    api.store().write(|tx| kept(withdrawn(tx, api.store(), person, &id)))?
}

fn withdrawn(tx: &Connection, store: &Store, person: &Person, id: &str) -> Answer {
    renewals::owned(tx, person, id)?;
    if let Some(link) = PaymentLink::find(tx, id)? {
        if let Some(payment) = Payment::latest(tx, id)?.filter(|payment| link.has_made(payment)) {
            let payment = cancelled(tx, store, payment)?;
            // Whoever is paying would be told that there is no such link.
            if payment.is_processing() {
                return Err(Problem::payment_in_progress(&payment.id));
            }
            if payment.is_paid() {
                return Err(Problem::already_paid(id));
            }
        }
        link.withdraw(tx)?;
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The link with a code, however it is typed.
fn found(tx: &Connection, code: &str) -> Result<PaymentLink, Problem> {
    PaymentLink::with_code(tx, &bare(code))?.ok_or_else(Problem::not_found)
}

/// GET, by anybody: who is to be paid for, how much, and whether it still can be paid. Nothing else of the renewal.
pub async fn offer(State(api): State<ApiState>, Path(code): Path<String>) -> Answer {
    let store = api.store();
    api.link_questions().count(store.now())?;
    store.write(|tx| {
        let link = found(tx, &code)?;
        let renewal = current(tx, store, &link.renewal)?;
        let offer: Value = json!({
            "company": renewal.organization.name(),
            "amount": link.quote.total.json(),
            "state": state(store, &link, &renewal)?,
        });
        Ok(Json(offer).into_response())
    })
}

/// POST, by anybody: opens the payment page. Whoever presses twice, or comes back to it, finds the same session.
pub async fn pay(State(api): State<ApiState>, Path(code): Path<String>) -> Answer {
    api.link_questions().count(api.store().now())?;
    api.store().write(|tx| kept(opened(tx, &api, &code)))?
}

fn opened(tx: &Connection, api: &ApiState, code: &str) -> Answer {
    let store = api.store();
    let link = found(tx, code)?;
    let renewal = current(tx, store, &link.renewal)?;
    let payment = match (state(store, &link, &renewal)?, live(&renewal)) {
        ("open", Some(payment)) => payment.clone(),
        ("open", None) => {
            let renewal = payments::numbered(tx, store, renewal)?;
            let (quote, amount) = (link.quote.id.as_str(), link.quote.total);
            let new = NewPayment { method: "card", quote, amount, person: &link.person, link: Some(&link) };
            payments::opened(tx, api, &renewal, &new)?
        }
        // Ids of the renewal and its payment are not for whoever has the link.
        ("paid", _) => return Err(Problem::already_paid(&link.renewal).without_ids()),
        ("processing", Some(payment)) => return Err(Problem::payment_in_progress(&payment.id).without_ids()),
        _ => return Err(Problem::payment_link_ended()),
    };
    Ok(Json(json!({"sessionUrl": payment.session})).into_response())
}
