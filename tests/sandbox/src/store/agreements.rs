//! The partner agreement in force, in each of its languages, with the digest of its exact text.

use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::records::Renewal;
use super::signatures::sha256;

const TEXTS: [(&str, &str); 2] =
    [("en", include_str!("../../agreements/en.json")), ("bg", include_str!("../../agreements/bg.json"))];

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
    pub digest: String,
    /// The text.
    pub text: Text,
}

/// What a signature in this country and language has to name; none when there is no text in that language.
///
/// # Errors
/// When the database refuses.
pub fn in_force(db: &Connection, country: &str, language: &str) -> Result<Option<InForce>, StoreError> {
    let Some((language, text)) = text(language) else { return Ok(None) };
    let id = format!("agreement-{}", country.to_ascii_lowercase());
    Ok(Some(InForce { id, version: version(db, &text)?, language, digest: digest(&text), text }))
}

/// Puts a later version in force: the same text under another name.
///
/// # Errors
/// When the database refuses.
pub fn put_in_force(db: &Connection, version: &str) -> Result<(), rusqlite::Error> {
    let sql = "INSERT INTO setting VALUES ('agreement', ?1) ON CONFLICT (name) DO UPDATE SET value = ?1";
    db.execute(sql, [version])?;
    Ok(())
}

/// The version in force, when it is not what the renewal's signature is under.
///
/// # Errors
/// When the database refuses.
pub fn newer(db: &Connection, renewal: &Renewal) -> Result<Option<String>, StoreError> {
    let Some(signature) = &renewal.signature else { return Ok(None) };
    let in_force = in_force(db, renewal.organization.field("country"), &signature.language)?;
    let signed = [&signature.agreement, &signature.version, &signature.digest];
    Ok(in_force.filter(|f| [&f.id, &f.version, &f.digest] != signed).map(|f| f.version))
}

/// The text in a language, of which only the first part counts: `bg-BG` is `bg`.
fn text(language: &str) -> Option<(&'static str, Text)> {
    let primary = language.split('-').next().unwrap_or_default();
    let (language, json) = TEXTS.into_iter().find(|(l, _)| l.eq_ignore_ascii_case(primary))?;
    Some((language, serde_json::from_str(json).ok()?))
}

/// The version in force: that of the text, unless a test has put a later one in force.
fn version(db: &Connection, text: &Text) -> Result<String, StoreError> {
    let sql = "SELECT value FROM setting WHERE name = 'agreement'";
    let later = db.query_row(sql, [], |r| r.get(0)).optional()?;
    Ok(later.unwrap_or_else(|| text.version.clone()))
}

fn digest(text: &Text) -> String {
    let mut exact = text.title.clone();
    for section in &text.sections {
        for part in std::iter::once(&section.heading).chain(&section.paragraphs) {
            exact.push_str("\n\n");
            exact.push_str(part);
        }
    }
    sha256(&exact)
}
