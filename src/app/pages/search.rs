//! Looking for rows of a list by a text.
use crate::app::observable::Observable;
use crate::domain::company::{Contact, Location};
use crate::i18n::later_format;
use std::rc::Rc;

/// What the person looks for.
pub struct Search(Observable<String>);

impl Search {
    #[must_use]
    pub(super) fn new() -> Search {
        Search(Observable::new(String::new()))
    }

    /// The person looks for this text.
    pub fn set(&self, text: String) {
        self.0.set_if_new(text);
    }

    /// What is looked for, without following it.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.now()
    }

    /// What is looked for. Whoever draws with it is drawn again when that changes.
    pub(super) fn wanted(&self) -> Wanted {
        Wanted(self.0.with(|wanted| later_format::fold_name(wanted.trim())))
    }

    /// The rows that have what is looked for; all of them where nothing is. Whoever draws with it is drawn again when
    /// something else is looked for.
    pub(super) fn filter<T: Clone>(&self, rows: &[T], texts: fn(&T) -> Vec<&String>) -> Vec<T> {
        let wanted = self.wanted();
        rows.iter().filter(|row| wanted.is_in(|| texts(row))).cloned().collect()
    }
}

/// What is looked for, in the form in which equal names are equal.
pub(super) struct Wanted(String);

impl Wanted {
    /// Is it in one of these texts? In all where nothing is looked for.
    pub(super) fn is_in<'a>(&self, texts: impl FnOnce() -> Vec<&'a String>) -> bool {
        // Folding thousands of names takes longer than drawing them.
        self.0.is_empty() || texts().into_iter().any(|text| later_format::fold_name(text).contains(&self.0))
    }
}

/// What a location is found by.
pub(super) fn location_texts(location: &Location) -> Vec<&String> {
    [&location.name].into_iter().chain(&location.address).collect()
}

/// What a contact is found by.
pub(super) fn contact_texts(contact: &Rc<Contact>) -> Vec<&String> {
    vec![&contact.details.name, &contact.details.email]
}
