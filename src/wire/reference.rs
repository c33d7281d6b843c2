//! Countries and their profile forms.
use super::{Call, answer, choice, path};
use crate::domain::country::{CountryRules, FieldKind, FieldRule, SectionRule};
use crate::domain::profile::FieldId;
use crate::domain::{json, limits};
use serde_json::Value;

/// Countries the program knows, ISO 3166-1 alpha-2.
#[must_use]
pub fn countries() -> Call<Vec<String>> {
    Call {
        request: super::get("/reference/countries".to_owned()),
        read: |reply| answer(reply, |value| json::list(value, "countries", json::string)),
    }
}

/// The profile form of a country.
#[must_use]
pub fn country(iso2: &str) -> Call<CountryRules> {
    Call { request: super::get(path("/reference/countries/{}", iso2)), read: |reply| answer(reply, rules) }
}

fn rules(value: &Value) -> Option<CountryRules> {
    Some(CountryRules {
        country: json::text(value, "country")?,
        legal_suffixes: json::list_lossy(value, "legalSuffixes", json::string),
        sections: json::list(value, "sections", |section| {
            Some(SectionRule { id: json::id(section, "id")?, fields: json::list_lossy(section, "fields", field) })
        })?,
    })
}

/// A field; `None` for one this build does not know, which is then left as it is stored.
fn field(value: &Value) -> Option<FieldRule> {
    let id = FieldId::from_name(value.get("id")?.as_str()?)?;
    let max_length =
        json::integer(value, "maxLength", limits::FIELD_LENGTH).and_then(|length| usize::try_from(length).ok());
    Some(FieldRule {
        id,
        label: json::text(value, "label")?,
        kind: choice(value, "kind", FieldKind::from_name, FieldKind::Text)?,
        required: json::flag(value, "required"),
        shapes: json::list_lossy(value, "shapes", json::string),
        example: json::text_or_empty(value, "example"),
        options: json::list_lossy(value, "options", json::string),
        max_length: max_length.unwrap_or(0),
    })
}
