//! What a change makes of what was confirmed before, and starting over.

use axum::http::StatusCode;
use chrono::Duration;
use sandbox::store::evidence::verify;
use serde_json::json;

use crate::support::{APPROVED, Answer, Sandbox, Walk};

/// Renames the company; returns the answer's status.
async fn rename(walk: &Walk<'_>) -> StatusCode {
    change(walk, &[("legalName", "Cedar Renamed Example EOOD")]).await.status
}

#[tokio::test]
async fn a_new_legal_name_voids_the_signature() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("card").await;
    assert_eq!(rename(&walk).await, StatusCode::OK);
    let voided = walk.read().await;
    let mut expected = crate::golden::golden("get-renewal.signature-voided.200");
    expected["organization"]["name"] = json!("Cedar Renamed Example EOOD");
    crate::golden::assert_like(&voided.json(), &expected, "get-renewal.signature-voided.200");
    walk.etag = voided.etag();
    let signed = walk.signature().await.json();
    assert_eq!((&signed["notices"], &signed["nextStep"]), (&json!([]), &json!("review")));
}

#[tokio::test]
async fn another_change_of_the_profile_does_not() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("signature").await;
    let path = "/organizations/org-cedar/profile";
    let seen = walk.nadia.get(path).await;
    let mut profile = seen.json();
    profile["customers"] = json!("41");
    walk.nadia.put(path, &seen.etag(), profile).await;
    assert!(walk.read().await.json()["signature"].is_object());
}

#[tokio::test]
async fn a_profile_is_changed_and_confirmed_in_one() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("card").await;
    let path = "/organizations/org-cedar/profile";
    let seen = walk.nadia.get(path).await;
    let mut profile = seen.json();
    profile["legalName"] = json!("Cedar Renamed Example EOOD");
    profile["city"] = json!("  Veliko   Tarnovo ");
    let body = json!({"profileEtag": seen.etag(), "profile": profile});
    let confirmed = walk.put("profile", body.clone()).await;
    assert_eq!(confirmed.status, StatusCode::OK, "{}", confirmed.text);
    let stored = walk.nadia.get(path).await;
    assert_eq!(stored.json()["city"], "Veliko Tarnovo");
    let renewal = confirmed.json();
    assert_eq!(renewal["profile"]["profileEtag"], stored.etag().as_str());
    assert_eq!((&renewal["notices"], &renewal["nextStep"]), (&json!(["signature_voided"]), &json!("agreement")));
    assert_eq!(renewal["organization"]["name"], "Cedar Renamed Example EOOD");
    let again = walk.put("profile", body).await;
    assert_eq!(again.status, StatusCode::PRECONDITION_FAILED);
    let mut current = stored.json();
    for beside in ["verification", "taxIdCheck", "addressCheck", "addressLines"] {
        current.as_object_mut().unwrap().remove(beside);
    }
    assert_eq!(again.json()["current"], current, "the profile is told that is there now");
}

#[tokio::test]
async fn a_profile_that_moves_to_another_country_voids_the_signature_in_its_answer() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("card").await;
    let seen = walk.nadia.get("/organizations/org-cedar/profile").await;
    let mut profile = seen.json();
    let austrian =
        [("country", "AT"), ("registrationNumber", "FN123456A"), ("taxId", "ATU12345678"), ("postalCode", "1010")];
    for (field, value) in austrian {
        profile[field] = json!(value);
    }
    let confirmed = walk.put("profile", json!({"profileEtag": seen.etag(), "profile": profile})).await;
    assert_eq!(confirmed.json()["notices"], json!(["signature_voided"]), "{}", confirmed.text);
    assert_eq!(walk.read().await.etag(), confirmed.etag(), "nothing is found out later");
}

