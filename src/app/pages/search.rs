//! Looking for rows of a list by a text.
use crate::app::observable::Observable;
use crate::i18n::format;

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

    /// The rows that have what is looked for in one of these texts; all of them where nothing is. Whoever draws with it is
    /// drawn again when something else is looked for.
    pub(super) fn filter<T: Clone>(&self, rows: &[T], texts: fn(&T) -> [&String; 2]) -> Vec<T> {
        let wanted = self.0.with(|wanted| format::fold_name(wanted.trim()));
        // Folding thousands of names takes longer than drawing them.
        let is_match = |row: &&T| {
            wanted.is_empty() || texts(row).into_iter().any(|text| format::fold_name(text).contains(&wanted))
        };
        rows.iter().filter(is_match).cloned().collect()
    }
}
