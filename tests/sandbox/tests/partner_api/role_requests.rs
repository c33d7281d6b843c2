//! Asking for the role that renews: who may, how often, and how it is answered.

use axum::http::StatusCode;
use chrono::Duration;
use serde_json::json;

use crate::support::Sandbox;

const REQUESTS: &str = "/organizations/org-cedar/role-requests";
const OLEGS: &str = "/organizations/org-cedar/role-requests/con-oleg";
const MEMBERSHIP: &str = "/organizations/org-cedar/membership";
const CONTACTS: &str = "/organizations/org-cedar/contacts";

#[tokio::test]
async fn a_contact_has_one_request_which_who_holds_the_role_sees() {
    let sandbox = Sandbox::new();
    let (nadia, oleg) = (sandbox.caller("nadia"), sandbox.caller("oleg"));
    assert_eq!(oleg.get(CONTACTS).await.json()["canRequestRole"], true);
    let first = oleg.post(REQUESTS, json!({})).await;
    first.assert_golden("post-role-request.200");
    sandbox.pass(Duration::minutes(5));
    let again = oleg.post(REQUESTS, json!({})).await.json();
    assert_eq!(again["roleRequests"], first.json()["roleRequests"], "the same again changes nothing");
    nadia.get(CONTACTS).await.assert_golden("get-contacts.requested.200");
    nadia.get(MEMBERSHIP).await.assert_golden("get-membership.due.role-requested.200");
    assert_eq!(
        oleg.get(MEMBERSHIP).await.json()["overview"].get("roleRequestedBy"),
        None,
        "told to who holds the role"
    );
    nadia.post(REQUESTS, json!({})).await.assert_problem("role-held");
    sandbox.caller("ines").post(REQUESTS, json!({})).await.assert_problem("not-found");
}

#[tokio::test]
async fn who_was_declined_or_took_it_back_waits_for_a_day() {
    let sandbox = Sandbox::new();
    let (nadia, oleg) = (sandbox.caller("nadia"), sandbox.caller("oleg"));
    oleg.post(REQUESTS, json!({})).await;
    sandbox.caller("ines").delete(OLEGS).await.assert_problem("not-found");
    for _ in 0..2 {
        oleg.delete(OLEGS).await.assert_golden("delete-role-request.200");
    }
    oleg.post(REQUESTS, json!({})).await.assert_problem_type("role-request-too-early");
    sandbox.pass(Duration::hours(25));
    let oleg = sandbox.caller("oleg");
    assert_eq!(oleg.post(REQUESTS, json!({})).await.status, StatusCode::OK);
    let nadia_later = sandbox.caller("nadia");
    assert_eq!(nadia_later.delete(OLEGS).await.json()["roleRequests"], json!([]));
    assert_eq!(oleg.get(CONTACTS).await.json()["canRequestRole"], false);
    drop(nadia);
}

#[tokio::test]
async fn the_offer_of_the_role_is_the_answer() {
    let sandbox = Sandbox::new();
    let (nadia, oleg) = (sandbox.caller("nadia"), sandbox.caller("oleg"));
    oleg.post(REQUESTS, json!({})).await;
    let offered = nadia.post("/organizations/org-cedar/handover", json!({"contact": "con-oleg"})).await.json();
    assert_eq!(offered["roleRequests"], json!([]));
    assert_eq!(oleg.get(CONTACTS).await.json()["canRequestRole"], false, "it is offered already");
    oleg.post("/organizations/org-cedar/handover/acceptance", json!({})).await;
    oleg.post(REQUESTS, json!({})).await.assert_problem("role-held");
    assert_eq!(nadia.post(REQUESTS, json!({})).await.status, StatusCode::OK, "roles are the other way round now");
    assert_eq!(oleg.delete("/organizations/org-cedar/contacts/con-nadia").await.status, StatusCode::CONFLICT);
}
