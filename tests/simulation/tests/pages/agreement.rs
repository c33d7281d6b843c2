//! Step 3: the agreement is signed as it is shown, by name, title and two ticks.
use partner_renewal::app::form::FieldError;
use partner_renewal::app::pages::Load;
use partner_renewal::app::pages::agreement::AgreementPage;
use partner_renewal::domain::agreement::{Change, digest_hex};
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::profile::FieldId;
use partner_renewal::domain::route::Page;
use partner_renewal::domain::signature::{SignatureField, SignatureProblem};
use partner_renewal::domain::step::Step;
use partner_renewal::i18n;
use serde_json::{Value, json};
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;

const SIGNATURE: &str = "/signature";

fn fill(page: &AgreementPage, name: &str) {
    page.type_name(name.to_owned());
    page.title().set("Manager".to_owned());
    page.tick_authority(true);
    page.tick_accepted(true);
}

#[test]
fn every_gap_in_the_form_is_named_and_nothing_is_sent() {
    let scene = Scene::at("agreement");
    let page = open_page!(scene, Step Agreement);
    page.send();
    let gap = |field, problem| FieldError::Signature(field, problem);
    let missing = [
        gap(SignatureField::Name, SignatureProblem::Missing),
        gap(SignatureField::Title, SignatureProblem::Missing),
        gap(SignatureField::Authority, SignatureProblem::NotTicked),
        gap(SignatureField::Accepted, SignatureProblem::NotTicked),
    ];
    assert_eq!(page.form().errors(), missing);
    for (control, error) in ["signer-name", "signer-title", "authority", "accepted"].into_iter().zip(missing) {
        assert_eq!(page.form().error_of(control), Some(error));
    }
    fill(&page, "Another Person");
    page.send();
    let differs = gap(SignatureField::NameConfirmed, SignatureProblem::NameDiffers);
    assert_eq!(page.form().error_of("name-confirmed"), Some(differs));
    scene.run_until_idle(1_000);
    assert!(scene.arrived("PUT", SIGNATURE).is_empty());
}

/// Row R5: an account without a name could not sign, because the program asks that the name be confirmed.
#[test]
fn somebody_whose_account_has_no_name_confirms_theirs_and_signs() {
    let mut scene = Scene::of("vesela");
    scene.go_to(0, "agreement");
    let page = open_page!(scene, Step Agreement);
    assert_eq!(page.account_name(), "");
    assert!(!page.name_differs(), "nothing is typed yet");
    fill(&page, "Vesela Example");
    assert!(page.name_differs());
    page.send();
    let differs = FieldError::Signature(SignatureField::NameConfirmed, SignatureProblem::NameDiffers);
    assert_eq!(page.form().error_of("name-confirmed"), Some(differs));
    page.confirm_name(true);
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "location");
}

#[test]
fn what_is_signed_is_the_text_that_is_shown_under_the_name_that_is_typed() {
    let scene = Scene::at("agreement");
    let page = open_page!(scene, Step Agreement);
    let (version, digest) = page.with_state(|state| {
        let shown = state.ready().unwrap();
        assert_eq!(shown.company(), "Cedar Example EOOD");
        assert!(shown.signed().is_none() && !shown.is_outdated() && !shown.is_voided());
        assert_eq!(shown.changes, None);
        (shown.agreement.version.clone(), shown.agreement.digest.clone())
    });
    fill(&page, "nadia  EXAMPLE");
    assert!(!page.name_differs(), "letters and spaces make no other name");
    assert_eq!((page.name().as_str(), page.title().typed().as_str()), ("nadia  EXAMPLE", "Manager"));
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "location");
    let sent: Value = serde_json::from_str(&scene.arrived("PUT", SIGNATURE)[0].body).unwrap();
    assert_eq!(sent["version"], version.as_str());
    assert_eq!(sent["digest"], digest.as_str());
    assert_eq!(sent["name"], "nadia EXAMPLE");
    assert_eq!(sent["title"], "Manager");
    assert_eq!((&sent["authority"], &sent["accepted"]), (&json!(true), &json!(true)));
    assert_eq!(scene.stored_answer("signerName"), None, "the server has it now");
    scene.visit(Page::Step(Step::Agreement));
    let page = open_page!(scene, Step Agreement);
    page.with_state(|state| {
        let shown = state.ready().unwrap();
        assert_eq!(shown.signed().unwrap().title, "Manager");
        assert!(!shown.is_outdated());
    });
    assert_eq!((page.name().as_str(), page.title().typed().as_str()), ("nadia EXAMPLE", "Manager"));
    assert!(!page.has_authority() && !page.has_accepted(), "consent is given anew each time");
}

