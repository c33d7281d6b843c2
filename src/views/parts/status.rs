//! The state of a requirement as a word with a shape, never by colour alone, and its card.
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
        RequirementUnit::Other => format::number(count),
    }
}

fn requirement(requirement: &Requirement) -> AnyView {
    let missing = requirement
        .missing
        .clone()
        .or_else(|| (requirement.state == RequirementState::Unknown).then(words::requirement_unknown_do));
    view! {
        <tr>
            <th scope="row"><bdi translate="no">{requirement.name.clone()}</bdi>{missing.map(|text| view! { <span class="hint"><bdi>{text}</bdi></span> }.into_any())}</th>
            <td data-label=words::requirement_need()>{amount(requirement.need, requirement.unit)}</td>
            <td data-label=words::requirement_have()>{amount(requirement.have, requirement.unit)}</td>
            <td>{state(requirement.state)}</td>
        </tr>
    }
    .into_any()
}

/// A competency with its requirements: what is needed, what there is, and the state.
pub fn competency(competency: &Competency) -> AnyView {
    let rows = competency.requirements.iter().map(requirement).collect_view();
    view! {
        <section class="card">
            <table class="detail-table">
                <caption><bdi class="detail-table__title" translate="no">{competency.name.clone()}</bdi>{" "}<bdi class="caption" translate="no">{competency.level.clone()}</bdi></caption>
                <thead><tr>
                    <th scope="col">{words::requirement_name()}</th><th scope="col">{words::requirement_need()}</th>
                    <th scope="col">{words::requirement_have()}</th><th scope="col">{words::requirement_state()}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}
