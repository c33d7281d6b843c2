//! Links by which somebody else pays a renewal, each known by a code that nobody can guess.

use chrono::{DateTime, Days, Duration, Utc};
use rusqlite::{Connection, OptionalExtension, Row};

use super::payments::Payment;
use super::quotes::Quote;
use super::records::Renewal;
use super::{Statements, StoreError, moment, timestamp};
use crate::ids::{Ids, grouped};

/// For so many days a link leads to the payment.
const DAYS: i64 = 7;

/// The table, for a database that was made before there was one. Codes are without hyphens; a link that was withdrawn or
/// replaced is gone.
pub(super) const TABLE: &str = "CREATE TABLE IF NOT EXISTS payment_link (
    renewal TEXT PRIMARY KEY REFERENCES renewal (id),
    code TEXT NOT NULL UNIQUE,
    quote TEXT NOT NULL REFERENCES quote (id),
    person TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT";

/// A link of a renewal.
pub struct PaymentLink {
    /// The renewal that is paid by it.
    pub renewal: String,
    /// Its code, in capitals and without hyphens.
    pub code: String,
    /// The price that it holds, whatever becomes of the prices since.
    pub quote: Quote,
    /// Who made it.
    pub person: String,
    /// When it ends.
    pub expires_at: String,
}

impl PaymentLink {
    /// The link of a renewal.
    ///
    /// # Errors
    /// When the database refuses or something in it does not read.
    pub fn find(db: &Connection, renewal: &str) -> Result<Option<Self>, StoreError> {
        Self::select(db, "renewal", renewal)
    }

    /// The link with this code, which is in capitals and without hyphens.
    ///
    /// # Errors
    /// When the database refuses or something in it does not read.
    pub fn with_code(db: &Connection, code: &str) -> Result<Option<Self>, StoreError> {
        Self::select(db, "code", code)
    }

    fn select(db: &Connection, column: &str, value: &str) -> Result<Option<Self>, StoreError> {
        let sql = format!("SELECT renewal, code, quote, person, expires_at FROM payment_link WHERE {column} = ?1");
        let read = |r: &Row| {
            let texts: [String; 5] = [r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?];
            Ok(texts)
        };
        let Some([renewal, code, quote, person, expires_at]) = db.query_cached(&sql, [value], read).optional()? else {
            return Ok(None);
        };
        let quote = Quote::find(db, &quote)?.ok_or(StoreError::Stored("quote of a payment link"))?;
        Ok(Some(Self { renewal, code, quote, person, expires_at }))
    }

    /// Makes the link of a renewal at a moment, for the price of a quote; one that was there before is gone. It ends with
    /// the last day on which the membership can be renewed, if that is earlier.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn make(
        db: &Connection,
        ids: &Ids,
        renewal: &Renewal,
        quote: &str,
        person: &str,
        now: DateTime<Utc>,
    ) -> Result<(), rusqlite::Error> {
        let after_grace = renewal.organization.program.terms.grace_ends(renewal.term) + Days::new(1);
        let last = after_grace.and_time(chrono::NaiveTime::MIN).and_utc();
        let expires_at = timestamp((now + Duration::days(DAYS)).min(last));
        let sql = "INSERT OR REPLACE INTO payment_link (renewal, code, quote, person, expires_at)
                   VALUES (?1, ?2, ?3, ?4, ?5)";
        db.execute_cached(sql, [&renewal.id, &ids.code(), quote, person, &expires_at])?;
        Ok(())
    }

    /// Withdraws it.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn withdraw(&self, db: &Connection) -> Result<(), rusqlite::Error> {
        db.execute_cached("DELETE FROM payment_link WHERE code = ?1", [&self.code])?;
        Ok(())
    }

    /// Its code as it is passed on, in groups.
    pub fn printed(&self) -> String {
        grouped(&self.code)
    }

    /// Whether a payment was made by it.
    pub fn has_made(&self, payment: &Payment) -> bool {
        payment.link.as_deref() == Some(self.code.as_str())
    }

    /// When it ends.
    ///
    /// # Errors
    /// When the stored time does not read.
    pub fn ends(&self) -> Result<DateTime<Utc>, StoreError> {
        moment(&self.expires_at)
    }
}
