//! Step 2: what each field accepts, and what two people who change the same profile are shown.
use super::read;
use partner_renewal::domain::country::{CountryRules, FieldKind, FieldRule};
use partner_renewal::domain::draft::{AnswerKey, Draft};
use partner_renewal::domain::profile::{FieldId, FieldProblem, Profile};
use partner_renewal::domain::profile_rules;
use partner_renewal::domain::profile_rules::parse;
use partner_renewal::domain::shape;
use partner_renewal::domain::step::Step;
use partner_renewal::wire;
use proptest::prelude::*;

fn rules(country: &str) -> CountryRules {
    read(&wire::reference::country(country), &format!("get-country.{country}.200"))
}

fn stored() -> Profile {
    read(&wire::organization::profile("o"), "get-profile.200").profile
}

/// The golden profile with one field typed anew, by the rules of Bulgaria.
fn typed(field: FieldId, text: &str) -> Result<String, FieldProblem> {
    let mut raw = stored();
    raw.0.insert(field, text.to_owned());
    match parse(&raw, &rules("BG"), &[]) {
        Ok(parsed) => Ok(parsed.get(field).to_owned()),
        Err(problems) => Err(problems.first().map(|(_, problem)| *problem).unwrap()),
    }
}

#[test]
fn what_a_person_may_sensibly_write_is_taken() {
    for (field, text, taken) in [
        (FieldId::LegalName, "  Cedar Example EOOD ", "Cedar Example EOOD"),
        (FieldId::TaxId, "bg 123-456.789", "BG123456789"),
        (FieldId::PostalCode, "1\u{a0}000", "1000"),
        (FieldId::ContactEmail, "nadia+fees@mail.cedar.example", "nadia+fees@mail.cedar.example"),
        (FieldId::ContactPhone, "+359 (2) 555-01.01 ext. 12", "+359 (2) 555-01.01 ext. 12"),
        (FieldId::Website, "cedar.example", "cedar.example"),
        (FieldId::Website, "HTTPS://cedar.example:8443/a?b#c", "HTTPS://cedar.example:8443/a?b#c"),
        (FieldId::Customers, "1 200", "1200"),
        (FieldId::Country, "bg", "BG"),
        (FieldId::TaxId, "\u{200b}", ""),
    ] {
        assert_eq!(typed(field, text), Ok(taken.to_owned()), "{field:?} {text:?}");
    }
}

#[test]
fn what_cannot_be_meant_is_refused_with_its_reason() {
    for (field, text, problem) in [
        (FieldId::LegalName, " \u{feff} ", FieldProblem::Missing),
        (FieldId::TaxId, "BG12", FieldProblem::UnusualShape),
        (FieldId::PostalCode, "１０００", FieldProblem::Shape),
        (FieldId::ContactEmail, "nadia@cedar", FieldProblem::Email),
        (FieldId::ContactEmail, "nadia@@cedar.example", FieldProblem::Email),
        (FieldId::ContactEmail, "a b@cedar.example", FieldProblem::Email),
        (FieldId::ContactPhone, "call me", FieldProblem::Phone),
        (FieldId::Website, "javascript://cedar.example", FieldProblem::Url),
        (FieldId::Website, "cedar", FieldProblem::Url),
        (FieldId::Customers, "4e1", FieldProblem::Number),
        (FieldId::Customers, "-4", FieldProblem::Number),
        (FieldId::PartnerType, "Reseller", FieldProblem::UnknownOption),
        (FieldId::Country, "Bulgaria", FieldProblem::TooLong),
        (FieldId::Country, "1A", FieldProblem::UnknownOption),
    ] {
        assert_eq!(typed(field, text), Err(problem), "{field:?} {text:?}");
    }
    assert_eq!(typed(FieldId::LegalName, &"я".repeat(201)), Err(FieldProblem::TooLong));
    assert!(typed(FieldId::LegalName, &"яб".repeat(100)).is_ok(), "characters are counted, not bytes");
}

#[test]
fn a_field_that_a_country_does_not_ask_for_is_kept_as_it_is_stored() {
    let mut rules = rules("BG");
    rules.sections.iter_mut().for_each(|section| section.fields.retain(|field| field.id != FieldId::Region));
    let mut raw = stored();
    raw.0.insert(FieldId::Region, " as stored ".to_owned());
    assert_eq!(parse(&raw, &rules, &[]).unwrap().get(FieldId::Region), " as stored ");
}

