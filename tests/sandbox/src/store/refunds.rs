//! Refunds: a company asks for the money of a renewal, and gets it back.

use chrono::{DateTime, Days, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension};

use super::payments::Payment;
use super::program::Program;
use super::records::Renewal;
use super::{Statements, StoreError, calendar, moment, timestamp};

/// The table, for a database that was made before there was one.
pub(super) const TABLE: &str = "CREATE TABLE IF NOT EXISTS refund (
    renewal TEXT PRIMARY KEY REFERENCES renewal (id),
    person TEXT NOT NULL,
    -- Why, if they said so.
    reason TEXT,
    requested_at TEXT NOT NULL,
    -- Absent until the money has gone back.
    refunded_at TEXT
) STRICT";

/// A refund that was asked for.
#[derive(Clone, Debug)]
pub struct Refund {
    /// When the money went back; none while it has not.
    pub refunded_at: Option<String>,
}

impl Refund {
    /// The refund of a renewal.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn find(db: &Connection, renewal: &str) -> Result<Option<Self>, rusqlite::Error> {
        let sql = "SELECT refunded_at FROM refund WHERE renewal = ?1";
        db.query_cached(sql, [renewal], |r| Ok(Self { refunded_at: r.get(0)? })).optional()
    }

    /// Whether the money of a renewal went back.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn is_done(db: &Connection, renewal: &str) -> Result<bool, rusqlite::Error> {
        Ok(Self::find(db, renewal)?.is_some_and(|refund| refund.refunded_at.is_some()))
    }

    /// Writes down that somebody asks for it.
    ///
    /// # Errors
    /// When the database refuses, also a second one of the same renewal.
    pub fn request(
        db: &Connection,
        renewal: &str,
        person: &str,
        reason: Option<&str>,
        at: DateTime<Utc>,
    ) -> Result<(), rusqlite::Error> {
        let sql = "INSERT INTO refund (renewal, person, reason, requested_at) VALUES (?1, ?2, ?3, ?4)";
        db.execute_cached(sql, (renewal, person, reason, timestamp(at)))?;
        Ok(())
    }
}

/// The last day on which the money of a payment to a program can be asked for; none while it is not paid.
///
/// # Errors
/// When the stored time of the payment does not read.
pub fn last_day(program: &Program, payment: &Payment) -> Result<Option<NaiveDate>, StoreError> {
    let paid_at = payment.paid_at.as_deref().filter(|_| payment.is_paid()).map(moment).transpose()?;
    Ok(paid_at.map(|at| at.date_naive() + Days::new(program.terms.refund_days)))
}

/// The money of a renewal has gone back: the renewal is over, so that the same year can be renewed anew, and the
/// membership is what it was before it.
///
/// # Errors
/// When the database refuses.
pub fn complete(tx: &Connection, renewal: &Renewal, now: DateTime<Utc>) -> Result<(), rusqlite::Error> {
    tx.execute_cached("UPDATE refund SET refunded_at = ?2 WHERE renewal = ?1", [&renewal.id, &timestamp(now)])?;
    tx.execute_cached("UPDATE renewal SET state = 'cancelled' WHERE id = ?1", [&renewal.id])?;
    // A membership whose date was set otherwise since keeps that date. The level from before was not always written down.
    tx.execute_cached(
        "UPDATE organization SET membership_date = ?2,
                level = coalesce((SELECT previous_level FROM renewal WHERE id = ?4), level)
         WHERE id = ?1 AND membership_date = ?3",
        [
            &renewal.organization.id,
            &renewal.term.to_string(),
            &calendar::next_date(renewal.term).to_string(),
            &renewal.id,
        ],
    )?;
    Ok(())
}