#[tokio::test]
async fn a_change_that_is_refused_changes_and_confirms_nothing() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("requirements").await;
    let path = "/organizations/org-cedar/profile";
    let seen = walk.nadia.get(path).await;
    let mut profile = seen.json();
    profile["city"] = json!("");
    profile["customers"] = json!("41");
    let refused = walk.put("profile", json!({"profileEtag": seen.etag(), "profile": profile})).await;
    assert_eq!(refused.json()["errors"], json!([{"field": "city", "code": "required"}]));
    let refused = walk.put("profile", json!({"profileEtag": seen.etag(), "profile": "whole"})).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert_eq!(walk.nadia.get(path).await.etag(), seen.etag());
    assert_eq!(walk.read().await.json()["profile"], json!(null));
}

#[tokio::test]
async fn the_name_stays_while_money_is_on_its_way() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    walk.payment().await;
    assert_eq!(rename(&walk).await, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_later_agreement_voids_the_signature() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("card").await;
    let quote = walk.quote().await;
    sandbox.control("agreement", json!({"version": "2027.1"})).await;
    let refused = walk.post_payment("the-first-attempt", &quote).await;
    assert_eq!(refused.text_of("type"), "urn:partner-renewal:problem:agreement-changed");
    assert_eq!(refused.text_of("detail"), "Version 2027.1 of the agreement applies now.");
    let voided = walk.read().await;
    voided.assert_golden("get-renewal.signature-voided.200");
    walk.etag = voided.etag();
    let mut signature = crate::golden::golden("put-signature.request");
    signature["version"] = json!("2027.1");
    assert_eq!(walk.put("signature", signature).await.status, StatusCode::OK);
    walk.payment().await;
}

#[tokio::test]
async fn a_later_agreement_is_noticed_on_reading_and_leaves_a_payment_alone() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("signature").await;
    sandbox.control("agreement", json!({"version": "2027.1"})).await;
    assert_eq!(walk.read().await.json()["notices"], json!(["signature_voided"]));

    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let payment = walk.payment().await;
    sandbox.control("agreement", json!({"version": "2027.1"})).await;
    walk.read().await.assert_golden("get-renewal.awaiting_payment.200");
    sandbox.pay(&payment, APPROVED).await;
    walk.refresh(&payment).await.assert_golden("post-payment-refresh.200");
}

#[tokio::test]
async fn signatures_are_never_changed() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("signature").await;
    walk.signature().await;
    let changed = |sql: &str| sandbox.store.write(|tx| tx.execute_batch(sql)).is_ok();
    assert!(!changed("UPDATE signature SET name = 'Somebody Else'"));
    assert!(!changed("DELETE FROM signature"));
    assert!(!changed("UPDATE agreement SET text = 'Another text'"));
    assert!(!changed("DELETE FROM agreement"));
    assert!(sandbox.store.write(verify).unwrap().holds());
}

#[tokio::test]
async fn a_location_clears_a_level_that_is_not_offered_there() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("signature").await;
    walk.put("location", json!({"locationId": "loc-cedar-vienna"})).await;
    walk.put("level", json!({"levelId": "premier"})).await;
    walk.method("card").await;
    walk.location().await.assert_golden("get-renewal.level-cleared.200");
    assert_eq!(walk.level().await.json()["notices"], json!([]));
    let moved = walk.put("location", json!({"locationId": "loc-cedar-vienna"})).await;
    assert_eq!(moved.json()["level"]["id"], "advanced", "one that is offered there stays");
}

#[tokio::test]
async fn another_way_to_pay_cancels_the_session_first() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("card").await;
    let payment = walk.payment().await;
    walk.etag = walk.read().await.etag();
    let changed = walk.method("bank-transfer").await;
    assert_eq!(changed.json()["payment"]["status"], "cancelled", "{}", changed.text);
    let late = sandbox.pay(&payment, APPROVED).await;
    assert!(late.header("location").starts_with("http://localhost:8080/renew/payment/return"));
    assert!(sandbox.captures().await.is_empty());
    walk.payment().await;
}

#[tokio::test]
async fn another_way_to_pay_on_an_old_view_cancels_nothing() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("card").await;
    let payment = walk.payment().await;
    assert_eq!(walk.method("bank-transfer").await.status, StatusCode::PRECONDITION_FAILED);
    walk.read_payment(&payment).await.assert_golden("get-payment.open.200");
}

