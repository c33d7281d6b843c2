//! Coming back: is it the answer to what this tab asked, and what does it say?
use super::{ISSUER, NOW_MS, provider, random, transaction};
use partner_renewal::domain::percent;
use partner_renewal::oidc::{ProtocolError, Provider, Transaction, read_callback, token_form, token_request};
use partner_renewal::ports::SignInProblem;
use proptest::prelude::*;

fn query(pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", percent::encode(value))).collect();
    format!("?{}", pairs.join("&"))
}

/// The reason for which this return is refused, by a transaction of a moment ago.
fn refused(query: &str) -> Option<ProtocolError> {
    read_callback(query, &transaction(), &provider(), &[], NOW_MS + 20_000).err()
}

/// A return of the right state and issuer, and this besides.
fn refused_with(more: &[(&str, &str)]) -> Option<ProtocolError> {
    refused(&query(&[&[("state", random("s").as_str()), ("iss", ISSUER)], more].concat()))
}

#[test]
fn promise_30_a_return_in_order_gives_the_code_for_the_verifier() {
    let text = query(&[("code", "a b+c/&="), ("state", &random("s")), ("iss", ISSUER)]);
    let code = read_callback(&text, &transaction(), &provider(), &[], NOW_MS).ok().unwrap();
    let start = token_form("client", "https://renew.example/sign-in/callback", &transaction().verifier);
    assert!(start.starts_with("grant_type=authorization_code&client_id=client&redirect_uri=https%3A%2F%2Frenew"));
    assert!(start.ends_with(&format!("&code_verifier={}&code=", random("v"))), "{start}");
    assert_eq!(token_request(&start, &code), start + "a%20b%2Bc%2F%26%3D");
}

#[test]
fn promise_30_refuses_state_missing() {
    assert_eq!(refused(&query(&[("code", "c"), ("iss", ISSUER)])), Some(ProtocolError::StateMismatch));
    assert_eq!(refused(""), Some(ProtocolError::StateMismatch));
    assert_eq!(refused(&query(&[("code", "c"), ("state", ""), ("iss", ISSUER)])), Some(ProtocolError::StateMismatch));
}

#[test]
fn promise_30_refuses_state_foreign() {
    for other in [random("S"), random("s") + "s", "s".repeat(42), format!("{} ", random("s"))] {
        let text = query(&[("code", "c"), ("state", &other), ("iss", ISSUER)]);
        assert_eq!(refused(&text), Some(ProtocolError::StateMismatch), "{other}");
    }
}

/// The transaction is taken out of the tab before its answer is read; a second return finds none, or a later one.
#[test]
fn promise_30_refuses_state_replayed() {
    let used = query(&[("code", "c"), ("state", &random("s")), ("iss", ISSUER)]);
    let later = Transaction { state: random("t"), ..transaction() };
    assert_eq!(read_callback(&used, &later, &provider(), &[], NOW_MS).err(), Some(ProtocolError::StateMismatch));
    let emptied = Transaction { state: String::new(), ..transaction() };
    assert_eq!(
        read_callback("?code=c&state=", &emptied, &provider(), &[], NOW_MS).err(),
        Some(ProtocolError::StateMismatch)
    );
}

#[test]
fn promise_28_refuses_an_expired_transaction() {
    let text = query(&[("code", "c"), ("state", &random("s")), ("iss", ISSUER)]);
    let refused = read_callback(&text, &transaction(), &provider(), &[], NOW_MS + 15 * 60_000).err();
    assert_eq!(refused, Some(ProtocolError::TransactionExpired));
}

#[test]
fn promise_30_refuses_iss_missing_where_the_provider_always_callback_names_issuer() {
    let text = query(&[("code", "c"), ("state", &random("s"))]);
    assert_eq!(refused(&text), Some(ProtocolError::CallbackIssuer));
    let silent = Provider { callback_names_issuer: false, ..provider() };
    assert!(read_callback(&text, &transaction(), &silent, &[], NOW_MS).is_ok());
}

