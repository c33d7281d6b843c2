//! `GET /organizations/{o}/competencies`, in short for the step that confirms the requirements. Their details are read by
//! `competency_details`, which only the summary of competencies needs.
use super::{Call, answer, choice, get as get_from, path};
use crate::domain::competency::{
    AfterRenewal, Competency, Details, IfRenewed, Requirement, RequirementState, RequirementUnit,
};
use crate::domain::{json, limits};
use crate::ports::Request;
use chrono::NaiveDate;
use serde_json::Value;

/// Reads what a requirement is made of.
pub(super) type ReadDetails = fn(&Value) -> Details;

/// The competencies of an organization without details.
#[must_use]
pub fn get(organization: &str) -> Call<Vec<Competency>> {
    Call { request: request(organization), read: |reply| answer(reply, |value| list(value, |_| Details::NotTold)) }
}

pub(super) fn request(organization: &str) -> Request {
    get_from(path("/organizations/{}/competencies", organization))
}

pub(super) fn list(value: &Value, details: ReadDetails) -> Option<Vec<Competency>> {
    json::list(value, "competencies", |one| competency(one, details))
}

fn competency(value: &Value, details: ReadDetails) -> Option<Competency> {
    Some(Competency {
        name: json::text(value, "name")?,
        level: json::text_or_empty(value, "level"),
        expires_on: date(value, "expiresOn").flatten(),
        if_renewed: value.get("ifRenewed").and_then(if_renewed),
        requirements: json::list(value, "requirements", |one| requirement(one, details))?,
    })
}

fn if_renewed(value: &Value) -> Option<IfRenewed> {
    Some(IfRenewed {
        result: choice(value, "result", AfterRenewal::from_name, AfterRenewal::Other)?,
        level: json::text(value, "level"),
        reason: json::text(value, "reason"),
    })
}

pub(super) fn requirement(value: &Value, details: ReadDetails) -> Option<Requirement> {
    Some(Requirement {
        name: json::text(value, "name")?,
        state: choice(value, "state", RequirementState::from_name, RequirementState::Unknown)?,
        need: count(value, "need")?,
        have: count(value, "have")?,
        unit: choice(value, "unit", RequirementUnit::from_name, RequirementUnit::Other)?,
        missing: json::optional(value, "missing", json::string)?,
        details: details(value),
    })
}

/// How many; none where the answer does not say.
fn count(value: &Value, name: &str) -> Option<i64> {
    json::optional(value, name, |_| json::integer(value, name, limits::COUNT)).map(Option::unwrap_or_default)
}

/// A day that may be absent or null; `None` if it is there but cannot be read.
pub(super) fn date(value: &Value, name: &str) -> Option<Option<NaiveDate>> {
    json::optional(value, name, |_| json::date(value, name))
}
