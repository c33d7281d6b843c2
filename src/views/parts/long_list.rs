//! Long lists are drawn in parts, each when it is asked for.
use super::dynamic::show_some;
use crate::domain::listing::{CARDS, Parts, ROWS};
use crate::i18n::words;
use leptos::prelude::*;
use std::rc::Rc;

/// Draws the rows from the first number up to the second.
pub type DrawRows = Rc<dyn Fn(usize, usize) -> AnyView>;

/// The first part of so many rows, and the way to the others. The first part reaches as far as the row at `needed`.
pub fn in_parts(rows: usize, needed: usize, draw: DrawRows) -> AnyView {
    part(rows, ROWS, 0, ROWS.until(needed), draw)
}

/// As `in_parts`, for cards that hold lists themselves.
pub fn cards_in_parts(cards: usize, draw: DrawRows) -> AnyView {
    part(cards, CARDS, 0, 0, draw)
}

/// As `in_parts`, for a list whose parts are drawn from their rows.
pub fn list_in_parts<T: 'static>(list: Vec<T>, draw: impl Fn(&[T]) -> AnyView + 'static) -> AnyView {
    let rows = list.len();
    in_parts(rows, 0, Rc::new(move |from, to| draw(list.get(from..to).unwrap_or_default())))
}

/// The rows from `from` to the end of this part. The next one is behind a disclosure, which keeps the focus when it is
/// opened.
fn part(rows: usize, parts: Parts, from: usize, index: usize, draw: DrawRows) -> AnyView {
    let portion = parts.portion(rows, index);
    let drawn = draw(from, portion.shown);
    let rest = (portion.next > 0).then(|| {
        let open = RwSignal::new(false);
        let next = show_some(move || open.get().then(|| part(rows, parts, portion.shown, index + 1, Rc::clone(&draw))));
        let count = i64::try_from(portion.next).unwrap_or(i64::MAX);
        view! {
            <details data-rest="yes">
                <summary class="no-print" on:click=move |_| open.set(true)>{words::list_more(count)}</summary>
                {next}
            </details>
        }
    });
    view! { {drawn}{rest} }.into_any()
}
