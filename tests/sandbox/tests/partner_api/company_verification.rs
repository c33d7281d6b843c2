//! The verification of a company: how it stands for whom, and appeals against a rejection.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use chrono::Duration;
use serde_json::{Value, json};

use crate::golden::golden;
use crate::support::{Answer, Caller, Sandbox};

const ELDER: &str = "/organizations/org-elder/verification";
const KEY: &str = "0b7c2f3e-5f0a-4f0e-9c55-0d6a3b1f2e44";
const PDF: &[u8] = b"%PDF-1.7\n";

async fn send(caller: &Caller<'_>, file: Vec<u8>) -> Answer {
    let request = Request::put(format!("/v1{ELDER}/document")).header("content-type", "application/pdf");
    let request = request.header("x-file-name", "Extract%202026.pdf");
    caller.send_file(request.body(Body::from(file)).unwrap()).await
}

async fn appeal(caller: &Caller<'_>, key: &str, body: Value) -> Answer {
    caller.send("POST", &format!("{ELDER}/appeals"), &[("idempotency-key", key)], Some(body)).await
}

/// What the membership says is in the way.
async fn blocker(caller: &Caller<'_>) -> Value {
    caller.get("/organizations/org-elder/membership").await.json()["blockers"][0].clone()
}

#[tokio::test]
async fn each_state_is_told_with_what_was_sent_and_what_is_left() {
    let sandbox = Sandbox::new();
    let path = "/organizations/org-yew/verification";
    sandbox.caller("ronja").get(ELDER).await.assert_golden("get-company-verification.rejected.200");
    sandbox.caller("kaspar").get(path).await.assert_golden("get-company-verification.used-up.200");
    let accepted = sandbox.caller("nadia").get("/organizations/org-cedar/verification").await;
    accepted.assert_golden("get-company-verification.accepted.200");
    sandbox.caller("nadia").get(ELDER).await.assert_problem("not-found");
    let viktor = sandbox.caller("viktor").get("/organizations/org-poplar/verification").await.json();
    assert_eq!((&viktor["state"], &viktor["since"]), (&json!("pending"), &json!("2026-11-22")));
}

#[tokio::test]
async fn an_appeal_makes_it_pending_once_however_often_it_is_sent() {
    let sandbox = Sandbox::new();
    let ronja = sandbox.caller("ronja");
    let mut file = PDF.to_vec();
    file.resize(48_213, b' ');
    send(&ronja, file).await.assert_golden("put-verification-document.200");
    for _ in 0..2 {
        appeal(&ronja, KEY, golden("post-appeal.request")).await.assert_golden("post-appeal.200");
    }
    ronja.get(ELDER).await.assert_golden("get-company-verification.pending.200");
    let other = appeal(&ronja, KEY, json!({"kind": "other", "comment": ""})).await;
    other.assert_problem("idempotency-mismatch.appeal");
    let blocker = blocker(&ronja).await;
    let told = json!(["verification_pending", "verification", "Your appeal is being read.", "2026-11-24", 5]);
    let names = ["code", "action", "reason", "since", "workingDays"];
    assert_eq!(json!(names.map(|name| blocker[name].clone())), told);
    send(&ronja, PDF.to_vec()).await.assert_problem("appeal-not-possible");
}

#[tokio::test]
async fn what_cannot_be_an_appeal_is_refused() {
    let sandbox = Sandbox::new();
    let ronja = sandbox.caller("ronja");
    let body = golden("post-appeal.request");
    appeal(&ronja, KEY, body.clone()).await.assert_problem("appeal-not-possible");
    send(&ronja, b"PK a letter".to_vec()).await.assert_problem_type("proof-type");
    send(&ronja, vec![b' '; 2 * 1024 * 1024 + 1]).await.assert_problem_type("proof-too-large");
    send(&ronja, PDF.to_vec()).await;
    let wrong = json!({"kind": "poem", "comment": "x".repeat(1001)});
    appeal(&ronja, KEY, wrong).await.assert_problem("fields.appeal");
    appeal(&ronja, "short", body.clone()).await.assert_problem_type("bad-request");
    let (ebba, nadia) = (sandbox.caller("ebba"), sandbox.caller("nadia"));
    assert_eq!(ebba.get(ELDER).await.json()["canAppeal"], false);
    send(&ebba, PDF.to_vec()).await.assert_problem_type("not-primary-contact");
    appeal(&ebba, KEY, body.clone()).await.assert_problem_type("not-primary-contact");
    appeal(&nadia, KEY, body).await.assert_problem("not-found");
}

