//! Leaving for the provider: what is asked for, and what is kept in the tab meanwhile.
use super::{CLIENT, NOW_MS, provider, random, transaction};
use partner_renewal::domain::percent;
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use partner_renewal::oidc::{
    Transaction, authorize_url, base64url, challenge, end_session_url, from_base64url, token_form,
};
use proptest::prelude::*;

const REDIRECT: &str = "https://renew.example/sign-in/callback";

const STANDARD: &str = "post_logout_redirect_uri";

/// Names and values in the query of an address.
fn query(url: &str) -> Vec<(String, String)> {
    let (_, query) = url.split_once('?').unwrap();
    let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap());
    pairs.map(|(name, value)| (name.to_owned(), percent::decode(value).unwrap())).collect()
}

fn asked(max_age: Option<u32>) -> Vec<(String, String)> {
    asked_with(max_age, &[], false)
}

fn asked_with(max_age: Option<u32>, more: &[(&str, &str)], force_login: bool) -> Vec<(String, String)> {
    let transaction = Transaction { max_age, challenge: challenge(&random("v")), ..transaction() };
    let more: Vec<_> = more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let url = authorize_url(&provider(), CLIENT, REDIRECT, "openid partner", &more, &transaction, force_login);
    assert!(url.starts_with("https://id.example/authorize?"));
    query(&url)
}

