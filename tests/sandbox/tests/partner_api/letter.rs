//! The letter that proves a membership, and what anybody who has its code is told.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use chrono::Duration;
use serde_json::{Value, json};

use crate::support::{APPROVED, Answer, Caller, Sandbox};

const PATH: &str = "/organizations/org-cedar/letter";

/// Asks as anybody can: without an access token.
async fn verify(sandbox: &Sandbox, code: &str) -> Answer {
    let request = Request::get(format!("/v1/verifications/{code}")).body(Body::empty()).unwrap();
    sandbox.send(request).await
}

async fn issue(caller: &Caller<'_>) -> String {
    let issued = caller.send("POST", PATH, &[], None).await;
    assert_eq!(issued.status, StatusCode::OK, "{}", issued.text);
    issued.text_of("code")
}

#[tokio::test]
async fn it_is_issued_once_shown_to_all_contacts_and_revoked() {
    let sandbox = Sandbox::new();
    let (nadia, oleg) = (sandbox.caller("nadia"), sandbox.caller("oleg"));
    oleg.get(PATH).await.assert_golden("get-letter.200");
    let issued = nadia.send("POST", PATH, &[], None).await;
    issued.assert_golden("post-letter.200");
    assert_eq!(nadia.send("POST", PATH, &[], None).await.text, issued.text, "the same once more");
    let seen = oleg.get(PATH).await;
    seen.assert_golden("get-letter.issued.200");
    assert_eq!(seen.text_of("code"), issued.text_of("code"));
    for _ in 0..2 {
        nadia.delete(PATH).await.assert_golden("delete-letter.200");
    }
    assert_ne!(issue(&nadia).await, issued.text_of("code"), "a code that was revoked does not come back");
    sandbox.sql("UPDATE organization SET suspended = 1 WHERE id = 'org-cedar'");
    assert_eq!(nadia.get(PATH).await.json()["holds"], false, "who prints it is told what who checks it is told");
}

#[tokio::test]
async fn only_the_primary_contact_of_a_member_issues_it() {
    let sandbox = Sandbox::new();
    let (oleg, petra) = (sandbox.caller("oleg"), sandbox.caller("petra"));
    oleg.send("POST", PATH, &[], None).await.assert_problem("not-primary-contact");
    oleg.delete(PATH).await.assert_problem("not-primary-contact");
    petra.get(PATH).await.assert_problem("not-found");
    petra.send("POST", PATH, &[], None).await.assert_problem("not-found");
    // Lapsed, suspended, and in the grace period, when a letter would have ended before it was printed.
    for (person, organization) in [("lars", "alder"), ("sinead", "hazel"), ("greta", "rowan")] {
        let path = format!("/organizations/org-{organization}/letter");
        sandbox.caller(person).send("POST", &path, &[], None).await.assert_problem("not-a-member");
        let told = sandbox.caller(person).get(&path).await.json();
        assert_eq!((&told["code"], &told["refused"]), (&Value::Null, &json!("not-a-member")), "{person}");
    }
}

#[tokio::test]
async fn anybody_with_the_code_is_told_that_it_holds_and_nothing_else() {
    let sandbox = Sandbox::new();
    let code = issue(&sandbox.caller("nadia")).await;
    let answer = verify(&sandbox, &code).await;
    answer.assert_golden("get-verification.200");
    let members: BTreeSet<String> = answer.json().as_object().unwrap().keys().cloned().collect();
    assert_eq!(members.into_iter().collect::<Vec<_>>(), ["asOf", "level", "memberUntil", "name"]);
    assert_eq!(answer.header("cache-control"), "no-store");
    for typed in [code.to_lowercase(), code.replace('-', ""), code.replace('-', "%20"), format!("%20{code}%20")] {
        assert_eq!(verify(&sandbox, &typed).await.text, answer.text, "{typed}");
    }
    for wrong in ["ACDEF-GHJKM-NPQRT-UVWXY-23456", "x", "%00", "%25", code.get(1..).unwrap()] {
        verify(&sandbox, wrong).await.assert_problem("not-found");
    }
    let site = Request::get(format!("/v1/verifications/{code}")).header("origin", "http://localhost:8080");
    let answer = sandbox.send(site.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.header("access-control-allow-origin"), "http://localhost:8080");
}

#[tokio::test]
async fn a_code_that_was_revoked_or_has_ended_is_answered_like_one_that_never_was() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    let unknown = verify(&sandbox, "ACDEF-GHJKM-NPQRT-UVWXY-23456").await.json();
    let alike = |answer: Answer| {
        let mut answer = answer.json();
        answer["instance"] = unknown["instance"].clone();
        assert_eq!(answer, unknown);
    };
    let code = issue(&nadia).await;
    nadia.delete(PATH).await;
    alike(verify(&sandbox, &code).await);
    let code = issue(&nadia).await;
    sandbox.sql("UPDATE organization SET suspended = 1 WHERE id = 'org-cedar'");
    alike(verify(&sandbox, &code).await);
    sandbox.sql("UPDATE organization SET suspended = 0 WHERE id = 'org-cedar'");
    sandbox.pass(Duration::days(62));
    assert_eq!(verify(&sandbox, &code).await.status, StatusCode::OK, "the membership date is its last day");
    sandbox.pass(Duration::days(1));
    alike(verify(&sandbox, &code).await);
}

#[tokio::test]
async fn a_renewal_extends_it_and_a_refund_takes_that_back() {
    let sandbox = Sandbox::new();
    let code = issue(&sandbox.caller("nadia")).await;
    let walk = sandbox.walk().await.to("card").await;
    let payment = walk.payment().await;
    sandbox.pay(&payment, APPROVED).await;
    walk.refresh(&payment).await;
    assert_eq!(verify(&sandbox, &code).await.text_of("memberUntil"), "2028-01-25");
    assert_eq!(walk.nadia.get(PATH).await.json()["memberUntil"], "2028-01-25");
    walk.nadia.post(&format!("{}/refund", walk.path), json!({})).await;
    assert_eq!(verify(&sandbox, &code).await.text_of("memberUntil"), "2027-01-25");
}

#[tokio::test]
async fn thirty_questions_a_minute_are_answered_to_all_together() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    let code = issue(&nadia).await;
    for number in 0..30 {
        let expected = if number % 2 == 0 { StatusCode::OK } else { StatusCode::NOT_FOUND };
        let asked = if number % 2 == 0 { code.as_str() } else { "nothing" };
        assert_eq!(verify(&sandbox, asked).await.status, expected, "{number}");
    }
    let refused = verify(&sandbox, &code).await;
    refused.assert_problem("too-many-requests");
    let wait: i64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(nadia.get(PATH).await.status, StatusCode::OK, "nothing else is slowed down");
    sandbox.pass(Duration::seconds(wait));
    assert_eq!(verify(&sandbox, &code).await.status, StatusCode::OK);
    for _ in 0..40 {
        verify(&sandbox, &code).await;
    }
    sandbox.control("reset", json!({})).await;
    verify(&sandbox, &code).await.assert_problem("not-found");
}
