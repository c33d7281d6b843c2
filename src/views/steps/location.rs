//! Step 4: where is your company located? The location sets the country, and with it levels, currency and tax.
use super::{current, saver};
use crate::app::screen;
use crate::app::session::App;
use crate::domain::company::{Location, LocationKind};
use crate::domain::draft::AnswerKey;
use crate::domain::renewal::Renewal;
use crate::domain::step::Step;
use crate::i18n::words;
use crate::views::parts::choices::{Choice, radios};
use crate::views::parts::form::{Form, step_form, step_page};
use crate::views::parts::guard;
use crate::views::parts::loading::loaded;
use crate::views::parts::prose::lead;
use crate::wire;
use leptos::prelude::*;

/// The page.
pub fn view(app: App) -> AnyView {
    let form = Form::new();
    let body = guard::step(app, Step::Location, move |renewal| {
        let organization = renewal.organization.id.clone();
        let find = move |app: App| app.ask(wire::organization::locations(&organization));
        loaded(app, find, move |locations, _| inside(app, form, renewal.clone(), &locations))
    });
    step_page(app, Step::Location, form, words::location_title(), body)
}

fn choice(location: &Location) -> Choice {
    let kind = match location.kind {
        LocationKind::Headquarters => words::organization_headquarters(),
        LocationKind::Branch => words::organization_branch(),
        LocationKind::Other => words::organization_other(),
    };
    let address = location.address.join(", ");
    Choice {
        value: location.id.clone(),
        label: location.name.clone(),
        hints: vec![words::location_kind(&kind, &screen::country_name(&location.country)), address],
        aside: String::new(),
        unavailable: None,
    }
}

fn inside(app: App, form: Form, renewal: Renewal, locations: &[Location]) -> AnyView {
    let saved = renewal.location.as_ref().map(|location| location.id.clone());
    let chosen = app.wizard.answer(AnswerKey::Location).or(saved).unwrap_or_default();
    let value = RwSignal::new(chosen);
    let known: Vec<String> = locations.iter().map(|location| location.id.clone()).collect();
    let choices = locations.iter().map(choice).collect();
    let save = saver(app, Step::Location, form);
    let send = move || {
        let id = value.get_untracked();
        if known.contains(&id) {
            form.run(save(wire::renewal::choose_location(&current(app, &renewal), &id)));
        } else {
            form.refuse(vec![("location".to_owned(), words::location_missing())]);
        }
    };
    let body = radios(form, "location", words::location_legend(), choices, value, move |id| {
        app.wizard.set(AnswerKey::Location, id);
    });
    view! { {lead(words::location_lead())} {step_form(app, form, words::form_save(), body, send)} }.into_any()
}
