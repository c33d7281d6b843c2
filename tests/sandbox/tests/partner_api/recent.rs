//! Signing and paying want a sign-in of the last fifteen minutes, whatever the age of the token.

use axum::http::StatusCode;
use chrono::Duration;
use sandbox::keys::Claims;
use serde_json::json;

use crate::support::{Caller, Sandbox};

/// Nadia, with a fresh token of a sign-in that is so old.
fn signed_in_before(sandbox: &Sandbox, age: Duration) -> Caller<'_> {
    let now = sandbox.config.clock.now();
    let fresh = Claims::access(&sandbox.config, "nadia", "openid partner", now);
    sandbox.caller_with(&Claims { auth_time: (now - age).timestamp(), ..fresh })
}

#[tokio::test]
async fn promise_41_an_older_sign_in_neither_signs_nor_pays() {
    let sandbox = Sandbox::new();
    let too_old = signed_in_before(&sandbox, Duration::seconds(901));
    let started = too_old.post("/organizations/org-cedar/renewals", json!({})).await;
    assert_eq!(started.status, StatusCode::CREATED, "all else is open to it");
    let renewal = started.text_of("id");
    for refused in [
        too_old.put(&format!("/renewals/{renewal}/signature"), "\"any\"", json!({})).await,
        too_old.post(&format!("/renewals/{renewal}/payments"), json!({})).await,
    ] {
        refused.assert_problem("reauth-required");
        assert_eq!(refused.json()["maxAge"], 900);
        assert!(refused.header("www-authenticate").contains("max_age"));
    }
    let recent = signed_in_before(&sandbox, Duration::seconds(895));
    let answer = recent.put(&format!("/renewals/{renewal}/signature"), "\"any\"", json!({})).await;
    assert_ne!(answer.status, StatusCode::UNAUTHORIZED, "then it is a matter of the steps");
    let answer = recent.post(&format!("/renewals/{renewal}/payments"), json!({})).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}
