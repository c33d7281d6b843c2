//! Where is your company located? The location sets the country, and with it levels, currency and tax.
use crate::app::App;
use crate::app::pages::location::LocationPage;
use crate::domain::company::{Location, LocationKind};
use crate::domain::step::Step;
use crate::i18n::{later_format, words};
use crate::views::parts::choices::{Choice, radios};
use crate::views::parts::dynamic::remount_on_change;
use crate::views::parts::form::{step_form, step_page};
use crate::views::parts::icon::Icon;
use crate::views::parts::loading::{loaded, shown};
use crate::views::parts::location_kind::location_kind;
use crate::views::parts::messages;
use crate::views::parts::search::search_field;
use crate::views::parts::typography::lead;
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
pub fn view(app: &Rc<App>, page: &Rc<LocationPage>) -> AnyView {
    let (drawn, again, with) = (Rc::clone(page), Rc::clone(page), Rc::clone(app));
    let body =
        loaded(app, move || drawn.with_state(|state| shown(state, |_| inside(&with, &drawn))), move || again.load());
    step_page(app, Step::Location, &messages::plain(page.form()), body)
}

fn choice(location: &Location) -> Choice {
    Choice {
        value: location.id.clone(),
        label: location.name.clone(),
        is_name: true,
        hints: [location_kind(location), location.address.join(", ")]
            .into_iter()
            .chain(levels(location))
            .chain(prices(location))
            .collect(),
        icon: Some(if location.kind == LocationKind::Headquarters { Icon::Building } else { Icon::Place }),
        unavailable: None,
    }
}

/// The levels that can be chosen at a location, where the program tells them.
fn levels(location: &Location) -> Option<String> {
    (!location.levels.is_empty()).then(|| words::location_levels(&location.levels.join(", ")))
}

/// Currency and tax of the prices at a location, where the program tells them.
fn prices(location: &Location) -> Option<String> {
    location.prices.as_ref().map(|prices| match &prices.tax {
        Some((name, rate)) => words::location_taxed(&prices.currency, name, &later_format::percent(*rate)),
        None => words::location_untaxed(&prices.currency),
    })
}

fn inside(app: &Rc<App>, page: &Rc<LocationPage>) -> AnyView {
    let form = messages::plain(page.form());
    let (found, sending, listed, shown_in) = (Rc::clone(page), Rc::clone(page), Rc::clone(page), form.clone());
    let search = search_field("find", page.count(), words::locations_find(), page.search().text(), move |text| {
        found.search().set(text)
    });
    let body = remount_on_change(move || {
        let choices = listed.draw_offered(choice);
        untrack(|| {
            if choices.is_empty() {
                // What leads to the first location leads here.
                return view! { <p id="location" tabindex="-1">{words::centre_none_found()}</p> }.into_any();
            }
            radios(&shown_in, "location", words::location_legend(), choices, listed.chosen())
        })
    });
    view! { {lead(words::location_lead())} {search} {step_form(app, &form, words::form_save(), body, move || sending.send())} }
        .into_any()
}
