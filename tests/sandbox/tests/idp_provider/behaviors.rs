//! What real providers do differently, one test for each: the provider behaves so, and is otherwise as it was.

use axum::http::StatusCode;
use chrono::Duration;
use sandbox::config::Config;
use sandbox::idp::Behavior;
use serde_json::Value;

use crate::support::{Answer, Provider, SITE, exchange, part, request};

const IDP: &str = "http://localhost:8082";
const TENANT: &str = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";

fn with(behavior: Behavior) -> Provider {
    Provider::with(Config { behaviors: vec![behavior], ..Config::default() })
}

async fn description(provider: &Provider, folder: &str) -> Answer {
    provider.get(&format!("{folder}/.well-known/openid-configuration")).await
}

async fn tokens(provider: &Provider) -> Value {
    let (_, code) = provider.choose(&request(), "nadia").await;
    let answer = provider.token(&exchange(&code)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.json()
}

async fn id_claims(behavior: Behavior) -> Value {
    part(tokens(&with(behavior)).await["id_token"].as_str().unwrap(), 1)
}

#[tokio::test]
async fn a_template_is_filled_by_each_token() {
    let provider = with(Behavior::TemplateIssuer);
    assert_eq!(provider.config.issuer(), format!("{IDP}/organizations/v2.0"));
    let described = description(&provider, "/organizations/v2.0").await;
    assert_eq!(described.text("issuer"), format!("{IDP}/{{tenantid}}/v2.0"));
    assert_eq!(description(&provider, "").await.status, StatusCode::NOT_FOUND);
    let claims = id_claims(Behavior::TemplateIssuer).await;
    assert_eq!((&claims["iss"], &claims["tid"]), (&format!("{IDP}/{TENANT}/v2.0").into(), &TENANT.into()));
    let returned = provider.post("/authorize", &request().and("person", "nadia")).await;
    assert_eq!(returned.returned("iss"), Some(format!("{IDP}/{TENANT}/v2.0")));
}

#[tokio::test]
async fn a_slash_ends_the_issuer_wherever_it_is_named() {
    let provider = with(Behavior::TrailingSlash);
    let slash = format!("{IDP}/");
    assert_eq!(provider.config.issuer(), slash);
    assert_eq!(description(&provider, "").await.text("issuer"), slash);
    assert_eq!(id_claims(Behavior::TrailingSlash).await["iss"], slash);
}

#[tokio::test]
async fn the_description_lies_elsewhere_and_names_the_issuer() {
    let provider = with(Behavior::DiscoveryElsewhere);
    assert_eq!(description(&provider, "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(description(&provider, "/policies/sign-in/v2.0").await.text("issuer"), IDP);
}

#[tokio::test]
async fn scripts_ask_another_host_than_people() {
    let described = description(&with(Behavior::SplitHosts), "").await;
    for (name, expected) in [
        ("authorization_endpoint", "http://localhost:8082/authorize"),
        ("end_session_endpoint", "http://localhost:8082/end-session"),
        ("token_endpoint", "http://127.0.0.1:8082/token"),
        ("jwks_uri", "http://127.0.0.1:8082/jwks"),
    ] {
        assert_eq!(described.text(name), expected);
    }
}

#[tokio::test]
async fn no_header_can_be_read_across_origins() {
    for (provider, exposed) in [(Provider::new(), "date"), (with(Behavior::NoExposedHeaders), "")] {
        let answer = provider.send("GET", "/jwks", &[("origin", SITE)], String::new()).await;
        assert_eq!(answer.header("access-control-allow-origin"), SITE);
        assert_eq!(answer.header("access-control-expose-headers"), exposed);
    }
}

#[tokio::test]
async fn an_age_is_not_heeded_and_a_prompt_is() {
    for behavior in [Behavior::NoAuthTime, Behavior::MaxAgeIgnored] {
        let provider = with(behavior);
        let (cookie, _) = provider.choose(&request(), "nadia").await;
        provider.config.clock.advance(Duration::hours(1));
        let silent = provider.authorize(&request().and("max_age", "60"), &cookie).await;
        assert!(silent.returned("code").is_some(), "{behavior:?}");
        let asked = provider.authorize(&request().and("prompt", "login"), &cookie).await;
        assert!(asked.body.contains("<h1>Choose an account</h1>"), "{behavior:?}");
    }
    assert!(id_claims(Behavior::NoAuthTime).await.get("auth_time").is_none());
    assert!(id_claims(Behavior::MaxAgeIgnored).await["auth_time"].is_i64());
}

#[tokio::test]
async fn claims_are_missing_or_too_many() {
    let nameless = id_claims(Behavior::NoName).await;
    assert!(nameless.get("name").is_none() && nameless.get("email").is_none());
    let full = id_claims(Behavior::ExtraClaims).await;
    assert_eq!(full["groups"].as_array().unwrap().len(), 200);
    assert_eq!((&full["aud"][0], &full["azp"]), (&"partner-renewal".into(), &"partner-renewal".into()));
    assert_eq!(full["sub"], "nadia");
}

#[tokio::test]
async fn an_opaque_access_token_says_nothing_and_opens_the_api() {
    let provider = with(Behavior::OpaqueAccessToken);
    let token = tokens(&provider).await["access_token"].as_str().unwrap().to_owned();
    assert!(!token.contains('.'), "{token}");
    let now = provider.config.clock.now();
    assert_eq!(provider.keys.verify_access_token(&token, &provider.config, now).unwrap().sub, "nadia");
    assert!(provider.keys.verify_access_token(&format!("{token}x"), &provider.config, now).is_err());
}

#[tokio::test]
async fn the_life_of_a_token_is_a_text() {
    assert_eq!(tokens(&with(Behavior::TextExpiresIn)).await["expires_in"], "600");
}

#[tokio::test]
async fn an_id_token_is_signed_with_a_secret() {
    let provider = with(Behavior::SharedSecret);
    let described = description(&provider, "").await.json();
    assert_eq!(described["id_token_signing_alg_values_supported"], serde_json::json!(["HS256"]));
    let given = tokens(&provider).await;
    assert_eq!(part(given["id_token"].as_str().unwrap(), 0)["alg"], "HS256");
    assert_eq!(part(given["access_token"].as_str().unwrap(), 0)["alg"], "ES256", "the API has keys of its own");
}

#[tokio::test]
async fn keys_do_not_say_what_they_are_for() {
    let provider = with(Behavior::KeysWithoutAlg);
    let mut expected = provider.keys.jwks();
    let key = expected["keys"][0].as_object_mut().unwrap();
    assert!(key.remove("alg").is_some() && key.remove("use").is_some());
    assert_eq!(provider.get("/jwks").await.json(), expected);
}

#[tokio::test]
async fn every_other_answer_has_the_keys_of_before() {
    let provider = with(Behavior::RotatedKeys);
    for is_former in [true, false, true, false] {
        let set = provider.get("/jwks").await.json();
        assert_eq!(set != provider.keys.jwks(), is_former);
    }
}

#[tokio::test]
async fn there_is_no_page_to_sign_out_on() {
    assert!(description(&with(Behavior::NoEndSession), "").await.json().get("end_session_endpoint").is_none());
}

#[tokio::test]
async fn the_page_to_sign_out_on_takes_parameters_of_its_own() {
    let provider = with(Behavior::CognitoSignOut);
    let (cookie, _) = provider.choose(&request(), "nadia").await;
    let own = request().without("nonce");
    let own = ["redirect_uri", "response_type", "scope", "state", "code_challenge", "code_challenge_method"]
        .into_iter()
        .fold(own, |pairs, name| pairs.without(name));
    let home = format!("{SITE}/");
    let standard = own.clone().and("post_logout_redirect_uri", &home);
    provider.end_session(&standard, &cookie).await.assert_kept_here();
    provider.end_session(&own.clone().and("logout_uri", "http://evil.example/"), &cookie).await.assert_kept_here();
    let answer = provider.end_session(&own.and("logout_uri", &home), &cookie).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, home.as_str()));
}