/// Authorities give out more shapes than anybody lists: such a number is a question, not a wall.
#[test]
fn an_unusual_number_of_an_authority_is_taken_once_the_person_confirms_it() {
    for (field, country, text, expected) in [
        (FieldId::TaxId, "GB", "XI 999 123 456 78", "XI99912345678"),
        (FieldId::TaxId, "GB", "gd-12.34", "GD1234"),
        (FieldId::RegistrationNumber, "GB", "R0-0001", "R00001"),
        (FieldId::TaxId, "BG", "BG 12", "BG12"),
    ] {
        let rules = rules(country);
        let asks =
            rules.sections.iter().flat_map(|s| &s.fields).any(|rule| rule.id == field && !rule.shapes.is_empty());
        assert!(asks, "{country} {field:?}");
        let mut raw = stored();
        raw.0.insert(field, text.to_owned());
        let told = |confirmed: &[FieldId]| {
            let problems = parse(&raw, &rules, confirmed).err().unwrap_or_default();
            problems.into_iter().find(|(other, _)| *other == field).map(|(_, problem)| problem)
        };
        assert_eq!(told(&[]), Some(FieldProblem::UnusualShape), "{country} {text}");
        assert_eq!(told(&[FieldId::City]), Some(FieldProblem::UnusualShape), "{country} {text}");
        assert_eq!(told(&[field]), None, "{country} {text}");
        let rule = rules.sections.iter().flat_map(|s| &s.fields).find(|rule| rule.id == field).unwrap();
        assert_eq!(profile_rules::read(text, rule, true).as_deref(), Ok(expected));
        let long = "9".repeat(rule.max_length + 1);
        assert_eq!(profile_rules::read(&long, rule, true), Err(FieldProblem::TooLong));
    }
    let mut raw = stored();
    raw.0.insert(FieldId::PostalCode, "12".to_owned());
    let nothing =
        rules("BG").sections.into_iter().flat_map(|s| s.fields).find(|rule| rule.id == FieldId::TaxId).unwrap();
    assert_eq!(profile_rules::read("-- /", &nothing, true), Err(FieldProblem::Shape), "nothing but what is dropped");
    let all = parse(&raw, &rules("BG"), &FieldId::ALL).unwrap_err();
    assert_eq!(all, [(FieldId::PostalCode, FieldProblem::Shape)], "a postcode is no such number");
}

#[test]
fn problems_come_in_the_order_of_the_page() {
    let problems = parse(&Profile::default(), &rules("BG"), &[]).unwrap_err();
    let fields: Vec<_> = rules("BG").sections.iter().flat_map(|s| s.fields.iter().map(|f| f.id)).collect();
    let places: Vec<_> = problems.iter().map(|(field, _)| fields.iter().position(|f| f == field).unwrap()).collect();
    assert!(places.is_sorted() && places.len() > 8);
}

#[test]
fn promise_43_only_fields_that_differ_are_shown_and_both_versions_of_them() {
    let (base, mut mine, mut theirs) = (stored(), stored(), stored());
    mine.0.insert(FieldId::City, "Plovdiv".to_owned());
    mine.0.insert(FieldId::Website, "https://cedar.example ".to_owned());
    theirs.0.insert(FieldId::City, "Varna".to_owned());
    theirs.0.insert(FieldId::ContactPhone, "+359 2 555 0177".to_owned());
    let found = Profile::differences(&base, &mine, &theirs);
    let told: Vec<_> = found.iter().map(|d| (d.field, d.mine.as_str(), d.theirs.as_str())).collect();
    assert_eq!(
        told,
        [(FieldId::City, "Plovdiv", "Varna"), (FieldId::ContactPhone, "+359 2 555 0101", "+359 2 555 0177"),]
    );
    assert!(Profile::differences(&base, &mine, &mine).is_empty());
}

