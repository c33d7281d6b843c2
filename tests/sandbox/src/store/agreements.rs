//! The partner agreement in force, in each of its languages, with the digest of its exact text.

use std::sync::OnceLock;

use rusqlite::{Connection, OptionalExtension, Row};
use serde::{Deserialize, Serialize};

use super::program::Program;
use super::records::Renewal;
use super::signatures::sha256;
use super::{Statements, StoreError};

/// The agreement of a program in each of its languages.
pub struct Agreement {
    sources: &'static [(&'static str, &'static str)],
    /// The texts as they were read, each with its language: they are asked for in almost every request.
    read: OnceLock<Vec<(&'static str, Exact)>>,
}

impl Agreement {
    /// The texts in JSON, each with its language.
    pub const fn new(sources: &'static [(&'static str, &'static str)]) -> Self {
        Self { sources, read: OnceLock::new() }
    }

    fn texts(&self) -> Result<&[(&'static str, Exact)], StoreError> {
        if let Some(texts) = self.read.get() {
            return Ok(texts);
        }
        let read = |(language, json): &(&'static str, &'static str)| {
            let text: Text = serde_json::from_str(json)?;
            let letters = text.letters();
            Ok((*language, Exact { digest: sha256(&letters), letters, text }))
        };
        let texts = self.sources.iter().map(read).collect::<Result<Vec<_>, StoreError>>()?;
        Ok(self.read.get_or_init(|| texts))
    }
}

/// A text with what is signed of it.
struct Exact {
    text: Text,
    /// The text as it is signed, to the letter.
    letters: String,
    /// Its SHA-256.
    digest: String,
}

/// The agreement in one language.
#[derive(Deserialize)]
pub struct Text {
    version: String,
    /// First day it applies.
    pub effective: String,
    /// Title.
    pub title: String,
    /// The text itself.
    pub sections: Vec<Section>,
}

/// A section of the text.
#[derive(Deserialize, Serialize)]
pub struct Section {
    heading: String,
    paragraphs: Vec<String>,
}

/// What a signature has to name to count.
pub struct InForce {
    /// The agreement's id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Language of the text.
    pub language: &'static str,
    /// SHA-256 of the text in that language.
    pub digest: &'static str,
    /// The text.
    pub text: &'static Text,
}

/// A version as it was when something was signed.
pub struct Then {
    /// The version.
    pub version: String,
    /// SHA-256 of the text.
    pub digest: String,
    /// The exact text.
    pub text: String,
}

/// Puts the first version in force: the one the texts name.
///
/// # Errors
/// When the database refuses or a text does not read.
pub fn begin(db: &Connection, program: &Program) -> Result<(), StoreError> {
    put(db, program, None)
}

/// Puts a later version in force: the same text under another name.
///
/// # Errors
/// When the database refuses or a text does not read.
pub fn put_in_force(db: &Connection, program: &Program, version: &str) -> Result<(), StoreError> {
    put(db, program, Some(version))
}

fn put(db: &Connection, program: &Program, version: Option<&str>) -> Result<(), StoreError> {
    for (language, Exact { text, letters, digest }) in program.agreement.texts()? {
        db.execute_cached(
            "INSERT INTO agreement (version, language, digest, text, last_before)
             SELECT ?1, ?2, ?3, ?4, coalesce(max(number), 0) FROM signature",
            [version.unwrap_or(&text.version), language, digest, letters],
        )?;
    }
    Ok(())
}

/// What a signature in this country and language has to name; none when there is no text in that language.
///
/// # Errors
/// When the database refuses.
pub fn in_force(
    db: &Connection,
    program: &'static Program,
    country: &str,
    language: &str,
) -> Result<Option<InForce>, StoreError> {
    // Of a language only the first part counts: `bg-BG` is `bg`.
    let primary = language.split('-').next().unwrap_or_default();
    let found = program.agreement.texts()?.iter().find(|(l, _)| l.eq_ignore_ascii_case(primary));
    let Some((language, Exact { text, digest, .. })) = found else { return Ok(None) };
    let id = format!("agreement-{}", country.to_ascii_lowercase());
    let sql = "SELECT version FROM agreement WHERE language = ?1 ORDER BY number DESC LIMIT 1";
    let version = db.query_cached(sql, [language], |r| r.get(0))?;
    Ok(Some(InForce { id, version, language, digest, text }))
}

/// The version that was in force in a language for the signature with this number.
///
/// # Errors
/// When the database refuses.
pub fn in_force_for(db: &Connection, signature: i64, language: &str) -> Result<Option<Then>, rusqlite::Error> {
    let sql = "SELECT version, digest, text FROM agreement WHERE language = ?1 AND last_before < ?2
               ORDER BY number DESC LIMIT 1";
    let read = |r: &Row| Ok(Then { version: r.get(0)?, digest: r.get(1)?, text: r.get(2)? });
    db.query_cached(sql, (language, signature), read).optional()
}

/// The version in force, when it is not what the renewal's signature is under.
///
/// # Errors
/// When the database refuses.
pub fn newer(db: &Connection, renewal: &Renewal) -> Result<Option<String>, StoreError> {
    let Some(signature) = &renewal.signature else { return Ok(None) };
    let in_force =
        in_force(db, renewal.organization.program, renewal.organization.field("country"), &signature.language)?;
    let signed = [signature.agreement.as_str(), &signature.version, &signature.digest];
    Ok(in_force.filter(|f| [f.id.as_str(), &f.version, f.digest] != signed).map(|f| f.version))
}

impl Text {
    fn letters(&self) -> String {
        let mut letters = self.title.clone();
        for section in &self.sections {
            for part in std::iter::once(&section.heading).chain(&section.paragraphs) {
                letters.push_str("\n\n");
                letters.push_str(part);
            }
        }
        letters
    }
}
