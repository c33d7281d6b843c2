//! A sheet: answers in parts, each with its heading, its values and the way to change them on the heading's line.
use super::frame::href;
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

/// The parts in their order; `on_change` runs when a `Change` link is followed. The name of a row that is alone, or
/// called as its part, is only read out.
pub fn sheet(parts: Vec<Part>, on_change: Rc<dyn Fn()>) -> AnyView {
    let parts = parts
        .into_iter()
        .map(|Part { title, rows, change }| {
            let on_change = Rc::clone(&on_change);
            let is_alone = rows.len() == 1;
            let hidden = |row: &Row| if is_alone || row.name == title { "visually-hidden" } else { "" };
            let rows = rows.into_iter().map(|row| values("", hidden(&row), row)).collect::<Vec<_>>();
            view! {
                <section class="sheet__part">
                    <h2>{title.clone()}</h2>
                    <dl>{rows}</dl>
                    <a class="quiet-action no-print" href=href(&change) on:click=move |_| on_change()>{words::summary_list_change()}<span class="visually-hidden">{" "}{title}</span></a>
                </section>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! { <div class="sheet">{parts}</div> }.into_any()
}
