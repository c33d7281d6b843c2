//! A section of the profile as text: what belongs together stands in one row.
use crate::app::pages::profile::ProfilePage;
use crate::domain::country::{CountryRules, FieldRule};
use crate::domain::profile::FieldId;
use crate::i18n::{later_format, words};
use crate::views::parts::profile_words;
use crate::views::parts::summary_list::Row;

/// What a row of the summary is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Name,
    Address,
    Contact,
    Executive,
    /// A field alone.
    Alone(FieldId),
}

fn group_of(field: FieldId) -> Group {
    match field {
        FieldId::LegalName | FieldId::TradingName | FieldId::Website => Group::Name,
        FieldId::Country
        | FieldId::AddressLine1
        | FieldId::AddressLine2
        | FieldId::City
        | FieldId::Region
        | FieldId::PostalCode => Group::Address,
        FieldId::ContactName | FieldId::ContactEmail | FieldId::ContactPhone => Group::Contact,
        FieldId::ExecutiveName | FieldId::ExecutiveEmail => Group::Executive,
        FieldId::RegistrationNumber
        | FieldId::TaxId
        | FieldId::PartnerType
        | FieldId::Employees
        | FieldId::Customers
        | FieldId::BusinessFocus => Group::Alone(field),
    }
}

/// Classes of a row and of its name, and that name: what the heading of the section says already is only read out.
fn head_of(group: Group, rule: &FieldRule) -> ([&'static str; 2], String) {
    const READ_OUT: &str = "visually-hidden";
    match group {
        Group::Name => (["sheet__wide sheet__name", READ_OUT], profile_words::label(&rule.label)),
        Group::Address => (["sheet__wide", READ_OUT], words::review_address()),
        Group::Contact => (["", ""], words::profile_contact()),
        Group::Executive => (["", ""], words::profile_executive()),
        Group::Alone(_) => (["", ""], profile_words::label(&rule.label)),
    }
}

/// The rows of a section, each with its class and that of its name. Drawn again when a value changes by other means than
/// typing.
#[must_use]
pub fn rows(page: &ProfilePage, section: &str) -> Vec<([&'static str; 2], Row)> {
    page.with_rules(|rules| {
        let mut rows: Vec<(Group, [&'static str; 2], Row)> = Vec::new();
        let mut before = None;
        for rule in fields(rules, section) {
            let group = group_of(rule.id);
            let value = readable(page, rule);
            match rows.iter_mut().find(|(found, ..)| *found == group) {
                Some((.., row)) if row.value.is_empty() => row.value = value,
                Some(_) if value.is_empty() => {}
                Some((Group::Address, _, row)) => {
                    let between = if belongs_to_code(before, rule.id) { " " } else { ", " };
                    row.value = [&row.value, between, &value].concat();
                }
                Some((Group::Name, _, row)) => match row.more.first_mut() {
                    Some(trading) => *trading = joined(trading, &value),
                    None => row.more.push(value),
                },
                Some((.., row)) => row.more.push(value),
                None => {
                    let (classes, name) = head_of(group, rule);
                    let more = match group {
                        Group::Alone(FieldId::TaxId) => profile_words::tax_check(&page.tax_check()),
                        Group::Address => profile_words::address_check(&page.address_check()),
                        _ => Vec::new(),
                    };
                    // A sentence needs the width of both columns.
                    let classes = if more.is_empty() { classes } else { ["sheet__wide", classes[1]] };
                    rows.push((group, classes, Row::new(name, value).with(more)));
                }
            }
            before = Some(rule.id);
        }
        rows.into_iter().map(|(_, classes, row)| (classes, row)).collect()
    })
}

/// The fields of a section in the order in which they are read: the country comes last in an address.
fn fields<'r>(rules: &'r CountryRules, section: &str) -> impl Iterator<Item = &'r FieldRule> {
    let fields = rules.fields_of(section);
    let is_country = |rule: &&FieldRule| rule.id == FieldId::Country;
    fields.iter().filter(move |rule| !is_country(rule)).chain(fields.iter().filter(is_country))
}

/// A postal code is written in one with the place: before the city, or behind it or the region.
fn belongs_to_code(before: Option<FieldId>, field: FieldId) -> bool {
    match before {
        Some(FieldId::PostalCode) => field == FieldId::City,
        Some(FieldId::City | FieldId::Region) => field == FieldId::PostalCode,
        _ => false,
    }
}

/// Two values in one line.
fn joined(before: &str, value: &str) -> String {
    [before, ", ", value].concat()
}

fn readable(page: &ProfilePage, rule: &FieldRule) -> String {
    let value = page.value(rule.id);
    if rule.id == FieldId::Country && !value.is_empty() {
        return later_format::country_name(&value);
    }
    if rule.id == FieldId::TradingName && !value.is_empty() {
        return words::profile_trading_as(&value);
    }
    profile_words::option(rule, value.trim())
}
