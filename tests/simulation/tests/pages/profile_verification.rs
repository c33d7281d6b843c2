//! Step 2: a change that the program verifies is asked about before it is saved.
use partner_renewal::app::pages::profile::VERIFICATION;
use partner_renewal::domain::profile::FieldId;
use serde_json::{Value, json};
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;

const STORED: &str = "/organizations/org-cedar/profile";

/// A scene at the profile, whose answer has this in the place of what the program tells of verification.
fn told(verification: &Value) -> Scene {
    let scene = Scene::at("requirements");
    let page = open_page!(scene, Step Requirements);
    scene.order("GET", STORED, 1, OnRequest::Replace("/verification", verification.clone()));
    page.confirm(true);
    page.send();
    scene.run_until_idle(5_000);
    scene
}

#[test]
fn legal_data_are_asked_about_and_saved_when_they_are_sent_once_more() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    let rule = page.reverification().unwrap();
    assert_eq!((rule.working_days, rule.blocks.as_slice()), (5, ["letter".to_owned()].as_slice()));
    page.type_field(FieldId::LegalName, "Cedar Renamed EOOD".to_owned());
    page.type_field(FieldId::City, "Varna".to_owned());
    page.type_field(FieldId::Customers, "41".to_owned());
    let drawing = Drawing::of(|| page.asked_about());
    scene.around().take_focus();
    page.send();
    scene.run_until_idle(1_000);
    assert!(drawing.is_outdated());
    assert_eq!(page.asked_about(), ["legalName", "city"], "those that are verified");
    assert_eq!(scene.around().take_focus(), [VERIFICATION]);
    assert!(!page.form().is_busy() && scene.arrived("PUT", "/profile").is_empty(), "nothing is sent before the answer");
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement");
    assert_eq!(scene.world.program.borrow().profile("org-cedar").unwrap()["city"], "Varna");
}

#[test]
fn who_goes_back_loses_nothing_and_is_asked_again() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::City, "Varna".to_owned());
    page.close("address");
    page.send();
    scene.run_until_idle(1_000);
    scene.around().take_focus();
    page.go_back();
    scene.run_until_idle(1_000);
    assert!(page.asked_about().is_empty() && page.is_open("address"));
    assert_eq!(scene.around().take_focus(), ["country"], "the section of what is verified");
    assert_eq!(page.value(FieldId::City), "Varna");
    assert!(scene.arrived("PUT", "/profile").is_empty());
    page.send();
    scene.run_until_idle(1_000);
    assert_eq!(page.asked_about(), ["city"]);
    page.type_field(FieldId::Customers, "41".to_owned());
    assert_eq!(page.asked_about(), ["city"], "what is not verified is no other question");
    page.type_field(FieldId::City, "Plovdiv".to_owned());
    assert!(page.asked_about().is_empty(), "another change is another question");
    page.send();
    scene.run_until_idle(1_000);
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement");
}

#[test]
fn what_is_not_verified_is_saved_at_once_and_errors_come_before_the_question() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::City, "Varna".to_owned());
    page.type_field(FieldId::PostalCode, "10A".to_owned());
    page.send();
    scene.run_until_idle(1_000);
    assert!(page.form().has_errors() && page.asked_about().is_empty());
    page.type_field(FieldId::PostalCode, "9000".to_owned());
    page.send();
    scene.run_until_idle(1_000);
    assert!(!page.form().has_errors());
    assert_eq!(page.asked_about(), ["city", "postalCode"]);
    page.undo("address");
    page.type_field(FieldId::TradingName, "Cedar".to_owned());
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement");
}

#[test]
fn a_conflict_takes_the_question_back_and_what_is_kept_of_ones_own_is_asked_about_again() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::City, "Varna".to_owned());
    page.send();
    scene.run_until_idle(1_000);
    scene.world.colleague_changes(&[("city", "Plovdiv")]);
    page.send();
    scene.run_until_idle(5_000);
    assert!(!page.conflict().is_empty() && page.asked_about().is_empty());
    page.resolve(FieldId::City, "Varna".to_owned());
    page.send();
    scene.run_until_idle(1_000);
    assert_eq!(page.asked_about(), ["city"]);
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement");
}

#[test]
fn a_program_that_tells_nothing_of_it_asks_nothing() {
    let nothing = json!({"fields": [], "workingDays": 5, "blocks": []});
    for verification in [Value::Null, json!({"fields": ["city"], "blocks": []}), nothing] {
        let scene = told(&verification);
        let page = open_page!(scene, Step Profile);
        page.type_field(FieldId::City, "Varna".to_owned());
        page.send();
        scene.run_until_idle(5_000);
        assert_eq!(scene.page_name(), "agreement", "{verification}");
    }
}

#[test]
fn another_programs_fields_are_asked_about_and_unknown_ones_do_no_harm() {
    let scene = told(&json!({"fields": ["taxId", "vessel"], "workingDays": 2, "blocks": ["harbour"]}));
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::City, "Varna".to_owned());
    page.type_field(FieldId::TaxId, String::new());
    page.send();
    scene.run_until_idle(1_000);
    assert_eq!(page.asked_about(), ["taxId"]);
}

#[test]
fn a_change_that_is_being_verified_says_since_when() {
    let rule = json!({"fields": ["city"], "workingDays": 5, "blocks": ["letter"], "pendingSince": "2026-11-20"});
    let page = open_page!(told(&rule), Step Profile);
    assert_eq!(page.reverification().unwrap().pending_since, "2026-11-20".parse().ok());
    for left_out in [json!({"workingDays": 5}), json!({"workingDays": 5, "pendingSince": "soon"})] {
        let page = open_page!(told(&left_out), Step Profile);
        assert_eq!(page.reverification().unwrap().pending_since, None, "{left_out}");
    }
}
