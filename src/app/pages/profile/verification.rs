//! The question before a change is saved that the program verifies: how long it usually takes, and what waits for it.
use super::ProfilePage;
use crate::domain::profile::{FieldId, Profile, StoredProfile, is_of_address};
use crate::domain::reverification::Reverification;
use std::rc::Rc;

/// Id of the question.
pub const VERIFICATION: &str = "verification";

impl ProfilePage {
    /// Names of the fields of whose change the person is told before it is saved; empty while nothing is asked. To save
    /// once more is to say yes.
    #[must_use]
    pub fn asked_about(&self) -> Vec<String> {
        self.asked.get()
    }

    /// What the program does when legal data change; `None` where it does not tell.
    #[must_use]
    pub fn reverification(&self) -> Option<Rc<Reverification>> {
        self.state.peek(|state| state.ready().and_then(|shown| shown.reverification.clone()))
    }

    /// Word key of what the tax authority says of the number that is stored; empty while another one is typed.
    #[must_use]
    pub fn tax_check(&self) -> String {
        let typed = self.value(FieldId::TaxId);
        let said =
            |stored: &StoredProfile| (stored.profile.get(FieldId::TaxId) == typed).then(|| stored.tax_check.clone());
        self.stored.with(|stored| stored.as_ref().and_then(said)).unwrap_or_default()
    }

    /// The person wants to look at the change again. It stays as it is typed.
    pub fn go_back(&self) {
        let first = self.asked.peek(|asked| match asked.first() {
            Some(name) => FieldId::from_name(name),
            None => Some(FieldId::AddressLine1),
        });
        self.ask_nothing();
        if let Some(section) =
            first.and_then(|field| self.rules.peek(|rules| rules.section_of(field).map(str::to_owned)))
        {
            self.edit(&section);
        }
    }

    /// Another change of what is asked about is another question.
    pub(super) fn ask_anew(&self, field: FieldId) {
        let is_named = |names: &Vec<String>| names.iter().any(|name| name == field.name());
        if self.asked.peek(is_named) || is_named(&self.agreed.borrow()) {
            self.asked.clear_all();
            self.agreed.take();
        }
        if is_of_address(field) {
            self.addresses.clear_all();
        }
    }

    /// What was asked about is saved, or given up.
    pub(super) fn ask_nothing(&self) {
        self.asked.clear_all();
        self.agreed.take();
        self.addresses.clear_all();
    }

    /// Asks before a change is sent that the program verifies, unless the person was told of it. An address that is chosen
    /// in the place of one that they were told of is no other change.
    pub(super) fn asks_first(&self, parsed: &Profile) -> bool {
        let Some(rule) = self.reverification() else { return false };
        let is_changed = |field: FieldId| {
            self.stored.peek(|stored| stored.as_ref().is_some_and(|s| s.profile.get(field) != parsed.get(field)))
        };
        let mut fields = Vec::new();
        for name in &rule.fields {
            if FieldId::from_name(name).is_some_and(is_changed) {
                fields.push(name.clone());
            }
        }
        let is_address = |name: &String| FieldId::from_name(name).is_some_and(is_of_address);
        let is_told = |name: &String| {
            let told = self.asked.peek(|asked| [asked.as_slice(), &self.agreed.borrow()].concat());
            let is_chosen = self.addresses.peek(|addresses| !addresses.is_empty()) && is_address(name);
            told.contains(name) || is_chosen && told.iter().any(is_address)
        };
        if fields.iter().all(is_told) {
            return false;
        }
        self.form.clear();
        self.asked.set(fields);
        self.context.scope.focus(VERIFICATION);
        true
    }
}
