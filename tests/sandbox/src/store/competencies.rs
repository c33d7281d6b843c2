//! What follows from the competencies that are stored: which certificates end too early, what becomes of a competency when
//! its company renews, and when a customer may be asked again.

use chrono::{Duration, NaiveDate};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::records::Organization;
use super::{Statements, StoreError, words};

/// Days after which a customer may be asked again.
const RESEND_AFTER_DAYS: i64 = 7;

/// What came of asking a customer again.
pub enum Resending {
    /// The customer was asked again, now or after the day that the caller saw.
    Sent,
    /// There is no such reference.
    NotFound,
    /// The customer has answered.
    Answered,
    /// The customer was asked too short a while ago.
    TooEarly {
        /// Who it is.
        customer: String,
        /// First day on which they may be asked again.
        from: NaiveDate,
    },
}

/// Does the renewal wait for this competency? Whoever gives one up, or takes a lower level of it, goes on.
pub(super) fn stops_renewal(competency: &Value) -> bool {
    !matches!(competency.pointer("/ifRenewed/result").and_then(Value::as_str), Some("lowered" | "lost"))
}

/// Stored competencies as the contract writes them, for a company with this membership date.
pub(super) fn completed(mut competencies: Value, membership_date: NaiveDate) -> Value {
    for competency in members(&mut competencies) {
        each_requirement(competency, &mut |requirement| complete(requirement, membership_date));
        let result = json!({"result": after_renewal(competency), "level": null, "reason": null});
        if let Some(members) = competency.as_object_mut() {
            members.entry("expiresOn").or_insert_with(|| json!(membership_date));
            members.entry("ifRenewed").or_insert(result);
        }
    }
    competencies
}

/// Tells what the program and the customers say in a language.
pub fn tell(competencies: &mut Value, language: &str) {
    for competency in members(competencies) {
        each_requirement(competency, &mut |requirement| {
            for name in ["name", "missing"] {
                words::tell(requirement, name, language);
            }
            for way in members_of(requirement, "ways") {
                words::tell(way, "name", language);
            }
            for reference in members_of(requirement, "references") {
                words::tell(reference, "reason", language);
            }
        });
        if let Some(if_renewed) = competency.get_mut("ifRenewed") {
            words::tell(if_renewed, "reason", language);
        }
    }
}

/// What becomes of a competency of which nothing else is stored.
fn after_renewal(competency: &Value) -> &'static str {
    let requirements = competency.get("requirements").and_then(Value::as_array).into_iter().flatten();
    let states: Vec<&str> = requirements.filter_map(|one| one.get("state")?.as_str()).collect();
    match states {
        states if states.contains(&"short") => "blocked",
        states if states.contains(&"unknown") => "undecided",
        _ => "kept",
    }
}

fn complete(requirement: &mut Value, membership_date: NaiveDate) {
    let people = members_of(requirement, "people");
    for certificate in people.flat_map(|person| members_of(person, "certificates")) {
        let ends = date_of(certificate, "endsOn");
        certificate["endsBefore"] = ends.is_some_and(|day| day < membership_date).into();
    }
    for reference in members_of(requirement, "references") {
        reference["resendFrom"] = json!(resend_from(reference));
    }
}

/// First day on which a customer may be asked again; none where they have answered.
fn resend_from(reference: &Value) -> Option<NaiveDate> {
    let is_awaited = reference.get("state").and_then(Value::as_str) == Some("awaiting");
    let sent = date_of(reference, "sentOn").filter(|_| is_awaited)?;
    Some(sent + Duration::days(RESEND_AFTER_DAYS))
}

/// Asks a customer again, unless they were asked after the day that the caller saw.
///
/// # Errors
/// When the database refuses or the competencies do not read.
pub fn resend(
    tx: &Connection,
    organization: &Organization,
    id: &str,
    seen: NaiveDate,
    today: NaiveDate,
) -> Result<Resending, StoreError> {
    let mut competencies = organization.stored_competencies()?;
    let mut outcome = Resending::NotFound;
    for competency in members(&mut competencies) {
        each_requirement(competency, &mut |requirement| {
            let references = members_of(requirement, "references");
            for reference in references.filter(|one| one.get("id").and_then(Value::as_str) == Some(id)) {
                outcome = send_again(reference, seen, today);
            }
        });
    }
    let sql = "UPDATE organization SET competencies = ?2 WHERE id = ?1";
    tx.execute_cached(sql, [&organization.id, &competencies.to_string()])?;
    Ok(outcome)
}

fn send_again(reference: &mut Value, seen: NaiveDate, today: NaiveDate) -> Resending {
    let (Some(from), Some(sent)) = (resend_from(reference), date_of(reference, "sentOn")) else {
        return Resending::Answered;
    };
    if sent > seen {
        return Resending::Sent;
    }
    if today < from {
        let customer = reference.get("customer").and_then(Value::as_str).unwrap_or_default().to_owned();
        return Resending::TooEarly { customer, from };
    }
    reference["sentOn"] = json!(today);
    Resending::Sent
}

/// Calls `act` with every requirement of a competency or of a way, and with those of their ways.
fn each_requirement(owner: &mut Value, act: &mut dyn FnMut(&mut Value)) {
    for requirement in members_of(owner, "requirements") {
        act(requirement);
        for way in members_of(requirement, "ways") {
            each_requirement(way, act);
        }
    }
}

fn members(list: &mut Value) -> impl Iterator<Item = &mut Value> {
    list.as_array_mut().into_iter().flatten()
}

fn members_of<'a>(object: &'a mut Value, name: &str) -> impl Iterator<Item = &'a mut Value> + use<'a> {
    object.get_mut(name).and_then(Value::as_array_mut).into_iter().flatten()
}

fn date_of(object: &Value, name: &str) -> Option<NaiveDate> {
    object.get(name)?.as_str()?.parse().ok()
}
