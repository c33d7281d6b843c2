//! `config.json`: what is taken, and for everything else the key, what is wrong with it, and the word that says so.
//! The cases are those of `config-cases.json`, by which `tests/scripts/settings.test.mjs` holds the schema for operators to
//! the same rules.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use partner_renewal::config::{Config, ConfigError, ConfigProblem};
use serde_json::{Value, json};

const GUID: &str = "0f1e2d3c-4B5A-6978-8796-a5b4c3d2e1f0";

fn cases() -> Value {
    serde_json::from_str(include_str!("config-cases.json")).unwrap()
}

fn settings() -> Value {
    cases()["settings"].clone()
}

fn with(key: &str, value: Value) -> Value {
    let mut settings = settings();
    settings[key] = value;
    settings
}

fn parse(settings: &Value) -> Result<Config, ConfigError> {
    Config::parse(&settings.to_string(), cases()["site"].as_str().unwrap())
}

fn list<'a>(value: &'a Value, name: &str) -> &'a Vec<Value> {
    value[name].as_array().expect(name)
}

fn texts<'a>(value: &'a Value, name: &str) -> Vec<&'a str> {
    list(value, name).iter().map(|text| text.as_str().unwrap()).collect()
}

fn assert_refused(settings: &Value, key: &str, message_key: &str, right: Option<&str>) {
    let error = parse(settings).expect_err(&settings.to_string());
    assert_eq!((error.key, error.problem.message_key()), (key, message_key), "{settings}");
    let written = match &error.problem {
        ConfigProblem::NotOrigin(found) => found.as_deref(),
        ConfigProblem::OwnParameter(name) => Some(*name),
        _ => None,
    };
    assert_eq!(written, right, "{settings}");
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
}

#[test]
fn a_file_that_is_no_json_object_is_named_as_a_file() {
    for text in texts(&cases(), "noObject") {
        let error = Config::parse(text, "localhost").unwrap_err();
        assert_eq!(error, ConfigError { key: "config.json", problem: ConfigProblem::NotJson }, "{text}");
    }
}

#[test]
fn each_required_key_is_named_when_it_is_missing() {
    for key in texts(&cases(), "required") {
        let mut without = settings();
        without.as_object_mut().unwrap().remove(key);
        assert_refused(&without, key, "config_missing", None);
    }
}

#[test]
fn each_value_is_taken_or_refused_with_what_is_wrong_with_it() {
    let cases = cases();
    for case in list(&cases, "taken") {
        for key in texts(case, "keys") {
            for value in list(case, "values") {
                parse(&with(key, value.clone())).unwrap_or_else(|error| panic!("{key} {value}: {error:?}"));
            }
        }
    }
    for case in list(&cases, "refused") {
        for key in texts(case, "keys") {
            for value in list(case, "values") {
                assert_refused(
                    &with(key, value.clone()),
                    key,
                    case["problem"].as_str().unwrap(),
                    case["write"].as_str(),
                );
            }
        }
    }
}

#[test]
fn the_way_an_origin_is_to_be_written_is_taken() {
    let cases = cases();
    let origins = list(&cases, "refused").iter().filter(|case| case["problem"] == "config_origin");
    let rights: Vec<&str> = origins.filter_map(|case| case["write"].as_str()).collect();
    assert!(!rights.is_empty());
    for right in rights {
        assert_eq!(parse(&with("paymentOrigins", json!([right]))).unwrap().payment_origins, [right]);
    }
}

#[test]
fn an_api_on_the_site_s_own_origin_has_no_slash_at_its_end() {
    for written in ["/api/v1", "/api/v1/"] {
        assert_eq!(parse(&with("api", json!(written))).unwrap().api, "/api/v1");
    }
}

#[test]
fn allowed_tenants_are_taken_as_they_are_written() {
    let config = parse(&with("allowedTenants", json!([GUID]))).unwrap();
    assert_eq!(config.allowed_tenants, [GUID]);
}

#[test]
fn the_description_of_the_provider_may_lie_elsewhere() {
    let place = "https://id.partner-program.example/policies/sign-in/v2.0/.well-known/openid-configuration";
    assert_eq!(parse(&with("discovery", json!(place))).unwrap().discovery, place);
    let usual = |issuer: &str| parse(&with("issuer", json!(issuer))).unwrap().discovery;
    let expected = "https://id.example/tenant/.well-known/openid-configuration";
    assert_eq!(usual("https://id.example/tenant"), expected, "where OpenID Connect says");
    assert_eq!(usual("https://id.example/tenant/"), expected, "one slash, not two");
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
}

#[test]
fn a_sign_out_is_told_to_the_provider_in_one_of_three_ways() {
    for (given, parameter) in
        [("redirect", Some("post_logout_redirect_uri")), ("cognito", Some("logout_uri")), ("local", None)]
    {
        assert_eq!(parse(&with("signOut", json!(given))).unwrap().sign_out_parameter, parameter);
    }
}

#[test]
fn a_sandbox_stays_on_this_machine() {
    let text = with("sandbox", json!(true)).to_string();
    let sandbox = &cases()["sandbox"];
    for host in texts(sandbox, "here") {
        assert!(Config::parse(&text, host).unwrap().sandbox);
    }
    for host in texts(sandbox, "elsewhere") {
        let error = ConfigError { key: "sandbox", problem: ConfigProblem::SandboxInPublic };
        assert_eq!(Config::parse(&text, host).unwrap_err(), error, "{host}");
    }
    assert!(!parse(&with("sandbox", json!(false))).unwrap().sandbox);
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
