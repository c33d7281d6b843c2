//! The state of a requirement as a word with a shape, never by colour alone, and its card.
use super::long_list::list_in_parts;
use crate::domain::competency::{Competency, Requirement, RequirementState, RequirementUnit};
use crate::i18n::{format, words};
use leptos::prelude::*;

fn state(state: RequirementState) -> AnyView {
    let (class, text) = match state {
        RequirementState::Met => ("status status--met", words::requirement_met()),
        RequirementState::Short => ("status status--short", words::requirement_short()),
        RequirementState::Unknown => ("status status--unknown", words::requirement_unknown()),
        RequirementState::NotApplicable => ("status status--not-applicable", words::requirement_not_applicable()),
    };
    view! { <span class=class>{text}</span> }.into_any()
}

fn amount(count: i64, unit: RequirementUnit) -> String {
    match unit {
        RequirementUnit::People => words::requirement_people(count),
        RequirementUnit::Customers => words::requirement_customers(count),
        RequirementUnit::Exams => words::requirement_exams(count),
        RequirementUnit::Points => words::requirement_points(count),
        RequirementUnit::Percent => format::percent(count.saturating_mul(100)),
        RequirementUnit::Seats | RequirementUnit::Money | RequirementUnit::Ways | RequirementUnit::Other => {
            format::number(count)
        }
    }
}

/// What there is of what is needed, as numbers and as a bar; nothing of what does not apply.
fn numbers(requirement: &Requirement) -> Option<AnyView> {
    if requirement.state == RequirementState::NotApplicable {
        return None;
    }
    let need = amount(requirement.need, requirement.unit);
    let text = words::requirement_of(&format::number(requirement.have), &need);
    // A full bar would say nothing.
    let bar = (requirement.state != RequirementState::Met).then(|| {
        view! {
            <svg class="bar" aria-hidden="true" viewBox="0 0 100 1" preserveAspectRatio="none">
                <rect width=100 height="1" />
                <rect class="bar__have" width=requirement.percent() height="1" />
            </svg>
        }
        .into_any()
    });
    Some(view! { <p class="requirement__numbers">{text}</p>{bar} }.into_any())
}

fn requirement(requirement: &Requirement) -> AnyView {
    let missing = requirement
        .missing
        .clone()
        .or_else(|| (requirement.state == RequirementState::Unknown).then(words::requirement_unknown_do));
    view! {
        <li class="requirement">
            <p class="requirement__name"><bdi translate="no">{requirement.name.clone()}</bdi></p>
            {numbers(requirement)}
            {state(requirement.state)}
            {missing.map(|text| view! { <p class="requirement__missing"><bdi>{text}</bdi></p> }.into_any())}
        </li>
    }
    .into_any()
}

/// How many requirements that are met, or do not apply, are shown before the others fold away.
const MET_SHOWN: usize = 3;

/// Competencies as cards.
pub fn competencies(list: &[Competency]) -> AnyView {
    list_in_parts(list, |part| {
        let cards = part.iter().map(competency).collect_view();
        view! { <div class="cards">{cards}</div> }.into_any()
    })
}

/// A competency with its requirements: what is missing first, and how much of each there is.
fn competency(competency: &Competency) -> AnyView {
    let is_missing = |one: &&Requirement| matches!(one.state, RequirementState::Short | RequirementState::Unknown);
    let missing = competency.requirements.iter().filter(is_missing).count();
    let mut rows = competency.most_urgent_first().map(requirement).collect::<Vec<_>>();
    let folded = rows.split_off(rows.len().min(missing + MET_SHOWN));
    let folded = (!folded.is_empty()).then(|| {
        let count = i64::try_from(folded.len()).unwrap_or(i64::MAX);
        view! { <details><summary>{words::list_more(count)}</summary><ul class="requirements">{folded}</ul></details> }
    });
    view! {
        <section class="card">
            <h2><bdi translate="no">{competency.name.clone()}</bdi>{" "}<bdi class="tag" translate="no">{competency.level.clone()}</bdi></h2>
            <ul class="requirements">{rows}</ul>
            {folded}
        </section>
    }
    .into_any()
}
