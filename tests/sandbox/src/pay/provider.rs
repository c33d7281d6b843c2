//! The payment provider's own books: sessions of the hosted page and what was captured. The program's API knows a
//! session only by its own key and by what the provider says of it when asked.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;

use crate::ids::Ids;
use crate::store::money::{Money, currency};
use crate::store::payments::Verdict;
use crate::store::{Statements, StoreError, moment, timestamp};

/// What the merchant asks a session for.
pub struct Order<'a> {
    /// The merchant's key: the same key is the same session.
    pub key: &'a str,
    /// Who is paid.
    pub merchant: &'a str,
    /// What for.
    pub description: &'a str,
    /// How much.
    pub amount: Money,
    /// Until when.
    pub expires_at: DateTime<Utc>,
    /// Where the page leads back to, when not to where it usually does.
    pub return_address: Option<String>,
}

/// A session of the hosted page.
#[derive(Clone, Debug)]
pub struct Session {
    /// Unguessable id, part of the page's address.
    pub id: String,
    /// The merchant's key.
    pub key: String,
    /// Who is paid.
    pub merchant: String,
    /// What for.
    pub description: String,
    /// How much.
    pub amount: Money,
    /// `open`, `challenge`, `processing`, `paid`, `declined`, `cancelled` or `expired`.
    pub status: String,
    /// Why it was refused.
    pub decline_reason: Option<String>,
    /// Where the page leads back to, when not to where it usually does.
    pub return_address: Option<String>,
}

impl Session {
    /// Whether the person can still do something.
    pub fn is_open(&self) -> bool {
        self.status == "open" || self.status == "challenge"
    }
}

fn read(r: &Row) -> Result<Session, rusqlite::Error> {
    let code: String = r.get(5)?;
    Ok(Session {
        id: r.get(0)?,
        key: r.get(1)?,
        merchant: r.get(2)?,
        description: r.get(3)?,
        amount: Money { amount: r.get(4)?, currency: currency(&code) },
        status: r.get(6)?,
        decline_reason: r.get(7)?,
        return_address: r.get(9)?,
    })
}

fn select(db: &Connection, column: &str, value: &str, now: DateTime<Utc>) -> Result<Option<Session>, StoreError> {
    let sql = format!(
        "SELECT id, merchant_key, merchant, description, amount, currency, status, decline_reason, expires_at,
         return_address
         FROM provider_session WHERE {column} = ?1"
    );
    let found = db.query_cached(&sql, [value], |r| Ok((read(r)?, r.get::<_, String>(8)?))).optional()?;
    let Some((mut session, expires_at)) = found else { return Ok(None) };
    if session.is_open() && moment(&expires_at)? <= now {
        db.execute_cached("UPDATE provider_session SET status = 'expired' WHERE id = ?1", [&session.id])?;
        session.status = "expired".into();
    }
    Ok(Some(session))
}

/// The session with this id, as it is now.
///
/// # Errors
/// When the database refuses.
pub fn session(db: &Connection, id: &str, now: DateTime<Utc>) -> Result<Option<Session>, StoreError> {
    select(db, "id", id, now)
}

/// The session with this merchant's key, as it is now.
///
/// # Errors
/// When the database refuses.
pub fn session_of(db: &Connection, key: &str, now: DateTime<Utc>) -> Result<Option<Session>, StoreError> {
    select(db, "merchant_key", key, now)
}

/// Opens a session, or finds the one this key already has. Returns its id.
///
/// # Errors
/// When the database refuses.
pub fn open_session(tx: &Connection, ids: &Ids, order: &Order) -> Result<String, StoreError> {
    tx.execute_cached(
        "INSERT INTO provider_session (id, merchant_key, merchant, description, amount, currency, status, expires_at,
         return_address) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'open', ?7, ?8) ON CONFLICT (merchant_key) DO NOTHING",
        (
            ids.token(),
            order.key,
            order.merchant,
            order.description,
            order.amount.amount,
            order.amount.currency,
            timestamp(order.expires_at),
            &order.return_address,
        ),
    )?;
    Ok(tx.query_cached("SELECT id FROM provider_session WHERE merchant_key = ?1", [order.key], |r| r.get(0))?)
}

/// What has become of the payment of this amount with this key.
///
/// # Errors
/// When the database refuses.
pub fn verdict(db: &Connection, key: &str, amount: Money, now: DateTime<Utc>) -> Result<Verdict, StoreError> {
    if received(db, key)? >= amount.amount {
        return Ok(Verdict::Paid);
    }
    let Some(session) = session_of(db, key, now)? else { return Ok(Verdict::Open) };
    Ok(match session.status.as_str() {
        "processing" => Verdict::Processing,
        "paid" => Verdict::Paid,
        "declined" => Verdict::Declined(session.decline_reason.unwrap_or_else(|| "card_declined".into())),
        "cancelled" => Verdict::Cancelled,
        "expired" => Verdict::Expired,
        _ => Verdict::Open,
    })
}

/// Cancels a session when it is still open, and says whether it was.
///
/// # Errors
/// When the database refuses.
pub fn cancel(tx: &Connection, key: &str) -> Result<bool, StoreError> {
    end(tx, key, "cancelled")
}

