//! Payments as rows, and the one place where a payment's status changes.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde_json::{Value, json};

use super::events::Event;
use super::locations::Location;
use super::money::{Level, Money, currency};
use super::program::Program;
use super::proofs::Proof;
use super::quotes::Quote;
use super::records::Renewal;
use super::{Statements, StoreError, calendar, moment, next_number, signatures, timestamp};

/// A payment of a renewal.
#[derive(Clone, Debug)]
pub struct Payment {
    /// Opaque id.
    pub id: String,
    /// The renewal paid for.
    pub renewal: String,
    /// The quote it was made from.
    pub quote: String,
    /// `card`, `bank_transfer` or `purchase_order`.
    pub method: String,
    /// As the contract names it.
    pub status: String,
    /// With tax.
    pub amount: Money,
    /// Address of the hosted page.
    pub session: Option<String>,
    /// When it ends unpaid.
    pub expires_at: String,
    /// Last day for the money to arrive.
    pub deadline: Option<NaiveDate>,
    /// The company's purchase order number.
    pub order_number: Option<String>,
    /// Why it was refused.
    pub decline_reason: Option<String>,
    /// When it was paid.
    pub paid_at: Option<String>,
    /// Number of the receipt.
    pub receipt: Option<String>,
    /// Number of the signature it was made under.
    pub signature: i64,
    /// Minor units that have arrived and were not sent back.
    pub received: i64,
    /// Code of the payment link that it was made by; none for an own one.
    pub link: Option<String>,
    /// Proof of the transfer.
    pub proof: Option<Proof>,
}

/// What the provider says about a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing has happened.
    Open,
    /// Not decided.
    Processing,
    /// Captured.
    Paid,
    /// Refused, with the reason as the contract names it.
    Declined(String),
    /// Cancelled.
    Cancelled,
    /// Ran out.
    Expired,
}

const COLUMNS: &str = "id, renewal, quote, method, status, amount, currency, session, expires_at, deadline, order_number, \
                       decline_reason, paid_at, receipt, proof.name, length(proof.content), proof.received_at, \
                       payment.signature, received, link";
const TABLES: &str = "payment LEFT JOIN proof ON proof.payment = payment.id";

fn read(r: &Row) -> Result<Payment, rusqlite::Error> {
    let code: String = r.get(6)?;
    let deadline: Option<String> = r.get(9)?;
    let proof = match r.get(14)? {
        Some(name) => Some(Proof { name, size: r.get(15)?, received_at: r.get(16)? }),
        None => None,
    };
    Ok(Payment {
        id: r.get(0)?,
        renewal: r.get(1)?,
        quote: r.get(2)?,
        method: r.get(3)?,
        status: r.get(4)?,
        amount: Money { amount: r.get(5)?, currency: currency(&code) },
        session: r.get(7)?,
        expires_at: r.get(8)?,
        deadline: deadline.and_then(|d| d.parse().ok()),
        order_number: r.get(10)?,
        decline_reason: r.get(11)?,
        paid_at: r.get(12)?,
        receipt: r.get(13)?,
        proof,
        signature: r.get(17)?,
        received: r.get(18)?,
        link: r.get(19)?,
    })
}

