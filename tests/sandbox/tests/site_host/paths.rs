use axum::http::StatusCode;
use serde_json::{Value, json};

use sandbox::config::Config;

use crate::support::{Host, INDEX, SCRIPT, WASM};

const ROUTES: [&str; 15] = [
    "/",
    "/sign-in/callback",
    "/membership",
    "/organizations",
    "/competencies",
    "/renew/requirements",
    "/renew/profile",
    "/renew/agreement",
    "/renew/location",
    "/renew/level",
    "/renew/payment",
    "/renew/review",
    "/renew/payment/return",
    "/renew/confirmation",
    "/renewals/3f2a/confirmation",
];

#[tokio::test]
async fn every_route_is_the_start_document() {
    let host = Host::new();
    for route in ROUTES {
        let answer = host.get(&format!("{route}?session=1")).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, INDEX), "{route}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    }
}

#[tokio::test]
async fn an_address_nobody_knows_is_the_start_document_with_404() {
    let host = Host::new();
    for path in [
        "/nowhere",
        "/orders/",
        "/membership/",
        "/renew",
        "/renewals/confirmation",
        "/renewals/a/b/confirmation",
        "/locales/",
    ] {
        let answer = host.get(path).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::NOT_FOUND, INDEX), "{path}");
    }
}

#[tokio::test]
async fn an_asset_nobody_knows_is_not_the_start_document() {
    let host = Host::new();
    for path in ["/gone-0123456789abcdef.js", "/favicon.ico", "/locales/xx.json", "/file.unknown"] {
        let answer = host.get(path).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::NOT_FOUND, "Not found\n"), "{path}");
        assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    }
}

#[tokio::test]
async fn nothing_hidden_above_or_precompressed_is_served_by_name() {
    let host = Host::new();
    let twin = format!("/{SCRIPT}.br");
    for path in ["/.stage/secret.txt", "/../Cargo.toml", "/locales/../boot.js", "//boot.js", "/%2e%2e/a.js", &twin] {
        let answer = host.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.body, "Not found\n", "{path}");
    }
}

#[tokio::test]
async fn files_have_their_media_types() {
    let host = Host::new();
    for (name, kind) in [
        ("boot.js", "text/javascript; charset=utf-8"),
        (WASM, "application/wasm"),
        ("half-size.css", "text/css; charset=utf-8"),
        ("locales/en.json", "application/json"),
        ("icon.svg", "image/svg+xml"),
        ("index.html", "text/html; charset=utf-8"),
    ] {
        let answer = host.get(&format!("/{name}")).await;
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, kind), "{name}");
    }
}

#[tokio::test]
async fn settings_name_the_origins_of_this_process() {
    for (cross_origin, api) in [(false, "/api/v1"), (true, "http://localhost:9081/v1")] {
        settings_are(Host::of(Config { port_base: 9080, cross_origin, ..Config::default() }), api).await;
    }
}

async fn settings_are(host: Host, api: &str) {
    let answer = host.get("/config.json").await;
    let expected = json!({
        "api": api, "issuer": "http://localhost:9082", "clientId": "partner-renewal",
        "scope": "openid profile partner", "paymentOrigins": ["http://localhost:9083"],
        "supportEmail": "help@partner-program.example", "sandbox": true
    });
    assert_eq!(serde_json::from_str::<Value>(&answer.body).unwrap(), expected);
    assert_eq!(answer.header("content-type"), "application/json");
}

#[tokio::test]
async fn what_lies_under_the_path_of_the_api_is_handed_on_whatever_the_base_path() {
    for base_path in ["/", "/renew-here/"] {
        let host = Host::under(base_path);
        for (method, path) in
            [("GET", "/v1/account"), ("PUT", "/v1/renewals/r/profile?next=level"), ("DELETE", "/v1/a.js")]
        {
            let answer = host.send(method, &format!("/api{path}"), &[]).await;
            assert_eq!((answer.status, answer.body), (StatusCode::CREATED, format!("{method} {path}")));
        }
        assert_eq!(host.get("/api/v1/renewals/r1").await.body, "r1");
        for path in ["/api/sandbox/requests", "/api/webhooks/payments", "/api/v1", "/api/v2/account", "/api"] {
            assert_eq!(host.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}

#[tokio::test]
async fn reading_is_all_one_can_do() {
    let host = Host::new();
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
        let answer = host.send(method, "/", &[]).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(answer.header("allow"), "GET, HEAD");
    }
}

#[tokio::test]
async fn asking_for_the_head_gets_the_same_without_the_body() {
    let host = Host::new();
    for path in ["/", "/boot.js", "/config.json", "/nowhere", "/gone.js"] {
        let whole = host.get(path).await;
        let head = host.send("HEAD", path, &[]).await;
        assert_eq!((head.status, head.body.as_str()), (whole.status, ""));
        assert_eq!(head.header("content-length"), whole.body.len().to_string());
        assert_eq!(head.header("etag"), whole.header("etag"));
        assert_eq!(head.header("content-type"), whole.header("content-type"));
    }
}

#[tokio::test]
async fn under_a_base_path_everything_is_there_and_nothing_elsewhere() {
    let host = Host::under("/renew-here/");
    for path in ["/renew-here/", "/renew-here/membership", "/renew-here/boot.js", "/renew-here/config.json"] {
        assert_eq!(host.get(path).await.status, StatusCode::OK, "{path}");
    }
    for path in ["/membership", "/boot.js", "/config.json", "/renew-here-too/", "/other/"] {
        let answer = host.get(path).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::NOT_FOUND, "Not found\n"), "{path}");
    }
}

#[tokio::test]
async fn under_a_base_path_the_ways_there_lead_there() {
    let host = Host::under("/renew-here/");
    for path in ["/", "/renew-here"] {
        let answer = host.get(path).await;
        assert_eq!(answer.status, StatusCode::TEMPORARY_REDIRECT);
        assert_eq!(answer.header("location"), "/renew-here/");
    }
}

#[tokio::test]
async fn health_answers_whatever_the_base_path() {
    for base_path in ["/", "/renew-here/"] {
        let answer = Host::under(base_path).get("/health").await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, "{\"status\":\"ok\"}"));
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}
