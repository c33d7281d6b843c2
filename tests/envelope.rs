//! The stored draft: nothing that is stored is trusted, nothing of another account is shown, nothing stops the page.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use partner_renewal::domain::agreement::digest_hex;
use partner_renewal::domain::draft::{AnswerKey, Draft};
use partner_renewal::domain::envelope::{
    LIFE_MS, LoadError, MAX_BYTES, Owner, QUARANTINE_MS, VERSION, account_key, is_expired, load, serialize,
};
use partner_renewal::domain::profile::FieldId;
use proptest::prelude::*;
use serde_json::{Value, json};

const SAVED_MS: i64 = 1_795_512_600_000;
const GOLDEN: &str = include_str!("golden/draft-v1.json");

fn owner() -> Owner {
    Owner {
        account: account_key("https://id.example", "nadia"),
        organization: "org-cedar".to_owned(),
        renewal: "renewal-1001".to_owned(),
    }
}

fn draft() -> Draft {
    let mut draft = Draft::default();
    draft.profile_etag = Some("\"profile-2\"".to_owned());
    draft.set(AnswerKey::Profile(FieldId::City), "Пловдив \"2\"".to_owned());
    draft.set(AnswerKey::Profile(FieldId::AddressLine2), String::new());
    draft.set(AnswerKey::SignerName, "Nadia Example".to_owned());
    draft.set(AnswerKey::Location, "loc-cedar-vienna".to_owned());
    draft.set(AnswerKey::PurchaseOrder, "PO-2026-117\n\u{1}".to_owned());
    draft
}

fn record() -> String {
    serialize(&owner(), 7, SAVED_MS, &draft())
}

/// The record with one member replaced.
fn with(name: &str, value: Value) -> String {
    let mut record: Value = serde_json::from_str(&record()).unwrap();
    record[name] = value;
    record.to_string()
}

/// The record with this payload, and a checksum that fits it.
fn with_payload(payload: &str) -> String {
    let mut record: Value = serde_json::from_str(&with("payload", json!(payload))).unwrap();
    record["checksum"] = json!(digest_hex(payload));
    record.to_string()
}

fn opened(text: &str) -> Result<(Draft, u64), LoadError> {
    load(text, &owner(), SAVED_MS + 1)
}

#[test]
fn promise_20_the_golden_record_of_version_1_is_read() {
    assert_eq!(opened(GOLDEN.trim_end()), Ok((draft(), 7)));
    assert_eq!(record(), GOLDEN.trim_end(), "a build that writes another record needs another version");
    assert_eq!(VERSION, 1);
}

/// What stood in the typed fields before is kept too: a conflict is told only where somebody else changed the same.
#[test]
fn a_draft_with_the_profile_it_started_from_is_read() {
    let mut draft = Draft::default();
    for (field, was, typed) in [(FieldId::City, "Plovdiv", "Sofia"), (FieldId::Country, "BG", "AT")] {
        draft.start_from("\"profile-2\"", field, was);
        draft.set(AnswerKey::Profile(field), typed.to_owned());
    }
    let golden = include_str!("golden/draft-v1-profile.json").trim_end();
    assert_eq!(serialize(&owner(), 9, SAVED_MS, &draft), golden);
    assert_eq!(opened(golden), Ok((draft, 9)));
}

#[test]
fn a_draft_comes_back_as_it_was_typed() {
    let (found, rev) = opened(&record()).unwrap();
    assert_eq!((found.get(AnswerKey::Profile(FieldId::AddressLine2)), rev), (Some(""), 7), "emptied is not untouched");
    assert_eq!(found, draft());
}

