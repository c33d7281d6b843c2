//! Promotion codes: what they take off, and that a bad one stops nothing.

use axum::http::StatusCode;
use chrono::Duration;
use serde_json::{Value, json};

use crate::golden::golden;
use crate::support::{APPROVED, Answer, Sandbox, Walk};

async fn ask(walk: &Walk<'_>, body: Value) -> Answer {
    walk.nadia.post(&format!("{}/quotes", walk.path), body).await
}

async fn with_code(walk: &Walk<'_>, code: &str) -> Answer {
    ask(walk, json!({"promotionCode": code})).await
}

/// Amounts of the lines, of the taxes, and in all.
fn amounts(quote: &Value) -> (Vec<i64>, Vec<i64>, i64) {
    let of = |lines: &Value| {
        let amounts = lines.as_array().unwrap().iter().map(|line| line["amount"]["amount"].as_i64().unwrap());
        amounts.collect()
    };
    (of(&quote["lines"]), of(&quote["taxLines"]), quote["total"]["amount"].as_i64().unwrap())
}

#[tokio::test]
async fn a_good_code_is_a_discount_before_tax() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    walk.nadia.send("POST", &format!("{}/quotes", walk.path), &[], None).await.assert_golden("post-quotes.201");
    let quote = ask(&walk, golden("post-quotes.request")).await;
    quote.assert_golden("post-quotes.promotion.201");
    for typed in ["welcome10", "  WELCOME10\t", "Welcome10 "] {
        assert_eq!(with_code(&walk, typed).await.text, quote.text, "{typed}");
    }
}

#[tokio::test]
async fn a_code_that_takes_nothing_off_leaves_the_usual_price() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    with_code(&walk, "SPRING24").await.assert_golden("post-quotes.promotion-ended.201");
    let plain = walk.quote().await;
    let longest = "x".repeat(40);
    for (code, state) in [("SUMMER99", "unknown"), (&longest, "unknown"), ("UPGRADE25", "not_for_level")] {
        let quote = with_code(&walk, code).await.json();
        assert_eq!(quote["promotion"], json!({"code": code.to_ascii_uppercase(), "state": state}));
        assert_eq!(amounts(&quote), amounts(&plain), "{code}");
    }
}

#[tokio::test]
async fn a_code_for_upgrades_is_for_a_higher_level_than_the_present_one() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("card").await;
    walk.put("location", json!({"locationId": "loc-cedar-vienna"})).await;
    walk.put("level", json!({"levelId": "premier"})).await;
    let quote = with_code(&walk, "upgrade25").await.json();
    assert_eq!(quote["promotion"], json!({"code": "UPGRADE25", "state": "accepted"}));
    assert_eq!(amounts(&quote), (vec![299_000, -74_750], vec![44_850], 269_100));
}

#[tokio::test]
async fn nothing_or_an_empty_code_is_no_code_and_anything_else_is_not_read() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let plain = walk.quote().await;
    for none in [json!({}), json!({"promotionCode": ""}), json!({"promotionCode": "  "})] {
        assert_eq!(ask(&walk, none).await.json(), plain);
    }
    for wrong in [json!({"promotionCode": 10}), json!({"promotionCode": "x".repeat(41)}), json!([])] {
        ask(&walk, wrong).await.assert_problem_type("bad-request");
    }
    let text = [("content-type", "text/plain")];
    let path = format!("{}/quotes", walk.path);
    assert_eq!(walk.nadia.send("POST", &path, &text, None).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn each_code_has_its_own_quote_and_is_paid_at_its_price() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let (plain, promoted) = (walk.quote().await, with_code(&walk, "WELCOME10").await.json());
    assert_ne!(plain["id"], promoted["id"]);
    assert_ne!(with_code(&walk, "SPRING24").await.json()["id"], plain["id"]);
    assert_eq!((walk.quote().await, with_code(&walk, "WELCOME10").await.json()), (plain.clone(), promoted.clone()));
    let cheaper = json!({"id": plain["id"], "total": promoted["total"]});
    walk.post_payment("the-cheaper-attempt", &cheaper).await.assert_problem("quote-changed");
    let payment = walk.post_payment("the-first-attempt", &promoted).await.json();
    assert_eq!(payment["amount"]["amount"], 128_520);
    sandbox.pay(&payment, APPROVED).await;
    walk.refresh(&payment).await;
    let confirmation = walk.nadia.get(&format!("{}/confirmation", walk.path)).await.json();
    assert_eq!(amounts(&confirmation), (vec![119_000, -11_900], vec![21_420], 128_520));
    assert_eq!(sandbox.captures().await[0]["amount"], 128_520);
}

#[tokio::test]
async fn a_price_that_changes_ends_a_quote_with_a_code_too() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let promoted = with_code(&walk, "WELCOME10").await.json();
    sandbox.sql("INSERT INTO setting VALUES ('price', '101')");
    walk.post_payment("the-first-attempt", &promoted).await.assert_problem("quote-changed");
    let dearer = with_code(&walk, "WELCOME10").await.json();
    assert_eq!(amounts(&dearer), (vec![120_190, -12_019], vec![21_634], 129_805));
    sandbox.pass(Duration::minutes(16));
    let walk = Walk { nadia: sandbox.caller("nadia"), ..walk };
    assert_ne!(with_code(&walk, "WELCOME10").await.json()["id"], dearer["id"]);
}
