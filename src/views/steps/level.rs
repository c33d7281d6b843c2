//! Choose your renewal level, among those offered at the location.
use crate::app::App;
use crate::app::pages::answer::Answer;
use crate::app::pages::level::{LevelPage, Shown};
use crate::domain::renewal::{Included, Notice, OfferedLevel, Unavailable};
use crate::domain::step::Step;
use crate::i18n::{format, later_format, words};
use crate::views::parts::choices::{group, radio_button};
use crate::views::parts::form::{step_form, step_page};
use crate::views::parts::icon::{Icon, icon};
use crate::views::parts::loading::{loaded, shown};
use crate::views::parts::messages;
use crate::views::parts::typography::{inset, lead};
use leptos::prelude::*;
use std::rc::Rc;

/// Name of the group of radio buttons, and id of the first that can be chosen.
const GROUP: &str = "level";

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

fn reason(reason: Unavailable) -> String {
    match reason {
        Unavailable::NotInCountry => words::level_not_in_country(),
        Unavailable::Requirements => words::level_requirements(),
        Unavailable::BelowCurrent => words::level_below(),
        Unavailable::Other => words::level_unavailable(),
    }
}

/// Levels side by side: the same thing stands in the same row of each. What differs from the present level stands out.
pub fn comparison(chosen: &Rc<Answer>, offers: &[OfferedLevel]) -> AnyView {
    let first = offers.iter().position(|offer| offer.unavailable.is_none()).unwrap_or(0);
    let current = offers.iter().find(|offer| offer.current);
    let cards = offers.iter().enumerate().map(|(i, offer)| {
        let own = if i == first { GROUP.to_owned() } else { [GROUP, "-", &offer.level.id].concat() };
        card(own, offer, current, chosen)
    });
    view! { <div class="levels">{cards.collect::<Vec<_>>()}</div> }.into_any()
}

fn card(own: String, offer: &OfferedLevel, current: Option<&OfferedLevel>, chosen: &Rc<Answer>) -> AnyView {
    let (name_id, more_id) = ([&own, "-name"].concat(), [&own, "-more"].concat());
    let name = view! { <bdi id=name_id.clone() translate="no">{offer.level.name.clone()}</bdi> }.into_any();
    let name = if offer.unavailable.is_some() {
        name
    } else {
        let chosen = Rc::clone(chosen);
        let button = radio_button(own.clone(), GROUP, offer.level.id.clone(), name_id, Some(more_id.clone()), chosen);
        view! { <label for=own>{button}{name}</label> }.into_any()
    };
    let why_not = offer.unavailable.map(|why| match offer.unlocked_by.as_str() {
        "" => reason(why),
        unlocked_by => [&reason(why), ". ", unlocked_by].concat(),
    });
    let flag = why_not.unwrap_or_else(|| offer.description.clone());
    let flag = view! { <bdi>{flag}</bdi> };
    let is_current = offer.current.then(|| view! { <span class="tag">{words::level_current()}</span> }.into_any());
    let rows = offer.included.iter().enumerate().map(|(i, one)| {
        let of_current = current.and_then(|current| current.included.get(i));
        let mark = if one.value.is_some() { Icon::Check } else { Icon::None };
        let differs = of_current.is_some_and(|other| other.value != one.value);
        line(if differs { "level__differs" } else { "" }, mark, one)
    });
    let who = (!offer.who.is_empty())
        .then(|| line("", Icon::Person, &Included { name: words::level_who(), value: Some(offer.who.clone()) }));
    let rows = rows.chain(who).collect::<Vec<_>>();
    let class = if offer.unavailable.is_some() { "level level--unavailable" } else { "level" };
    let count = (rows.len() + 4).to_string();
    view! {
        <div class=class style=("--rows", count)>
            <h2>{name}</h2>
            <p class="level__price" translate="no"><bdi>{words::level_fee(&format::money(&offer.fee))}</bdi></p>
            <p class="level__tag">{is_current}</p>
            <p class="level__flag">{flag}</p>
            <dl id=more_id>{rows}</dl>
        </div>
    }
    .into_any()
}

fn line(class: &'static str, mark: Icon, one: &Included) -> AnyView {
    let value = one.value.clone().unwrap_or_else(words::level_without);
    view! { <div class=class>{icon(mark)}<dt><bdi>{one.name.clone()}</bdi></dt><dd><bdi>{value}</bdi></dd></div> }
        .into_any()
}

fn inside(app: &Rc<App>, page: &Rc<LevelPage>, shown: &Shown) -> AnyView {
    let form = messages::plain(page.form());
    let cleared = shown.renewal.notices.contains(&Notice::LevelCleared);
    let place = shown.renewal.location.as_ref().map_or_else(String::new, |location| {
        words::level_lead(&location.name, &later_format::country_name(&location.country))
    });
    let sending = Rc::clone(page);
    let current = shown.levels.iter().find(|offer| offer.current);
    let bold = current.map(|offer| words::level_differs(&offer.level.name));
    let body = group(&form, GROUP, words::level_legend(), comparison(page.chosen(), &shown.levels));
    view! {
        {cleared.then(|| inset(vec![words::level_cleared()]))}
        {lead(place)}
        {bold.map(|text| view! { <p class="caption">{text}</p> }.into_any())}
        {step_form(app, &form, words::form_save(), body, move || sending.send())}
    }
    .into_any()
}
