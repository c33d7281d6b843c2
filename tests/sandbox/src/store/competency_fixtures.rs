//! The competencies of the invented companies. Days are counted from the day the database is filled.

use chrono::{Duration, NaiveDate};
use serde_json::{Value, json};

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
        Competencies::EveryKind => every_kind(&day),
        Competencies::Many => many(&day),
    }
}

/// The day that many days after today.
type Day<'a> = &'a dyn Fn(i64) -> Value;

/// A requirement with its details, which begin with the kind. What is missing is said where it is short or unknown.
fn requirement(id: &str, name: &str, counted: (&str, u32, u32), missing: &str, details: Value) -> Value {
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
fn unknown(mut requirement: Value) -> Value {
    requirement["state"] = "unknown".into();
    requirement
}

fn competency(id: &str, name: &str, level: &str, requirements: Vec<Value>) -> Value {
    json!({"id": id, "name": name, "level": level, "requirements": requirements})
}

fn certificate(name: &str, ends_on: Value) -> Value {
    json!({"name": name, "endsOn": ends_on})
}

fn person(
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
fn certified(name: &str, certificate_name: &str, ends_on: Value) -> Value {
    person(name, true, &[], vec![certificate(certificate_name, ends_on)], None)
}

fn reference(id: &str, customer: &str, state: &str, sent_on: Value, reason: Option<&str>) -> Value {
    json!({"id": id, "customer": customer, "state": state, "sentOn": sent_on, "reason": reason})
}

fn assessment(name: &str, person: &str, (score, needed): (u32, u32), taken_on: Value, expires_on: Value) -> Value {
    json!({
        "name": name, "person": person, "score": score, "needed": needed, "takenOn": taken_on, "expiresOn": expires_on,
    })
}

fn course(name: &str, person: &str, percent: u32, passed_on: Value, holds_until: Value) -> Value {
    json!({
        "name": name, "person": person, "percent": percent, "needed": 70, "passedOn": passed_on, "holdsUntil": holds_until,
    })
}

fn people(all: Vec<Value>) -> Value {
    json!({"kind": "people", "people": all})
}

fn references(all: Vec<Value>) -> Value {
    json!({"kind": "references", "references": all})
}

/// Money that is measured, in whole units, beside what is counted of it.
fn money(need: u32, have: u32, measured_until: Value) -> Value {
    let amount = |units: u32| json!({"amount": i64::from(units) * 100, "currency": "EUR"});
    let performance = json!({"need": amount(need), "have": amount(have), "measuredUntil": measured_until});
    json!({"kind": "performance", "performance": performance})
}

fn usage(measured_until: Value) -> Value {
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
fn if_renewed(mut competency: Value, result: &str, level: Option<&str>, reason: &str) -> Value {
    competency["ifRenewed"] = json!({"result": result, "level": level, "reason": reason});
    competency
}

fn every_kind(day: Day) -> Value {
    json!([small_business(day), cloud(day), data(day), security(day), workplace(day)])
}

/// Blocked: the course has to be passed again before the renewal.
fn small_business(day: Day) -> Value {
    let courses = json!({"kind": "course", "courses": [
        course("Small business course", "Jonas Example", 65, Value::Null, Value::Null),
        course("Small business course", "Ilse Example", 82, day(-745), day(-15)),
    ]});
    let missing = "Somebody has to pass the course again: 70 percent, every two years.";
    let requirements = vec![requirement("req-small-course", "Course passed", ("people", 1, 0), missing, courses)];
    competency("cmp-small", "Small Business Solutions", "Specialist", requirements)
}

/// Lowered: too few people and references for the level, enough for the one below.
fn cloud(day: Day) -> Value {
    let all = vec![
        certified("Ilse Example", "Cloud Architect", day(330)),
        certified("Bruno Example", "Cloud Architect", day(12)),
        person(
            "Jonas Example",
            false,
            &["Cloud Architect", "Cloud Security"],
            vec![certificate("Cloud Basics", Value::Null)],
            None,
        ),
        person("Paula Example", false, &[], vec![certificate("Cloud Architect", day(290))], Some("Modern Workplace")),
    ];
    let customers = vec![
        reference("ref-chestnut-1", "Example Stadtwerke GmbH", "approved", day(-70), None),
        reference("ref-chestnut-2", "Example Hospital gGmbH", "awaiting", day(-12), None),
        reference("ref-chestnut-3", "Example Tools GmbH", "awaiting", day(-2), None),
        reference("ref-chestnut-4", "Example Winery KG", "rejected", day(-30), Some("We were not asked before.")),
    ];
    let two_people = "Two more certified people are needed.";
    let one_reference = "One more customer has to approve.";
    let requirements = vec![
        requirement("req-cloud-people", "Certified cloud professionals", ("people", 4, 2), two_people, people(all)),
        requirement(
            "req-cloud-customers",
            "Approved customer references",
            ("customers", 2, 1),
            one_reference,
            references(customers),
        ),
        requirement(
            "req-cloud-revenue",
            "Revenue with cloud services",
            ("money", 50_000, 61_200),
            "",
            money(50_000, 61_200, day(-5)),
        ),
    ];
    let competency = competency("cmp-cloud", "Cloud Platform", "Gold", requirements);
    if_renewed(competency, "lowered", Some("Silver"), "Silver needs two certified people and one reference.")
}

/// Lost: there is no lower level, and neither of two ways is met.
fn data(day: Day) -> Value {
    let by_people = requirement(
        "req-data-people",
        "Certified data professionals",
        ("people", 2, 1),
        "One more certified person is needed.",
        people(vec![certified("Paula Example", "Data Engineer", day(210))]),
    );
    let by_customers = requirement(
        "req-data-customers",
        "Approved customer references",
        ("customers", 1, 0),
        "",
        references(vec![reference("ref-chestnut-5", "Example Insurance AG", "awaiting", day(-7), None)]),
    );
    let ways = json!({"kind": "alternatives", "ways": [
        {"name": "By certified people", "state": "short", "requirements": [by_people]},
        {"name": "By references", "state": "short", "requirements": [by_customers]},
    ]});
    let missing = "One of the two ways has to be met.";
    let requirements = vec![
        requirement("req-data-skills", "Skills in data analytics", ("ways", 1, 0), missing, ways),
        requirement(
            "req-data-revenue",
            "Revenue with data services",
            ("money", 60_000, 41_500),
            "",
            money(60_000, 41_500, day(-5)),
        ),
    ];
    let competency = competency("cmp-data", "Data Analytics", "Silver", requirements);
    if_renewed(competency, "lost", None, "Silver is the lowest level of it.")
}

/// Undecided: the program does not know the usage.
fn security(day: Day) -> Value {
    let missing = "The usage of this month has not been counted yet.";
    let usage =
        requirement("req-security-usage", "Users who are protected", ("seats", 400, 0), missing, usage(day(-24)));
    let expired = assessment("Security operations", "Bruno Example", (71, 70), day(-400), day(-35));
    let passed = assessment("Security operations", "Paula Example", (88, 70), day(-20), day(345));
    let failed = assessment("Security operations", "Jonas Example", (58, 70), day(-9), Value::Null);
    let assessments = json!({"kind": "assessment", "assessments": [passed, expired, failed]});
    let requirements =
        vec![unknown(usage), requirement("req-security-exams", "Assessments passed", ("exams", 1, 1), "", assessments)];
    competency("cmp-security", "Security", "Silver", requirements)
}

/// Kept: one of two ways is met.
fn workplace(day: Day) -> Value {
    let by_revenue = requirement(
        "req-workplace-revenue",
        "Revenue with workplace services",
        ("money", 50_000, 32_000),
        "",
        money(50_000, 32_000, day(-5)),
    );
    let by_usage = requirement("req-workplace-usage", "Users who are active", ("seats", 250, 260), "", usage(day(-5)));
    let ways = json!({"kind": "alternatives", "ways": [
        {"name": "By revenue", "state": "short", "requirements": [by_revenue]},
        {"name": "By usage", "state": "met", "requirements": [by_usage]},
    ]});
    let all = people(vec![certified("Paula Example", "Workplace Administrator", day(260))]);
    let points = requirement("req-workplace-points", "Performance points", ("points", 0, 0), "", usage(Value::Null));
    let requirements = vec![
        requirement("req-workplace-performance", "Performance with customers", ("ways", 1, 1), "", ways),
        requirement("req-workplace-people", "Certified workplace professionals", ("people", 1, 1), "", all),
        requirement(
            "req-workplace-exams",
            "Sales assessments passed",
            ("exams", 1, 1),
            "",
            json!({"kind": "assessment", "assessments": [
                assessment("Selling workplace services", "Ilse Example", (93, 70), day(-200), day(165)),
            ]}),
        ),
        points,
    ];
    competency("cmp-workplace", "Modern Workplace", "Gold", requirements)
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