#[test]
fn promise_19_thirty_bad_records_are_refused_each_with_its_reason() {
    use LoadError::{Damaged, Expired, OtherOwner, TooLarge, Unreadable};
    let cut = record().len() / 2;
    let bad = [
        (String::new(), Unreadable),
        (" ".to_owned(), Unreadable),
        ("\0".to_owned(), Unreadable),
        ("null".to_owned(), Unreadable),
        ("true".to_owned(), Unreadable),
        ("[]".to_owned(), Unreadable),
        ("{}".to_owned(), Unreadable),
        ("\"text\"".to_owned(), Unreadable),
        ("1e999".to_owned(), Unreadable),
        ("[object Object]".to_owned(), Unreadable),
        ("undefined".to_owned(), Unreadable),
        (format!("\u{feff}{}", record()), Unreadable),
        (format!("{}{}", record(), record()), Unreadable),
        (record().get(..cut).unwrap().to_owned(), Unreadable),
        ("[".repeat(100_000), Unreadable),
        ("x".repeat(MAX_BYTES + 1), TooLarge),
        (with("v", json!("1")), Unreadable),
        (with("v", json!(0)), Unreadable),
        (with("v", json!(-1)), Unreadable),
        (with("v", json!(1.5)), Unreadable),
        (with("rev", json!(-1)), Unreadable),
        (with("rev", json!(u64::MAX)), Unreadable),
        (with("rev", json!(i64::MAX)), Unreadable),
        (with("rev", json!(1_000_000_000_001_i64)), Unreadable),
        (with("savedAt", json!(null)), Unreadable),
        (with("account", json!({})), Unreadable),
        (with("account", json!("")), OtherOwner),
        (with("organization", json!("org-linden")), OtherOwner),
        (with("renewal", json!("renewal-1002")), OtherOwner),
        (with("expires", json!(0)), Expired),
        (with("expires", json!(i64::MIN)), Expired),
        (with("checksum", json!("")), Damaged),
        (with("checksum", json!("0".repeat(64))), Damaged),
        (with("payload", json!("{\"answers\":{}}")), Damaged),
        (with("payload", json!({})), Unreadable),
        (with_payload(""), Unreadable),
        (with_payload("[]"), Unreadable),
        (with_payload("{}"), Unreadable),
        (with_payload("{\"answers\":[]}"), Unreadable),
        (with_payload("{\"answers\":null}"), Unreadable),
    ];
    assert!(bad.len() >= 30);
    for (text, reason) in bad {
        let shown: String = text.chars().take(60).collect();
        assert_eq!(opened(&text), Err(reason), "{shown}");
    }
}

#[test]
fn promise_19_a_record_is_read_up_to_a_quarter_of_a_mebibyte() {
    assert_eq!(MAX_BYTES, 262_144);
    let mut text = record();
    text.push_str(&" ".repeat(MAX_BYTES - text.len()));
    assert!(opened(&text).is_ok());
    text.push(' ');
    assert_eq!(opened(&text), Err(LoadError::TooLarge));
}