#[test]
fn promise_30_refuses_iss_of_a_mix_up() {
    for other in ["https://evil.example", "https://id.example/tenant/", "https://id.example/tenant2", ""] {
        let text = query(&[("code", "c"), ("state", &random("s")), ("iss", other)]);
        assert_eq!(refused(&text), Some(ProtocolError::CallbackIssuer), "{other}");
        let silent = Provider { callback_names_issuer: false, ..provider() };
        assert_eq!(
            read_callback(&text, &transaction(), &silent, &[], NOW_MS).err(),
            Some(ProtocolError::CallbackIssuer)
        );
    }
}

#[test]
fn refuses_duplicate_parameters() {
    for name in ["state", "iss", "code", "error"] {
        let twice = query(&[("state", &random("s")), ("iss", ISSUER), ("code", "c"), ("error", "e"), (name, "x")]);
        assert_eq!(refused(&twice), Some(ProtocolError::RepeatedParameter), "{name}");
    }
    assert_eq!(refused_with(&[("code", "c"), ("session_state", "1"), ("session_state", "2")]), None);
}

#[test]
fn refuses_code_missing() {
    assert_eq!(refused_with(&[]), Some(ProtocolError::NoCode));
    assert_eq!(refused_with(&[("code", "")]), Some(ProtocolError::NoCode));
}

#[test]
fn error_answers_are_told_apart() {
    assert_eq!(refused_with(&[("error", "access_denied")]), Some(ProtocolError::AccessDenied));
    for silent in ["login_required", "interaction_required", "consent_required", "account_selection_required"] {
        assert_eq!(refused_with(&[("error", silent)]), Some(ProtocolError::InteractionRequired), "{silent}");
    }
    let other = |code: &str| Some(ProtocolError::ProviderError(code.to_owned()));
    assert_eq!(refused_with(&[("error", "server_error")]), other("server_error"));
    assert_eq!(refused_with(&[("error", "")]), other(""));
    assert_eq!(
        refused_with(&[("error", "server_error"), ("code", "c")]),
        other("server_error"),
        "no code beside an error"
    );
}

#[test]
fn an_error_is_shown_as_a_code_and_never_as_the_words_of_a_stranger() {
    let words = "<b>Call +1 900 555 0100</b> now!".repeat(100);
    let Some(ProtocolError::ProviderError(code)) = refused_with(&[("error", &words)]) else { panic!("not refused") };
    assert!(code.len() <= 64 && !code.contains([' ', '<', '+', '!']), "{code}");
    assert_eq!(SignInProblem::from(ProtocolError::ProviderError("a_code".to_owned())).code(), "ProviderError: a_code");
    assert_eq!(SignInProblem::from(ProtocolError::NoSubject).code(), "NoSubject");
    assert_eq!(SignInProblem::Unreachable.code(), "Unreachable");
}

#[test]
fn nothing_is_believed_before_the_state_is_ours() {
    assert_eq!(refused(&query(&[("error", "access_denied"), ("iss", ISSUER)])), Some(ProtocolError::StateMismatch));
    assert_eq!(refused("?error=%ff&state=%"), Some(ProtocolError::StateMismatch));
}

#[test]
fn an_oversized_return_is_judged_like_any_other() {
    let long = "x".repeat(5_000_000);
    assert_eq!(refused(&["?state=", &long].concat()), Some(ProtocolError::StateMismatch));
    assert_eq!(refused(&"a=b&".repeat(500_000)), Some(ProtocolError::StateMismatch));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn promise_30_no_return_without_our_state_is_taken(text in "[a-z=&%?+#;0-9A-F]{0,80}|.{0,80}") {
        prop_assert!(refused(&text).is_some());
        prop_assert!(refused(&["?code=c&", &text].concat()).is_some());
    }
}
