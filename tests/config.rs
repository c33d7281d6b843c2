//! `config.json`: what is taken, and for everything else the key, what is wrong with it, and the word that says so.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use partner_renewal::config::{Config, ConfigError, ConfigProblem};
use serde_json::{Value, json};

const GUID: &str = "0f1e2d3c-4B5A-6978-8796-a5b4c3d2e1f0";

fn settings() -> Value {
    json!({
        "api": "https://api.partner-program.example/v1/",
        "issuer": "https://id.partner-program.example/",
        "clientId": "partner-renewal",
        "scope": "openid profile partner",
        "paymentOrigins": ["https://pay.partner-program.example"],
        "supportEmail": "help@partner-program.example"
    })
}

fn with(key: &str, value: Value) -> Value {
    let mut settings = settings();
    settings[key] = value;
    settings
}

fn parse(settings: &Value) -> Result<Config, ConfigError> {
    Config::parse(&settings.to_string(), "renew.partner-program.example")
}

fn assert_refused(settings: &Value, key: &str, problem: &ConfigProblem) {
    let error = parse(settings).expect_err(&settings.to_string());
    assert_eq!((error.key, &error.problem), (key, problem), "{settings}");
}

#[test]
fn every_example_for_operators_is_taken() {
    for text in [include_str!("../deploy/config.entra.json"), include_str!("../deploy/config.oidc.json")] {
        Config::parse(text, "renew.partner-program.example").unwrap();
    }
}

#[test]
fn values_are_taken_as_they_stand_except_for_the_slash_after_the_api() {
    let config = parse(&settings()).unwrap();
    assert_eq!(config.api, "https://api.partner-program.example/v1");
    assert_eq!(config.issuer, "https://id.partner-program.example/");
    assert_eq!(config.client_id, "partner-renewal");
    assert_eq!(config.scope, "openid profile partner");
    assert_eq!(config.payment_origins, ["https://pay.partner-program.example"]);
    assert_eq!(config.support_email, "help@partner-program.example");
    assert!(config.allowed_tenants.is_empty() && !config.sandbox);
    assert_eq!(config.discovery, "https://id.partner-program.example/.well-known/openid-configuration");
    assert_eq!(config.authorize_parameters, []);
    assert_eq!(config.sign_out_parameter, Some("post_logout_redirect_uri"));
}

#[test]
fn a_file_that_is_no_json_object_is_named_as_a_file() {
    for text in ["", "<!doctype html>", "[]", "null", "{\"api\": }", "\"https://api.example\"", "{\"api\": \"x\",}"] {
        let error = Config::parse(text, "localhost").unwrap_err();
        assert_eq!(error, ConfigError { key: "config.json", problem: ConfigProblem::NotJson }, "{text}");
    }
}

#[test]
fn each_required_key_is_named_when_it_is_missing_empty_or_of_another_type() {
    for key in ["api", "issuer", "clientId", "scope", "paymentOrigins", "supportEmail"] {
        let mut without = settings();
        without.as_object_mut().unwrap().remove(key);
        assert_refused(&without, key, &ConfigProblem::Missing);
        let (list, wrong) = match key {
            "paymentOrigins" => (true, ConfigProblem::NotList),
            _ => (false, ConfigProblem::NotText),
        };
        for value in [json!(null), json!(1), json!({}), if list { json!("https://x.example") } else { json!(["x"]) }] {
            assert_refused(&with(key, value), key, &wrong);
        }
        if list {
            assert_refused(&with(key, json!(["https://pay.example", 1])), key, &wrong);
        } else {
            assert_refused(&with(key, json!("")), key, &ConfigProblem::Empty);
            assert_refused(&with(key, json!("  ")), key, &ConfigProblem::Empty);
        }
    }
}

#[test]
fn addresses_are_encrypted_unless_they_are_on_this_machine() {
    for key in ["api", "issuer", "discovery"] {
        for good in ["https://API.example:8443/a/b", "http://localhost:8081/v1", "http://127.0.0.1", "http://[::1]:9/x"]
        {
            parse(&with(key, json!(good))).unwrap();
        }
        for open in ["http://api.example", "http://localhost.example", "http://127.0.0.1.example", "http://10.0.0.1/v1"]
        {
            assert_refused(&with(key, json!(open)), key, &ConfigProblem::NotSecure);
        }
    }
    assert_refused(&with("paymentOrigins", json!(["http://pay.example"])), "paymentOrigins", &ConfigProblem::NotSecure);
    parse(&with("paymentOrigins", json!(["http://localhost:8083"]))).unwrap();
}

