//! The competencies of the invented companies. Days are counted from the day the database is filled.

use chrono::{Duration, NaiveDate};
use serde_json::{Value, json};

use super::competency_kinds;

/// Which competencies a company has.
#[derive(Clone, Copy)]
pub(super) enum Competencies {
    /// Two, and all requirements are met.
    Met,
    /// One, of which a person is missing.
    Short,
    /// One for each thing that can become of a competency, with requirements of every kind.
    EveryKind,
    /// Forty, two of which are given up by renewing.
    Many,
}

/// The forty are named by an area and a kind of work each.
const AREAS: [&str; 8] = ["Cloud", "Data", "Security", "Workplace", "Network", "Device", "Retail", "Health"];
const WORK: [&str; 5] = ["Platforms", "Integration", "Development", "Migration", "Operations"];
/// The two of them that are given up, by their names.
const LOST: &str = "Retail Migration";
const LOWERED: &str = "Network Operations";

/// The competencies as they are stored.
pub(super) fn of(which: Competencies, today: NaiveDate) -> Value {
    let day = |days: i64| json!(today + Duration::days(days));
    match which {
        Competencies::Met => met(&day),
        Competencies::Short => short(&day),
        Competencies::EveryKind => competency_kinds::every_kind(&day),
        Competencies::Many => many(&day),
    }
}

/// The day that many days after today.
pub(super) type Day<'a> = &'a dyn Fn(i64) -> Value;

/// A requirement with its details, which begin with the kind. What is missing is said where it is short or unknown.
pub(super) fn requirement(id: &str, name: &str, counted: (&str, u32, u32), missing: &str, details: Value) -> Value {
    let (unit, need, have) = counted;
    let state = match (need, have) {
        (0, _) => "not_applicable",
        (need, have) if have < need => "short",
        _ => "met",
    };
    let missing = Some(missing).filter(|text| !text.is_empty());
    let mut requirement =
        json!({"id": id, "name": name, "state": state, "need": need, "have": have, "unit": unit, "missing": missing});
    if let (Some(all), Value::Object(details)) = (requirement.as_object_mut(), details) {
        all.extend(details);
    }
    requirement
}

/// The same where the program does not know how much there is.
pub(super) fn unknown(mut requirement: Value) -> Value {
    requirement["state"] = "unknown".into();
    requirement
}

pub(super) fn competency(id: &str, name: &str, level: &str, requirements: Vec<Value>) -> Value {
    json!({"id": id, "name": name, "level": level, "requirements": requirements})
}

pub(super) fn certificate(name: &str, ends_on: Value) -> Value {
    json!({"name": name, "endsOn": ends_on})
}

pub(super) fn person(
    name: &str,
    counts: bool,
    missing_exams: &[&str],
    certificates: Vec<Value>,
    counts_in: Option<&str>,
) -> Value {
    json!({
        "name": name, "counts": counts, "missingExams": missing_exams, "certificates": certificates, "countsIn": counts_in,
    })
}

/// Somebody who counts, with one certificate.
pub(super) fn certified(name: &str, certificate_name: &str, ends_on: Value) -> Value {
    person(name, true, &[], vec![certificate(certificate_name, ends_on)], None)
}

pub(super) fn reference(id: &str, customer: &str, state: &str, sent_on: Value, reason: Option<&str>) -> Value {
    json!({"id": id, "customer": customer, "state": state, "sentOn": sent_on, "reason": reason})
}

pub(super) fn assessment(
    name: &str,
    person: &str,
    (score, needed): (u32, u32),
    taken_on: Value,
    expires_on: Value,
) -> Value {
    json!({
        "name": name, "person": person, "score": score, "needed": needed, "takenOn": taken_on, "expiresOn": expires_on,
    })
}

pub(super) fn course(name: &str, person: &str, percent: u32, passed_on: Value, holds_until: Value) -> Value {
    json!({
        "name": name, "person": person, "percent": percent, "needed": 70, "passedOn": passed_on, "holdsUntil": holds_until,
    })
}

pub(super) fn people(all: Vec<Value>) -> Value {
    json!({"kind": "people", "people": all})
}

pub(super) fn references(all: Vec<Value>) -> Value {
    json!({"kind": "references", "references": all})
}

/// Money that is measured, in whole units, beside what is counted of it.
pub(super) fn money(need: u32, have: u32, measured_until: Value) -> Value {
    let amount = |units: u32| json!({"amount": i64::from(units) * 100, "currency": "EUR"});
    let performance = json!({"need": amount(need), "have": amount(have), "measuredUntil": measured_until});
    json!({"kind": "performance", "performance": performance})
}

pub(super) fn usage(measured_until: Value) -> Value {
    json!({"kind": "performance", "performance": {"need": null, "have": null, "measuredUntil": measured_until}})
}

