//! Which fields a country's profile has: data from the API, never constants.
use super::named_enum::named_enum;
use super::profile_field::FieldId;

named_enum! {
    /// How a field is entered.
    pub enum FieldKind (name, from_name) {
        /// One line of text.
        Text = "text",
        /// E-mail address.
        Email = "email",
        /// Phone number.
        Tel = "tel",
        /// Web address.
        Url = "url",
        /// Whole number.
        Number = "number",
        /// One of the options.
        Select = "select",
        /// A country.
        Country = "country",
    }
}

/// One field of the profile in a country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldRule {
    /// Which field.
    pub id: FieldId,
    /// Word key of its label in that country, such as `eircode`.
    pub label: String,
    /// How it is entered.
    pub kind: FieldKind,
    /// Must it be given?
    pub required: bool,
    /// Accepted shapes (see `domain::shape`); empty means any text.
    pub shapes: Vec<String>,
    /// An example in that country; may be empty.
    pub example: String,
    /// Ids of the options of a select.
    pub options: Vec<String>,
    /// Longest accepted value in characters.
    pub max_length: usize,
}

/// A section of the profile form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionRule {
    /// `identity`, `address`, `contacts` or `business`.
    pub id: String,
    /// Fields in order.
    pub fields: Vec<FieldRule>,
}

/// The profile form of one country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountryRules {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Legal forms of companies there, which are no name alone.
    pub legal_suffixes: Vec<String>,
    /// Sections in order.
    pub sections: Vec<SectionRule>,
}

impl CountryRules {
    /// Fields of a section in their order; none where there is no such section.
    #[must_use]
    pub fn fields_of(&self, section: &str) -> &[FieldRule] {
        self.sections.iter().find(|found| found.id == section).map_or(&[], |section| &section.fields)
    }

    /// Id of the section that has this field. A country that no section lists can be chosen in the first one.
    #[must_use]
    pub fn section_of(&self, field: FieldId) -> Option<&str> {
        let lists = |section: &&SectionRule| section.fields.iter().any(|rule| rule.id == field);
        let first = || self.sections.first().filter(|_| field == FieldId::Country);
        self.sections.iter().find(lists).or_else(first).map(|section| section.id.as_str())
    }
}
