//! Which sections of the profile are open for changes. The others are shown as text.
use super::ProfilePage;
use crate::app::form::FieldError;
use crate::domain::profile::FieldId;
use std::rc::Rc;

/// Id of the button that opens a section.
#[must_use]
pub fn edit_button(section: &str) -> String {
    ["edit-", section].concat()
}

impl ProfilePage {
    /// Are the fields of this section shown? Always while one of them is wrong.
    #[must_use]
    pub fn is_open(&self, section: &str) -> bool {
        let opened = self.opened.with(|opened| opened.iter().any(|id| id == section));
        opened | self.is_wrong(section)
    }

    /// Has the person opened a section?
    #[must_use]
    pub fn has_open(&self) -> bool {
        self.opened.with(|opened| !opened.is_empty())
    }

    /// Is a field of this section wrong?
    #[must_use]
    pub fn is_wrong(&self, section: &str) -> bool {
        let errors = self.form.errors();
        self.rules.with(|rules| {
            errors.iter().any(|error| match error {
                FieldError::Profile(field, _) => rules.section_of(*field) == Some(section),
                _ => false,
            })
        })
    }

    /// Would saving change a field of this section?
    #[must_use]
    pub fn is_changed(&self, section: &str) -> bool {
        self.changed_fields().iter().any(|field| self.is_in(*field, section))
    }

    /// Would saving change nothing?
    #[must_use]
    pub fn is_as_stored(&self) -> bool {
        self.changed_fields().is_empty()
    }

    /// The person wants to change this section.
    pub fn edit(&self, section: &str) {
        self.open_section(section);
        let first = FieldId::ALL.into_iter().filter(|field| self.is_in(*field, section));
        // The country decides about the other fields and stands before them.
        if let Some(first) = first.min_by_key(|field| *field != FieldId::Country) {
            self.context.scope.focus(first.name());
        }
    }

    /// The person has seen enough of the fields of this section.
    pub fn close(&self, section: &str) {
        self.opened.update(|opened| opened.retain(|id| id != section));
        self.context.scope.focus(&edit_button(section));
    }

    /// The person wants the stored values of this section back.
    pub fn undo(self: &Rc<Self>, section: &str) {
        let stored = self.stored.now();
        for field in self.changed_fields().into_iter().filter(|field| self.is_in(*field, section)) {
            let value = stored.as_ref().map(|stored| stored.profile.get(field).to_owned());
            self.type_field(field, value.unwrap_or_default());
        }
        self.show_typed();
        self.close(section);
    }

    /// What was typed must not be hidden behind what is shown as text.
    pub(super) fn open_changed(&self) {
        for section in self.sections.now() {
            if self.is_changed(&section) {
                self.open_section(&section);
            }
        }
    }

    fn open_section(&self, section: &str) {
        if !self.opened.peek(|opened| opened.iter().any(|id| id == section)) {
            self.opened.update(|opened| opened.push(section.to_owned()));
        }
    }

    fn is_in(&self, field: FieldId, section: &str) -> bool {
        self.rules.with(|rules| rules.section_of(field) == Some(section))
    }

    /// The fields whose value is not the stored one. Spaces at the ends do not count.
    fn changed_fields(&self) -> Vec<FieldId> {
        self.stored.with(|stored| {
            self.typed.with(|typed| {
                let stored = stored.as_ref().map(|stored| &stored.profile);
                let is_changed = |field: &FieldId| {
                    stored.is_some_and(|stored| stored.get(*field).trim() != typed.get(*field).trim())
                };
                FieldId::ALL.into_iter().filter(is_changed).collect()
            })
        })
    }
}
