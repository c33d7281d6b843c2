//! Faults, ordered by tests: each does what it says, to as many requests as it is for.

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::support::{APPROVED, Answer, Sandbox, Walk};

const SITE: &str = "http://localhost:8080";

impl Sandbox {
    async fn fault(&self, fault: Value) {
        let answer = self.control("faults", json!([fault])).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text);
    }

    /// Serves the API and the payment page on ports of their own, as a browser would meet them.
    async fn serve(&self) -> [u16; 2] {
        let mut ports = [0; 2];
        for (router, port) in self.routers().into_iter().zip(&mut ports) {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            *port = listener.local_addr().unwrap().port();
            tokio::spawn(async move { axum::serve(listener, router).await });
        }
        ports
    }

    /// A request over a connection, until that ends.
    async fn raw(&self, port: u16, line: &str, headers: &[(&str, &str)], body: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        let bearer = self.bearer("nadia");
        let mut head = format!("{line} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {bearer}\r\n");
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let request = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        // A connection may be reset as well as closed.
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8(answer).unwrap()
    }
}

/// What a request to pay consists of.
async fn attempt(walk: &Walk<'_>) -> (String, String) {
    let quote = walk.quote().await;
    let body = json!({"quoteId": quote["id"], "amount": quote["total"]}).to_string();
    (format!("POST /v1{}/payments", walk.path), body)
}

const KEY: [(&str, &str); 2] = [("Idempotency-Key", "the-first-attempt"), ("Content-Type", "application/json")];

async fn payments(sandbox: &Sandbox) -> i64 {
    let sql = "SELECT count(*) FROM payment WHERE renewal NOT LIKE 'renewal-%'";
    sandbox.store.write(|tx| tx.query_row(sql, [], |r| r.get(0))).unwrap()
}

#[tokio::test]
async fn a_connection_is_cut_before_anything_is_done() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let (line, body) = attempt(&walk).await;
    let [api, _] = sandbox.serve().await;
    sandbox.fault(json!({"fault": "drop_before", "method": "POST", "path": "/v1/renewals/*/payments"})).await;
    assert_eq!(sandbox.raw(api, &line, &KEY, &body).await, "", "not one byte");
    assert_eq!(payments(&sandbox).await, 0);
    assert!(sandbox.raw(api, &line, &KEY, &body).await.starts_with("HTTP/1.1 201 "));
}

#[tokio::test]
async fn a_connection_is_cut_after_everything_is_done() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let (line, body) = attempt(&walk).await;
    let [api, _] = sandbox.serve().await;
    sandbox.fault(json!({"fault": "drop_after", "method": "POST", "path": "/v1/renewals/*/payments"})).await;
    assert_eq!(sandbox.raw(api, &line, &KEY, &body).await, "", "not one byte");
    assert_eq!(payments(&sandbox).await, 1);
    let again = sandbox.raw(api, &line, &KEY, &body).await;
    assert!(again.starts_with("HTTP/1.1 200 "), "the same key finds it: {again}");
    assert_eq!(payments(&sandbox).await, 1);
}

#[tokio::test]
async fn every_connection_is_used_once() {
    let sandbox = Sandbox::new();
    let [api, pay] = sandbox.serve().await;
    // It ends by itself, so the reading does.
    assert!(sandbox.raw(api, "GET /v1/account", &[], "").await.contains("connection: close"));
    assert!(sandbox.raw(pay, "GET /health", &[], "").await.contains("connection: close"));
}

#[tokio::test]
async fn half_an_answer_says_that_there_is_more_or_does_not() {
    let sandbox = Sandbox::new();
    let [api, _] = sandbox.serve().await;
    let whole = sandbox.caller("nadia").get("/account").await.text;
    let length = |n: usize| format!("content-length: {n}\r\n");
    sandbox.fault(json!({"fault": "truncate", "path": "/v1/account"})).await;
    let cut = sandbox.raw(api, "GET /v1/account", &[], "").await;
    assert!(cut.contains(&length(whole.len())) && cut.ends_with(&whole[..whole.len() / 2]), "{cut}");
    sandbox.fault(json!({"fault": "truncate", "path": "/v1/account", "short": true})).await;
    let short = sandbox.raw(api, "GET /v1/account", &[], "").await;
    assert!(short.contains(&length(whole.len() / 2)) && short.ends_with(&whole[..whole.len() / 2]), "{short}");
}

