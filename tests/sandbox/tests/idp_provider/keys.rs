use chrono::{Duration, NaiveDate};
use sandbox::config::{Clock, Config, parse_base_path, parse_site_origin};
use sandbox::keys::{Claims, Keys, TokenError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The claims of a good token, after a change.
fn verified(change: impl FnOnce(&mut Claims)) -> Result<Claims, TokenError> {
    let (config, keys) = (Config::default(), Keys::generate());
    let now = config.clock.now();
    let mut claims = Claims::access(&config, "nadia", "openid partner", now);
    change(&mut claims);
    keys.verify_access_token(&keys.sign(&claims).unwrap(), &config, now)
}

#[test]
fn a_good_token_is_accepted() {
    assert_eq!(verified(|_| ()).unwrap().sub, "nadia");
}

#[test]
fn another_issuer_is_refused() {
    assert_eq!(verified(|c| c.iss = "http://localhost:9082".into()), Err(TokenError::Issuer));
}

#[test]
fn another_audience_is_refused() {
    assert_eq!(verified(|c| c.aud = "partner-renewal".into()), Err(TokenError::Audience));
}

#[test]
fn a_token_that_is_over_is_refused() {
    assert_eq!(verified(|c| c.exp = c.iat), Err(TokenError::Expired));
}

#[test]
fn a_token_from_the_future_is_refused() {
    assert_eq!(verified(|c| c.iat += 60), Err(TokenError::Expired));
}

#[test]
fn a_scope_that_only_contains_the_word_is_refused() {
    assert_eq!(verified(|c| c.scope = "openid partners".into()), Err(TokenError::Scope));
}

#[test]
fn a_revoked_token_is_refused_and_others_are_not() {
    let (config, keys) = (Config::default(), Keys::generate());
    let now = config.clock.now();
    let [first, second] = [0, 1].map(|_| Claims::access(&config, "nadia", "partner", now));
    keys.clone().revoke(&first.jti);
    let verify = |claims: &Claims| keys.verify_access_token(&keys.sign(claims).unwrap(), &config, now);
    assert_eq!(verify(&first), Err(TokenError::Revoked));
    assert!(verify(&second).is_ok());
}

#[test]
fn another_key_is_refused() {
    let (config, keys) = (Config::default(), Keys::generate());
    let now = config.clock.now();
    let token = Keys::generate().sign(&Claims::access(&config, "nadia", "partner", now)).unwrap();
    assert_eq!(keys.verify_access_token(&token, &config, now), Err(TokenError::Signature));
}

#[test]
fn changed_claims_are_refused() {
    let (config, keys) = (Config::default(), Keys::generate());
    let now = config.clock.now();
    let mut claims = Claims::access(&config, "nadia", "partner", now);
    let token = keys.sign(&claims).unwrap();
    claims.sub = "oleg".into();
    let parts: Vec<&str> = token.split('.').collect();
    let other = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&claims).unwrap());
    let forged = [parts[0], &other, parts[2]].join(".");
    assert_eq!(keys.verify_access_token(&forged, &config, now), Err(TokenError::Signature));
}

#[test]
fn a_token_without_a_signature_is_refused() {
    let (config, keys) = (Config::default(), Keys::generate());
    let now = config.clock.now();
    let token = keys.sign(&Claims::access(&config, "nadia", "partner", now)).unwrap();
    let claims = token.split('.').nth(1).unwrap();
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"at+jwt","kid":""}"#);
    for forged in [format!("{header}.{claims}."), "".into(), "a".into(), "a.b.c".into()] {
        assert_eq!(keys.verify_access_token(&forged, &config, now), Err(TokenError::Malformed));
    }
}

#[test]
fn an_id_token_is_not_an_access_token() {
    let (config, keys) = (Config::default(), Keys::generate());
    let now = config.clock.now();
    let token = keys.sign_id_token(&Claims::access(&config, "nadia", "partner", now)).unwrap();
    assert_eq!(keys.verify_access_token(&token, &config, now), Err(TokenError::Malformed));
}

#[test]
fn a_fixed_clock_keeps_its_date_and_its_clones_move_together() {
    let date = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    let clock = Clock::fixed(date);
    let clone = clock.clone();
    assert_eq!(clock.today(), date);
    assert!(clock.now() <= clone.now());
    clock.advance(Duration::days(3));
    assert_eq!(clone.today(), NaiveDate::from_ymd_opt(2026, 11, 27).unwrap());
}

#[test]
fn base_paths_begin_and_end_with_a_slash() {
    for good in ["/", "/renew-here/", "/a/b.c_d/"] {
        assert_eq!(parse_base_path(good).as_deref(), Ok(good));
    }
    for bad in ["", "renew", "/renew", "renew/", "//", "/a//b/", "/../", "/a b/", "/a?b/"] {
        assert!(parse_base_path(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_site_that_another_server_serves_is_on_this_machine_and_people_are_led_back_to_it() {
    for good in ["https://localhost:8443", "http://127.0.0.1:80", "https://localhost"] {
        assert_eq!(parse_site_origin(good).as_deref(), Ok(good));
    }
    for bad in [
        "localhost:8443",
        "https://localhost:8443/",
        "https://renew.example",
        "https://localhost:x",
        "ftp://localhost",
        "",
    ] {
        assert!(parse_site_origin(bad).is_err(), "{bad}");
    }
    let config =
        Config { site: Some("https://localhost:8443".into()), base_path: "/renew-here/".into(), ..Config::default() };
    assert_eq!(config.redirect_uri(), "https://localhost:8443/renew-here/sign-in/callback");
    assert_eq!(config.post_logout_redirect_uri(), "https://localhost:8443/renew-here/");
}