#[test]
fn name_and_title_outlive_a_reload_and_no_tick_does() {
    let mut scene = Scene::at("agreement");
    let page = open_page!(scene, Step Agreement);
    let drawings = [Drawing::of(|| page.has_authority()), Drawing::of(|| page.has_accepted())];
    fill(&page, "Nadia Example");
    assert!(drawings.iter().all(Drawing::is_outdated));
    scene.run_until_idle(1_000);
    scene.reload();
    let page = open_page!(scene, Step Agreement);
    assert_eq!((page.name().as_str(), page.title().typed().as_str()), ("Nadia Example", "Manager"));
    assert!(!page.has_authority() && !page.has_accepted());
}

#[test]
fn another_name_than_the_accounts_is_confirmed_and_each_other_name_anew() {
    let mut scene = Scene::signed_in_as("ines");
    scene.go_to(0, "agreement");
    let page = open_page!(scene, Step Agreement);
    page.type_name(String::new());
    assert!(!page.name_differs(), "no name is no other one");
    let drawing = Drawing::of(|| page.name_differs());
    fill(&page, "Ines Example");
    assert!(page.name_differs() && drawing.is_outdated());
    let drawing = Drawing::of(|| page.is_name_confirmed());
    page.confirm_name(true);
    assert!(page.is_name_confirmed() && drawing.is_outdated());
    page.type_name("Ines M. Example".to_owned());
    assert!(!page.is_name_confirmed());
    page.confirm_name(true);
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "location");
    let sent: Value = serde_json::from_str(&scene.arrived("PUT", SIGNATURE)[0].body).unwrap();
    assert_eq!(sent["name"], "Ines M. Example");
    assert_eq!(sent["nameDiffers"], true);
}

#[test]
fn a_text_that_is_not_the_one_announced_is_not_shown_for_signing() {
    let scene = Scene::at("profile");
    let other = OnRequest::Replace("/sections/0/heading", json!("Other terms"));
    scene.order("GET", "/agreements/current", 1, other);
    open_page!(scene, Step Profile).send();
    scene.run_until_idle(5_000);
    let page = open_page!(scene, Step Agreement);
    let failed = page.with_state(|state| match state {
        Load::Failed(failure) => Some(failure.kind.clone()),
        Load::Loading | Load::Ready(_) => None,
    });
    assert_eq!(failed, Some(FailureKind::UnexpectedContentType));
    fill(&page, "Nadia Example");
    page.send();
    scene.run_until_idle(3_000);
    assert!(scene.arrived("PUT", SIGNATURE).is_empty(), "nothing is shown, so nothing is signed");
    assert!(!page.form().is_sending());
    page.load();
    scene.run_until_idle(3_000);
    assert!(page.with_state(|state| state.ready().is_some()));
}

