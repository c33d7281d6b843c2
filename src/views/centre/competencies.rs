//! Competency summary under Requirements and assets, with Re-enroll: the second way into the same renewal.
use crate::app::App;
use crate::app::pages::competencies::{CompetenciesPage, Shown};
use crate::app::pages::entry::{MainAction, main_action};
use crate::domain::competency::{RequirementsVerdict, verdict};
use crate::domain::route::Page;
use crate::i18n::words;
use crate::views::outline::back;
use crate::views::parts::entry::start_button;
use crate::views::parts::frame::fixed;
use crate::views::parts::loading::{loaded, shown};
use crate::views::parts::status::competencies;
use crate::views::parts::typography::{lead, p};
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
pub fn view(app: &Rc<App>, page: &Rc<CompetenciesPage>) -> AnyView {
    let (drawn, again, with) = (Rc::clone(page), Rc::clone(page), Rc::clone(app));
    let body = loaded(
        app,
        move || drawn.with_state(|state| shown(state, |found| inside(&with, &drawn, found))),
        move || again.load(),
    );
    fixed(app, words::competencies_title(), Some(back(&Page::Competencies)), body)
}

fn inside(app: &Rc<App>, page: &Rc<CompetenciesPage>, (membership, list): &Shown) -> AnyView {
    let summary = match verdict(list) {
        RequirementsVerdict::Met if main_action(membership) == MainAction::Begin => words::competencies_met_now(),
        RequirementsVerdict::Met => words::competencies_met(),
        RequirementsVerdict::Short => words::competencies_short(),
        RequirementsVerdict::Unknown => words::competencies_unknown(),
    };
    view! {
        {lead(summary)}
        {start_button(app, page.entry(), membership, words::competencies_re_enroll())}
        {list.is_empty().then(|| p(words::competencies_none()))}
        {competencies(list)}
    }
    .into_any()
}
