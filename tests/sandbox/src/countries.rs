//! The countries in which companies take part in the program: numbers and address of each, as they are asked for and
//! written there.

use std::sync::LazyLock;

use serde::Deserialize;

/// A file that does not read gives no country at all; the tests of the forms would name each that is missing.
static COUNTRIES: LazyLock<Vec<Country<'static>>> = LazyLock::new(|| {
    let read = serde_json::from_str::<File>(include_str!("../countries/countries.json"));
    read.map(|file| file.countries).unwrap_or_default()
});
/// Lines of an address in a country that is not in the program.
const USUAL_LINES: [&str; 3] = ["{addressLine1}", "{addressLine2}", "{postalCode} {city}"];

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    countries: Vec<Country<'a>>,
}

/// A country of the program.
#[derive(Debug, Deserialize)]
pub struct Country<'a> {
    /// ISO 3166-1 alpha-2.
    pub country: &'a str,
    /// Legal forms of companies, which are no name alone.
    #[serde(borrow, rename = "legalSuffixes")]
    pub legal_suffixes: Vec<&'a str>,
    /// The number in the register of companies.
    #[serde(borrow)]
    pub registration: Asked<'a>,
    /// The number of the tax authority.
    #[serde(borrow)]
    pub tax: Asked<'a>,
    /// The fields of an address, in the order in which they are written.
    #[serde(borrow)]
    pub address: Vec<AddressField<'a>>,
    #[serde(borrow)]
    written: Vec<&'a str>,
    /// An example of a telephone number.
    pub phone: &'a str,
}

/// What is asked for, and what it looks like.
#[derive(Debug, Deserialize)]
pub struct Asked<'a> {
    /// Word key of its label.
    pub label: &'a str,
    /// Must it be given?
    pub required: bool,
    /// Its shapes; any text when empty.
    pub shapes: Vec<&'a str>,
    /// An example; may be empty.
    pub example: &'a str,
}

/// A field of an address.
#[derive(Debug, Deserialize)]
pub struct AddressField<'a> {
    /// Its name in the profile.
    pub id: &'a str,
    /// What is asked for.
    #[serde(borrow, flatten)]
    pub asked: Asked<'a>,
}

/// The countries, in the order of the program.
pub fn all() -> &'static [Country<'static>] {
    &COUNTRIES
}

/// The country with this code, if it is in the program.
pub fn find(code: &str) -> Option<&'static Country<'static>> {
    all().iter().find(|country| country.country == code)
}

/// An address as it is written in its country; `field` gives a part of it by its name, empty where there is none.
pub fn lines<'a>(code: &str, field: impl Fn(&str) -> &'a str) -> Vec<String> {
    let written = find(code).map_or(USUAL_LINES.as_slice(), |country| &country.written);
    written.iter().map(|line| filled(line, &field)).filter(|line| !line.is_empty()).collect()
}

/// A line such as `{city}, {region}`. What stands between two parts is written only where both are there.
fn filled<'a>(line: &str, field: impl Fn(&str) -> &'a str) -> String {
    let mut text = String::new();
    for (place, part) in line.split_inclusive('}').enumerate() {
        let (between, name) = part.trim_end_matches('}').split_once('{').unwrap_or((part, ""));
        let value = field(name).trim();
        if value.is_empty() {
            continue;
        }
        if place == 0 || !text.is_empty() {
            text.push_str(between);
        }
        text.push_str(value);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTS: [(&str, &str); 5] = [
        ("addressLine1", "1 Example Road"),
        ("addressLine2", ""),
        ("city", "Town"),
        ("region", "Land"),
        ("postalCode", "12345"),
    ];

    fn written(country: &str, missing: &[&str]) -> Vec<String> {
        let value = |name: &str| PARTS.into_iter().find(|(id, _)| *id == name).map_or("", |(_, value)| value);
        lines(country, |name| if missing.contains(&name) { "" } else { value(name) })
    }

    #[test]
    fn an_address_is_written_as_in_its_country() {
        for (country, expected) in [
            ("US", vec!["1 Example Road", "Town, Land 12345"]),
            ("GB", vec!["1 Example Road", "Town", "Land", "12345"]),
            ("BG", vec!["1 Example Road", "12345 Town"]),
            ("CH", vec!["1 Example Road", "12345 Town"]),
            ("AE", vec!["1 Example Road", "Land"]),
            ("BR", vec!["1 Example Road", "Town-Land", "12345"]),
            ("JP", vec!["〒12345", "Land Town", "1 Example Road"]),
            ("CN", vec!["12345", "Land Town", "1 Example Road"]),
            ("KR", vec!["Land Town", "1 Example Road", "12345"]),
            ("XX", vec!["1 Example Road", "12345 Town"]),
        ] {
            assert_eq!(written(country, &[]), expected, "{country}");
        }
    }

    #[test]
    fn nothing_is_written_for_a_part_that_is_missing() {
        assert_eq!(written("TR", &["region"]), ["1 Example Road", "12345 Town"]);
        assert_eq!(written("US", &["city"]), ["1 Example Road", "Land 12345"]);
        assert_eq!(written("IE", &["region", "postalCode"]), ["1 Example Road", "Town"]);
    }
}
