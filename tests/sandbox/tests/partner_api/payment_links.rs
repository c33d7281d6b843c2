//! Payment by somebody else: what a link tells, and that it and an own payment never both take money.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use chrono::Duration;
use serde_json::{Value, json};

use crate::golden::golden;
use crate::support::{APPROVED, Answer, DECLINED, PROCESSING, Sandbox, Walk};

/// Everything that is due.
const ALL: i64 = 142_800;

/// Sends as anybody can: without an access token.
async fn anybody(sandbox: &Sandbox, method: &str, path: &str) -> Answer {
    sandbox.send(Request::builder().method(method).uri(format!("/v1{path}")).body(Body::empty()).unwrap()).await
}

async fn offer(sandbox: &Sandbox, code: &str) -> Answer {
    anybody(sandbox, "GET", &format!("/payment-links/{code}")).await
}

async fn press(sandbox: &Sandbox, code: &str) -> Answer {
    anybody(sandbox, "POST", &format!("/payment-links/{code}/payments")).await
}

fn path(walk: &Walk<'_>) -> String {
    format!("{}/payment-link", walk.path)
}

async fn ask(walk: &Walk<'_>, quote: &Value) -> Answer {
    walk.nadia.post(&path(walk), json!({"quoteId": quote["id"], "amount": quote["total"]})).await
}

/// The code of a link that was just made.
async fn made(walk: &Walk<'_>) -> String {
    let link = ask(walk, &walk.quote().await).await;
    assert_eq!(link.status, StatusCode::OK, "{}", link.text);
    link.text_of("code")
}

/// The walk by a token of the present.
fn later<'a>(sandbox: &'a Sandbox, walk: Walk<'a>) -> Walk<'a> {
    Walk { nadia: sandbox.caller("nadia"), ..walk }
}

async fn ready(sandbox: &Sandbox) -> (Walk<'_>, String) {
    let walk = sandbox.walk().await.to("card").await;
    let code = made(&walk).await;
    (walk, code)
}

/// The renewal was paid once, and whatever else came in went back.
async fn paid_once(sandbox: &Sandbox, walk: &Walk<'_>, refunds: &[i64]) {
    assert_eq!(walk.read().await.text_of("status"), "active");
    let membership = walk.nadia.get("/organizations/org-cedar/membership").await.json();
    assert_eq!(membership["membershipDate"], "2028-01-25");
    assert_eq!(sandbox.refunds().await, refunds);
    assert_eq!(sandbox.captures().await.len(), refunds.len() + 1);
}

#[tokio::test]
async fn a_link_is_made_once_read_and_withdrawn() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    walk.nadia.get(&path(&walk)).await.assert_problem("not-found");
    let quote = walk.quote().await;
    let link = ask(&walk, &quote).await;
    link.assert_golden("post-payment-link.200");
    assert_eq!(ask(&walk, &quote).await.text, link.text, "the same once more");
    let read = walk.nadia.get(&path(&walk)).await;
    read.assert_golden("get-payment-link.200");
    assert_eq!(read.text, link.text);
    for _ in 0..2 {
        assert_eq!(walk.nadia.delete(&path(&walk)).await.status, StatusCode::NO_CONTENT);
    }
    walk.nadia.get(&path(&walk)).await.assert_problem("not-found");
    assert_ne!(made(&walk).await, link.text_of("code"), "a code that was withdrawn does not come back");
}

