//! Everything that reads what others wrote, given texts at random: nothing stops it, and what it reads it can write.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, clippy::indexing_slicing)]

mod engine;

use engine::fuzz;
use partner_renewal::domain::calendar::{instant_ms, parse_full_date};
use partner_renewal::domain::envelope::{Owner, open, seal};
use partner_renewal::domain::payment_machine::Journal;
use partner_renewal::domain::route::Page;
use partner_renewal::domain::tab_message::TabMessage;
use partner_renewal::oidc::{Provider, Transaction, read_callback};
use partner_renewal::ports::Reply;
use partner_renewal::wire::problem::refused;

/// The golden record belongs to them and has not expired.
const NOW: i64 = 1_795_512_600_000;

#[test]
fn envelope() {
    let golden: serde_json::Value = serde_json::from_str(include_str!("../golden/draft-v1.json")).unwrap();
    let member = |name: &str| golden[name].as_str().unwrap().to_owned();
    let owner = Owner { account: member("account"), organization: member("organization"), renewal: member("renewal") };
    assert!(open(&golden.to_string(), &owner, NOW).is_ok(), "the golden record is read");
    fuzz("envelope", &[("golden", "draft-")], |text| {
        if let Ok((draft, rev)) = open(text, &owner, NOW) {
            assert_eq!(open(&seal(&owner, rev, NOW, &draft), &owner, NOW), Ok((draft, rev)));
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
        page_id: String::new(),
        created_ms: NOW,
        max_age: None,
    };
    let issuer = "http://localhost:8082".to_owned();
    let provider = Provider {
        authorization_endpoint: issuer.clone(),
        token_endpoint: issuer.clone(),
        jwks_uri: issuer.clone(),
        issuer,
        end_session_endpoint: None,
        callback_names_issuer: true,
    };
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
        assert_eq!(Page::from_id(&page.to_id()), page, "a sign-in on the way leads elsewhere");
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
fn tab_message() {
    fuzz("tab_message", &[], |text| {
        if let Some(message) = TabMessage::read(text) {
            assert_eq!(TabMessage::read(&message.write()), Some(message));
        }
    });
}
