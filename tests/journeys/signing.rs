//! Step 3: a signature is given on purpose, in the person's own name, for the exact text that is shown.
use super::read;
use super::support::fold;
use chrono::NaiveDate;
use partner_renewal::domain::agreement::{Agreement, Change, Section, canonical_text, changes, digest_hex};
use partner_renewal::domain::company::ContactRole;
use partner_renewal::domain::invitation::{ContactField, ContactProblem, Invitation};
use partner_renewal::domain::signature::{SignatureField as F, SignatureForm, SignatureProblem as P, same_name};
use partner_renewal::wire;
use proptest::prelude::*;

fn form() -> SignatureForm {
    SignatureForm {
        name: "Nadia Example".to_owned(),
        name_confirmed: false,
        title: "Managing Director".to_owned(),
        authority: true,
        accepted: true,
    }
}

fn problems(form: &SignatureForm) -> Vec<(F, P)> {
    form.parse("Nadia Example", &fold).err().unwrap_or_default()
}

#[test]
fn promise_63_both_boxes_have_to_be_ticked_by_the_person() {
    assert_eq!(problems(&form()), []);
    assert!(!SignatureForm::default().authority && !SignatureForm::default().accepted, "never ticked beforehand");
    let unticked = SignatureForm { authority: false, accepted: false, ..form() };
    assert_eq!(problems(&unticked), [(F::Authority, P::NotTicked), (F::Accepted, P::NotTicked)]);
}

#[test]
fn promise_63_every_field_that_is_not_in_order_is_told_in_the_order_of_the_page() {
    let empty = problems(&SignatureForm::default());
    let expected =
        [(F::Name, P::Missing), (F::Title, P::Missing), (F::Authority, P::NotTicked), (F::Accepted, P::NotTicked)];
    assert_eq!(empty, expected);
    let long = SignatureForm { name: "N".repeat(201), title: "\u{200b}\u{ad}".to_owned(), ..form() };
    assert_eq!(problems(&long), [(F::Name, P::TooLong), (F::Title, P::Missing)]);
}

#[test]
fn a_name_of_two_hundred_characters_is_signed_with_and_invited() {
    let name = "N".repeat(200);
    let signed = SignatureForm { name: name.clone(), title: "я".repeat(200), ..form() }.parse(&name, &fold).unwrap();
    assert_eq!(signed.name(), name);
    let invited = |length| Invitation {
        name: "Ñ".repeat(length),
        email: "n@cedar.example".to_owned(),
        phone: String::new(),
        roles: vec![ContactRole::PrimaryProgramContact],
    };
    assert!(invited(200).checked().is_ok());
    assert_eq!(invited(201).checked().unwrap_err(), [(ContactField::Name, ContactProblem::TooLong)]);
}

#[test]
fn people_sign_with_their_name_and_confirm_it_where_their_account_says_another() {
    let others = ["Example, Nadia (Cedar - External)", "nadia@cedar.example", "NADIA.EXAMPLE", "Oleg Example", "Nadia"];
    for account in others.into_iter().chain(["", "  ", "\u{200b}"]) {
        let first = form().parse(account, &fold).unwrap_err();
        assert_eq!(first, [(F::NameConfirmed, P::NameDiffers)], "{account}");
        let signed = SignatureForm { name_confirmed: true, ..form() }.parse(account, &fold).unwrap();
        assert!(signed.differs() && signed.name() == "Nadia Example", "{account}");
    }
    for account in ["Nadia Example", "nadia  EXAMPLE"] {
        let signed = form().parse(account, &fold).unwrap();
        assert!(!signed.differs(), "{account:?}");
        let ticked = SignatureForm { name_confirmed: true, ..form() }.parse(account, &fold).unwrap();
        assert!(!ticked.differs(), "a tick alone makes no difference");
    }
}

#[test]
fn an_email_address_is_nobodys_name() {
    for name in ["nadia@cedar.example", "Nadia Example <nadia@cedar.example>", "@"] {
        for account in [name, "", "Nadia Example"] {
            let filled = SignatureForm { name: name.to_owned(), name_confirmed: true, ..form() };
            assert_eq!(filled.parse(account, &fold).unwrap_err(), [(F::Name, P::EmailAddress)], "{name} {account}");
        }
    }
}

#[test]
fn equal_names_are_equal_however_they_are_written() {
    for (one, other) in [
        ("Nadia Example", "  nadia \u{a0} EXAMPLE\u{200b} "),
        ("O'Example", "O\u{2019}Example"),
        ("O'Example", "o\u{2bc}example"),
        ("O'Example", "O`EXAMPLE"),
        ("O\u{2018}Example", "O\u{b4}Example"),
        ("Anna-Maria", "Anna\u{2010}Maria"),
        ("Anna\u{2011}Maria", "ANNA\u{2013}MARIA"),
        ("Müller", "Mu\u{308}ller"),
        ("ÉLODIE", "e\u{301}lodie"),
        ("Й", "и\u{306}"),
        ("Nguyễn Thị", "nguye\u{302}\u{303}n thi\u{323}"),
        ("Strauß", "STRAUSS"),
        ("Νίκος", "ΝΊΚΟΣ"),
        ("НАДЯ ЙОВЧЕВА", "надя йовчева"),
        ("ŠÁRKA ŽŮŽO", "šárka žůžo"),
        ("ЂУРЂА", "ђурђа"),
        ("Ÿ", "ÿ"),
        ("ĲSBRAND", "ĳsbrand"),
        ("Ǆ", "ǆ"),
        ("ԱՆԻ", "անի"),
        ("Ა", "ა"),
        ("\u{202e}Nadia Example", "Nadia Example\u{202c}"),
    ] {
        assert!(same_name(one, other, &fold), "{one} {other}");
    }
    for (one, other) in [
        ("Müller", "Muller"),
        ("Nadia", "Надя"),
        ("Nadia Example", "Nadiа Example"),
        ("Anna-Maria", "Anna Maria"),
        ("O'Example", "OExample"),
        ("Nadia", "Nadia Example"),
        ("", "Nadia"),
    ] {
        assert!(!same_name(one, other, &fold), "{one} {other}");
    }
}

