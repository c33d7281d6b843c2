//! What becomes of a payment that is not simply paid.

use axum::http::StatusCode;
use chrono::Duration;
use serde_json::{Value, json};

use crate::golden::{assert_like, golden};
use crate::support::{APPROVED, CHALLENGE, DECLINED, INSUFFICIENT, PROCESSING, Sandbox, Walk};

#[tokio::test]
async fn declined_then_approved() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let first = walk.payment().await;
    sandbox.pay(&first, DECLINED).await;
    walk.refresh(&first).await.assert_golden("get-payment.declined.200");
    walk.read().await.assert_golden("get-renewal.declined.200");
    let second = walk.payment().await;
    assert_ne!(second["id"], first["id"]);
    sandbox.pay(&first, APPROVED).await;
    assert!(sandbox.captures().await.is_empty(), "the first session is over");
    sandbox.pay(&second, APPROVED).await;
    walk.refresh(&second).await.assert_golden("post-payment-refresh.200");
    walk.read_payment(&first).await.assert_golden("get-payment.declined.200");
    assert_eq!(walk.read().await.text_of("reference"), "R-2026-00001", "the order keeps its number");
    assert_eq!(sandbox.captures().await.len(), 1);
}

#[tokio::test]
async fn declined_for_want_of_funds() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let payment = walk.payment().await;
    sandbox.pay(&payment, INSUFFICIENT).await;
    walk.refresh(&payment).await.assert_golden("get-payment.declined-insufficient-funds.200");
}

#[tokio::test]
async fn a_challenge_answered_or_not() {
    for (answer, golden) in
        [("approve", "get-payment.succeeded.200"), ("no", "get-payment.declined-challenge-failed.200")]
    {
        let sandbox = Sandbox::new();
        let walk = sandbox.walk().await.to("card").await;
        let payment = walk.payment().await;
        sandbox.pay(&payment, CHALLENGE).await;
        walk.refresh(&payment).await.assert_golden("get-payment.open.200");
        let address = format!("{}/challenge", payment["sessionUrl"].as_str().unwrap());
        sandbox.submit(&address, &[("answer", answer)]).await;
        walk.refresh(&payment).await.assert_golden(golden);
    }
}

#[tokio::test]
async fn cancelled_here_or_on_the_page() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let payment = walk.payment().await;
    walk.cancel(&payment).await.assert_golden("post-payment-cancel.200");
    walk.cancel(&payment).await.assert_golden("post-payment-cancel.200");
    walk.read().await.assert_golden("get-renewal.cancelled-payment.200");
    sandbox.pay(&payment, APPROVED).await;
    assert!(sandbox.captures().await.is_empty());

    let second = walk.payment().await;
    sandbox.visit(&format!("{}/cancel", second["sessionUrl"].as_str().unwrap())).await;
    walk.refresh(&second).await.assert_golden("get-payment.cancelled.200");
}

#[tokio::test]
async fn cancelling_finds_out_that_it_was_paid() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let payment = walk.payment().await;
    sandbox.pay(&payment, APPROVED).await;
    walk.cancel(&payment).await.assert_problem("not-cancellable");
    walk.read().await.assert_golden("get-renewal.active.200");
}

#[tokio::test]
async fn an_order_can_be_cancelled() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("card").await;
    walk.method("bank-transfer").await;
    let payment = walk.payment().await;
    assert_eq!(walk.cancel(&payment).await.text_of("status"), "cancelled");
    assert_eq!(walk.read().await.text_of("nextStep"), "review");
}

/// The same walk, by a token of the present.
fn later<'a>(sandbox: &'a Sandbox, walk: Walk<'a>) -> Walk<'a> {
    Walk { nadia: sandbox.caller("nadia"), ..walk }
}

#[tokio::test]
async fn a_card_payment_runs_out() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let payment = walk.payment().await;
    sandbox.pass(Duration::minutes(30));
    let walk = later(&sandbox, walk);
    sandbox.pay(&payment, APPROVED).await;
    walk.read_payment(&payment).await.assert_golden("get-payment.expired.200");
    assert!(sandbox.captures().await.is_empty());
    walk.payment().await;
}

#[tokio::test]
async fn an_order_runs_out_after_its_last_day() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("card").await;
    walk.method("bank-transfer").await;
    let payment = walk.payment().await;
    let end = "2026-12-24T23:59:58Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    sandbox.pass(end - sandbox.config.clock.now());
    let walk = later(&sandbox, walk);
    walk.read_payment(&payment).await.assert_golden("get-payment.bank-transfer.200");
    sandbox.pass(Duration::seconds(2));
    walk.read_payment(&payment).await.assert_golden("get-payment.bank-transfer-expired.200");
    walk.read().await.assert_golden("get-renewal.expired-payment.200");
    walk.nadia.get(&format!("{}/confirmation", walk.path)).await;
}

