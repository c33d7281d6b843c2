//! The token endpoint's answer.
use partner_renewal::oidc::{ProtocolError, Tokens, read_token_reply};
use proptest::prelude::*;
use serde_json::{Value, json};

fn body() -> Value {
    json!({ "access_token": "a.b-c_1", "token_type": "Bearer", "expires_in": 600, "id_token": "h.p.s" })
}

fn read(body: &Value) -> Result<Tokens, ProtocolError> {
    read_token_reply(200, "application/json;charset=UTF-8", &body.to_string())
}

fn refused(name: &str, value: Value) -> Option<ProtocolError> {
    let mut body = body();
    body[name] = value;
    read(&body).err()
}

fn without(name: &str) -> Result<Tokens, ProtocolError> {
    let mut body = body();
    body.as_object_mut().unwrap().remove(name);
    read(&body)
}

#[test]
fn tokens_in_order_are_taken() {
    let tokens = read(&body()).ok().unwrap();
    assert_eq!((tokens.access_token.as_str(), tokens.expires_in, tokens.id_token.as_str()), ("a.b-c_1", 600, "h.p.s"));
}

#[test]
fn refuses_token_type() {
    for kind in [json!("DPoP"), json!("mac"), json!(""), json!(null), json!(["Bearer"])] {
        assert_eq!(refused("token_type", kind), Some(ProtocolError::TokenType));
    }
    assert_eq!(without("token_type").err(), Some(ProtocolError::TokenType));
    assert_eq!(refused("token_type", json!("bearer")), None);
}

#[test]
fn refuses_no_id_token() {
    assert_eq!(without("id_token").err(), Some(ProtocolError::NoIdToken));
    assert_eq!(refused("id_token", json!(null)), Some(ProtocolError::NoIdToken));
}

#[test]
fn refuses_an_access_token_that_is_no_header_value() {
    for token in [json!(""), json!("a b"), json!("a\r\nX-Evil: 1"), json!("é"), json!(7), json!(null)] {
        assert_eq!(refused("access_token", token), Some(ProtocolError::TokenUnreadable));
    }
    assert_eq!(without("access_token").err(), Some(ProtocolError::TokenUnreadable));
}

#[test]
fn promise_34_the_life_of_a_token_is_believed_within_bounds() {
    let life = |value: Value| {
        let mut body = body();
        body["expires_in"] = value;
        read(&body).ok().unwrap().expires_in
    };
    assert_eq!(life(json!(600)), 600);
    for hour in [json!("3600"), json!(" 3600 "), json!("3600.0"), json!("03600"), json!(3600.0), json!(3600.9)] {
        assert_eq!(life(hour.clone()), 3_600, "{hour}");
    }
    assert_eq!(life(json!("3599")), 3_599);
    let long = "9".repeat(40);
    for longest in [json!(i64::MAX), json!(u64::MAX), json!(1e300), json!("86401"), json!(long)] {
        assert_eq!(life(longest.clone()), 86_400, "{longest}");
    }
    for untold in [
        json!(null),
        json!(0),
        json!(-5),
        json!(0.5),
        json!("0"),
        json!("-1"),
        json!(""),
        json!("1h"),
        json!("١"),
        json!([60]),
        json!({}),
        json!(true),
    ] {
        assert_eq!(life(untold.clone()), 300, "short when it is not told: {untold}");
    }
    assert_eq!(without("expires_in").ok().unwrap().expires_in, 300);
}

#[test]
fn error_answers_give_their_code() {
    let error = |status: u16, body: &str| read_token_reply(status, "application/json", body).err();
    let code = |code: &str| Some(ProtocolError::TokenRefused(code.to_owned()));
    assert_eq!(error(400, r#"{"error":"invalid_grant","error_description":"<b>"}"#), code("invalid_grant"));
    assert_eq!(error(401, r#"{"error":"invalid client!"}"#), code("invalidclient"));
    assert_eq!(error(500, "{}"), Some(ProtocolError::TokenUnreadable));
    assert_eq!(
        error(400, &body().to_string()),
        Some(ProtocolError::TokenUnreadable),
        "tokens beside an error are not taken"
    );
}

#[test]
fn refuses_oversized_and_foreign_answers() {
    let huge = [body().to_string(), " ".repeat(10_000_000)].concat();
    let kinds = [("application/json", "<html>"), ("text/html", "{}"), ("", "{}"), ("application/json", huge.as_str())];
    for (content_type, text) in kinds {
        let refused = read_token_reply(200, content_type, text).err();
        assert_eq!(refused, Some(ProtocolError::TokenUnreadable), "{content_type}");
    }
    let foreign = read_token_reply(200, "text/html", &body().to_string()).err();
    assert_eq!(foreign, Some(ProtocolError::TokenUnreadable));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_answer_stops_the_page(status in 0_u16..600, text in ".{0,120}") {
        prop_assert!(read_token_reply(status, "application/json", &text).is_err());
    }
}