impl Payment {
    /// Reads one.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn find(db: &Connection, id: &str) -> Result<Option<Self>, rusqlite::Error> {
        db.query_cached(&format!("SELECT {COLUMNS} FROM {TABLES} WHERE id = ?1"), [id], read).optional()
    }

    /// All payments of a renewal, in the order they were made.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn all(db: &Connection, renewal: &str) -> Result<Vec<Self>, rusqlite::Error> {
        let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE renewal = ?1 ORDER BY number");
        db.prepare_cached(&sql)?.query_map([renewal], read)?.collect()
    }

    /// The payment of a renewal that counts: the successful one, or else the latest.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn latest(db: &Connection, renewal: &str) -> Result<Option<Self>, rusqlite::Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM {TABLES} WHERE number = coalesce(
                 (SELECT number FROM payment WHERE renewal = ?1 AND status = 'succeeded'),
                 (SELECT max(number) FROM payment WHERE renewal = ?1))"
        );
        db.query_cached(&sql, [renewal], read).optional()
    }

    /// Keeps a new payment, made at a moment. The database refuses a second one that is alive.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn insert(&self, db: &Connection, person: &str, at: DateTime<Utc>) -> Result<(), rusqlite::Error> {
        db.execute_cached(
            "INSERT INTO payment (id, renewal, quote, person, method, status, amount, currency, session, expires_at,
             deadline, order_number, signature, link) VALUES (:id, :renewal, :quote, :person, :method, :status, :amount,
             :currency, :session, :expires_at, :deadline, :order_number, :signature, :link)",
            named_params! {
                ":id": self.id,
                ":renewal": self.renewal,
                ":quote": self.quote,
                ":person": person,
                ":method": self.method,
                ":status": self.status,
                ":amount": self.amount.amount,
                ":currency": self.amount.currency,
                ":session": self.session,
                ":expires_at": self.expires_at,
                ":deadline": self.deadline.map(|d| d.to_string()),
                ":order_number": self.order_number,
                ":signature": self.signature,
                ":link": self.link,
            },
        )?;
        Event::Ordered(self.amount).note(db, &self.id, at)
    }

    /// Waiting for the person or the money.
    pub fn is_open(&self) -> bool {
        self.status == "open"
    }

    /// The provider has not decided.
    pub fn is_processing(&self) -> bool {
        self.status == "processing"
    }

    /// The money was captured.
    pub fn is_paid(&self) -> bool {
        self.status == "succeeded"
    }

    /// Paid by transfer or order, not on the hosted page.
    pub fn is_order(&self) -> bool {
        self.method != "card"
    }

    /// A transfer or a purchase order that was cancelled: no money pays it any more.
    pub fn is_cancelled_order(&self) -> bool {
        self.is_order() && self.status == "cancelled"
    }

    /// What has still to arrive for a transfer or purchase order, and the last day for it.
    pub fn awaited(&self) -> Option<(Money, NaiveDate)> {
        let deadline = self.deadline.filter(|_| self.is_open())?;
        Some((Money { amount: self.amount.amount - self.received, ..self.amount }, deadline))
    }

    /// Open or undecided.
    pub fn is_live(&self) -> bool {
        self.is_open() || self.is_processing()
    }

    /// Keeps how much has arrived.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn keep_received(&self, db: &Connection, received: i64) -> Result<(), rusqlite::Error> {
        db.execute_cached("UPDATE payment SET received = ?2 WHERE id = ?1", (&self.id, received))?;
        Ok(())
    }

    /// As the contract writes it, for a renewal in a program with this reference.
    pub fn json(&self, program: &Program, reference: &str) -> Value {
        let transfer = (self.method == "bank_transfer").then(|| {
            json!({
                "accountName": program.name,
                "iban": "AT340000000012345678",
                "bic": "EXMPATWWXXX",
                "bank": "Example Bank",
                "reference": reference,
                "deadline": self.deadline,
            })
        });
        let order =
            (self.method == "purchase_order").then(|| json!({"number": self.order_number, "deadline": self.deadline}));
        let received = (self.is_order() && self.received > 0).then_some(Money { amount: self.received, ..self.amount });
        let mut payment = json!({
            "id": self.id,
            "renewal": self.renewal,
            "method": self.method,
            "status": self.status,
            "amount": self.amount.json(),
            "sessionUrl": self.session.as_ref().filter(|_| self.is_open()),
            "expiresAt": self.expires_at,
            "declineReason": self.decline_reason,
            "bankTransfer": transfer,
            "purchaseOrder": &order,
            "receivedAmount": received.map(Money::json),
            "proof": self.proof.as_ref().map(Proof::json),
        });
        if let Some(number) = self.order_number.as_ref().filter(|_| order.is_none()) {
            payment["purchaseOrderNumber"] = json!(number);
        }
        if self.link.is_some() {
            payment["byLink"] = json!(true);
        }
        payment
    }
}

