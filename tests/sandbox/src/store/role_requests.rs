//! Requests of contacts for the role that renews, to the one who holds it.

use chrono::{DateTime, Duration, Utc};
use rusqlite::{Connection, OptionalExtension};

use super::{Statements, StoreError, moment, timestamp};

/// How many hours after a request that was ended the next one is possible.
const PAUSE_HOURS: i64 = 24;

/// The table, for a database that was made before there was one. A contact has one row: their latest request.
pub(super) const TABLE: &str = "CREATE TABLE IF NOT EXISTS role_request (
    contact TEXT PRIMARY KEY REFERENCES contact (id),
    organization TEXT NOT NULL REFERENCES organization (id),
    requested_at TEXT NOT NULL,
    -- When it was declined or taken back.
    ended_at TEXT
) STRICT";

/// The latest request of a contact.
#[derive(Clone, Debug)]
pub struct RoleRequest {
    /// Id of the contact.
    pub contact: String,
    /// When they asked.
    pub requested_at: String,
    ended_at: Option<String>,
}

impl RoleRequest {
    /// Those of an organization that are open, the earliest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn open(db: &Connection, organization: &str) -> Result<Vec<Self>, rusqlite::Error> {
        let mut statement = db.prepare_cached(
            "SELECT contact, requested_at, ended_at FROM role_request WHERE organization = ?1 AND ended_at IS NULL
             ORDER BY requested_at, rowid",
        )?;
        statement.query_map([organization], read)?.collect()
    }

    /// The moment from which a contact may ask again; none where they may ask now, or their request is open.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn pause(db: &Connection, contact: &str, now: DateTime<Utc>) -> Result<Option<String>, StoreError> {
        let sql = "SELECT contact, requested_at, ended_at FROM role_request WHERE contact = ?1";
        let latest = db.query_cached(sql, [contact], read).optional()?;
        let Some(ended) = latest.and_then(|latest| latest.ended_at) else { return Ok(None) };
        let from = moment(&ended)? + Duration::hours(PAUSE_HOURS);
        Ok((now < from).then(|| timestamp(from)))
    }

    /// Writes down that a contact asks. A request that is open stays as it is.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn make(db: &Connection, organization: &str, contact: &str, now: DateTime<Utc>) -> Result<(), rusqlite::Error> {
        let sql = "INSERT INTO role_request (contact, organization, requested_at) VALUES (?1, ?2, ?3)
                   ON CONFLICT (contact) DO UPDATE SET requested_at = ?3, ended_at = NULL WHERE ended_at IS NOT NULL";
        db.execute_cached(sql, [contact, organization, &timestamp(now)])?;
        Ok(())
    }

    /// Ends the request of a contact, if it is open.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn end(db: &Connection, contact: &str, now: DateTime<Utc>) -> Result<(), rusqlite::Error> {
        let sql = "UPDATE role_request SET ended_at = ?2 WHERE contact = ?1 AND ended_at IS NULL";
        db.execute_cached(sql, [contact, &timestamp(now)])?;
        Ok(())
    }

    /// Forgets the request of a contact: it was answered, or they are gone.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn forget(db: &Connection, contact: &str) -> Result<(), rusqlite::Error> {
        db.execute_cached("DELETE FROM role_request WHERE contact = ?1", [contact])?;
        Ok(())
    }
}

/// The request that was made the day before the first one, in the program that has the contact.
///
/// # Errors
/// When the database refuses.
pub(super) fn fill(db: &Connection, now: DateTime<Utc>) -> Result<(), rusqlite::Error> {
    let (organization, contact) = ("org-mulberry", "con-anneke");
    let sql = "SELECT EXISTS (SELECT 1 FROM contact WHERE id = ?1 AND organization = ?2)";
    if db.query_cached(sql, [contact, organization], |r| r.get::<_, bool>(0))? {
        RoleRequest::make(db, organization, contact, now - Duration::days(1))?;
    }
    Ok(())
}

fn read(r: &rusqlite::Row) -> Result<RoleRequest, rusqlite::Error> {
    Ok(RoleRequest { contact: r.get(0)?, requested_at: r.get(1)?, ended_at: r.get(2)? })
}
