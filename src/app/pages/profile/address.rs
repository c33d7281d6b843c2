//! The question after the program's address check has found a better address: both are shown, and the person chooses.
use super::ProfilePage;
use crate::domain::profile::{ADDRESS, FieldId, Profile, StoredProfile, is_of_address};
use crate::domain::profile_rules::parse;
use crate::wire;
use std::rc::Rc;

/// Id of the question.
pub const ADDRESS_QUESTION: &str = "address-question";

impl ProfilePage {
    /// The addresses to choose from, as profiles that differ in nothing else; the first one is what the person has typed.
    /// Empty while nothing is asked, or something else is asked first. To save once more is to take the chosen one.
    #[must_use]
    pub fn address_options(&self) -> Vec<Profile> {
        if self.asked.with(Vec::is_empty) { self.addresses.get() } else { Vec::new() }
    }

    /// Which of them is sent.
    #[must_use]
    pub fn chosen_address(&self) -> usize {
        self.chosen_address.get()
    }

    /// The person takes one of them.
    pub fn choose_address(&self, chosen: usize) {
        let Some(address) = self.addresses.peek(|addresses| addresses.get(chosen).cloned()) else { return };
        for field in ADDRESS {
            self.set(field, address.get(field).to_owned());
        }
        self.chosen_address.set(chosen);
        self.rewritten.update(|count| *count = count.wrapping_add(1));
    }

    /// Word key of what the program says of the address that is stored; empty while another one is typed.
    #[must_use]
    pub fn address_check(&self) -> String {
        let typed: Vec<String> = ADDRESS.into_iter().map(|field| self.value(field)).collect();
        let said = |stored: &StoredProfile| {
            let is_typed = ADDRESS.into_iter().zip(&typed).all(|(field, typed)| stored.profile.get(field) == *typed);
            is_typed.then(|| stored.address_check.clone())
        };
        self.stored.with(|stored| stored.as_ref().and_then(said)).unwrap_or_default()
    }

    /// Asks which address to send. `false` where nobody can be asked: nothing that is suggested can be read and sent, or
    /// the part of the program that draws the question does not arrive.
    pub(super) async fn asks_about_address(
        self: &Rc<Self>,
        sent: &Profile,
        typed: &Profile,
        suggestions: &str,
    ) -> bool {
        let mut options = vec![sent.clone()];
        for suggested in wire::organization::suggested_addresses(suggestions, sent) {
            // What the rules of the country make of it is what would be sent: often no other address at all. The fields
            // beside the address were judged before.
            let read = self.rules.peek(|rules| parse(&suggested, rules, &FieldId::ALL));
            if let Some(read) = read.ok().filter(|read| !options.contains(read)) {
                options.push(read);
            }
        }
        if options.len() < 2 || self.context.services.ports.centre_part.load().await.is_err() {
            return false;
        }
        let is_typed_on = |field: &FieldId| self.typed.peek(|now| now.get(*field) != typed.get(*field));
        if FieldId::ALL.iter().any(|field| is_of_address(*field) && is_typed_on(field)) {
            // The suggestions are for an address that is not there any more: the next save asks about the new one.
            self.form.set_changed_since();
            return true;
        }
        self.form.clear();
        // One question after the other: what was asked before has its answer.
        self.agreed.borrow_mut().extend(self.asked.now());
        self.asked.clear_all();
        self.chosen_address.set(0);
        self.addresses.set(options);
        self.context.scope.focus(ADDRESS_QUESTION);
        true
    }
}
