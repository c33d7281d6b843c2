//! Requests for exemption from tax: the ground that a company gives, its certificate, and what was decided.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Value, json};

use super::proofs::{File, Proof};
use super::{Statements, timestamp, words};

/// The table, for a database that was made before there was one.
pub(super) const TABLE: &str = "CREATE TABLE IF NOT EXISTS tax_exemption (
    organization TEXT PRIMARY KEY REFERENCES organization (id),
    state TEXT NOT NULL CHECK (state IN ('requested', 'accepted', 'rejected')),
    ground TEXT NOT NULL,
    -- When it was asked for, or when that was decided.
    since TEXT NOT NULL,
    -- Why it was rejected.
    reason TEXT,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    content BLOB NOT NULL,
    received_at TEXT NOT NULL
) STRICT";

/// Grounds on which a company can ask, with their names.
const GROUNDS: [(&str, &str); 3] = [
    ("charity", "Charitable organization"),
    ("public_body", "Public body"),
    ("international_organization", "International organization"),
];

/// Whether there is such a ground.
pub fn is_ground(id: &str) -> bool {
    GROUNDS.iter().any(|(known, _)| *known == id)
}

fn ground(id: &str, language: &str) -> Value {
    let name = GROUNDS.iter().find(|(known, _)| *known == id).map_or(id, |(_, name)| name);
    json!({"id": id, "name": words::told(name, language)})
}

/// All grounds as the contract writes them, in a language.
pub fn grounds(language: &str) -> Vec<Value> {
    GROUNDS.iter().map(|(id, _)| ground(id, language)).collect()
}

/// The last request of a company.
#[derive(Clone, Debug)]
pub struct TaxExemption {
    /// `requested`, `accepted` or `rejected`.
    pub state: String,
    /// Id of its ground.
    ground: String,
    since: String,
    reason: Option<String>,
    certificate: Proof,
}

impl TaxExemption {
    /// That of an organization, once it has asked.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn find(db: &Connection, organization: &str) -> Result<Option<Self>, rusqlite::Error> {
        let sql = "SELECT state, ground, since, reason, name, length(content), received_at FROM tax_exemption
                   WHERE organization = ?1";
        let read = |r: &rusqlite::Row| {
            let certificate = Proof { name: r.get(4)?, size: r.get(5)?, received_at: r.get(6)? };
            Ok(Self { state: r.get(0)?, ground: r.get(1)?, since: r.get(2)?, reason: r.get(3)?, certificate })
        };
        db.query_cached(sql, [organization], read).optional()
    }

    /// Keeps a request in the place of an earlier one. The same one once more, while it waits, stays as it is.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn request(
        db: &Connection,
        organization: &str,
        ground: &str,
        file: &File,
        now: DateTime<Utc>,
    ) -> Result<(), rusqlite::Error> {
        db.execute_cached(
            "INSERT INTO tax_exemption VALUES (?1, 'requested', ?2, ?3, NULL, ?4, ?5, ?6, ?3)
             ON CONFLICT (organization) DO UPDATE SET state = excluded.state, ground = excluded.ground,
                since = excluded.since, reason = NULL, name = excluded.name, media_type = excluded.media_type,
                content = excluded.content, received_at = excluded.received_at
             WHERE state <> 'requested' OR ground <> excluded.ground OR content <> excluded.content",
            (organization, ground, timestamp(now), file.name, file.media_type, file.content),
        )?;
        Ok(())
    }

    /// Decides the request of an organization; says whether there is one.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn decide(
        db: &Connection,
        organization: &str,
        state: &str,
        reason: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<bool, rusqlite::Error> {
        let sql = "UPDATE tax_exemption SET state = ?2, reason = ?3, since = ?4 WHERE organization = ?1";
        Ok(db.execute_cached(sql, (organization, state, reason, timestamp(now)))? == 1)
    }

    /// What a price says of it, in a language.
    pub fn on_quote(this: Option<&Self>, language: &str) -> Value {
        match this {
            Some(one) => json!({"state": one.state, "ground": ground(&one.ground, language)}),
            None => json!({"state": "none"}),
        }
    }

    /// The members that tell of it, as the contract writes them, in a language.
    pub fn json(this: Option<&Self>, language: &str) -> Value {
        json!({
            "state": this.map_or("none", |one| one.state.as_str()),
            "ground": this.map(|one| ground(&one.ground, language)),
            "since": this.map(|one| &one.since),
            "reason": this.and_then(|one| Some(words::told(one.reason.as_deref()?, language))),
            "certificate": this.map(|one| one.certificate.json()),
        })
    }
}
