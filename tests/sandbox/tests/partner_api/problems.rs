//! Every problem of the contract, provoked.

use chrono::Duration;
use serde_json::{Value, json};

use crate::golden::golden;
use crate::support::{APPROVED, Answer, PROCESSING, Sandbox};

async fn start(sandbox: &Sandbox, person: &str, organization: &str) -> Answer {
    sandbox.caller(person).post(&format!("/organizations/org-{organization}/renewals"), json!({})).await
}

#[tokio::test]
async fn a_membership_that_cannot_be_renewed_now() {
    let sandbox = Sandbox::new();
    start(&sandbox, "petra", "birch").await.assert_problem("window-not-open");
    start(&sandbox, "lars", "alder").await.assert_problem("membership-lapsed");
    start(&sandbox, "sinead", "hazel").await.assert_problem("membership-suspended");
    start(&sandbox, "viktor", "poplar").await.assert_problem("verification-pending");
    sandbox.pass(Duration::days(1));
    assert_eq!(start(&sandbox, "petra", "birch").await.status, 201);
}

#[tokio::test]
async fn a_membership_that_can_no_longer_be_renewed_stops_every_step() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("card").await;
    let quote = walk.quote().await;
    for (change, slug) in [
        ("suspended = 1", "membership-suspended"),
        ("verification = 'rejected'", "verification-pending"),
        ("membership_date = '2026-10-01'", "membership-lapsed"),
        ("membership_date = '2027-06-01'", "window-not-open"),
    ] {
        sandbox.sql("UPDATE organization SET suspended = 0, verification = 'accepted', membership_date = '2027-01-25'");
        sandbox.sql(&format!("UPDATE organization SET {change} WHERE id = 'org-cedar'"));
        walk.requirements().await.assert_problem_type(slug);
        walk.signature().await.assert_problem_type(slug);
        walk.location().await.assert_problem_type(slug);
        walk.nadia.send("POST", &format!("{}/quotes", walk.path), &[], None).await.assert_problem_type(slug);
        walk.post_payment("the-first-attempt", &quote).await.assert_problem_type(slug);
    }
}

#[tokio::test]
async fn what_is_checked_first() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("signature").await;
    let path = format!("{}/level", walk.path);
    let unread = sandbox.caller("petra").send("PUT", &path, &[], None).await;
    unread.assert_problem("bad-request");
    sandbox.caller("petra").put(&path, "\"old\"", json!({})).await.assert_problem("not-found");
    sandbox.caller("oleg").put(&path, "\"old\"", json!({})).await.assert_problem("not-primary-contact");
    walk.nadia.put(&path, "\"old\"", json!({})).await.assert_problem_type("changed");
    walk.put("level", json!({})).await.assert_problem_type("step-order");
    walk.location().await;
    walk.put("level", json!({})).await.assert_problem_type("fields");
    let payment = walk.to("card").await;
    payment.payment().await;
    payment.nadia.send("PUT", &path, &[], Some(json!({}))).await.assert_problem("payment-in-progress");
}

#[tokio::test]
async fn a_body_that_cannot_be_read() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await;
    walk.put("requirements", json!([true])).await.assert_problem("bad-request");
    walk.put("requirements", Value::Null).await.assert_problem("bad-request");
    let headers = [("if-match", walk.etag.as_str())];
    walk.nadia.send("PUT", &format!("{}/requirements", walk.path), &headers, None).await.assert_problem("bad-request");
}

#[tokio::test]
async fn if_match_is_missing_or_old() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("signature").await;
    let old = walk.etag.clone();
    walk.location().await;
    let path = format!("{}/level", walk.path);
    let bare = walk.nadia.send("PUT", &path, &[], Some(golden("put-level.request"))).await;
    bare.assert_problem("if-match-required");
    let stale = walk.nadia.put(&path, &old, golden("put-level.request")).await;
    stale.assert_problem("changed.renewal");
    assert_eq!(stale.etag(), walk.etag);
    assert_eq!(stale.json()["current"], walk.read().await.json());
}

#[tokio::test]
async fn the_profile_has_changed() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await;
    walk.requirements().await;
    let path = "/organizations/org-cedar/profile";
    let seen = walk.nadia.get(path).await.etag();
    let body = golden("put-profile.request");
    walk.nadia.send("PUT", path, &[], Some(body.clone())).await.assert_problem("if-match-required");
    let current = golden("problem.changed")["current"].clone();
    let changed = walk.nadia.put(path, &seen, current).await;
    let stale = walk.nadia.put(path, &seen, body).await;
    stale.assert_problem("changed");
    assert_eq!(stale.etag(), changed.etag());
    let confirmed = walk.put("profile", json!({"profileEtag": seen})).await;
    confirmed.assert_problem("changed");
    assert_eq!(confirmed.etag(), changed.etag());
    walk.put("profile", json!({})).await.assert_problem_type("bad-request");
}