#[tokio::test]
async fn after_three_appeals_that_were_rejected_none_is_left() {
    let sandbox = Sandbox::new();
    let ronja = sandbox.caller("ronja");
    for left in [2, 1, 0] {
        send(&ronja, PDF.to_vec()).await;
        let key = format!("{KEY}-{left}");
        let sent = appeal(&ronja, &key, json!({"kind": "other", "comment": ""})).await.json();
        assert_eq!((&sent["appealsLeft"], &sent["state"]), (&json!(left), &json!("pending")));
        let decided = sandbox.control("verification", json!({"organization": "org-elder", "state": "rejected"})).await;
        assert_eq!(decided.status, StatusCode::NO_CONTENT);
        let now = ronja.get(ELDER).await.json();
        assert_eq!((&now["canAppeal"], &now["appeals"][0]["rejectedOn"]), (&json!(left > 0), &json!("2026-11-24")));
    }
    send(&ronja, PDF.to_vec()).await.assert_problem("appeal-not-possible");
    sandbox.control("verification", json!({"organization": "org-elder", "state": "accepted"})).await;
    assert_eq!(ronja.get("/organizations/org-elder/membership").await.json()["mayRenew"], true);
    let now = ronja.get(ELDER).await.json();
    assert_eq!((&now["state"], now.get("since"), now.get("reason")), (&json!("accepted"), None, None));
}

/// Changes the city of a company, and reads how its verification stands then.
async fn move_to_varna(caller: &Caller<'_>, organization: &str) -> Answer {
    let path = format!("/organizations/{organization}/profile");
    let seen = caller.get(&path).await;
    let mut profile = seen.json();
    profile["city"] = json!("Varna");
    assert_eq!(caller.put(&path, &seen.etag(), profile).await.status, StatusCode::OK);
    caller.get(&format!("/organizations/{organization}/verification")).await
}

#[tokio::test]
async fn a_change_of_a_verified_company_is_pending_until_it_is_verified_and_the_renewal_goes_on() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    move_to_varna(&nadia, "org-cedar").await.assert_golden("get-company-verification.change.200");
    let membership = nadia.get("/organizations/org-cedar/membership").await.json();
    assert_eq!((&membership["mayRenew"], &membership["blockers"]), (&json!(true), &json!([])));
    sandbox.pass(Duration::days(6));
    let path = "/organizations/org-cedar/verification";
    assert_eq!(sandbox.caller("nadia").get(path).await.json()["state"], "pending");
    sandbox.pass(Duration::days(1));
    sandbox.caller("nadia").get(path).await.assert_golden("get-company-verification.accepted.200");
}

#[tokio::test]
async fn whoever_renews_corrects_what_was_rejected_and_it_is_verified_anew() {
    let sandbox = Sandbox::new();
    for (organization, person, left) in [("org-elder", "ronja", 3), ("org-yew", "kaspar", 0)] {
        let caller = sandbox.caller(person);
        let (path, verification) =
            (format!("/organizations/{organization}/profile"), format!("/organizations/{organization}/verification"));
        let told = caller.get(&verification).await.json();
        assert_eq!(told["correctable"], json!(["legalName", "registrationNumber"]), "{organization}");
        let seen = caller.get(&path).await;
        let mut profile = seen.json();
        profile["registrationNumber"] = json!("HRB 654321");
        assert_eq!(caller.put(&path, &seen.etag(), profile).await.status, StatusCode::OK);
        let told = caller.get(&verification).await.json();
        let names = ["state", "since", "appealsLeft", "correctable"];
        let expected = json!(["pending", "2026-11-24", left, []]);
        assert_eq!(json!(names.map(|name| told[name].clone())), expected, "{organization}");
        let membership = caller.get(&format!("/organizations/{organization}/membership")).await.json();
        assert_eq!(membership["blockers"][0]["code"], "verification_pending", "{organization}");
    }
    let ebba = sandbox.caller("ebba");
    sandbox.control("verification", json!({"organization": "org-elder", "state": "rejected"})).await;
    assert_eq!(ebba.get(ELDER).await.json()["correctable"], json!([]), "a colleague corrects nothing");
}

#[tokio::test]
async fn a_company_that_is_not_verified_is_held_up_as_before_whatever_it_changes() {
    let sandbox = Sandbox::new();
    let ronja = sandbox.caller("ronja");
    let rejected = move_to_varna(&ronja, "org-elder").await;
    rejected.assert_golden("get-company-verification.rejected.200");
    send(&ronja, PDF.to_vec()).await;
    let appealed = appeal(&ronja, KEY, golden("post-appeal.request")).await.json();
    assert_eq!((&appealed["reason"], appealed.get("change")), (&json!("Your appeal is being read."), None));
    sandbox.control("verification", json!({"organization": "org-elder", "state": "accepted"})).await;
    let changed = ronja.get(ELDER).await.json();
    let told = (&changed["state"], &changed["change"]["pendingSince"], &changed["appeals"][0]["rejectedOn"]);
    assert_eq!(told, (&json!("pending"), &json!("2026-11-24"), &Value::Null));
}
