//! Addresses under which a document can be downloaded for a while by whoever has them.

use chrono::{DateTime, Duration, Utc};
use rusqlite::{Connection, OptionalExtension};

use super::signatures::sha256;
use super::{Statements, StoreError, moment, timestamp};

/// For so many minutes an address leads to its document.
const MINUTES: i64 = 10;
/// For so many days afterwards it is still known to have ended.
const DAYS_KNOWN: i64 = 1;

/// The table, for a database that was made before there was one. Of an address only the digest is kept: whoever reads the
/// database cannot download anything with it.
pub(super) const TABLE: &str = "CREATE TABLE IF NOT EXISTS download (
    digest TEXT PRIMARY KEY,
    renewal TEXT NOT NULL REFERENCES renewal (id),
    kind TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT";

/// What an address leads to.
#[derive(Debug)]
pub struct Download {
    /// Id of the renewal whose document it is.
    pub renewal: String,
    /// The kind of document, as the contract names it.
    pub kind: String,
    expires_at: DateTime<Utc>,
}

impl Download {
    /// Keeps an address by its code; returns when it ends.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn keep(
        db: &Connection,
        code: &str,
        renewal: &str,
        kind: &str,
        now: DateTime<Utc>,
    ) -> Result<String, rusqlite::Error> {
        let forgotten = timestamp(now - Duration::days(DAYS_KNOWN));
        db.execute_cached("DELETE FROM download WHERE expires_at < ?1", [forgotten])?;
        let expires_at = timestamp(now + Duration::minutes(MINUTES));
        let sql = "INSERT INTO download (digest, renewal, kind, expires_at) VALUES (?1, ?2, ?3, ?4)";
        db.execute_cached(sql, [&sha256(code), renewal, kind, &expires_at])?;
        Ok(expires_at)
    }

    /// What the address with this code leads to, or led to.
    ///
    /// # Errors
    /// When the database refuses or the time in it does not read.
    pub fn find(db: &Connection, code: &str) -> Result<Option<Self>, StoreError> {
        let sql = "SELECT renewal, kind, expires_at FROM download WHERE digest = ?1";
        let read = |r: &rusqlite::Row| Ok((r.get(0)?, r.get(1)?, r.get::<_, String>(2)?));
        let Some((renewal, kind, expires_at)) = db.query_cached(sql, [sha256(code)], read).optional()? else {
            return Ok(None);
        };
        Ok(Some(Self { renewal, kind, expires_at: moment(&expires_at)? }))
    }

    /// Whether it leads nowhere any more.
    pub fn has_ended(&self, now: DateTime<Utc>) -> bool {
        self.expires_at <= now
    }
}
