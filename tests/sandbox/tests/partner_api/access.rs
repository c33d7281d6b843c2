//! Whose token, whose company, whose role.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use chrono::Duration;
use sandbox::keys::{Claims, Keys};
use serde_json::json;

use crate::support::{Answer, Sandbox};

async fn with_header(sandbox: &Sandbox, value: &str) -> Answer {
    let request = Request::get("/v1/account").header("authorization", value).body(Body::empty()).unwrap();
    sandbox.send(request).await
}

fn claims(sandbox: &Sandbox) -> Claims {
    Claims::access(&sandbox.config, "nadia", "openid partner", sandbox.config.clock.now())
}

#[tokio::test]
async fn without_a_token() {
    let sandbox = Sandbox::new();
    let bare = Request::get("/v1/account").body(Body::empty()).unwrap();
    let answer = sandbox.send(bare).await;
    answer.assert_problem("sign-in-required");
    assert!(answer.header("www-authenticate").starts_with("Bearer"));
    for value in ["", "Bearer", "Bearer ", "Bearer a.b.c", "Basic bmFkaWE6"] {
        with_header(&sandbox, value).await.assert_problem("sign-in-required");
    }
}

#[tokio::test]
async fn with_a_token_that_is_not_for_this_api() {
    let sandbox = Sandbox::new();
    let now = sandbox.config.clock.now().timestamp();
    let good = claims(&sandbox);
    let bad = [
        Claims { iss: "http://localhost:9999".into(), ..good.clone() },
        Claims { aud: "partner-renewal".into(), ..good.clone() },
        Claims { scope: "openid profile".into(), ..good.clone() },
        Claims { exp: now, ..good.clone() },
        Claims { iat: now + 60, ..good.clone() },
        Claims { sub: "nobody".into(), ..good.clone() },
    ];
    for claims in bad {
        let token = sandbox.keys.sign(&claims).unwrap();
        with_header(&sandbox, &format!("Bearer {token}")).await.assert_problem("sign-in-required");
    }
    let forged = Keys::generate().sign(&good).unwrap();
    with_header(&sandbox, &format!("Bearer {forged}")).await.assert_problem("sign-in-required");
    let id_token = sandbox.keys.sign_id_token(&good).unwrap();
    with_header(&sandbox, &format!("Bearer {id_token}")).await.assert_problem("sign-in-required");
    let token = sandbox.keys.sign(&good).unwrap();
    assert_eq!(with_header(&sandbox, &format!("bearer {token}")).await.status, StatusCode::OK);
    sandbox.keys.revoke(&good.jti);
    with_header(&sandbox, &format!("Bearer {token}")).await.assert_problem("sign-in-required");
}

#[tokio::test]
async fn a_token_ends_after_ten_minutes() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    sandbox.pass(Duration::minutes(9));
    assert_eq!(nadia.get("/account").await.status, StatusCode::OK);
    sandbox.pass(Duration::minutes(1));
    nadia.get("/account").await.assert_problem("sign-in-required");
}

#[tokio::test]
async fn what_is_someone_else_s_does_not_exist() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let payment = walk.payment().await;
    let (renewal, payment) = (&walk.path, format!("/payments/{}", payment["id"].as_str().unwrap()));
    let petra = sandbox.caller("petra");
    for name in ["membership", "competencies", "locations", "contacts", "profile"] {
        petra.get(&format!("/organizations/org-cedar/{name}")).await.assert_problem("not-found");
        petra.get(&format!("/organizations/org-nowhere/{name}")).await.assert_problem("not-found");
    }
    for path in [renewal.clone(), format!("{renewal}/levels"), format!("{renewal}/payment-methods"), payment.clone()] {
        petra.get(&path).await.assert_problem("not-found");
    }
    petra.get(&format!("{renewal}/confirmation")).await.assert_problem("not-found");
    petra.delete(renewal).await.assert_problem("not-found");
    petra.post("/organizations/org-cedar/renewals", json!({})).await.assert_problem("not-found");
    petra.put("/organizations/org-cedar/profile", "\"x\"", json!({})).await.assert_problem("not-found");
    for step in ["requirements", "profile", "signature", "location", "level", "payment-method"] {
        petra.put(&format!("{renewal}/{step}"), "\"x\"", json!({})).await.assert_problem("not-found");
    }
    for path in [format!("{renewal}/quotes"), format!("{payment}/refresh"), format!("{payment}/cancel")] {
        petra.send("POST", &path, &[], None).await.assert_problem("not-found");
    }
    petra.get("/renewals/renewal-none").await.assert_problem("not-found");
    petra.get("/nowhere").await.assert_problem("not-found");
}

#[tokio::test]
async fn a_colleague_may_look_and_not_renew() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let payment = walk.payment().await;
    let (renewal, payment) = (&walk.path, format!("/payments/{}", payment["id"].as_str().unwrap()));
    let oleg = sandbox.caller("oleg");
    for name in ["membership", "competencies", "locations", "contacts", "profile"] {
        assert_eq!(oleg.get(&format!("/organizations/org-cedar/{name}")).await.status, StatusCode::OK);
    }
    assert_eq!(oleg.get(&payment).await.status, StatusCode::OK);
    oleg.post("/organizations/org-cedar/renewals", json!({})).await.assert_problem("not-primary-contact");
    oleg.put("/organizations/org-cedar/profile", "\"x\"", json!({})).await.assert_problem("not-primary-contact");
    for path in [renewal.clone(), format!("{renewal}/levels"), format!("{renewal}/payment-methods")] {
        oleg.get(&path).await.assert_problem("not-primary-contact");
    }
    for step in ["requirements", "profile", "signature", "location", "level", "payment-method"] {
        oleg.put(&format!("{renewal}/{step}"), "\"x\"", json!({})).await.assert_problem("not-primary-contact");
    }
    let headers = [("idempotency-key", "the-key-of-a-colleague")];
    let body = json!({"quoteId": "q", "amount": {"amount": 1, "currency": "EUR"}});
    let paying = oleg.send("POST", &format!("{renewal}/payments"), &headers, Some(body)).await;
    paying.assert_problem("not-primary-contact");
    for path in [format!("{renewal}/quotes"), format!("{payment}/cancel")] {
        oleg.send("POST", &path, &[], None).await.assert_problem("not-primary-contact");
    }
    oleg.delete(renewal).await.assert_problem("not-primary-contact");
}
