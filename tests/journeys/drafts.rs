//! What was typed and is not yet with the server: it wins until it is saved, and is forgotten then.
use super::read;
use partner_renewal::domain::draft::{AnswerKey, Draft};
use partner_renewal::domain::profile::{FieldId, Profile};
use partner_renewal::domain::step::Step;
use partner_renewal::domain::tab_message::TabMessage;
use partner_renewal::wire;

fn stored() -> Profile {
    read(&wire::organization::profile("o"), "get-profile.200").profile
}

#[test]
fn the_draft_beats_the_prefill_even_where_a_field_was_emptied() {
    let mut draft = Draft::default();
    draft.set(AnswerKey::Profile(FieldId::City), "Plovdiv".to_owned());
    draft.set(AnswerKey::Profile(FieldId::Website), String::new());
    let stored = stored();
    let shown = |field: FieldId| draft.get(AnswerKey::Profile(field)).unwrap_or(stored.get(field)).to_owned();
    assert_eq!(shown(FieldId::City), "Plovdiv");
    assert_eq!(shown(FieldId::Website), "");
    assert_eq!(shown(FieldId::LegalName), "Cedar Example EOOD", "what was not typed is prefilled");
}

#[test]
fn a_step_that_the_server_has_is_forgotten_and_no_other() {
    let mut draft = Draft::default();
    let keys = [
        AnswerKey::Profile(FieldId::City),
        AnswerKey::SignerName,
        AnswerKey::SignerTitle,
        AnswerKey::Location,
        AnswerKey::Level,
        AnswerKey::Method,
        AnswerKey::PurchaseOrder,
    ];
    keys.into_iter().for_each(|key| draft.set(key, "typed".to_owned()));
    draft.profile_etag = Some("\"profile-1\"".to_owned());
    draft.clear_step(Step::Agreement);
    assert_eq!(draft.answers().count(), 5);
    assert!(draft.profile_etag.is_some());
    draft.clear_step(Step::Profile);
    assert_eq!((draft.get(AnswerKey::Profile(FieldId::City)), draft.profile_etag.clone()), (None, None));
    for step in [Step::Location, Step::Level, Step::Payment, Step::Review, Step::Requirements] {
        assert!(step == Step::Review || step == Step::Requirements || !draft.is_empty());
        draft.clear_step(step);
    }
    assert!(draft.is_empty());
}

#[test]
fn every_answer_belongs_to_a_step_and_keeps_its_name() {
    let fields = FieldId::ALL.map(AnswerKey::Profile);
    let rest = [
        AnswerKey::SignerName,
        AnswerKey::SignerTitle,
        AnswerKey::Location,
        AnswerKey::Level,
        AnswerKey::Method,
        AnswerKey::PurchaseOrder,
    ];
    for key in fields.into_iter().chain(rest) {
        assert_eq!(AnswerKey::from_name(&key.name()), Some(key));
        assert!(key.step() > Step::Requirements && key.step() < Step::Review, "{key:?}");
    }
    for wrong in ["", "profile.", "profile.Country", "profile.profile.city", "signername", "__proto__"] {
        assert_eq!(AnswerKey::from_name(wrong), None, "{wrong}");
    }
}

#[test]
fn a_text_that_is_too_long_is_cut_between_characters() {
    let mut draft = Draft::default();
    draft.set(AnswerKey::SignerName, ["я".repeat(999), "😀😀".to_owned()].concat());
    let kept = draft.get(AnswerKey::SignerName).unwrap();
    assert_eq!((kept.chars().count(), kept.ends_with("я😀")), (1_000, true));
}

#[test]
fn tabs_understand_each_other_and_nothing_else() {
    let saved = TabMessage::Saved { rev: u64::MAX, key: "draft/a/o r/g".to_owned() };
    let settled = TabMessage::Completed { renewal: "renewal-1001".to_owned() };
    let progress = TabMessage::Progress { renewal: "renewal-1001".to_owned() };
    for message in [saved, settled, progress, TabMessage::SignedOut] {
        assert_eq!(TabMessage::read(&message.write()), Some(message));
    }
    for other in [
        "",
        "saved",
        "saved:",
        "saved:1",
        "saved:-1 key",
        "saved:x key",
        "saved:18446744073709551616 key",
        "settle:r",
        "signed-out ",
        "{}",
    ] {
        assert_eq!(TabMessage::read(other), None, "{other}");
    }
}
