//! Choose your renewal level, among those offered at the location.
use crate::app::App;
use crate::app::pages::level::{LevelPage, Shown};
use crate::domain::renewal::{Notice, OfferedLevel, Unavailable};
use crate::domain::step::Step;
use crate::i18n::{format, words};
use crate::views::parts::choices::{Choice, radios};
use crate::views::parts::form::{step_form, step_page};
use crate::views::parts::loading::{loaded, shown};
use crate::views::parts::messages;
use crate::views::parts::typography::{inset, lead};
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
pub fn view(app: &Rc<App>, page: &Rc<LevelPage>) -> AnyView {
    let (drawn, again, with) = (Rc::clone(page), Rc::clone(page), Rc::clone(app));
    let body = loaded(
        app,
        move || drawn.with_state(|state| shown(state, |found| inside(&with, &drawn, found))),
        move || again.load(),
    );
    step_page(app, Step::Level, &messages::plain(page.form()), body)
}

fn choice(offer: &OfferedLevel) -> Choice {
    let current = offer.current.then(words::level_current);
    Choice {
        value: offer.level.id.clone(),
        label: offer.level.name.clone(),
        is_name: true,
        hints: current.into_iter().chain([offer.description.clone()]).collect(),
        icon: None,
        price: words::level_fee(&format::money(&offer.fee)),
        unavailable: offer.unavailable.map(|reason| match reason {
            Unavailable::NotInCountry => words::level_not_in_country(),
            Unavailable::Requirements => words::level_requirements(),
            Unavailable::BelowCurrent => words::level_below(),
            Unavailable::Other => words::level_unavailable(),
        }),
    }
}

fn inside(app: &Rc<App>, page: &Rc<LevelPage>, shown: &Shown) -> AnyView {
    let form = messages::plain(page.form());
    let cleared = shown.renewal.notices.contains(&Notice::LevelCleared);
    let place = shown.renewal.location.as_ref().map_or_else(String::new, |location| {
        words::level_lead(&location.name, &format::country_name(&location.country))
    });
    let choices = shown.levels.iter().map(choice).collect();
    let sending = Rc::clone(page);
    let body = radios(&form, "level", words::level_legend(), choices, page.chosen());
    view! {
        {cleared.then(|| inset(vec![words::level_cleared()]))}
        {lead(place)}
        {step_form(app, &form, words::form_save(), body, move || sending.send())}
    }
    .into_any()
}
