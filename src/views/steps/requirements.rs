//! Step 1: check your requirements.
use super::{current, saver};
use crate::app::session::App;
use crate::domain::competency::{Competency, RequirementsVerdict, verdict};
use crate::domain::renewal::Renewal;
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::i18n::words;
use crate::views::parts::choices::tick;
use crate::views::parts::form::{Form, step_form, step_page};
use crate::views::parts::guard;
use crate::views::parts::loading::loaded;
use crate::views::parts::press::link;
use crate::views::parts::prose::{h2, lead, p};
use crate::views::parts::status::competency;
use crate::wire;
use leptos::prelude::*;

/// The page.
pub fn view(app: App) -> AnyView {
    let form = Form::new();
    let body = guard::step(app, Step::Requirements, move |renewal| {
        let organization = renewal.organization.id.clone();
        let find = move |app: App| app.ask(wire::competencies::get(&organization));
        loaded(app, find, move |competencies, _| inside(app, form, renewal.clone(), &competencies))
    });
    step_page(app, Step::Requirements, form, words::requirements_title(), body)
}

fn inside(app: App, form: Form, renewal: Renewal, competencies: &[Competency]) -> AnyView {
    let cards = competencies.iter().map(competency).collect_view();
    let answer = match verdict(competencies) {
        RequirementsVerdict::Met => confirm(app, form, renewal),
        RequirementsVerdict::Short => stopped(words::requirements_short(), words::requirements_short_do()),
        RequirementsVerdict::Unknown => stopped(words::requirements_unknown(), words::requirements_unknown_do()),
    };
    view! { {lead(words::requirements_lead())} {cards} {answer} }.into_any()
}

/// The renewal cannot go on from here: why, and the way out. Not an error of the person's.
fn stopped(what: String, todo: String) -> AnyView {
    view! {
        <div class="inset">
            {h2(what)}
            {p(todo)}
            <p>{link("button", &Page::Competencies, words::requirements_see())}</p>
        </div>
    }
    .into_any()
}

fn confirm(app: App, form: Form, renewal: Renewal) -> AnyView {
    let confirmed = RwSignal::new(renewal.requirements.is_some());
    let save = saver(app, Step::Requirements, form);
    let send = move || {
        if !confirmed.get_untracked() {
            form.refuse(vec![("confirmed".to_owned(), words::requirements_confirm_missing())]);
            return;
        }
        form.run(save(wire::renewal::confirm_requirements(&current(app, &renewal))));
    };
    step_form(app, form, words::form_save(), tick(form, "confirmed", words::requirements_confirm(), confirmed), send)
}
