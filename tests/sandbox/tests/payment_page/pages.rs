//! The pages and their headers.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::support::{APPROVED, Provider, card_fields};

#[tokio::test]
async fn the_page_says_how_much_and_what_for() {
    let provider = Provider::new();
    let body = provider.get(&provider.page).await.body;
    assert!(body.contains("<h1>Pay €1,428.00</h1>"));
    assert!(body.contains("To Example Partner Program for Membership renewal of &lt;b&gt;Cedar&lt;/b&gt; &amp; Sons."));
    for (label, purpose) in [
        ("Card number", "cc-number"),
        ("Expiry date", "cc-exp"),
        ("Security code", "cc-csc"),
        ("Name on card", "cc-name"),
    ] {
        assert!(body.contains(&format!(">{label}</label>")), "{label}");
        assert!(body.contains(&format!("autocomplete=\"{purpose}\"")), "{purpose}");
    }
    assert!(body.contains("<button>Pay now</button>"));
    assert!(body.contains(&format!("<a href=\"{}/cancel\">Cancel and go back</a>", provider.page)));
    assert!(!body.contains("<script") && !body.contains("style=\""));
}

#[tokio::test]
async fn every_answer_has_the_provider_s_headers() {
    let provider = Provider::new();
    let page = provider.get(&provider.page).await.body;
    let (_, styles) = page.split_once("<style>").unwrap();
    let (styles, _) = styles.split_once("</style>").unwrap();
    assert!(styles.contains("light-dark("), "they are the styles of the page");
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; img-src data:; form-action 'self' http://localhost:8080; \
         frame-ancestors 'none'; base-uri 'none'",
        STANDARD.encode(Sha256::digest(styles))
    );
    for path in [provider.page.as_str(), "/pay/none", "/nowhere", "/health", "/ledger"] {
        let answer = provider.get(path).await;
        assert_eq!(answer.header("content-security-policy"), policy, "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn an_unknown_session_is_page_not_found() {
    let provider = Provider::new();
    for path in ["/pay/none", "/pay/none/cancel", "/pay", "/"] {
        let answer = provider.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.body.contains("<h1>Page not found</h1>"), "{path}");
    }
    assert_eq!(provider.post("/pay/none", &card_fields(APPROVED)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_form_of_another_page_is_refused() {
    let provider = Provider::new();
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(card_fields(APPROVED)).finish();
    for (path, body) in
        [(provider.page.clone(), form), (format!("{}/challenge", provider.page), "answer=approve".into())]
    {
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "cross-site");
        assert_eq!(provider.send(request.body(Body::from(body)).unwrap()).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(provider.session().status, "open");
}

#[tokio::test]
async fn health_answers() {
    let answer = Provider::new().get("/health").await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, "{\"status\":\"ok\"}"));
}
