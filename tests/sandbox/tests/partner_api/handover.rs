//! Handing over the role that renews.

use axum::http::StatusCode;
use chrono::Duration;
use serde_json::{Value, json};

use crate::support::{Answer, Caller, Sandbox};

const PATH: &str = "/organizations/org-cedar/handover";
const CONTACTS: &str = "/organizations/org-cedar/contacts";

async fn offer(nadia: &Caller<'_>, contact: &str) -> Answer {
    nadia.post(PATH, json!({"contact": contact})).await
}

async fn accept(caller: &Caller<'_>) -> Answer {
    caller.post(&format!("{PATH}/acceptance"), json!({})).await
}

/// Who holds the role, by the contacts as they are now.
async fn holders(caller: &Caller<'_>) -> Vec<String> {
    let contacts = caller.get(CONTACTS).await.json()["contacts"].clone();
    let is_primary = |c: &&Value| c["roles"].as_array().unwrap().contains(&json!("primary_program_contact"));
    contacts.as_array().unwrap().iter().filter(is_primary).map(|c| c["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn both_agree_and_the_role_has_moved_once() {
    let sandbox = Sandbox::new();
    let (nadia, oleg) = (sandbox.caller("nadia"), sandbox.caller("oleg"));
    for _ in 0..2 {
        offer(&nadia, "con-oleg").await.assert_golden("post-handover.200");
    }
    oleg.get(CONTACTS).await.assert_golden("get-contacts.successor.200");
    assert_eq!(holders(&oleg).await, ["con-nadia"], "an offer changes nothing");
    let reason = oleg.get("/organizations/org-cedar/membership").await.json()["blockers"][0]["reason"].clone();
    assert_eq!(reason, "Nadia Example offers you this role. Accept it under Organizations.");
    accept(&oleg).await.assert_golden("post-acceptance.200");
    accept(&oleg).await.assert_golden("post-acceptance.200");
    assert_eq!(holders(&nadia).await, ["con-oleg"]);
    accept(&nadia).await.assert_problem("handover-over");
    assert_eq!(offer(&nadia, "con-oleg").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_renewal_under_way_goes_on_with_its_answers_and_its_signature() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("level").await;
    let oleg = sandbox.caller("oleg");
    offer(&walk.nadia, "con-oleg").await;
    accept(&oleg).await;
    let renewal = oleg.get(&walk.path).await.json();
    assert_eq!(renewal["signature"]["name"], "Nadia Example");
    let membership = oleg.get("/organizations/org-cedar/membership").await.json();
    assert_eq!(
        (&membership["mayRenew"], &membership["currentRenewal"]["startedBy"]["isYou"]),
        (&json!(true), &json!(false))
    );
    let level = json!({"levelId": "advanced"});
    let headers = [("if-match", walk.etag.as_str())];
    let path = format!("{}/level", walk.path);
    assert_eq!(oleg.send("PUT", &path, &headers, Some(level.clone())).await.status, StatusCode::OK);
    assert_eq!(walk.nadia.send("PUT", &path, &headers, Some(level)).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn it_can_be_taken_back_and_declined_and_ends_by_itself() {
    let sandbox = Sandbox::new();
    let (nadia, oleg) = (sandbox.caller("nadia"), sandbox.caller("oleg"));
    for who in [&nadia, &oleg] {
        offer(&nadia, "con-oleg").await;
        assert_eq!(who.delete(PATH).await.json()["handover"], Value::Null);
        assert_eq!(who.delete(PATH).await.status, StatusCode::OK, "once more changes nothing");
        accept(&oleg).await.assert_problem("handover-over");
    }
    offer(&nadia, "con-oleg").await;
    nadia.delete(PATH).await.assert_golden("delete-handover.200");
    offer(&nadia, "con-oleg").await;
    sandbox.pass(Duration::days(7));
    assert_eq!(sandbox.caller("oleg").get(CONTACTS).await.json()["handover"], Value::Null);
    accept(&sandbox.caller("oleg")).await.assert_problem("handover-over");
    assert_eq!(holders(&sandbox.caller("nadia")).await, ["con-nadia"], "the role is never held by nobody");
}

#[tokio::test]
async fn only_somebody_with_an_account_who_does_not_hold_it_can_be_offered_it() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    for contact in ["con-nadia", "con-mira", "con-petra", "", "nobody"] {
        offer(&nadia, contact).await.assert_problem("fields.contact");
    }
    offer(&sandbox.caller("oleg"), "con-oleg").await.assert_problem("not-primary-contact");
    offer(&sandbox.caller("petra"), "con-oleg").await.assert_problem("not-found");
    accept(&sandbox.caller("petra")).await.assert_problem("not-found");
    sandbox.caller("petra").delete(PATH).await.assert_problem("not-found");
}

#[tokio::test]
async fn who_is_neither_giver_nor_successor_sees_no_offer_and_cannot_end_it() {
    let sandbox = Sandbox::new();
    sandbox.sql("UPDATE contact SET person = 'quinn' WHERE id = 'con-mira'");
    let (nadia, quinn) = (sandbox.caller("nadia"), sandbox.caller("quinn"));
    offer(&nadia, "con-oleg").await;
    assert_eq!(quinn.get(CONTACTS).await.json()["handover"], Value::Null);
    quinn.delete(PATH).await.assert_problem("not-primary-contact");
    accept(&quinn).await.assert_problem("handover-over");
    // An offer to somebody else ends the one before.
    offer(&nadia, "con-mira").await;
    accept(&sandbox.caller("oleg")).await.assert_problem("handover-over");
    assert_eq!(accept(&quinn).await.status, StatusCode::OK);
    assert_eq!(holders(&nadia).await, ["con-mira"]);
}
