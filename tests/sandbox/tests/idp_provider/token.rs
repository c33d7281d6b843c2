use axum::http::StatusCode;
use chrono::Duration;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use sandbox::keys::TokenError;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::support::{CALLBACK, Provider, SITE, exchange, part, request};

async fn code(provider: &Provider) -> String {
    provider.choose(&request(), "nadia").await.1
}

#[tokio::test]
async fn a_code_and_its_verifier_give_tokens() {
    let provider = Provider::new();
    let answer = provider.token(&exchange(&code(&provider).await)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("pragma"), "no-cache");
    assert_eq!(answer.text("token_type"), "Bearer");
    assert_eq!(answer.json()["expires_in"], 600);
    assert_eq!(answer.text("scope"), "openid profile partner");
}

#[tokio::test]
async fn the_time_that_tokens_are_dated_by_is_told() {
    let provider = Provider::new();
    // Far from the machine's time, which the server below would tell of its own accord.
    provider.config.clock.advance(Duration::days(400));
    let answer = provider.token(&exchange(&code(&provider).await)).await;
    let told = chrono::DateTime::parse_from_rfc2822(answer.header("date")).unwrap().timestamp();
    let issued = part(&answer.text("id_token"), 1)["iat"].as_i64().unwrap();
    assert!((told - issued).abs() <= 1, "{told} and {issued}");
}

#[tokio::test]
async fn the_id_token_says_who_for_whom_and_when() {
    let provider = Provider::new();
    let answer = provider.token(&exchange(&code(&provider).await)).await;
    let token = answer.text("id_token");
    assert_eq!(part(&token, 0)["alg"], "ES256");
    let claims = part(&token, 1);
    let now = provider.config.clock.now().timestamp();
    assert_eq!(claims["iss"], "http://localhost:8082");
    assert_eq!(claims["sub"], "nadia");
    assert_eq!(claims["aud"], "partner-renewal");
    assert_eq!(claims["nonce"], "nonce-1");
    assert_eq!(claims["name"], "Nadia Example");
    assert_eq!(claims["email"], "nadia@cedar.example");
    assert!((claims["iat"].as_i64().unwrap() - now).abs() < 5);
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 600);
    assert!((claims["auth_time"].as_i64().unwrap() - now).abs() < 5);
}

#[tokio::test]
async fn the_id_token_has_no_nonce_when_none_was_sent() {
    let provider = Provider::new();
    let (_, code) = provider.choose(&request().without("nonce"), "nadia").await;
    let answer = provider.token(&exchange(&code)).await;
    assert!(part(&answer.text("id_token"), 1).get("nonce").is_none());
}

#[tokio::test]
async fn the_sign_in_time_stays_that_of_the_choice() {
    let provider = Provider::new();
    let (cookie, _) = provider.choose(&request(), "nadia").await;
    let chosen = provider.config.clock.now().timestamp();
    provider.config.clock.advance(Duration::hours(2));
    let code = provider.authorize(&request(), &cookie).await.returned("code").unwrap();
    let claims = part(&provider.token(&exchange(&code)).await.text("id_token"), 1);
    assert!((claims["auth_time"].as_i64().unwrap() - chosen).abs() < 5);
    assert!(claims["iat"].as_i64().unwrap() - chosen >= 7200);
}

