use axum::http::StatusCode;
use sandbox::keys::TokenError;

use crate::support::{Pairs, Provider, exchange, request};

const HOME: &str = "http://localhost:8080/";

fn sign_out() -> Pairs {
    Pairs(vec![]).and("post_logout_redirect_uri", HOME).and("state", "bye")
}

#[tokio::test]
async fn signing_out_ends_the_session_and_returns_to_the_site() {
    let provider = Provider::new();
    let (cookie, code) = provider.choose(&request(), "nadia").await;
    let hint = provider.token(&exchange(&code)).await.text("id_token");
    let answer = provider.end_session(&sign_out().and("id_token_hint", &hint), &cookie).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "http://localhost:8080/?state=bye");
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(provider.authorize(&request(), &cookie).await.status, StatusCode::OK);
}

#[tokio::test]
async fn signing_out_works_by_form_too() {
    let answer = Provider::new().post("/end-session", &sign_out().without("state")).await;
    assert_eq!(answer.header("location"), HOME);
}

#[tokio::test]
async fn without_an_address_the_person_is_told() {
    let answer = Provider::new().get("/end-session").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("<h1>You are signed out</h1>"));
}

#[tokio::test]
async fn any_other_address_is_refused_and_nothing_ends() {
    let provider = Provider::new();
    let (cookie, _) = provider.choose(&request(), "nadia").await;
    for address in ["http://localhost:8080", "http://localhost:8080/membership", "http://evil.example/"] {
        let pairs = sign_out().set("post_logout_redirect_uri", address);
        provider.end_session(&pairs, &cookie).await.assert_kept_here();
    }
    assert_eq!(provider.authorize(&request(), &cookie).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_hint_that_is_not_ours_is_refused() {
    let provider = Provider::new();
    let other = Provider::new();
    let (_, code) = other.choose(&request(), "nadia").await;
    let foreign = other.token(&exchange(&code)).await.text("id_token");
    provider.end_session(&sign_out().and("id_token_hint", &foreign), "").await.assert_kept_here();
}

#[tokio::test]
async fn another_client_is_refused() {
    let pairs = sign_out().and("client_id", "someone");
    Provider::new().end_session(&pairs, "").await.assert_kept_here();
}

#[tokio::test]
async fn ending_all_sessions_ends_sessions_codes_and_tokens() {
    let provider = Provider::new();
    let (cookie, code) = provider.choose(&request(), "nadia").await;
    let token = provider.token(&exchange(&code)).await.text("access_token");
    let (_, waiting) = provider.choose(&request(), "oleg").await;
    let answer = provider.send("POST", "/sandbox/end-all-sessions", &[], String::new()).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(provider.authorize(&request(), &cookie).await.status, StatusCode::OK);
    provider.token(&exchange(&waiting)).await.assert_no_token(400, "invalid_grant");
    let now = provider.config.clock.now();
    let after = provider.keys.verify_access_token(&token, &provider.config, now);
    assert_eq!(after, Err(TokenError::Revoked));
}

#[tokio::test]
async fn revoking_all_tokens_leaves_the_sessions() {
    let provider = Provider::new();
    let (cookie, code) = provider.choose(&request(), "nadia").await;
    let token = provider.token(&exchange(&code)).await.text("access_token");
    let answer = provider.send("POST", "/sandbox/revoke-all-tokens", &[], String::new()).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    let now = provider.config.clock.now();
    let after = provider.keys.verify_access_token(&token, &provider.config, now);
    assert_eq!(after, Err(TokenError::Revoked));
    assert_eq!(provider.authorize(&request(), &cookie).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn pages_of_other_sites_cannot_use_the_test_controls() {
    let provider = Provider::new();
    for path in ["/sandbox/end-all-sessions", "/sandbox/revoke-all-tokens"] {
        let answer = provider.send("POST", path, &[("sec-fetch-site", "cross-site")], String::new()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
}
