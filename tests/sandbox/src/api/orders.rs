//! The orders of an organization: its renewals that were paid or ordered, and how each stands.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use chrono::NaiveDate;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::access::Membership;
use super::extract::Caller;
use super::problem::Problem;
use super::{Answer, ApiState, settlement};
use crate::store::locations::Location;
use crate::store::money::Level;
use crate::store::payments::Payment;
use crate::store::quotes::Quote;
use crate::store::records::Renewal;
use crate::store::refunds::{self, Refund};
use crate::store::{calendar, events};

/// The kinds of documents, in the order of the contract.
pub const KINDS: [&str; 3] = ["receipt", "invoice", "agreement"];

/// A renewal with the payment that decides, and everything that belongs to it.
pub struct Order {
    /// The renewal.
    pub renewal: Renewal,
    /// Its payment: the successful one, or else the latest.
    pub payment: Payment,
    /// The price that was ordered, whatever was chosen since.
    pub quote: Quote,
    /// The refund, once one is asked for.
    pub refund: Option<Refund>,
}

impl Order {
    /// The order of a renewal; none while it has no payment, or there is no such renewal.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn find(tx: &Connection, renewal: &str) -> Result<Option<Self>, Problem> {
        let Some(renewal) = Renewal::find(tx, renewal)? else { return Ok(None) };
        let Some(payment) = renewal.payment.clone() else { return Ok(None) };
        let quote = Quote::find(tx, &payment.quote)?.ok_or_else(Problem::internal)?;
        let refund = Refund::find(tx, &renewal.id)?;
        Ok(Some(Self { renewal, payment, quote, refund }))
    }

    /// How it stands, as the contract names it.
    pub fn state(&self) -> &'static str {
        match (&self.refund, self.payment.status.as_str()) {
            (Some(Refund { refunded_at: Some(_) }), _) => "refunded",
            (Some(_), _) => "refund_requested",
            (None, "succeeded") => "paid",
            (None, "processing") => "processing",
            (None, "declined") => "declined",
            (None, "cancelled") => "cancelled",
            (None, "expired") => "expired",
            (None, _) => "awaiting_payment",
        }
    }

    /// The last day on which its money can be asked for, if it still can be on a day.
    ///
    /// # Errors
    /// When the stored time of the payment does not read.
    pub fn refundable_until(&self, today: NaiveDate) -> Result<Option<NaiveDate>, Problem> {
        let is_refundable = self.refund.is_none() && self.renewal.state == "active";
        Ok(refunds::last_day(self.renewal.organization.program, &self.payment)?
            .filter(|last| is_refundable && today <= *last))
    }

    /// Whether it has a document of this kind.
    pub fn has(&self, kind: &str) -> bool {
        let is_billed = self.payment.is_order() && self.payment.status != "cancelled";
        match kind {
            "receipt" => self.payment.is_paid(),
            "invoice" => self.payment.is_paid() || is_billed,
            // Nothing can be ordered that is not signed.
            kind => kind == "agreement",
        }
    }

    /// The refund as the caller sees it: to who may not ask for it, it is there once it is asked for.
    fn refund_json(&self, is_primary: bool, today: NaiveDate) -> Result<Value, Problem> {
        let Some(until) = refunds::last_day(self.renewal.organization.program, &self.payment)? else {
            return Ok(Value::Null);
        };
        let state = match &self.refund {
            Some(Refund { refunded_at: Some(_) }) => "done",
            Some(_) => "requested",
            None if !is_primary => return Ok(Value::Null),
            None if self.refundable_until(today)?.is_some() => "possible",
            None => "over",
        };
        Ok(json!({"until": until, "state": state}))
    }

    /// As the contract writes it for somebody who is the Primary Program Contact or is not, on a day.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn json(&self, tx: &Connection, is_primary: bool, today: NaiveDate) -> Result<Value, Problem> {
        let Self { renewal, payment, quote, .. } = self;
        let location = Location::find(tx, &renewal.organization.id, &quote.location)?.ok_or_else(Problem::internal)?;
        // Part of the money has to be sent back before anything can be cancelled.
        let can_cancel = is_primary && payment.is_open() && !(payment.is_order() && payment.received > 0);
        let mut order = json!({
            "renewal": renewal.id,
            "reference": renewal.reference,
            "state": self.state(),
            "previousMembershipDate": renewal.term,
            "newMembershipDate": calendar::next_date(renewal.term),
            "level": Level::find(&quote.level).map(Level::named),
            "location": location.json(),
            "total": payment.amount.json(),
            "method": payment.method,
            "payment": payment.id,
            "deadline": payment.awaited().map(|(_, deadline)| deadline),
            "canCancel": can_cancel,
            "canSendProof": is_primary && payment.is_open() && payment.method == "bank_transfer",
            "refund": self.refund_json(is_primary, today)?,
            "events": events::of_renewal(tx, &renewal.id)?,
            "documents": KINDS.iter().filter(|kind| self.has(kind)).collect::<Vec<_>>(),
        });
        if let Some((amount, _)) = payment.awaited() {
            order["awaited"] = amount.json();
        }
        if let Some(number) = &payment.order_number {
            order["purchaseOrderNumber"] = json!(number);
        }
        Ok(order)
    }
}

/// The orders of an organization, the newest first.
pub async fn list(State(api): State<ApiState>, Caller(person): Caller, Path(id): Path<String>) -> Answer {
    let store = api.store();
    let orders = store.write(|tx| {
        let membership = Membership::of(tx, person, &id)?;
        let mut orders = Vec::new();
        for renewal in Renewal::ordered(tx, &id)? {
            settlement::sync_overdue(tx, store, &renewal)?;
            let order = Order::find(tx, &renewal)?.ok_or_else(Problem::internal)?;
            orders.push(order.json(tx, membership.is_primary, store.today())?);
        }
        Ok::<_, Problem>(orders)
    })?;
    Ok(Json(json!({"orders": orders})).into_response())
}