#[tokio::test]
async fn a_payment_being_decided_waits_past_its_time() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let payment = walk.payment().await;
    sandbox.pay(&payment, PROCESSING).await;
    walk.refresh(&payment).await;
    sandbox.pass(Duration::days(1));
    let walk = later(&sandbox, walk);
    walk.read_payment(&payment).await.assert_golden("get-payment.processing.200");
    sandbox.control("settle", json!({"payment": payment["id"]})).await;
    walk.read_payment(&payment).await.assert_golden("get-payment.succeeded.200");
    assert_eq!(sandbox.captures().await.len(), 1);
}

#[tokio::test]
async fn an_order_has_to_be_paid_before_the_grace_period_is_over() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("level").await;
    let membership = walk.nadia.get("/organizations/org-cedar/membership").await;
    let grace_ends = membership.text_of("graceEnds");
    let bank_days = |methods: Value| methods["methods"][1]["deadlineDays"].clone();
    // Of 62 days and 30 days of grace, 10 are left.
    sandbox.pass(Duration::days(82));
    let mut walk = later(&sandbox, walk);
    let methods = walk.nadia.get(&format!("{}/payment-methods", walk.path)).await.json();
    assert_eq!(bank_days(methods), 10);
    walk.method("bank-transfer").await;
    let payment = walk.payment().await;
    assert_eq!(payment["bankTransfer"]["deadline"], grace_ends.as_str());
    assert_eq!(payment["expiresAt"], format!("{grace_ends}T23:59:59Z"));
    assert_eq!(walk.cancel(&payment).await.status, StatusCode::OK);
    // On the last day no order can be paid in time.
    sandbox.pass(Duration::days(10));
    let mut walk = later(&sandbox, walk);
    walk.etag = walk.read().await.etag();
    let methods = walk.nadia.get(&format!("{}/payment-methods", walk.path)).await.json();
    assert_eq!(methods, json!({"methods": [{"id": "card", "orderNumber": "optional"}]}));
    for method in ["bank-transfer", "purchase-order"] {
        let refused = walk.method(method).await.json();
        assert_eq!(refused["errors"], json!([{"field": "method", "code": "unknown_option"}]), "{method}");
    }
    assert_eq!(walk.method("card").await.status, StatusCode::OK);
}

/// A method that is offered can be chosen and paid with, each as its golden bodies say.
#[tokio::test]
async fn every_method_that_is_offered_makes_a_payment() {
    let offered = golden("get-payment-methods.200");
    for method in offered["methods"].as_array().unwrap() {
        let name = method["id"].as_str().unwrap().replace('_', "-");
        let sandbox = Sandbox::new();
        let mut walk = sandbox.walk().await.to("level").await;
        walk.method(&name).await.assert_golden(&format!("put-payment-method.{name}.200"));
        assert_like(&walk.payment().await, &golden(&format!("post-payments.{name}.201")), &name);
    }
}

#[tokio::test]
async fn another_company_another_currency_and_no_tax() {
    let sandbox = Sandbox::new();
    let quinn = sandbox.caller("quinn");
    let started = quinn.post("/organizations/org-maple/renewals", json!({})).await;
    let path = format!("/renewals/{}", started.text_of("id"));
    let agreement = quinn.get("/agreements/current?country=US&language=en").await.json();
    let profile = quinn.get("/organizations/org-maple/profile").await.etag();
    let mut etag = started.etag();
    for (step, body) in [
        ("requirements", json!({"confirmed": true})),
        ("profile", json!({"profileEtag": profile})),
        (
            "signature",
            json!({
                "agreementId": agreement["id"], "version": agreement["version"], "language": "en",
                "digest": agreement["digest"], "name": "Quinn Example", "title": "CEO", "authority": true, "accepted": true,
            }),
        ),
        ("location", json!({"locationId": "loc-maple-seattle"})),
        ("level", json!({"levelId": "premier"})),
        ("payment-method", json!({"method": "card", "purchaseOrderNumber": null})),
    ] {
        let answer = quinn.put(&format!("{path}/{step}"), &etag, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{step}: {}", answer.text);
        etag = answer.etag();
    }
    let quote = quinn.send("POST", &format!("{path}/quotes"), &[], None).await.json();
    assert_eq!(quote["taxLines"], json!([]));
    assert_eq!(quote["total"], json!({"amount": 317_000, "currency": "USD"}));
    assert_eq!(quote["newMembershipDate"], "2028-02-21");
}
