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
    let first = ["AT", "BG", "CZ", "DE", "GB", "IE", "SE", "US", "HK"];
    let later = ["CA", "FR", "NL", "ES", "PL", "CH", "TR", "AE", "IN", "JP", "CN", "KR", "BR", "MX", "AU", "BH"];
    assert_eq!(countries, [first.as_slice(), &later].concat());
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
fn legal_forms_come_with_the_country_and_may_be_missing() {
    for name in names().into_iter().filter(|name| name.starts_with("get-country.")) {
        let found = golden_value(&wire::reference::country("x"), &name);
        assert!(!found.legal_suffixes.is_empty(), "{name}");
        let body = golden(&name).replace("legalSuffixes", "legalPrefixes");
        let older = (wire::reference::country("x").read)(&answer(200, &body)).unwrap();
        assert_eq!((older.legal_suffixes.len(), older.sections), (0, found.sections), "{name}");
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

/// Fields of the address in a country, in the order of its form.
fn address(country: &str) -> Vec<FieldId> {
    rules(country).fields_of("address").iter().map(|field| field.id).collect()
}

#[test]
fn an_address_is_asked_for_in_the_order_in_which_it_is_written() {
    use FieldId::{AddressLine1, AddressLine2, City, Country, PostalCode, Region};
    for country in ["JP", "CN"] {
        assert_eq!(address(country), [Country, PostalCode, Region, City, AddressLine1, AddressLine2], "{country}");
    }
    assert_eq!(address("KR"), [Country, Region, City, AddressLine1, AddressLine2, PostalCode]);
    assert_eq!(address("FR"), [Country, AddressLine1, AddressLine2, PostalCode, City]);
    assert_eq!(address("IN"), [Country, AddressLine1, AddressLine2, City, PostalCode, Region]);
    assert_eq!(address("AE"), [Country, AddressLine1, AddressLine2, Region], "it has emirates and no postcode");
}

/// Real-looking postcodes of each country that has them: some that people write there, some that are none.
const POSTCODES: [(&str, &[&str], &[&str]); 23] = [
    ("AT", &["1010", "6020"], &["101", "10100", "A-1010"]),
    ("BG", &["1000", "9010"], &["100", "10000", "Sofia"]),
    ("CZ", &["110 00", "60200"], &["1100", "110000"]),
    ("DE", &["10115", "01067"], &["1011", "D-10115"]),
    ("GB", &["SW1A 1AA", "M1 1AE", "ec1a1bb", "CR2 6XH"], &["SW1A", "1AA SW1A", "12345"]),
    ("IE", &["D02 AF30", "A65F4E2"], &["D02", "02D AF30"]),
    ("SE", &["111 20", "41103"], &["1112", "111 201"]),
    ("US", &["98101", "98101-1234"], &["9810", "98101-12", "K1A 0B1"]),
    ("CA", &["K1A 0B1", "h3z2y7", "V8X-3X4"], &["K1A", "1K1 A0B", "98101"]),
    ("FR", &["75001", "33 380", "20000"], &["7500", "750012", "F-75001"]),
    ("NL", &["1012 AB", "2490aa"], &["1012", "AB 1012", "10123 AB"]),
    ("ES", &["28001", "08028"], &["2800", "E28001"]),
    ("PL", &["00-950", "05470", "31\u{2013}042"], &["0-950", "00-9500"]),
    ("CH", &["8001", "1211"], &["801", "80011"]),
    ("TR", &["34710", "06101"], &["3471", "347100"]),
    ("IN", &["400001", "110 034"], &["40001", "4000011"]),
    ("JP", &["100-0001", "1540023"], &["100-001", "100"]),
    ("CN", &["518000", "100096"], &["51800", "5180000"]),
    ("KR", &["03051", "48058"], &["135-010", "0305"]),
    ("BR", &["01310-100", "70002900"], &["01310", "01310-10"]),
    ("MX", &["06000", "77520"], &["6000", "060000"]),
    ("AU", &["2000", "0800"], &["200", "20000", "NSW"]),
    ("BH", &["317", "1203"], &["31", "12034"]),
];

#[test]
fn postcodes_of_a_country_are_accepted_and_others_refused() {
    for (country, good, bad) in POSTCODES {
        let rules = rules(country);
        let postcode = rules.fields_of("address").iter().find(|field| field.id == FieldId::PostalCode).unwrap();
        for value in good {
            assert!(profile_rules::read(value, postcode, false).is_ok(), "{country}: {value}");
        }
        for value in bad {
            assert_eq!(profile_rules::read(value, postcode, false), Err(FieldProblem::Shape), "{country}: {value}");
        }
    }
    let all = golden_value(&wire::reference::countries(), "get-countries.200");
    for country in all.iter().filter(|country| !POSTCODES.iter().any(|(known, ..)| known == country)) {
        assert!(!address(country).contains(&FieldId::PostalCode), "{country} has postcodes and no test of them");
    }
}

#[test]
fn numbers_of_authorities_are_known_by_their_usual_shapes_and_others_are_a_question() {
    use FieldId::{RegistrationNumber, TaxId};
    for (country, field, usual, unusual) in [
        ("CA", TaxId, "123456789RT0001", "12345678"),
        ("FR", RegistrationNumber, "123 456 789 00012", "12345"),
        ("FR", TaxId, "FR 12 123456789", "12345"),
        ("NL", RegistrationNumber, "12345678", "1234567"),
        ("NL", TaxId, "NL123456789B01", "NL123456789"),
        ("ES", TaxId, "12345678-Z", "1234"),
        ("PL", RegistrationNumber, "123456785", "12345"),
        ("PL", TaxId, "PL 123-456-78-90", "123"),
        ("CH", RegistrationNumber, "CHE-123.456.789", "CH-1"),
        ("CH", TaxId, "CHE-123.456.789 TVA", "CHE-123"),
        ("TR", RegistrationNumber, "0123-4567-8901-2345", "0123"),
        ("TR", TaxId, "12345678901", "123"),
        ("AE", TaxId, "100 1234 5678 9012", "1001"),
        ("IN", RegistrationNumber, "AAB-1234", "U123"),
        ("IN", TaxId, "27ABCDE1234F1Z5", "ABCDE1234F"),
        ("JP", RegistrationNumber, "1-2345-6789-0123", "1234"),
        ("JP", TaxId, "t1234567890123", "1234567890123"),
        ("CN", RegistrationNumber, "91110000123456789X", "9111"),
        ("KR", RegistrationNumber, "110111-1234567", "110111"),
        ("KR", TaxId, "123-45-67890", "12345"),
        ("BR", TaxId, "12.ABC.345/01DE-35", "12345678901"),
        ("MX", TaxId, "ABCD-123456-AB1", "123456"),
        ("AU", RegistrationNumber, "123 456 789", "1234"),
        ("AU", TaxId, "12 345 678 901", "1234"),
        ("BH", TaxId, "2000 0123 4500 002", "12345"),
    ] {
        let rules = rules(country);
        let rule = rules.fields_of("identity").iter().find(|rule| rule.id == field).unwrap();
        assert!(profile_rules::read(usual, rule, false).is_ok(), "{country}: {usual}");
        assert_eq!(profile_rules::read(unusual, rule, false), Err(FieldProblem::UnusualShape), "{country}: {unusual}");
        assert!(profile_rules::read(unusual, rule, true).is_ok(), "{country}: {unusual}");
    }
}

#[test]
fn a_registration_number_is_required_where_the_country_says_so() {
    let (mut required, mut optional) = (Vec::new(), Vec::new());
    let all = golden_value(&wire::reference::countries(), "get-countries.200");
    for country in all {
        let rules = rules(&country);
        let rule = rules.fields_of("identity").iter().find(|field| field.id == FieldId::RegistrationNumber).unwrap();
        let result = profile_rules::read(" ", rule, false);
        if rule.required {
            assert_eq!(result, Err(FieldProblem::Missing), "{country}");
            required.push(country);
        } else {
            assert_eq!(result.as_deref(), Ok(""), "{country}");
            optional.push(country);
        }
    }
    assert!(required.contains(&"BG".to_owned()) && !optional.is_empty(), "{required:?} {optional:?}");
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

#[test]
fn whatever_waits_for_a_verification_has_its_words() {
    let contract = include_str!("../contract/schemas/organizations.yaml");
    let (_, listed) = contract.split_once("blocks:\n").unwrap();
    let (listed, _) = listed.split_once("enum: [").and_then(|(_, rest)| rest.split_once(']')).unwrap();
    for (language, _) in LANGUAGES {
        let path = format!("{}/public/locales/{language}.json", env!("CARGO_MANIFEST_DIR"));
        let words: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        for blocked in listed.split(", ").chain(["unknown"]) {
            assert!(words["profile_blocks"][blocked].is_string(), "{language}: {blocked}");
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
