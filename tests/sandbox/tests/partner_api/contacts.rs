//! Inviting contacts, changing their roles and removing them.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::golden::golden;
use crate::support::Sandbox;

const PATH: &str = "/organizations/org-cedar/contacts";

fn roles_of(contacts: &Value, id: &str) -> Value {
    contacts["contacts"].as_array().unwrap().iter().find(|c| c["id"] == id).unwrap()["roles"].clone()
}

#[tokio::test]
async fn an_invitation_that_is_sent_again_is_one_contact() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    for _ in 0..2 {
        nadia.post(PATH, golden("post-contacts.request")).await.assert_golden("post-contacts.200");
    }
    let other = json!({"name": "Somebody Example", "email": "IDA@cedar.example", "phone": "", "roles": ["technical"]});
    let refused = nadia.post(PATH, other).await;
    assert_eq!(refused.json()["errors"], json!([{"field": "email", "code": "taken"}]));
}

#[tokio::test]
async fn an_invitation_is_held_against_the_rules() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    let refused = nadia.post(PATH, json!({"name": "  ", "email": "nobody", "phone": "", "roles": []})).await;
    refused.assert_problem("fields.invitation");
    for (wrong, field, code) in [
        (json!({"name": "x".repeat(201)}), "name", "too_long"),
        (json!({"email": format!("{}@cedar.example", "x".repeat(200))}), "email", "too_long"),
        (json!({"phone": "call me"}), "phone", "shape"),
        (json!({"roles": ["primary_program_contact"]}), "roles", "unknown_option"),
        (json!({"roles": "technical"}), "roles", "unknown_option"),
        (json!({"roles": [7]}), "roles", "unknown_option"),
    ] {
        let mut body = golden("post-contacts.request");
        body.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        let refused = nadia.post(PATH, body).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert_eq!(refused.json()["errors"], json!([{"field": field, "code": code}]), "{wrong}");
    }
}

#[tokio::test]
async fn roles_change_and_the_one_that_renews_stays_where_it_is() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    let path = format!("{PATH}/con-mira/roles");
    for _ in 0..2 {
        nadia.post(&path, golden("post-contact-roles.request")).await.assert_golden("post-contact-roles.200");
    }
    nadia.post(&path, json!({"roles": []})).await.assert_problem("fields.roles");
    let own = format!("{PATH}/con-nadia/roles");
    nadia.post(&own, json!({"roles": []})).await.assert_problem("role-required");
    let given = nadia.post(&format!("{PATH}/con-oleg/roles"), json!({"roles": ["executive"]})).await.json();
    assert_eq!(roles_of(&given, "con-oleg"), json!(["executive"]));
    let kept = nadia.post(&own, json!({"roles": []})).await.json();
    assert_eq!(roles_of(&kept, "con-nadia"), json!(["primary_program_contact"]), "somebody else is the executive now");
}

#[tokio::test]
async fn whoever_is_removed_sees_nothing_any_more_and_a_required_role_stays_filled() {
    let sandbox = Sandbox::new();
    let (nadia, oleg) = (sandbox.caller("nadia"), sandbox.caller("oleg"));
    for _ in 0..2 {
        nadia.delete(&format!("{PATH}/con-mira")).await.assert_golden("delete-contact.200");
    }
    // An id of the longest form may be of somebody who was removed, a longer one may not.
    assert_eq!(nadia.delete(&format!("{PATH}/{}", "c".repeat(64))).await.status, StatusCode::OK);
    nadia.delete(&format!("{PATH}/{}", "c".repeat(65))).await.assert_problem("not-found");
    let refused = nadia.delete(&format!("{PATH}/con-nadia")).await;
    assert_eq!((refused.status, refused.text_of("role").as_str()), (StatusCode::CONFLICT, "primary_program_contact"));
    nadia.post("/organizations/org-cedar/handover", json!({"contact": "con-oleg"})).await;
    let left = nadia.delete(&format!("{PATH}/con-oleg")).await.json();
    assert_eq!(left["handover"], Value::Null, "the offer has ended with its successor");
    oleg.get(PATH).await.assert_problem("not-found");
    assert_eq!(oleg.get("/account").await.json()["organizations"], json!([]));
}

#[tokio::test]
async fn only_who_renews_may() {
    let sandbox = Sandbox::new();
    let (oleg, stranger) = (sandbox.caller("oleg"), sandbox.caller("ines"));
    for caller in [&oleg, &stranger] {
        let problem = if std::ptr::eq(caller, &oleg) { "not-primary-contact" } else { "not-found" };
        caller.post(PATH, golden("post-contacts.request")).await.assert_problem(problem);
        caller.post(&format!("{PATH}/con-mira/roles"), json!({"roles": ["technical"]})).await.assert_problem(problem);
        caller.delete(&format!("{PATH}/con-mira")).await.assert_problem(problem);
    }
    let nadia = sandbox.caller("nadia");
    nadia.post(&format!("{PATH}/con-nobody/roles"), json!({"roles": ["technical"]})).await.assert_problem("not-found");
}
