//! The provider's description of itself.
use super::{ISSUER, provider};
use partner_renewal::oidc::{ProtocolError, Provider, discovery, essentials};
use proptest::prelude::*;
use serde_json::{Value, json};

fn document() -> Value {
    json!({
        "issuer": ISSUER,
        "authorization_endpoint": "https://id.example/authorize",
        "token_endpoint": "https://id.example/token",
        "jwks_uri": "https://id.example/keys",
        "end_session_endpoint": "https://id.example/sign-out?tenant=1",
        "authorization_response_iss_parameter_supported": true,
        "code_challenge_methods_supported": ["plain", "S256"],
        "response_types_supported": ["code", "id_token"],
    })
}

/// What is said about the description with this member.
fn with(name: &str, value: Value) -> Result<Provider, ProtocolError> {
    let mut document = document();
    document[name] = value;
    discovery(&document.to_string(), ISSUER)
}

#[test]
fn a_description_in_order_is_accepted() {
    assert_eq!(discovery(&document().to_string(), ISSUER), Ok(provider()));
}

#[test]
fn refuses_discovery_issuer_mismatch() {
    let others = [
        "https://id.example/tenant/",
        "https://id.example/tenan",
        "https://ID.example/tenant",
        "",
        "https://evil.example",
    ];
    for other in others {
        assert_eq!(with("issuer", json!(other)), Err(ProtocolError::DiscoveryIssuer), "{other}");
    }
}

#[test]
fn refuses_insecure_endpoint() {
    let wrong = [
        "http://id.example/token",
        "http://localhost.evil.example/token",
        "http://localhost:1@evil.example/token",
        "http://localhost:@evil.example/token",
        "http://localhost@evil.example/token",
        "http://127.0.0.1.evil.example",
        "https://",
        "https:///token",
        "https://id.example@evil.example/token",
        "//id.example/token",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://id.example/",
        "https://id.example/token#fragment",
        "",
    ];
    for address in wrong {
        for name in ["authorization_endpoint", "token_endpoint", "jwks_uri", "end_session_endpoint"] {
            assert_eq!(with(name, json!(address)), Err(ProtocolError::InsecureEndpoint), "{name} {address}");
        }
    }
}

#[test]
fn this_very_machine_needs_no_tls() {
    for address in
        ["http://localhost:8082/token", "http://127.0.0.1/token", "http://[::1]:8082/token", "http://localhost"]
    {
        assert!(with("token_endpoint", json!(address)).is_ok(), "{address}");
    }
}

#[test]
fn promise_29_refuses_no_pkce() {
    for methods in [json!(["plain"]), json!([]), json!("S256"), json!(null), json!(["s256"])] {
        assert_eq!(with("code_challenge_methods_supported", methods), Err(ProtocolError::NoPkce));
    }
    let mut silent = document();
    silent.as_object_mut().unwrap().remove("code_challenge_methods_supported");
    assert!(discovery(&silent.to_string(), ISSUER).is_ok(), "some do it without saying so");
}

#[test]
fn promise_29_refuses_no_code_flow() {
    for types in [json!(["id_token token"]), json!(["code id_token"]), json!({})] {
        assert_eq!(with("response_types_supported", types), Err(ProtocolError::NoCodeFlow));
    }
}

#[test]
fn refuses_discovery_unreadable() {
    let huge = [document().to_string(), " ".repeat(10_000_000)].concat();
    for text in ["", "<html>", "[]", "null", "{", "\u{feff}{}", &huge] {
        assert_eq!(discovery(text, ISSUER), Err(ProtocolError::DiscoveryUnreadable));
    }
    for name in ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"] {
        assert_eq!(with(name, json!(1)), Err(ProtocolError::DiscoveryUnreadable), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_description_stops_the_page(text in ".{0,200}", endpoint in ".{0,40}") {
        let _ = discovery(&text, ISSUER);
        let secure = with("token_endpoint", json!(&endpoint)).is_ok();
        prop_assert!(!secure || endpoint.starts_with("https://") || endpoint.starts_with("http://"));
    }
}

#[test]
fn what_is_kept_of_a_description_says_the_same_of_the_provider_and_nothing_else() {
    for end_session in [json!("https://id.example/sign-out?tenant=1"), Value::Null] {
        let mut document = document();
        document["end_session_endpoint"] = end_session;
        document["id_token_signing_alg_values_supported"] = json!(["ES256"]);
        let kept = essentials(&document.to_string()).unwrap();
        assert_eq!(discovery(&kept, ISSUER), discovery(&document.to_string(), ISSUER));
        assert!(!kept.contains("id_token"), "{kept}");
    }
    assert_eq!(essentials("no description"), None);
    assert!(discovery(&essentials("{}").unwrap(), ISSUER).is_err());
}
