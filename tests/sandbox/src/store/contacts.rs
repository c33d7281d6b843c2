//! The people whom an organization names, and their roles.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use serde_json::{Value, json};

use super::handovers::Handover;
use super::role_requests::RoleRequest;
use super::{Statements, StoreError, timestamp};

/// The role that renews.
pub const PRIMARY: &str = "primary_program_contact";
/// The roles there are besides, as the contract names them.
pub const OTHER_ROLES: [&str; 3] = [EXECUTIVE, "sales_marketing", "technical"];
/// The role of who answers for the company.
const EXECUTIVE: &str = "executive";
/// Roles that somebody has to hold.
pub const REQUIRED_ROLES: [&str; 2] = [PRIMARY, EXECUTIVE];

/// A person named by an organization.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Opaque id.
    pub id: String,
    /// The account of theirs, when they have one.
    pub person: Option<String>,
    /// Full name.
    pub name: String,
    /// Email address.
    pub email: String,
    /// Telephone number.
    pub phone: String,
    /// Roles, as the contract names them.
    pub roles: Vec<String>,
    /// When they were invited last, if they were.
    pub invited_at: Option<String>,
}

impl Contact {
    /// The contacts of an organization.
    ///
    /// # Errors
    /// When the database refuses or a document in it does not read.
    pub fn all(db: &Connection, organization: &str) -> Result<Vec<Self>, StoreError> {
        let mut statement = db.prepare_cached(
            "SELECT id, person, name, email, phone, roles, invited_at FROM contact WHERE organization = ?1 ORDER BY rowid",
        )?;
        let rows = statement.query_map([organization], |r| {
            let contact = Self {
                id: r.get(0)?,
                person: r.get(1)?,
                name: r.get(2)?,
                email: r.get(3)?,
                phone: r.get(4)?,
                roles: Vec::new(),
                invited_at: r.get(6)?,
            };
            Ok((contact, r.get::<_, String>(5)?))
        })?;
        rows.map(|row| {
            let (contact, roles) = row?;
            Ok(Self { roles: serde_json::from_str(&roles)?, ..contact })
        })
        .collect()
    }

    /// Whether this is the Primary Program Contact.
    pub fn is_primary(&self) -> bool {
        self.holds(PRIMARY)
    }

    /// Whether they hold this role.
    pub fn holds(&self, role: &str) -> bool {
        self.roles.iter().any(|held| held == role)
    }

    /// Whether somebody who is invited is this very contact.
    pub fn is_as(&self, invited: &Self) -> bool {
        let same = |c: &Self| (c.name.clone(), c.phone.clone(), c.roles.clone());
        self.invited_at.is_some() && same(self) == same(invited)
    }

    /// Adds them to an organization, with an invitation.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn invite(&self, tx: &Connection, organization: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        let sql = "INSERT INTO contact (id, organization, person, name, email, phone, roles, invited_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let (roles, at) = (json!(self.roles).to_string(), timestamp(now));
        let values = params![self.id, organization, self.person, self.name, self.email, self.phone, roles, at];
        tx.execute_cached(sql, values)?;
        Ok(())
    }

    /// Sends the invitation once more.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn invite_again(&self, tx: &Connection, now: DateTime<Utc>) -> Result<(), StoreError> {
        tx.execute_cached("UPDATE contact SET invited_at = ?2 WHERE id = ?1", [&self.id, &timestamp(now)])?;
        Ok(())
    }

    /// Writes the roles down.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn save_roles(&self, tx: &Connection) -> Result<(), StoreError> {
        let roles = json!(self.roles).to_string();
        tx.execute_cached("UPDATE contact SET roles = ?2 WHERE id = ?1", [&self.id, &roles])?;
        Ok(())
    }

    /// Takes them out of an organization. An offer of the role to them ends.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn remove(&self, tx: &Connection, organization: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        if Handover::find(tx, organization, now)?.is_none_or(|offer| offer.contact == self.id) {
            // One that has ended may still name them.
            Handover::end(tx, organization)?;
        }
        RoleRequest::forget(tx, &self.id)?;
        tx.execute_cached("DELETE FROM contact WHERE id = ?1", [&self.id])?;
        Ok(())
    }

    /// How to reach them, as the contract writes it.
    pub fn reach(&self) -> Value {
        json!({"name": self.name, "email": self.email, "phone": self.phone})
    }
}
