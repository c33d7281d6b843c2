//! Documents of an order: addresses that end, and what they lead to.

use std::fs;
use std::path::Path;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use chrono::Duration;
use serde_json::json;

use crate::support::{APPROVED, Answer, Caller, Sandbox, Walk};

async fn ask(caller: &Caller<'_>, renewal: &str, kind: &str) -> Answer {
    caller.send("POST", &format!("{renewal}/documents/{kind}/link"), &[], None).await
}

/// Follows an address as a browser does: without an access token.
async fn follow(sandbox: &Sandbox, url: &str) -> Answer {
    let path = url.strip_prefix("http://localhost:8081").unwrap_or_else(|| panic!("another origin: {url}"));
    sandbox.send(Request::get(path).body(Body::empty()).unwrap()).await
}

async fn document(sandbox: &Sandbox, caller: &Caller<'_>, renewal: &str, kind: &str) -> Answer {
    let link = ask(caller, renewal, kind).await;
    assert_eq!(link.status, StatusCode::OK, "{kind}: {}", link.text);
    follow(sandbox, &link.text_of("url")).await
}

async fn paid(sandbox: &Sandbox) -> Walk<'_> {
    let walk = sandbox.walk().await.to("card").await;
    let payment = walk.payment().await;
    sandbox.pay(&payment, APPROVED).await;
    walk.refresh(&payment).await;
    walk
}

fn assert_page(found: &Answer, name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../contract/golden/{name}.html"));
    assert_eq!(found.text, fs::read_to_string(path).unwrap());
}

#[tokio::test]
async fn receipt_and_invoice_are_pages_that_run_nothing_and_the_agreement_is_a_text() {
    let sandbox = Sandbox::new();
    let walk = paid(&sandbox).await;
    ask(&walk.nadia, &walk.path, "receipt").await.assert_golden("post-document-link.200");
    for (kind, media_type, name) in [
        ("receipt", "text/html; charset=utf-8", "receipt-RC-2026-00001.html"),
        ("invoice", "text/html; charset=utf-8", "invoice-R-2026-00001.html"),
        ("agreement", "text/plain; charset=utf-8", "agreement-R-2026-00001.txt"),
    ] {
        let found = document(&sandbox, &walk.nadia, &walk.path, kind).await;
        assert_eq!((found.status, found.header("content-type")), (StatusCode::OK, media_type));
        assert_eq!(found.header("content-disposition"), format!("attachment; filename=\"{name}\""));
        assert!(found.header("content-security-policy").starts_with("default-src 'none'"));
        assert_eq!((found.header("cache-control"), found.header("x-content-type-options")), ("no-store", "nosniff"));
        assert!(!found.text.contains("<script") && !found.text.contains("javascript:"), "{kind}");
    }
    assert_page(&document(&sandbox, &walk.nadia, &walk.path, "receipt").await, "get-download.receipt.200");
    let signed = walk.nadia.get(&format!("{}/documents/signature", walk.path)).await.text;
    assert_eq!(document(&sandbox, &sandbox.caller("oleg"), &walk.path, "agreement").await.text, signed);
}

#[tokio::test]
async fn an_invoice_comes_with_the_order_and_a_receipt_with_the_money() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("card").await;
    for kind in ["receipt", "invoice", "agreement"] {
        ask(&walk.nadia, &walk.path, kind).await.assert_problem("document-not-ready");
    }
    walk.method("bank-transfer").await;
    let payment = walk.payment().await;
    ask(&walk.nadia, &walk.path, "receipt").await.assert_problem("document-not-ready");
    assert_page(&document(&sandbox, &walk.nadia, &walk.path, "invoice").await, "get-download.invoice.200");
    sandbox.control("settle", json!({"payment": payment["id"]})).await;
    assert_eq!(document(&sandbox, &walk.nadia, &walk.path, "receipt").await.status, StatusCode::OK);
    let refunded = {
        walk.nadia.post(&format!("{}/refund", walk.path), json!({})).await;
        sandbox.control("refund", json!({"renewal": payment["renewal"]})).await;
        document(&sandbox, &walk.nadia, &walk.path, "receipt").await.text
    };
    assert!(refunded.contains("Refunded on</th><td>2026-11-24"), "{refunded}");
}

#[tokio::test]
async fn names_are_written_as_text() {
    let sandbox = Sandbox::new();
    sandbox.sql("UPDATE location SET name = '<b onclick=x>' || name WHERE id = 'loc-cedar-sofia'");
    let walk = paid(&sandbox).await;
    let receipt = document(&sandbox, &walk.nadia, &walk.path, "receipt").await.text;
    assert!(receipt.contains("&lt;b onclick=x&gt;") && !receipt.contains("<b "), "{receipt}");
}

#[tokio::test]
async fn an_address_ends_after_ten_minutes() {
    let sandbox = Sandbox::new();
    let walk = paid(&sandbox).await;
    let mut urls = Vec::new();
    for _ in 0..2 {
        urls.push(ask(&walk.nadia, &walk.path, "receipt").await.text_of("url"));
    }
    assert_ne!(urls[0], urls[1]);
    sandbox.pass(Duration::seconds(590));
    for url in [&urls[0], &urls[1], &urls[1]] {
        assert_eq!(follow(&sandbox, url).await.status, StatusCode::OK);
    }
    sandbox.pass(Duration::seconds(11));
    follow(&sandbox, &urls[0]).await.assert_problem("link-ended");
    follow(&sandbox, "http://localhost:8081/v1/downloads/nothing").await.assert_problem("not-found");
    let kept: String =
        sandbox.store.write(|tx| tx.query_row("SELECT group_concat(digest) FROM download", [], |r| r.get(0))).unwrap();
    assert!(urls.iter().all(|url| !kept.contains(url.rsplit('/').next().unwrap())), "the database holds no address");
    // Much later they are forgotten.
    sandbox.pass(Duration::days(2));
    ask(&sandbox.caller("nadia"), &walk.path, "receipt").await;
    follow(&sandbox, &urls[0]).await.assert_problem("not-found");
}

#[tokio::test]
async fn only_people_of_the_company_get_an_address() {
    let sandbox = Sandbox::new();
    let walk = paid(&sandbox).await;
    assert_eq!(ask(&sandbox.caller("oleg"), &walk.path, "invoice").await.status, StatusCode::OK);
    ask(&sandbox.caller("petra"), &walk.path, "invoice").await.assert_problem("not-found");
    for kind in ["signature", "Receipt", "tax"] {
        ask(&walk.nadia, &walk.path, kind).await.assert_problem("not-found");
    }
    let bare = Request::post(format!("/v1{}/documents/receipt/link", walk.path)).body(Body::empty()).unwrap();
    sandbox.send(bare).await.assert_problem("sign-in-required");
}