#[test]
fn a_shape_is_matched_from_the_first_to_the_last_character() {
    assert!(shape::matches("AT*99", "ATZ12") && shape::matches("", ""));
    for wrong in ["ATZ1", "ATZ123", "atz12", "AT-12", "ATЯ12", ""] {
        assert!(!shape::matches("AT*99", wrong), "{wrong}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_taken_is_taken_again_unchanged(text in "\\PC{0,30}|[0-9 ()+.@a-zA-Z:/-]{0,30}", required in any::<bool>(), max_length in 0_usize..40) {
        let kinds = [FieldKind::Text, FieldKind::Email, FieldKind::Tel, FieldKind::Url, FieldKind::Number, FieldKind::Country];
        for (kind, shapes) in kinds.into_iter().flat_map(|kind| [(kind, Vec::new()), (kind, vec!["9999".to_owned()])]) {
            let rule = FieldRule {
                id: FieldId::City, label: String::new(), kind, required, shapes, example: String::new(),
                options: Vec::new(), max_length,
            };
            if let Ok(taken) = profile_rules::read(&text, &rule, false) {
                prop_assert_eq!(profile_rules::read(&taken, &rule, false), Ok(taken));
            }
        }
    }
}

#[test]
fn promise_43_a_draft_knows_what_it_started_from_when_the_profile_moved_on() {
    let mut draft = Draft::default();
    let read = stored();
    draft.start_from("\"profile-1\"", FieldId::City, read.get(FieldId::City));
    draft.set(AnswerKey::Profile(FieldId::City), "Plovdiv".to_owned());
    draft.start_from("\"profile-1\"", FieldId::Website, read.get(FieldId::Website));
    draft.set(AnswerKey::Profile(FieldId::Website), "https://new.example".to_owned());
    // Written down and read back: the page died in between.
    let mut draft = Draft::from_payload(&draft.to_payload()).unwrap();
    let mut now = stored();
    now.0.insert(FieldId::City, "Varna".to_owned());
    let found = Profile::differences(&draft.base(&now), &draft.over(&now), &now);
    let told: Vec<_> = found.iter().map(|d| (d.field, d.mine.as_str(), d.theirs.as_str())).collect();
    assert_eq!(draft.base(&now).get(FieldId::City), read.get(FieldId::City));
    // The website is nobody else's change: it needs no question.
    assert_eq!(told, [(FieldId::City, "Plovdiv", "Varna")]);
    draft.rebase("\"profile-2\"", &now);
    assert_eq!(draft.profile_etag.as_deref(), Some("\"profile-2\""));
    assert!(Profile::differences(&draft.base(&now), &draft.over(&now), &now).is_empty(), "asked once");
    draft.clear_step(Step::Profile);
    assert_eq!(draft, Draft::default());
}

/// The golden profile with another legal name, by the rules of a country.
fn named(country: &str, name: &str, confirmed: &[FieldId]) -> Option<FieldProblem> {
    let mut raw = stored();
    raw.0.insert(FieldId::LegalName, name.to_owned());
    let problems = parse(&raw, &rules(country), confirmed).err().unwrap_or_default();
    problems.into_iter().find(|(field, _)| *field == FieldId::LegalName).map(|(_, problem)| problem)
}

#[test]
fn a_letter_or_a_legal_form_is_no_legal_name() {
    for (country, name) in [
        ("BG", "C"),
        ("BG", "7"),
        ("BG", "- & -"),
        ("BG", "eood"),
        ("BG", "Е.О.О.Д."),
        ("DE", "GmbH & Co. KG"),
        ("US", "INC"),
        ("CZ", "s. r. o."),
        ("JP", "株式会社"),
        ("MX", "SA de CV"),
    ] {
        assert_eq!(named(country, name, &[]), Some(FieldProblem::PartOfName), "{country} {name}");
        assert_eq!(named(country, name, &[FieldId::LegalName]), Some(FieldProblem::PartOfName), "no tick helps {name}");
    }
    assert_eq!(named("BG", "Inc.", &[]), None, "the server refuses a legal form of another country");
    let mut unknown = rules("BG");
    unknown.legal_suffixes.clear();
    let mut raw = stored();
    raw.0.insert(FieldId::LegalName, "EOOD".to_owned());
    assert!(parse(&raw, &unknown, &[]).is_ok(), "an older program lists none");
}

#[test]
fn a_name_that_hardly_is_one_is_a_question() {
    for name in [
        "CEDAR EXAMPLE EOOD",
        "КЕДЪР ПРИМЕР ЕООД",
        "2026",
        "12-34 / 56",
        "A B C D",
        "Aaaa",
        "---aaa---",
        "cedar.example",
        "https://cedar.example/about",
        "Cedar www.cedar.example EOOD",
        "nadia@cedar.example",
    ] {
        assert_eq!(named("BG", name, &[]), Some(FieldProblem::UnusualShape), "{name}");
        assert_eq!(named("BG", name, &[FieldId::LegalName]), None, "{name}");
    }
    for name in [
        "Cedar Example EOOD",
        "Кедър Пример ЕООД",
        "ABC AD",
        "A & B Example",
        "3M",
        "Cedar S.A",
        "Nestlé S.p.A",
        "株式会社例示",
        "Example & Söhne e.K.",
    ] {
        assert_eq!(named("BG", name, &[]), None, "{name}");
    }
}