#[test]
fn a_look_alike_letter_of_another_script_is_named() {
    for (name, letter) in [
        ("Nadiа Example", 'а'),
        ("Νadia Example", 'Ν'),
        ("Nadia Exаmple", 'а'),
        ("Иbан Йовчев", 'b'),
        ("Надя Йoвчева", 'o'),
        ("Anna-Mаria Example", 'а'),
        ("O'Exаmple", 'а'),
        ("Aб", 'б'),
    ] {
        let filled = SignatureForm { name: name.to_owned(), name_confirmed: true, ..form() };
        assert_eq!(filled.parse("Nadia Example", &fold).unwrap_err(), [(F::Name, P::LookAlike(letter))], "{name}");
        assert!(filled.parse(name, &fold).is_ok(), "the account itself has it so");
    }
    for name in
        ["Надя Example", "Nadia Йовчева", "Надя-Maria", "Νίκος Example", "李 Example", "נדיה Example", "X Æ A-12"]
    {
        let filled = SignatureForm { name: name.to_owned(), name_confirmed: true, ..form() };
        assert!(filled.parse("Nadia Example", &fold).is_ok(), "{name}");
    }
}

#[test]
fn what_is_signed_has_single_spaces() {
    let signed =
        SignatureForm { title: " Managing \t Director ".to_owned(), ..form() }.parse("Nadia Example", &fold).unwrap();
    assert_eq!((signed.name(), signed.title()), ("Nadia Example", "Managing Director"));
}

#[test]
fn promise_62_the_digest_is_of_the_text_as_it_is_shown() {
    assert_eq!(digest_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    let agreement = Agreement {
        id: "a".to_owned(),
        version: "1".to_owned(),
        language: "en".to_owned(),
        title: "Title".to_owned(),
        effective: "2026-09-01".parse().unwrap(),
        digest: digest_hex("Title\n\n1. One\n\nFirst.\n\nSecond.\n\n2. Two").to_uppercase(),
        sections: vec![
            Section { heading: "1. One".to_owned(), paragraphs: vec!["First.".to_owned(), "Second.".to_owned()] },
            Section { heading: "2. Two".to_owned(), paragraphs: Vec::new() },
        ],
    };
    assert_eq!(canonical_text(&agreement), "Title\n\n1. One\n\nFirst.\n\nSecond.\n\n2. Two");
    assert!(agreement.is_intact());
    assert!(!Agreement { digest: String::new(), ..agreement.clone() }.is_intact());
    assert!(!Agreement { title: "title".to_owned(), ..agreement }.is_intact());
}

#[test]
fn promise_62_each_language_is_a_text_of_its_own() {
    let text =
        |language: &str| read(&wire::agreement::current("BG", language), &format!("get-agreement.{language}.200"));
    let (en, bg) = (text("en"), text("bg"));
    assert_eq!((en.id.as_str(), en.version.as_str()), (bg.id.as_str(), bg.version.as_str()));
    assert_ne!(en.digest, bg.digest);
    assert!(!Agreement { digest: bg.digest, ..en }.is_intact(), "the digest of one language does not fit the other");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_name_stops_the_page_and_everybody_may_sign_as_they_are_called(name in "\\PC{1,40}", other in any::<String>()) {
        let shown = form();
        let signed = SignatureForm { name: name.clone(), ..shown }.parse(&name, &fold);
        let seen = name.chars().any(|c| !c.is_whitespace() && !partner_renewal::domain::shape::is_invisible(c));
        prop_assert_eq!(signed.is_ok(), seen && !name.contains('@'), "{:?}", name);
        prop_assert_eq!(same_name(&name, &other, &fold), same_name(&other, &name, &fold));
        let _ = SignatureForm { name: other, ..form() }.parse(&name, &fold);
    }
}

#[test]
fn what_is_new_in_an_agreement_is_told_section_by_section() {
    let section =
        |heading: &str, text: &str| Section { heading: heading.to_owned(), paragraphs: vec![text.to_owned()] };
    let with = |sections: Vec<Section>| Agreement {
        id: "a".to_owned(),
        version: "1".to_owned(),
        language: "en".to_owned(),
        title: "Agreement".to_owned(),
        effective: NaiveDate::default(),
        digest: String::new(),
        sections,
    };
    let before = with(vec![section("1. Parties", "a"), section("2. Fee", "b"), section("3. End", "c")]);
    let now = with(vec![section("1. Parties", "a"), section("2. Fee", "other"), section("4. Data", "d")]);
    assert_eq!(changes(&before, &now), [Change::New(1), Change::New(2), Change::Gone("3. End".to_owned())]);
    assert_eq!(changes(&before, &before), []);
}
