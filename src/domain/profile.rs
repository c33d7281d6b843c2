//! The organization profile: raw text per field, parsed by the country's rules.
use super::country::CountryRules;
use super::profile_rules;
use super::texts::Texts;

/// A field of the profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // The names are those of the contract and say it all.
pub enum FieldId {
    LegalName,
    TradingName,
    RegistrationNumber,
    TaxId,
    Website,
    Country,
    AddressLine1,
    AddressLine2,
    City,
    Region,
    PostalCode,
    ContactName,
    ContactEmail,
    ContactPhone,
    ExecutiveName,
    ExecutiveEmail,
    PartnerType,
    Employees,
    Customers,
    BusinessFocus,
}

impl FieldId {
    /// All fields with their names in the contract.
    pub const ALL: [(FieldId, &'static str); 20] = [
        (FieldId::LegalName, "legalName"),
        (FieldId::TradingName, "tradingName"),
        (FieldId::RegistrationNumber, "registrationNumber"),
        (FieldId::TaxId, "taxId"),
        (FieldId::Website, "website"),
        (FieldId::Country, "country"),
        (FieldId::AddressLine1, "addressLine1"),
        (FieldId::AddressLine2, "addressLine2"),
        (FieldId::City, "city"),
        (FieldId::Region, "region"),
        (FieldId::PostalCode, "postalCode"),
        (FieldId::ContactName, "contactName"),
        (FieldId::ContactEmail, "contactEmail"),
        (FieldId::ContactPhone, "contactPhone"),
        (FieldId::ExecutiveName, "executiveName"),
        (FieldId::ExecutiveEmail, "executiveEmail"),
        (FieldId::PartnerType, "partnerType"),
        (FieldId::Employees, "employees"),
        (FieldId::Customers, "customers"),
        (FieldId::BusinessFocus, "businessFocus"),
    ];

    /// Name in the contract, also the control's id in the page.
    #[must_use]
    pub fn name(self) -> &'static str {
        FieldId::ALL.iter().find(|(id, _)| *id == self).map_or("", |(_, name)| name)
    }

    /// The field with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<FieldId> {
        FieldId::ALL.iter().find(|(_, n)| *n == name).map(|(id, _)| *id)
    }
}

/// Values of the profile as text; a field that is absent is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile(pub Texts<FieldId>);

impl Profile {
    /// The value of a field; empty if not given.
    #[must_use]
    pub fn get(&self, field: FieldId) -> &str {
        self.0.get(field).unwrap_or_default()
    }
}

/// A profile with the entity tag it was read at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredProfile {
    /// The values.
    pub profile: Profile,
    /// Strong entity tag, for `If-Match`.
    pub etag: String,
}

/// What is wrong with a field's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldProblem {
    /// Nothing was entered.
    Missing,
    /// Does not have the country's shape.
    Shape,
    /// Longer than the limit.
    TooLong,
    /// Not one of the options.
    UnknownOption,
    /// Not an e-mail address.
    Email,
    /// Not a phone number.
    Phone,
    /// Not a web address.
    Url,
    /// Not a whole number.
    Number,
    /// A checkbox that must be ticked is not.
    NotAccepted,
    /// Differs from the name expected.
    NameMismatch,
}

/// A field that two versions of the profile disagree on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which field.
    pub field: FieldId,
    /// What both started from.
    pub base: String,
    /// What this person typed.
    pub mine: String,
    /// What is on the server now.
    pub theirs: String,
}

impl Difference {
    /// Only somebody else changed it: theirs is the one to keep unless the person says otherwise.
    #[must_use]
    pub fn only_theirs(&self) -> bool {
        self.mine == self.base
    }
}

impl Profile {
    /// The fields that they changed and that are not the same in mine, in the order of `FieldId::ALL`. Spaces at the ends
    /// do not count. What I alone changed is no conflict.
    #[must_use]
    pub fn differences(base: &Profile, mine: &Profile, theirs: &Profile) -> Vec<Difference> {
        let fields = FieldId::ALL.into_iter().map(|(field, _)| field);
        fields
            .filter(|field| {
                let (base, mine, theirs) =
                    (base.get(*field).trim(), mine.get(*field).trim(), theirs.get(*field).trim());
                theirs != base && theirs != mine
            })
            .map(|field| Difference {
                field,
                base: base.get(field).to_owned(),
                mine: mine.get(field).to_owned(),
                theirs: theirs.get(field).to_owned(),
            })
            .collect()
    }
}

/// Reads what was typed by the rules of the country. The raw values stay as they are; the result has trimmed
/// values, and those with a shape in their cleaned form. Fields the country does not ask for are kept as stored.
///
/// # Errors
/// Every field that is not in order, in the order of the page.
pub fn parse(raw: &Profile, rules: &CountryRules) -> Result<Profile, Vec<(FieldId, FieldProblem)>> {
    let mut parsed = raw.clone();
    let mut problems = Vec::new();
    for rule in rules.sections.iter().flat_map(|section| &section.fields) {
        match profile_rules::read(raw.get(rule.id), rule) {
            Ok(value) => parsed.0.insert(rule.id, value),
            Err(problem) => problems.push((rule.id, problem)),
        }
    }
    if problems.is_empty() { Ok(parsed) } else { Err(problems) }
}