#[tokio::test]
async fn a_restart_cuts_what_is_under_way_and_keeps_the_books() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let payment = walk.payment().await;
    let [api, _] = sandbox.serve().await;
    sandbox.control("trouble", json!({"problem": "internal", "times": 9})).await;
    sandbox.fault(json!({"fault": "delay", "ms": 30_000, "path": "/v1/account"})).await;
    let waiting = sandbox.raw(api, "GET /v1/account", &[], "");
    let restart = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        sandbox.fault(json!({"fault": "restart"})).await;
    };
    let before = Instant::now();
    assert_eq!(tokio::join!(waiting, restart).0, "");
    assert!(before.elapsed() < Duration::from_secs(20));
    walk.read_payment(&payment).await.assert_golden("get-payment.open.200");
}

#[tokio::test]
async fn a_request_waits() {
    let sandbox = Sandbox::new();
    sandbox.fault(json!({"fault": "delay", "ms": 300, "path": "/v1/"})).await;
    let before = Instant::now();
    assert_eq!(sandbox.caller("nadia").get("/account").await.status, StatusCode::OK);
    assert!(before.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn a_request_arrives_twice() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let quote = walk.quote().await;
    sandbox.fault(json!({"fault": "duplicate", "method": "POST", "path": "/v1/renewals/*/payments"})).await;
    let second = walk.post_payment("the-first-attempt", &quote).await;
    assert_eq!(second.status, StatusCode::OK, "the first was 201");
    assert_eq!(payments(&sandbox).await, 1);
}

#[tokio::test]
async fn something_in_front_answers() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let nadia = &walk.nadia;
    for (status, kind) in [
        (429, "application/problem+json"),
        (500, "application/problem+json"),
        (502, "text/html; charset=utf-8"),
        (503, "application/problem+json"),
    ] {
        sandbox.fault(json!({"fault": "status", "status": status, "retryAfter": 7, "path": "/v1/account"})).await;
        let answer = nadia.send("GET", "/account", &[("origin", SITE)], None).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (status, kind));
        assert_eq!(answer.header("retry-after"), "7");
        assert_eq!(answer.header("access-control-allow-origin"), SITE);
        assert!(answer.header("date").contains("Nov 2026"), "the sandbox's own time");
        assert!(!answer.header("request-id").is_empty());
    }
    sandbox.fault(json!({"fault": "status", "status": 503, "path": "/v1/account"})).await;
    let foreign = nadia.send("GET", "/account", &[("origin", "http://evil.example")], None).await;
    assert_eq!((foreign.header("retry-after"), foreign.header("access-control-allow-origin")), ("", ""));
    let quote = walk.quote().await;
    let rule = json!({"fault": "status", "status": 500, "when": "after", "path": "/v1/renewals/*/payments"});
    sandbox.fault(rule).await;
    let lost = walk.post_payment("the-first-attempt", &quote).await;
    assert_eq!((lost.status.as_u16(), payments(&sandbox).await), (500, 1));
}

#[tokio::test]
async fn another_body_comes_back() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    sandbox.fault(json!({"fault": "html", "path": "/v1/account"})).await;
    let page = nadia.get("/account").await;
    assert_eq!((page.status, page.header("content-type")), (StatusCode::OK, "text/html; charset=utf-8"));
    assert!(page.text.starts_with("<!DOCTYPE html>"));
    sandbox.fault(json!({"fault": "content_type", "path": "/v1/account"})).await;
    let plain = nadia.get("/account").await;
    assert_eq!((plain.header("content-type"), plain.json().is_object()), ("text/plain", true));
    sandbox.fault(json!({"fault": "huge", "path": "/v1/account"})).await;
    let huge = nadia.get("/account").await;
    assert!(huge.text.len() > 10_000_000 && huge.json().is_object());
    nadia.get("/account").await.assert_golden("get-account.200");
}

