//! Step 2: the program's address check knows better, and the person chooses.
use partner_renewal::app::form::FieldError;
use partner_renewal::app::pages::profile::{ADDRESS_QUESTION, ProfilePage, VERIFICATION};
use partner_renewal::domain::draft::AnswerKey;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::profile::{FieldId, FieldProblem};
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use serde_json::{Value, json};
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;

const STEP: &str = "/profile";

fn stored(scene: &Scene, field: &str) -> Value {
    scene.world.program.borrow().profile("org-cedar").unwrap()[field].clone()
}

/// Types an address of which two others are suggested, and saves it.
fn ask(scene: &Scene, page: &std::rc::Rc<ProfilePage>) {
    page.type_field(FieldId::AddressLine1, "1 Example Blvd".to_owned());
    page.type_field(FieldId::City, "Varna".to_owned());
    page.type_field(FieldId::PostalCode, "4000".to_owned());
    scene.send_profile(page);
    scene.run_until_idle(5_000);
}

fn places(page: &ProfilePage) -> Vec<String> {
    let place = |field| move |option: &partner_renewal::domain::profile::Profile| option.get(field).to_owned();
    let options = page.address_options();
    let parts =
        [FieldId::AddressLine1, FieldId::PostalCode, FieldId::City].map(|field| options.iter().map(place(field)));
    let [street, code, city] = parts;
    street.zip(code).zip(city).map(|((street, code), city)| [street, code, city].join(", ")).collect()
}

#[test]
fn the_person_takes_a_suggestion_and_is_asked_one_thing_after_the_other() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::AddressLine1, "1 Example Blvd".to_owned());
    page.type_field(FieldId::PostalCode, "4000".to_owned());
    page.type_field(FieldId::Customers, "41".to_owned());
    page.send();
    scene.run_until_idle(1_000);
    assert!(page.address_options().is_empty(), "nothing is sent before the first question has its answer");
    assert_eq!(page.asked_about(), ["addressLine1", "postalCode"]);
    let drawing = Drawing::of(|| page.address_options());
    scene.around().take_focus();
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.around().take_focus(), [ADDRESS_QUESTION]);
    assert!(drawing.is_outdated() && !page.form().is_busy());
    assert!(page.asked_about().is_empty(), "never two questions at once");
    assert_eq!(places(&page), ["1 Example Blvd, 4000, Sofia", "1 Example Boulevard, 4000, Plovdiv"]);
    assert_eq!((page.chosen_address(), stored(&scene, "postalCode")), (0, json!("1000")), "nothing is changed yet");
    page.choose_address(1);
    assert_eq!((page.chosen_address(), page.value(FieldId::City)), (1, "Plovdiv".to_owned()));
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement", "the city is no other change than that of the address");
    assert_eq!(
        ["addressLine1", "city", "postalCode", "customers"].map(|field| stored(&scene, field)),
        ["1 Example Boulevard", "Plovdiv", "4000", "41"].map(|value| json!(value))
    );
}

#[test]
fn what_is_kept_is_saved_as_it_is_typed() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    ask(&scene, &page);
    assert_eq!(page.address_options().len(), 3);
    page.choose_address(2);
    page.choose_address(0);
    page.choose_address(7);
    assert_eq!((page.chosen_address(), page.value(FieldId::AddressLine1)), (0, "1 Example Blvd".to_owned()));
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement");
    assert_eq!((stored(&scene, "addressLine1"), stored(&scene, "city")), (json!("1 Example Blvd"), json!("Varna")));
}

#[test]
fn an_address_that_is_fine_costs_one_request() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::AddressLine1, "2 Example Boulevard".to_owned());
    scene.send_profile(&page);
    scene.run_until_idle(5_000);
    assert_eq!((scene.page_name(), scene.arrived("PUT", STEP).len()), ("agreement", 1));
}

#[test]
fn another_address_is_another_question_and_going_back_loses_nothing() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    ask(&scene, &page);
    page.type_field(FieldId::Customers, "41".to_owned());
    assert_eq!(page.address_options().len(), 3, "what is no part of the address is no other question");
    scene.around().take_focus();
    page.go_back();
    scene.run_until_idle(1_000);
    assert!(page.address_options().is_empty() && page.is_open("address"));
    assert_eq!(scene.around().take_focus(), ["country"]);
    page.send();
    scene.run_until_idle(1_000);
    assert_eq!(page.asked_about(), ["addressLine1", "city", "postalCode"]);
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(page.address_options().len(), 3);
    page.type_field(FieldId::City, "Plovdiv".to_owned());
    assert!(page.address_options().is_empty());
    scene.send_profile(&page);
    scene.run_until_idle(5_000);
    assert_eq!(places(&page), ["1 Example Blvd, 4000, Plovdiv", "1 Example Boulevard, 4000, Plovdiv"]);
}

#[test]
fn another_legal_change_is_asked_about_before_the_address_goes_out() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    ask(&scene, &page);
    page.choose_address(1);
    page.type_field(FieldId::LegalName, "Cedar Renamed EOOD".to_owned());
    scene.around().take_focus();
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.around().take_focus(), [VERIFICATION]);
    assert!(page.asked_about().contains(&"legalName".to_owned()) && page.address_options().is_empty());
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!((scene.page_name(), stored(&scene, "city")), ("agreement", json!("Plovdiv")));
}

