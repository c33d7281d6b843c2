//! `GET /agreements/current`.
use super::{Call, answer};
use crate::domain::agreement::{Agreement, Section};
use crate::domain::{json, percent};
use serde_json::Value;

/// The agreement in force for a country, in a language.
#[must_use]
pub fn current(country: &str, language: &str) -> Call<Agreement> {
    let query = ["country=", &percent::encode(country), "&language=", &percent::encode(language)].concat();
    Call { request: super::get(["/agreements/current?", &query].concat()), read: |reply| answer(reply, agreement) }
}

fn agreement(value: &Value) -> Option<Agreement> {
    Some(Agreement {
        id: json::id(value, "id")?,
        version: json::text(value, "version")?,
        language: json::text(value, "language")?,
        title: json::text(value, "title")?,
        effective: json::date(value, "effective")?,
        digest: json::text(value, "digest")?,
        sections: json::list(value, "sections", |section| {
            Some(Section {
                heading: json::text(section, "heading")?,
                paragraphs: json::list(section, "paragraphs", json::string)?,
            })
        })?,
    })
}
