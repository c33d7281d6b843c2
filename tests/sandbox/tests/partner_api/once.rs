//! Paying once, whatever the keys and however often.

use axum::http::StatusCode;

use crate::support::{APPROVED, Sandbox};

#[tokio::test]
async fn the_same_key_gives_the_same_answer() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let quote = walk.quote().await;
    let first = walk.post_payment("the-first-attempt", &quote).await;
    let again = walk.post_payment("the-first-attempt", &quote).await;
    assert_eq!((first.status, again.status), (StatusCode::CREATED, StatusCode::OK));
    assert_eq!(first.text, again.text);
    let body = again.json();
    sandbox.pay(&body, APPROVED).await;
    let paid = walk.post_payment("the-first-attempt", &quote).await;
    assert_eq!((paid.status, paid.text_of("status")), (StatusCode::OK, "succeeded".into()));
}

#[tokio::test]
async fn an_order_repeated_is_the_same_order() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("card").await;
    walk.method("bank-transfer").await;
    let quote = walk.quote().await;
    let first = walk.post_payment("the-first-attempt", &quote).await;
    let other = walk.post_payment("the-second-attempt", &quote).await;
    assert_eq!((other.status, &first.text), (StatusCode::OK, &other.text));
}

#[tokio::test]
async fn an_attempt_by_another_method_than_was_accepted_is_refused() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("card").await;
    let quote = walk.quote().await;
    for other in ["bank-transfer", "purchase-order"] {
        walk.method(other).await;
        walk.post_payment("the-first-attempt", &quote).await.assert_problem("quote-changed");
    }
    let quote = walk.quote().await;
    walk.put("payment-method", serde_json::json!({"method": "purchase_order", "purchaseOrderNumber": "PO-2"})).await;
    walk.post_payment("the-second-attempt", &quote).await.assert_problem("quote-changed");
}

/// An id of nothing but space is another id, as the contract has it, and no body of another form.
#[tokio::test]
async fn an_id_is_compared_as_it_stands() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await;
    walk.requirements().await;
    let refused = walk.put("profile", serde_json::json!({"profileEtag": "\u{c}"})).await;
    assert_eq!(refused.status, StatusCode::PRECONDITION_FAILED, "{}", refused.text);
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let mut quote = walk.quote().await;
    let right = quote["id"].as_str().unwrap().to_owned();
    for other in ["\u{c}".to_owned(), format!(" {right}")] {
        quote["id"] = other.into();
        walk.post_payment("the-first-attempt", &quote).await.assert_problem("quote-changed");
    }
    quote["id"] = "".into();
    walk.post_payment("the-first-attempt", &quote).await.assert_problem("bad-request");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_attempts_at_once_make_one_payment() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let quote = walk.quote().await;
    let keys: Vec<String> = (0..8).map(|n| format!("attempt-number-{n}-of-eight")).collect();
    let post = |n: usize| walk.post_payment(&keys[n], &quote);
    let answers = tokio::join!(post(0), post(1), post(2), post(3), post(4), post(5), post(6), post(7));
    let answers = [answers.0, answers.1, answers.2, answers.3, answers.4, answers.5, answers.6, answers.7];
    assert_eq!(answers.iter().filter(|a| a.status == StatusCode::CREATED).count(), 1);
    assert!(answers.iter().all(|a| a.text == answers[0].text));
    let payments: i64 = sandbox
        .store
        .write(|tx| tx.query_row("SELECT count(*) FROM payment WHERE renewal NOT LIKE 'renewal-%'", [], |r| r.get(0)))
        .unwrap();
    assert_eq!(payments, 1);
}

#[tokio::test]
async fn the_database_itself_refuses_a_second_live_payment() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    walk.payment().await;
    let copy = "INSERT INTO payment (id, renewal, quote, person, method, status, amount, currency, expires_at,
                signature)
                SELECT 'second', renewal, quote, person, method, status, amount, currency, expires_at, signature
                FROM payment
                WHERE renewal NOT LIKE 'renewal-%'";
    let refused = sandbox.store.write(|tx| tx.execute(copy, [])).unwrap_err();
    assert!(refused.to_string().contains("UNIQUE"), "{refused}");
}

#[tokio::test]
async fn starting_twice_is_the_same_renewal() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await;
    let again = walk.nadia.post("/organizations/org-cedar/renewals", serde_json::json!({})).await;
    assert_eq!(again.status, StatusCode::OK);
    assert_eq!(format!("/renewals/{}", again.text_of("id")), walk.path);
}

#[tokio::test]
async fn a_price_asked_for_again_is_the_same_until_half_its_time_is_over() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("card").await;
    let first = walk.quote().await;
    assert_eq!(walk.quote().await, first);
    walk.put("level", serde_json::json!({"levelId": "foundation"})).await;
    assert_ne!(walk.quote().await["id"], first["id"]);
    walk.level().await;
    assert_eq!(walk.quote().await, first);
    walk.put("payment-method", serde_json::json!({"method": "bank_transfer", "purchaseOrderNumber": null})).await;
    assert_ne!(walk.quote().await["id"], first["id"]);
    walk.put("payment-method", serde_json::json!({"method": "card", "purchaseOrderNumber": null})).await;
    assert_eq!(walk.quote().await, first);
    sandbox.pass(chrono::Duration::minutes(16));
    let walk = crate::support::Walk { nadia: sandbox.caller("nadia"), ..walk };
    assert_ne!(walk.quote().await["id"], first["id"]);
}
