//! `GET /organizations/{o}/competencies` with all details, and `POST /organizations/{o}/references/{r}/resend`.
use super::competencies::{competency, request, requirement};
use super::{Call, answer, choice, path, post};
use crate::domain::competency::RequirementState;
use crate::domain::competency_details::{
    Certificate, CertifiedPerson, Competencies, DetailedCompetency, DetailedRequirement, Details, Performance,
    Reference, ReferenceState, RequirementKind, TestResult, Way,
};
use crate::domain::json::{self, Object};
use crate::domain::limits;
use crate::ports::{Request, RetryClass};
use chrono::NaiveDate;
use serde_json::Value;
use std::rc::Rc;

/// The competencies of an organization.
#[must_use]
pub fn get(organization: &str) -> Call<Competencies> {
    read(request(organization))
}

/// Has a customer asked again who was asked last on that day. It is safe to repeat, by contract: nobody is asked who was
/// asked after it.
#[must_use]
pub fn resend(organization: &str, reference: &str, sent_on: NaiveDate) -> Call<Competencies> {
    let path = [path("/organizations/{}/references/", organization), path("{}/resend", reference)].concat();
    let body = Object::new().text("sentOn", &sent_on.to_string()).finish();
    read(Request { retry: RetryClass::Safe, ..post(path, body) })
}

fn read(request: Request) -> Call<Competencies> {
    Call { request, read: |reply| answer(reply, competencies) }
}

fn competencies(value: &Value) -> Option<Competencies> {
    Some(Competencies {
        as_of: json::date(value, "asOf")?,
        can_resend: json::flag(value, "canResend"),
        list: shared(value, "competencies", detailed)?,
    })
}

fn detailed(value: &Value) -> Option<DetailedCompetency> {
    let told = value.get("ifRenewed");
    let words = |name| told.and_then(|told| json::text(told, name));
    Some(DetailedCompetency {
        competency: competency(value, with_ways)?,
        expires_on: json::date(value, "expiresOn"),
        new_level: words("level"),
        reason: words("reason"),
    })
}

fn with_ways(value: &Value) -> Option<DetailedRequirement> {
    let details = details(value, |value| json::list(value, "ways", way).map(Details::Ways));
    Some(DetailedRequirement { requirement: requirement(value)?, details: details.unwrap_or(Details::NotTold) })
}

/// A requirement of one of several ways, which has no ways itself.
fn of_way(value: &Value) -> Option<DetailedRequirement> {
    let details = details(value, |_| None).unwrap_or(Details::NotTold);
    Some(DetailedRequirement { requirement: requirement(value)?, details })
}

/// The details that belong to the kind of a requirement, whole or not at all.
fn details(value: &Value, ways: fn(&Value) -> Option<Details>) -> Option<Details> {
    Some(match RequirementKind::from_name(value.get("kind")?.as_str()?)? {
        RequirementKind::People => Details::People(shared(value, "people", person)?),
        RequirementKind::References => Details::References(shared(value, "references", reference)?),
        RequirementKind::Performance => Details::Performance(performance(value.get("performance")?)?),
        RequirementKind::Assessment => Details::Assessments(shared(value, "assessments", assessment)?),
        RequirementKind::Course => Details::Courses(shared(value, "courses", course)?),
        RequirementKind::Alternatives => ways(value)?,
    })
}

fn shared<T>(value: &Value, name: &str, read: fn(&Value) -> Option<T>) -> Option<Rc<[T]>> {
    json::list(value, name, read).map(Rc::from)
}

/// A day that may be absent or null; `None` if it is there but cannot be read.
fn date(value: &Value, name: &str) -> Option<Option<NaiveDate>> {
    json::optional(value, name, |_| json::date(value, name))
}

/// Text that may be absent or null; `None` if it is there but is no text.
fn words(value: &Value, name: &str) -> Option<Option<String>> {
    json::optional(value, name, json::string)
}

/// A list that may be absent: empty then; `None` if one of it cannot be read.
fn all<T>(value: &Value, name: &str, read: fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    json::optional(value, name, |_| json::list(value, name, read)).map(Option::unwrap_or_default)
}

fn person(value: &Value) -> Option<CertifiedPerson> {
    Some(CertifiedPerson {
        name: json::text(value, "name")?,
        counts: value.get("counts")?.as_bool()?,
        missing_exams: all(value, "missingExams", json::string)?,
        certificates: all(value, "certificates", certificate)?,
        counts_in: words(value, "countsIn")?,
    })
}

fn certificate(value: &Value) -> Option<Certificate> {
    Some(Certificate {
        name: json::text(value, "name")?,
        ends_on: date(value, "endsOn")?,
        ends_before: json::flag(value, "endsBefore"),
    })
}

fn reference(value: &Value) -> Option<Reference> {
    Some(Reference {
        id: json::id(value, "id")?,
        customer: json::text(value, "customer")?,
        state: choice(value, "state", ReferenceState::from_name, ReferenceState::Other)?,
        sent_on: date(value, "sentOn")?,
        resend_from: date(value, "resendFrom")?,
        reason: words(value, "reason")?,
    })
}

fn performance(value: &Value) -> Option<Performance> {
    Some(Performance { measured_until: date(value, "measuredUntil")? })
}

fn assessment(value: &Value) -> Option<TestResult> {
    test(value, ["score", "takenOn", "expiresOn"])
}

fn course(value: &Value) -> Option<TestResult> {
    test(value, ["percent", "passedOn", "holdsUntil"])
}

/// A test, by its names for what was reached, the day, and the last day on which it counts.
fn test(value: &Value, [score, taken_on, counts_until]: [&str; 3]) -> Option<TestResult> {
    Some(TestResult {
        name: json::text(value, "name")?,
        person: words(value, "person")?,
        score: json::integer(value, score, limits::COUNT)?,
        needed: json::integer(value, "needed", limits::COUNT)?,
        taken_on: date(value, taken_on)?,
        counts_until: date(value, counts_until)?,
    })
}

fn way(value: &Value) -> Option<Way> {
    Some(Way {
        name: json::text(value, "name")?,
        state: choice(value, "state", RequirementState::from_name, RequirementState::Unknown)?,
        requirements: json::list(value, "requirements", of_way)?,
    })
}