#[test]
fn the_question_comes_again_after_a_lost_answer_and_after_a_reload() {
    let mut scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    scene.order("PUT", STEP, 1, OnRequest::LoseAnswer);
    ask(&scene, &page);
    scene.run_until_idle(60_000);
    assert_eq!(page.address_options().len(), 3, "{:?}", page.form().failure());
    page.choose_address(1);
    scene.run_until_idle(1_000);
    scene.reload();
    let page = open_page!(scene, Step Profile);
    assert_eq!(page.value(FieldId::AddressLine1), "1 Example Boulevard", "what was chosen is in the draft");
    page.type_field(FieldId::PostalCode, "9000".to_owned());
    scene.send_profile(&page);
    scene.run_until_idle(5_000);
    assert_eq!(places(&page)[0], "1 Example Boulevard, 9000, Plovdiv");
    page.choose_address(2);
    scene.order("PUT", STEP, 1, OnRequest::LoseAnswer);
    page.send();
    scene.run_until_idle(60_000);
    assert_eq!((scene.page_name(), stored(&scene, "postalCode")), ("agreement", json!("4000")));
}

#[test]
fn what_is_typed_while_the_address_is_checked_is_not_compared_with_suggestions_for_another() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::AddressLine1, "1 Example Blvd".to_owned());
    page.send();
    scene.run_until_idle(1_000);
    scene.order("PUT", STEP, 1, OnRequest::Hold(2_000));
    page.send();
    scene.run_until(|| !scene.arrived("PUT", STEP).is_empty());
    page.type_field(FieldId::AddressLine1, "2 Example Boulevard".to_owned());
    scene.run_until_idle(5_000);
    assert!(page.address_options().is_empty() && page.form().has_changed_since());
    assert_eq!(scene.page_name(), "profile");
    scene.send_profile(&page);
    scene.run_until_idle(5_000);
    assert_eq!((scene.page_name(), stored(&scene, "addressLine1")), ("agreement", json!("2 Example Boulevard")));
}

/// A scene in which the check of "1 Example Blvd" answers with this.
fn suggesting(suggestions: Value) -> (Scene, std::rc::Rc<ProfilePage>) {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::AddressLine1, "1 Example Blvd".to_owned());
    page.send();
    scene.run_until_idle(1_000);
    scene.order("PUT", STEP, 1, OnRequest::Replace("/suggestions", suggestions));
    page.send();
    scene.run_until_idle(5_000);
    (scene, page)
}

#[test]
fn suggestions_that_are_none_stop_nobody() {
    let same = json!([{"addressLine1": " 1 Example Blvd ", "postalCode": "10 00"}]);
    let too_long = json!([{"addressLine1": "x".repeat(5_000)}, {"postalCode": "?"}, {"city": ""}]);
    for strange in [json!(null), json!("Sofia"), json!([]), json!([7, {}]), same, too_long] {
        let text = strange.to_string();
        let (scene, page) = suggesting(strange);
        assert!(page.address_options().is_empty(), "{text:.80}");
        assert_eq!(
            (scene.page_name(), stored(&scene, "addressLine1")),
            ("agreement", json!("1 Example Blvd")),
            "{text:.80}"
        );
    }
}

#[test]
fn an_address_that_is_kept_and_refused_has_to_be_typed_anew() {
    let (scene, page) = suggesting(json!([{"city": "Plovdiv"}]));
    assert_eq!(page.address_options().len(), 2);
    let errors = json!([{"field": "addressLine1", "code": "shape"}]);
    let refusal = json!({"type": "urn:partner-renewal:problem:fields", "errors": errors});
    scene.order("PUT", STEP, 1, OnRequest::Answer(422, refusal.to_string()));
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(page.form().errors(), [FieldError::Profile(FieldId::AddressLine1, FieldProblem::Shape)]);
    assert!(page.address_options().is_empty());
}

#[test]
fn a_failure_keeps_the_question() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    ask(&scene, &page);
    page.choose_address(1);
    scene.order("PUT", STEP, 9, OnRequest::Answer(500, String::new()));
    page.send();
    scene.run_until_idle(60_000);
    assert!(matches!(page.form().failure().map(|f| f.kind), Some(FailureKind::Unexpected(500))));
    assert_eq!((page.address_options().len(), page.chosen_address()), (3, 1));
    let draft = scene.app().services().autosave().answer(AnswerKey::Profile(FieldId::City));
    assert_eq!(draft.as_deref(), Some("Plovdiv"));
}

#[test]
fn a_conflict_takes_the_question_back() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    ask(&scene, &page);
    scene.world.colleague_changes(&[("city", "Burgas")]);
    page.send();
    scene.run_until_idle(5_000);
    assert!(!page.conflict().is_empty() && page.address_options().is_empty());
}

#[test]
fn where_the_question_cannot_be_drawn_the_address_is_saved_as_it_is_typed() {
    let mut scene = Scene::at("profile");
    scene.around().lazy_part_lost.set(true);
    scene.reload();
    let unready = open_page!(scene, NotHere);
    scene.around().lazy_part_lost.set(false);
    unready.load();
    scene.run_until_idle(5_000);
    scene.around().lazy_part_lost.set(true);
    let page = open_page!(scene, Step Profile);
    ask(&scene, &page);
    assert_eq!((scene.page_name(), stored(&scene, "addressLine1")), ("agreement", json!("1 Example Blvd")));
}

#[test]
fn what_the_check_says_is_told_of_the_stored_address_alone() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    assert_eq!(page.address_check(), "verified");
    let drawing = Drawing::of(|| page.address_check());
    page.type_field(FieldId::AddressLine1, "503 Example Blvd".to_owned());
    assert_eq!(page.address_check(), "", "nothing is known of what is typed");
    page.undo("address");
    assert!(drawing.is_outdated());
    assert_eq!(page.address_check(), "verified");
    page.type_field(FieldId::AddressLine1, "503 Example Blvd".to_owned());
    scene.send_profile(&page);
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement", "the check is down, and nobody is asked");
    scene.visit(Page::Step(Step::Profile));
    scene.run_until_idle(5_000);
    assert_eq!(open_page!(scene, Step Profile).address_check(), "pending");
}
