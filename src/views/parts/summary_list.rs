//! Rows of answers: a name, a value, and where it makes sense a way to change it.
use super::frame::href;
use crate::domain::route::Page;
use crate::i18n::words;
use leptos::prelude::*;
use std::rc::Rc;

/// One row.
pub struct Row {
    pub name: String,
    /// The value; empty means not provided.
    pub value: String,
    /// More lines of the value.
    pub more: Vec<String>,
    /// The page that changes it.
    pub change: Option<Page>,
}

impl Row {
    /// A row that cannot be changed here.
    pub fn new(name: String, value: impl Into<String>) -> Row {
        Row { name, value: value.into(), more: Vec::new(), change: None }
    }

    /// The same row with a link to the page that changes it.
    #[must_use]
    pub fn changed_at(self, page: Page) -> Row {
        Row { change: Some(page), ..self }
    }

    /// The same row with more lines.
    #[must_use]
    pub fn with(self, more: Vec<String>) -> Row {
        Row { more, ..self }
    }
}

/// Rows as a list; `on_change` runs when a `Change` link is followed. Values come from outside: each is isolated from the
/// direction of the text around it, and left as it is by translators.
pub fn summary_list(rows: Vec<Row>, on_change: Rc<dyn Fn()>) -> AnyView {
    let items = rows
        .into_iter()
        .map(|row| {
            let action = row.change.map(|page| {
                let on_change = Rc::clone(&on_change);
                view! {
                    <dd class="summary-list__action no-print">
                        <a href=href(&page) on:click=move |_| on_change()>{words::summary_list_change()}<span class="visually-hidden">{" "}{row.name.clone()}</span></a>
                    </dd>
                }
            });
            let value = if row.value.is_empty() { words::summary_list_none() } else { row.value };
            let more = row.more.into_iter().map(|line| view! { <br/><bdi>{line}</bdi> }.into_any()).collect_view();
            view! { <div class="summary-list__row"><dt>{row.name}</dt><dd translate="no"><bdi>{value}</bdi>{more}</dd>{action}</div> }
        })
        .collect_view();
    view! { <dl class="summary-list">{items}</dl> }.into_any()
}
