//! The places of business of an organization.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Map, Value, json};

use super::signatures::sha256;
use super::{Statements, StoreError, timestamp};
use crate::countries;

/// What an address is made of, as the contract names it.
pub const ADDRESS: [&str; 5] = ["addressLine1", "addressLine2", "city", "region", "postalCode"];

/// A place of business.
#[derive(Clone, Debug)]
pub struct Location {
    /// Opaque id.
    pub id: String,
    /// `hq` or `branch`.
    pub kind: String,
    /// Name.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// The fields of `ADDRESS`.
    pub address: Map<String, Value>,
    /// The number the program knows it by.
    pub partner_id: String,
}

/// What a location is read from.
const COLUMNS: &str = "SELECT id, kind, name, country, fields, partner_id, address FROM location";

impl Location {
    /// A location of an organization, whether it is open or closed.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn find(db: &Connection, organization: &str, id: &str) -> Result<Option<Self>, rusqlite::Error> {
        let sql = format!("{COLUMNS} WHERE organization = ?1 AND id = ?2");
        db.query_cached(&sql, [organization, id], read).optional()
    }

    /// A location that is not closed.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn find_open(db: &Connection, organization: &str, id: &str) -> Result<Option<Self>, rusqlite::Error> {
        let sql = format!("{COLUMNS} WHERE organization = ?1 AND id = ?2 AND closed_at IS NULL");
        db.query_cached(&sql, [organization, id], read).optional()
    }

    /// The locations of an organization that are not closed, the headquarters first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn all(db: &Connection, organization: &str) -> Result<Vec<Self>, rusqlite::Error> {
        let sql = format!("{COLUMNS} WHERE organization = ?1 AND closed_at IS NULL ORDER BY rowid");
        let mut statement = db.prepare_cached(&sql)?;
        let rows = statement.query_map([organization], read)?;
        rows.collect()
    }

    /// A field of the address; empty where it is not given.
    pub fn field(&self, name: &str) -> &str {
        self.address.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// The address as it is written in its country.
    pub fn lines(&self) -> Vec<String> {
        countries::lines(&self.country, |name| self.field(name))
    }

    /// A text that changes whenever what can be changed does.
    pub fn version(&self) -> String {
        let digest = sha256(&json!([self.name, self.country, self.address]).to_string());
        digest.get(..16).unwrap_or(&digest).to_owned()
    }

    /// Adds it to an organization.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn insert(&self, tx: &Connection, organization: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO location (id, organization, kind, name, address, country, partner_id, fields)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let (lines, fields) = (self.lines().join("\n"), json!(self.address).to_string());
        let values = params![self.id, organization, self.kind, self.name, lines, self.country, self.partner_id, fields];
        tx.execute_cached(sql, values)?;
        Ok(())
    }

    /// Writes name, country and address down.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn save(&self, tx: &Connection) -> Result<(), StoreError> {
        let sql = "UPDATE location SET name = ?2, country = ?3, address = ?4, fields = ?5 WHERE id = ?1";
        let (lines, fields) = (self.lines().join("\n"), json!(self.address).to_string());
        tx.execute_cached(sql, [&self.id, &self.name, &self.country, &lines, &fields])?;
        Ok(())
    }

    /// Closes it: renewals that were made for it keep it.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn close(&self, tx: &Connection, now: DateTime<Utc>) -> Result<(), StoreError> {
        tx.execute_cached("UPDATE location SET closed_at = ?2 WHERE id = ?1", [&self.id, &timestamp(now)])?;
        Ok(())
    }

    /// As the contract writes it in short.
    pub fn json(&self) -> Value {
        json!({"id": self.id, "name": self.name, "country": self.country})
    }
}

fn read(r: &Row) -> Result<Location, rusqlite::Error> {
    let (fields, lines): (Option<String>, String) = (r.get(4)?, r.get(6)?);
    // Rows from before the fields were kept have the lines alone.
    let fields = fields.and_then(|fields| serde_json::from_str(&fields).ok()).unwrap_or_else(|| {
        ["addressLine1", "addressLine2"].into_iter().zip(lines.lines()).map(|(k, v)| (k.to_owned(), v.into())).collect()
    });
    Ok(Location {
        id: r.get(0)?,
        kind: r.get(1)?,
        name: r.get(2)?,
        country: r.get(3)?,
        address: fields,
        partner_id: r.get(5)?,
    })
}
