//! Competency summary under Requirements and assets: what each competency needs and has, whether a renewal keeps it, and
//! Re-enroll, the second way into the same renewal.
use super::requirement_details::{Around, row};
use crate::app::App;
use crate::app::pages::competencies::{CompetenciesPage, Shown};
use crate::app::pages::entry::{MainAction, main_action};
use crate::domain::competency::{AfterRenewal, Competency, RequirementsVerdict, verdict};
use crate::domain::competency_details::DetailedCompetency;
use crate::domain::route::Page;
use crate::i18n::{format, words};
use crate::views::outline::back;
use crate::views::parts::entry::start_button_as;
use crate::views::parts::form::failure_box;
use crate::views::parts::frame::fixed;
use crate::views::parts::loading::{loaded, shown};
use crate::views::parts::long_list::cards_in_parts;
use crate::views::parts::status::card;
use crate::views::parts::typography::{lead, p};
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
pub fn view(app: &Rc<App>, page: &Rc<CompetenciesPage>) -> AnyView {
    let (drawn, again, with) = (Rc::clone(page), Rc::clone(page), Rc::clone(app));
    let body = loaded(
        app,
        move || drawn.with_state(|state| shown(state, |found| untrack(|| inside(&with, &drawn, found)))),
        move || again.load(),
    );
    let body = view! { {failure_box(app, page.form())}{body} };
    fixed(app, words::competencies_title(), Some(back(&Page::Competencies)), body.into_any())
}

fn inside(app: &Rc<App>, page: &Rc<CompetenciesPage>, (membership, competencies): &Shown) -> AnyView {
    let action = main_action(membership);
    let can_renew = matches!(action, MainAction::Begin | MainAction::Resume { .. });
    let gives_up = competencies.competencies().any(Competency::is_given_up);
    let now = verdict(competencies.competencies());
    // What is missing comes first.
    let class = if now == RequirementsVerdict::Short { "button button--secondary" } else { "button" };
    let summary = match now {
        RequirementsVerdict::Met if competencies.list.is_empty() => words::competencies_none(),
        RequirementsVerdict::Met if gives_up && can_renew => words::competencies_given_up(),
        RequirementsVerdict::Met if gives_up => words::competencies_given_up_next(),
        RequirementsVerdict::Met if action == MainAction::Begin => words::competencies_met_now(),
        RequirementsVerdict::Met => words::competencies_met(),
        RequirementsVerdict::Short => words::competencies_short(),
        RequirementsVerdict::Unknown => words::competencies_unknown(),
    };
    let around = Around { page: Rc::clone(page), today: competencies.as_of, can_resend: competencies.can_resend };
    view! {
        {lead(summary)}
        {start_button_as(app, page.entry(), membership, words::competencies_re_enroll(), class)}
        {cards(&around, &competencies.list, true, can_renew)}
        {cards(&around, &competencies.list, false, can_renew)}
    }
    .into_any()
}

/// The competencies that lack something, which stand first, or those that do not; nothing where there is none.
fn cards(around: &Around, list: &Rc<[DetailedCompetency]>, is_missing: bool, can_renew: bool) -> AnyView {
    let (list, around) = (Rc::clone(list), around.clone());
    let mut places = Vec::new();
    for (place, one) in list.iter().enumerate() {
        if (missing(one) > 0) == is_missing {
            places.push(place);
        }
    }
    let count = places.len();
    let draw = move |from: usize, to: usize| {
        let part = places.get(from..to).unwrap_or_default().iter().filter_map(|place| list.get(*place));
        let cards = part.map(|one| competency(&around, one, can_renew)).collect::<Vec<_>>();
        view! { <div class="cards">{cards}</div> }.into_any()
    };
    if count == 0 {
        return ().into_any();
    }
    let cards = cards_in_parts(count, Rc::new(draw));
    // In columns of a section: their details are open, and differ in height.
    if is_missing || count == 1 { view! { <section>{cards}</section> }.into_any() } else { cards }
}

fn competency(around: &Around, detailed: &DetailedCompetency, can_renew: bool) -> AnyView {
    let competency = &detailed.competency;
    let until = detailed.expires_on.map(|day| p(words::competencies_until(&format::date_long(day))));
    let reason = detailed.reason.clone().map(|text| view! { <p><bdi>{text}</bdi></p> }.into_any());
    let about = view! { {until}{after_renewal(detailed, can_renew)}{reason} };
    let rows = competency.most_urgent_first().map(|one| row(around, one)).collect();
    card(&competency.name, &competency.level, about.into_any(), rows, missing(detailed))
}

/// How many of its requirements are missing.
fn missing(detailed: &DetailedCompetency) -> usize {
    detailed.competency.requirements.iter().filter(|one| one.requirement.is_missing()).count()
}

/// What becomes of a competency: if the membership is renewed now, where the person can, or else at the next renewal.
fn after_renewal(detailed: &DetailedCompetency, can_renew: bool) -> Option<AnyView> {
    let (class, text) = match detailed.competency.after_renewal? {
        AfterRenewal::Kept => ("status status--met", words::competencies_kept()),
        AfterRenewal::Lowered => {
            let level = detailed.new_level.as_deref();
            let text = level.map_or_else(words::competencies_lowered_unnamed, words::competencies_lowered);
            ("status status--unknown", text)
        }
        AfterRenewal::Lost => ("status status--short", words::competencies_lost()),
        AfterRenewal::Undecided => ("status status--unknown", words::competencies_undecided()),
        AfterRenewal::Blocked => ("status status--short", words::competencies_blocked()),
        AfterRenewal::Other => return None,
    };
    let when = if can_renew { words::competencies_if_now() } else { words::competencies_if_next() };
    Some(view! { <p>{when}{" "}<span class=class>{text}</span></p> }.into_any())
}
