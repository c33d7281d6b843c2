//! Money that comes in parts, late, twice, or for something else.

use axum::http::StatusCode;
use chrono::Duration;
use serde_json::{Value, json};

use crate::support::{APPROVED, DECLINED, PROCESSING, Sandbox, Walk};

/// Everything that is due.
const ALL: i64 = 142_800;

async fn transfer(sandbox: &Sandbox) -> (Walk<'_>, Value) {
    let mut walk = sandbox.walk().await.to("card").await;
    walk.method("bank-transfer").await;
    let payment = walk.payment().await;
    (walk, payment)
}

/// A transfer that ran out, and the walk by a token of the present.
async fn run_out(sandbox: &Sandbox) -> (Walk<'_>, Value) {
    let (walk, payment) = transfer(sandbox).await;
    sandbox.pass(Duration::days(31));
    let mut walk = Walk { nadia: sandbox.caller("nadia"), ..walk };
    walk.etag = walk.read().await.etag();
    assert_eq!(walk.read_payment(&payment).await.text_of("status"), "expired");
    (walk, payment)
}

/// The walk pays by card.
async fn by_card(walk: &mut Walk<'_>) -> Value {
    assert_eq!(walk.method("card").await.status, StatusCode::OK);
    let payment = walk.payment().await;
    walk.etag = walk.read().await.etag();
    payment
}

async fn arrives(sandbox: &Sandbox, payment: &Value, amount: i64) {
    let settled = sandbox.control("settle", json!({"payment": payment["id"], "amount": amount})).await;
    assert_eq!(settled.status, StatusCode::NO_CONTENT, "{}", settled.text);
}

/// The status of a payment and how much of it has been received.
async fn stands(walk: &Walk<'_>, payment: &Value) -> (String, Option<i64>) {
    let payment = walk.read_payment(payment).await;
    (payment.text_of("status"), payment.json()["receivedAmount"]["amount"].as_i64())
}

fn is(status: &str, received: impl Into<Option<i64>>) -> (String, Option<i64>) {
    (status.into(), received.into())
}

/// The membership was extended once, by what was paid.
async fn renewed_once(walk: &Walk<'_>) {
    let membership = walk.nadia.get("/organizations/org-cedar/membership").await.json();
    assert_eq!(membership["membershipDate"], "2028-01-25");
    assert_eq!(walk.read().await.text_of("status"), "active");
    let confirmation = walk.nadia.get(&format!("{}/confirmation", walk.path)).await.json();
    assert_eq!((&confirmation["state"], &confirmation["receiptNumber"]), (&json!("paid"), &json!("RC-2026-00001")));
    assert_eq!(confirmation["payment"]["status"], "succeeded");
}

#[tokio::test]
async fn less_than_is_due_leaves_it_open_until_the_rest_comes() {
    let sandbox = Sandbox::new();
    let (walk, payment) = transfer(&sandbox).await;
    assert_eq!(stands(&walk, &payment).await, is("open", None));
    arrives(&sandbox, &payment, 100_000).await;
    walk.read_payment(&payment).await.assert_golden("get-payment.bank-transfer-part.200");
    assert_eq!(walk.read().await.text_of("status"), "awaiting_payment");
    arrives(&sandbox, &payment, 42_799).await;
    assert_eq!(stands(&walk, &payment).await, is("open", ALL - 1));
    arrives(&sandbox, &payment, 1).await;
    walk.read_payment(&payment).await.assert_golden("get-payment.bank-transfer-succeeded.200");
    renewed_once(&walk).await;
    assert_eq!((sandbox.captures().await.len(), sandbox.refunds().await), (3, vec![]));
}

#[tokio::test]
async fn more_than_is_due_settles_it_and_is_shown() {
    let sandbox = Sandbox::new();
    let (walk, payment) = transfer(&sandbox).await;
    arrives(&sandbox, &payment, ALL + 5_000).await;
    assert_eq!(stands(&walk, &payment).await, is("succeeded", ALL + 5_000));
    renewed_once(&walk).await;
}

