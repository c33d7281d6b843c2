//! Orders of an organization: how each stands, what happened to it, and what else can be done with it.

use axum::http::StatusCode;
use chrono::Duration;
use serde_json::{Value, json};

use crate::golden::assert_golden;
use crate::support::{APPROVED, Caller, DECLINED, PROCESSING, Sandbox, Walk};

const PATH: &str = "/organizations/org-cedar/orders";

async fn orders(caller: &Caller<'_>) -> Vec<Value> {
    let answer = caller.get(PATH).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    answer.json()["orders"].as_array().unwrap().clone()
}

/// The only order, by its state and the codes of what happened to it.
async fn stands(caller: &Caller<'_>) -> (String, Vec<String>) {
    let [order] = &orders(caller).await[..] else { panic!("not one order") };
    let codes = order["events"].as_array().unwrap().iter().map(|event| event["code"].as_str().unwrap().to_owned());
    (order["state"].as_str().unwrap().to_owned(), codes.collect())
}

fn is(state: &str, codes: &[&str]) -> (String, Vec<String>) {
    (state.into(), codes.iter().map(|code| (*code).to_owned()).collect())
}

async fn transfer(sandbox: &Sandbox) -> (Walk<'_>, Value) {
    let mut walk = sandbox.walk().await.to("card").await;
    walk.method("bank-transfer").await;
    let payment = walk.payment().await;
    (walk, payment)
}

async fn send_proof(walk: &Walk<'_>, payment: &Value) {
    let path = format!("/v1/payments/{}/proof", payment["id"].as_str().unwrap());
    let request = axum::http::Request::put(path).header("content-type", "application/pdf");
    let sent = walk.nadia.send_file(request.body("%PDF-1.7 a transfer".into()).unwrap()).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.text);
}

async fn arrives(sandbox: &Sandbox, payment: &Value, amount: i64) {
    sandbox.control("settle", json!({"payment": payment["id"], "amount": amount})).await;
}

#[tokio::test]
async fn a_draft_is_no_order_and_a_payment_makes_it_one() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    walk.nadia.get(PATH).await.assert_golden("get-orders.none.200");
    let payment = walk.payment().await;
    assert_eq!(stands(&walk.nadia).await, is("awaiting_payment", &["ordered"]));
    let open = orders(&walk.nadia).await[0].clone();
    assert_eq!(
        (&open["canCancel"], &open["deadline"], &open["documents"]),
        (&json!(true), &Value::Null, &json!(["agreement"]))
    );
    sandbox.pay(&payment, APPROVED).await;
    walk.refresh(&payment).await;
    walk.nadia.get(PATH).await.assert_golden("get-orders.200");
    let seen = orders(&sandbox.caller("oleg")).await[0].clone();
    assert_eq!((&seen["state"], &seen["refund"]), (&json!("paid"), &Value::Null), "only the primary contact may ask");
}

#[tokio::test]
async fn an_order_that_waits_for_its_transfer() {
    let sandbox = Sandbox::new();
    let (walk, payment) = transfer(&sandbox).await;
    send_proof(&walk, &payment).await;
    walk.nadia.get(PATH).await.assert_golden("get-orders.awaiting-payment.200");
    sandbox.caller("oleg").get(PATH).await.assert_golden("get-orders.colleague.200");
    sandbox.caller("petra").get(PATH).await.assert_problem("not-found");
    arrives(&sandbox, &payment, 100_000).await;
    let order = orders(&walk.nadia).await[0].clone();
    assert_eq!(order["canCancel"], false, "part of the money has come");
    let rest = json!({"amount": 42_800, "currency": "EUR"});
    assert_eq!((&order["awaited"], &order["total"]["amount"]), (&rest, &json!(142_800)));
    let membership = walk.nadia.get("/organizations/org-cedar/membership").await.json();
    assert_eq!(membership["currentRenewal"]["awaited"], json!({"amount": rest, "deadline": order["deadline"]}));
    arrives(&sandbox, &payment, 50_000).await;
    let codes = ["ordered", "proof_received", "money_received", "money_received", "paid"];
    assert_eq!(stands(&walk.nadia).await, is("paid", &codes));
    let events = orders(&walk.nadia).await[0]["events"].clone();
    assert_eq!((&events[3]["amount"]["amount"], &events[4]["amount"]["amount"]), (&json!(50_000), &json!(142_800)));
    arrives(&sandbox, &payment, 7).await;
    let events = orders(&walk.nadia).await[0]["events"].clone();
    let sent_back = (&events[5]["code"], &events[6]["code"], &events[6]["amount"]["amount"]);
    assert_eq!(sent_back, (&json!("money_received"), &json!("money_returned"), &json!(7)));
}

#[tokio::test]
async fn what_was_paid_anew_is_the_same_order() {
    let sandbox = Sandbox::new();
    let (mut walk, payment) = transfer(&sandbox).await;
    walk.cancel(&payment).await;
    assert_eq!(stands(&walk.nadia).await, is("cancelled", &["ordered", "cancelled"]));
    assert_eq!(orders(&walk.nadia).await[0]["documents"], json!(["agreement"]), "nobody is to pay that invoice");
    walk.etag = walk.read().await.etag();
    walk.method("card").await;
    let declined = walk.payment().await;
    sandbox.pay(&declined, DECLINED).await;
    walk.refresh(&declined).await;
    let so_far = ["ordered", "cancelled", "ordered", "declined"];
    assert_eq!(stands(&walk.nadia).await, is("declined", &so_far));
    let last = walk.payment().await;
    sandbox.pay(&last, PROCESSING).await;
    walk.refresh(&last).await;
    assert_eq!(stands(&walk.nadia).await.0, "processing");
    sandbox.control("settle", json!({"payment": last["id"]})).await;
    assert_eq!(stands(&walk.nadia).await, is("paid", &[&so_far[..], &["ordered", "paid"]].concat()));
    assert_eq!(orders(&walk.nadia).await[0]["payment"], last["id"]);
    assert_eq!(orders(&walk.nadia).await[0]["method"], "card");
}

