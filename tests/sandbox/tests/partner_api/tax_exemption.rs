//! Exemption from tax: asked for, decided, and what becomes of the price.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use crate::golden::golden;
use crate::support::{Answer, Caller, Sandbox};

const PATH: &str = "/organizations/org-cedar/tax-exemption";
const PDF: &[u8] = b"%PDF-1.7 a certificate";

async fn ask(caller: &Caller<'_>, organization: &str, ground: &str, kind: &str, file: Vec<u8>) -> Answer {
    let path = format!("/v1/organizations/{organization}/tax-exemption?ground={ground}");
    let request = Request::put(path).header("content-type", kind).header("x-file-name", "Certificate%202026.pdf");
    caller.send_file(request.body(Body::from(file)).unwrap()).await
}

async fn decide(sandbox: &Sandbox, organization: &str, state: &str, reason: &str) -> StatusCode {
    let body = json!({"organization": organization, "state": state, "reason": reason});
    sandbox.control("tax-exemption", body).await.status
}

fn certificate() -> Vec<u8> {
    let mut file = PDF.to_vec();
    file.resize(48_213, b' ');
    file
}

#[tokio::test]
async fn it_is_asked_for_rejected_asked_for_again_and_accepted() {
    let sandbox = Sandbox::new();
    let (nadia, oleg) = (sandbox.caller("nadia"), sandbox.caller("oleg"));
    nadia.get(PATH).await.assert_golden("get-tax-exemption.200");
    oleg.get(PATH).await.assert_golden("get-tax-exemption.colleague.200");
    assert_eq!(decide(&sandbox, "org-cedar", "accepted", "").await, StatusCode::NOT_FOUND, "nobody has asked");
    let asked = ask(&nadia, "org-cedar", "charity", "application/pdf", certificate()).await;
    asked.assert_golden("put-tax-exemption.200");
    sandbox.pass(chrono::Duration::hours(1));
    let nadia = sandbox.caller("nadia");
    let again = ask(&nadia, "org-cedar", "charity", "application/pdf", certificate()).await;
    assert_eq!(again.text, asked.text, "the same request once more");
    nadia.get(PATH).await.assert_golden("get-tax-exemption.requested.200");
    let reason = golden("get-tax-exemption.rejected.200")["reason"].as_str().unwrap().to_owned();
    assert_eq!(decide(&sandbox, "org-cedar", "rejected", &reason).await, StatusCode::NO_CONTENT);
    nadia.get(PATH).await.assert_golden("get-tax-exemption.rejected.200");
    ask(&nadia, "org-cedar", "charity", "application/pdf", certificate()).await.assert_golden("put-tax-exemption.200");
    assert_eq!(decide(&sandbox, "org-cedar", "accepted", "").await, StatusCode::NO_CONTENT);
    nadia.get(PATH).await.assert_golden("get-tax-exemption.accepted.200");
    let late = ask(&nadia, "org-cedar", "public_body", "application/pdf", PDF.to_vec()).await;
    assert_eq!((&late.json()["state"], &late.json()["ground"]["id"]), (&json!("accepted"), &json!("charity")));
    assert_eq!(decide(&sandbox, "org-cedar", "maybe", "").await, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn only_the_primary_contact_asks_and_only_with_a_ground_and_a_file_that_is_taken() {
    let sandbox = Sandbox::new();
    let (nadia, oleg, petra) = (sandbox.caller("nadia"), sandbox.caller("oleg"), sandbox.caller("petra"));
    let pdf = "application/pdf";
    ask(&oleg, "org-cedar", "charity", pdf, PDF.to_vec()).await.assert_problem("not-primary-contact");
    ask(&petra, "org-cedar", "charity", pdf, PDF.to_vec()).await.assert_problem("not-found");
    petra.get(PATH).await.assert_problem("not-found");
    ask(&nadia, "org-cedar", "wish", pdf, PDF.to_vec()).await.assert_problem("fields.ground");
    ask(&nadia, "org-cedar", "charity", "text/plain", PDF.to_vec()).await.assert_problem("proof-type");
    ask(&nadia, "org-cedar", "charity", pdf, b"hello".to_vec()).await.assert_problem("proof-type.content");
    let large = [PDF, &vec![b' '; 2 * 1024 * 1024]].concat();
    ask(&nadia, "org-cedar", "charity", pdf, large).await.assert_problem("proof-too-large");
    nadia.get(PATH).await.assert_golden("get-tax-exemption.200");
}

#[tokio::test]
async fn the_price_has_no_tax_once_it_is_accepted_and_the_invoice_names_the_ground() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let charged = walk.quote().await;
    ask(&walk.nadia, "org-cedar", "charity", "application/pdf", PDF.to_vec()).await;
    let waiting = walk.quote().await;
    assert_eq!(waiting["taxExemption"]["state"], "requested");
    assert_eq!((&waiting["total"], &waiting["taxLines"]), (&charged["total"], &charged["taxLines"]));
    assert_eq!(waiting["id"], charged["id"], "it is the same price");
    decide(&sandbox, "org-cedar", "accepted", "").await;
    let refused = walk.post_payment("the-first-attempt", &waiting).await;
    refused.assert_problem("quote-changed");
    let exempt = walk.quote().await;
    assert_eq!((&exempt["taxLines"], &exempt["total"]["amount"]), (&json!([]), &json!(119_000)));
    let expected = json!({"state": "accepted", "ground": {"id": "charity", "name": "Charitable organization"}});
    assert_eq!(exempt["taxExemption"], expected);
    assert_eq!(walk.read().await.json()["estimate"]["tax"]["amount"], 0);
    let payment = walk.post_payment("the-second-attempt", &exempt).await;
    assert_eq!((payment.status, &payment.json()["amount"]["amount"]), (StatusCode::CREATED, &json!(119_000)));
}

#[tokio::test]
async fn companies_that_are_exempt_or_were_rejected_stand_in_the_sandbox() {
    let sandbox = Sandbox::new();
    for (person, organization, state, reason) in [
        ("amalie", "org-magnolia", "accepted", Value::Null),
        ("desmond", "org-tamarack", "rejected", json!("The certificate names another company.")),
    ] {
        let told = sandbox.caller(person).get(&format!("/organizations/{organization}/tax-exemption")).await.json();
        assert_eq!((&told["state"], &told["reason"]), (&json!(state), &reason), "{person}");
    }
}

#[tokio::test]
async fn grounds_and_the_reason_are_told_in_the_language_asked_for() {
    let sandbox = Sandbox::new();
    let headers = [("accept-language", "bg-BG,en;q=0.5")];
    let desmond = sandbox.caller("desmond");
    let told = desmond.send("GET", "/organizations/org-tamarack/tax-exemption", &headers, None).await.json();
    assert_eq!((&told["ground"]["name"], &told["grounds"][1]), (&json!("Публичен орган"), &told["ground"]));
    assert_eq!(told["reason"], "В удостоверението е посочена друга компания.");
    decide(&sandbox, "org-tamarack", "rejected", "It is out of date.").await;
    let told = desmond.send("GET", "/organizations/org-tamarack/tax-exemption", &headers, None).await.json();
    assert_eq!(told["reason"], "It is out of date.", "what somebody has typed stays as it is");
}
