//! The state of a requirement as a word with a shape, never by colour alone, and the card of a competency.
use super::long_list::list_in_parts;
use super::typography::p;
use crate::domain::competency::{AfterRenewal, Competency, Requirement, RequirementState, RequirementUnit};
use crate::i18n::{format, later_format, words};
use leptos::prelude::*;

/// The state of a requirement, or of a way to meet it.
pub fn state(state: RequirementState) -> AnyView {
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
        RequirementUnit::Percent => later_format::percent(count.saturating_mul(100)),
        RequirementUnit::Seats | RequirementUnit::Money | RequirementUnit::Ways | RequirementUnit::Other => {
            format::number(count)
        }
    }
}

/// What there is of what is needed, as numbers and as a bar; nothing of what is not known, does not apply, or has ways of
/// its own.
fn numbers(requirement: &Requirement) -> Option<AnyView> {
    let is_counted = matches!(requirement.state, RequirementState::Met | RequirementState::Short);
    if !is_counted || requirement.unit == RequirementUnit::Ways {
        return None;
    }
    let (have, need) = match &requirement.amounts {
        Some((have, need)) => (format::money(have), format::money(need)),
        None => (format::number(requirement.have), amount(requirement.need, requirement.unit)),
    };
    // "5 of 4" would read like a mistake.
    let is_more = requirement.have > requirement.need;
    let text = if is_more { words::requirement_enough(&have, &need) } else { words::requirement_of(&have, &need) };
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

/// Name, numbers and state of a requirement, and what is missing: what an element of the class `requirement` holds.
pub fn requirement(requirement: &Requirement) -> AnyView {
    // What nobody knows yet is no failure.
    let class = if requirement.state == RequirementState::Unknown { "caption" } else { "requirement__missing" };
    let missing = requirement
        .missing
        .clone()
        .or_else(|| (requirement.state == RequirementState::Unknown).then(words::requirement_unknown_do));
    view! {
        <p class="requirement__name"><bdi translate="no">{requirement.name.clone()}</bdi></p>
        {numbers(requirement)}
        {state(requirement.state)}
        {missing.map(|text| view! { <p class=class><bdi>{text}</bdi></p> }.into_any())}
    }
    .into_any()
}

/// How many requirements that are met, or do not apply, are shown before the others fold away.
const MET_SHOWN: usize = 3;

/// Competencies as cards, in short.
pub fn competencies(list: &[Competency]) -> AnyView {
    list_in_parts(list.to_vec(), |part| {
        let cards = part.iter().map(competency).collect_view();
        view! { <div class="cards">{cards}</div> }.into_any()
    })
}

fn competency(competency: &Competency) -> AnyView {
    let given_up = match competency.after_renewal {
        Some(AfterRenewal::Lowered) => Some(words::competencies_lowered_unnamed()),
        Some(AfterRenewal::Lost) => Some(words::competencies_lost()),
        _ => None,
    };
    let given_up = given_up.map(|text| p([&words::competencies_if_now(), " ", &text].concat()));
    let row = |one| view! { <li class="requirement">{requirement(one)}</li> }.into_any();
    let rows = competency.most_urgent_first().map(row).collect();
    let missing = competency.requirements.iter().filter(|one| one.is_missing()).count();
    card(&competency.name, &competency.level, given_up.into_any(), rows, missing)
}

/// A competency with its requirements, of which the first ones are missing. `about` stands below its name.
pub fn card(name: &str, level: &str, about: AnyView, mut rows: Vec<AnyView>, missing: usize) -> AnyView {
    let folded = rows.split_off(rows.len().min(missing + MET_SHOWN));
    let folded = (!folded.is_empty()).then(|| {
        let count = i64::try_from(folded.len()).unwrap_or(i64::MAX);
        view! { <details><summary class="no-print">{words::list_more(count)}</summary><ul class="requirements">{folded}</ul></details> }
    });
    view! {
        <section class="card">
            <h2><bdi translate="no">{name.to_owned()}</bdi>{" "}<bdi class="tag" translate="no">{level.to_owned()}</bdi></h2>
            {about}
            <ul class="requirements">{rows}</ul>
            {folded}
        </section>
    }
    .into_any()
}
