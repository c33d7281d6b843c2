//! What the competencies of a company tell, and asking a customer again.

use axum::http::StatusCode;
use chrono::Duration;
use serde_json::{Value, json};

use crate::golden::golden;
use crate::support::Sandbox;

const AWAITED: &str = "/organizations/org-cedar/references/ref-cedar-4/resend";
const TOO_EARLY: &str = "/organizations/org-cedar/references/ref-cedar-5/resend";

/// A reference of Cedar Example, by its id.
fn reference(competencies: &Value, id: &str) -> Value {
    let references = competencies["competencies"][0]["requirements"][1]["references"].as_array().unwrap();
    references.iter().find(|one| one["id"] == id).unwrap().clone()
}

#[tokio::test]
async fn every_kind_of_requirement_and_everything_that_becomes_of_a_competency_is_shown() {
    let sandbox = Sandbox::new();
    let ilse = sandbox.caller("ilse");
    let shown = ilse.get("/organizations/org-chestnut/competencies").await;
    shown.assert_golden("get-competencies.kinds.200");
    let membership = ilse.get("/organizations/org-chestnut/membership").await.json();
    assert_eq!(membership["blockers"][0]["code"], "requirement_short");
    assert_eq!(membership["overview"]["requirementsMet"], 5);
}

#[tokio::test]
async fn what_is_given_up_by_renewing_does_not_stop_it() {
    let sandbox = Sandbox::new();
    let boyan = sandbox.caller("boyan");
    let shown = boyan.get("/organizations/org-hornbeam/competencies").await.json();
    let all = shown["competencies"].as_array().unwrap();
    let given_up: Vec<&Value> = all.iter().filter(|one| one["ifRenewed"]["result"] != "kept").collect();
    let results: Vec<&Value> = given_up.iter().map(|one| &one["ifRenewed"]["result"]).collect();
    assert_eq!((all.len(), results), (40, vec![&json!("lowered"), &json!("lost")]));
    let started = boyan.post("/organizations/org-hornbeam/renewals", json!({})).await;
    let path = format!("/renewals/{}/requirements", started.text_of("id"));
    let confirmed = boyan.put(&path, &started.etag(), golden("put-requirements.request")).await;
    assert_eq!(confirmed.status, StatusCode::OK, "{}", confirmed.text);
}

/// What the program and the customers say in words: requirements, ways, what is missing and why.
fn in_words(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(all) => all.iter().flat_map(in_words).collect(),
        Value::Object(members) => {
            let is_named_in_words = ["unit", "requirements"].iter().any(|name| members.contains_key(*name));
            let names = if is_named_in_words && !members.contains_key("ifRenewed") { &["name"][..] } else { &[] };
            let texts = names.iter().chain(&["missing", "reason"]).filter_map(|name| members.get(*name)?.as_str());
            texts.chain(members.values().flat_map(in_words)).collect()
        }
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn what_is_said_in_words_is_said_in_the_language_asked_for() {
    let sandbox = Sandbox::new();
    let headers = [("accept-language", "bg")];
    let mut count = 0;
    for (person, organization) in [("nadia", "cedar"), ("rita", "willow"), ("ilse", "chestnut"), ("boyan", "hornbeam")]
    {
        let path = format!("/organizations/org-{organization}/competencies");
        let told = sandbox.caller(person).send("GET", &path, &headers, None).await.json();
        for text in in_words(&told) {
            assert!(text.contains(|c| matches!(c, 'а'..='я')), "{organization}: {text}");
            count += 1;
        }
    }
    assert!(count > 100, "only {count} texts were found");
    let nadia = sandbox.caller("nadia");
    let asked = nadia.send("POST", AWAITED, &headers, Some(golden("post-reference-resend.request"))).await.json();
    let cloud = &asked["competencies"][0];
    let names = (&cloud["name"], &cloud["level"], &cloud["requirements"][0]["people"][0]["certificates"][0]["name"]);
    assert_eq!(names, (&json!("Cloud Platform"), &json!("Gold"), &json!("Cloud Architect")), "names stay");
    assert_eq!(cloud["requirements"][1]["name"], "Одобрени препоръки от клиенти");
    assert_eq!(reference(&asked, "ref-cedar-6")["reason"], "Проектът не е завършен.");
}

#[tokio::test]
async fn a_customer_is_asked_again_once_however_often_it_is_sent() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    for _ in 0..2 {
        let asked = nadia.post(AWAITED, golden("post-reference-resend.request")).await;
        asked.assert_golden("post-reference-resend.200");
    }
    nadia.post(AWAITED, json!({"sentOn": "2026-11-24"})).await.assert_problem_type("resend-too-early");
    sandbox.pass(Duration::days(7));
    let nadia = sandbox.caller("nadia");
    let repeated = nadia.post(AWAITED, golden("post-reference-resend.request")).await.json();
    assert_eq!(reference(&repeated, "ref-cedar-4")["sentOn"], "2026-11-24", "a late repetition asks nobody");
    let again = nadia.post(AWAITED, json!({"sentOn": "2026-11-24"})).await.json();
    let again = reference(&again, "ref-cedar-4");
    assert_eq!((&again["sentOn"], &again["resendFrom"]), (&json!("2026-12-01"), &json!("2026-12-08")));
}

#[tokio::test]
async fn nobody_is_asked_too_early_or_after_they_have_answered() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    let seen = json!({"sentOn": "2026-11-21"});
    nadia.post(TOO_EARLY, seen.clone()).await.assert_problem("resend-too-early");
    sandbox.pass(Duration::days(4));
    let nadia = sandbox.caller("nadia");
    assert_eq!(nadia.post(TOO_EARLY, seen.clone()).await.status, StatusCode::OK);
    for id in ["ref-cedar-1", "ref-cedar-6"] {
        let path = format!("/organizations/org-cedar/references/{id}/resend");
        nadia.post(&path, seen.clone()).await.assert_problem("reference-answered");
    }
    nadia.post("/organizations/org-cedar/references/ref-9/resend", seen).await.assert_problem("not-found");
    nadia.post(AWAITED, json!({"sentOn": "yesterday"})).await.assert_problem_type("bad-request");
}

#[tokio::test]
async fn only_who_renews_may_have_a_customer_asked_again() {
    let sandbox = Sandbox::new();
    let (oleg, ines) = (sandbox.caller("oleg"), sandbox.caller("ines"));
    let body = golden("post-reference-resend.request");
    oleg.post(AWAITED, body.clone()).await.assert_problem("not-primary-contact");
    ines.post(AWAITED, body).await.assert_problem("not-found");
    let shown = oleg.get("/organizations/org-cedar/competencies").await.json();
    assert_eq!(shown["canResend"], false);
    assert_eq!(reference(&shown, "ref-cedar-4")["sentOn"], "2026-11-14");
}

#[tokio::test]
async fn competencies_end_with_the_membership() {
    let sandbox = Sandbox::new();
    sandbox.sql("UPDATE organization SET membership_date = '2028-01-25' WHERE id = 'org-cedar'");
    let shown = sandbox.caller("nadia").get("/organizations/org-cedar/competencies").await.json();
    let cloud = &shown["competencies"][0];
    assert_eq!(cloud["expiresOn"], "2028-01-25");
    let people = cloud["requirements"][0]["people"].as_array().unwrap();
    let ends_before: Vec<&Value> = people.iter().map(|one| &one["certificates"][0]["endsBefore"]).collect();
    assert_eq!(ends_before, [true, true, true, false, true], "one has no end");
}
