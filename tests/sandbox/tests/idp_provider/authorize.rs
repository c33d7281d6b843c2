use axum::http::StatusCode;
use chrono::Duration;
use sandbox::config::Config;

use crate::support::{CALLBACK, Provider, exchange, request};

#[tokio::test]
async fn a_browser_nobody_signed_in_with_gets_the_chooser() {
    let answer = Provider::new().authorize(&request(), "").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("<h1>Choose an account</h1>"));
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn choosing_sends_the_browser_back_with_code_state_and_issuer() {
    let provider = Provider::new();
    let answer = provider.post("/authorize", &request().and("person", "nadia")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.header("location").starts_with(&format!("{CALLBACK}?")));
    assert_eq!(answer.returned("state").as_deref(), Some("state&1"));
    assert_eq!(answer.returned("iss").as_deref(), Some("http://localhost:8082"));
    assert!(answer.returned("code").unwrap().len() >= 43);
    assert!(answer.returned("error").is_none());
}

#[tokio::test]
async fn the_cookie_is_for_http_only_and_ends_with_the_browser() {
    let answer = Provider::new().post("/authorize", &request().and("person", "nadia")).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("sandbox_idp="));
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"));
}

#[tokio::test]
async fn a_known_browser_is_not_asked_again() {
    let provider = Provider::new();
    let (cookie, first) = provider.choose(&request(), "nadia").await;
    let answer = provider.authorize(&request(), &format!("other=1; {cookie}")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_ne!(answer.returned("code").unwrap(), first);
}

#[tokio::test]
async fn an_invented_cookie_is_nobody() {
    let answer = Provider::new().authorize(&request(), "sandbox_idp=nadia").await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn prompts_for_login_or_account_always_show_the_chooser() {
    let provider = Provider::new();
    let (cookie, _) = provider.choose(&request(), "nadia").await;
    for prompt in ["login", "select_account", "login select_account"] {
        let answer = provider.authorize(&request().and("prompt", prompt), &cookie).await;
        assert_eq!(answer.status, StatusCode::OK, "{prompt}");
        assert!(!answer.body.contains("name=\"prompt\""), "the answer would ask again");
    }
}

#[tokio::test]
async fn choosing_another_account_ends_the_first_session() {
    let provider = Provider::new();
    let (nadia, _) = provider.choose(&request(), "nadia").await;
    let form = [("content-type", "application/x-www-form-urlencoded"), ("cookie", nadia.as_str())];
    let pairs = request().and("person", "oleg");
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs.0).finish();
    let answer = provider.send("POST", "/authorize", &form, body).await;
    assert_ne!(answer.cookie(), nadia);
    assert_eq!(provider.authorize(&request(), &nadia).await.status, StatusCode::OK);
    assert_eq!(provider.authorize(&request(), &answer.cookie()).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn prompt_none_answers_at_once_for_a_known_browser() {
    let provider = Provider::new();
    let (cookie, _) = provider.choose(&request(), "nadia").await;
    let answer = provider.authorize(&request().and("prompt", "none"), &cookie).await;
    assert!(answer.returned("code").is_some());
}

#[tokio::test]
async fn prompt_none_without_a_session_is_refused() {
    let answer = Provider::new().authorize(&request().and("prompt", "none"), "").await;
    answer.assert_sent_back("login_required");
}

#[tokio::test]
async fn prompt_none_beside_another_is_refused() {
    let answer = Provider::new().authorize(&request().and("prompt", "none login"), "").await;
    answer.assert_sent_back("invalid_request");
}

#[tokio::test]
async fn a_session_older_than_max_age_is_asked_again() {
    let provider = Provider::new();
    let (cookie, _) = provider.choose(&request(), "nadia").await;
    provider.config.clock.advance(Duration::seconds(31));
    let aged = request().and("max_age", "30");
    assert_eq!(provider.authorize(&aged, &cookie).await.status, StatusCode::OK);
    provider.authorize(&aged.and("prompt", "none"), &cookie).await.assert_sent_back("login_required");
    let young = request().and("max_age", "60");
    assert_eq!(provider.authorize(&young, &cookie).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_max_age_that_is_no_number_is_refused() {
    Provider::new().authorize(&request().and("max_age", "soon"), "").await.assert_sent_back("invalid_request");
}

#[tokio::test]
async fn a_hint_at_someone_else_is_not_answered_with_this_session() {
    let provider = Provider::new();
    let (_, code) = provider.choose(&request(), "oleg").await;
    let oleg = provider.token(&exchange(&code)).await.text("id_token");
    let (cookie, _) = provider.choose(&request(), "nadia").await;
    let hinted = request().and("id_token_hint", &oleg);
    assert_eq!(provider.authorize(&hinted, &cookie).await.status, StatusCode::OK);
    provider.authorize(&hinted.and("prompt", "none"), &cookie).await.assert_sent_back("login_required");
}

#[tokio::test]
async fn a_hint_that_is_not_ours_is_refused() {
    let answer = Provider::new().authorize(&request().and("id_token_hint", "a.b.c"), "").await;
    answer.assert_sent_back("invalid_request");
}

#[tokio::test]
async fn state_and_nonce_may_be_left_out() {
    let provider = Provider::new();
    let bare = request().without("state").without("nonce");
    let answer = provider.post("/authorize", &bare.and("person", "nadia")).await;
    assert!(answer.returned("code").is_some());
    assert!(answer.returned("state").is_none());
}

#[tokio::test]
async fn an_unknown_client_is_not_sent_back() {
    let provider = Provider::new();
    provider.authorize(&request().set("client_id", "someone"), "").await.assert_kept_here();
    provider.authorize(&request().without("client_id"), "").await.assert_kept_here();
    provider.authorize(&request().and("client_id", "someone"), "").await.assert_kept_here();
}

#[tokio::test]
async fn any_other_redirect_address_is_not_sent_to() {
    let provider = Provider::new();
    for address in [
        "http://localhost:8080/sign-in/callback/",
        "http://localhost:8080/sign-in/callback?x=1",
        "http://localhost:8080/",
        "http://localhost:9080/sign-in/callback",
        "http://127.0.0.1:8080/sign-in/callback",
        "https://localhost:8080/sign-in/callback",
        "http://evil.example/sign-in/callback",
    ] {
        provider.authorize(&request().set("redirect_uri", address), "").await.assert_kept_here();
    }
    provider.authorize(&request().without("redirect_uri"), "").await.assert_kept_here();
    provider.authorize(&request().and("redirect_uri", "http://evil.example/"), "").await.assert_kept_here();
}

#[tokio::test]
async fn the_redirect_address_follows_ports_and_base_path() {
    let config = Config { port_base: 9080, base_path: "/renew-here/".into(), ..Config::default() };
    let provider = Provider::with(config);
    let address = "http://localhost:9080/renew-here/sign-in/callback";
    let answer = provider.authorize(&request().set("redirect_uri", address), "").await;
    assert_eq!(answer.status, StatusCode::OK);
    provider.authorize(&request(), "").await.assert_kept_here();
}

#[tokio::test]
async fn response_types_other_than_code_are_refused() {
    let provider = Provider::new();
    for kind in ["token", "id_token", "code id_token"] {
        let answer = provider.authorize(&request().set("response_type", kind), "").await;
        answer.assert_sent_back("unsupported_response_type");
    }
    provider.authorize(&request().without("response_type"), "").await.assert_sent_back("invalid_request");
}

#[tokio::test]
async fn response_modes_other_than_query_are_refused() {
    let answer = Provider::new().authorize(&request().and("response_mode", "fragment"), "").await;
    answer.assert_sent_back("invalid_request");
}

#[tokio::test]
async fn a_request_without_pkce_is_refused() {
    let provider = Provider::new();
    let bare = request().without("code_challenge").without("code_challenge_method");
    provider.authorize(&bare, "").await.assert_sent_back("invalid_request");
}

#[tokio::test]
async fn plain_pkce_is_refused_said_or_meant() {
    let provider = Provider::new();
    let said = request().set("code_challenge_method", "plain");
    provider.authorize(&said, "").await.assert_sent_back("invalid_request");
    let meant = request().without("code_challenge_method");
    provider.authorize(&meant, "").await.assert_sent_back("invalid_request");
}

#[tokio::test]
async fn a_challenge_that_is_no_hash_is_refused() {
    let provider = Provider::new();
    for challenge in ["short", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM", &"a".repeat(44)] {
        let answer = provider.authorize(&request().set("code_challenge", challenge), "").await;
        answer.assert_sent_back("invalid_request");
    }
}

#[tokio::test]
async fn a_scope_without_openid_is_refused() {
    let provider = Provider::new();
    provider.authorize(&request().set("scope", "partner"), "").await.assert_sent_back("invalid_scope");
    provider.authorize(&request().without("scope"), "").await.assert_sent_back("invalid_scope");
}

#[tokio::test]
async fn request_objects_are_refused() {
    let provider = Provider::new();
    let by_value = request().and("request", "a.b.c");
    provider.authorize(&by_value, "").await.assert_sent_back("request_not_supported");
    let by_address = request().and("request_uri", "https://evil.example/r");
    provider.authorize(&by_address, "").await.assert_sent_back("request_uri_not_supported");
}

#[tokio::test]
async fn a_parameter_sent_twice_is_refused() {
    let answer = Provider::new().authorize(&request().and("nonce", "nonce-2"), "").await;
    answer.assert_sent_back("invalid_request");
}

#[tokio::test]
async fn a_choice_is_checked_like_the_request() {
    let provider = Provider::new();
    let plain = request().set("code_challenge_method", "plain").and("person", "nadia");
    provider.post("/authorize", &plain).await.assert_sent_back("invalid_request");
    let unknown = request().and("person", "mallory");
    provider.post("/authorize", &unknown).await.assert_kept_here();
}

#[tokio::test]
async fn a_choice_in_a_link_is_not_a_choice() {
    let answer = Provider::new().authorize(&request().and("person", "nadia"), "").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(!answer.headers.contains_key("set-cookie"));
}

#[tokio::test]
async fn a_choice_posted_by_another_site_is_refused() {
    let provider = Provider::new();
    let pairs = request().and("person", "nadia");
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs.0).finish();
    for site in ["cross-site", "same-site"] {
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", site)];
        provider.send("POST", "/authorize", &headers, body.clone()).await.assert_kept_here();
    }
}

#[tokio::test]
async fn a_body_that_is_not_a_form_is_refused() {
    let headers = [("content-type", "application/json")];
    let answer = Provider::new().send("POST", "/authorize", &headers, "{}".into()).await;
    answer.assert_kept_here();
}
