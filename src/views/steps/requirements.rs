//! Check your requirements.
use crate::app::App;
use crate::app::pages::requirements::{RequirementsPage, Shown};
use crate::domain::competency::{Competency, RequirementsVerdict, verdict};
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::i18n::words;
use crate::views::parts::buttons::link;
use crate::views::parts::choices::tick;
use crate::views::parts::form::{step_form, step_page};
use crate::views::parts::loading::{loaded, shown};
use crate::views::parts::messages;
use crate::views::parts::status::competencies;
use crate::views::parts::typography::{h2, lead, p};
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
pub fn view(app: &Rc<App>, page: &Rc<RequirementsPage>) -> AnyView {
    let (drawn, again, with) = (Rc::clone(page), Rc::clone(page), Rc::clone(app));
    let body = loaded(
        app,
        move || drawn.with_state(|state| shown(state, |found| inside(&with, &drawn, found))),
        move || again.load(),
    );
    step_page(app, Step::Requirements, &messages::plain(page.form()), body)
}

fn inside(app: &Rc<App>, page: &Rc<RequirementsPage>, shown: &Shown) -> AnyView {
    if shown.competencies.is_empty() {
        return view! { {lead(words::requirements_nothing())} {form(app, page, ().into_any())} }.into_any();
    }
    let cards = competencies(&shown.competencies);
    let answer = match verdict(&shown.competencies) {
        RequirementsVerdict::Met => confirm(app, page, shown.competencies.iter().any(Competency::is_given_up)),
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

/// The box to tick. Nobody confirms the requirements of what is given up.
fn confirm(app: &Rc<App>, page: &Rc<RequirementsPage>, gives_up: bool) -> AnyView {
    let label = if gives_up { words::requirements_confirm_others() } else { words::requirements_confirm() };
    let (ticked, ticking) = (Rc::clone(page), Rc::clone(page));
    let body = tick(
        &messages::plain(page.form()),
        "confirmed",
        label,
        move || ticked.is_confirmed(),
        move |confirmed| ticking.confirm(confirmed),
    );
    form(app, page, body)
}

fn form(app: &Rc<App>, page: &Rc<RequirementsPage>, body: AnyView) -> AnyView {
    let sending = Rc::clone(page);
    step_form(app, &messages::plain(page.form()), words::form_save(), body, move || sending.send())
}
