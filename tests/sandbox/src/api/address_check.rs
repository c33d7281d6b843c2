//! The program's address check, as far as the sandbox plays it: it knows words that are short for another, and a few
//! postcodes with their cities.

use serde_json::{Map, Value, json};

use super::problem::Problem;
use crate::store::locations::ADDRESS;
use crate::store::records::Organization;

/// A street at which the check does not answer has this number in it.
const DOWN: &str = "503";
/// Most suggestions told.
const MAX: usize = 3;
/// Words that are short for another, as they stand in a street.
const SHORT: [(&str, &str); 5] =
    [("Blvd", "Boulevard"), ("Blvd.", "Boulevard"), ("Rd", "Road"), ("бул.", "булевард"), ("ул.", "улица")];
/// An end of a word that is short for another one, in countries where streets are called so.
const SHORT_END: (&str, &str, [&str; 3]) = ("str.", "straße", ["AT", "CH", "DE"]);
/// Countries with some of their postcodes, each with its city.
const CITIES: [(&str, &str, &str); 7] = [
    ("BG", "4000", "Plovdiv"),
    ("BG", "8000", "Burgas"),
    ("BG", "9000", "Varna"),
    ("AT", "8010", "Graz"),
    ("AT", "5020", "Salzburg"),
    ("DE", "80331", "München"),
    ("DE", "50667", "Köln"),
];

/// What the check says of the company's address, as the contract writes it.
pub fn check(organization: &Organization) -> &'static str {
    match suggestions(organization) {
        None => "pending",
        Some(better) if better.is_empty() => "verified",
        Some(_) => "kept",
    }
}

/// Refuses an address that has changed where the check knows better.
///
/// # Errors
/// 409 with the suggestions.
pub fn knows_no_better(before: &Organization, after: &Organization) -> Result<(), Problem> {
    let is_changed = ADDRESS.iter().chain(&["country"]).any(|field| before.field(field) != after.field(field));
    let better = suggestions(after).filter(|better| is_changed && !better.is_empty());
    better.map_or(Ok(()), |better| Err(Problem::address_suggested(better)))
}

/// Addresses that are more likely right, the most likely one first; `None` where the check does not answer.
fn suggestions(organization: &Organization) -> Option<Vec<Value>> {
    let street = organization.field("addressLine1");
    if street.contains(DOWN) {
        return None;
    }
    let country = organization.field("country");
    let (city, code) = (organization.field("city"), organization.field("postalCode"));
    let known = CITIES.iter().filter(|(of, ..)| *of == country);
    let mut places: Vec<(&str, &str)> = vec![(code, city)];
    if let Some((_, _, city_of_code)) = known.clone().find(|(_, known, name)| *known == code && *name != city) {
        let own_code = known.clone().find(|(_, _, name)| *name == city).map(|(_, own, _)| (*own, city));
        places = [Some((code, *city_of_code)), own_code].into_iter().flatten().collect();
    }
    let written = in_full(street, country);
    let is_other = |(code_of, city_of): &(&str, &str)| written != street || *code_of != code || *city_of != city;
    let better = places.into_iter().filter(is_other).take(MAX);
    Some(
        better
            .map(|(code, city)| {
                address(organization, &[("addressLine1", &written), ("city", city), ("postalCode", code)])
            })
            .collect(),
    )
}

/// A street without words that are short for another.
fn in_full(street: &str, country: &str) -> String {
    let (end, full, countries) = SHORT_END;
    let word = |word: &str| match SHORT.iter().find(|(short, _)| *short == word) {
        Some((_, full)) => (*full).to_owned(),
        None => match word.strip_suffix(end).filter(|_| countries.contains(&country)) {
            Some(name) => [name, full].concat(),
            None => word.to_owned(),
        },
    };
    street.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// The address of the company with other values.
fn address(organization: &Organization, values: &[(&str, &str)]) -> Value {
    let value = |name: &str| {
        values.iter().find(|(other, _)| *other == name).map_or(organization.field(name), |(_, value)| value)
    };
    let fields: Map<String, Value> = ADDRESS.iter().map(|name| ((*name).to_owned(), json!(value(name)))).collect();
    Value::Object(fields)
}