#[tokio::test]
async fn the_rest_of_the_money_is_what_comes_when_nothing_else_is_said() {
    let sandbox = Sandbox::new();
    let (walk, payment) = transfer(&sandbox).await;
    arrives(&sandbox, &payment, 800).await;
    sandbox.control("settle", json!({"payment": payment["id"]})).await;
    assert_eq!(stands(&walk, &payment).await, is("succeeded", ALL));
    for amount in [json!(0), json!(-1), json!("all")] {
        let refused = sandbox.control("settle", json!({"payment": payment["id"], "amount": amount})).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn part_of_the_money_does_not_stop_the_deadline() {
    let sandbox = Sandbox::new();
    let (walk, payment) = transfer(&sandbox).await;
    arrives(&sandbox, &payment, 100_000).await;
    sandbox.pass(Duration::days(31));
    let walk = Walk { nadia: sandbox.caller("nadia"), ..walk };
    assert_eq!(stands(&walk, &payment).await, is("expired", 100_000));
    arrives(&sandbox, &payment, 42_800).await;
    assert_eq!(stands(&walk, &payment).await, is("succeeded", ALL));
    renewed_once(&walk).await;
}

#[tokio::test]
async fn money_after_the_deadline_is_a_late_success() {
    let sandbox = Sandbox::new();
    let (walk, payment) = run_out(&sandbox).await;
    arrives(&sandbox, &payment, ALL).await;
    assert_eq!(stands(&walk, &payment).await, is("succeeded", ALL));
    renewed_once(&walk).await;
    assert!(sandbox.refunds().await.is_empty());
}

#[tokio::test]
async fn a_second_capture_of_the_same_payment_goes_back() {
    let sandbox = Sandbox::new();
    let (walk, payment) = transfer(&sandbox).await;
    arrives(&sandbox, &payment, ALL).await;
    arrives(&sandbox, &payment, ALL).await;
    arrives(&sandbox, &payment, 7).await;
    assert_eq!(stands(&walk, &payment).await, is("succeeded", ALL));
    assert_eq!(sandbox.refunds().await, [ALL, 7]);
    renewed_once(&walk).await;

    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let payment = walk.payment().await;
    sandbox.pay(&payment, APPROVED).await;
    walk.refresh(&payment).await;
    sandbox.control("settle", json!({"payment": payment["id"]})).await;
    assert_eq!(sandbox.refunds().await, [ALL]);
    walk.read_payment(&payment).await.assert_golden("get-payment.succeeded.200");
    renewed_once(&walk).await;
}

#[tokio::test]
async fn late_money_for_a_renewal_that_was_paid_by_card_goes_back() {
    let sandbox = Sandbox::new();
    let (mut walk, late) = run_out(&sandbox).await;
    let card = by_card(&mut walk).await;
    sandbox.pay(&card, APPROVED).await;
    walk.refresh(&card).await;
    arrives(&sandbox, &late, ALL).await;
    assert_eq!(stands(&walk, &late).await, is("expired", None));
    assert_eq!((sandbox.captures().await.len(), sandbox.refunds().await), (2, vec![ALL]));
    renewed_once(&walk).await;
}

#[tokio::test]
async fn part_of_the_money_goes_back_when_the_rest_is_paid_otherwise() {
    let sandbox = Sandbox::new();
    let (walk, late) = transfer(&sandbox).await;
    arrives(&sandbox, &late, 100_000).await;
    sandbox.pass(Duration::days(31));
    let mut walk = Walk { nadia: sandbox.caller("nadia"), ..walk };
    walk.etag = walk.read().await.etag();
    let card = by_card(&mut walk).await;
    sandbox.pay(&card, APPROVED).await;
    walk.refresh(&card).await;
    assert_eq!(sandbox.refunds().await, [100_000]);
    assert_eq!(stands(&walk, &late).await, is("expired", None));
    renewed_once(&walk).await;
}

#[tokio::test]
async fn late_money_comes_before_a_card_that_nobody_has_paid() {
    let sandbox = Sandbox::new();
    let (mut walk, late) = run_out(&sandbox).await;
    let card = by_card(&mut walk).await;
    arrives(&sandbox, &late, ALL).await;
    assert_eq!(stands(&walk, &late).await, is("succeeded", ALL));
    assert_eq!(stands(&walk, &card).await, is("cancelled", None));
    sandbox.pay(&card, APPROVED).await;
    assert_eq!((sandbox.captures().await.len(), sandbox.refunds().await), (1, vec![]));
    renewed_once(&walk).await;
}

#[tokio::test]
async fn late_money_goes_back_when_the_card_turns_out_to_be_paid() {
    let sandbox = Sandbox::new();
    let (mut walk, late) = run_out(&sandbox).await;
    let card = by_card(&mut walk).await;
    sandbox.pay(&card, APPROVED).await;
    arrives(&sandbox, &late, ALL).await;
    assert_eq!(stands(&walk, &card).await, is("succeeded", None));
    assert_eq!(sandbox.refunds().await, [ALL]);
    renewed_once(&walk).await;
}

#[tokio::test]
async fn late_money_waits_for_a_card_that_is_being_decided() {
    for (approved, refunds) in [(true, vec![ALL]), (false, vec![])] {
        let sandbox = Sandbox::new();
        let (mut walk, late) = run_out(&sandbox).await;
        let card = by_card(&mut walk).await;
        sandbox.pay(&card, PROCESSING).await;
        walk.refresh(&card).await;
        arrives(&sandbox, &late, ALL).await;
        assert_eq!(stands(&walk, &late).await, is("expired", ALL));
        if approved {
            sandbox.control("settle", json!({"payment": card["id"]})).await;
        } else {
            sandbox.sql("UPDATE provider_session SET status = 'declined'");
            walk.refresh(&card).await;
        }
        let (wanted, money) = if approved { ("expired", None) } else { ("succeeded", Some(ALL)) };
        assert_eq!(stands(&walk, &late).await, is(wanted, money));
        assert_eq!(sandbox.refunds().await, refunds);
        renewed_once(&walk).await;
    }
}

#[tokio::test]
async fn a_transfer_is_not_cancelled_once_part_of_its_money_has_come() {
    let sandbox = Sandbox::new();
    let (walk, payment) = transfer(&sandbox).await;
    arrives(&sandbox, &payment, 100_000).await;
    walk.cancel(&payment).await.assert_problem("not-cancellable.part");
    assert_eq!(stands(&walk, &payment).await, is("open", 100_000));
    arrives(&sandbox, &payment, 42_800).await;
    walk.cancel(&payment).await.assert_problem("not-cancellable");
    renewed_once(&walk).await;
}

#[tokio::test]
async fn an_order_that_was_cancelled_takes_no_money() {
    for method in ["bank-transfer", "purchase-order"] {
        let sandbox = Sandbox::new();
        let mut walk = sandbox.walk().await.to("card").await;
        walk.method(method).await;
        let payment = walk.payment().await;
        for _ in 0..2 {
            assert_eq!(walk.cancel(&payment).await.text_of("status"), "cancelled", "{method}");
        }
        // The company had sent it all the same.
        arrives(&sandbox, &payment, ALL).await;
        assert_eq!(stands(&walk, &payment).await, is("cancelled", None));
        assert_eq!(sandbox.refunds().await, [ALL]);
        assert_eq!(walk.read().await.text_of("status"), "signed");
        // What was ordered since goes on.
        walk.etag = walk.read().await.etag();
        let card = by_card(&mut walk).await;
        arrives(&sandbox, &payment, ALL).await;
        assert_eq!(stands(&walk, &card).await, is("open", None));
        sandbox.pay(&card, APPROVED).await;
        walk.refresh(&card).await;
        assert_eq!((sandbox.captures().await.len(), sandbox.refunds().await), (3, vec![ALL, ALL]));
        renewed_once(&walk).await;
    }
}

#[tokio::test]
async fn money_for_a_renewal_that_was_begun_anew_goes_back() {
    let sandbox = Sandbox::new();
    let (walk, late) = run_out(&sandbox).await;
    arrives(&sandbox, &late, 100_000).await;
    assert_eq!(walk.nadia.delete(&walk.path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(sandbox.refunds().await, [100_000]);
    let again = sandbox.walk().await;
    arrives(&sandbox, &late, ALL).await;
    assert_eq!(sandbox.refunds().await, [100_000, ALL]);
    assert_eq!(again.read().await.text_of("status"), "draft");
}

#[tokio::test]
async fn late_money_pays_what_was_signed_and_priced_then() {
    let sandbox = Sandbox::new();
    let (mut walk, late) = run_out(&sandbox).await;
    walk.put("level", json!({"levelId": "foundation"})).await;
    sandbox.control("agreement", json!({"version": "2027.1"})).await;
    assert_eq!(walk.read().await.json()["notices"], json!(["signature_voided"]));
    arrives(&sandbox, &late, ALL).await;
    let confirmation = walk.nadia.get(&format!("{}/confirmation", walk.path)).await.json();
    assert_eq!((&confirmation["level"]["id"], &confirmation["total"]["amount"]), (&json!("advanced"), &json!(ALL)));
    assert_eq!(confirmation["signature"]["version"], "2026.2");
    assert_eq!(walk.read().await.json()["notices"], json!([]));
    renewed_once(&walk).await;
}

#[tokio::test]
async fn no_money_comes_for_a_card_that_was_refused_or_waits() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let payment = walk.payment().await;
    let settle = || sandbox.control("settle", json!({"payment": payment["id"]}));
    assert_eq!(settle().await.status, StatusCode::BAD_REQUEST);
    sandbox.pay(&payment, DECLINED).await;
    assert_eq!(settle().await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_refund_is_made_once_and_never_changed() {
    let sandbox = Sandbox::new();
    let (walk, payment) = transfer(&sandbox).await;
    arrives(&sandbox, &payment, ALL).await;
    arrives(&sandbox, &payment, ALL).await;
    for _ in 0..3 {
        walk.refresh(&payment).await;
    }
    assert_eq!(sandbox.refunds().await, [ALL]);
    let changed = |sql: &str| sandbox.store.write(|tx| tx.execute_batch(sql)).is_ok();
    assert!(!changed("UPDATE provider_refund SET refunded_at = ''") && !changed("DELETE FROM provider_refund"));
    assert!(!changed("UPDATE provider_capture SET amount = 1") && !changed("DELETE FROM provider_capture"));
}
