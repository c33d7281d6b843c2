use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sandbox::store::program::EXAMPLE;
use sha2::{Digest, Sha256};

use crate::support::{Provider, SITE, request};

#[tokio::test]
async fn everyone_is_a_button_with_name_and_situation_in_order() {
    let body = Provider::new().authorize(&request(), "").await.body;
    let mut rest = body.as_str();
    for person in EXAMPLE.people {
        let button = format!(
            "<button name=\"person\" value=\"{}\"><strong>{}:</strong> <span>{}</span></button>",
            person.id,
            person.shown().replace('\'', "&#39;"),
            person.situation.replace('\'', "&#39;")
        );
        let at = rest.find(&button).unwrap_or_else(|| panic!("{} is missing or out of order", person.name));
        rest = &rest[at..];
    }
    assert_eq!(EXAMPLE.people[0].id, "nadia");
}

#[tokio::test]
async fn what_the_request_says_is_text_and_never_markup() {
    let attack = "\"><script>alert('x')</script>&";
    let body = Provider::new().authorize(&request().set("state", attack), "").await.body;
    assert!(!body.contains("<script"));
    assert!(body.contains("value=\"&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;\""));
}

#[tokio::test]
async fn every_answer_has_the_provider_s_headers() {
    let provider = Provider::new();
    let page = provider.get("/authorize").await.body;
    let (_, styles) = page.split_once("<style>").unwrap();
    let (styles, _) = styles.split_once("</style>").unwrap();
    assert!(styles.contains("light-dark("), "they are the styles of the page");
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; img-src data:; form-action 'self' http://localhost:8080; \
         frame-ancestors 'none'; base-uri 'none'",
        STANDARD.encode(Sha256::digest(styles))
    );
    for path in ["/authorize", "/nowhere", "/health", "/token", "/jwks", "/end-session"] {
        let answer = provider.get(path).await;
        assert_eq!(answer.header("content-security-policy"), policy, "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn discovery_names_what_there_is() {
    let provider = Provider::new();
    let path = "/.well-known/openid-configuration";
    let answer = provider.send("GET", path, &[("origin", SITE)], String::new()).await;
    assert_eq!(answer.header("access-control-allow-origin"), SITE);
    let found = answer.json();
    assert_eq!(found["issuer"], "http://localhost:8082");
    assert_eq!(found["code_challenge_methods_supported"], serde_json::json!(["S256"]));
    assert_eq!(found["response_types_supported"], serde_json::json!(["code"]));
    assert_eq!(found["authorization_response_iss_parameter_supported"], true);
    for name in ["authorization_endpoint", "token_endpoint", "jwks_uri", "end_session_endpoint"] {
        let path = found[name].as_str().unwrap().strip_prefix("http://localhost:8082").unwrap();
        assert_ne!(provider.get(path).await.status, StatusCode::NOT_FOUND, "{name}");
    }
}

#[tokio::test]
async fn health_answers() {
    let answer = Provider::new().get("/health").await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, "{\"status\":\"ok\"}"));
}
