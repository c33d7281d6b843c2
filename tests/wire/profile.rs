//! What the program tells beside the profile.
use crate::operations::golden_value;
use crate::support::{answer, golden};
use partner_renewal::domain::profile::{FieldId, Profile, StoredProfile};
use partner_renewal::i18n::words::LANGUAGES;
use partner_renewal::wire;
use serde_json::{Value, json};

/// The golden profile with another member beside its fields.
fn with(name: &str, value: Value) -> StoredProfile {
    let mut body: Value = serde_json::from_str(&golden("get-profile.200")).unwrap();
    body[name] = value;
    (wire::organization::profile("o").read)(&answer(200, &body.to_string())).unwrap()
}

#[test]
fn the_program_tells_which_changes_it_verifies() {
    let rule = golden_value(&wire::organization::profile("o"), "get-profile.200").reverification.unwrap();
    assert!(rule.fields.iter().all(|name| FieldId::from_name(name).is_some()), "{:?}", rule.fields);
    assert!(rule.fields.contains(&"legalName".to_owned()) && !rule.fields.contains(&"taxId".to_owned()));
    assert_eq!((rule.working_days, rule.blocks.as_slice()), (5, ["letter".to_owned()].as_slice()));
}

#[test]
fn a_rule_of_verification_that_cannot_be_read_is_none() {
    for strange in [json!(null), json!("5"), json!({}), json!({"fields": [], "workingDays": "5", "blocks": []})] {
        assert_eq!(with("verification", strange).reverification, None);
    }
    let rule = with("verification", json!({"fields": "all", "workingDays": 1})).reverification.unwrap();
    assert!(rule.fields.is_empty() && rule.blocks.is_empty());
}

#[test]
fn what_the_tax_authority_says_is_told_by_its_key_and_has_its_words() {
    let check = |name: &str| golden_value(&wire::organization::profile("o"), name).tax_check;
    assert_eq!(
        (check("get-profile.200").as_str(), check("get-profile.tax-id-pending.200").as_str()),
        ("valid", "pending")
    );
    for strange in [json!(null), json!(1), json!({})] {
        assert_eq!(with("taxIdCheck", strange).tax_check, "");
    }
    let contract = include_str!("../contract/schemas/organizations.yaml");
    assert!(contract.contains("enum: [valid, invalid, pending, not_checked]"), "the words below are of these");
    for (language, _) in LANGUAGES {
        let path = format!("{}/public/locales/{language}.json", env!("CARGO_MANIFEST_DIR"));
        let words: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        for check in ["invalid", "pending"] {
            assert!(words["tax_check"][check].is_string(), "{language}: {check}");
        }
        for calm in ["valid", "not_checked"] {
            assert!(words["tax_check"].get(calm).is_none(), "{language}: there is nothing to say of {calm}");
        }
    }
}

#[test]
fn an_address_is_told_as_it_is_written_in_its_country() {
    let lines = golden_value(&wire::organization::profile("o"), "get-profile.200").address_lines;
    assert_eq!(lines.last().map(String::as_str), Some("1000 Sofia"));
    for strange in [json!(null), json!("1 Example Boulevard"), json!([])] {
        assert!(with("addressLines", strange).address_lines.is_empty());
    }
}

#[test]
fn what_the_address_check_says_is_told_by_its_key_and_has_its_words() {
    assert_eq!(golden_value(&wire::organization::profile("o"), "get-profile.200").address_check, "verified");
    for strange in [json!(null), json!(1), json!({})] {
        assert_eq!(with("addressCheck", strange).address_check, "");
    }
    let contract = include_str!("../contract/schemas/organizations.yaml");
    assert!(contract.contains("enum: [verified, kept, pending]"), "the word below is of these");
    for (language, _) in LANGUAGES {
        let path = format!("{}/public/locales/{language}.json", env!("CARGO_MANIFEST_DIR"));
        let words: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        assert_eq!(words["address_check"].as_object().unwrap().keys().collect::<Vec<_>>(), ["pending"], "{language}");
    }
}

#[test]
fn suggested_addresses_are_read_over_the_one_that_was_sent_as_far_as_they_can_be() {
    let sent = golden_value(&wire::organization::profile("o"), "put-profile.200").profile;
    let read = |suggestions: Value| wire::organization::suggested_addresses(&suggestions.to_string(), &sent);
    let problem: Value = serde_json::from_str(&golden("problem.address-suggested")).unwrap();
    let of =
        |profile: &Profile| [FieldId::LegalName, FieldId::City, FieldId::PostalCode].map(|f| profile.get(f).to_owned());
    let found: Vec<_> = read(problem["suggestions"].clone()).iter().map(of).collect();
    assert_eq!(
        found,
        [["Cedar Example EOOD", "Plovdiv", "4000"], ["Cedar Example EOOD", "Varna", "9000"]]
            .map(|one| one.map(str::to_owned))
    );
    let strange =
        json!([null, 1, "Sofia", ["Sofia"], {"city": 5, "legalName": "Other", "country": "AT"}, {"city": "Varna"}]);
    let found = read(strange);
    assert_eq!(found.len(), 2, "what is no address is left out");
    assert_eq!(found[0], sent, "what is no text, and what is no part of an address, stays as it was sent");
    assert_eq!(found[1].get(FieldId::City), "Varna");
    assert_eq!(read(json!(vec![json!({}); 9])).len(), 3);
    for nothing in [json!(null), json!({}), json!("[]"), json!(7)] {
        assert!(read(nothing).is_empty());
    }
    assert!(wire::organization::suggested_addresses("", &sent).is_empty());
}
