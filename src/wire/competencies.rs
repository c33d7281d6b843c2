//! `GET /organizations/{o}/competencies`, in short for the step that confirms the requirements. Their details are read by
//! `competency_details`, which only the summary of competencies needs.
use super::{Call, answer, choice, get as get_from, money, path};
use crate::domain::competency::{AfterRenewal, Competency, Requirement, RequirementState, RequirementUnit};
use crate::domain::money::Money;
use crate::domain::{json, limits};
use crate::ports::Request;
use serde_json::Value;

/// The competencies of an organization without details.
#[must_use]
pub fn get(organization: &str) -> Call<Vec<Competency>> {
    Call {
        request: request(organization),
        read: |reply| answer(reply, |value| json::list(value, "competencies", |one| competency(one, requirement))),
    }
}

pub(super) fn request(organization: &str) -> Request {
    get_from(path("/organizations/{}/competencies", organization))
}

pub(super) fn competency<R>(value: &Value, requirement: fn(&Value) -> Option<R>) -> Option<Competency<R>> {
    let after_renewal =
        |told: &Value| AfterRenewal::from_name(told.get("result")?.as_str()?).or(Some(AfterRenewal::Other));
    Some(Competency {
        name: json::text(value, "name")?,
        level: json::text_or_empty(value, "level"),
        after_renewal: value.get("ifRenewed").and_then(after_renewal),
        requirements: json::list(value, "requirements", requirement)?,
    })
}

pub(super) fn requirement(value: &Value) -> Option<Requirement> {
    Some(Requirement {
        name: json::text(value, "name")?,
        state: choice(value, "state", RequirementState::from_name, RequirementState::Unknown)?,
        need: count(value, "need")?,
        have: count(value, "have")?,
        unit: choice(value, "unit", RequirementUnit::from_name, RequirementUnit::Other)?,
        amounts: value.get("performance").and_then(amounts),
        missing: json::optional(value, "missing", json::string)?,
    })
}

/// What there is and what is needed, in money.
fn amounts(performance: &Value) -> Option<(Money, Money)> {
    let amount = |name| performance.get(name).and_then(money);
    amount("have").zip(amount("need"))
}

/// How many; none where the answer does not say.
fn count(value: &Value, name: &str) -> Option<i64> {
    json::optional(value, name, |_| json::integer(value, name, limits::COUNT)).map(Option::unwrap_or_default)
}
