//! What the ID token claims: who issued it, for whom, when, in answer to what.
use super::{CLIENT, ISSUER, NOW_MS, discovered, jwt, provider, random};
use partner_renewal::oidc::{Identity, ProtocolError, check_auth_time, check_id_token};
use proptest::prelude::*;
use serde_json::{Value, json};

const NOW_S: i64 = NOW_MS / 1000;
const SKEW_MS: i64 = 120_000;
const SKEW_S: i64 = SKEW_MS / 1000;

fn claims() -> Value {
    json!({
        "iss": ISSUER, "sub": "nadia", "aud": CLIENT, "nonce": random("n"),
        "iat": NOW_S, "exp": NOW_S + 300, "name": "Nadia Example", "email": "nadia@cedar.example",
    })
}

fn judge(claims: &Value) -> Result<Identity, ProtocolError> {
    let token = jwt(&json!({ "alg": "ES256", "kid": "1" }), claims);
    check_id_token(&token, &provider(), &[], CLIENT, &random("n"), NOW_MS, SKEW_MS)
}

/// The reason for which the token with this claim is refused.
fn refused(name: &str, value: Value) -> Option<ProtocolError> {
    let mut claims = claims();
    claims[name] = value;
    judge(&claims).err()
}

fn without(name: &str) -> Option<ProtocolError> {
    let mut claims = claims();
    claims.as_object_mut().unwrap().remove(name);
    judge(&claims).err()
}

#[test]
fn a_token_in_order_says_who_signed_in() {
    let identity = judge(&claims()).unwrap();
    assert_eq!((identity.sub.as_str(), identity.name.as_str()), ("nadia", "Nadia Example"));
    assert_eq!(identity.auth_time, None);
    assert_eq!(without("name"), None, "a name is not needed to sign in");
}

#[test]
fn refuses_issuer() {
    for other in [json!("https://id.example/tenant/"), json!("https://id.example"), json!(null), json!([ISSUER])] {
        assert_eq!(refused("iss", other), Some(ProtocolError::Issuer));
    }
    assert_eq!(without("iss"), Some(ProtocolError::Issuer));
}

#[test]
fn refuses_aud() {
    for other in
        [json!("other"), json!(["other"]), json!([]), json!(""), json!({}), json!("Partner-Renewal"), json!([[CLIENT]])]
    {
        assert_eq!(refused("aud", other), Some(ProtocolError::Audience));
    }
    assert_eq!(without("aud"), Some(ProtocolError::Audience));
    assert_eq!(refused("aud", json!([CLIENT])), None);
}

#[test]
fn refuses_azp() {
    for other in [json!("other"), json!(""), json!(false), json!(0), json!({}), json!([CLIENT])] {
        assert_eq!(refused("azp", other), Some(ProtocolError::AuthorizedParty));
    }
    assert_eq!(refused("azp", json!(CLIENT)), None);
    assert_eq!(refused("azp", json!(null)), None, "null is absent");
    let mut several = claims();
    (several["aud"], several["azp"]) = (json!([CLIENT, "other"]), json!(null));
    assert_eq!(judge(&several).err(), Some(ProtocolError::AuthorizedParty), "and several audiences still need it");
    assert_eq!(
        refused("aud", json!([CLIENT, "other"])),
        Some(ProtocolError::AuthorizedParty),
        "several audiences need it"
    );
}

#[test]
fn refuses_exp() {
    assert_eq!(refused("exp", json!(NOW_S - SKEW_S)), Some(ProtocolError::Expired));
    assert_eq!(refused("exp", json!(0)), Some(ProtocolError::Expired));
    assert_eq!(refused("exp", json!(i64::MIN)), Some(ProtocolError::Expired));
    assert_eq!(refused("exp", json!(NOW_S - SKEW_S + 1)), None, "within the skew of the clocks");
    assert_eq!(refused("exp", json!(NOW_S as f64 + 0.5)), None);
    for none in [json!(null), json!("2027"), json!([])] {
        assert_eq!(refused("exp", none), Some(ProtocolError::IdTokenUnreadable));
    }
    assert_eq!(without("exp"), Some(ProtocolError::IdTokenUnreadable));
}