impl Answer {
    pub fn assert_problem_type(&self, slug: &str) {
        assert_eq!(self.text_of("type"), format!("urn:partner-renewal:problem:{slug}"), "{}", self.text);
    }
}

#[tokio::test]
async fn fields_that_are_refused() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await;
    let path = "/organizations/org-cedar/profile";
    let seen = walk.nadia.get(path).await;
    let mut profile = seen.json();
    profile["legalName"] = json!("  ");
    profile["postalCode"] = json!("10A");
    walk.nadia.put(path, &seen.etag(), profile).await.assert_problem("fields");
    walk.put("requirements", json!({"confirmed": false})).await.assert_problem("fields.requirements");
    walk.requirements().await;
    walk.profile().await;
    let mut signature = golden("put-signature.request");
    signature["name"] = json!("Oleg Example");
    signature["title"] = json!(" ");
    signature["accepted"] = json!("yes");
    walk.put("signature", signature).await.assert_problem("fields.signature");
    walk.signature().await;
    walk.put("location", json!({"locationId": "loc-birch-berlin"})).await.assert_problem("fields.location");
    walk.location().await;
    walk.put("level", json!({"levelId": "platinum"})).await.assert_problem("fields.level");
    walk.put("level", json!({"levelId": "premier"})).await.assert_problem("fields.level");
    walk.level().await;
    let method = json!({"method": "cash", "purchaseOrderNumber": "9".repeat(36)});
    walk.put("payment-method", method).await.assert_problem("fields.payment-method");
    let missing = walk.put("payment-method", json!({"method": "purchase_order", "purchaseOrderNumber": null})).await;
    assert_eq!(missing.json()["errors"], json!([{"field": "purchaseOrderNumber", "code": "required"}]));
}

#[tokio::test]
async fn the_name_under_the_agreement_is_read_kindly() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("profile").await;
    let mut signature = golden("put-signature.request");
    signature["name"] = json!("  nadia \u{a0} EXAMPLE ");
    let signed = walk.put("signature", signature.clone()).await;
    assert_eq!(signed.json()["signature"]["name"], "nadia EXAMPLE");
    signature["name"] = json!("x".repeat(201));
    signature["authority"] = json!(false);
    let refused = walk.put("signature", signature).await;
    let expected = json!([{"field": "name", "code": "too_long"}, {"field": "authority", "code": "not_accepted"}]);
    assert_eq!(refused.json()["errors"], expected);
}

#[tokio::test]
async fn steps_out_of_order() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await;
    for (step, body, next) in [
        ("profile", "put-renewal-profile.request", "requirements"),
        ("signature", "put-signature.request", "requirements"),
        ("location", "put-location.request", "requirements"),
        ("level", "put-level.request", "requirements"),
        ("payment-method", "put-payment-method.card.request", "requirements"),
    ] {
        let refused = walk.put(step, golden(body)).await;
        refused.assert_problem_type("step-order");
        assert_eq!(refused.text_of("nextStep"), next);
    }
    let mut walk = walk.to("profile").await;
    walk.location().await.assert_problem("step-order");
    for name in ["levels", "payment-methods", "confirmation"] {
        walk.nadia.get(&format!("{}/{name}", walk.path)).await.assert_problem("step-order");
    }
    walk.nadia.send("POST", &format!("{}/quotes", walk.path), &[], None).await.assert_problem("step-order");
    let body = golden("post-payments.request");
    let headers = [("idempotency-key", "a-key-that-is-long-enough")];
    let paying = walk.nadia.send("POST", &format!("{}/payments", walk.path), &headers, Some(body)).await;
    paying.assert_problem("step-order");
}

#[tokio::test]
async fn a_requirement_is_short() {
    let sandbox = Sandbox::new();
    let started = start(&sandbox, "rita", "willow").await;
    let path = format!("/renewals/{}/requirements", started.text_of("id"));
    let refused = sandbox.caller("rita").put(&path, &started.etag(), json!({"confirmed": true})).await;
    refused.assert_problem("requirement-short");
}

#[tokio::test]
async fn another_text_than_the_one_in_force() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("profile").await;
    for (field, value) in [("version", "2026.1"), ("agreementId", "agreement-at"), ("digest", &*"0".repeat(64))] {
        let mut signature = golden("put-signature.request");
        signature[field] = json!(value);
        walk.put("signature", signature).await.assert_problem("agreement-changed");
    }
    let mut signature = golden("put-signature.request");
    signature["language"] = json!("bg");
    walk.put("signature", signature.clone()).await.assert_problem("agreement-changed");
    signature["digest"] = golden("get-agreement.bg.200")["digest"].clone();
    assert_eq!(walk.put("signature", signature).await.json()["signature"]["language"], "bg");
}

