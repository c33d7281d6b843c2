//! What every answer has.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::support::Sandbox;

const SITE: &str = "http://localhost:8080";

#[tokio::test]
async fn a_request_id_a_date_and_no_storing() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    let (first, second) = (nadia.get("/account").await, nadia.get("/nowhere").await);
    for answer in [&first, &second] {
        assert!(answer.header("request-id").len() > 8);
        assert!(answer.header("date").starts_with("Tue, 24 Nov 2026") || answer.header("date").contains("Nov 2026"));
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
    assert_ne!(first.header("request-id"), second.header("request-id"));
}

#[tokio::test]
async fn scripts_of_the_site_alone_may_read_it() {
    let sandbox = Sandbox::new();
    for (origin, allowed) in [(SITE, SITE), ("http://localhost:8083", ""), ("http://evil.example", ""), ("null", "")] {
        let preflight = Request::options("/v1/account")
            .header("origin", origin)
            .header("access-control-request-method", "PUT")
            .header("access-control-request-headers", "authorization,if-match,idempotency-key,content-type");
        let answer = sandbox.send(preflight.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.header("access-control-allow-origin"), allowed);
        assert_eq!(answer.header("access-control-max-age"), "86400");
        assert!(!answer.headers.contains_key("access-control-allow-credentials"));
        let asked = Request::get("/v1/account").header("origin", origin).body(Body::empty()).unwrap();
        let answer = sandbox.send(asked).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(answer.header("access-control-allow-origin"), allowed);
    }
    let asked = Request::get("/v1/account").header("origin", SITE).body(Body::empty()).unwrap();
    let exposed = sandbox.send(asked).await.header("access-control-expose-headers").to_lowercase();
    for name in ["etag", "date", "location", "retry-after", "request-id"] {
        assert!(exposed.contains(name), "{name}");
    }
}

#[tokio::test]
async fn another_method_and_too_long_a_body_are_problems_too() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    let wrong = nadia.delete("/account").await;
    assert_eq!(
        (wrong.status, wrong.header("content-type")),
        (StatusCode::METHOD_NOT_ALLOWED, "application/problem+json")
    );
    let long = serde_json::json!({"text": "x".repeat(70_000)});
    let refused = nadia.post("/organizations/org-cedar/renewals", long).await;
    assert_eq!(
        (refused.status, refused.text_of("title")),
        (StatusCode::BAD_REQUEST, "The request cannot be read".into())
    );
}
