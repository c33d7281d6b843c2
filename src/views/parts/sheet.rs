//! A sheet: answers in parts, each with its heading, its values and the way to change them on the heading's line.
use super::frame::href;
use super::icon::{Icon, icon};
use super::summary_list::{Row, values};
use crate::domain::route::Page;
use crate::i18n::words;
use leptos::prelude::*;
use std::rc::Rc;

/// One part of a sheet.
pub struct Part {
    pub title: String,
    pub rows: Vec<Row>,
    /// The page that changes it.
    pub change: Page,
}

/// A part of a sheet: its heading with this id, and what follows.
pub fn part(id: String, title: String, body: AnyView) -> AnyView {
    let labelled_by = id.clone();
    view! { <section class="sheet__part" aria-labelledby=labelled_by><h2 id=id>{title}</h2>{body}</section> }.into_any()
}

/// The parts on their sheet.
pub fn sheet(parts: Vec<AnyView>) -> AnyView {
    view! { <div class="sheet">{parts}</div> }.into_any()
}

/// Rows of values, with the class of their list; each row comes with its class and that of its name.
pub fn rows(class: &'static str, rows: Vec<([&'static str; 2], Row)>) -> AnyView {
    let rows = rows.into_iter().map(|([class, name], row)| values(class, name, row)).collect::<Vec<_>>();
    view! { <dl class=class>{rows}</dl> }.into_any()
}

/// What is written on the way to change a part: the word, and for those who hear it the name of the part.
pub fn change_label(word: String, title: String) -> AnyView {
    view! { {icon(Icon::Edit)}{word}<span class="visually-hidden">{" "}{title}</span> }.into_any()
}

/// The answers of the steps in their order; `on_change` runs when a `Change` link is followed. The name of a row that is
/// alone, or called as its part, is only read out.
pub fn answers(parts: Vec<Part>, on_change: Rc<dyn Fn()>) -> AnyView {
    let parts = parts.into_iter().map(|Part { title, rows: all, change }| {
        let on_change = Rc::clone(&on_change);
        let is_alone = all.len() == 1;
        let classes = |row: &Row| ["", if is_alone || row.name == title { "visually-hidden" } else { "" }];
        let all = all.into_iter().map(|row| (classes(&row), row)).collect();
        let label = change_label(words::summary_list_change(), title.clone());
        let body = view! {
            {rows("", all)}
            <a class="quiet-action no-print" href=href(&change) on:click=move |_| on_change()>{label}</a>
        };
        part(["title-", &change.path().replace('/', "-")].concat(), title, body.into_any())
    });
    sheet(parts.collect())
}
