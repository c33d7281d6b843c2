//! Step 5: choose your renewal level, among those offered at the location.
use super::{current, saver};
use crate::app::screen;
use crate::app::session::App;
use crate::domain::draft::AnswerKey;
use crate::domain::renewal::{Notice, OfferedLevel, Renewal, Unavailable};
use crate::domain::step::Step;
use crate::i18n::words;
use crate::views::parts::choices::{Choice, radios};
use crate::views::parts::form::{Form, step_form, step_page};
use crate::views::parts::guard;
use crate::views::parts::loading::loaded;
use crate::views::parts::prose::{inset, lead};
use crate::wire;
use leptos::prelude::*;

/// The page.
pub fn view(app: App) -> AnyView {
    let form = Form::new();
    let body = guard::step(app, Step::Level, move |renewal| {
        let for_levels = renewal.clone();
        let find = move |app: App| app.ask(wire::renewal::levels(&for_levels));
        loaded(app, find, move |levels, _| inside(app, form, renewal.clone(), &levels))
    });
    step_page(app, Step::Level, form, words::level_title(), body)
}

fn choice(offer: &OfferedLevel) -> Choice {
    let current = offer.current.then(words::level_current);
    Choice {
        value: offer.level.id.clone(),
        label: offer.level.name.clone(),
        hints: current.into_iter().chain([offer.description.clone()]).collect(),
        aside: words::level_fee(&screen::money(&offer.fee)),
        unavailable: offer.unavailable.map(|reason| match reason {
            Unavailable::NotInCountry => words::level_not_in_country(),
            Unavailable::Requirements => words::level_requirements(),
            Unavailable::BelowCurrent => words::level_below(),
            Unavailable::Other => words::level_unavailable(),
        }),
    }
}

fn inside(app: App, form: Form, renewal: Renewal, levels: &[OfferedLevel]) -> AnyView {
    let free: Vec<String> = levels.iter().filter(|l| l.unavailable.is_none()).map(|l| l.level.id.clone()).collect();
    let saved = renewal.level.as_ref().map(|chosen| chosen.level.id.clone());
    let chosen = app.wizard.answer(AnswerKey::Level).or(saved).filter(|id| free.contains(id)).unwrap_or_default();
    let value = RwSignal::new(chosen);
    let cleared = renewal.notices.contains(&Notice::LevelCleared);
    let place = renewal.location.as_ref().map_or_else(String::new, |location| {
        words::level_lead(&location.name, &screen::country_name(&location.country))
    });
    let choices = levels.iter().map(choice).collect();
    let save = saver(app, Step::Level, form);
    let send = move || {
        let id = value.get_untracked();
        if free.contains(&id) {
            form.run(save(wire::renewal::choose_level(&current(app, &renewal), &id)));
        } else {
            form.refuse(vec![("level".to_owned(), words::level_missing())]);
        }
    };
    let body = radios(form, "level", words::level_legend(), choices, value, move |id| {
        app.wizard.set(AnswerKey::Level, id);
    });
    view! {
        {cleared.then(|| inset(vec![words::level_cleared()]))}
        {lead(place)}
        {step_form(app, form, words::form_save(), body, send)}
    }
    .into_any()
}
