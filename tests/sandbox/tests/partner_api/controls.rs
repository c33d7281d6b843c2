//! The controls for tests.

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;

use crate::support::{APPROVED, Sandbox};

#[tokio::test]
async fn the_log_of_requests_has_no_secrets() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let quote = walk.quote().await;
    walk.post_payment("the-first-attempt", &quote).await;
    let log = sandbox.send(Request::get("/sandbox/requests").body(Body::empty()).unwrap()).await;
    let requests = log.json()["requests"].as_array().unwrap().clone();
    let path = format!("/v1{}/payments", walk.path);
    let expected = json!({"method": "POST", "path": path, "idempotencyKey": "the-first-attempt", "status": 201});
    assert!(requests.contains(&expected), "{}", log.text);
    assert!(!log.text.contains("Bearer") && !log.text.contains("eyJ"));
}

#[tokio::test]
async fn reset_makes_everything_as_on_the_first_day() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let payment = walk.payment().await;
    sandbox.pay(&payment, APPROVED).await;
    sandbox.control("agreement", json!({"version": "2027.1"})).await;
    assert_eq!(sandbox.control("reset", json!({})).await.status, StatusCode::NO_CONTENT);
    let membership = walk.nadia.get("/organizations/org-cedar/membership").await;
    membership.assert_golden("get-membership.due.200");
    assert!(sandbox.captures().await.is_empty());
    walk.read().await.assert_problem("not-found");
    let walk = sandbox.walk().await.to("card").await;
    walk.payment().await;
    assert_eq!(walk.read().await.text_of("reference"), "R-2026-00001");
}

#[tokio::test]
async fn time_passes_for_everyone() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.control("clock", json!({"seconds": 86_400})).await.status, StatusCode::NO_CONTENT);
    let membership = sandbox.caller("nadia").get("/organizations/org-cedar/membership").await.json();
    assert_eq!((&membership["asOf"], &membership["daysLeft"]), (&json!("2026-11-25"), &json!(61)));
    for seconds in [json!(-1), json!(400 * 86_400), json!("soon")] {
        assert_eq!(sandbox.control("clock", json!({"seconds": seconds})).await.status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn answers_wait_when_asked_to() {
    let sandbox = Sandbox::new();
    sandbox.control("delay", json!({"milliseconds": 300})).await;
    let before = Instant::now();
    sandbox.caller("nadia").get("/account").await;
    assert!(before.elapsed() >= Duration::from_millis(300));
    assert_eq!(sandbox.control("delay", json!({"milliseconds": 60_001})).await.status, StatusCode::BAD_REQUEST);
    sandbox.control("delay", json!({"milliseconds": 0})).await;
    let before = Instant::now();
    sandbox.caller("nadia").get("/account").await;
    assert!(before.elapsed() < Duration::from_millis(300));
}

#[tokio::test]
async fn someone_else_becomes_the_primary_contact() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await;
    let (organization, oleg) = ("org-cedar", "con-oleg");
    sandbox.control("primary-contact", json!({"organization": organization, "contact": oleg})).await;
    assert_eq!(walk.requirements().await.json()["primaryContact"]["name"], "Oleg Example");
    assert_eq!(sandbox.caller("oleg").get(&walk.path).await.status, StatusCode::OK);
    let refused =
        sandbox.control("primary-contact", json!({"organization": organization, "contact": "con-petra"})).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn no_page_may_call_them() {
    let sandbox = Sandbox::new();
    for site in ["same-site", "cross-site"] {
        let request = Request::post("/sandbox/reset").header("sec-fetch-site", site).body(Body::empty()).unwrap();
        assert_eq!(sandbox.send(request).await.status, StatusCode::NOT_FOUND);
    }
    let answer = sandbox.control("trouble", json!({"problem": "already-paid", "times": 1})).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}
