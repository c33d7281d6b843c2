//! Rows of answers: a name, a value, and where it makes sense a way to change it.
use super::frame::href;
use crate::i18n::words;
use leptos::prelude::*;

/// One row.
pub struct Row {
    /// What it is.
    pub name: String,
    /// The value; empty means not provided.
    pub value: String,
    /// More lines of the value.
    pub more: Vec<String>,
    /// Path of the step that changes it.
    pub change: Option<String>,
}

impl Row {
    /// A row that cannot be changed here.
    pub fn new(name: String, value: impl Into<String>) -> Row {
        Row { name, value: value.into(), more: Vec::new(), change: None }
    }

    /// The same row with a link to the step that changes it.
    #[must_use]
    pub fn changed_at(self, path: String) -> Row {
        Row { change: Some(path), ..self }
    }

    /// The same row with more lines.
    #[must_use]
    pub fn with(self, more: Vec<String>) -> Row {
        Row { more, ..self }
    }
}

/// Rows as a list; `on_change` runs when a `Change` link is followed.
pub fn rows(rows: Vec<Row>, on_change: impl Fn() + Copy + 'static) -> AnyView {
    let items = rows
        .into_iter()
        .map(|row| {
            let action = row.change.map(|path| {
                view! {
                    <dd class="summary-list__action no-print">
                        <a href=href(&path) on:click=move |_| on_change()>{words::rows_change()}<span class="visually-hidden">{" "}{row.name.clone()}</span></a>
                    </dd>
                }
            });
            let value = if row.value.is_empty() { words::rows_none() } else { row.value };
            let more = row.more.into_iter().map(|line| view! { <br/>{line} }).collect_view();
            view! { <div class="summary-list__row"><dt>{row.name}</dt><dd>{value}{more}</dd>{action}</div> }
        })
        .collect_view();
    view! { <dl class="summary-list">{items}</dl> }.into_any()
}
