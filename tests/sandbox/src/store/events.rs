//! What has happened to an order, each thing with the time it happened: written once, never changed.

use chrono::{DateTime, Utc};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::money::{Money, currency};
use super::{Statements, StoreError, timestamp};

/// The table, for a database that was made before there was one.
const TABLE: &str = "CREATE TABLE IF NOT EXISTS order_event (
    number INTEGER PRIMARY KEY,
    payment TEXT NOT NULL REFERENCES payment (id),
    code TEXT NOT NULL,
    at TEXT NOT NULL,
    amount INTEGER,
    currency TEXT
) STRICT";

/// Makes the table. In a database from before there was one, payments that were paid have at least the time of that.
///
/// # Errors
/// When the database refuses.
pub(super) fn begin(tx: &Connection) -> Result<(), StoreError> {
    tx.execute_batch(TABLE)?;
    tx.execute_batch(
        "INSERT INTO order_event (payment, code, at, amount, currency)
         SELECT id, 'paid', paid_at, amount, currency FROM payment
         WHERE paid_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM order_event) ORDER BY number",
    )?;
    Ok(())
}

/// Something that happened to an order, by its code in the contract, with the amount it is about.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// It was placed.
    Ordered(Money),
    /// Proof of its transfer came.
    ProofReceived,
    /// Money came.
    MoneyReceived(Money),
    /// Money was sent back, because it was too much or had nothing to pay.
    MoneyReturned(Money),
    /// It is paid.
    Paid(Money),
    /// The card was refused.
    Declined,
    /// Somebody cancelled it.
    Cancelled,
    /// Its time ran out.
    Expired,
    /// The company asked for its money.
    RefundRequested,
    /// The company got its money back.
    Refunded(Money),
}

impl Event {
    fn parts(self) -> (&'static str, Option<Money>) {
        match self {
            Self::Ordered(money) => ("ordered", Some(money)),
            Self::ProofReceived => ("proof_received", None),
            Self::MoneyReceived(money) => ("money_received", Some(money)),
            Self::MoneyReturned(money) => ("money_returned", Some(money)),
            Self::Paid(money) => ("paid", Some(money)),
            Self::Declined => ("declined", None),
            Self::Cancelled => ("cancelled", None),
            Self::Expired => ("expired", None),
            Self::RefundRequested => ("refund_requested", None),
            Self::Refunded(money) => ("refunded", Some(money)),
        }
    }

    /// Writes down that it happened to a payment at a moment.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn note(self, db: &Connection, payment: &str, at: DateTime<Utc>) -> Result<(), rusqlite::Error> {
        let (code, money) = self.parts();
        db.execute_cached(
            "INSERT INTO order_event (payment, code, at, amount, currency) VALUES (?1, ?2, ?3, ?4, ?5)",
            (payment, code, timestamp(at), money.map(|m| m.amount), money.map(|m| m.currency)),
        )?;
        Ok(())
    }
}

/// What happened to all payments of a renewal, the oldest first, as the contract writes it.
///
/// # Errors
/// When the database refuses.
pub fn of_renewal(db: &Connection, renewal: &str) -> Result<Vec<Value>, rusqlite::Error> {
    let mut statement = db.prepare_cached(
        "SELECT code, at, order_event.amount, order_event.currency FROM order_event JOIN payment ON payment.id = payment
         WHERE renewal = ?1 ORDER BY at, order_event.number",
    )?;
    let rows = statement.query_map([renewal], |r| {
        let (code, at): (String, String) = (r.get(0)?, r.get(1)?);
        let (amount, of): (Option<i64>, Option<String>) = (r.get(2)?, r.get(3)?);
        let mut event = json!({"code": code, "at": at});
        if let Some((amount, of)) = amount.zip(of) {
            event["amount"] = Money { amount, currency: currency(&of) }.json();
        }
        Ok(event)
    })?;
    rows.collect()
}