#[test]
fn promise_29_the_challenge_is_the_test_vector_of_rfc_7636() {
    assert_eq!(challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

#[test]
fn promise_29_the_request_asks_for_a_code_with_s256_and_nothing_else() {
    let pairs = asked(None);
    let expected = [
        ("response_type", "code".to_owned()),
        ("response_mode", "query".to_owned()),
        ("client_id", CLIENT.to_owned()),
        ("redirect_uri", REDIRECT.to_owned()),
        ("scope", "openid partner".to_owned()),
        ("state", random("s")),
        ("nonce", random("n")),
        ("code_challenge", challenge(&random("v"))),
        ("code_challenge_method", "S256".to_owned()),
    ];
    assert_eq!(pairs, expected.map(|(name, value)| (name.to_owned(), value)));
    assert!(!pairs.iter().any(|(_, value)| *value == random("v")), "the verifier stays here");
}

/// `public/sign-in.js` puts the random values in the places that are marked.
#[test]
fn marks_in_the_place_of_random_values_stand_in_address_and_form_as_they_are() {
    let [state, nonce, verifier, challenge] = ["~state~", "~nonce~", "~verifier~", "~challenge~"].map(str::to_owned);
    let form = token_form(CLIENT, REDIRECT, &verifier);
    assert!(form.contains("code_verifier=~verifier~&"), "{form}");
    let marked = Transaction { state, nonce, verifier, challenge, ..transaction() };
    let url = authorize_url(&provider(), CLIENT, REDIRECT, "openid", &[], &marked, false);
    for part in ["&state=~state~&", "&nonce=~nonce~&", "&code_challenge=~challenge~&"] {
        assert!(url.contains(part), "{url}");
    }
}

#[test]
fn promise_41_a_recent_sign_in_can_be_asked_for() {
    let pairs = asked(Some(900));
    assert!(pairs.contains(&("max_age".to_owned(), "900".to_owned())));
    assert!(!pairs.iter().any(|(name, _)| name == "prompt"), "who signed in a moment ago is not asked");
    let kept = Transaction { max_age: Some(900), ..transaction() };
    assert_eq!(Transaction::from_text(&kept.to_text()).unwrap().max_age, Some(900), "and held against the answer");
}

#[test]
fn promise_41_where_the_sign_in_is_too_old_the_person_is_asked_in_any_case() {
    let given = [("prompt", "select_account"), ("domain_hint", "cedar.example")];
    let of = |force_login: bool, name: &str| -> Vec<String> {
        let pairs = asked_with(Some(900), &given, force_login);
        pairs.into_iter().filter(|(other, _)| other == name).map(|(_, value)| value).collect()
    };
    assert_eq!((of(true, "max_age"), of(true, "prompt")), (vec!["900".to_owned()], vec!["login".to_owned()]));
    assert_eq!(
        (of(false, "max_age"), of(false, "prompt")),
        (vec!["900".to_owned()], vec!["select_account".to_owned()])
    );
    assert_eq!(of(true, "domain_hint"), of(false, "domain_hint"));
}

#[test]
fn what_the_operator_adds_comes_last_and_brings_nothing_else() {
    let more = [("audience", "https://api.example/?a=b&c"), ("a&state", "y")];
    let pairs = asked_with(None, &more, false);
    let (own, added) = pairs.split_at(asked(None).len());
    assert_eq!(own, asked(None));
    let added: Vec<_> = added.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(added, [("audience", "https://api.example/?a=b&c"), ("a%26state", "y")]);
}

/// A sign-in may be under way while a new build is put in place.
#[test]
fn a_sign_in_that_an_earlier_build_began_is_finished() {
    let plain = include_str!("../golden/sign-in-v2.json").trim_end();
    assert!(Transaction::from_text(plain) == Some(transaction()));
    assert_eq!(transaction().to_text(), plain, "and that build may finish one of ours");
    let recent = Transaction::from_text(include_str!("../golden/sign-in-v2-recent.json")).unwrap();
    assert!(recent == Transaction { max_age: Some(900), ..transaction() });
}

/// The first builds kept a name of the page and not its path: their sign-in leads to the membership page.
#[test]
fn a_sign_in_of_the_first_builds_is_finished_at_the_membership_page() {
    let first = Transaction::from_text(include_str!("../golden/sign-in-v1.json")).unwrap();
    assert_eq!(Page::after_sign_in(&first.page), Page::Membership);
    assert!(first == Transaction { page: "step:agreement".to_owned(), ..transaction() });
}

#[test]
fn that_a_sign_in_interrupted_something_is_known_after_it() {
    let kept = Transaction { interrupted: true, ..transaction() };
    assert!(Transaction::from_text(&kept.to_text()) == Some(kept));
}

#[test]
fn signing_out_keeps_the_query_of_the_endpoint() {
    let url = end_session_url(&provider(), CLIENT, Some("hint"), STANDARD, "https://renew.example/").unwrap();
    let names: Vec<_> = query(&url).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["tenant", "client_id", "post_logout_redirect_uri", "id_token_hint"]);
    let mut none = provider();
    none.end_session_endpoint = None;
    assert_eq!(end_session_url(&none, CLIENT, None, STANDARD, "https://renew.example/"), None);
}

#[test]
fn a_sign_out_page_that_is_not_the_standard_s_is_given_no_token() {
    let url = end_session_url(&provider(), CLIENT, Some("hint"), "logout_uri", "https://renew.example/").unwrap();
    let pairs = query(&url);
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(pairs, [("tenant", "1"), ("client_id", CLIENT), ("logout_uri", "https://renew.example/")]);
}

#[test]
fn promise_30_a_transaction_is_kept_whole_or_not_used() {
    let kept = Transaction { challenge: random("c"), ..transaction() }.to_text();
    assert!(Transaction::from_text(&kept) == Some(transaction()), "the challenge is for the address alone");
    let short = kept.replace(&random("v"), "vvvv");
    let untimed = kept.replace("created", "made");
    for text in ["", "{}", "null", &short, &untimed] {
        assert!(Transaction::from_text(text).is_none(), "{text}");
    }
}

#[test]
fn promise_28_a_transaction_lives_for_fifteen_minutes() {
    let fresh = |after: i64| transaction().is_fresh(NOW_MS + after);
    assert!(fresh(0) && fresh(15 * 60_000 - 1) && fresh(-60_000));
    assert!(!fresh(15 * 60_000) && !fresh(-60_001), "one from the future is not fresh either");
    let edited = Transaction { created_ms: i64::MIN, ..transaction() };
    assert!(!edited.is_fresh(i64::MAX));
}

#[test]
fn promise_33_the_page_to_return_to_is_a_route_and_never_an_address() {
    let pages =
        [Page::Start, Page::Membership, Page::PaymentReturn, Page::Step(Step::Level), Page::Reprint("r/1".into())];
    for page in pages {
        assert_eq!(Page::after_sign_in(&page.path()), page);
    }
    for wrong in
        ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/renew/", "/renewals/../confirmation"]
    {
        assert_eq!(Page::after_sign_in(wrong), Page::Membership, "{wrong}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn promise_33_any_text_leads_to_a_path_of_this_site(text in "\\PC{0,40}|(/renew/|/renewals/)[./\\\\%2fF:@?#]{0,12}") {
        for page in [Page::after_sign_in(&text), Page::parse(&text)] {
            let path = page.path();
            prop_assert!(path.starts_with('/') && !path.starts_with("//"), "{path}");
            prop_assert!(!path.contains(['\\', '?', '#', ' ', '\n']), "{path}");
            prop_assert!(!path.split('/').any(|part| matches!(part, "." | "..")), "{path}");
            prop_assert_eq!(Page::after_sign_in(&path), page.clone());
            prop_assert_eq!(Page::parse(&path), page);
        }
    }

    #[test]
    fn base64url_is_undone_exactly(bytes in prop::collection::vec(any::<u8>(), 0..80), text in "[A-Za-z0-9_=+/-]{0,12}") {
        prop_assert_eq!(from_base64url(&base64url(&bytes)), Some(bytes));
        if let Some(read) = from_base64url(&text) {
            prop_assert_eq!(base64url(&read), text, "one text for the same bytes");
        }
    }

    #[test]
    fn promise_30_no_stored_transaction_stops_the_page(text in ".{0,120}") {
        let _ = Transaction::from_text(&text);
    }
}

#[test]
fn the_description_of_the_provider_is_there_at_the_return() {
    let discovery = Some(r#"{"issuer":"https://id.example"}"#.to_owned());
    let exchange = Some("grant_type=x&code=".to_owned());
    let first = Some("https://api.example/v1/account".to_owned());
    let text = Transaction { discovery: discovery.clone(), exchange, first, ..transaction() }.to_text();
    assert!(text.ends_with(r#","exchange":"grant_type=x&code=","first":"https://api.example/v1/account"}"#), "{text}");
    assert!(
        Transaction::from_text(&text) == Some(Transaction { discovery, ..transaction() }),
        "the rest is the script's"
    );
}
