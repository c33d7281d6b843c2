//! Letters that prove a membership, each known by a code that anybody who has it can ask about.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension};

use super::records::Organization;
use super::{Statements, StoreError, timestamp};
use crate::ids::{Ids, grouped};

/// The table, for a database that was made before there was one. Codes are without hyphens; a letter that was revoked is
/// gone.
pub(super) const TABLE: &str = "CREATE TABLE IF NOT EXISTS letter (
    organization TEXT PRIMARY KEY REFERENCES organization (id),
    code TEXT NOT NULL UNIQUE,
    issued_at TEXT NOT NULL
) STRICT";

/// A letter of an organization.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Its code, in groups.
    pub code: String,
    /// When it was issued.
    pub issued_at: String,
}

impl Letter {
    /// The letter of an organization that was issued and not revoked.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn find(db: &Connection, organization: &str) -> Result<Option<Self>, rusqlite::Error> {
        let sql = "SELECT code, issued_at FROM letter WHERE organization = ?1";
        let read = |r: &rusqlite::Row| Ok(Self { code: grouped(&r.get::<_, String>(0)?), issued_at: r.get(1)? });
        db.query_cached(sql, [organization], read).optional()
    }

    /// Issues the letter of an organization; one that was issued stays as it is.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn issue(db: &Connection, ids: &Ids, organization: &str, now: DateTime<Utc>) -> Result<(), rusqlite::Error> {
        let sql = "INSERT INTO letter VALUES (?1, ?2, ?3) ON CONFLICT (organization) DO NOTHING";
        db.execute_cached(sql, [organization, &ids.code(), &timestamp(now)])?;
        Ok(())
    }

    /// Revokes the letter of an organization, if there is one.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn revoke(db: &Connection, organization: &str) -> Result<(), rusqlite::Error> {
        db.execute_cached("DELETE FROM letter WHERE organization = ?1", [organization])?;
        Ok(())
    }

    /// The organization whose letter has this code, which is in capitals and without hyphens.
    ///
    /// # Errors
    /// When the database refuses or a document in it does not read.
    pub fn organization_of(db: &Connection, code: &str) -> Result<Option<Organization>, StoreError> {
        let sql = "SELECT organization FROM letter WHERE code = ?1";
        let id: Option<String> = db.query_cached(sql, [code], |r| r.get(0)).optional()?;
        id.map_or(Ok(None), |id| Organization::find(db, &id))
    }
}
