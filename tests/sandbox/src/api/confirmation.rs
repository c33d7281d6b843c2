//! What the person prints: the renewal as it was paid or ordered.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use serde_json::json;

use super::extract::Caller;
use super::next::language;
use super::problem::Problem;
use super::{Answer, ApiState, access, renewals, view};
use crate::store::calendar;
use crate::store::quotes::{self, Quote};
use crate::store::refunds::Refund;

/// Reads it: there once the renewal is paid, or an order waits for its money.
pub async fn read(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let store = api.store();
    let body = store.write(|tx| {
        access::visible(tx, person, &id)?;
        let renewal = renewals::refreshed(tx, store, &id)?;
        if Refund::is_done(tx, &id)? {
            return Err(Problem::refunded());
        }
        if renewal.state == "cancelled" {
            return Err(Problem::not_found());
        }
        if view::next_step(&renewal) != "done" {
            return Err(Problem::step_order(view::next_step(&renewal)));
        }
        let payment = renewal.payment.as_ref().ok_or_else(Problem::internal)?;
        let reference = renewal.reference.as_deref().unwrap_or_default();
        let mut quote = Quote::find(tx, &payment.quote)?.ok_or_else(Problem::internal)?.body;
        quotes::tell(&mut quote, &language(&headers));
        Ok(json!({
            "renewal": renewal.id,
            "reference": reference,
            "state": if payment.is_paid() { "paid" } else { "pending" },
            "organization": renewal.organization.named(),
            "previousMembershipDate": renewal.term,
            "newMembershipDate": calendar::next_date(renewal.term),
            "windowOpens": renewal.organization.program.terms.window_opens(calendar::next_date(renewal.term)),
            "level": renewal.level.map(|level| level.named()),
            "location": renewal.location.as_ref().map(|location| location.json()),
            "lines": quote.get("lines"),
            "taxLines": quote.get("taxLines"),
            "total": quote.get("total"),
            "method": payment.method,
            "paidAt": payment.paid_at,
            "signature": renewal.signature.as_ref().map(|signature| signature.json()),
            "payment": payment.json(renewal.organization.program, reference),
            "receiptNumber": payment.receipt,
        }))
    })?;
    Ok(Json(body).into_response())
}
