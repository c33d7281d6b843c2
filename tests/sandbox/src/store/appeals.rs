//! Appeals against a rejected verification, each with the document it was made with.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Value, json};

use super::proofs::File;
use super::{Statements, StoreError, timestamp, words};
use crate::people::Person;

/// How many appeals a rejection can be answered with.
pub const MOST: usize = 3;

/// A kind of document that an appeal can be made with.
pub struct Kind {
    /// Its id.
    pub id: &'static str,
    english: &'static str,
}

/// All of them.
pub const KINDS: [Kind; 4] = [
    Kind { id: "register_extract", english: "Extract from the company register" },
    Kind { id: "tax_certificate", english: "Certificate of the tax authority" },
    Kind { id: "address_proof", english: "Proof of the address" },
    Kind { id: "other", english: "Another document" },
];

impl Kind {
    /// Its name in a language.
    pub fn name(&self, language: &str) -> &'static str {
        words::told(self.english, language)
    }
}

/// The tables, for a database that was made before there were any. A document waits for the appeal it is sent for.
pub(super) const TABLES: &str = "
CREATE TABLE IF NOT EXISTS appeal_document (
    organization TEXT PRIMARY KEY REFERENCES organization (id),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    content BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS appeal (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    organization TEXT NOT NULL REFERENCES organization (id),
    person TEXT NOT NULL,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    comment TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    content BLOB NOT NULL,
    received_at TEXT NOT NULL,
    rejected_on TEXT,
    UNIQUE (organization, person, key)
) STRICT";

/// What somebody appeals with.
pub struct NewAppeal<'a> {
    /// Names the attempt.
    pub key: &'a str,
    /// Id of the kind of document.
    pub kind: &'a str,
    /// What they have to say.
    pub comment: &'a str,
}

/// An appeal that was received.
#[derive(Clone, Debug)]
pub struct Appeal {
    kind: String,
    comment: String,
    name: String,
    size: i64,
    received_at: String,
    /// Day on which it was rejected.
    pub rejected_on: Option<String>,
}

impl Appeal {
    /// Those of an organization, the latest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn all(db: &Connection, organization: &str) -> Result<Vec<Self>, rusqlite::Error> {
        let mut statement = db.prepare_cached(
            "SELECT kind, comment, name, length(content), received_at, rejected_on FROM appeal WHERE organization = ?1
             ORDER BY number DESC",
        )?;
        let read = |r: &rusqlite::Row| {
            Ok(Self {
                kind: r.get(0)?,
                comment: r.get(1)?,
                name: r.get(2)?,
                size: r.get(3)?,
                received_at: r.get(4)?,
                rejected_on: r.get(5)?,
            })
        };
        statement.query_map([organization], read)?.collect()
    }

    /// Whether an appeal of an organization waits for its answer.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn is_awaited(db: &Connection, organization: &str) -> Result<bool, rusqlite::Error> {
        let latest = Self::all(db, organization)?.into_iter().next();
        Ok(latest.is_some_and(|appeal| appeal.rejected_on.is_none()))
    }

    /// As the contract writes it, in a language.
    pub fn json(&self, language: &str) -> Value {
        let kind = KINDS.iter().find(|kind| kind.id == self.kind).map(|kind| kind.name(language));
        let mut appeal = json!({
            "kind": kind,
            "comment": self.comment,
            "document": {"name": self.name, "size": self.size},
            "receivedAt": self.received_at,
        });
        if let Some(day) = &self.rejected_on {
            appeal["rejectedOn"] = day.as_str().into();
        }
        appeal
    }
}

/// Keeps a document for the next appeal of an organization, in the place of an earlier one.
///
/// # Errors
/// When the database refuses.
pub fn keep_document(db: &Connection, organization: &str, file: &File) -> Result<(), rusqlite::Error> {
    let sql =
        "INSERT OR REPLACE INTO appeal_document (organization, name, media_type, content) VALUES (?1, ?2, ?3, ?4)";
    db.execute_cached(sql, (organization, file.name, file.media_type, file.content))?;
    Ok(())
}

/// The kind and the comment of the appeal that somebody made with this key before.
///
/// # Errors
/// When the database refuses.
pub fn made_with(
    db: &Connection,
    organization: &str,
    person: &Person,
    key: &str,
) -> Result<Option<(String, String)>, rusqlite::Error> {
    let sql = "SELECT kind, comment FROM appeal WHERE organization = ?1 AND person = ?2 AND key = ?3";
    db.query_cached(sql, [organization, person.id, key], |r| Ok((r.get(0)?, r.get(1)?))).optional()
}

/// Makes an appeal with the document that waits, from which on the verification is pending. `false` if none waits.
///
/// # Errors
/// When the database refuses.
pub fn make(
    db: &Connection,
    organization: &str,
    person: &Person,
    new: &NewAppeal,
    now: DateTime<Utc>,
) -> Result<bool, rusqlite::Error> {
    let sql = "INSERT INTO appeal (organization, person, key, kind, comment, name, media_type, content, received_at)
               SELECT organization, ?2, ?3, ?4, ?5, name, media_type, content, ?6
               FROM appeal_document WHERE organization = ?1";
    let values = [organization, person.id, new.key, new.kind, new.comment, &timestamp(now)];
    if db.execute_cached(sql, values)? == 0 {
        return Ok(false);
    }
    db.execute_cached("DELETE FROM appeal_document WHERE organization = ?1", [organization])?;
    decide(db, organization, "pending", now.date_naive())?;
    Ok(true)
}

/// Writes down how the verification of an organization stands from a day on; a rejection is that of the appeal that waits,
/// too. `false` if there is no such organization.
///
/// # Errors
/// When the database refuses.
pub fn decide(db: &Connection, organization: &str, state: &str, day: NaiveDate) -> Result<bool, rusqlite::Error> {
    let day = day.to_string();
    let since = Some(&day).filter(|_| state != "accepted");
    let sql = "UPDATE organization SET verification = ?2, held_since = ?3 WHERE id = ?1";
    let changed = db.execute_cached(sql, (organization, state, since))?;
    if state == "rejected" {
        let sql = "UPDATE appeal SET rejected_on = ?2 WHERE organization = ?1 AND rejected_on IS NULL";
        db.execute_cached(sql, [organization, &day])?;
    }
    Ok(changed > 0)
}

/// Fills in the appeals of the company that has used all of them.
///
/// # Errors
/// When the database refuses.
pub(super) fn fill(db: &Connection, now: DateTime<Utc>) -> Result<(), StoreError> {
    let organization = "org-yew";
    let sql = "SELECT EXISTS (SELECT 1 FROM organization WHERE id = ?1)";
    if !db.query_cached(sql, [organization], |r| r.get::<_, bool>(0))? {
        return Ok(());
    }
    let made = [
        ("register_extract", "", "extract.pdf", 31),
        ("address_proof", "The office moved in spring.", "lease.pdf", 21),
        ("other", "", "letter.pdf", 11),
    ];
    let sql = "INSERT INTO appeal (organization, person, key, kind, comment, name, media_type, content, received_at,
                                   rejected_on)
               VALUES (?1, 'kaspar', ?2, ?3, ?4, ?5, 'application/pdf', CAST('%PDF-1.7\n' AS BLOB), ?6, ?7)";
    for (kind, comment, name, days) in made {
        let received = now - Duration::days(days);
        let rejected = (received + Duration::days(5)).date_naive().to_string();
        let key = format!("first-day-{kind}");
        db.execute_cached(sql, [organization, &key, kind, comment, name, &timestamp(received), &rejected])?;
    }
    Ok(())
}
