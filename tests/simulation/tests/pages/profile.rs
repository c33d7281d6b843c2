//! Step 2: the profile is looked through, changed where it is not right, and confirmed.
use partner_renewal::app::form::FieldError;
use partner_renewal::app::pages::Load;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::profile::{FieldId, FieldProblem};
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use serde_json::{Value, json};
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;

const STORED: &str = "/organizations/org-cedar/profile";

#[test]
fn a_profile_that_is_right_is_confirmed_without_being_written() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    assert_eq!(page.value(FieldId::LegalName), "Cedar Example EOOD");
    assert_eq!(page.sections(), ["identity", "address", "contacts", "business"]);
    assert!(page.conflict().is_empty() && !page.renames() && !page.is_signed());
    page.send();
    assert!(page.form().is_busy());
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement");
    assert!(scene.sent_profiles().is_empty());
    let renewal = scene.renewal();
    assert_eq!(renewal.complete, ["requirements", "profile"]);
    let confirmed: Value = serde_json::from_str(&scene.arrived("PUT", "/profile")[0].body).unwrap();
    assert_eq!(confirmed["profileEtag"], renewal.json["profile"]["profileEtag"]);
}

#[test]
fn what_was_typed_is_kept_then_sent_at_the_tag_it_was_read_at_and_forgotten_here() {
    let mut scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::City, " Varna ".to_owned());
    assert_eq!(page.value(FieldId::City), " Varna ", "as typed");
    scene.run_until_idle(1_000);
    assert_eq!(scene.stored_answer("profile.city").as_deref(), Some(" Varna "));
    scene.reload();
    let page = open_page!(scene, Step Profile);
    assert_eq!(page.value(FieldId::City), " Varna ");
    assert!(page.conflict().is_empty(), "nobody has changed anything");
    scene.send_profile(&page);
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement");
    assert_eq!(scene.arrived("PUT", "/profile").len(), 1, "changed and confirmed in one");
    let (tag, sent) = scene.sent_profiles().remove(0);
    assert!(!tag.is_empty());
    assert_eq!(sent["city"], "Varna");
    assert_eq!(sent["legalName"], "Cedar Example EOOD", "it is replaced whole");
    assert_eq!(scene.world.program.borrow().profile("org-cedar").unwrap()["city"], "Varna");
    assert_eq!(scene.stored_answer("profile.city"), None);
    scene.visit(Page::Step(Step::Profile));
    let page = open_page!(scene, Step Profile);
    assert_eq!(page.value(FieldId::City), "Varna");
    scene.send_profile(&page);
    scene.run_until_idle(5_000);
    assert_eq!(scene.sent_profiles().len(), 1, "there is nothing new to write");
}

#[test]
fn gaps_are_named_in_the_order_of_the_page_and_nothing_is_sent() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::ContactEmail, "nadia".to_owned());
    page.type_field(FieldId::LegalName, "  ".to_owned());
    scene.around().take_focus();
    page.send();
    scene.run_until_idle(3_000);
    let wrong = [
        FieldError::Profile(FieldId::LegalName, FieldProblem::Missing),
        FieldError::Profile(FieldId::ContactEmail, FieldProblem::Email),
    ];
    assert_eq!(page.form().errors(), wrong);
    assert_eq!(page.form().error_of("contactEmail"), Some(wrong[1].clone()));
    assert_eq!(scene.around().take_focus(), ["error-summary"]);
    assert!(scene.arrived("PUT", "/profile").is_empty());
    assert!(!page.form().is_busy());
}

#[test]
fn a_new_legal_name_is_told_before_it_is_saved() {
    let scene = Scene::at("location");
    scene.visit(Page::Step(Step::Profile));
    let page = open_page!(scene, Step Profile);
    assert!(page.is_signed(), "the signature is under the present name");
    let drawing = Drawing::of(|| page.renames());
    page.type_field(FieldId::LegalName, " Cedar Example EOOD ".to_owned());
    assert!(!page.renames(), "spaces are no other name");
    page.type_field(FieldId::LegalName, "Cedar Renamed EOOD".to_owned());
    assert!(page.renames() && drawing.is_outdated());
    let drawing = Drawing::of(|| page.renames());
    scene.send_profile(&page);
    scene.run_until_idle(5_000);
    assert!(drawing.is_outdated());
    assert!(!page.renames(), "it is the name now");
}

