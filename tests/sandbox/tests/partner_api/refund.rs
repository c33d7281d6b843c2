//! Refunds: who can have the money of a renewal back, until when, and what is left of the renewal.

use axum::http::StatusCode;
use chrono::Duration;
use sandbox::keys::Claims;
use serde_json::{Value, json};

use crate::golden::golden;
use crate::support::{APPROVED, Answer, Caller, Sandbox, Walk};

const ALL: i64 = 142_800;
const ORDERS: &str = "/organizations/org-cedar/orders";

/// A renewal that Nadia has paid by card.
async fn paid(sandbox: &Sandbox) -> Walk<'_> {
    let mut walk = sandbox.walk().await.to("signature").await;
    walk.location().await;
    walk.put("level", json!({"levelId": "foundation"})).await;
    walk.level().await;
    walk.method("card").await;
    let payment = walk.payment().await;
    sandbox.pay(&payment, APPROVED).await;
    walk.refresh(&payment).await;
    walk
}

/// A renewal that was paid by transfer or against a purchase order.
async fn paid_order<'a>(sandbox: &'a Sandbox, method: &str) -> (Walk<'a>, Value) {
    let mut walk = sandbox.walk().await.to("card").await;
    walk.method(method).await;
    let payment = walk.payment().await;
    sandbox.control("settle", json!({"payment": payment["id"]})).await;
    (walk, payment)
}

async fn ask(caller: &Caller<'_>, renewal: &str) -> Answer {
    caller.post(&format!("{renewal}/refund"), golden("post-refund.request")).await
}

async fn membership(caller: &Caller<'_>) -> Value {
    caller.get("/organizations/org-cedar/membership").await.json()
}

#[tokio::test]
async fn a_card_has_its_money_at_once_and_the_membership_is_what_it_was() {
    let sandbox = Sandbox::new();
    sandbox.sql("UPDATE organization SET level = 'foundation' WHERE id = 'org-cedar'");
    let walk = paid(&sandbox).await;
    assert_eq!(membership(&walk.nadia).await["level"]["id"], "advanced");
    for _ in 0..2 {
        ask(&walk.nadia, &walk.path).await.assert_golden("post-refund.200");
    }
    assert_eq!(sandbox.refunds().await, [ALL]);
    let now = membership(&walk.nadia).await;
    assert_eq!((&now["membershipDate"], &now["level"]["id"]), (&json!("2027-01-25"), &json!("foundation")));
    assert_eq!((&now["currentRenewal"], &now["mayRenew"], &now["blockers"]), (&Value::Null, &json!(true), &json!([])));
    walk.nadia.get(&format!("{}/confirmation", walk.path)).await.assert_problem("refunded");
    assert_eq!(walk.read().await.text_of("status"), "cancelled");
    let signed = walk.nadia.get(&format!("{}/documents/signature", walk.path)).await;
    assert!(signed.status == StatusCode::OK && signed.text.contains("Signer: Nadia Example"), "it stays evidence");
    walk.nadia.delete(&walk.path).await.assert_problem("not-found");
}

#[tokio::test]
async fn the_same_year_can_be_renewed_anew() {
    let sandbox = Sandbox::new();
    let refunded = paid(&sandbox).await;
    ask(&refunded.nadia, &refunded.path).await;
    let again = paid(&sandbox).await;
    assert_ne!(again.path, refunded.path);
    assert_eq!(membership(&again.nadia).await["membershipDate"], "2028-01-25");
    let orders = again.nadia.get(ORDERS).await.json();
    let states: Vec<_> = orders["orders"].as_array().unwrap().iter().map(|order| order["state"].clone()).collect();
    assert_eq!(states, ["paid", "refunded"]);
    // A repetition that comes late does not touch the renewal that counts now.
    assert_eq!(ask(&again.nadia, &refunded.path).await.text_of("state"), "refunded");
    assert_eq!(membership(&again.nadia).await["membershipDate"], "2028-01-25");
}

