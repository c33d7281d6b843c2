//! The role that renews: who holds it, and who is offered it.

use super::{Error, Program};
use crate::api::controls;
use crate::store::handovers::Handover;
use crate::store::records::Contact;

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

    /// How many contacts of an organization hold the role that renews.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn role_holders(&self, organization: &str) -> Result<usize, Error> {
        self.engine
            .store
            .write(|tx| Ok(Contact::all(tx, organization)?.iter().filter(|contact| contact.is_primary()).count()))
    }
}
