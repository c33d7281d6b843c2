//! Requests of companies whose membership has lapsed to enroll again.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension};

use super::{Statements, timestamp};

/// The table, for a database that was made before there was one. A request that was taken back is gone.
pub(super) const TABLE: &str = "CREATE TABLE IF NOT EXISTS enrollment_request (
    organization TEXT PRIMARY KEY REFERENCES organization (id),
    requested_by TEXT NOT NULL,
    requested_at TEXT NOT NULL
) STRICT";

/// The request of an organization.
#[derive(Clone, Debug)]
pub struct EnrollmentRequest {
    /// Full name of whoever made it.
    pub by: String,
    /// When.
    pub at: String,
}

impl EnrollmentRequest {
    /// The day on which it was made.
    pub fn day(&self) -> &str {
        self.at.split('T').next().unwrap_or_default()
    }

    /// That of an organization, while it has one.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn find(db: &Connection, organization: &str) -> Result<Option<Self>, rusqlite::Error> {
        let sql = "SELECT requested_by, requested_at FROM enrollment_request WHERE organization = ?1";
        db.query_cached(sql, [organization], |r| Ok(Self { by: r.get(0)?, at: r.get(1)? })).optional()
    }

    /// Makes it; one that is there stays as it is.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn make(db: &Connection, organization: &str, by: &str, now: DateTime<Utc>) -> Result<(), rusqlite::Error> {
        let sql = "INSERT INTO enrollment_request VALUES (?1, ?2, ?3) ON CONFLICT (organization) DO NOTHING";
        db.execute_cached(sql, [organization, by, &timestamp(now)])?;
        Ok(())
    }

    /// Takes it back, if there is one.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn withdraw(db: &Connection, organization: &str) -> Result<(), rusqlite::Error> {
        db.execute_cached("DELETE FROM enrollment_request WHERE organization = ?1", [organization])?;
        Ok(())
    }
}