#[tokio::test]
async fn starting_over() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("level").await;
    let removed = walk.nadia.delete(&walk.path).await;
    assert_eq!((removed.status, removed.text.as_str()), (StatusCode::NO_CONTENT, ""));
    walk.nadia.delete(&walk.path).await.assert_problem("not-found");
    walk.method("card").await.assert_problem("not-found");
    let membership = walk.nadia.get("/organizations/org-cedar/membership").await;
    membership.assert_golden("get-membership.due.200");
    let next = sandbox.walk().await;
    assert_ne!(next.path, walk.path);
    next.read().await.assert_golden("get-renewal.draft.200");
}

#[tokio::test]
async fn a_membership_that_lapses_on_the_way_is_not_renewed() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    sandbox.pass(Duration::days(93));
    let nadia = sandbox.caller("nadia");
    let refused = nadia.send("POST", &format!("{}/quotes", walk.path), &[], None).await;
    assert_eq!(refused.text_of("type"), "urn:partner-renewal:problem:membership-lapsed");
}

#[tokio::test]
async fn a_tag_that_a_proxy_changed_still_names_what_was_seen() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await;
    let weak = |tag: &str| format!("W/{tag}");
    let coded = |tag: &str| format!("{}-gzip\"", tag.trim_end_matches('"'));
    walk.etag = weak(&walk.etag);
    assert_eq!(walk.requirements().await.status, StatusCode::OK);
    let path = "/organizations/org-cedar/profile";
    let seen = walk.nadia.get(path).await;
    let saved = walk.nadia.put(path, &coded(&seen.etag()), seen.json()).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text);
    walk.etag = coded(&walk.etag);
    let confirmed = walk.put("profile", json!({"profileEtag": weak(&saved.etag())})).await;
    assert_eq!(confirmed.json()["profile"]["profileEtag"], saved.etag().as_str(), "the server's own is kept");
    walk.etag = weak("\"another\"");
    assert_eq!(walk.signature().await.status, StatusCode::PRECONDITION_FAILED);
}

/// Changes fields of the profile; returns the answer.
async fn change(walk: &Walk<'_>, values: &[(&str, &str)]) -> Answer {
    let path = "/organizations/org-cedar/profile";
    let seen = walk.nadia.get(path).await;
    let mut profile = seen.json();
    for (field, value) in values {
        profile[field] = json!(value);
    }
    walk.nadia.put(path, &seen.etag(), profile).await
}

#[tokio::test]
async fn a_change_of_legal_data_is_verified_beside_the_renewal() {
    for (field, value) in [
        ("legalName", "Cedar Renamed Example EOOD"),
        ("registrationNumber", "987654321"),
        ("addressLine1", "2 Example Boulevard"),
        ("addressLine2", "Floor 3"),
        ("city", "Varna"),
        ("region", "Sofia City"),
        ("postalCode", "1001"),
    ] {
        let sandbox = Sandbox::new();
        let mut walk = sandbox.walk().await.to("requirements").await;
        let saved = change(&walk, &[(field, value)]).await;
        assert_eq!(saved.json()["verification"]["pendingSince"], "2026-11-24", "{field}");
        walk.etag = walk.read().await.etag();
        let confirmed = walk.profile().await;
        assert_eq!(confirmed.json()["nextStep"], "agreement", "{field}: {}", confirmed.text);
    }
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await;
    for (field, value) in [("taxId", ""), ("tradingName", "Cedar"), ("website", ""), ("customers", "41")] {
        let saved = change(&walk, &[(field, value)]).await;
        assert_eq!(saved.json()["verification"].get("pendingSince"), None, "{field}");
    }
}

