//! The address that was typed and those that the program suggests, side by side. One of them is chosen.
use crate::app::pages::profile::{ADDRESS_QUESTION, ProfilePage};
use crate::domain::profile::{ADDRESS, FieldId, Profile};
use crate::i18n::{format, words};
use crate::views::parts::dynamic::reactive;
use crate::views::parts::profile_words;
use crate::views::parts::typography::{asking, p};
use leptos::prelude::*;
use std::rc::Rc;

/// The question. Saving once more is the answer.
pub fn question(page: &Rc<ProfilePage>, options: &[Profile]) -> AnyView {
    let heads = (0..options.len()).map(|option| head(page, option, options.len())).collect_view();
    let rows = ADDRESS.into_iter().filter_map(|field| row(page, field, options)).collect_view();
    let body = view! {
        {p(words::address_lead())}
        <fieldset class="fieldset">
            <legend class="visually-hidden">{words::address_title()}</legend>
            <table class="compare">
                <thead><tr><td prop:textContent=String::new()></td>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </fieldset>
    };
    asking(ADDRESS_QUESTION, words::address_title(), body.into_any())
}

/// The head of a column, with which its address is chosen.
fn head(page: &Rc<ProfilePage>, option: usize, count: usize) -> AnyView {
    let name = match option {
        0 => words::address_yours(),
        1 if count == 2 => words::address_suggested(),
        _ => [&words::address_suggested(), " ", &format::number(option as i64)].concat(),
    };
    let (chosen, choosing) = (Rc::clone(page), Rc::clone(page));
    view! {
        <th scope="col"><label class="choice">
            <input type="radio" name="address-choice" prop:checked=reactive(move || chosen.chosen_address() == option)
                on:change=move |_| choosing.choose_address(option) />
            <span class="choice__text">{name}</span>
        </label></th>
    }
    .into_any()
}

/// A field of each address; `None` for one that none of them has.
fn row(page: &Rc<ProfilePage>, field: FieldId, options: &[Profile]) -> Option<AnyView> {
    let own = options.first()?.get(field);
    if options.iter().all(|option| option.get(field).is_empty()) {
        return None;
    }
    let label = page.with_rules(|rules| profile_words::label_of(rules, field));
    let cells = options.iter().map(|option| {
        let value = option.get(field);
        let text = if value.is_empty() { words::summary_list_none() } else { value.to_owned() };
        let text = view! { <bdi translate="no">{text}</bdi> };
        if value == own {
            view! { <td>{text}</td> }.into_any()
        } else {
            view! { <td><mark>{text}</mark>{" "}{words::address_differs()}</td> }.into_any()
        }
    });
    Some(view! { <tr><th scope="row">{label}</th>{cells.collect_view()}</tr> }.into_any())
}