#[tokio::test]
async fn only_the_primary_contact_makes_one_and_only_of_what_can_be_paid() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("level").await;
    let body = || golden("post-payment-link.request");
    assert_eq!(walk.nadia.post(&path(&walk), body()).await.json()["nextStep"], "payment");
    walk.method("card").await;
    for (person, problem) in [("oleg", "not-primary-contact"), ("petra", "not-found")] {
        let caller = sandbox.caller(person);
        caller.post(&path(&walk), body()).await.assert_problem(problem);
        caller.get(&path(&walk)).await.assert_problem(problem);
        caller.delete(&path(&walk)).await.assert_problem(problem);
    }
    walk.nadia.post(&path(&walk), json!({})).await.assert_problem("bad-request");
    walk.nadia.post(&path(&walk), body()).await.assert_problem("quote-changed");
    let quote = walk.quote().await;
    let cheaper = json!({"id": quote["id"], "total": {"amount": ALL - 1, "currency": "EUR"}});
    ask(&walk, &cheaper).await.assert_problem("quote-changed");
    let payment = walk.payment().await;
    ask(&walk, &quote).await.assert_problem("payment-in-progress");
    sandbox.pay(&payment, APPROVED).await;
    ask(&walk, &quote).await.assert_problem("already-paid");
}

#[tokio::test]
async fn anybody_with_the_code_is_told_company_amount_and_state_and_nothing_else() {
    let sandbox = Sandbox::new();
    let (walk, code) = ready(&sandbox).await;
    let told = offer(&sandbox, &code).await;
    told.assert_golden("get-payment-link-offer.200");
    let members: BTreeSet<String> = told.json().as_object().unwrap().keys().cloned().collect();
    assert_eq!(members.into_iter().collect::<Vec<_>>(), ["amount", "company", "state"]);
    for typed in [code.to_lowercase(), code.replace('-', "")] {
        assert_eq!(offer(&sandbox, &typed).await.text, told.text, "{typed}");
    }
    let unknown = offer(&sandbox, "ACDEF-GHJKM-NPQRT-UVWXY-23456").await.json();
    walk.nadia.delete(&path(&walk)).await;
    for withdrawn in [offer(&sandbox, &code).await, press(&sandbox, &code).await] {
        withdrawn.assert_problem("not-found");
        let mut withdrawn = withdrawn.json();
        withdrawn["instance"] = unknown["instance"].clone();
        assert_eq!(withdrawn, unknown);
    }
}

#[tokio::test]
async fn somebody_else_pays_and_comes_back_to_the_page_of_the_link() {
    let sandbox = Sandbox::new();
    let (walk, code) = ready(&sandbox).await;
    let session = press(&sandbox, &code).await;
    let payment = walk.read().await.json()["payment"].clone();
    walk.read_payment(&payment).await.assert_golden("get-payment.open-by-link.200");
    session.assert_golden("post-payment-link-payments.200");
    assert_eq!(press(&sandbox, &code).await.text, session.text, "pressing twice is one session");
    assert_eq!(offer(&sandbox, &code).await.text_of("state"), "open");
    let back = sandbox.pay(&session.json(), PROCESSING).await;
    assert_eq!(back.header("location"), format!("http://localhost:8080/pay/{code}"));
    offer(&sandbox, &code).await.assert_golden("get-payment-link-offer.processing.200");
    walk.nadia.get(&path(&walk)).await.assert_golden("get-payment-link.processing.200");
    press(&sandbox, &code).await.assert_problem("payment-in-progress.link");
    walk.nadia.delete(&path(&walk)).await.assert_problem_type("payment-in-progress");
    let payment = walk.read().await.json()["payment"].clone();
    sandbox.control("settle", json!({"payment": payment["id"]})).await;
    offer(&sandbox, &code).await.assert_golden("get-payment-link-offer.paid.200");
    walk.nadia.get(&path(&walk)).await.assert_golden("get-payment-link.paid.200");
    press(&sandbox, &code).await.assert_problem("already-paid.link");
    walk.nadia.delete(&path(&walk)).await.assert_problem("already-paid");
    paid_once(&sandbox, &walk, &[]).await;
    let confirmation = walk.nadia.get(&format!("{}/confirmation", walk.path)).await.json();
    assert_eq!((&confirmation["method"], &confirmation["total"]["amount"]), (&json!("card"), &json!(ALL)));
}