#[tokio::test]
async fn a_letter_waits_until_the_change_is_verified() {
    const LETTER: &str = "/organizations/org-cedar/letter";
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await;
    assert_eq!(change(&walk, &[("city", "Varna")]).await.status, StatusCode::OK);
    walk.nadia.send("POST", LETTER, &[], None).await.assert_problem("verification-pending.letter");
    assert_eq!(walk.nadia.get(LETTER).await.json()["refused"], "verification-pending");
    assert_eq!(change(&walk, &[("customers", "41")]).await.json()["verification"]["pendingSince"], "2026-11-24");
    sandbox.pass(Duration::days(6));
    let nadia = sandbox.caller("nadia");
    nadia.send("POST", LETTER, &[], None).await.assert_problem("verification-pending.letter");
    sandbox.pass(Duration::days(1));
    let nadia = sandbox.caller("nadia");
    let profile = nadia.get("/organizations/org-cedar/profile").await;
    assert_eq!(profile.json()["verification"].get("pendingSince"), None, "five working days have passed");
    let issued = nadia.send("POST", LETTER, &[], None).await;
    assert_eq!(issued.status, StatusCode::OK);
    let walk = Walk { nadia, ..walk };
    change(&walk, &[("city", "Sofia")]).await;
    let again = walk.nadia.send("POST", LETTER, &[], None).await;
    assert_eq!(again.text, issued.text, "the letter that is issued stays");
}

#[tokio::test]
async fn what_is_told_beside_a_profile_changes_no_entity_tag() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await;
    let changed = change(&walk, &[("city", "Varna")]).await;
    sandbox.pass(Duration::days(8));
    let later = sandbox.caller("nadia").get("/organizations/org-cedar/profile").await;
    assert_ne!(later.json(), changed.json());
    assert_eq!(later.etag(), changed.etag());
}

#[tokio::test]
async fn a_letter_or_a_legal_form_is_no_legal_name() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await;
    for (name, code) in [
        ("C", "too_short"),
        ("- & -", "too_short"),
        ("EOOD", "legal_suffix"),
        ("оод", "legal_suffix"),
        ("e. o. o. d.", "legal_suffix"),
        ("GmbH", "legal_suffix"),
        ("inc", "legal_suffix"),
        ("有限公司", "legal_suffix"),
    ] {
        let refused = change(&walk, &[("legalName", name)]).await;
        assert_eq!(refused.json()["errors"], json!([{"field": "legalName", "code": code}]), "{name}");
    }
    for name in ["CEDAR EXAMPLE", "2026", "cedar.example", "GmbH Inc."] {
        assert_eq!(
            change(&walk, &[("legalName", name)]).await.status,
            StatusCode::OK,
            "{name} is for a client to ask about"
        );
    }
}

#[tokio::test]
async fn a_tax_number_is_checked_with_the_authority_of_a_country_that_has_one() {
    const PATH: &str = "/organizations/org-cedar/profile";
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("requirements").await;
    for (number, check) in [("BG123456789", "valid"), ("", "not_checked"), ("BG123456503", "pending")] {
        let saved = change(&walk, &[("taxId", number)]).await;
        assert_eq!(saved.json()["taxIdCheck"], check, "{number}: {}", saved.text);
    }
    let seen = walk.nadia.get(PATH).await;
    seen.assert_golden("get-profile.tax-id-pending.200");
    walk.etag = walk.read().await.etag();
    assert_eq!(walk.profile().await.json()["nextStep"], "agreement", "nothing waits for it");

    change(&walk, &[("taxId", "BG123456404")]).await.assert_problem("fields.tax-id");
    walk.etag = walk.read().await.etag();
    let mut profile = seen.json();
    profile["taxId"] = json!("BG123456404");
    let refused = walk.put("profile", json!({"profileEtag": seen.etag(), "profile": profile})).await;
    refused.assert_problem("fields.tax-id");
    assert_eq!(walk.nadia.get(PATH).await.json(), seen.json(), "nothing is changed");

    let american = [("country", "US"), ("taxId", "12-3456404"), ("region", "WA"), ("postalCode", "98101")];
    let saved = change(&walk, &american).await;
    assert_eq!(saved.json()["taxIdCheck"], "not_checked", "{}", saved.text);
}
