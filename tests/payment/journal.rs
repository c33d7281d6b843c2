//! What is written down before a payment is asked for, and which failures leave it open whether there is one.
use super::{attempt, payment, quote};
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::money::Money;
use partner_renewal::domain::payment::{PaymentMethod, PaymentStatus, poll_delay_ms};
use partner_renewal::domain::payment_machine::{Effect, Event, Journal, ServerAnswer, State, step};
use proptest::prelude::*;
use serde_json::{Value, json};

fn kept() -> Journal {
    Journal { payment: Some("p1".to_owned()), handed_off: true, ..attempt("k1", "q1") }
}

#[test]
fn promise_15_a_journal_comes_back_as_it_was_written() {
    let promoted = Journal { promotion: Some("WELCOME10".to_owned()), ..kept() };
    for journal in [kept(), promoted, attempt("k\"\\", "q1")] {
        assert_eq!(Journal::from_json(&journal.to_json()), Some(journal));
    }
}

/// A payment may be under way while a new build is put in place.
#[test]
fn a_journal_that_an_earlier_build_wrote_is_read() {
    let money = Money { minor: 142_800, currency: "EUR".to_owned() };
    let answered = Journal {
        attempt_key: "0f8fad5b-d9cb-469f-a165-70867728950e".to_owned(),
        renewal: "renewal-1001".to_owned(),
        quote: "quote-2001".to_owned(),
        promotion: None,
        amount: money,
        payment: Some("payment-3001".to_owned()),
        handed_off: true,
    };
    let unanswered = Journal { payment: None, handed_off: false, ..answered.clone() };
    for (text, journal) in [
        (include_str!("../golden/journal-v1.json"), answered),
        (include_str!("../golden/journal-v1-unanswered.json"), unanswered),
    ] {
        assert_eq!(journal.to_json(), text.trim_end(), "and that build may read one of ours");
        assert_eq!(Journal::from_json(text), Some(journal));
    }
}

#[test]
fn promise_22_a_journal_holds_ids_an_amount_and_a_code_and_no_address() {
    let names = |journal: Journal| {
        let record: Value = serde_json::from_str(&journal.to_json()).unwrap();
        let mut names: Vec<_> = record.as_object().unwrap().keys().cloned().collect();
        names.sort_unstable();
        names
    };
    let usual = ["amount", "attemptKey", "currency", "handedOff", "payment", "quote", "renewal"];
    assert_eq!(names(kept()), usual);
    let promoted = Journal { promotion: Some("WELCOME10".to_owned()), ..kept() };
    let mut more = names(promoted);
    more.retain(|name| !usual.contains(&name.as_str()));
    assert_eq!(more, ["promotion"], "only where one was accepted with the price");
}

#[test]
fn promise_19_a_broken_journal_is_none() {
    for name in ["attemptKey", "renewal", "quote", "amount", "currency", "payment", "promotion"] {
        let mut record: Value = serde_json::from_str(&kept().to_json()).unwrap();
        record[name] = json!([1.5]);
        assert_eq!(Journal::from_json(&record.to_string()), None, "{name}");
    }
    for (name, values) in [
        (
            "attemptKey",
            ["ключ", "k1 😀", "k1\r\nX-Evil: 1", "k\0", " k1", "k 1", "k\u{7f}", &"k".repeat(129)].as_slice(),
        ),
        ("renewal", ["", ".", "..", "r\n", "r r", "\u{202e}r", &"r".repeat(129)].as_slice()),
        ("quote", ["", ".", "q\0", &"q".repeat(129)].as_slice()),
        ("payment", ["", "..", "p\u{200b}", &"p".repeat(129)].as_slice()),
        ("currency", ["", "eur", "EURO", "ЕUR", "E\nR", "€"].as_slice()),
    ] {
        for value in values {
            let mut record: Value = serde_json::from_str(&kept().to_json()).unwrap();
            record[name] = json!(value);
            assert_eq!(Journal::from_json(&record.to_string()), None, "{name} {value:?}");
        }
    }
    for amount in [-1, i64::MIN, i64::MAX, 1_000_000_000_000_001] {
        let mut record: Value = serde_json::from_str(&kept().to_json()).unwrap();
        record["amount"] = json!(amount);
        assert_eq!(Journal::from_json(&record.to_string()), None, "{amount}");
    }
    for text in ["", "null", "{}", "[]", "{\"amount\":1e999}"] {
        assert_eq!(Journal::from_json(text), None, "{text}");
    }
}

#[test]
fn a_journal_of_a_payment_that_another_browser_started_has_neither_key_nor_quote() {
    let adopted = Journal { attempt_key: String::new(), quote: String::new(), ..kept() };
    assert_eq!(Journal::from_json(&adopted.to_json()), Some(adopted));
}

#[test]
fn promise_02_the_same_quote_is_paid_under_the_same_key() {
    let again = Journal::of_attempt(Some(kept()), "r", None, &quote("q1"), || panic!("a fresh key is not needed"));
    assert_eq!(again, kept());
}

