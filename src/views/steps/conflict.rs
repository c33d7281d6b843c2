//! Two people changed the profile: both versions side by side, one choice per field, nothing overwritten silently.
use crate::app::pages::profile::{CONFLICT, ProfilePage};
use crate::domain::profile::{Difference, FieldId};
use crate::i18n::{format, words};
use crate::views::parts::profile_words;
use crate::views::parts::typography::p;
use leptos::prelude::*;
use std::rc::Rc;

/// A value as people read it, not as it is stored.
fn readable(page: &Rc<ProfilePage>, field: FieldId, value: &str) -> String {
    if field == FieldId::Country {
        return format::country_name(value);
    }
    page.with_rules(|rules| {
        profile_words::rule_of(rules, field).map_or_else(|| value.to_owned(), |rule| profile_words::option(rule, value))
    })
}

fn side(name: String, text: String, checked: bool, legend: String, pick: impl Fn() + 'static) -> AnyView {
    let shown = if text.is_empty() { words::summary_list_none() } else { text };
    view! {
        <td><label class="choice">
            <input type="radio" name=name aria-label=legend prop:checked=Signal::stored(checked) on:change=move |_| pick() />
            <span class="choice__text" translate="no"><bdi>{shown}</bdi></span>
        </label></td>
    }
    .into_any()
}

fn row(page: &Rc<ProfilePage>, difference: Difference) -> AnyView {
    let (field, theirs_first) = (difference.field, difference.only_theirs());
    let name = ["conflict-", field.name()].concat();
    let label = page.with_rules(|rules| profile_words::label_of(rules, field));
    let (mine, theirs) = (readable(page, field, &difference.mine), readable(page, field, &difference.theirs));
    let (keep, take) = (words::conflict_keep(&label, &mine), words::conflict_take(&label, &theirs));
    let (keeping, taking) = (Rc::clone(page), Rc::clone(page));
    view! {
        <tr>
            <th scope="row">{label}</th>
            {side(name.clone(), mine, !theirs_first, keep, move || keeping.resolve(field, difference.mine.clone()))}
            {side(name, theirs, theirs_first, take, move || taking.resolve(field, difference.theirs.clone()))}
        </tr>
    }
    .into_any()
}

/// The table of differences.
pub fn view(page: &Rc<ProfilePage>, conflict: Vec<Difference>) -> AnyView {
    let rows = conflict.into_iter().map(|difference| row(page, difference)).collect_view();
    view! {
        <section class="inset" id=CONFLICT tabindex="-1" aria-labelledby="conflict-title">
            <h2 id="conflict-title">{words::conflict_title()}</h2>
            {p(words::conflict_lead())}
            <table class="compare">
                <thead><tr><th scope="col">{words::conflict_field()}</th><th scope="col">{words::conflict_mine()}</th><th scope="col">{words::conflict_theirs()}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}