#[tokio::test]
async fn a_card_that_is_refused_leaves_the_link_open() {
    let sandbox = Sandbox::new();
    let (walk, code) = ready(&sandbox).await;
    let first = press(&sandbox, &code).await.json();
    sandbox.pay(&first, DECLINED).await;
    assert_eq!(offer(&sandbox, &code).await.text_of("state"), "open");
    let second = press(&sandbox, &code).await.json();
    assert_ne!(second, first);
    sandbox.pay(&second, APPROVED).await;
    assert_eq!(offer(&sandbox, &code).await.text_of("state"), "paid", "also before any notice has come");
    paid_once(&sandbox, &walk, &[]).await;
}

#[tokio::test]
async fn an_own_payment_waits_while_the_link_is_being_paid() {
    let sandbox = Sandbox::new();
    let (walk, code) = ready(&sandbox).await;
    let quote = walk.quote().await;
    let session = press(&sandbox, &code).await.json();
    let payment = walk.read().await.json()["payment"].clone();
    let refused = walk.post_payment("the-first-attempt", &quote).await;
    refused.assert_problem("payment-in-progress");
    assert_eq!(refused.json()["payment"], payment["id"]);
    assert_eq!(walk.cancel(&payment).await.text_of("status"), "cancelled");
    let own = walk.post_payment("the-first-attempt", &quote).await.json();
    assert_ne!(own["id"], payment["id"]);
    sandbox.pay(&session, APPROVED).await;
    assert!(sandbox.captures().await.is_empty(), "the page of the link is closed");
    sandbox.pay(&own, APPROVED).await;
    walk.refresh(&own).await;
    paid_once(&sandbox, &walk, &[]).await;
}

#[tokio::test]
async fn the_link_waits_while_an_own_payment_is_under_way() {
    let sandbox = Sandbox::new();
    let (walk, code) = ready(&sandbox).await;
    let own = walk.payment().await;
    assert_eq!(offer(&sandbox, &code).await.text_of("state"), "processing");
    press(&sandbox, &code).await.assert_problem("payment-in-progress.link");
    sandbox.pay(&own, APPROVED).await;
    press(&sandbox, &code).await.assert_problem("already-paid.link");
    assert_eq!(walk.nadia.delete(&path(&walk)).await.status, StatusCode::NO_CONTENT, "it has paid nothing");
    paid_once(&sandbox, &walk, &[]).await;
}

#[tokio::test]
async fn money_that_comes_by_the_link_after_an_own_payment_goes_back() {
    let sandbox = Sandbox::new();
    let (walk, code) = ready(&sandbox).await;
    let session = press(&sandbox, &code).await.json();
    let by_link = walk.read().await.json()["payment"].clone();
    walk.cancel(&by_link).await;
    let own = walk.payment().await;
    sandbox.pay(&own, APPROVED).await;
    walk.refresh(&own).await;
    // A provider that let the page be paid all the same.
    sandbox.sql("UPDATE provider_session SET status = 'open' WHERE status = 'cancelled'");
    sandbox.pay(&session, APPROVED).await;
    walk.refresh(&by_link).await;
    assert_eq!(walk.read_payment(&by_link).await.text_of("status"), "cancelled");
    paid_once(&sandbox, &walk, &[ALL]).await;
}

