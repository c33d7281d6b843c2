//! Everything that reads what others wrote, given texts at random: nothing stops it, and what it reads it can write.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, clippy::indexing_slicing)]

mod engine;

use engine::fuzz;
use partner_renewal::domain::calendar::{instant_ms, parse_full_date};
use partner_renewal::domain::entity_tag::{same_tag, strong};
use partner_renewal::domain::envelope::{Owner, load, serialize};
use partner_renewal::domain::http_date::{retry_after_s, server_time_ms};
use partner_renewal::domain::payment_machine::Journal;
use partner_renewal::domain::route::Page;
use partner_renewal::domain::tab_message::TabMessage;
use partner_renewal::oidc::{Transaction, discovery, read_callback};
use partner_renewal::ports::Reply;
use partner_renewal::wire::problem::refused;

/// The golden record belongs to them and has not expired.
const NOW: i64 = 1_795_512_600_000;

#[test]
fn envelope() {
    let golden: serde_json::Value = serde_json::from_str(include_str!("../golden/draft-v1.json")).unwrap();
    let member = |name: &str| golden[name].as_str().unwrap().to_owned();
    let owner = Owner { account: member("account"), organization: member("organization"), renewal: member("renewal") };
    assert!(load(&golden.to_string(), &owner, NOW).is_ok(), "the golden record is read");
    fuzz("envelope", &[("golden", "draft-")], |text| {
        if let Ok((draft, rev)) = load(text, &owner, NOW) {
            assert_eq!(load(&serialize(&owner, rev, NOW, &draft), &owner, NOW), Ok((draft, rev)));
        }
    });
}

#[test]
fn problem() {
    fuzz("problem", &[("contract/golden", "problem.")], |text| {
        for status in [400, 403, 409, 422, 429, 500, 503] {
            let content_type = "application/problem+json".to_owned();
            let reply = Reply { status, content_type, body: text.to_owned(), ..Reply::default() };
            assert_eq!(refused(&reply), refused(&reply));
        }
    });
}

#[test]
fn callback() {
    let transaction = Transaction {
        state: "state-state-state-state-state-state-state-sta".to_owned(),
        nonce: String::new(),
        verifier: String::new(),
        challenge: String::new(),
        page: String::new(),
        created_ms: NOW,
        max_age: None,
        interrupted: false,
        discovery: None,
        exchange: None,
        first: None,
    };
    let document = serde_json::json!({
        "issuer": "http://localhost:8082",
        "authorization_endpoint": "http://localhost:8082",
        "token_endpoint": "http://localhost:8082",
        "jwks_uri": "http://localhost:8082",
        "authorization_response_iss_parameter_supported": true,
    });
    let provider = discovery(&document.to_string(), "http://localhost:8082").unwrap();
    fuzz("callback", &[], |text| {
        if read_callback(text, &transaction, &provider, &[], NOW).is_ok() {
            assert!(text.contains("code") && text.contains("iss"), "taken without a code or an issuer: {text}");
        }
    });
}

/// The return from the payment page, and every other address.
#[test]
fn page() {
    fuzz("page", &[], |text| {
        let page = Page::parse(text);
        assert_eq!(Page::find(&page.path()), Some(page.clone()), "its own address leads elsewhere");
        assert_eq!(Page::after_sign_in(&page.path()), page, "a sign-in on the way leads elsewhere");
    });
}

#[test]
fn journal() {
    fuzz("journal", &[], |text| {
        if let Some(journal) = Journal::from_json(text) {
            assert_eq!(Journal::from_json(&journal.to_json()), Some(journal));
        }
    });
}

#[test]
fn date() {
    fuzz("date", &[], |text| {
        let written = parse_full_date(text).map(|date| date.to_string());
        assert!(written.is_none_or(|written| written == text), "{text}");
        let _ = instant_ms(text);
    });
}

#[test]
fn http_date() {
    fuzz("http_date", &[], |text| {
        let wait = retry_after_s(text, NOW);
        assert!(
            wait.is_none() || server_time_ms(text, "").is_some() || text.trim().bytes().all(|b| b.is_ascii_digit()),
            "{text}"
        );
    });
}

#[test]
fn entity_tag() {
    fuzz("entity_tag", &[], |text| {
        if let Some(tag) = strong(text) {
            assert!(same_tag(text, &tag) && tag.bytes().all(|b| b.is_ascii_graphic()), "{text}");
        }
    });
}

#[test]
fn tab_message() {
    fuzz("tab_message", &[], |text| {
        if let Some(message) = TabMessage::read(text) {
            assert_eq!(TabMessage::read(&message.write()), Some(message));
        }
    });
}
