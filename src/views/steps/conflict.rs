//! Two people changed the profile: both versions side by side, one choice per field, nothing overwritten silently.
use crate::app::pages::profile::{CONFLICT, ProfilePage};
use crate::domain::profile::{Difference, FieldId};
use crate::i18n::{later_format, words};
use crate::views::parts::dynamic::reactive;
use crate::views::parts::profile_words;
use crate::views::parts::typography::{asking, p};
use leptos::prelude::*;
use std::rc::Rc;

/// A value as people read it, not as it is stored.
fn readable(page: &Rc<ProfilePage>, field: FieldId, value: &str) -> String {
    if field == FieldId::Country {
        return later_format::country_name(value);
    }
    page.with_rules(|rules| {
        profile_words::rule_of(rules, field).map_or_else(|| value.to_owned(), |rule| profile_words::option(rule, value))
    })
}

fn side(page: &Rc<ProfilePage>, field: FieldId, value: String, legend: String) -> AnyView {
    let text = readable(page, field, &value);
    let shown = if text.is_empty() { words::summary_list_none() } else { text };
    let (chosen, picked, own) = (Rc::clone(page), Rc::clone(page), value.clone());
    view! {
        <td><label class="choice">
            // What is marked is what will be sent, also where the page is drawn anew.
            <input type="radio" name=["conflict-", field.name()].concat() aria-label=legend
                prop:checked=reactive(move || chosen.value(field) == own)
                on:change=move |_| picked.resolve(field, value.clone()) />
            <span class="choice__text" translate="no"><bdi>{shown}</bdi></span>
        </label></td>
    }
    .into_any()
}

fn row(page: &Rc<ProfilePage>, difference: Difference) -> AnyView {
    let Difference { field, mine, theirs } = difference;
    let label = page.with_rules(|rules| profile_words::label_of(rules, field));
    let keep = words::conflict_keep(&label, &readable(page, field, &mine));
    let take = words::conflict_take(&label, &readable(page, field, &theirs));
    view! {
        <tr>
            <th scope="row">{label}</th>
            {side(page, field, mine, keep)}
            {side(page, field, theirs, take)}
        </tr>
    }
    .into_any()
}

/// The table of differences.
pub fn view(page: &Rc<ProfilePage>, conflict: Vec<Difference>) -> AnyView {
    let rows = conflict.into_iter().map(|difference| row(page, difference)).collect_view();
    let body = view! {
        {p(words::conflict_lead())}
        <table class="compare">
            <thead><tr><th scope="col">{words::conflict_field()}</th><th scope="col">{words::conflict_mine()}</th><th scope="col">{words::conflict_theirs()}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    };
    asking(CONFLICT, words::conflict_title(), body.into_any())
}
