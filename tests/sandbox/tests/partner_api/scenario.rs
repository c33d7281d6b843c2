//! The story the golden bodies tell, from the first look at the membership to the confirmation.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::golden::{assert_like, golden};
use crate::support::{APPROVED, PROCESSING, Sandbox};

#[tokio::test]
async fn what_the_company_is() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    nadia.get("/organizations/org-cedar/membership").await.assert_golden("get-membership.due.200");
    nadia.get("/organizations/org-cedar/competencies").await.assert_golden("get-competencies.200");
    nadia.get("/organizations/org-cedar/locations").await.assert_golden("get-locations.200");
    nadia.get("/organizations/org-cedar/contacts").await.assert_golden("get-contacts.200");
    nadia.get("/organizations/org-cedar/profile").await.assert_golden("get-profile.200");
    nadia.get("/account").await.assert_golden("get-account.200");
    nadia.get("/account?next=membership").await.assert_golden("get-account.next.200");
    sandbox.caller("oleg").get("/account").await.assert_golden("get-account.colleague.200");
    sandbox.caller("tomas").get("/account").await.assert_golden("get-account.two-companies.200");
}

#[tokio::test]
async fn by_card_from_the_start_to_the_confirmation() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await;
    walk.read().await.assert_golden("get-renewal.draft.200");
    walk.requirements().await.assert_golden("put-requirements.200");
    walk.read().await.assert_golden("get-renewal.draft-profile.200");

    let seen = walk.nadia.get("/organizations/org-cedar/profile").await.etag();
    let saved = walk.nadia.put("/organizations/org-cedar/profile", &seen, golden("put-profile.request")).await;
    saved.assert_golden("put-profile.200");
    assert_ne!(saved.etag(), seen);
    let confirmed = walk.profile().await;
    confirmed.assert_golden("put-renewal-profile.200");
    assert_eq!(confirmed.json()["profile"]["profileEtag"], json!(saved.etag()));
    walk.read().await.assert_golden("get-renewal.draft-agreement.200");

    walk.signature().await.assert_golden("put-signature.200");
    walk.read().await.assert_golden("get-renewal.signed.200");
    let again = walk.nadia.post("/organizations/org-cedar/renewals", golden("post-renewals.request")).await;
    again.assert_golden("post-renewals.200");
    assert_eq!(again.header("location"), format!("/v1{}", walk.path));
    let membership = || walk.nadia.get("/organizations/org-cedar/membership");
    membership().await.assert_golden("get-membership.due.continue.200");

    walk.location().await.assert_golden("put-location.200");
    walk.read().await.assert_golden("get-renewal.signed-level.200");
    walk.nadia.get(&format!("{}/levels", walk.path)).await.assert_golden("get-levels.200");
    walk.level().await.assert_golden("put-level.200");
    walk.read().await.assert_golden("get-renewal.signed-payment.200");
    walk.nadia.get(&format!("{}/payment-methods", walk.path)).await.assert_golden("get-payment-methods.200");
    walk.method("card").await.assert_golden("put-payment-method.card.200");
    walk.read().await.assert_golden("get-renewal.signed-review.200");

    let quote = walk.quote().await;
    assert_like(&quote, &golden("post-quotes.201"), "post-quotes.201");
    let created = walk.post_payment("the-first-attempt", &quote).await;
    created.assert_golden("post-payments.card.201");
    let payment = created.json();
    walk.read_payment(&payment).await.assert_golden("get-payment.open.200");
    walk.read().await.assert_golden("get-renewal.awaiting_payment.200");
    walk.post_payment("the-second-attempt", &quote).await.assert_golden("post-payments.existing.200");

    let paid = sandbox.pay(&payment, APPROVED).await;
    assert_eq!(paid.status, StatusCode::SEE_OTHER);
    walk.refresh(&payment).await.assert_golden("post-payment-refresh.200");
    walk.read_payment(&payment).await.assert_golden("get-payment.succeeded.200");
    walk.read().await.assert_golden("get-renewal.active.200");
    let confirmation = walk.nadia.get(&format!("{}/confirmation", walk.path)).await;
    confirmation.assert_golden("get-confirmation.paid.200");
    sandbox.caller("oleg").get(&format!("{}/confirmation", walk.path)).await.assert_golden("get-confirmation.paid.200");

    let renewed = walk.nadia.get("/organizations/org-cedar/membership").await.json();
    assert_eq!((&renewed["membershipDate"], &renewed["status"]), (&json!("2028-01-25"), &json!("not_due")));
    assert_eq!(renewed["blockers"], json!([{"code": "already_renewed", "action": "confirmation"}]));
    let expected = json!([{
        "payment": payment["id"], "renewal": payment["renewal"], "amount": 142_800, "currency": "EUR",
    }]);
    assert_eq!(Value::from(sandbox.captures().await), expected);
}

