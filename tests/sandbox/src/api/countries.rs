//! Which fields a company profile has in each country, in which order, and what may stand in them.

use axum::Json;
use axum::extract::Path;
use axum::response::IntoResponse;
use serde_json::{Value, json};

use super::Answer;
use super::extract::Caller;
use super::problem::Problem;
use crate::countries::{self, Asked};

const PARTNER_TYPES: &[&str] = &["reseller", "isv", "integrator", "csp", "trainer"];
const EMPLOYEES: &[&str] = &["1-9", "10-49", "50-249", "250-999", "1000+"];
const FOCUS: &[&str] = &["consulting", "resale", "managed_services", "software", "training"];

/// A field of the profile in a country.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name in the profile.
    pub id: &'static str,
    /// Word key of its label there.
    pub label: &'static str,
    /// How it is entered.
    pub kind: &'static str,
    /// Must it be given?
    pub required: bool,
    /// Shapes it usually has, or must have where `has_fixed_shape`; any text when empty.
    pub shapes: &'static [&'static str],
    /// An example.
    pub example: &'static str,
    /// What can be chosen.
    pub options: &'static [&'static str],
    /// Longest text, in characters.
    pub max_length: usize,
}

impl Field {
    /// Whether nothing but its shapes is accepted. The numbers that authorities give have shapes nobody knows all of:
    /// whether such a number exists is for a later check to say.
    pub fn has_fixed_shape(&self) -> bool {
        !matches!(self.id, "registrationNumber" | "taxId")
    }

    const fn text(id: &'static str, label: &'static str, required: bool, max_length: usize) -> Self {
        Self { id, label, kind: "text", required, shapes: &[], example: "", options: &[], max_length }
    }

    const fn kind(self, kind: &'static str) -> Self {
        Self { kind, ..self }
    }

    const fn shaped(self, shapes: &'static [&'static str], example: &'static str) -> Self {
        Self { shapes, example, ..self }
    }

    fn asked(id: &'static str, asked: &'static Asked<'static>, max_length: usize) -> Self {
        Self::text(id, asked.label, asked.required, max_length).shaped(&asked.shapes, asked.example)
    }

    const fn select(id: &'static str, label: &'static str, options: &'static [&'static str]) -> Self {
        Self { kind: "select", options, ..Self::text(id, label, true, 100) }
    }
}

/// The sections of the profile in a country, each with its fields in order; none when the country is unknown.
pub fn sections(country: &str) -> Option<[(&'static str, Vec<Field>); 4]> {
    let country = countries::find(country)?;
    let email = |id, label| Field::text(id, label, true, 200).kind("email").shaped(&[], "name@company.example");
    let identity = vec![
        Field::text("legalName", "legal_name", true, 200),
        Field::text("tradingName", "trading_name", false, 200),
        Field::asked("registrationNumber", &country.registration, 30),
        Field::asked("taxId", &country.tax, 30),
        Field::text("website", "website", false, 200).kind("url").shaped(&[], "https://cedar.example"),
    ];
    let mut address = vec![Field::text("country", "country", true, 2).kind("country").shaped(&[], country.country)];
    address.extend(country.address.iter().map(|field| {
        let max_length = if field.id == "postalCode" { 12 } else { 100 };
        Field::asked(field.id, &field.asked, max_length)
    }));
    let contacts = vec![
        Field::text("contactName", "contact_name", true, 100),
        email("contactEmail", "contact_email"),
        Field::text("contactPhone", "contact_phone", true, 30).kind("tel").shaped(&[], country.phone),
        Field::text("executiveName", "executive_name", true, 100),
        email("executiveEmail", "executive_email"),
    ];
    let business = vec![
        Field::select("partnerType", "partner_type", PARTNER_TYPES),
        Field::select("employees", "employees", EMPLOYEES),
        Field::text("customers", "customers", false, 7).kind("number").shaped(&[], "40"),
        Field::select("businessFocus", "business_focus", FOCUS),
    ];
    Some([("identity", identity), ("address", address), ("contacts", contacts), ("business", business)])
}

/// The countries.
pub async fn list(_: Caller) -> Answer {
    let codes: Vec<&str> = countries::all().iter().map(|country| country.country).collect();
    Ok(Json(json!({"countries": codes})).into_response())
}

/// The fields of a country.
pub async fn read(_: Caller, Path(country): Path<String>) -> Answer {
    let found = countries::find(&country).ok_or_else(Problem::not_found)?;
    let sections = sections(&country).ok_or_else(Problem::not_found)?;
    let sections: Vec<Value> = sections
        .into_iter()
        .map(|(id, fields)| json!({"id": id, "fields": fields.iter().map(described).collect::<Vec<_>>()}))
        .collect();
    Ok(Json(json!({"country": country, "legalSuffixes": found.legal_suffixes, "sections": sections})).into_response())
}

fn described(field: &Field) -> Value {
    json!({
        "id": field.id, "label": field.label, "kind": field.kind, "required": field.required, "shapes": field.shapes,
        "example": field.example, "options": field.options, "maxLength": field.max_length,
    })
}
