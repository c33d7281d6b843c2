//! Offers of the role that renews, from the one who holds it to somebody who takes it over.

use chrono::{DateTime, Duration, Utc};
use rusqlite::{Connection, OptionalExtension};

use super::{Statements, StoreError, timestamp};

/// For so many days an offer holds.
pub const DAYS: i64 = 7;

/// The table, for a database that was made before there was one.
pub(super) const TABLE: &str = "CREATE TABLE IF NOT EXISTS handover (
    organization TEXT PRIMARY KEY REFERENCES organization (id),
    contact TEXT NOT NULL REFERENCES contact (id),
    until TEXT NOT NULL
) STRICT";

/// An offer that holds.
#[derive(Clone, Debug)]
pub struct Handover {
    /// Id of the contact to whom the role is offered.
    pub contact: String,
    /// The moment at which it ends.
    pub until: String,
}

impl Handover {
    /// The offer of an organization that holds at a moment.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn find(db: &Connection, organization: &str, now: DateTime<Utc>) -> Result<Option<Self>, StoreError> {
        let sql = "SELECT contact, until FROM handover WHERE organization = ?1 AND until > ?2";
        let read = |r: &rusqlite::Row| Ok(Self { contact: r.get(0)?, until: r.get(1)? });
        Ok(db.query_cached(sql, [organization, &timestamp(now)], read).optional()?)
    }

    /// Offers the role to a contact. An offer to the same one goes on as it is, one to somebody else ends.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn offer(db: &Connection, organization: &str, contact: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        if Self::find(db, organization, now)?.is_some_and(|offer| offer.contact == contact) {
            return Ok(());
        }
        let until = timestamp(now + Duration::days(DAYS));
        let sql = "INSERT INTO handover VALUES (?1, ?2, ?3)
                   ON CONFLICT (organization) DO UPDATE SET contact = ?2, until = ?3";
        db.execute_cached(sql, [organization, contact, &until])?;
        Ok(())
    }

    /// Ends the offer of an organization, if there is one.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn end(db: &Connection, organization: &str) -> Result<(), StoreError> {
        db.execute_cached("DELETE FROM handover WHERE organization = ?1", [organization])?;
        Ok(())
    }
}
