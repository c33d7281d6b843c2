//! An answer carries what the page that the caller names will ask for.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::golden::golden;
use crate::support::{Sandbox, Walk};

/// Confirms a step and names the one to which the caller goes.
async fn saved(walk: &mut Walk<'_>, step: &str, next: &str) -> Value {
    let body = match step {
        "profile" => {
            let seen = walk.nadia.get("/organizations/org-cedar/profile").await.etag();
            json!({"profileEtag": seen})
        }
        "payment-method" => golden("put-payment-method.card.request"),
        step => golden(&format!("put-{step}.request")),
    };
    let answer = walk.put(&format!("{step}?next={next}"), body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    answer.json()
}

#[tokio::test]
async fn each_answer_is_the_one_that_its_own_request_gets() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await;
    let steps = [
        ("requirements", "profile", 3),
        ("profile", "agreement", 2),
        ("signature", "location", 1),
        ("location", "level", 1),
        ("level", "payment", 1),
        ("payment-method", "review", 2),
    ];
    for (step, next, count) in steps {
        let mut answer = saved(&mut walk, step, next).await;
        let early = answer["next"].take();
        answer.as_object_mut().unwrap().remove("next");
        let renewal = walk.read().await;
        assert_eq!(
            (answer, walk.etag.clone()),
            (renewal.json(), renewal.etag()),
            "the renewal and its tag are the same"
        );
        let early = early.as_array().unwrap().clone();
        assert_eq!(early.len(), count, "{step}");
        for one in early {
            let (method, path) = (one["method"].as_str().unwrap(), one["path"].as_str().unwrap());
            let own = walk.nadia.send(method, path, &[], None).await;
            assert_eq!(one["body"], own.json(), "{path}");
            assert_eq!(one["etag"].as_str().unwrap_or_default(), own.header("etag"), "{path}");
        }
    }
}

#[tokio::test]
async fn whoever_starts_or_goes_on_gets_what_the_due_step_asks_for() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    let start = "/organizations/org-cedar/renewals?next=due";
    for (status, due) in [(StatusCode::CREATED, "competencies"), (StatusCode::OK, "competencies")] {
        let started = nadia.post(start, json!({})).await;
        assert_eq!((started.status, started.json()["nextStep"].clone()), (status, json!("requirements")));
        let early = started.json()["next"][0].clone();
        let own = nadia.get(&format!("/organizations/org-cedar/{due}")).await;
        assert_eq!(
            (early["path"].clone(), early["body"].clone()),
            (json!("/organizations/org-cedar/competencies"), own.json())
        );
        let id = started.json()["id"].as_str().unwrap().to_owned();
        assert!(started.header("location").ends_with(&format!("/v1/renewals/{id}")));
        assert_eq!(started.etag(), nadia.get(&format!("/renewals/{id}")).await.etag());
    }
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("location").await;
    let path = format!("{}?next=due", walk.path);
    let read = walk.nadia.get(&path).await;
    assert_eq!(read.json()["next"][0]["path"], json!(format!("{}/levels", walk.path)));
    assert_eq!(read.etag(), walk.etag);
    assert_eq!(walk.read().await.json()["next"], json!(null), "only where it is asked for");
}

#[tokio::test]
async fn the_agreement_comes_in_the_language_of_the_caller() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("requirements").await;
    let seen = walk.nadia.get("/organizations/org-cedar/profile").await.etag();
    let path = format!("{}/profile?next=agreement", walk.path);
    let headers = [("if-match", walk.etag.as_str()), ("accept-language", "bg, en;q=0.5")];
    let answer = walk.nadia.send("PUT", &path, &headers, Some(json!({"profileEtag": seen}))).await;
    walk.etag = answer.etag();
    let agreement = answer.json()["next"][1].clone();
    assert_eq!(agreement["path"], "/agreements/current?country=BG&language=bg");
    assert_eq!(agreement["body"]["language"], "bg");
}

#[tokio::test]
async fn a_step_that_cannot_be_opened_or_is_none_brings_nothing_early_and_is_no_error() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await;
    for next in ["location", "review", "confirmation", ""] {
        assert_eq!(saved(&mut walk, "requirements", next).await["next"], json!(null), "{next}");
    }
    assert_eq!(walk.requirements().await.json()["next"], json!(null));
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("card").await;
    let complete = saved(&mut walk, "level", "confirmation").await;
    assert!(complete["next"].as_array().is_none_or(Vec::is_empty));
    assert_eq!(saved(&mut walk, "level", "review").await["next"][1]["method"], "POST", "the price of what was changed");
}

#[tokio::test]
async fn the_account_brings_the_membership_of_its_only_organization() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    let answer = nadia.get("/account?next=membership").await.json();
    let own = nadia.get("/organizations/org-cedar/membership").await;
    let early = answer["next"].as_array().unwrap();
    assert_eq!((early.len(), &early[0]["body"]), (1, &own.json()));
    for (person, path) in
        [("nadia", "/account"), ("nadia", "/account?next=level"), ("tomas", "/account?next=membership")]
    {
        let answer = sandbox.caller(person).get(path).await;
        assert_eq!((answer.status, &answer.json()["next"]), (StatusCode::OK, &json!(null)), "{person} {path}");
    }
}