/// Lets the time of a session be over when it is still open, and says whether it was.
///
/// # Errors
/// When the database refuses.
pub fn expire(tx: &Connection, key: &str) -> Result<bool, StoreError> {
    end(tx, key, "expired")
}

fn end(tx: &Connection, key: &str, status: &str) -> Result<bool, StoreError> {
    let sql = "UPDATE provider_session SET status = ?2 WHERE merchant_key = ?1 AND status IN ('open', 'challenge')";
    Ok(tx.execute_cached(sql, [key, status])? == 1)
}

/// What a card or a bank decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The money is taken.
    Approve,
    /// Refused, for this reason.
    Decline(&'static str),
    /// The bank wants to be sure who it is.
    Challenge,
    /// Not decided yet.
    Wait,
}

/// Carries out a decision on a session in one of the states it may be made in. Returns whether it was the one to do it,
/// so that of two submits only one charges.
///
/// # Errors
/// When the database refuses.
pub fn decide(
    tx: &Connection,
    ids: &Ids,
    session: &Session,
    from: &str,
    decision: Decision,
    last4: Option<&str>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let (status, reason) = match decision {
        Decision::Approve => ("paid", None),
        Decision::Decline(reason) => ("declined", Some(reason)),
        Decision::Challenge => ("challenge", None),
        Decision::Wait => ("processing", None),
    };
    let changed = tx.execute_cached(
        "UPDATE provider_session SET status = ?3, decline_reason = ?4, last4 = coalesce(?5, last4)
         WHERE id = ?1 AND status = ?2",
        (&session.id, from, status, reason, last4),
    )?;
    if changed == 1 && decision == Decision::Approve {
        capture(tx, ids, &session.key, session.amount, now)?;
    }
    Ok(changed == 1)
}

/// Writes down that money was taken or has arrived.
///
/// # Errors
/// When the database refuses.
pub fn capture(tx: &Connection, ids: &Ids, key: &str, amount: Money, now: DateTime<Utc>) -> Result<(), StoreError> {
    tx.execute_cached(
        "INSERT INTO provider_capture (id, merchant_key, amount, currency, captured_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        (ids.id("cap"), key, amount.amount, amount.currency, timestamp(now)),
    )?;
    Ok(())
}

/// Money that came in and was not sent back.
pub struct Capture {
    id: String,
    /// How much, in minor units.
    pub amount: i64,
}

impl Capture {
    /// Sends it back.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn refund(&self, tx: &Connection, now: DateTime<Utc>) -> Result<(), StoreError> {
        let sql = "INSERT INTO provider_refund (capture, refunded_at) VALUES (?1, ?2)";
        tx.execute_cached(sql, [&self.id, &timestamp(now)])?;
        Ok(())
    }
}

/// What came in under this key and was not sent back, in the order it came.
///
/// # Errors
/// When the database refuses.
pub fn captures(db: &Connection, key: &str) -> Result<Vec<Capture>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT id, amount FROM provider_capture
         WHERE merchant_key = ?1 AND NOT EXISTS (SELECT 1 FROM provider_refund WHERE capture = provider_capture.id)
         ORDER BY rowid",
    )?;
    let captures = statement.query_map([key], |r| Ok(Capture { id: r.get(0)?, amount: r.get(1)? }))?;
    Ok(captures.collect::<Result<_, _>>()?)
}

/// How much came in under this key and was not sent back, in minor units.
///
/// # Errors
/// When the database refuses.
pub fn received(db: &Connection, key: &str) -> Result<i64, StoreError> {
    Ok(captures(db, key)?.iter().map(|capture| capture.amount).sum())
}

/// Money that moved under a merchant's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Movement {
    /// The payment it belongs to.
    pub payment: String,
    /// The renewal that the payment is for.
    pub renewal: Option<String>,
    /// Minor units.
    pub amount: i64,
    /// ISO 4217.
    pub currency: String,
}

/// The provider's books, each list in the order it happened. The contract's tests read them as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Ledger {
    /// Money that came in.
    pub captures: Vec<Movement>,
    /// What of it was sent back.
    pub refunds: Vec<Movement>,
}

/// All that was captured and all of it that was sent back.
///
/// # Errors
/// When the database refuses.
pub fn ledger(db: &Connection) -> Result<Ledger, StoreError> {
    let captures = movements(db, "ORDER BY c.rowid")?;
    let refunds = movements(db, "JOIN provider_refund r ON r.capture = c.id ORDER BY r.rowid")?;
    Ok(Ledger { captures, refunds })
}

fn movements(db: &Connection, which: &str) -> Result<Vec<Movement>, rusqlite::Error> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT c.merchant_key, p.renewal, c.amount, c.currency FROM provider_capture c
         LEFT JOIN payment p ON p.id = c.merchant_key {which}"
    ))?;
    let read =
        |r: &Row| Ok(Movement { payment: r.get(0)?, renewal: r.get(1)?, amount: r.get(2)?, currency: r.get(3)? });
    statement.query_map([], read)?.collect()
}
