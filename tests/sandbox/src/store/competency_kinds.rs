//! The competencies of a company that has requirements of every kind: one for each thing that can become of a competency.

use serde_json::{Value, json};

use super::competency_fixtures::{
    Day, assessment, certificate, certified, competency, course, if_renewed, money, people, person, reference,
    references, requirement, unknown, usage,
};

pub(super) fn every_kind(day: Day) -> Value {
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
        people(vec![certified("Jonas Example", "Data Engineer", day(210))]),
    );
    let by_customers = requirement(
        "req-data-customers",
        "Approved customer references",
        ("customers", 1, 0),
        "One more customer has to approve.",
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
            "Revenue of 18,500 euros is missing.",
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
        "Revenue of 18,000 euros is missing.",
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