#[test]
fn promise_40_refuses_iat_in_the_future_beyond_the_skew() {
    assert_eq!(refused("iat", json!(NOW_S + SKEW_S)), None);
    assert_eq!(refused("iat", json!(NOW_S + SKEW_S + 1)), Some(ProtocolError::NotYetValid));
    assert_eq!(refused("iat", json!(i64::MAX)), Some(ProtocolError::NotYetValid));
    assert_eq!(refused("nbf", json!(NOW_S + SKEW_S + 1)), Some(ProtocolError::NotYetValid));
    assert_eq!(without("iat"), Some(ProtocolError::IdTokenUnreadable));
}

#[test]
fn promise_30_refuses_nonce() {
    for other in [json!(random("N")), json!(""), json!(null), json!([random("n")])] {
        assert_eq!(refused("nonce", other), Some(ProtocolError::Nonce));
    }
    assert_eq!(without("nonce"), Some(ProtocolError::Nonce));
    let mut empty = claims();
    empty["nonce"] = json!("");
    let token = jwt(&json!({ "alg": "RS256" }), &empty);
    assert_eq!(check_id_token(&token, &provider(), &[], CLIENT, "", NOW_MS, SKEW_MS), Err(ProtocolError::Nonce));
}

#[test]
fn refuses_no_subject() {
    for none in [json!(""), json!(7), json!(null), json!("s".repeat(256))] {
        assert_eq!(refused("sub", none), Some(ProtocolError::NoSubject));
    }
}

#[test]
fn promise_41_refuses_a_sign_in_too_old() {
    let identity = |auth_time| Identity { auth_time, ..judge(&claims()).unwrap() };
    let check = |auth_time, skew| check_auth_time(&identity(auth_time), 900, NOW_MS, skew);
    assert_eq!(check(Some(NOW_S - 900), 0), Ok(()));
    assert_eq!(check(Some(NOW_S - 901), 0), Err(ProtocolError::SignInTooOld));
    assert_eq!(check(Some(NOW_S - 901), 1_000), Ok(()));
    assert_eq!(check(Some(i64::MIN), 0), Err(ProtocolError::SignInTooOld));
    assert_eq!(check(None, 0), Ok(()), "of a provider that does not say the partner API judges");
}

#[test]
fn claims_that_are_not_asked_for_change_nothing() {
    let mut more = claims();
    more["groups"] = json!(["a", { "b": [null, 1.5] }]);
    more["amr"] = json!(["pwd", "mfa"]);
    more["acr"] = json!(1);
    more["sid"] = Value::Null;
    more["https://id.example/roles"] = json!({ "partner": true });
    more["name_"] = json!("x".repeat(20_000));
    assert_eq!(judge(&more), judge(&claims()));
}

#[test]
fn a_name_may_be_missing_and_is_no_error_in_another_form() {
    for (name, expected) in [(json!("Nadia Example"), "Nadia Example"), (json!(null), ""), (json!(["Nadia"]), "")] {
        let mut claims = claims();
        claims["name"] = name;
        assert_eq!(judge(&claims).unwrap().name, expected);
    }
}

#[test]
fn an_issuer_is_compared_to_the_last_slash() {
    let slash = [ISSUER, "/"].concat();
    let provider = discovered(&slash, &slash).unwrap();
    let judge = |iss: &str| {
        let mut claims = claims();
        claims["iss"] = json!(iss);
        check_id_token(&jwt(&json!({ "alg": "RS256" }), &claims), &provider, &[], CLIENT, &random("n"), NOW_MS, 0)
    };
    assert_eq!(judge(&slash).unwrap().issuer, slash);
    assert_eq!(judge(ISSUER), Err(ProtocolError::Issuer));
    assert_eq!(discovered(ISSUER, &slash), Err(ProtocolError::DiscoveryIssuer));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_token_stops_the_page(text in "[A-Za-z0-9_.-]{0,80}|.{0,40}", exp in any::<i64>(), iat in any::<f64>(), skew in any::<i64>()) {
        let judged = |text: &str| check_id_token(text, &provider(), &[], CLIENT, &random("n"), NOW_MS, skew);
        prop_assert!(judged(&text).is_err());
        let mut claims = claims();
        claims["exp"] = json!(exp);
        claims["iat"] = json!(iat);
        let _ = judged(&jwt(&json!({ "alg": "ES256" }), &claims));
    }
}
