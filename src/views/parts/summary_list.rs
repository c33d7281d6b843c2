//! Rows of answers: a name and a value.
use crate::i18n::words;
use leptos::prelude::*;

/// One row.
pub struct Row {
    pub name: String,
    /// The value; empty means not provided.
    pub value: String,
    /// More lines of the value.
    pub more: Vec<String>,
    /// Links below the value, each a line of its own.
    ways: Vec<AnyView>,
}

impl Row {
    pub fn new(name: String, value: impl Into<String>) -> Row {
        Row { name, value: value.into(), more: Vec::new(), ways: Vec::new() }
    }

    /// The same row with more lines.
    #[must_use]
    pub fn with(self, more: Vec<String>) -> Row {
        Row { more, ..self }
    }

    /// The same row with links.
    #[must_use]
    pub fn with_ways(self, ways: Vec<AnyView>) -> Row {
        Row { ways, ..self }
    }
}

/// Rows as a list.
pub fn summary_list(rows: Vec<Row>) -> AnyView {
    let rows = rows.into_iter().map(|row| values("summary-list__row", "", row)).collect::<Vec<_>>();
    view! { <dl class="summary-list">{rows}</dl> }.into_any()
}

/// A row of a list. Values come from outside: each is isolated from the direction of the text around it, and left as it is
/// by translators. The classes are those of the row and of its name.
pub fn values(class: &'static str, name_class: &'static str, row: Row) -> AnyView {
    let value = if row.value.is_empty() { words::summary_list_none() } else { row.value };
    let more = row.more.into_iter().map(|line| view! { <bdi>{line}</bdi> }.into_any());
    let more = more.chain(row.ways).map(|line| view! { <br/>{line} }.into_any()).collect::<Vec<_>>();
    view! { <div class=class><dt class=name_class>{row.name}</dt><dd translate="no"><bdi>{value}</bdi>{more}</dd></div> }
        .into_any()
}