#[test]
fn a_new_version_asks_for_consent_again_and_keeps_what_was_typed() {
    let scene = Scene::at("agreement");
    let page = open_page!(scene, Step Agreement);
    fill(&page, "Nadia M. Example");
    page.confirm_name(true);
    scene.world.program.borrow_mut().put_agreement_in_force("2027.1").unwrap();
    let drawing = Drawing::of(|| page.with_state(|_| ()));
    scene.around().take_focus();
    page.send();
    scene.run_until_idle(8_000);
    assert_eq!(page.form().failure().unwrap().kind, FailureKind::AgreementChanged);
    assert!(drawing.is_outdated());
    page.with_state(|state| {
        let shown = state.ready().unwrap();
        assert_eq!(shown.agreement.version, "2027.1");
        assert_eq!(shown.changes, Some(Vec::new()), "its words are the same");
    });
    assert!(!page.has_authority() && !page.has_accepted() && !page.is_name_confirmed());
    assert_eq!((page.name().as_str(), page.title().typed().as_str()), ("Nadia M. Example", "Manager"));
    assert_eq!(scene.around().take_focus(), ["failure"]);
    page.confirm_name(true);
    page.tick_authority(true);
    page.tick_accepted(true);
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "location");
    assert_eq!(scene.renewal().json["signature"]["version"], "2027.1");
}

#[test]
fn what_is_new_in_a_text_is_told_to_who_has_read_the_one_before() {
    let golden = include_str!("../../../contract/golden/get-agreement.en.200.json");
    let mut older: Value = serde_json::from_str(golden).unwrap();
    older["sections"][0]["paragraphs"][0] = json!("Other words.");
    let mut parts = vec![older["title"].as_str().unwrap().to_owned()];
    for section in older["sections"].as_array().unwrap() {
        parts.push(section["heading"].as_str().unwrap().to_owned());
        parts.extend(section["paragraphs"].as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()));
    }
    older["digest"] = json!(digest_hex(&parts.join("\n\n")));
    let scene = Scene::at("profile");
    scene.order("GET", "/agreements/current", 1, OnRequest::Replace("", older));
    open_page!(scene, Step Profile).send();
    scene.run_until_idle(5_000);
    let page = open_page!(scene, Step Agreement);
    page.with_state(|state| assert_eq!(state.ready().unwrap().changes, None, "nothing was read before"));
    fill(&page, "Nadia Example");
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(page.form().failure().unwrap().kind, FailureKind::AgreementChanged);
    page.with_state(|state| assert_eq!(state.ready().unwrap().changes, Some(vec![Change::New(0)])));
    page.load();
    scene.run_until_idle(3_000);
    page.with_state(|state| assert_eq!(state.ready().unwrap().changes, Some(vec![Change::New(0)])));
}

#[test]
fn a_signature_on_the_text_of_another_language_is_told_and_does_not_fill_in_the_form() {
    let scene = Scene::at("location");
    i18n::install(include_str!("../../../../public/locales/bg.json"), None, "bg").unwrap();
    scene.visit(Page::Step(Step::Agreement));
    let page = open_page!(scene, Step Agreement);
    page.with_state(|state| {
        let shown = state.ready().unwrap();
        assert_eq!(shown.agreement.language, "bg");
        assert!(shown.signed().is_none() && shown.is_outdated() && !shown.is_voided());
    });
    assert_eq!((page.name().as_str(), page.title().typed().as_str()), ("", ""));
}

#[test]
fn a_new_legal_name_voids_the_signature_and_the_page_says_so() {
    let scene = Scene::at("location");
    scene.visit(Page::Step(Step::Profile));
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::LegalName, "Cedar Renamed EOOD".to_owned());
    scene.send_profile(&page);
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement");
    open_page!(scene, Step Agreement).with_state(|state| {
        let shown = state.ready().unwrap();
        assert!(shown.is_voided() && shown.signed().is_none() && !shown.is_outdated());
        assert_eq!(shown.company(), "Cedar Renamed EOOD");
    });
}

#[test]
fn a_refused_signature_is_told_and_keeps_what_was_filled_in() {
    let scene = Scene::at("agreement");
    let page = open_page!(scene, Step Agreement);
    fill(&page, "Nadia Example");
    scene.order("PUT", SIGNATURE, 1, OnRequest::Answer(500, "{}".to_owned()));
    page.send();
    assert!(page.form().is_busy());
    scene.run_until_idle(5_000);
    assert_eq!(page.form().failure().unwrap().kind, FailureKind::Unexpected(500));
    assert!(!page.form().is_busy());
    assert!(page.has_authority() && page.has_accepted());
    assert_eq!(page.title().typed(), "Manager");
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "location");
}