#[test]
fn promise_20_a_newer_record_is_told_apart_so_that_it_is_not_written_over() {
    for v in [VERSION + 1, i64::MAX] {
        assert_eq!(opened(&with("v", json!(v))), Err(LoadError::Newer));
    }
    // It may have other members, another checksum and a payload that is no text.
    assert_eq!(opened(r#"{"v":2,"payload":{"written":"in a new way"}}"#), Err(LoadError::Newer));
}

#[test]
fn promise_21_no_account_opens_the_draft_of_another() {
    let account = |issuer: &str, subject: &str| account_key(issuer, subject);
    let others = [
        Owner { account: account("https://id.example", "oleg"), ..owner() },
        Owner { account: account("https://other.example", "nadia"), ..owner() },
        Owner { organization: "org-linden".to_owned(), ..owner() },
        Owner { renewal: "renewal-1002".to_owned(), ..owner() },
    ];
    for other in others {
        assert_eq!(load(&record(), &other, SAVED_MS + 1), Err(LoadError::OtherOwner));
        assert_eq!(load(&record(), &other, i64::MAX), Err(LoadError::OtherOwner), "not even that it has expired");
    }
    let key = account("https://id.example", "nadia");
    assert!(key.len() == 32 && key.bytes().all(|b| b.is_ascii_hexdigit()), "128 bits, no name in it");
    assert_ne!(account("https://id.example/a", "b"), account("https://id.example/", "ab"), "the parts stay apart");
}

#[test]
fn promise_28_a_record_is_over_at_its_end_and_what_is_no_record_never_is() {
    let now = 1_795_512_600_000;
    let text = serialize(&owner(), 1, now, &Draft::default());
    assert!(!is_expired(&text, now + LIFE_MS - 1));
    assert!(is_expired(&text, now + LIFE_MS));
    for other in ["", "{}", r#"{"expires":"1"}"#, r#"{"expires":null}"#, "[1]", "\u{0}"] {
        assert!(!is_expired(other, i64::MAX), "{other}");
    }
}

#[test]
fn promise_28_a_draft_is_kept_for_thirty_days() {
    assert_eq!((LIFE_MS, QUARANTINE_MS), (30 * 24 * 60 * 60 * 1000, 7 * 24 * 60 * 60 * 1000));
    assert!(load(&record(), &owner(), SAVED_MS + LIFE_MS - 1).is_ok());
    assert_eq!(load(&record(), &owner(), SAVED_MS + LIFE_MS), Err(LoadError::Expired));
    let at_the_end = serialize(&owner(), 1, i64::MAX, &draft());
    assert!(load(&at_the_end, &owner(), i64::MAX - 1).is_ok(), "no overflow at the end of time");
}

#[test]
fn promise_19_a_full_draft_stays_below_the_size_that_is_read() {
    let mut full = Draft::default();
    for field in FieldId::ALL {
        full.set(AnswerKey::Profile(field), "\u{1}".repeat(5_000));
    }
    for key in [AnswerKey::SignerName, AnswerKey::SignerTitle, AnswerKey::Location, AnswerKey::PurchaseOrder] {
        full.set(key, "😀".repeat(5_000));
    }
    let text = serialize(&owner(), 1, SAVED_MS, &full);
    assert!(text.len() <= MAX_BYTES, "{} bytes", text.len());
    let (found, _) = opened(&text).unwrap();
    assert_eq!(found, full, "cut when typed, whole when read");
    assert_eq!(found.get(AnswerKey::PurchaseOrder).map(|text| text.chars().count()), Some(1_000));
}

#[test]
fn promise_19_answers_that_no_form_asks_for_are_left_out() {
    let payload = json!({ "answers": {
        "profile.city": "Varna", "profile.password": "x", "accepted": "true", "authority": "true", "token": "x",
        "signerName": 7, "level": null, "location": "x".repeat(1_001), "__proto__": "x",
    }, "profileEtag": 3, "amount": 1 });
    let (found, _) = opened(&with_payload(&payload.to_string())).unwrap();
    let kept: Vec<_> = found.answers().collect();
    assert_eq!(kept, [(AnswerKey::Profile(FieldId::City), "Varna")]);
    assert_eq!(found.profile_etag, None);
}

#[test]
fn promise_22_consent_and_secrets_have_no_place_in_a_record() {
    for name in ["accepted", "authority", "accessToken", "verifier", "card", "agreement", "digest"] {
        assert_eq!(AnswerKey::from_name(name), None, "{name}");
    }
    let record: Value = serde_json::from_str(&record()).unwrap();
    let mut names: Vec<_> = record.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    let expected = ["account", "checksum", "expires", "organization", "payload", "renewal", "rev", "savedAt", "v"];
    assert_eq!(names, expected);
}

fn answers() -> impl Strategy<Value = Draft> {
    let fields = FieldId::ALL.map(AnswerKey::Profile);
    let keys = [&fields[..], &[AnswerKey::SignerName, AnswerKey::Level, AnswerKey::Method]].concat();
    let pairs = prop::collection::vec((prop::sample::select(keys), any::<String>()), 0..8);
    (pairs, prop::option::of("\"[!#-,.-~]{1,20}\"")).prop_map(|(pairs, profile_etag)| {
        let mut draft = Draft::default();
        draft.profile_etag = profile_etag;
        pairs.into_iter().for_each(|(key, value)| draft.set(key, value));
        draft
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn promise_19_no_bytes_stop_the_page(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(opened(&String::from_utf8_lossy(&bytes)).is_err());
    }

    #[test]
    fn promise_19_no_damage_to_a_record_gives_other_answers(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = record().into_bytes();
        let place = at.index(bytes.len());
        if cut {
            bytes.truncate(place);
        } else {
            bytes[place] = byte;
        }
        // Either the damage is found, or it is in a number beside the answers.
        if let Ok((found, _)) = opened(&String::from_utf8_lossy(&bytes)) {
            prop_assert_eq!(found, draft());
        }
    }

    #[test]
    fn promise_21_no_edit_of_the_owner_opens_for_another(account in ".{0,40}", organization in ".{0,12}", renewal in ".{0,12}") {
        let other = Owner { account, organization, renewal };
        prop_assert_eq!(load(&serialize(&other, 1, SAVED_MS, &draft()), &owner(), SAVED_MS), Err(LoadError::OtherOwner));
        prop_assert_eq!(load(&record(), &other, SAVED_MS), Err(LoadError::OtherOwner));
    }

    #[test]
    fn promise_20_what_is_sealed_is_opened(draft in answers(), rev in 0..=1_000_000_000_000_u64, now in any::<i64>()) {
        prop_assume!(now < i64::MAX);
        prop_assert_eq!(load(&serialize(&owner(), rev, now, &draft), &owner(), now), Ok((draft, rev)));
    }

    #[test]
    fn promise_19_no_payload_of_the_right_checksum_stops_the_page(payload in ".{0,120}|\\{\"answers\":\\{.{0,60}\\}\\}") {
        let _ = opened(&with_payload(&payload));
    }
}
