use std::collections::BTreeMap;

use sandbox::config::Config;

use crate::support::{Host, SCRIPT, production_description};

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-c2NyaXB0'; \
                      style-src 'self' 'sha256-c3R5bGU='; \
                      img-src 'self' data:; connect-src 'self' http://localhost:8082; \
                      form-action 'self'; frame-ancestors 'none'; base-uri 'self'; \
                      require-trusted-types-for 'script'; trusted-types 'none'";

/// Headers that `deploy/served.json` has for production under this name, by lower-case name.
fn production(group: &str) -> BTreeMap<String, String> {
    let headers = production_description()[group].as_object().unwrap().clone();
    headers.into_iter().map(|(name, value)| (name.to_lowercase(), value.as_str().unwrap().to_owned())).collect()
}

async fn every_kind_of_answer() -> Vec<crate::support::Answer> {
    let host = Host::under("/renew-here/");
    let script = format!("/renew-here/{SCRIPT}");
    let mut answers = Vec::new();
    for path in [
        "/renew-here/",
        "/renew-here/membership",
        "/renew-here/nowhere",
        "/renew-here/gone.js",
        "/renew-here/config.json",
        &script,
        "/",
        "/elsewhere",
        "/health",
    ] {
        answers.push(host.get(path).await);
    }
    let etag = answers[0].header("etag").to_owned();
    answers.push(host.send("GET", "/renew-here/", &[("if-none-match", &etag)]).await);
    answers.push(host.send("HEAD", "/renew-here/", &[]).await);
    answers.push(host.send("POST", "/renew-here/", &[]).await);
    answers
}

async fn assert_everywhere(name: &str, expected: &str) {
    for answer in every_kind_of_answer().await {
        assert_eq!(answer.header(name), expected, "{}", answer.status);
    }
}

#[tokio::test]
async fn the_content_security_policy_is_the_design_s() {
    assert_everywhere("content-security-policy", POLICY).await;
}

#[tokio::test]
async fn a_script_runs_only_with_the_content_the_page_names() {
    assert_everywhere("integrity-policy", "blocked-destinations=(script)").await;
}

#[tokio::test]
async fn types_are_not_guessed() {
    assert_everywhere("x-content-type-options", "nosniff").await;
}

#[tokio::test]
async fn addresses_are_not_told_to_others() {
    assert_everywhere("referrer-policy", "no-referrer").await;
}

#[tokio::test]
async fn windows_of_other_origins_are_kept_apart() {
    assert_everywhere("cross-origin-opener-policy", "same-origin").await;
}

#[tokio::test]
async fn files_are_not_lent_to_other_origins() {
    assert_everywhere("cross-origin-resource-policy", "same-origin").await;
}

#[tokio::test]
async fn every_listed_browser_feature_is_off() {
    for answer in every_kind_of_answer().await {
        let features: Vec<&str> = answer.header("permissions-policy").split(", ").collect();
        assert!(features.iter().all(|feature| feature.ends_with("=()")));
        for feature in ["camera", "geolocation", "microphone", "payment", "usb"] {
            assert!(features.contains(&format!("{feature}=()").as_str()), "{feature}");
        }
    }
}

#[tokio::test]
async fn a_secure_connection_is_demanded_in_production_alone() {
    assert_everywhere("strict-transport-security", "").await;
    assert_eq!(production("overTls")["strict-transport-security"], "max-age=31536000; includeSubDomains");
}

#[tokio::test]
async fn production_sends_the_same_headers() {
    let mut expected = production("headers");
    let policy = expected.get_mut("content-security-policy").unwrap();
    for (place, value) in [
        ("{{connect}}", "http://localhost:8082"),
        ("{{script_hash}}", "sha256-c2NyaXB0"),
        ("{{style_hash}}", "sha256-c3R5bGU="),
    ] {
        *policy = policy.replace(place, value);
    }
    let answer = Host::new().get("/").await;
    let about_the_answer = ["content-type", "content-length", "cache-control", "vary", "etag", "date"];
    let sent: BTreeMap<String, String> = answer
        .headers
        .iter()
        .filter(|(name, _)| !about_the_answer.contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn the_api_under_the_site_has_the_headers_of_production_and_none_of_the_site() {
    let expected = production("apiHeaders");
    let answer = Host::new().get("/api/v1/account").await;
    let sent: BTreeMap<String, String> = answer
        .headers
        .iter()
        .filter(|(name, _)| !["content-type", "content-length"].contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn the_policy_names_what_stands_in_the_page_that_is_served_now() {
    let host = Host::new();
    std::fs::write(host.file("version.json"), r#"{"version":"2","policy":{"script":"sha256-bmV3"}}"#).unwrap();
    let policy = host.get("/").await.header("content-security-policy").to_owned();
    assert!(policy.contains("; script-src 'self' 'wasm-unsafe-eval' 'sha256-bmV3'; style-src 'self'; "), "{policy}");
    std::fs::remove_file(host.file("version.json")).unwrap();
    let policy = host.get("/").await.header("content-security-policy").to_owned();
    assert!(policy.contains("; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "), "{policy}");
}

#[tokio::test]
async fn across_origins_the_policy_names_the_api() {
    let host = Host::of(Config { cross_origin: true, ..Config::default() });
    let policy = host.get("/health").await.header("content-security-policy").to_owned();
    assert!(policy.contains("; connect-src 'self' http://localhost:8081 http://localhost:8082; "), "{policy}");
}

#[test]
fn every_location_of_production_includes_the_headers() {
    let site = include_str!("../../../../deploy/nginx/site.conf");
    let locations: Vec<&str> = site.split("\n    location ").skip(1).collect();
    assert!(locations.len() >= 5);
    for location in locations {
        assert!(location.contains("\n        include snippets/partner-renewal-headers.conf;"), "{location}");
    }
}
