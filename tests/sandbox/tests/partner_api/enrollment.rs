//! Enrolling again, after a membership has lapsed.

use axum::http::StatusCode;
use serde_json::Value;

use crate::support::Sandbox;

const PATH: &str = "/organizations/org-alder/enrollment";

#[tokio::test]
async fn it_is_asked_for_once_told_on_the_membership_and_taken_back() {
    let sandbox = Sandbox::new();
    let lars = sandbox.caller("lars");
    lars.get(PATH).await.assert_golden("get-enrollment.200");
    let asked = lars.send("POST", PATH, &[], None).await;
    asked.assert_golden("post-enrollment.200");
    assert_eq!(lars.send("POST", PATH, &[], None).await.text, asked.text, "the same once more");
    lars.get(PATH).await.assert_golden("get-enrollment.requested.200");
    let membership = lars.get("/organizations/org-alder/membership").await;
    membership.assert_golden("get-membership.lapsed.enrolling.200");
    for _ in 0..2 {
        lars.delete(PATH).await.assert_golden("delete-enrollment.200");
    }
    lars.get("/organizations/org-alder/membership").await.assert_golden("get-membership.lapsed.200");
}

#[tokio::test]
async fn only_the_primary_contact_of_a_company_that_has_lapsed_asks() {
    let sandbox = Sandbox::new();
    let (nadia, oleg) = (sandbox.caller("nadia"), sandbox.caller("oleg"));
    let path = "/organizations/org-cedar/enrollment";
    nadia.get(path).await.assert_golden("get-enrollment.not-lapsed.200");
    nadia.send("POST", path, &[], None).await.assert_problem("membership-not-lapsed");
    oleg.send("POST", path, &[], None).await.assert_problem("not-primary-contact");
    oleg.delete(path).await.assert_problem("not-primary-contact");
    sandbox.caller("petra").get(path).await.assert_problem("not-found");
    // A company that is suspended as well settles that first.
    sandbox.sql("UPDATE organization SET suspended = 1 WHERE id = 'org-alder'");
    let lars = sandbox.caller("lars");
    assert_eq!(lars.get(PATH).await.json()["canRequest"], false);
    lars.send("POST", PATH, &[], None).await.assert_problem("membership-not-lapsed");
}

#[tokio::test]
async fn a_colleague_reads_who_asked_and_may_not() {
    let sandbox = Sandbox::new();
    sandbox.sql("UPDATE organization SET membership_date = '2026-10-10' WHERE id = 'org-cedar'");
    let path = "/organizations/org-cedar/enrollment";
    let asked = sandbox.caller("nadia").send("POST", path, &[], None).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.text);
    let read = sandbox.caller("oleg").get(path).await.json();
    assert_eq!((&read["request"]["requestedBy"], &read["canRequest"]), (&"Nadia Example".into(), &Value::Bool(false)));
}
