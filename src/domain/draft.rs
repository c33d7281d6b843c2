//! What was typed and is not yet with the server. Only what `AnswerKey` names can be kept in the browser:
//! ticks of consent are not among it, because consent is given anew each time.
use super::json::{self, Object};
use super::profile::FieldId;
use super::step::Step;
use serde_json::Value;
use std::collections::BTreeMap;

/// Longest answer kept, in characters. A whole draft stays well below the size that is read back.
const MAX_ANSWER: usize = 1_000;
const PROFILE: &str = "profile.";

/// Everything that may be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnswerKey {
    /// A field of the organization profile.
    Profile(FieldId),
    /// Name of the signer.
    SignerName,
    /// Job title of the signer.
    SignerTitle,
    /// Id of the location.
    Location,
    /// Id of the level.
    Level,
    /// Payment method.
    Method,
    /// Purchase order number.
    PurchaseOrder,
}

const SIMPLE: [(AnswerKey, &str); 6] = [
    (AnswerKey::SignerName, "signerName"),
    (AnswerKey::SignerTitle, "signerTitle"),
    (AnswerKey::Location, "location"),
    (AnswerKey::Level, "level"),
    (AnswerKey::Method, "method"),
    (AnswerKey::PurchaseOrder, "purchaseOrder"),
];

impl AnswerKey {
    /// The step it is asked in.
    #[must_use]
    pub fn step(self) -> Step {
        match self {
            AnswerKey::Profile(_) => Step::Profile,
            AnswerKey::SignerName | AnswerKey::SignerTitle => Step::Agreement,
            AnswerKey::Location => Step::Location,
            AnswerKey::Level => Step::Level,
            AnswerKey::Method | AnswerKey::PurchaseOrder => Step::Payment,
        }
    }

    /// Name in the stored record.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            AnswerKey::Profile(field) => [PROFILE, field.name()].concat(),
            simple => SIMPLE.iter().find(|(key, _)| *key == simple).map_or("", |(_, name)| name).to_owned(),
        }
    }

    /// The key with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<AnswerKey> {
        match name.strip_prefix(PROFILE) {
            Some(field) => FieldId::from_name(field).map(AnswerKey::Profile),
            None => SIMPLE.iter().find(|(_, known)| *known == name).map(|(key, _)| *key),
        }
    }
}

/// The unsaved difference to what the server has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    answers: BTreeMap<AnswerKey, String>,
    /// Entity tag of the profile that the typed fields started from.
    pub profile_etag: Option<String>,
}

impl Draft {
    /// What was typed, if anything.
    #[must_use]
    pub fn get(&self, key: AnswerKey) -> Option<&str> {
        self.answers.get(&key).map(String::as_str)
    }

    /// Keeps what was typed.
    pub fn set(&mut self, key: AnswerKey, value: String) {
        let end = value.char_indices().nth(MAX_ANSWER).map(|(end, _)| end);
        let kept = end.and_then(|end| value.get(..end)).map(str::to_owned);
        self.answers.insert(key, kept.unwrap_or(value));
    }

    /// Everything typed, in a fixed order.
    pub fn answers(&self) -> impl Iterator<Item = (AnswerKey, &str)> {
        self.answers.iter().map(|(key, value)| (*key, value.as_str()))
    }

    /// Is there nothing to keep?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }

    /// Forgets the answers of a step that the server now has.
    pub fn clear_step(&mut self, step: Step) {
        self.answers.retain(|key, _| key.step() != step);
        if step == Step::Profile {
            self.profile_etag = None;
        }
    }

    /// JSON for the stored record.
    #[must_use]
    pub fn to_payload(&self) -> String {
        let answers = self.answers.iter().fold(Object::new(), |object, (key, value)| object.text(&key.name(), value));
        Object::new()
            .json("answers", &answers.finish())
            .text_or_null("profileEtag", self.profile_etag.as_deref())
            .finish()
    }

    /// Reads it back. Keys that are not in the list, values that are not text and values that are too long are
    /// left out; `None` if it is no such record at all.
    #[must_use]
    pub fn from_payload(payload: &str) -> Option<Draft> {
        let value = json::parse(payload)?;
        let mut draft = Draft { profile_etag: short(value.get("profileEtag")), ..Draft::default() };
        for (name, answer) in value.get("answers")?.as_object()? {
            if let (Some(key), Some(answer)) = (AnswerKey::from_name(name), short(Some(answer))) {
                draft.answers.insert(key, answer);
            }
        }
        Some(draft)
    }
}

fn short(value: Option<&Value>) -> Option<String> {
    json::own(value?).filter(|text| text.chars().count() <= MAX_ANSWER)
}