#[test]
fn a_number_of_an_unusual_shape_is_asked_about_and_taken_when_it_is_said_to_be_right() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    for field in [FieldId::RegistrationNumber, FieldId::TaxId] {
        page.type_field(field, "AB 12".to_owned());
        assert_eq!(page.unusual(field), None, "before it is judged nothing is asked");
    }
    let drawing = Drawing::of(|| page.unusual(FieldId::TaxId));
    scene.send_profile(&page);
    scene.run_until_idle(3_000);
    let asked = [
        FieldError::Profile(FieldId::RegistrationNumber, FieldProblem::UnusualShape),
        FieldError::Profile(FieldId::TaxId, FieldProblem::UnusualShape),
    ];
    assert_eq!(page.form().errors(), asked);
    assert!(drawing.is_outdated());
    assert_eq!(page.unusual(FieldId::TaxId), Some(false));
    assert_eq!(page.unusual(FieldId::RegistrationNumber), Some(false));
    assert_eq!(page.unusual(FieldId::City), None);
    page.confirm_unusual(FieldId::TaxId, true);
    assert_eq!(page.unusual(FieldId::TaxId), Some(true));
    assert_eq!(page.unusual(FieldId::RegistrationNumber), Some(false));
    scene.send_profile(&page);
    scene.run_until_idle(3_000);
    assert_eq!(page.form().errors(), asked[..1]);
    assert_eq!(page.unusual(FieldId::TaxId), Some(true), "what was said stays");
    page.type_field(FieldId::TaxId, "CD 34".to_owned());
    assert_eq!(page.unusual(FieldId::TaxId), None, "another value is another question");
    assert_eq!(page.unusual(FieldId::RegistrationNumber), Some(false));
    scene.send_profile(&page);
    scene.run_until_idle(3_000);
    for field in [FieldId::RegistrationNumber, FieldId::TaxId] {
        assert_eq!(page.unusual(field), Some(false));
        page.confirm_unusual(field, true);
    }
    scene.send_profile(&page);
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement");
    let stored = scene.world.program.borrow().profile("org-cedar").unwrap();
    assert_eq!((&stored["registrationNumber"], &stored["taxId"]), (&json!("AB12"), &json!("CD34")));
}

#[test]
fn a_legal_form_is_refused_here_and_an_odd_name_is_taken_once_it_is_confirmed() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::LegalName, "ООД".to_owned());
    page.send();
    scene.run_until_idle(1_000);
    assert_eq!(page.form().errors(), [FieldError::Profile(FieldId::LegalName, FieldProblem::PartOfName)]);
    assert_eq!(page.unusual(FieldId::LegalName), None, "there is nothing to confirm");
    page.type_field(FieldId::LegalName, "GmbH".to_owned());
    scene.send_profile(&page);
    scene.run_until_idle(5_000);
    let refused = [FieldError::Profile(FieldId::LegalName, FieldProblem::PartOfName)];
    assert_eq!(page.form().errors(), refused, "that of another country is refused by the server");
    assert_eq!(page.form().failure(), None);
    page.type_field(FieldId::LegalName, "CEDAR EXAMPLE EOOD".to_owned());
    page.send();
    scene.run_until_idle(1_000);
    assert_eq!(page.form().errors(), [FieldError::Profile(FieldId::LegalName, FieldProblem::UnusualShape)]);
    assert_eq!(page.unusual(FieldId::LegalName), Some(false));
    page.confirm_unusual(FieldId::LegalName, true);
    scene.send_profile(&page);
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement");
    scene.visit(Page::Step(Step::Profile));
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::Customers, "41".to_owned());
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement", "a name that is stored is asked about no more");
}

#[test]
fn the_one_field_that_is_asked_about_is_asked_about_anew_with_another_value() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::TaxId, "AB 12".to_owned());
    page.send();
    scene.run_until_idle(3_000);
    page.confirm_unusual(FieldId::TaxId, true);
    page.type_field(FieldId::City, "Varna".to_owned());
    assert_eq!(page.unusual(FieldId::TaxId), Some(true));
    page.type_field(FieldId::TaxId, "CD 34".to_owned());
    assert_eq!(page.unusual(FieldId::TaxId), None);
}

#[test]
fn what_the_server_says_of_a_field_stands_beside_its_control() {
    let problems = [
        ("required", FieldProblem::Missing),
        ("too_long", FieldProblem::TooLong),
        ("unknown_option", FieldProblem::UnknownOption),
        ("shape", FieldProblem::Shape),
        ("not_registered", FieldProblem::NotRegistered),
        ("too_short", FieldProblem::PartOfName),
        ("legal_suffix", FieldProblem::PartOfName),
    ];
    for (code, problem) in problems {
        let scene = Scene::at("profile");
        let page = open_page!(scene, Step Profile);
        page.type_field(FieldId::City, "Varna".to_owned());
        for field in ["city", "country"] {
            let refusal =
                json!({"type": "urn:partner-renewal:problem:fields", "errors": [{"field": field, "code": code}]});
            scene.order("PUT", "/profile", 1, OnRequest::Answer(422, refusal.to_string()));
            scene.send_profile(&page);
            scene.run_until_idle(3_000);
            let field = FieldId::from_name(field).unwrap();
            assert_eq!(page.form().errors(), [FieldError::Profile(field, problem)], "{code}");
            assert_eq!(page.form().failure(), None);
        }
        assert_eq!(page.value(FieldId::City), "Varna");
    }
}