#[tokio::test]
async fn a_token_is_no_longer_good() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    sandbox.fault(json!({"fault": "expire_token", "path": "/v1/", "times": 2})).await;
    nadia.get("/account").await.assert_problem("sign-in-required");
    nadia.get("/account").await.assert_problem("sign-in-required");
    assert_eq!(nadia.get("/account").await.status, StatusCode::OK);
}

#[tokio::test]
async fn prices_roles_agreements_and_keys() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let quote = walk.quote().await;
    sandbox.fault(json!({"fault": "price", "percent": 110})).await;
    walk.post_payment("the-first-attempt", &quote).await.assert_problem("quote-changed");
    let dearer = walk.quote().await;
    assert_eq!(dearer["lines"][0]["amount"]["amount"], 130_900);
    assert_eq!(dearer["total"]["amount"], 157_080);
    walk.post_payment("the-first-attempt", &dearer).await;
    sandbox.fault(json!({"fault": "purge_keys"})).await;
    let other = json!({"id": "another", "total": dearer["total"]});
    let again = walk.post_payment("the-first-attempt", &other).await;
    assert_eq!(again.status, StatusCode::OK, "the key is new, the payment is the live one");
    walk.cancel(&again.json()).await;
    sandbox.fault(json!({"fault": "agreement", "version": "2027.1"})).await;
    assert_eq!(walk.read().await.json()["notices"], json!(["signature_voided"]));
    sandbox.fault(json!({"fault": "role", "organization": "org-cedar", "contact": "con-oleg"})).await;
    assert_eq!(walk.read().await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn notices_are_held_turned_round_and_repeated() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    sandbox.fault(json!({"fault": "hold"})).await;
    let first = walk.payment().await;
    sandbox.visit(&format!("{}/cancel", first["sessionUrl"].as_str().unwrap())).await;
    walk.refresh(&first).await;
    let second = walk.payment().await;
    sandbox.pay(&second, APPROVED).await;
    assert!(sandbox.is_silent().await);
    sandbox.fault(json!({"fault": "repeat", "n": 2})).await;
    sandbox.fault(json!({"fault": "reorder"})).await;
    for payment in [&second, &second, &first, &first] {
        assert!(sandbox.notice().await.body.contains(payment["id"].as_str().unwrap()));
    }
    assert!(sandbox.is_silent().await);
    sandbox.fault(json!({"fault": "hold"})).await;
    sandbox.visit(&format!("{}/cancel", first["sessionUrl"].as_str().unwrap())).await;
    assert!(sandbox.is_silent().await);
    clear(&sandbox).await;
    sandbox.notice().await;
    assert!(sandbox.is_silent().await, "repeated no more");
}

