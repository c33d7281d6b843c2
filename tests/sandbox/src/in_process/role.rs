//! The roles of contacts: who holds them, and who is offered the one that renews.

use super::{Error, Program};
use crate::api::controls;
use crate::store::contacts::{Contact, REQUIRED_ROLES};
use crate::store::handovers::Handover;

impl Program {
    /// Makes a contact (`con-oleg`) the Primary Program Contact of an organization (`org-cedar`), and nobody else.
    ///
    /// # Errors
    /// `Unknown` when the organization has no such contact.
    pub fn hand_over(&mut self, organization: &str, contact: &str) -> Result<(), Error> {
        self.engine.store.write(|tx| {
            if controls::make_primary(tx, organization, contact)? {
                Ok(())
            } else {
                Err(Error::Unknown(contact.to_owned()))
            }
        })
    }

    /// Offers the role that renews to a contact (`con-oleg`) of an organization (`org-cedar`), unless they hold it.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn offer_role(&mut self, organization: &str, contact: &str) -> Result<(), Error> {
        let store = &self.engine.store;
        store.write(|tx| {
            if Contact::all(tx, organization)?.iter().any(|one| one.id == contact && !one.is_primary()) {
                Handover::offer(tx, organization, contact, store.now())?;
            }
            Ok(())
        })
    }

    /// Does one contact of an organization hold the role that renews, and somebody each other role that must be held?
    ///
    /// # Errors
    /// When the database refuses.
    pub fn required_roles_are_held(&self, organization: &str) -> Result<bool, Error> {
        self.engine.store.write(|tx| {
            let contacts = Contact::all(tx, organization)?;
            let is_held = |role: &&str| contacts.iter().any(|contact| contact.holds(role));
            let holders = contacts.iter().filter(|contact| contact.is_primary()).count();
            Ok(holders == 1 && REQUIRED_ROLES.iter().all(is_held))
        })
    }
}
