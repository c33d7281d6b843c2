//! Labels, hints and messages of the profile's fields: the country's rules name them, the catalogue words them.
use super::field::Field;
use crate::domain::country::{CountryRules, FieldKind, FieldRule};
use crate::domain::profile::{FieldId, FieldProblem};
use crate::i18n::{dynamic, format, words};

/// Heading of a section of the form.
#[must_use]
pub fn section(id: &str) -> String {
    dynamic("profile_section", id).unwrap_or_else(|| id.to_owned())
}

/// Label of a field by its word key, such as `eircode`.
#[must_use]
pub fn label(key: &str) -> String {
    dynamic("field", key).unwrap_or_else(|| key.to_owned())
}

/// Label of a field in a country.
#[must_use]
pub fn label_of(rules: &CountryRules, field: FieldId) -> String {
    if field == FieldId::Country {
        return words::field_country();
    }
    let rule = rules.sections.iter().flat_map(|section| &section.fields).find(|rule| rule.id == field);
    rule.map_or_else(|| field.name().to_owned(), |rule| label(&rule.label))
}

/// Name of an option; any other value is itself.
#[must_use]
pub fn option(field: FieldId, id: &str) -> String {
    let group = match field {
        FieldId::PartnerType => "partner_type",
        FieldId::BusinessFocus => "business_focus",
        // Numbers of people are written alike in every language.
        _ => return id.to_owned(),
    };
    dynamic(group, id).unwrap_or_else(|| id.to_owned())
}

fn autocomplete(field: FieldId) -> &'static str {
    match field {
        FieldId::LegalName => "organization",
        FieldId::Website => "url",
        FieldId::AddressLine1 => "address-line1",
        FieldId::AddressLine2 => "address-line2",
        FieldId::City => "address-level2",
        FieldId::Region => "address-level1",
        FieldId::PostalCode => "postal-code",
        FieldId::ContactName => "name",
        FieldId::ContactEmail => "email",
        FieldId::ContactPhone => "tel",
        FieldId::ExecutiveName => "section-executive name",
        FieldId::ExecutiveEmail => "section-executive email",
        _ => "",
    }
}

/// The field as the country wants it.
#[must_use]
pub fn field(rule: &FieldRule) -> Field {
    let label = label(&rule.label);
    let example = if rule.example.is_empty() { String::new() } else { words::form_example(&rule.example) };
    Field {
        id: rule.id.name().to_owned(),
        label: if rule.required { label } else { words::form_optional(&label) },
        hint: dynamic("field_hint", &rule.label).unwrap_or(example),
        kind: match rule.kind {
            FieldKind::Email => "email",
            FieldKind::Tel => "tel",
            _ => "",
        },
        autocomplete: autocomplete(rule.id),
        inputmode: match rule.kind {
            FieldKind::Number => "numeric",
            FieldKind::Url => "url",
            _ if !rule.shapes.is_empty() && rule.shapes.iter().all(|shape| shape.bytes().all(|b| b == b'9')) => {
                "numeric"
            }
            _ => "",
        },
        width: match rule.id {
            FieldId::PostalCode | FieldId::Customers | FieldId::Employees => "input--narrow",
            FieldId::RegistrationNumber | FieldId::TaxId | FieldId::ContactPhone | FieldId::City | FieldId::Region => {
                "input--medium"
            }
            _ => "",
        },
        accept: "",
    }
}

/// What is wrong with a field, and how to put it right; `rules` name the field.
#[must_use]
pub fn message(rules: &CountryRules, field: FieldId, problem: FieldProblem) -> String {
    let rule = rules.sections.iter().flat_map(|section| &section.fields).find(|rule| rule.id == field);
    let (key, example, max) = rule.map_or(("country", "", 0), |rule| (&rule.label, &rule.example, rule.max_length));
    let label = label(key);
    match problem {
        FieldProblem::Missing => dynamic("field_enter", key).unwrap_or_else(|| words::form_enter(&label)),
        FieldProblem::UnusualShape => words::form_unusual(&label, example),
        FieldProblem::Shape => words::form_shape(&label, example),
        FieldProblem::TooLong => words::form_too_long(&label, &format::number(max as i64)),
        FieldProblem::UnknownOption => words::form_option(&label),
        FieldProblem::Email => words::form_email(&label),
        FieldProblem::Phone => words::form_phone(&label),
        FieldProblem::Url => words::form_url(&label),
        FieldProblem::Number => words::form_number(&label),
    }
}
