//! The provider's notices: forged, repeated, late, and out of order.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use sandbox::ids::Ids;
use sandbox::pay::notices::{Notice, SIGNATURE};
use serde_json::json;

use crate::support::{APPROVED, DECLINED, Sandbox};

async fn deliver(sandbox: &Sandbox, notice: &Notice) -> StatusCode {
    sandbox.send(notice.request().unwrap()).await.status
}

#[tokio::test]
async fn a_notice_makes_the_api_ask() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let payment = walk.payment().await;
    sandbox.pay(&payment, APPROVED).await;
    walk.read_payment(&payment).await.assert_golden("get-payment.open.200");
    let notice = sandbox.notice().await;
    assert!(!notice.body.contains("paid") && !notice.body.contains("succeeded"), "it does not say how it stands");
    assert_eq!(deliver(&sandbox, &notice).await, StatusCode::NO_CONTENT);
    walk.read_payment(&payment).await.assert_golden("get-payment.succeeded.200");
    assert!(sandbox.is_silent().await);
}

#[tokio::test]
async fn a_notice_that_is_not_the_provider_s_is_refused() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let payment = walk.payment().await;
    sandbox.pay(&payment, APPROVED).await;
    let good = sandbox.notice().await;
    let forged = Notice::about(&Ids::random(), payment["id"].as_str().unwrap(), "a guess");
    let changed = Notice { body: good.body.replace("event_", "event-"), ..good.clone() };
    for notice in [forged, changed, Notice { signature: String::new(), ..good.clone() }] {
        assert_eq!(deliver(&sandbox, &notice).await, StatusCode::BAD_REQUEST);
    }
    let unsigned = Request::post("/webhooks/payments").body(Body::from(good.body)).unwrap();
    assert_eq!(sandbox.send(unsigned).await.status, StatusCode::BAD_REQUEST);
    walk.read_payment(&payment).await.assert_golden("get-payment.open.200");
}

#[tokio::test]
async fn a_true_notice_of_nothing_changes_nothing() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let payment = walk.payment().await;
    let secret = sandbox.store.webhook_secret().to_owned();
    for key in [payment["id"].as_str().unwrap(), "payment-none"] {
        assert_eq!(deliver(&sandbox, &Notice::about(&Ids::random(), key, &secret)).await, StatusCode::NO_CONTENT);
    }
    walk.read_payment(&payment).await.assert_golden("get-payment.open.200");
}

#[tokio::test]
async fn repeated_and_out_of_order() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let first = walk.payment().await;
    sandbox.pay(&first, DECLINED).await;
    let declined = sandbox.notice().await;
    walk.refresh(&first).await;
    let second = walk.payment().await;
    sandbox.pay(&second, APPROVED).await;
    let approved = sandbox.notice().await;
    for notice in [&approved, &declined, &approved, &declined] {
        assert_eq!(deliver(&sandbox, notice).await, StatusCode::NO_CONTENT);
    }
    walk.read().await.assert_golden("get-renewal.active.200");
    walk.read_payment(&first).await.assert_golden("get-payment.declined.200");
    let events: i64 =
        sandbox.store.write(|tx| tx.query_row("SELECT count(*) FROM webhook_event", [], |r| r.get(0))).unwrap();
    assert_eq!(events, 2);
    let receipt = walk.nadia.get(&format!("{}/confirmation", walk.path)).await.text_of("receiptNumber");
    assert_eq!(receipt, "RC-2026-00001");
    assert_eq!(sandbox.captures().await.len(), 1);
}

#[tokio::test]
async fn the_signature_stands_in_its_header() {
    let request = Notice::about(&Ids::random(), "payment-1", "secret").request().unwrap();
    assert!(request.headers().contains_key(SIGNATURE));
    assert_eq!(request.headers()["content-type"], json!("application/json").as_str().unwrap());
}