#[tokio::test]
async fn money_that_comes_by_an_own_page_after_the_link_goes_back() {
    let sandbox = Sandbox::new();
    let (walk, code) = ready(&sandbox).await;
    let own = walk.payment().await;
    walk.cancel(&own).await;
    let session = press(&sandbox, &code).await.json();
    sandbox.pay(&session, APPROVED).await;
    assert_eq!(offer(&sandbox, &code).await.text_of("state"), "paid");
    sandbox.sql("UPDATE provider_session SET status = 'open' WHERE status = 'cancelled'");
    sandbox.pay(&own, APPROVED).await;
    walk.refresh(&own).await;
    paid_once(&sandbox, &walk, &[ALL]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn both_at_once_make_one_payment() {
    let sandbox = Sandbox::new();
    let (walk, code) = ready(&sandbox).await;
    let quote = walk.quote().await;
    let (own, by_link, again) =
        tokio::join!(walk.post_payment("the-first-attempt", &quote), press(&sandbox, &code), press(&sandbox, &code));
    assert_eq!(by_link.status, again.status);
    assert_eq!(own.status == StatusCode::CREATED, by_link.status == StatusCode::CONFLICT, "{}", own.text);
    let open = if own.status == StatusCode::CREATED { own.json() } else { by_link.json() };
    sandbox.pay(&open, APPROVED).await;
    offer(&sandbox, &code).await;
    paid_once(&sandbox, &walk, &[]).await;
}

#[tokio::test]
async fn withdrawing_closes_a_page_that_is_open_and_finds_out_that_it_was_paid() {
    let sandbox = Sandbox::new();
    let (walk, code) = ready(&sandbox).await;
    let session = press(&sandbox, &code).await.json();
    assert_eq!(walk.nadia.delete(&path(&walk)).await.status, StatusCode::NO_CONTENT);
    let late = sandbox.pay(&session, APPROVED).await;
    assert_eq!(late.header("location"), format!("http://localhost:8080/pay/{code}"));
    assert!(sandbox.captures().await.is_empty());
    assert_eq!(walk.read().await.text_of("status"), "signed");
    let code = made(&walk).await;
    let session = press(&sandbox, &code).await.json();
    sandbox.pay(&session, APPROVED).await;
    walk.nadia.delete(&path(&walk)).await.assert_problem("already-paid");
    paid_once(&sandbox, &walk, &[]).await;
}

#[tokio::test]
async fn a_link_holds_its_price_for_seven_days() {
    let sandbox = Sandbox::new();
    let (walk, code) = ready(&sandbox).await;
    sandbox.sql("INSERT INTO setting VALUES ('price', '110')");
    sandbox.pass(Duration::days(7) - Duration::minutes(10));
    let session = press(&sandbox, &code).await.json();
    let walk = later(&sandbox, walk);
    let link = walk.nadia.get(&path(&walk)).await.json();
    let payment = walk.read().await.json()["payment"].clone();
    assert_eq!((&payment["amount"]["amount"], &payment["expiresAt"]), (&json!(ALL), &link["expiresAt"]));
    sandbox.pass(Duration::minutes(10));
    let walk = later(&sandbox, walk);
    offer(&sandbox, &code).await.assert_golden("get-payment-link-offer.ended.200");
    walk.nadia.get(&path(&walk)).await.assert_golden("get-payment-link.ended.200");
    press(&sandbox, &code).await.assert_problem("payment-link-ended");
    sandbox.pay(&session, APPROVED).await;
    assert!(sandbox.captures().await.is_empty(), "its page ends with it");
    let next = made(&walk).await;
    assert_ne!(next, code);
    offer(&sandbox, &code).await.assert_problem("not-found");
    assert_eq!(offer(&sandbox, &next).await.json()["amount"]["amount"], 157_080);
}

#[tokio::test]
async fn a_link_ends_with_the_last_day_to_renew() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    // Of 62 days and 30 days of grace, two are left.
    sandbox.pass(Duration::days(90));
    let walk = later(&sandbox, walk);
    let code = made(&walk).await;
    assert_eq!(walk.nadia.get(&path(&walk)).await.text_of("expiresAt"), "2027-02-25T00:00:00Z");
    sandbox.pass(Duration::days(2));
    assert_eq!(offer(&sandbox, &code).await.text_of("state"), "open");
    sandbox.pass(Duration::days(1));
    press(&sandbox, &code).await.assert_problem("payment-link-ended");
}

#[tokio::test]
async fn a_renewal_that_is_not_what_was_priced_any_more_ends_its_link() {
    let sandbox = Sandbox::new();
    let (mut walk, code) = ready(&sandbox).await;
    let ended = async || offer(&sandbox, &code).await.text_of("state") == "ended";
    walk.put("level", json!({"levelId": "foundation"})).await;
    assert!(ended().await);
    press(&sandbox, &code).await.assert_problem("payment-link-ended");
    walk.level().await;
    assert!(!ended().await, "it is again");
    walk.put("location", json!({"locationId": "loc-cedar-vienna"})).await;
    assert!(ended().await);
    walk.location().await;
    sandbox.sql("UPDATE organization SET suspended = 1 WHERE id = 'org-cedar'");
    assert!(ended().await);
    sandbox.sql("UPDATE organization SET suspended = 0 WHERE id = 'org-cedar'");
    sandbox.control("agreement", json!({"version": "2027.1"})).await;
    assert!(ended().await, "it has to be signed anew");
    let sandbox = Sandbox::new();
    let (walk, code) = ready(&sandbox).await;
    walk.nadia.delete(&walk.path).await;
    press(&sandbox, &code).await.assert_problem("payment-link-ended");
}

#[tokio::test]
async fn it_pays_by_card_whichever_way_to_pay_was_chosen_and_with_a_promotion_code() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("card").await;
    walk.method("purchase-order").await;
    let quote = walk.nadia.post(&format!("{}/quotes", walk.path), golden("post-quotes.request")).await.json();
    let code = ask(&walk, &quote).await.text_of("code");
    let session = press(&sandbox, &code).await.json();
    sandbox.pay(&session, APPROVED).await;
    let told = offer(&sandbox, &code).await.json();
    assert_eq!((&told["state"], &told["amount"]["amount"]), (&json!("paid"), &json!(128_520)));
    let confirmation = walk.nadia.get(&format!("{}/confirmation", walk.path)).await.json();
    assert_eq!(
        (&confirmation["method"], &confirmation["lines"][1]["amount"]["amount"]),
        (&json!("card"), &json!(-11_900))
    );
    paid_once(&sandbox, &walk, &[]).await;
}

