//! `GET /organizations/{o}/competencies` with all details, and `POST /organizations/{o}/references/{r}/resend`.
use super::competencies::{date, list, request, requirement};
use super::{Call, answer, choice, money, path, post};
use crate::domain::competency::{Competencies, Details, RequirementState, Way};
use crate::domain::competency_details::{
    Assessment, Certificate, CertifiedPerson, Course, Performance, Reference, ReferenceState, RequirementKind,
};
use crate::domain::json::{self, Object};
use crate::domain::limits;
use crate::ports::{Request, RetryClass};
use chrono::NaiveDate;
use serde_json::Value;

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
        list: list(value, details)?,
    })
}

fn details(value: &Value) -> Details {
    told(value, |value| json::list(value, "ways", way).map(Details::Ways)).unwrap_or(Details::NotTold)
}

/// The details of what one of several ways takes.
fn details_in_way(value: &Value) -> Details {
    told(value, |_| None).unwrap_or(Details::NotTold)
}

/// The details that belong to the kind of a requirement, whole or not at all.
fn told(value: &Value, ways: fn(&Value) -> Option<Details>) -> Option<Details> {
    Some(match RequirementKind::from_name(value.get("kind")?.as_str()?)? {
        RequirementKind::People => Details::People(json::list(value, "people", person)?),
        RequirementKind::References => Details::References(json::list(value, "references", reference)?),
        RequirementKind::Performance => Details::Performance(performance(value.get("performance")?)?),
        RequirementKind::Assessment => Details::Assessments(json::list(value, "assessments", assessment)?),
        RequirementKind::Course => Details::Courses(json::list(value, "courses", course)?),
        RequirementKind::Alternatives => ways(value)?,
    })
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
    let need = json::optional(value, "need", money)?;
    let have = json::optional(value, "have", money)?;
    Some(Performance { amounts: need.zip(have), measured_until: date(value, "measuredUntil")? })
}

fn assessment(value: &Value) -> Option<Assessment> {
    Some(Assessment {
        name: json::text(value, "name")?,
        person: words(value, "person")?,
        score: json::integer(value, "score", limits::COUNT)?,
        needed: json::integer(value, "needed", limits::COUNT)?,
        taken_on: date(value, "takenOn")?,
        expires_on: date(value, "expiresOn")?,
    })
}

fn course(value: &Value) -> Option<Course> {
    Some(Course {
        name: json::text(value, "name")?,
        person: json::text(value, "person")?,
        percent: json::integer(value, "percent", limits::PERCENT)?,
        needed: json::integer(value, "needed", limits::PERCENT)?,
        passed_on: date(value, "passedOn")?,
        holds_until: date(value, "holdsUntil")?,
    })
}

fn way(value: &Value) -> Option<Way> {
    Some(Way {
        name: json::text(value, "name")?,
        state: choice(value, "state", RequirementState::from_name, RequirementState::Unknown)?,
        requirements: json::list(value, "requirements", |one| requirement(one, details_in_way))?,
    })
}