#[tokio::test]
async fn the_published_key_checks_the_tokens() {
    let provider = Provider::new();
    let answer = provider.token(&exchange(&code(&provider).await)).await;
    let jwks = provider.get("/jwks").await.json();
    let key = &jwks["keys"][0];
    assert_eq!((key["kty"].as_str(), key["crv"].as_str()), (Some("EC"), Some("P-256")));
    assert!(key.get("d").is_none());
    let bytes = |name: &str| URL_SAFE_NO_PAD.decode(key[name].as_str().unwrap()).unwrap();
    let point = [vec![4], bytes("x"), bytes("y")].concat();
    let verifying = VerifyingKey::from_sec1_bytes(&point).unwrap();
    for name in ["id_token", "access_token"] {
        let token = answer.text(name);
        assert_eq!(part(&token, 0)["kid"], key["kid"]);
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let signature = Signature::from_slice(&URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
        verifying.verify(signed.as_bytes(), &signature).unwrap();
    }
}

#[tokio::test]
async fn the_access_token_opens_the_partner_api() {
    let provider = Provider::new();
    let answer = provider.token(&exchange(&code(&provider).await)).await;
    let now = provider.config.clock.now();
    let claims = provider.keys.verify_access_token(&answer.text("access_token"), &provider.config, now).unwrap();
    assert_eq!((claims.sub.as_str(), claims.aud.as_str()), ("nadia", "partner-api"));
    assert_eq!(claims.exp - claims.iat, 600);
}

#[tokio::test]
async fn scopes_nobody_knows_are_left_out() {
    let provider = Provider::new();
    let (_, code) = provider.choose(&request().set("scope", "openid admin partner"), "nadia").await;
    assert_eq!(provider.token(&exchange(&code)).await.text("scope"), "openid partner");
}

#[tokio::test]
async fn a_reused_code_is_refused_and_its_token_taken_back() {
    let provider = Provider::new();
    let pairs = exchange(&code(&provider).await);
    let token = provider.token(&pairs).await.text("access_token");
    let now = provider.config.clock.now();
    assert!(provider.keys.verify_access_token(&token, &provider.config, now).is_ok());
    provider.token(&pairs).await.assert_no_token(400, "invalid_grant");
    let after = provider.keys.verify_access_token(&token, &provider.config, now);
    assert_eq!(after, Err(TokenError::Revoked));
}

#[tokio::test]
async fn a_code_reused_minutes_later_still_takes_the_token_back() {
    let provider = Provider::new();
    let pairs = exchange(&code(&provider).await);
    let token = provider.token(&pairs).await.text("access_token");
    provider.config.clock.advance(Duration::minutes(9));
    code(&provider).await;
    provider.token(&pairs).await.assert_no_token(400, "invalid_grant");
    let now = provider.config.clock.now();
    let after = provider.keys.verify_access_token(&token, &provider.config, now);
    assert_eq!(after, Err(TokenError::Revoked));
}

#[tokio::test]
async fn a_code_lives_sixty_seconds() {
    let provider = Provider::new();
    let (in_time, late) = (code(&provider).await, code(&provider).await);
    provider.config.clock.advance(Duration::seconds(58));
    assert_eq!(provider.token(&exchange(&in_time)).await.status, StatusCode::OK);
    provider.config.clock.advance(Duration::seconds(2));
    provider.token(&exchange(&late)).await.assert_no_token(400, "invalid_grant");
}

#[tokio::test]
async fn an_unknown_code_is_refused() {
    Provider::new().token(&exchange("guess")).await.assert_no_token(400, "invalid_grant");
}

#[tokio::test]
async fn a_wrong_verifier_is_refused_and_burns_the_code() {
    let provider = Provider::new();
    let pairs = exchange(&code(&provider).await);
    let wrong = pairs.clone().set("code_verifier", &"v".repeat(43));
    provider.token(&wrong).await.assert_no_token(400, "invalid_grant");
    provider.token(&pairs).await.assert_no_token(400, "invalid_grant");
}

#[tokio::test]
async fn a_verifier_of_the_wrong_form_is_refused() {
    let provider = Provider::new();
    for verifier in ["short".to_owned(), "v".repeat(129), "ü".repeat(43)] {
        let pairs = exchange(&code(&provider).await).set("code_verifier", &verifier);
        provider.token(&pairs).await.assert_no_token(400, "invalid_grant");
    }
}

#[tokio::test]
async fn another_redirect_address_is_refused() {
    let provider = Provider::new();
    let pairs = exchange(&code(&provider).await).set("redirect_uri", &format!("{CALLBACK}/"));
    provider.token(&pairs).await.assert_no_token(400, "invalid_grant");
}

#[tokio::test]
async fn a_missing_parameter_is_refused() {
    let provider = Provider::new();
    for name in ["grant_type", "client_id", "redirect_uri", "code", "code_verifier"] {
        let pairs = exchange(&code(&provider).await).without(name);
        provider.token(&pairs).await.assert_no_token(400, "invalid_request");
    }
}

#[tokio::test]
async fn a_parameter_sent_twice_is_refused() {
    let provider = Provider::new();
    let pairs = exchange(&code(&provider).await).and("scope", "a").and("scope", "b");
    provider.token(&pairs).await.assert_no_token(400, "invalid_request");
}

#[tokio::test]
async fn other_grants_are_refused() {
    let provider = Provider::new();
    for grant in ["refresh_token", "password", "client_credentials"] {
        let pairs = exchange(&code(&provider).await).set("grant_type", grant);
        provider.token(&pairs).await.assert_no_token(400, "unsupported_grant_type");
    }
}

#[tokio::test]
async fn an_unknown_client_is_refused() {
    let provider = Provider::new();
    let pairs = exchange(&code(&provider).await).set("client_id", "someone");
    let answer = provider.token(&pairs).await;
    answer.assert_no_token(401, "invalid_client");
    assert!(answer.header("www-authenticate").starts_with("Basic"));
}

#[tokio::test]
async fn a_public_client_with_a_secret_is_refused() {
    let provider = Provider::new();
    let pairs = exchange(&code(&provider).await).and("client_secret", "s");
    provider.token(&pairs).await.assert_no_token(401, "invalid_client");
}

#[tokio::test]
async fn a_body_that_is_not_a_form_is_refused() {
    let headers = [("content-type", "application/json")];
    let answer = Provider::new().send("POST", "/token", &headers, "{}".into()).await;
    answer.assert_no_token(400, "invalid_request");
}

#[tokio::test]
async fn tokens_are_not_given_by_link() {
    assert_eq!(Provider::new().get("/token").await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn scripts_of_the_site_alone_may_read_the_answer() {
    let provider = Provider::new();
    for (origin, allowed) in [(SITE, SITE), ("http://localhost:8083", ""), ("http://evil.example", "")] {
        let preflight = [("origin", origin), ("access-control-request-method", "POST")];
        let answer = provider.send("OPTIONS", "/token", &preflight, String::new()).await;
        assert_eq!(answer.header("access-control-allow-origin"), allowed);
        let answer = provider.send("POST", "/token", &[("origin", origin)], String::new()).await;
        assert_eq!(answer.header("access-control-allow-origin"), allowed);
        assert!(!answer.headers.contains_key("access-control-allow-credentials"));
        assert!(answer.header("vary").contains("origin"));
    }
}