#[test]
fn the_api_may_be_a_path_on_the_site_s_own_origin() {
    for (written, api) in [
        ("/api/v1", "/api/v1"),
        ("/api/v1/", "/api/v1"),
        ("/renew-here/api", "/renew-here/api"),
        ("/~a_b.c", "/~a_b.c"),
    ] {
        assert_eq!(parse(&with("api", json!(written))).unwrap().api, api);
    }
    for bad in [
        "/",
        "//",
        "//api.example",
        "/api//v1",
        "/api/../v1",
        "/./v1",
        "/api?x",
        "/api#x",
        "/api\\v1",
        "/a b",
        "/a%2fb",
        "api/v1",
        "./api",
        "/апи",
    ] {
        assert_refused(&with("api", json!(bad)), "api", &ConfigProblem::NotAddress);
    }
    assert_refused(&with("issuer", json!("/id")), "issuer", &ConfigProblem::NotAddress);
}

#[test]
fn what_is_no_plain_web_address_is_refused() {
    for key in ["api", "issuer", "discovery"] {
        for bad in [
            "api.example",
            "//api.example",
            "ftp://api.example",
            "https:/api.example",
            "https://",
            "https:///v1",
            "https://user@api.example",
            "https://user:pw@api.example/v1",
            "https://api.example?x=1",
            "https://api.example/v1#top",
            "https://api.example/a b",
            "https://api .example",
            "https://api.example:port",
            "https://api.example:",
            "https://api.example:70000",
            "https://a..example",
            "https://[::1",
            "https://пример.bg",
            "javascript://api.example/%0aalert(1)",
            "https://api.example\\@evil.example",
            "https://api.example/\u{7}",
        ] {
            assert_refused(&with(key, json!(bad)), key, &ConfigProblem::NotAddress);
        }
    }
}

#[test]
fn a_payment_origin_is_written_as_browsers_write_it_and_the_error_says_how() {
    for good in ["https://pay.example", "https://pay.example:8443", "http://[::1]:8083"] {
        assert_eq!(parse(&with("paymentOrigins", json!([good]))).unwrap().payment_origins, [good]);
    }
    assert!(parse(&with("paymentOrigins", json!([]))).unwrap().payment_origins.is_empty());
    for (bad, right) in [
        ("https://pay.example/", "https://pay.example"),
        ("https://pay.example/checkout", "https://pay.example"),
        ("https://pay.example?x", "https://pay.example"),
        ("HTTPS://Pay.Example", "https://pay.example"),
        ("https://pay.example:443", "https://pay.example"),
        ("https://pay.example:08443", "https://pay.example:8443"),
        ("http://localhost:80", "http://localhost"),
    ] {
        let problem = ConfigProblem::NotOrigin(Some(right.to_owned()));
        assert_refused(&with("paymentOrigins", json!(["https://ok.example", bad])), "paymentOrigins", &problem);
        parse(&with("paymentOrigins", json!([right]))).unwrap();
    }
    for bad in ["pay.example", "", "*", "https://", "https://*.pay.example", "https://user@pay.example"] {
        let problem = ConfigProblem::NotOrigin(None);
        assert_refused(&with("paymentOrigins", json!([bad])), "paymentOrigins", &problem);
    }
}

#[test]
fn the_scopes_ask_for_an_id_token() {
    parse(&with("scope", json!("openid"))).unwrap();
    for bad in ["profile partner", "OpenID", "openid2 profile"] {
        assert_refused(&with("scope", json!(bad)), "scope", &ConfigProblem::NoOpenid);
    }
}

#[test]
fn the_support_address_is_one_to_write_to() {
    for bad in ["help", "@example.com", "help@", "a@b@c", "help at example", "help@exa mple", "a@b\n"] {
        assert_refused(&with("supportEmail", json!(bad)), "supportEmail", &ConfigProblem::NotEmail);
    }
}

#[test]
fn allowed_tenants_are_ids() {
    let config = parse(&with("allowedTenants", json!([GUID]))).unwrap();
    assert_eq!(config.allowed_tenants, [GUID]);
    for bad in [json!([]), json!(["example.com"]), json!([""]), json!([GUID, "0f1e2d3c4B5A69788796a5b4c3d2e1f0"])] {
        assert_refused(&with("allowedTenants", bad), "allowedTenants", &ConfigProblem::NotTenantId);
    }
    for bad in [json!(GUID), json!(null), json!([1])] {
        assert_refused(&with("allowedTenants", bad), "allowedTenants", &ConfigProblem::NotList);
    }
}

