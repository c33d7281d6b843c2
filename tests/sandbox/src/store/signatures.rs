//! Signatures: rows that are only ever added, each holding the hash of the one before.

use std::fmt::Write;

use rusqlite::{Connection, OptionalExtension};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Statements;
use crate::names;

/// What the signer states, besides accepting the text.
const STATEMENT: &str = "I am authorized to sign for the organization, and I have read and accept the agreement.";
/// What they state too when the account has another name.
const OTHER_NAME: &str = "The name I sign with is mine, and differs from the name of my account.";

/// A signature as it was given.
#[derive(Clone, Debug)]
pub struct Signature {
    /// Position in the chain.
    pub number: i64,
    /// Opaque id.
    pub id: String,
    /// Agreement signed.
    pub agreement: String,
    /// Its version.
    pub version: String,
    /// Language of the text signed.
    pub language: String,
    /// SHA-256 of the text signed.
    pub digest: String,
    /// Full name typed.
    pub name: String,
    /// Name of the account then; none when it was signed before that was written down.
    pub account_name: Option<String>,
    /// Job title typed.
    pub title: String,
    /// When.
    pub signed_at: String,
}

impl Signature {
    /// As the contract writes it.
    pub fn json(&self) -> Value {
        json!({
            "id": self.id, "agreementId": self.agreement, "version": self.version, "language": self.language,
            "digest": self.digest, "name": self.name, "accountName": self.account_name, "title": self.title,
            "signedAt": self.signed_at,
        })
    }
}

/// Who signs what, for whom.
pub struct Signing<'a> {
    /// Opaque id of the signature.
    pub id: &'a str,
    /// The renewal.
    pub renewal: &'a str,
    /// The account that signs.
    pub person: &'a str,
    /// Legal name of the organization bound by it.
    pub organization: &'a str,
    /// The agreement.
    pub agreement: &'a str,
    /// Its version.
    pub version: &'a str,
    /// The language of the text.
    pub language: &'a str,
    /// SHA-256 of the text.
    pub digest: &'a str,
    /// Full name typed.
    pub name: &'a str,
    /// Job title typed.
    pub title: &'a str,
    /// Name of the account.
    pub account_name: &'a str,
    /// When.
    pub at: &'a str,
}

/// SHA-256 of a text in lower-case hex.
pub fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The hash of a signature with these parts after the one with the hash `previous`.
pub(super) fn link(previous: &str, parts: &[&str]) -> String {
    sha256(&json!([previous, parts]).to_string())
}

/// Adds a signature to the chain.
///
/// # Errors
/// When the database refuses.
pub fn append(db: &Connection, s: &Signing) -> Result<Signature, rusqlite::Error> {
    let last = "SELECT hash FROM signature ORDER BY number DESC LIMIT 1";
    let previous: String = db.query_cached(last, [], |r| r.get(0)).optional()?.unwrap_or_default();
    let statement = match names::same(s.name, s.account_name) {
        true => STATEMENT.to_owned(),
        false => format!("{STATEMENT} {OTHER_NAME}"),
    };
    let parts = [
        s.id,
        s.renewal,
        s.person,
        s.organization,
        s.agreement,
        s.version,
        s.language,
        s.digest,
        s.name,
        s.title,
        &statement,
        s.at,
        s.account_name,
    ];
    let hash = link(&previous, &parts);
    let values = parts.into_iter().chain([previous.as_str(), hash.as_str()]);
    db.execute_cached(
        "INSERT INTO signature (id, renewal, person, organization_name, agreement, version, language, digest, name, title,
         statement, signed_at, account_name, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rusqlite::params_from_iter(values),
    )?;
    read(db, db.last_insert_rowid())
}

/// Reads a signature.
///
/// # Errors
/// When the database refuses or there is none.
pub fn read(db: &Connection, number: i64) -> Result<Signature, rusqlite::Error> {
    let sql = "SELECT number, id, agreement, version, language, digest, name, title, signed_at, account_name
               FROM signature WHERE number = ?1";
    db.query_cached(sql, [number], |r| {
        Ok(Signature {
            number: r.get(0)?,
            id: r.get(1)?,
            agreement: r.get(2)?,
            version: r.get(3)?,
            language: r.get(4)?,
            digest: r.get(5)?,
            name: r.get(6)?,
            title: r.get(7)?,
            signed_at: r.get(8)?,
            account_name: r.get(9)?,
        })
    })
}