#[test]
fn promise_10_a_new_quote_is_a_new_attempt() {
    let next = |kept: Option<Journal>| Journal::of_attempt(kept, "r", None, &quote("q2"), || "k2".to_owned());
    assert_eq!(next(Some(kept())), attempt("k2", "q2"));
    assert_eq!(next(None), attempt("k2", "q2"));
}

/// The person may come back another way than over the page that asks how the payment stands.
#[test]
fn promise_10_a_payment_that_the_server_said_is_over_is_not_asked_for_again() {
    use PaymentStatus as S;
    let next = |id: &str, status: S| {
        let latest = payment(id, PaymentMethod::Card, status);
        Journal::of_attempt(Some(kept()), "r", Some(&latest), &quote("q1"), || "k2".to_owned()).attempt_key
    };
    for status in [S::Declined, S::Cancelled, S::Expired] {
        assert_eq!(next("p1", status), "k2", "{status:?}");
        assert_eq!(next("p0", status), "k1", "an earlier payment does not end this attempt");
    }
    assert_eq!([next("p1", S::Open), next("p1", S::Processing)], ["k1", "k1"]);
    let unnamed = Journal { payment: None, ..kept() };
    let latest = payment("p1", PaymentMethod::Card, S::Declined);
    let still = Journal::of_attempt(Some(unnamed), "r", Some(&latest), &quote("q1"), || "k2".to_owned());
    assert_eq!(still.attempt_key, "k1", "its own answer got lost");
}

#[test]
fn a_journal_of_another_renewal_or_without_a_key_is_not_used() {
    let fresh =
        |kept: Journal| Journal::of_attempt(Some(kept), "r", None, &quote("q1"), || "k2".to_owned()).attempt_key;
    assert_eq!(fresh(Journal { renewal: "other".to_owned(), ..kept() }), "k2");
    assert_eq!(fresh(Journal { attempt_key: String::new(), ..kept() }), "k2");
}

#[test]
fn promise_05_no_answer_and_no_good_answer_leave_the_outcome_open() {
    use FailureKind as K;
    let open = [
        K::Offline,
        K::Timeout,
        K::Aborted,
        K::UnexpectedContentType,
        K::Unreadable,
        K::Unavailable(10),
        K::Unexpected(500),
        K::Unexpected(502),
        K::Unexpected(599),
        K::PaymentInProgress(None),
    ];
    for kind in open {
        assert!(kind.may_have_happened(), "{kind:?}");
    }
    let decided = [
        K::SignInRequired,
        K::NotPrimaryContact(None),
        K::NotFound,
        K::StepOrder(None),
        K::QuoteChanged,
        K::AgreementChanged,
        K::Lapsed,
        K::Suspended,
        K::TooMany(1),
        K::Fields(Vec::new()),
        K::Unexpected(400),
        K::Unexpected(422),
        K::InvalidRequest,
    ];
    for kind in decided {
        assert!(!kind.may_have_happened(), "{kind:?}");
    }
}

#[test]
fn only_open_and_processing_payments_may_still_take_money() {
    use PaymentStatus as S;
    let all = [S::Open, S::Processing, S::Succeeded, S::Declined, S::Cancelled, S::Expired];
    assert_eq!(all.map(PaymentStatus::is_live), [true, true, false, false, false, false]);
    assert!(all.iter().all(|status| status.is_live() != status.is_terminal()));
}

#[test]
fn promise_45_asking_again_slows_down_and_stops_after_two_minutes() {
    let delays: Vec<u32> = (0..100).map_while(poll_delay_ms).collect();
    assert_eq!(delays.get(..5), Some(&[1_000, 2_000, 4_000, 8_000, 8_000][..]));
    assert!((115_000..=125_000).contains(&delays.iter().sum::<u32>()));
    assert_eq!(poll_delay_ms(u32::MAX), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn promise_19_no_stored_journal_stops_the_page(text in ".{0,120}") {
        let _ = Journal::from_json(&text);
    }
}

/// How a method goes on that this build does not know is for the server to tell: no order is shown, nobody is sent away.
#[test]
fn a_payment_by_an_unknown_method_is_asked_about_and_nothing_else() {
    let journal = attempt("k1", "q1");
    for state in [State::Creating(journal.clone()), State::Unknown(journal.clone()), State::CheckingStatus(journal)] {
        let told = payment("p1", PaymentMethod::Unknown, PaymentStatus::Open);
        let (next, effects) = step(state.clone(), Event::Answered(ServerAnswer::Latest(Box::new(told))));
        assert!(matches!(next, State::CheckingStatus(_)), "{state:?}");
        assert!(effects.iter().all(|effect| matches!(effect, Effect::Commit(_) | Effect::Ask)), "{effects:?}");
        assert!(effects.contains(&Effect::Ask), "{effects:?}");
    }
}