#[tokio::test]
async fn thirty_requests_about_links_a_minute_are_answered_to_all_together() {
    let sandbox = Sandbox::new();
    let (walk, code) = ready(&sandbox).await;
    for number in 0..30 {
        let answer = if number % 2 == 0 { offer(&sandbox, &code).await } else { press(&sandbox, "nothing").await };
        assert_ne!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{number}");
    }
    let refused = offer(&sandbox, &code).await;
    refused.assert_problem("too-many-requests");
    press(&sandbox, &code).await.assert_problem("too-many-requests");
    assert_eq!(walk.nadia.get(&path(&walk)).await.status, StatusCode::OK, "nothing else is slowed down");
    sandbox.pass(Duration::seconds(refused.header("retry-after").parse().unwrap()));
    assert_eq!(press(&sandbox, &code).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_database_from_before_there_were_links_and_promotions_is_brought_up_to_date() {
    let file = std::env::temp_dir().join(format!("links-{}.sqlite", uuid::Uuid::new_v4()));
    let earlier = Sandbox::in_file(&file);
    earlier.sql("DROP TABLE payment_link; ALTER TABLE payment DROP COLUMN link");
    earlier.sql("ALTER TABLE provider_session DROP COLUMN return_address; ALTER TABLE quote DROP COLUMN promotion");
    drop(earlier);
    let sandbox = Sandbox::in_file(&file);
    let (walk, code) = ready(&sandbox).await;
    sandbox.pay(&press(&sandbox, &code).await.json(), APPROVED).await;
    assert_eq!(offer(&sandbox, &code).await.text_of("state"), "paid");
    paid_once(&sandbox, &walk, &[]).await;
    for end in ["", "-shm", "-wal"] {
        // Files of the database that are gone are what is wanted.
        let _ = std::fs::remove_file(format!("{}{end}", file.display()));
    }
}