#[tokio::test]
async fn by_bank_transfer() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("level").await;
    walk.method("bank-transfer").await.assert_golden("put-payment-method.bank-transfer.200");
    let quote = walk.quote().await;
    let created = walk.post_payment("the-first-attempt", &quote).await;
    created.assert_golden("post-payments.bank-transfer.201");
    let payment = created.json();
    walk.read_payment(&payment).await.assert_golden("get-payment.bank-transfer.200");
    walk.read().await.assert_golden("get-renewal.awaiting_payment-bank-transfer.200");
    let confirmation = format!("{}/confirmation", walk.path);
    walk.nadia.get(&confirmation).await.assert_golden("get-confirmation.pending.200");
    let membership = walk.nadia.get("/organizations/org-cedar/membership").await;
    membership.assert_golden("get-membership.due.awaiting_payment.200");
    assert!(sandbox.captures().await.is_empty());

    assert_eq!(sandbox.control("settle", json!({"payment": payment["id"]})).await.status, StatusCode::NO_CONTENT);
    walk.read_payment(&payment).await.assert_golden("get-payment.bank-transfer-succeeded.200");
    assert_eq!(walk.nadia.get(&confirmation).await.json()["state"], "paid");
    assert_eq!(sandbox.captures().await.len(), 1);
}

#[tokio::test]
async fn by_purchase_order() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("level").await;
    walk.method("purchase-order").await.assert_golden("put-payment-method.purchase-order.200");
    let quote = walk.quote().await;
    let created = walk.post_payment("the-first-attempt", &quote).await;
    created.assert_golden("post-payments.purchase-order.201");
    walk.read_payment(&created.json()).await.assert_golden("get-payment.purchase-order.200");
    walk.read().await.assert_golden("get-renewal.awaiting_payment-purchase-order.200");
    let confirmation = walk.nadia.get(&format!("{}/confirmation", walk.path)).await;
    confirmation.assert_golden("get-confirmation.pending-purchase-order.200");
}

#[tokio::test]
async fn by_card_with_the_companys_order_number() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("level").await;
    walk.method("card-order-number").await.assert_golden("put-payment-method.card-order-number.200");
    let payment = walk.payment().await;
    walk.read_payment(&payment).await.assert_golden("get-payment.open-order-number.200");
    let orders = walk.nadia.get("/organizations/org-cedar/orders").await.json();
    assert_eq!(orders["orders"][0]["purchaseOrderNumber"], "PO-2026-117");
    sandbox.pay(&payment, APPROVED).await;
    walk.refresh(&payment).await;
    let confirmation = walk.nadia.get(&format!("{}/confirmation", walk.path)).await.json();
    assert_eq!(confirmation["payment"]["purchaseOrderNumber"], "PO-2026-117");
}

#[tokio::test]
async fn a_payment_that_stays_processing() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let payment = walk.payment().await;
    sandbox.pay(&payment, PROCESSING).await;
    walk.refresh(&payment).await.assert_golden("post-payment-refresh.processing.200");
    walk.read_payment(&payment).await.assert_golden("get-payment.processing.200");
    walk.read().await.assert_golden("get-renewal.processing.200");
    let membership = walk.nadia.get("/organizations/org-cedar/membership").await;
    membership.assert_golden("get-membership.due.processing.200");
}

#[tokio::test]
async fn the_levels_of_the_branch() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("signature").await;
    walk.put("location", json!({"locationId": "loc-cedar-vienna"})).await;
    walk.nadia.get(&format!("{}/levels", walk.path)).await.assert_golden("get-levels.vienna.200");
}

#[tokio::test]
async fn starting_answers_with_the_address() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    let started = nadia.post("/organizations/org-cedar/renewals", golden("post-renewals.request")).await;
    started.assert_golden("post-renewals.201");
    assert_eq!(started.header("location"), format!("/v1/renewals/{}", started.text_of("id")));
    let read = nadia.get(&format!("/renewals/{}", started.text_of("id"))).await;
    assert_eq!((read.etag(), &read.text), (started.etag(), &started.text));
}
