//! Proof of a transfer: which files are taken, from whom, and until when.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use chrono::Duration;
use serde_json::{Value, json};

use crate::support::{Answer, Caller, Sandbox, Walk};

const PDF: &[u8] = b"%PDF-1.7 a transfer";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n a picture";
const JPEG: &[u8] = b"\xff\xd8\xff a photo";

async fn transfer(sandbox: &Sandbox) -> (Walk<'_>, Value) {
    let mut walk = sandbox.walk().await.to("card").await;
    walk.method("bank-transfer").await;
    let payment = walk.payment().await;
    (walk, payment)
}

async fn send(caller: &Caller<'_>, payment: &Value, kind: &str, name: Option<&str>, file: &[u8]) -> Answer {
    let path = format!("/v1/payments/{}/proof", payment["id"].as_str().unwrap());
    let mut request = Request::put(path).header("content-type", kind);
    if let Some(name) = name {
        request = request.header("x-file-name", name);
    }
    caller.send_file(request.body(Body::from(file.to_vec())).unwrap()).await
}

#[tokio::test]
async fn the_payment_has_the_proof_that_was_sent() {
    let sandbox = Sandbox::new();
    let (walk, payment) = transfer(&sandbox).await;
    let mut file = PDF.to_vec();
    file.resize(48_213, b' ');
    let name = Some("Transfer%20of%2024%20November.pdf");
    let sent = send(&walk.nadia, &payment, "application/pdf", name, &file).await;
    sent.assert_golden("put-payment-proof.200");
    walk.read_payment(&payment).await.assert_golden("get-payment.bank-transfer-proof.200");
    assert_eq!(walk.read().await.json()["payment"]["proof"], sent.json()["proof"]);
    let kept = sandbox.store.write(|tx| tx.query_row("SELECT content FROM proof", [], |r| r.get::<_, Vec<u8>>(0)));
    assert_eq!(kept.unwrap(), file);
}

#[tokio::test]
async fn a_later_file_takes_its_place_and_a_name_is_not_needed() {
    let sandbox = Sandbox::new();
    let (walk, payment) = transfer(&sandbox).await;
    send(&walk.nadia, &payment, "application/pdf", Some("first.pdf"), PDF).await;
    for (kind, file, name) in [("image/png", PNG, "proof.png"), ("Image/JPEG; q=1", JPEG, "proof.jpg")] {
        let sent = send(&walk.nadia, &payment, kind, None, file).await.json();
        assert_eq!((&sent["proof"]["name"], &sent["proof"]["size"]), (&json!(name), &json!(file.len())));
    }
    let sent = send(&walk.nadia, &payment, "image/png", Some("..%2F%D0%BF%D0%BB.png"), PNG).await.json();
    assert_eq!(sent["proof"]["name"], "пл.png");
}

#[tokio::test]
async fn files_that_are_not_taken() {
    let sandbox = Sandbox::new();
    let (walk, payment) = transfer(&sandbox).await;
    let nadia = &walk.nadia;
    for kind in ["", "text/html", "application/json", "image/gif", "application/pdf+zip"] {
        send(nadia, &payment, kind, None, PDF).await.assert_problem("proof-type");
    }
    for (kind, file) in [("application/pdf", PNG), ("image/png", JPEG), ("image/jpeg", b"".as_slice())] {
        send(nadia, &payment, kind, None, file).await.assert_problem("proof-type.content");
    }
    assert_eq!(walk.read_payment(&payment).await.json()["proof"], Value::Null);
    for name in ["100%", "%FF"] {
        // A name that is encoded wrongly is no reason to refuse what the person has sent.
        assert_eq!(send(nadia, &payment, "application/pdf", Some(name), PDF).await.status, StatusCode::OK);
        assert_eq!(walk.read_payment(&payment).await.json()["proof"]["name"], name);
    }
}

#[tokio::test]
async fn two_mebibytes_and_not_one_byte_more() {
    let sandbox = Sandbox::new();
    let (walk, payment) = transfer(&sandbox).await;
    let mut file = PDF.to_vec();
    file.resize(2 * 1024 * 1024, b' ');
    assert_eq!(send(&walk.nadia, &payment, "application/pdf", None, &file).await.status, StatusCode::OK);
    file.push(b' ');
    send(&walk.nadia, &payment, "application/pdf", None, &file).await.assert_problem("proof-too-large");
    file.resize(9 * 1024 * 1024, b' ');
    send(&walk.nadia, &payment, "application/pdf", None, &file).await.assert_problem("proof-too-large");
}

#[tokio::test]
async fn only_the_primary_contact_may_send_it() {
    let sandbox = Sandbox::new();
    let (_, payment) = transfer(&sandbox).await;
    let oleg = send(&sandbox.caller("oleg"), &payment, "text/html", None, PDF).await;
    oleg.assert_problem("not-primary-contact");
    send(&sandbox.caller("petra"), &payment, "application/pdf", None, PDF).await.assert_problem("not-found");
}

#[tokio::test]
async fn only_while_the_transfer_waits() {
    let sandbox = Sandbox::new();
    let (walk, payment) = transfer(&sandbox).await;
    sandbox.control("settle", json!({"payment": payment["id"]})).await;
    send(&walk.nadia, &payment, "text/html", None, PDF).await.assert_problem("transfer-settled");

    let sandbox = Sandbox::new();
    let (_, payment) = transfer(&sandbox).await;
    sandbox.pass(Duration::days(31));
    let late = send(&sandbox.caller("nadia"), &payment, "application/pdf", None, PDF).await;
    late.assert_problem("transfer-settled");
    let expired = sandbox.caller("nadia").get(&format!("/payments/{}", payment["id"].as_str().unwrap())).await;
    assert_eq!(expired.text_of("status"), "expired");

    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let payment = walk.payment().await;
    send(&walk.nadia, &payment, "application/pdf", None, PDF).await.assert_problem("transfer-settled");
}
