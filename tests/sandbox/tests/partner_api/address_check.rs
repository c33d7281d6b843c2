//! The address check with the step that confirms the profile.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::{Answer, Sandbox, Walk};

const PATH: &str = "/organizations/org-cedar/profile";

/// Confirms the profile with other values in it.
async fn confirm(walk: &mut Walk<'_>, values: &[(&str, &str)], more: Value) -> Answer {
    let seen = walk.nadia.get(PATH).await;
    let mut profile = seen.json();
    for (field, value) in values {
        profile[field] = json!(value);
    }
    let mut body = json!({"profileEtag": seen.etag(), "profile": profile});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    walk.put("profile", body).await
}

fn suggested(answer: &Answer) -> Vec<[String; 3]> {
    let text = |of: &Value, name: &str| of[name].as_str().unwrap().to_owned();
    let suggestions = answer.json()["suggestions"].as_array().unwrap().clone();
    suggestions.iter().map(|one| ["addressLine1", "postalCode", "city"].map(|name| text(one, name))).collect()
}

#[tokio::test]
async fn a_better_address_is_suggested_and_nothing_is_changed() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("requirements").await;
    let before = walk.nadia.get(PATH).await;
    let suggest = json!({"suggestAddress": true});
    let typed = [("addressLine1", "1 Example Blvd"), ("city", "Varna"), ("postalCode", "4000")];
    let refused = confirm(&mut walk, &typed, suggest.clone()).await;
    refused.assert_problem("address-suggested");
    let street = [("addressLine1", "2 Example Rd")];
    let in_full = ["2 Example Road", "1000", "Sofia"].map(str::to_owned);
    assert_eq!(suggested(&confirm(&mut walk, &street, suggest.clone()).await), [in_full]);
    let german = [
        ("country", "DE"),
        ("registrationNumber", "HRB 12345 B"),
        ("taxId", "DE123456789"),
        ("addressLine1", "Beispielstr. 5"),
        ("city", "Munich"),
        ("postalCode", "80331"),
    ];
    let fitting = ["Beispielstraße 5", "80331", "München"].map(str::to_owned);
    assert_eq!(suggested(&confirm(&mut walk, &german, suggest).await), [fitting]);
    assert_eq!(walk.nadia.get(PATH).await.json(), before.json());
    assert_eq!(walk.read().await.json()["profile"], Value::Null);
}

#[tokio::test]
async fn an_address_that_is_kept_or_chosen_is_taken_as_it_is() {
    for (more, check) in [(json!({}), "kept"), (json!({"suggestAddress": false}), "kept")] {
        let sandbox = Sandbox::new();
        let mut walk = sandbox.walk().await.to("requirements").await;
        let saved = confirm(&mut walk, &[("addressLine1", "1 Example Blvd")], more.clone()).await;
        assert_eq!(saved.status, StatusCode::OK, "{more}: {}", saved.text);
        let stored = walk.nadia.get(PATH).await.json();
        assert_eq!((&stored["addressLine1"], &stored["addressCheck"]), (&json!("1 Example Blvd"), &json!(check)));
        let again = confirm(&mut walk, &[("tradingName", "Cedar")], json!({"suggestAddress": true})).await;
        assert_eq!(again.status, StatusCode::OK, "an address that stays is asked about no more: {}", again.text);
    }
}

#[tokio::test]
async fn a_good_address_and_one_that_cannot_be_checked_are_saved_at_once() {
    for (street, check) in [("2 Example Boulevard", "verified"), ("503 Example Blvd", "pending")] {
        let sandbox = Sandbox::new();
        let mut walk = sandbox.walk().await.to("requirements").await;
        let saved = confirm(&mut walk, &[("addressLine1", street)], json!({"suggestAddress": true})).await;
        assert_eq!(saved.json()["nextStep"], "agreement", "{street}: {}", saved.text);
        let stored = walk.nadia.get(PATH).await.json();
        assert_eq!((&stored["addressLine1"], &stored["addressCheck"]), (&json!(street), &json!(check)));
    }
}