fn met(day: Day) -> Value {
    let cloud_people = vec![
        certified("Ivan Example", "Cloud Architect", day(400)),
        certified("Elena Example", "Cloud Architect", day(310)),
        certified("Mira Example", "Cloud Administrator", day(220)),
        certified("Oleg Example", "Cloud Administrator", Value::Null),
        certified("Kalin Example", "Cloud Architect", day(40)),
    ];
    let customers = vec![
        reference("ref-cedar-1", "Example Bank AD", "approved", day(-90), None),
        reference("ref-cedar-2", "Example Clinic EOOD", "approved", day(-84), None),
        reference("ref-cedar-3", "Example Logistics OOD", "approved", day(-61), None),
        reference("ref-cedar-4", "Example Foods OOD", "awaiting", day(-10), None),
        reference("ref-cedar-5", "Example Harbour AD", "awaiting", day(-3), None),
        reference("ref-cedar-6", "Example Press AD", "rejected", day(-40), Some("The project is not finished.")),
    ];
    let assessments = json!({"kind": "assessment", "assessments": [
        assessment("Selling cloud services", "Mira Example", (84, 70), day(-120), day(245)),
        assessment("Cloud licensing", "Nadia Example", (76, 70), day(-300), day(65)),
    ]});
    let data_people = vec![
        certified("Petar Example", "Data Engineer", day(500)),
        certified("Raya Example", "Data Analyst", day(180)),
        person("Elena Example", false, &[], vec![certificate("Data Analyst", day(150))], Some("Cloud Platform")),
    ];
    let cloud = vec![
        requirement("req-cloud-people", "Certified cloud professionals", ("people", 4, 5), "", people(cloud_people)),
        requirement(
            "req-cloud-customers",
            "Approved customer references",
            ("customers", 3, 3),
            "",
            references(customers),
        ),
        requirement("req-cloud-exams", "Sales assessments passed", ("exams", 2, 2), "", assessments),
    ];
    let data = vec![
        requirement("req-data-people", "Certified data professionals", ("people", 2, 2), "", people(data_people)),
        requirement("req-data-points", "Performance points", ("points", 0, 0), "", usage(Value::Null)),
    ];
    json!([
        competency("cmp-cloud", "Cloud Platform", "Gold", cloud),
        competency("cmp-data", "Data Analytics", "Silver", data),
    ])
}

fn short(day: Day) -> Value {
    let cloud_people = vec![
        certified("Klara Example", "Cloud Architect", day(200)),
        certified("Moritz Example", "Cloud Administrator", day(25)),
        certified("Selma Example", "Cloud Administrator", day(330)),
        person("Theo Example", false, &["Cloud Architect"], vec![certificate("Cloud Basics", Value::Null)], None),
    ];
    let customers = ["Example Brewery GmbH", "Example Museum GmbH", "Example Railway AG", "Example Energy AG"];
    let customers = (1..).zip(customers).map(|(number, name)| {
        let id = format!("ref-willow-{number}");
        reference(&id, name, "approved", day(-60 - number), None)
    });
    let missing = "One more person has to pass the Cloud Architect exam.";
    let customers = references(customers.collect());
    let requirements = vec![
        requirement(
            "req-cloud-people",
            "Certified cloud professionals",
            ("people", 4, 3),
            missing,
            people(cloud_people),
        ),
        requirement("req-cloud-customers", "Approved customer references", ("customers", 3, 4), "", customers),
    ];
    json!([competency("cmp-cloud", "Cloud Platform", "Gold", requirements)])
}

/// The same with what the program has to say of a renewal.
pub(super) fn if_renewed(mut competency: Value, result: &str, level: Option<&str>, reason: &str) -> Value {
    competency["ifRenewed"] = json!({"result": result, "level": level, "reason": reason});
    competency
}

fn many(day: Day) -> Value {
    let names = AREAS.into_iter().flat_map(|area| WORK.map(|work| format!("{area} {work}")));
    let all = (1..).zip(names).map(|(number, name)| {
        let is_short = name == LOST || name == LOWERED;
        let (have, missing) = if is_short { (1, "One more certified person is needed.") } else { (2, "") };
        let ends = day(150 + 10 * number);
        let names = ["Boyan Example", "Stela Example"].into_iter().take(if is_short { 1 } else { 2 });
        let people = people(names.map(|one| certified(one, &name, ends.clone())).collect());
        let revenue = money(20_000, 24_000, day(-5));
        let requirements = vec![
            requirement(&format!("req-{number}-people"), "Certified people", ("people", 2, have), missing, people),
            requirement(
                &format!("req-{number}-revenue"),
                "Revenue in this area",
                ("money", 20_000, 24_000),
                "",
                revenue,
            ),
        ];
        let level = if name == LOWERED { "Gold" } else { "Silver" };
        let competency = competency(&format!("cmp-{number}"), &name, level, requirements);
        match name.as_str() {
            LOST => if_renewed(competency, "lost", None, "Silver is the lowest level of it."),
            LOWERED => if_renewed(competency, "lowered", Some("Silver"), "Silver needs one certified person."),
            _ => competency,
        }
    });
    Value::Array(all.collect())
}
