//! Enrolling again, after a membership has lapsed.
use super::account::organization;
use super::organization::contact_details;
use super::{Call, answer, member, path, post};
use crate::domain::calendar::instant_ms;
use crate::domain::enrollment::{Enrollment, EnrollmentRequest};
use crate::domain::{json, limits};
use crate::ports::{Method, Request, RetryClass};
use serde_json::Value;

/// How it stands.
#[must_use]
pub fn get(organization: &str) -> Call<Enrollment> {
    read_enrollment(super::get(at(organization)))
}

/// Asks to enroll again. A request that is there stays as it is.
#[must_use]
pub fn ask(organization: &str) -> Call<Enrollment> {
    let request = post(at(organization), "{}".to_owned());
    read_enrollment(Request { retry: RetryClass::Safe, ..request })
}

/// Takes the request back; where there is none nothing is changed.
#[must_use]
pub fn withdraw(organization: &str) -> Call<Enrollment> {
    let request = super::request(Method::Delete, at(organization));
    read_enrollment(Request { retry: RetryClass::Safe, ..request })
}

fn at(organization: &str) -> String {
    path("/organizations/{}/enrollment", organization)
}

fn read_enrollment(request: Request) -> Call<Enrollment> {
    Call { request, read: |reply| answer(reply, enrollment) }
}

fn enrollment(value: &Value) -> Option<Enrollment> {
    Some(Enrollment {
        organization: member(value, "organization", organization)?,
        lapsed_on: json::optional(value, "lapsedOn", |_| json::date(value, "lapsedOn"))?,
        request: json::optional(value, "request", request)?,
        can_request: json::flag(value, "canRequest"),
        working_days: json::integer(value, "workingDays", limits::DAYS),
        contact: value.get("contact").and_then(contact_details),
    })
}

fn request(value: &Value) -> Option<EnrollmentRequest> {
    Some(EnrollmentRequest {
        at: json::text(value, "requestedAt").filter(|at| instant_ms(at).is_some())?,
        by: json::text(value, "requestedBy")?,
    })
}