async fn clear(sandbox: &Sandbox) -> Answer {
    sandbox.send(Request::delete("/sandbox/faults").body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn the_payment_page_is_under_faults_too() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let payment = walk.payment().await;
    let session = payment["sessionUrl"].as_str().unwrap();
    let path = session.trim_start_matches("http://localhost:8083");
    let [_, page] = sandbox.serve().await;
    sandbox.fault(json!({"fault": "drop_after", "method": "POST", "path": "/pay/*"})).await;
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let card = "number=4242424242424242&expiry=12%2F29&code=123&name=Nadia";
    assert_eq!(sandbox.raw(page, &format!("POST {path}"), &form, card).await, "");
    assert_eq!(sandbox.captures().await.len(), 1);
    sandbox.fault(json!({"fault": "no_redirect", "path": "/pay/*"})).await;
    let stuck = sandbox.visit(path).await;
    assert_eq!((stuck.status, stuck.header("location")), (StatusCode::OK, ""));
    assert_eq!(sandbox.visit(path).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn orders_are_read_whole_or_not_at_all_and_can_be_taken_back() {
    let sandbox = Sandbox::new();
    let list = json!([{"fault": "html", "path": "/v1/"}, {"fault": "rain", "path": "/v1/"}]);
    let refused = sandbox.control("faults", list).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    let nadia = sandbox.caller("nadia");
    nadia.get("/account").await.assert_golden("get-account.200");
    let unknown = json!([{"fault": "role", "organization": "org-cedar", "contact": "con-nobody"}]);
    assert_eq!(sandbox.control("faults", unknown).await.status, StatusCode::BAD_REQUEST);
    sandbox.fault(json!({"fault": "html", "path": "/v1/", "times": 5})).await;
    assert_eq!(clear(&sandbox).await.status, StatusCode::NO_CONTENT);
    nadia.get("/account").await.assert_golden("get-account.200");
    let page = Request::post("/sandbox/faults").header("sec-fetch-site", "same-site");
    let from_page = sandbox.send(page.body(Body::from("[]")).unwrap()).await;
    assert_eq!(from_page.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_wait_can_be_told_as_a_date() {
    let sandbox = Sandbox::new();
    sandbox.fault(json!({"fault": "status", "path": "/v1/", "status": 503, "retryAfterDate": 5})).await;
    let before = sandbox.config.clock.now();
    let answer = sandbox.caller("nadia").get("/account").await;
    let date = chrono::NaiveDateTime::parse_from_str(answer.header("retry-after"), "%a, %d %b %Y %H:%M:%S GMT");
    let wait = (date.unwrap().and_utc() - before).num_seconds();
    assert!((4..=6).contains(&wait), "{wait} seconds");
}

#[tokio::test]
async fn a_tag_is_weakened_and_gets_a_suffix() {
    let sandbox = Sandbox::new();
    let (nadia, path) = (sandbox.caller("nadia"), "/organizations/org-cedar/profile");
    let tag = nadia.get(path).await.etag();
    let fault = |weak: bool, suffix: &str| json!({"fault": "etag", "path": "/v1/", "weak": weak, "suffix": suffix});
    sandbox.fault(fault(true, "")).await;
    assert_eq!(nadia.get(path).await.etag(), format!("W/{tag}"));
    sandbox.fault(fault(true, "-gzip")).await;
    assert_eq!(nadia.get(path).await.etag(), format!("W/{}-gzip\"", tag.trim_end_matches('"')));
    sandbox.fault(fault(false, "--gzip")).await;
    let coded = nadia.get(path).await;
    assert_eq!(coded.etag(), format!("{}--gzip\"", tag.trim_end_matches('"')));
    assert_eq!(nadia.put(path, &coded.etag(), coded.json()).await.status, StatusCode::OK, "the API knows it");
}

#[tokio::test]
async fn members_of_an_answer_are_replaced_added_and_removed() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    walk.payment().await;
    let plain = walk.read().await.json();
    let replace = |pointer: &str, value: Value| json!({"fault": "replace", "path": "/v1/renewals/*", "pointer": pointer, "value": value});
    for (pointer, value) in [
        ("/payment/sessionUrl", Value::Null),
        ("/paymentMethod/method", json!("cheque")),
        ("/payment/amount/amount", json!(i64::MAX)),
        ("/notices", json!(["of_another_kind"])),
        ("/something/else", json!(1)),
        ("/extra", json!({"a": 1})),
    ] {
        sandbox.fault(replace(pointer, value.clone())).await;
        let answer = walk.read().await;
        let expected = if pointer.starts_with("/something") { None } else { Some(&value) };
        assert_eq!((answer.status, answer.json().pointer(pointer)), (StatusCode::OK, expected), "{pointer}");
        assert_eq!(walk.read().await.json(), plain, "once");
    }
    sandbox.fault(json!({"fault": "remove", "path": "/v1/renewals/*", "pointer": "/payment/sessionUrl"})).await;
    let answer = walk.read().await.json();
    assert!(answer["payment"].as_object().unwrap().get("sessionUrl").is_none(), "{answer}");
    sandbox.fault(json!({"fault": "remove", "path": "/v1/organizations/*/locations", "pointer": "/locations/0"})).await;
    let locations = walk.nadia.get("/organizations/org-cedar/locations").await.json();
    assert_eq!(locations["locations"].as_array().unwrap().len(), 1);
}