/// Lets a payment follow what the provider says. A payment that is over does not change again, except that money that
/// arrived all the same counts while nothing else pays the renewal; a successful one never changes.
///
/// # Errors
/// When the database refuses.
pub fn follow(tx: &Connection, payment: &Payment, verdict: &Verdict, now: DateTime<Utc>) -> Result<(), StoreError> {
    if payment.is_paid() {
        return Ok(());
    }
    let (status, reason, event) = match verdict {
        Verdict::Paid if !counts(tx, payment)? => return Ok(()),
        Verdict::Paid => return succeed(tx, payment, now),
        _ if !payment.is_live() => return Ok(()),
        Verdict::Open => ("open", None, None),
        Verdict::Processing => ("processing", None, None),
        Verdict::Declined(reason) => ("declined", Some(reason), Some(Event::Declined)),
        Verdict::Cancelled => ("cancelled", None, Some(Event::Cancelled)),
        Verdict::Expired => ("expired", None, Some(Event::Expired)),
    };
    tx.execute_cached(
        "UPDATE payment SET status = ?2, decline_reason = ?3 WHERE id = ?1",
        (&payment.id, status, reason),
    )?;
    if let Some(event) = event {
        // That its time is over may be noticed much later than it was.
        let ended = if status == "expired" { moment(&payment.expires_at)?.min(now) } else { now };
        event.note(tx, &payment.id, ended)?;
    }
    Ok(())
}

/// Whether money for a payment can pay its renewal: it waits to be paid, no other payment is alive or has paid it, and the
/// payment is no order that was cancelled.
fn counts(tx: &Connection, payment: &Payment) -> Result<bool, StoreError> {
    if payment.is_cancelled_order() {
        return Ok(false);
    }
    let others = Payment::all(tx, &payment.renewal)?;
    let taken = others.iter().any(|p| p.id != payment.id && (p.is_live() || p.is_paid()));
    Ok(!taken && Renewal::find(tx, &payment.renewal)?.is_some_and(|renewal| renewal.state == "live"))
}

/// The money was captured: the payment is paid under the next receipt.
fn succeed(tx: &Connection, payment: &Payment, now: DateTime<Utc>) -> Result<(), StoreError> {
    let receipt = format!("RC-{}-{:05}", now.format("%Y"), next_number(tx, "receipt")?);
    complete(tx, payment, &receipt, now)
}

/// The payment is paid, the renewal active and the membership a year longer, all at once. The renewal is what was
/// signed and priced then, whatever was changed before late money came.
///
/// # Errors
/// When the database refuses.
pub fn complete(tx: &Connection, payment: &Payment, receipt: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    let Some(mut renewal) = Renewal::find(tx, &payment.renewal)? else {
        return Err(StoreError::Stored("renewal of a payment"));
    };
    tx.execute_cached(
        "UPDATE payment SET status = 'succeeded', decline_reason = NULL, paid_at = ?2, receipt = ?3 WHERE id = ?1",
        (&payment.id, timestamp(now), receipt),
    )?;
    let quote = Quote::find(tx, &payment.quote)?.ok_or(StoreError::Stored("quote of a payment"))?;
    renewal.location = Location::find(tx, &renewal.organization.id, &quote.location)?;
    renewal.level = Level::find(&quote.level);
    renewal.signature = Some(signatures::read(tx, payment.signature)?);
    (renewal.voided, renewal.level_cleared) = (false, false);
    renewal.state = "active".into();
    renewal.save(tx)?;
    Event::Paid(payment.amount).note(tx, &payment.id, now)?;
    let level = renewal.level.map_or(renewal.organization.level.as_str(), |level| level.id);
    let sql = "UPDATE renewal SET previous_level = ?2 WHERE id = ?1";
    tx.execute_cached(sql, [&renewal.id, &renewal.organization.level])?;
    tx.execute_cached(
        "UPDATE organization SET membership_date = ?2, level = ?3 WHERE id = ?1",
        (&renewal.organization.id, calendar::next_date(renewal.term).to_string(), level),
    )?;
    Ok(())
}
