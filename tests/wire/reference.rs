//! Country rules: data from the API, with examples that their own rules accept.
use crate::operations::golden_value;
use crate::support::{answer, golden, names};
use partner_renewal::domain::country::{CountryRules, FieldKind};
use partner_renewal::domain::profile::{FieldId, FieldProblem, Profile};
use partner_renewal::domain::profile_rules;
use partner_renewal::domain::profile_rules::parse;
use partner_renewal::i18n::words::LANGUAGES;
use partner_renewal::wire;

fn rules(country: &str) -> CountryRules {
    golden_value(&wire::reference::country(country), &format!("get-country.{country}.200"))
}

#[test]
fn countries_come_in_the_order_of_the_program() {
    let countries = golden_value(&wire::reference::countries(), "get-countries.200");
    assert_eq!(countries, ["AT", "BG", "CZ", "DE", "GB", "IE", "SE", "US", "HK"]);
}

#[test]
fn every_country_has_every_field_kind_and_accepts_its_own_examples() {
    let golden_countries = names().into_iter().filter(|name| name.starts_with("get-country."));
    for name in golden_countries {
        let found = golden_value(&wire::reference::country("x"), &name);
        assert!(name.contains(&format!(".{}.", found.country)));
        let fields: Vec<_> = found.sections.iter().flat_map(|section| &section.fields).collect();
        assert!(fields.len() >= 17, "{name} lost a field");
        for field in fields.iter().filter(|field| !field.example.is_empty()) {
            assert!(profile_rules::read(&field.example, field, false).is_ok(), "{name}: {:?}", field.id);
        }
        for kind in [FieldKind::Email, FieldKind::Tel, FieldKind::Url, FieldKind::Select, FieldKind::Country] {
            assert!(fields.iter().any(|field| field.kind == kind), "{name} has no {kind:?}");
        }
    }
}

#[test]
fn a_section_gives_its_own_fields_in_order() {
    let rules = rules("BG");
    for section in &rules.sections {
        assert_eq!(rules.fields_of(&section.id), section.fields);
        assert!(section.fields.iter().all(|field| rules.section_of(field.id) == Some(&section.id)), "{}", section.id);
    }
    assert!(rules.fields_of("none").is_empty());
}

#[test]
fn the_golden_profile_fits_the_rules_of_its_country() {
    let stored = golden_value(&wire::organization::profile("o"), "get-profile.200").profile;
    assert_eq!(parse(&stored, &rules("BG"), &[]), Ok(stored.clone()));
    let empty = Profile::default();
    let missing = parse(&empty, &rules("BG"), &[]).unwrap_err();
    assert!(missing.iter().all(|(_, problem)| *problem == FieldProblem::Missing));
    assert!(missing.iter().any(|(field, _)| *field == FieldId::LegalName));
    assert!(!missing.iter().any(|(field, _)| *field == FieldId::TaxId), "optional in Bulgaria");
}

#[test]
fn a_field_this_build_does_not_know_is_left_out_and_its_kind_becomes_text() {
    let body = golden("get-country.BG.200");
    let other = body.replace("\"website\",\n          \"label\"", "\"fax\",\n          \"label\"");
    let read = |body: &str| (wire::reference::country("BG").read)(&answer(200, body)).unwrap();
    let fields = |rules: &CountryRules| rules.sections.iter().map(|section| section.fields.len()).sum::<usize>();
    assert_eq!(fields(&read(&other)) + 1, fields(&read(&body)));
    let other = read(&body.replace("\"tel\"", "\"hologram\""));
    let phone = other.sections.iter().flat_map(|s| &s.fields).find(|field| field.id == FieldId::ContactPhone);
    assert_eq!(phone.map(|field| field.kind), Some(FieldKind::Text));
}

#[test]
fn an_unknown_postcode_shape_is_refused_in_words_of_that_field() {
    let mut profile = golden_value(&wire::organization::profile("o"), "get-profile.200").profile;
    profile.0.insert(FieldId::PostalCode, "10 00".to_owned());
    assert!(parse(&profile, &rules("BG"), &[]).is_ok(), "spaces are no mistake");
    profile.0.insert(FieldId::PostalCode, "SW1A 1AA".to_owned());
    assert_eq!(parse(&profile, &rules("BG"), &[]).unwrap_err(), [(FieldId::PostalCode, FieldProblem::Shape)]);
}

/// The label of a field, the names of its options and the heading of its section come from the API by their keys: a key
/// without words would be shown as it is.
#[test]
fn every_key_that_a_country_names_has_its_words_in_every_language() {
    let countries = names().into_iter().filter(|name| name.starts_with("get-country."));
    let mut keys: Vec<(String, String)> = Vec::new();
    for name in countries {
        for section in golden_value(&wire::reference::country("x"), &name).sections {
            keys.push(("profile_section".to_owned(), section.id));
            for field in section.fields {
                // Numbers of people are written alike in every language.
                let named = field.options.into_iter().filter(|option| option.contains(char::is_alphabetic));
                keys.extend(named.map(|option| (field.label.clone(), option)));
                keys.push(("field".to_owned(), field.label));
            }
        }
    }
    for (language, _) in LANGUAGES {
        let path = format!("{}/public/locales/{language}.json", env!("CARGO_MANIFEST_DIR"));
        let words: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        for (group, key) in &keys {
            assert!(words[group][key].is_string(), "public/locales/{language}.json lacks \"{key}\" in \"{group}\"");
        }
    }
}

/// Each field of the profile is asked for in some country, and stored, as the contract says.
#[test]
fn every_field_of_the_profile_stands_in_the_golden_bodies() {
    let asked: Vec<FieldId> = names()
        .into_iter()
        .filter(|name| name.starts_with("get-country."))
        .flat_map(|name| golden_value(&wire::reference::country("x"), &name).sections)
        .flat_map(|section| section.fields)
        .map(|field| field.id)
        .collect();
    let stored = golden("get-profile.200");
    for field in FieldId::ALL {
        let name = field.name();
        assert!(asked.contains(&field), "no tests/contract/golden/get-country.*.200.json asks for {name}");
        assert!(stored.contains(&format!("\"{name}\"")), "tests/contract/golden/get-profile.200.json lacks {name}");
    }
}
