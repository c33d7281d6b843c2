//! What was typed and is not yet with the server. Only what `AnswerKey` names can be kept in the browser:
//! ticks of consent are not among it, because consent is given anew each time.
use super::entity_tag;
use super::json::{self, Object};
use super::profile::{FieldId, Profile};
use super::step::Step;
use super::texts::Texts;
use serde_json::Value;

/// Longest answer kept, in characters; a text field takes no more. A whole draft stays well below the size that is read
/// back.
pub const MAX_ANSWER: usize = 1_000;
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
    /// Promotion code.
    PromotionCode,
    /// The total that the person pressed Pay for, as `Money::to_text` writes it. They may have to sign in again before it is
    /// paid, and are told where it is another by then.
    AgreedTotal,
}

impl AnswerKey {
    /// All that are no fields of the profile. A test fails for one that is missing here.
    pub const PLAIN: [AnswerKey; 8] = [
        AnswerKey::SignerName,
        AnswerKey::SignerTitle,
        AnswerKey::Location,
        AnswerKey::Level,
        AnswerKey::Method,
        AnswerKey::PurchaseOrder,
        AnswerKey::PromotionCode,
        AnswerKey::AgreedTotal,
    ];

    /// The step it is asked in.
    #[must_use]
    pub fn step(self) -> Step {
        match self {
            AnswerKey::Profile(_) => Step::Profile,
            AnswerKey::SignerName | AnswerKey::SignerTitle => Step::Agreement,
            AnswerKey::Location => Step::Location,
            AnswerKey::Level => Step::Level,
            AnswerKey::Method | AnswerKey::PurchaseOrder => Step::Payment,
            AnswerKey::PromotionCode | AnswerKey::AgreedTotal => Step::Review,
        }
    }

    /// Name in the stored record.
    #[must_use]
    pub fn name(self) -> String {
        let (prefix, name) = match self {
            AnswerKey::Profile(field) => (PROFILE, field.name()),
            AnswerKey::SignerName => ("", "signerName"),
            AnswerKey::SignerTitle => ("", "signerTitle"),
            AnswerKey::Location => ("", "location"),
            AnswerKey::Level => ("", "level"),
            AnswerKey::Method => ("", "method"),
            AnswerKey::PurchaseOrder => ("", "purchaseOrder"),
            AnswerKey::PromotionCode => ("", "promotionCode"),
            AnswerKey::AgreedTotal => ("", "agreedTotal"),
        };
        [prefix, name].concat()
    }

    /// The key with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<AnswerKey> {
        match name.strip_prefix(PROFILE) {
            Some(field) => FieldId::from_name(field).map(AnswerKey::Profile),
            None => AnswerKey::PLAIN.into_iter().find(|key| key.name() == name),
        }
    }
}

/// The unsaved difference to what the server has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    answers: Texts<AnswerKey>,
    /// Entity tag of the profile that the typed fields started from.
    pub profile_etag: Option<String>,
    /// What stood in the typed fields of the profile before.
    before: Texts<FieldId>,
}

impl Draft {
    /// What was typed, if anything.
    #[must_use]
    pub fn get(&self, key: AnswerKey) -> Option<&str> {
        self.answers.get(key)
    }

    /// The answers of a step, as they are now.
    #[must_use]
    pub fn of_step(&self, step: Step) -> Texts<AnswerKey> {
        let mut answers = self.answers.clone();
        answers.retain(|key| key.step() == step);
        answers
    }

    /// Keeps what was typed.
    pub fn set(&mut self, key: AnswerKey, value: String) {
        let end = value.char_indices().nth(MAX_ANSWER).map(|(end, _)| end);
        let kept = end.and_then(|end| value.get(..end)).map(str::to_owned);
        self.answers.insert(key, kept.unwrap_or(value));
    }

    /// Everything typed, in a fixed order.
    pub fn answers(&self) -> impl Iterator<Item = (AnswerKey, &str)> {
        self.answers.iter()
    }

    /// Is there nothing to keep?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }

    /// Forgets the answers of a step that the server now has.
    pub fn clear_step(&mut self, step: Step) {
        self.answers.retain(|key| key.step() != step);
        if step == Step::Profile {
            self.profile_etag = None;
            self.before = Texts::default();
        }
    }

    /// Remembers what the profile with this entity tag held in a field before anything was typed into it.
    pub fn start_from(&mut self, etag: &str, field: FieldId, was: &str) {
        if self.profile_etag.is_none() {
            self.profile_etag = Some(etag.to_owned());
        }
        if self.before.get(field).is_none() {
            self.before.insert(field, was.to_owned());
        }
    }

    /// The typed fields start from this newer profile from now on: its differences have been shown.
    pub fn rebase(&mut self, etag: &str, profile: &Profile) {
        self.profile_etag = Some(etag.to_owned());
        self.before = self.before.iter().map(|(field, _)| (field, profile.get(field).to_owned())).collect();
    }

    /// The profile as it was before anything was typed, as far as it matters: in the fields that were typed into.
    #[must_use]
    pub fn base(&self, stored: &Profile) -> Profile {
        let mut base = stored.clone();
        for (field, was) in self.before.iter() {
            base.0.insert(field, was.to_owned());
        }
        base
    }

    /// The stored profile with the typed answers over it: the draft wins until it is saved.
    #[must_use]
    pub fn over(&self, stored: &Profile) -> Profile {
        let mut over = stored.clone();
        for field in FieldId::ALL {
            if let Some(typed) = self.get(AnswerKey::Profile(field)) {
                over.0.insert(field, typed.to_owned());
            }
        }
        over
    }

    /// This draft over another one: where both have an answer, this one wins.
    #[must_use]
    pub fn over_draft(self, mut under: Draft) -> Draft {
        for (key, answer) in self.answers.iter() {
            under.answers.insert(key, answer.to_owned());
        }
        under.profile_etag = under.profile_etag.or(self.profile_etag);
        for (field, was) in self.before.iter() {
            if under.before.get(field).is_none() {
                under.before.insert(field, was.to_owned());
            }
        }
        under
    }

    /// JSON for the stored record.
    #[must_use]
    pub fn to_payload(&self) -> String {
        let answers = self.answers.iter().fold(Object::new(), |object, (key, value)| object.text(&key.name(), value));
        let before = self.before.iter().fold(Object::new(), |object, (field, was)| object.text(field.name(), was));
        let payload =
            Object::new().json("answers", &answers.finish()).text_or_null("profileEtag", self.profile_etag.as_deref());
        if self.before.is_empty() { payload.finish() } else { payload.json("before", &before.finish()).finish() }
    }

    /// Reads it back. Keys that are not in the list, values that are not text and values that are too long are
    /// left out; `None` if it is no such record at all.
    #[must_use]
    pub fn from_payload(payload: &str) -> Option<Draft> {
        let value = json::parse(payload)?;
        let mut draft = Draft {
            profile_etag: value.get("profileEtag").and_then(Value::as_str).and_then(entity_tag::strong),
            ..Draft::default()
        };
        for (name, answer) in value.get("answers")?.as_object()? {
            if let (Some(key), Some(answer)) = (AnswerKey::from_name(name), short(Some(answer))) {
                draft.answers.insert(key, answer);
            }
        }
        let before = value.get("before").and_then(Value::as_object);
        for (name, was) in before.into_iter().flatten() {
            if let (Some(field), Some(was)) = (FieldId::from_name(name), short(Some(was))) {
                draft.before.insert(field, was);
            }
        }
        Some(draft)
    }
}

fn short(value: Option<&Value>) -> Option<String> {
    json::string(value?).filter(|text| text.chars().count() <= MAX_ANSWER)
}