#[tokio::test]
async fn an_order_whose_time_is_over_says_when_and_is_what_was_ordered() {
    let sandbox = Sandbox::new();
    let (walk, payment) = transfer(&sandbox).await;
    sandbox.pass(Duration::days(40));
    let mut walk = Walk { nadia: sandbox.caller("nadia"), ..walk };
    assert_eq!(stands(&walk.nadia).await, is("expired", &["ordered", "expired"]));
    walk.etag = walk.read().await.etag();
    walk.put("location", json!({"locationId": "loc-cedar-vienna"})).await;
    walk.put("level", json!({"levelId": "foundation"})).await;
    let order = orders(&walk.nadia).await[0].clone();
    assert_eq!(order["events"][1]["at"], "2026-12-24T23:59:59Z", "and not when somebody looked");
    assert_eq!((&order["level"]["id"], &order["location"]["country"]), (&json!("advanced"), &json!("BG")));
    assert_eq!((&order["deadline"], &order["canSendProof"]), (&Value::Null, &json!(false)));
    arrives(&sandbox, &payment, 142_800).await;
    assert_eq!(stands(&walk.nadia).await.0, "paid", "late money counts");
}

#[tokio::test]
async fn a_renewal_that_was_begun_anew_is_another_order() {
    let sandbox = Sandbox::new();
    let (walk, payment) = transfer(&sandbox).await;
    walk.cancel(&payment).await;
    assert_eq!(walk.nadia.delete(&walk.path).await.status, StatusCode::NO_CONTENT);
    let again = sandbox.walk().await.to("card").await;
    again.payment().await;
    let states: Vec<_> = orders(&again.nadia).await.iter().map(|order| order["state"].clone()).collect();
    assert_eq!(states, ["awaiting_payment", "cancelled"]);
}

#[tokio::test]
async fn the_people_with_orders_have_them_on_the_first_day() {
    let sandbox = Sandbox::new();
    let dora = sandbox.caller("dora").get("/organizations/org-aspen/orders").await;
    dora.assert_golden("get-orders.several.200");
    for (person, organization, state, codes) in [
        ("milena", "larch", "awaiting_payment", &["ordered"][..]),
        ("edgar", "walnut", "refund_requested", &["ordered", "money_received", "paid", "refund_requested"]),
    ] {
        let answer = sandbox.caller(person).get(&format!("/organizations/org-{organization}/orders")).await.json();
        let order = &answer["orders"][0];
        let found: Vec<_> = order["events"].as_array().unwrap().iter().map(|event| event["code"].clone()).collect();
        assert_eq!(
            (&order["state"], found.as_slice()),
            (&json!(state), &codes.iter().map(|c| json!(c)).collect::<Vec<_>>()[..])
        );
        let confirmation =
            sandbox.caller(person).get(&format!("/renewals/{}/confirmation", order["renewal"].as_str().unwrap())).await;
        assert_eq!(confirmation.status, StatusCode::OK, "{}", confirmation.text);
        let membership =
            sandbox.caller(person).get(&format!("/organizations/org-{organization}/membership")).await.json();
        let asked = membership["currentRenewal"].get("refundRequested");
        assert_eq!(asked, (state == "refund_requested").then_some(&json!(true)), "{person}");
    }
    let membership = sandbox.caller("edgar").get("/organizations/org-walnut/membership").await.json();
    assert_eq!((&membership["membershipDate"], &membership["status"]), (&json!("2027-12-22"), &json!("not_due")));
    // The money came before the provider's books begin: nothing that is asked since takes it away.
    let payment = sandbox.caller("edgar").send("POST", "/payments/payment-0934/refresh", &[], None).await.json();
    assert_eq!(payment["receivedAmount"]["amount"], 142_800);
}

#[tokio::test]
async fn orders_from_before_events_were_written_down_are_read() {
    let path = std::env::temp_dir().join(format!("orders-{}.sqlite", uuid::Uuid::new_v4()));
    let sandbox = Sandbox::in_file(&path);
    sandbox.sql(
        "DROP TABLE order_event; DROP TABLE refund; DROP TABLE download; ALTER TABLE renewal DROP COLUMN previous_level",
    );
    drop(sandbox);
    let later = Sandbox::in_file(&path);
    let dora = later.caller("dora");
    let known = dora.get("/organizations/org-aspen/orders").await.json();
    assert_eq!(known["orders"][0]["events"].as_array().unwrap().len(), 1);
    assert_eq!(known["orders"][0]["events"][0]["code"], "paid");
    let refunded = dora.post("/renewals/renewal-0912/refund", json!({})).await;
    assert_eq!(refunded.text_of("state"), "refunded", "the level from before is not known, and stays");
    assert_eq!(dora.get("/organizations/org-aspen/membership").await.json()["level"]["id"], "foundation");
    for end in ["", "-shm", "-wal"] {
        // Files of the database that are gone are what is wanted.
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
}

#[test]
fn the_golden_orders_are_what_their_names_say() {
    assert_golden(
        &crate::golden::golden("get-orders.refund-requested.200")["orders"][0],
        "post-refund.bank-transfer.200",
    );
}
