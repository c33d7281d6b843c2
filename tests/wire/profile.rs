//! What the program tells beside the profile.
use crate::operations::golden_value;
use crate::support::{answer, golden};
use partner_renewal::domain::profile::{FieldId, StoredProfile};
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