#[tokio::test]
async fn while_a_payment_is_live_nothing_changes() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("card").await;
    let payment = walk.payment().await;
    walk.etag = walk.read().await.etag();
    walk.requirements().await.assert_problem("payment-in-progress");
    walk.profile().await.assert_problem("payment-in-progress");
    walk.signature().await.assert_problem("payment-in-progress");
    walk.location().await.assert_problem("payment-in-progress");
    walk.level().await.assert_problem("payment-in-progress");
    walk.nadia.delete(&walk.path).await.assert_problem("payment-in-progress");
    walk.nadia.send("POST", &format!("{}/quotes", walk.path), &[], None).await.assert_problem("payment-in-progress");
    sandbox.pay(&payment, PROCESSING).await;
    walk.refresh(&payment).await;
    walk.etag = walk.read().await.etag();
    walk.method("bank-transfer").await.assert_problem("payment-in-progress");
    walk.cancel(&payment).await.assert_problem("not-cancellable");
    let body = golden("post-payments.request");
    let headers = [("idempotency-key", "another-key-to-pay-with")];
    let paying = walk.nadia.send("POST", &format!("{}/payments", walk.path), &headers, Some(body)).await;
    paying.assert_problem("payment-in-progress");
}

#[tokio::test]
async fn once_paid_nothing_changes() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("card").await;
    let quote = walk.quote().await;
    let payment = walk.post_payment("the-first-attempt", &quote).await.json();
    sandbox.pay(&payment, APPROVED).await;
    // The provider has not been asked yet, so the API asks before it lets anyone pay again.
    walk.post_payment("the-second-attempt", &quote).await.assert_problem("already-paid");
    walk.etag = walk.read().await.etag();
    walk.location().await.assert_problem("already-paid");
    walk.method("bank-transfer").await.assert_problem("already-paid");
    walk.nadia.delete(&walk.path).await.assert_problem("already-paid");
    walk.nadia.send("POST", &format!("{}/quotes", walk.path), &[], None).await.assert_problem("already-paid");
    walk.nadia.post("/organizations/org-cedar/renewals", json!({})).await.assert_problem("already-paid");
    walk.cancel(&payment).await.assert_problem("not-cancellable");
    assert_eq!(sandbox.captures().await.len(), 1);
}

#[tokio::test]
async fn a_price_that_does_not_hold() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("card").await;
    let quote = walk.quote().await;
    let mut cheaper = quote.clone();
    cheaper["total"]["amount"] = json!(1);
    walk.post_payment("a-key-for-less-money", &cheaper).await.assert_problem("quote-changed");
    let mut other = quote.clone();
    other["total"]["currency"] = json!("USD");
    walk.post_payment("a-key-for-dollars", &other).await.assert_problem("quote-changed");
    other["id"] = json!("quote-made-up");
    walk.post_payment("a-key-for-no-quote", &other).await.assert_problem("quote-changed");
    walk.put("level", json!({"levelId": "foundation"})).await;
    walk.post_payment("a-key-for-another-level", &quote).await.assert_problem("quote-changed");
    walk.level().await;
    sandbox.pass(Duration::minutes(30));
    let nadia = sandbox.caller("nadia");
    let walk = crate::support::Walk { nadia, ..walk };
    walk.post_payment("a-key-that-is-too-late", &quote).await.assert_problem("quote-changed");
    walk.payment().await;
}

#[tokio::test]
async fn a_key_that_is_missing_or_used_for_something_else() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let first = walk.quote().await;
    let mut second = first.clone();
    second["total"]["amount"] = json!(142_801);
    for key in ["", "too-short", &"k".repeat(129)] {
        walk.post_payment(key, &first).await.assert_problem_type("bad-request");
    }
    walk.post_payment("the-first-attempt", &first).await;
    walk.post_payment("the-first-attempt", &second).await.assert_problem("idempotency-mismatch");
}

#[tokio::test]
async fn trouble_of_the_service_itself() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    for name in ["too-many-requests", "unavailable", "internal", "sign-in-required"] {
        sandbox.control("trouble", json!({"problem": name, "times": 1})).await;
        let refused = nadia.get("/account").await;
        refused.assert_problem(name);
        let waits = name == "too-many-requests" || name == "unavailable";
        assert_eq!(refused.header("retry-after"), if waits { "2" } else { "" });
        assert_eq!(nadia.get("/account").await.status, 200);
    }
    sandbox.sql("UPDATE organization SET profile = 'damaged' WHERE id = 'org-cedar'");
    nadia.get("/organizations/org-cedar/profile").await.assert_problem("internal");
}
