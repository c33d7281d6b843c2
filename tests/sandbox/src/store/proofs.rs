//! Proof of a transfer: a file the company sends while its money is on the way.

use rusqlite::Connection;
use serde_json::{Value, json};

use super::Statements;

/// A file as it was sent.
pub struct File<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its media type.
    pub media_type: &'a str,
    /// Its bytes.
    pub content: &'a [u8],
}

/// What is known of a file that was sent.
#[derive(Clone, Debug)]
pub struct Proof {
    /// Its name.
    pub name: String,
    /// Bytes.
    pub size: i64,
    /// When it came.
    pub received_at: String,
}

impl Proof {
    /// As the contract writes it.
    pub fn json(&self) -> Value {
        json!({"name": self.name, "size": self.size, "receivedAt": self.received_at})
    }
}

/// Keeps a file as the proof of a payment, in the place of an earlier one.
///
/// # Errors
/// When the database refuses.
pub fn keep(db: &Connection, payment: &str, file: &File, at: &str) -> Result<(), rusqlite::Error> {
    db.execute_cached(
        "INSERT OR REPLACE INTO proof (payment, name, media_type, content, received_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        (payment, file.name, file.media_type, file.content, at),
    )?;
    Ok(())
}