#[tokio::test]
async fn an_order_waits_until_the_program_has_seen_to_it() {
    for method in ["bank-transfer", "purchase-order"] {
        let sandbox = Sandbox::new();
        let (walk, payment) = paid_order(&sandbox, method).await;
        let asked = ask(&walk.nadia, &walk.path).await;
        assert_eq!(asked.text_of("state"), "refund_requested");
        if method == "bank-transfer" {
            asked.assert_golden("post-refund.bank-transfer.200");
            walk.nadia.get(ORDERS).await.assert_golden("get-orders.refund-requested.200");
        }
        assert_eq!(membership(&walk.nadia).await["membershipDate"], "2028-01-25", "as long as it is not carried out");
        assert_eq!(walk.nadia.get(&format!("{}/confirmation", walk.path)).await.status, StatusCode::OK);
        sandbox.pass(Duration::days(20));
        let nadia = sandbox.caller("nadia");
        assert_eq!(ask(&nadia, &walk.path).await.text_of("state"), "refund_requested", "it was asked for in time");
        let renewal = json!({"renewal": payment["renewal"]});
        assert_eq!(sandbox.control("refund", renewal.clone()).await.status, StatusCode::NO_CONTENT);
        assert_eq!(sandbox.control("refund", renewal).await.status, StatusCode::BAD_REQUEST, "once");
        assert_eq!(ask(&nadia, &walk.path).await.text_of("state"), "refunded");
        assert_eq!(
            (sandbox.refunds().await, &membership(&nadia).await["membershipDate"]),
            (vec![ALL], &json!("2027-01-25"))
        );
        // More money that comes for it has nothing to pay.
        sandbox.control("settle", json!({"payment": payment["id"], "amount": ALL})).await;
        assert_eq!(sandbox.refunds().await, [ALL, ALL]);
        assert_eq!(membership(&nadia).await["membershipDate"], "2027-01-25");
    }
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.control("refund", json!({"renewal": "nowhere"})).await.status, StatusCode::NOT_FOUND);
    assert_eq!(sandbox.control("refund", json!({"renewal": "renewal-0934"})).await.status, StatusCode::NO_CONTENT);
    let edgar = sandbox.caller("edgar").get("/organizations/org-walnut/membership").await.json();
    assert_eq!(edgar["membershipDate"], "2026-12-22");
}

#[tokio::test]
async fn only_what_is_paid_and_only_for_fourteen_days() {
    let sandbox = Sandbox::new();
    let draft = sandbox.walk().await.to("card").await;
    ask(&draft.nadia, &draft.path).await.assert_problem("refund-over");
    draft.payment().await;
    ask(&draft.nadia, &draft.path).await.assert_problem("refund-over");

    let sandbox = Sandbox::new();
    let walk = paid(&sandbox).await;
    sandbox.pass(Duration::days(14));
    let state = |orders: Value| orders["orders"][0]["refund"].clone();
    let nadia = sandbox.caller("nadia");
    assert_eq!(state(nadia.get(ORDERS).await.json()), json!({"until": "2026-12-08", "state": "possible"}));
    sandbox.pass(Duration::days(1));
    let nadia = sandbox.caller("nadia");
    assert_eq!(state(nadia.get(ORDERS).await.json()), json!({"until": "2026-12-08", "state": "over"}));
    ask(&nadia, &walk.path).await.assert_problem("refund-over");
    assert!(sandbox.refunds().await.is_empty());
}

#[tokio::test]
async fn only_the_primary_contact_who_signed_in_a_short_while_ago() {
    let sandbox = Sandbox::new();
    let walk = paid(&sandbox).await;
    ask(&sandbox.caller("oleg"), &walk.path).await.assert_problem("not-primary-contact");
    ask(&sandbox.caller("petra"), &walk.path).await.assert_problem("not-found");
    let now = sandbox.config.clock.now();
    let fresh = Claims::access(&sandbox.config, "nadia", "openid partner", now);
    let signed_in_before = Claims { auth_time: (now - Duration::seconds(901)).timestamp(), ..fresh };
    ask(&sandbox.caller_with(&signed_in_before), &walk.path).await.assert_problem("reauth-required");
    assert!(sandbox.refunds().await.is_empty());
}

#[tokio::test]
async fn a_reason_may_be_left_out_and_is_short() {
    let sandbox = Sandbox::new();
    let walk = paid(&sandbox).await;
    let path = format!("{}/refund", walk.path);
    for wrong in [json!({"reason": null}), json!({"reason": 7}), json!([])] {
        walk.nadia.post(&path, wrong).await.assert_problem("bad-request");
    }
    walk.nadia.post(&path, json!({"reason": "x".repeat(501)})).await.assert_problem("fields.reason");
    let empty = walk.nadia.post(&path, json!({"reason": "  "})).await;
    assert_eq!(empty.json()["errors"], json!([{"field": "reason", "code": "required"}]));
    assert!(sandbox.refunds().await.is_empty());
    assert_eq!(walk.nadia.post(&path, json!({"reason": "ж".repeat(500)})).await.status, StatusCode::OK);
    let kept: String = sandbox
        .store
        .write(|tx| {
            tx.query_row(
                "SELECT reason FROM refund WHERE refunded_at > ''
        AND renewal NOT LIKE 'renewal-%'",
                [],
                |r| r.get(0),
            )
        })
        .unwrap();
    assert_eq!(kept.chars().count(), 500);
    let sandbox = Sandbox::new();
    let walk = paid(&sandbox).await;
    assert_eq!(walk.nadia.post(&format!("{}/refund", walk.path), json!({})).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_second_capture_of_a_card_that_was_refunded_goes_back_too() {
    let sandbox = Sandbox::new();
    let walk = paid(&sandbox).await;
    let payment = ask(&walk.nadia, &walk.path).await.text_of("payment");
    sandbox.control("settle", json!({"payment": payment})).await;
    assert_eq!(sandbox.refunds().await, [ALL, ALL]);
    assert_eq!(membership(&walk.nadia).await["membershipDate"], "2027-01-25");
}
