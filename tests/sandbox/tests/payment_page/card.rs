//! Cards: what each leads to, and what is kept of one.

use axum::http::StatusCode;
use chrono::Duration;
use serde_json::json;

use crate::support::{APPROVED, Provider, card_fields};

#[tokio::test]
async fn an_approved_card_is_captured_once_however_often_it_is_sent() {
    let mut provider = Provider::new();
    provider.pay(APPROVED).await.assert_back();
    provider.pay(APPROVED).await.assert_back();
    provider.get(&provider.page).await.assert_back();
    let captures = provider.captures().await;
    assert_eq!(captures, json!([{"payment": "payment_1", "renewal": null, "amount": 142_800, "currency": "EUR"}]));
    assert!(provider.notices.try_recv().is_ok() && provider.notices.try_recv().is_err(), "told once");
}

#[tokio::test]
async fn what_each_card_leads_to() {
    for (card, status, reason) in [
        ("4000 0000 0000 0002", "declined", Some("card_declined")),
        ("4000-0000-0000-9995", "declined", Some("insufficient_funds")),
        ("4000000000000077", "processing", None),
        ("5555 5555 5555 4444", "declined", Some("card_declined")),
    ] {
        let provider = Provider::new();
        provider.pay(card).await.assert_back();
        let session = provider.session();
        assert_eq!((session.status.as_str(), session.decline_reason.as_deref()), (status, reason), "{card}");
        assert_eq!(provider.captures().await, json!([]));
    }
}

#[tokio::test]
async fn a_challenge_is_asked_and_answered_once() {
    for (answer, status, reason) in [("approve", "paid", None), ("refuse", "declined", Some("challenge_failed"))] {
        let provider = Provider::new();
        let asked = provider.pay("4000 0000 0000 3220").await;
        assert_eq!((asked.status, asked.header("location")), (StatusCode::SEE_OTHER, provider.page.as_str()));
        assert!(provider.get(&provider.page).await.body.contains("<h1>Confirm it is you</h1>"));
        let path = format!("{}/challenge", provider.page);
        provider.post(&path, &[("answer", answer)]).await.assert_back();
        provider.post(&path, &[("answer", "approve")]).await.assert_back();
        let session = provider.session();
        assert_eq!((session.status.as_str(), session.decline_reason.as_deref()), (status, reason));
    }
}

#[tokio::test]
async fn a_challenge_nobody_asked_approves_nothing() {
    let provider = Provider::new();
    provider.post(&format!("{}/challenge", provider.page), &[("answer", "approve")]).await;
    assert_eq!(provider.session().status, "open");
    assert_eq!(provider.captures().await, json!([]));
}

#[tokio::test]
async fn only_the_last_four_digits_are_kept() {
    let provider = Provider::new();
    provider.pay(APPROVED).await;
    let everything = provider.everything();
    assert!(everything.contains("\"4242\""), "{everything}");
    for secret in ["42424242", "4242 4242", "\"123\"", "12/29", "Nadia"] {
        assert!(!everything.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn mistakes_are_told_and_the_card_is_not_shown_again() {
    let provider = Provider::new();
    let answer = provider.post(&provider.page, &card_fields("4242 4242 4242 4241")).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("<title>Error: Pay €1,428.00"));
    assert!(answer.body.contains("<a href=\"#number\">Enter the card number, 12 to 19 digits</a>"));
    assert!(answer.body.contains("id=\"number\" name=\"number\" value=\"\""));
    assert!(answer.body.contains("aria-invalid=\"true\" aria-describedby=\"number-error\""));
    assert!(answer.body.contains("value=\"Nadia Example\"") && !answer.body.contains("4241"));
    assert_eq!(provider.session().status, "open");
    let answer = provider.post(&provider.page, &[]).await;
    assert_eq!(answer.body.matches("class=\"error\"").count(), 4);
    let old = [("number", APPROVED), ("expiry", "10/26"), ("code", "123"), ("name", "N")];
    assert!(provider.post(&provider.page, &old).await.body.contains("Enter an expiry date in the future"));
}

#[tokio::test]
async fn a_session_ends() {
    let provider = Provider::new();
    provider.config.clock.advance(Duration::minutes(30));
    provider.get(&provider.page).await.assert_back();
    provider.pay(APPROVED).await.assert_back();
    assert_eq!(provider.session().status, "expired");
    assert_eq!(provider.captures().await, json!([]));
}

#[tokio::test]
async fn cancelled_is_over_and_paid_cannot_be_cancelled() {
    let provider = Provider::new();
    let cancel = format!("{}/cancel", provider.page);
    provider.get(&cancel).await.assert_back();
    provider.pay(APPROVED).await.assert_back();
    assert_eq!((provider.session().status.as_str(), provider.captures().await), ("cancelled", json!([])));

    let provider = Provider::new();
    provider.pay(APPROVED).await;
    provider.get(&format!("{}/cancel", provider.page)).await.assert_back();
    assert_eq!(provider.session().status, "paid");
}
