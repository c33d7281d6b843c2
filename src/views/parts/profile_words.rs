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
    rule_of(rules, field).map_or_else(|| field.name().to_owned(), |rule| label(&rule.label))
}

/// The rule of a field in a country.
#[must_use]
pub fn rule_of(rules: &CountryRules, field: FieldId) -> Option<&FieldRule> {
    rules.sections.iter().flat_map(|section| &section.fields).find(|rule| rule.id == field)
}

/// Name of an option, in the group of words that is called like the label; any other value is itself. Numbers of people
/// are written alike in every language and have no words.
#[must_use]
pub fn option(rule: &FieldRule, id: &str) -> String {
    let named = if rule.kind == FieldKind::Select { dynamic(&rule.label, id) } else { None };
    named.unwrap_or_else(|| id.to_owned())
}

/// What the tax authority says of a number; nothing where there is nothing to tell.
#[must_use]
pub fn tax_check(check: &str) -> Vec<String> {
    dynamic("tax_check", check).into_iter().collect()
}

/// What the program's address check says of an address; nothing where there is nothing to tell.
#[must_use]
pub fn address_check(check: &str) -> Vec<String> {
    dynamic("address_check", check).into_iter().collect()
}

/// What a browser may fill a field with, and how wide its control is.
fn purpose_and_width(field: FieldId) -> (&'static str, &'static str) {
    const NARROW: &str = "input--narrow";
    const MEDIUM: &str = "input--medium";
    match field {
        FieldId::LegalName => ("organization", ""),
        FieldId::Website => ("url", ""),
        FieldId::AddressLine1 => ("address-line1", ""),
        FieldId::AddressLine2 => ("address-line2", ""),
        FieldId::City => ("address-level2", MEDIUM),
        FieldId::Region => ("address-level1", MEDIUM),
        FieldId::PostalCode => ("postal-code", NARROW),
        FieldId::ContactName => ("name", ""),
        FieldId::ContactEmail => ("email", ""),
        FieldId::ContactPhone => ("tel", MEDIUM),
        FieldId::ExecutiveName => ("section-executive name", ""),
        FieldId::ExecutiveEmail => ("section-executive email", ""),
        FieldId::RegistrationNumber | FieldId::TaxId => ("", MEDIUM),
        FieldId::Employees | FieldId::Customers => ("", NARROW),
        FieldId::TradingName | FieldId::Country | FieldId::PartnerType | FieldId::BusinessFocus => ("", ""),
    }
}

/// Is the control narrow enough to stand beside another one?
#[must_use]
pub fn is_narrow(field: FieldId) -> bool {
    let (_, width) = purpose_and_width(field);
    !width.is_empty()
}

/// The field as the country wants it.
#[must_use]
pub fn field(rule: &FieldRule) -> Field {
    let label = label(&rule.label);
    let (autocomplete, width) = purpose_and_width(rule.id);
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
        autocomplete,
        inputmode: match rule.kind {
            FieldKind::Number => "numeric",
            FieldKind::Url => "url",
            _ if !rule.shapes.is_empty() && rule.shapes.iter().all(|shape| shape.bytes().all(|b| b == b'9')) => {
                "numeric"
            }
            _ => "",
        },
        width,
        accept: "",
    }
}

/// What is wrong with a field, and how to put it right; `rules` name the field.
#[must_use]
pub fn message(rules: &CountryRules, field: FieldId, problem: FieldProblem) -> String {
    let (key, example, max) =
        rule_of(rules, field).map_or(("country", "", 0), |rule| (&rule.label, &rule.example, rule.max_length));
    let label = label(key);
    match problem {
        FieldProblem::Missing => dynamic("field_enter", key).unwrap_or_else(|| words::form_enter(&label)),
        FieldProblem::UnusualShape if field == FieldId::LegalName => words::form_unusual_name(&label),
        FieldProblem::NotRegistered => words::form_not_registered(&label),
        FieldProblem::PartOfName => words::form_part_of_name(&label),
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
