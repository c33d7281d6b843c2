//! Two people changed the profile: both versions side by side, one choice per field, nothing overwritten silently.
use crate::domain::country::CountryRules;
use crate::domain::profile::{Difference, FieldId, Profile};
use crate::i18n::words;
use crate::views::parts::profile_words;
use crate::views::parts::prose::p;
use leptos::prelude::*;

/// The fields on which the typed version and the server's differ.
pub type Conflict = Vec<Difference>;

/// My values where I changed something, theirs everywhere else.
#[must_use]
pub fn merged(base: &Profile, mine: &Profile, theirs: &Profile) -> Profile {
    let mut merged = theirs.clone();
    for field in FieldId::ALL {
        if mine.get(field) != base.get(field) {
            merged.0.insert(field, mine.get(field).to_owned());
        }
    }
    merged
}

fn label(rules: &CountryRules, field: FieldId) -> String {
    let mut all = rules.sections.iter().flat_map(|section| &section.fields);
    all.find(|rule| rule.id == field).map_or_else(|| field.name().to_owned(), |rule| profile_words::label(&rule.label))
}

fn side(name: String, text: String, checked: bool, legend: String, pick: impl Fn() + 'static) -> AnyView {
    let shown = if text.is_empty() { words::rows_none() } else { text };
    view! {
        <td><label class="choice">
            <input type="radio" name=name aria-label=legend checked=checked on:change=move |_| pick() />
            <span class="choice__text">{shown}</span>
        </label></td>
    }
    .into_any()
}

/// The table of differences; `pick` takes the value chosen for a field.
pub fn view(conflict: Conflict, rules: &CountryRules, pick: impl Fn(FieldId, String) + Copy + 'static) -> AnyView {
    let rows = conflict
        .into_iter()
        .map(|difference| {
            let name = ["conflict-", difference.field.name()].concat();
            let (field, theirs_first) = (difference.field, difference.only_theirs());
            let (my_value, their_value) = (difference.mine.clone(), difference.theirs.clone());
            let label = label(rules, difference.field);
            let (mine, theirs) =
                (words::conflict_keep(&label, &difference.mine), words::conflict_take(&label, &difference.theirs));
            view! {
                <tr>
                    <th scope="row">{label}</th>
                    {side(name.clone(), difference.mine, !theirs_first, mine, move || pick(field, my_value.clone()))}
                    {side(name, difference.theirs, theirs_first, theirs, move || pick(field, their_value.clone()))}
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="inset" id="conflict" tabindex="-1" aria-labelledby="conflict-title">
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