#[test]
fn what_the_server_says_of_a_field_that_is_not_on_the_page_is_told_as_a_whole() {
    for errors in [json!([]), json!([{"field": "vessel", "code": "required"}])] {
        let scene = Scene::at("profile");
        let page = open_page!(scene, Step Profile);
        page.type_field(FieldId::City, "Varna".to_owned());
        let refusal = json!({"type": "urn:partner-renewal:problem:fields", "errors": errors}).to_string();
        scene.order("PUT", "/profile", 1, OnRequest::Answer(422, refusal));
        scene.send_profile(&page);
        scene.run_until_idle(3_000);
        assert!(!page.form().has_errors());
        assert!(matches!(page.form().failure().unwrap().kind, FailureKind::Fields(_)));
    }
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    let austrian = [
        (FieldId::Country, "AT"),
        (FieldId::RegistrationNumber, "FN123456A"),
        (FieldId::TaxId, "ATU12345678"),
        (FieldId::PostalCode, "1010"),
    ];
    for (field, value) in austrian {
        page.type_field(field, value.to_owned());
    }
    scene.run_until_idle(3_000);
    // Addresses in Austria have no region, so its control is not on the page.
    let errors = json!([{"field": "city", "code": "shape"}, {"field": "region", "code": "shape"}]);
    let refusal = json!({"type": "urn:partner-renewal:problem:fields", "errors": errors}).to_string();
    scene.order("PUT", "/profile", 1, OnRequest::Answer(422, refusal));
    scene.send_profile(&page);
    scene.run_until_idle(3_000);
    assert!(!page.form().has_errors(), "an error that leads nowhere would be none");
    assert!(page.form().failure().is_some());
}

#[test]
fn a_profile_that_does_not_come_is_told_and_sends_nothing() {
    for path in [STORED, "/reference/countries", "/reference/countries/BG"] {
        let scene = Scene::at("requirements");
        scene.order("GET", path, 1, OnRequest::Answer(500, "{}".to_owned()));
        let page = open_page!(scene, Step Requirements);
        page.confirm(true);
        page.send();
        scene.run_until_idle(5_000);
        let page = open_page!(scene, Step Profile);
        let failed = page
            .with_state(|state| matches!(state, Load::Failed(failure) if failure.kind == FailureKind::Unexpected(500)));
        assert!(failed, "{path}");
        assert!(!page.is_signed() && !page.renames());
        page.send();
        scene.run_until_idle(3_000);
        assert!(scene.arrived("PUT", "/profile").is_empty());
        let drawing = Drawing::of(|| page.with_state(|_| ()));
        let sections = Drawing::of(|| page.sections());
        page.load();
        scene.run_until_idle(3_000);
        assert!(drawing.is_outdated() && sections.is_outdated());
        page.with_state(|state| assert!(state.ready().unwrap().countries.contains(&"BG".to_owned())));
    }
}

#[test]
fn who_may_no_longer_renew_is_told_who_may() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    scene.world.program.borrow_mut().hand_over("org-cedar", "con-oleg").unwrap();
    page.type_field(FieldId::City, "Varna".to_owned());
    scene.send_profile(&page);
    scene.run_until_idle(5_000);
    let FailureKind::NotPrimaryContact(Some(reach)) = page.form().failure().unwrap().kind else { panic!("a name") };
    assert_eq!(reach.name, "Oleg Example");
    assert_eq!(page.value(FieldId::City), "Varna");
}

#[test]
fn a_number_whose_authority_is_down_is_taken_and_told_on_the_profile_and_the_review() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    assert_eq!(page.tax_check(), "valid");
    let drawing = Drawing::of(|| page.tax_check());
    page.type_field(FieldId::TaxId, "BG 123 456 503".to_owned());
    assert_eq!(page.tax_check(), "", "nothing is known of what is typed");
    page.undo("identity");
    assert!(drawing.is_outdated());
    assert_eq!(page.tax_check(), "valid");
    page.type_field(FieldId::TaxId, "BG 123 456 503".to_owned());
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement", "nothing waits for it");
    scene.visit(Page::Step(Step::Profile));
    assert_eq!(open_page!(scene, Step Profile).tax_check(), "pending");
}

#[test]
fn a_number_that_its_authority_does_not_know_stays_to_be_corrected() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::TaxId, "BG123456404".to_owned());
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(page.form().errors(), [FieldError::Profile(FieldId::TaxId, FieldProblem::NotRegistered)]);
    assert_eq!(page.value(FieldId::TaxId), "BG123456404");
    page.type_field(FieldId::TaxId, "BG123456789".to_owned());
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement");
}