#[test]
fn the_description_of_the_provider_may_lie_elsewhere() {
    let place = "https://id.partner-program.example/policies/sign-in/v2.0/.well-known/openid-configuration";
    assert_eq!(parse(&with("discovery", json!(place))).unwrap().discovery, place);
    let usual = |issuer: &str| parse(&with("issuer", json!(issuer))).unwrap().discovery;
    let expected = "https://id.example/tenant/.well-known/openid-configuration";
    assert_eq!(usual("https://id.example/tenant"), expected, "where OpenID Connect says");
    assert_eq!(usual("https://id.example/tenant/"), expected, "one slash, not two");
    for bad in [json!(null), json!(1), json!([place])] {
        assert_refused(&with("discovery", bad), "discovery", &ConfigProblem::NotText);
    }
    assert_refused(&with("discovery", json!("")), "discovery", &ConfigProblem::Empty);
    assert_refused(&with("discovery", json!("/openid-configuration")), "discovery", &ConfigProblem::NotAddress);
}

#[test]
fn the_provider_can_be_asked_for_more_than_the_protocol_asks_for() {
    let given =
        json!({ "audience": "partner-api", "domain_hint": "partner-program.example", "prompt": "select_account" });
    let pairs = parse(&with("authorizeParameters", given)).unwrap().authorize_parameters;
    let expected =
        [("audience", "partner-api"), ("domain_hint", "partner-program.example"), ("prompt", "select_account")];
    assert_eq!(pairs, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert_eq!(parse(&with("authorizeParameters", json!({}))).unwrap().authorize_parameters, []);
    for bad in [json!(null), json!("audience=x"), json!(["audience"]), json!({ "audience": 1 }), json!({ "a": null })] {
        assert_refused(&with("authorizeParameters", bad), "authorizeParameters", &ConfigProblem::NotTexts);
    }
}

#[test]
fn what_the_protocol_itself_asks_for_is_not_the_operator_s() {
    for own in [
        "response_type",
        "response_mode",
        "client_id",
        "redirect_uri",
        "scope",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
        "max_age",
    ] {
        let problem = ConfigProblem::OwnParameter(own);
        let given = with("authorizeParameters", json!({ "audience": "partner-api", own: "x" }));
        assert_refused(&given, "authorizeParameters", &problem);
    }
}

#[test]
fn a_sign_out_is_told_to_the_provider_in_one_of_three_ways() {
    for (given, parameter) in
        [("redirect", Some("post_logout_redirect_uri")), ("cognito", Some("logout_uri")), ("local", None)]
    {
        assert_eq!(parse(&with("signOut", json!(given))).unwrap().sign_out_parameter, parameter);
    }
    for bad in [json!(""), json!("Local"), json!("none"), json!(null), json!(true), json!(["local"])] {
        assert_refused(&with("signOut", bad), "signOut", &ConfigProblem::NotSignOut);
    }
}

#[test]
fn a_sandbox_stays_on_this_machine() {
    let text = with("sandbox", json!(true)).to_string();
    for host in ["localhost", "127.0.0.1", "[::1]"] {
        assert!(Config::parse(&text, host).unwrap().sandbox);
    }
    for host in ["renew.example", "localhost.example", "10.0.0.7", ""] {
        let error = ConfigError { key: "sandbox", problem: ConfigProblem::SandboxInPublic };
        assert_eq!(Config::parse(&text, host).unwrap_err(), error, "{host}");
    }
    assert!(!parse(&with("sandbox", json!(false))).unwrap().sandbox);
    assert_refused(&with("sandbox", json!("true")), "sandbox", &ConfigProblem::NotFlag);
}

#[test]
fn each_problem_has_its_own_message() {
    let problems = [
        ConfigProblem::Unreachable,
        ConfigProblem::NotJson,
        ConfigProblem::Missing,
        ConfigProblem::NotText,
        ConfigProblem::NotList,
        ConfigProblem::NotFlag,
        ConfigProblem::Empty,
        ConfigProblem::NotAddress,
        ConfigProblem::NotSecure,
        ConfigProblem::NotOrigin(None),
        ConfigProblem::NoOpenid,
        ConfigProblem::NotEmail,
        ConfigProblem::NotTenantId,
        ConfigProblem::NotTexts,
        ConfigProblem::OwnParameter("state"),
        ConfigProblem::NotSignOut,
        ConfigProblem::SandboxInPublic,
    ];
    for catalogue in [include_str!("../public/locales/en.json"), include_str!("../public/locales/bg.json")] {
        let groups: Value = serde_json::from_str(catalogue).unwrap();
        let mut words: Vec<&str> = problems.iter().map(|p| groups["boot"][p.message_key()].as_str().unwrap()).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), problems.len());
    }
}
