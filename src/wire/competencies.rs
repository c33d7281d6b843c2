//! `GET /organizations/{o}/competencies`.
use super::{Call, answer, choice, path};
use crate::domain::competency::{Competency, Requirement, RequirementState, RequirementUnit};
use crate::domain::{json, limits};
use serde_json::Value;

/// The competencies of an organization.
#[must_use]
pub fn get(organization: &str) -> Call<Vec<Competency>> {
    Call {
        request: super::get(path("/organizations/{}/competencies", organization)),
        read: |reply| answer(reply, |value| json::list(value, "competencies", competency)),
    }
}

fn competency(value: &Value) -> Option<Competency> {
    Some(Competency {
        name: json::text(value, "name")?,
        level: json::text_or_empty(value, "level"),
        requirements: json::list(value, "requirements", requirement)?,
    })
}

fn requirement(value: &Value) -> Option<Requirement> {
    Some(Requirement {
        name: json::text(value, "name")?,
        state: choice(value, "state", RequirementState::from_name, RequirementState::Unknown)?,
        need: count(value, "need")?,
        have: count(value, "have")?,
        unit: choice(value, "unit", RequirementUnit::from_name, RequirementUnit::Other)?,
        missing: json::optional(value, "missing", json::string)?,
    })
}

/// How many; none where the answer does not say.
fn count(value: &Value, name: &str) -> Option<i64> {
    json::optional(value, name, |_| json::integer(value, name, limits::COUNT)).map(Option::unwrap_or_default)
}
