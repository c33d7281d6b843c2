//! The verification of a company: who reads what, and an appeal against a rejection.
use chrono::DateTime;
use partner_renewal::app::form::{AppealField, ERROR_SUMMARY, FieldError};
use partner_renewal::app::pages::Load;
use partner_renewal::app::pages::company_verification::{CompanyVerificationPage, SENT};
use partner_renewal::app::pages::correction::Correction;
use partner_renewal::domain::company_verification::{CompanyVerification, VerificationState};
use partner_renewal::domain::failure::{FailureKind, Refusal};
use partner_renewal::domain::profile::{FieldId, FieldProblem};
use partner_renewal::domain::proof::ProofProblem;
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use sandbox::in_process::Caller;
use serde_json::json;
use simulation::around::PersonsFile;
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;
use std::rc::Rc;

fn opened(scene: &Scene) -> Rc<CompanyVerificationPage> {
    scene.visit(Page::CompanyVerification);
    let page = open_page!(scene, CompanyVerification);
    scene.around().take_focus();
    page
}

fn shown(page: &CompanyVerificationPage) -> CompanyVerification {
    page.with_state(|state| state.ready().unwrap().clone())
}

fn fill(scene: &Scene, page: &CompanyVerificationPage) {
    page.choose_kind("register_extract".to_owned());
    page.type_comment(" The number has ten digits since 2024. ".to_owned());
    scene.around().file.replace(Some(PersonsFile::new("Extract 2026.pdf", b"%PDF-1.7 extract")));
    page.choose_file();
}

fn decide(scene: &Scene, state: &str) {
    scene.world.program.borrow_mut().decide_verification("org-elder", state).unwrap();
}

#[test]
fn an_appeal_is_sent_once_though_an_answer_is_lost_and_the_button_is_pressed_twice() {
    let mut scene = Scene::signed_in_as("ronja");
    let page = opened(&scene);
    assert_eq!((shown(&page).state, shown(&page).can_appeal), (VerificationState::Rejected, true));
    fill(&scene, &page);
    scene.order("POST", "/appeals", 1, OnRequest::LoseAnswer);
    let drawing = Drawing::of(|| page.with_state(|_| ()));
    page.send();
    page.send();
    scene.run_until_idle(120_000);
    assert_eq!(scene.arrived("PUT", "/document").len(), 1);
    assert_eq!(scene.arrived("POST", "/appeals").len(), 2, "the lost one and its repetition");
    let now = shown(&page);
    assert_eq!((now.state, now.appeals_left, now.is_appealed()), (VerificationState::Pending, 2, true));
    let sent = now.appeals.first().unwrap();
    let told = (sent.comment.as_str(), sent.file_name.as_str(), sent.file_size);
    assert_eq!(told, ("The number has ten digits since 2024.", "Extract 2026.pdf", 16));
    assert!(drawing.is_outdated() && page.form().failure().is_none());
    assert_eq!(scene.around().take_focus(), [SENT]);
    assert_eq!((page.kind(), page.comment()), (String::new(), String::new()));
    scene.reload();
    let again: Rc<CompanyVerificationPage> = open_page!(scene, CompanyVerification);
    assert_eq!(shown(&again), now, "the server has it");
}

#[test]
fn an_appeal_whose_answers_are_all_lost_is_told_as_received_when_it_is_sent_again() {
    let scene = Scene::signed_in_as("ronja");
    let page = opened(&scene);
    fill(&scene, &page);
    scene.order("POST", "/appeals", 4, OnRequest::LoseAnswer);
    page.send();
    scene.run_until_idle(300_000);
    let failed = page.form().failure().map(|failure| failure.kind);
    assert!(matches!(failed, Some(FailureKind::Offline | FailureKind::Timeout)), "{failed:?}");
    assert_eq!(shown(&page).state, VerificationState::Rejected, "nobody knows better yet");
    page.send();
    scene.run_until_idle(5_000);
    assert!(shown(&page).is_appealed() && page.form().failure().is_none());
    assert_eq!(shown(&page).appeals.len(), 1);
}

#[test]
fn what_is_missing_is_told_before_anything_is_sent() {
    let scene = Scene::signed_in_as("ronja");
    let page = opened(&scene);
    page.type_comment("x".repeat(1_001));
    page.send();
    scene.run_until_idle(1_000);
    let wrong = [
        FieldError::Appeal(AppealField::Kind),
        FieldError::Appeal(AppealField::Comment),
        FieldError::Proof(ProofProblem::Missing),
    ];
    assert_eq!(page.form().errors(), wrong);
    assert_eq!(scene.around().take_focus(), [ERROR_SUMMARY]);
    fill(&scene, &page);
    scene.around().file.replace(Some(PersonsFile::new("a.pdf", b"PK letter")));
    page.send();
    scene.run_until_idle(1_000);
    assert_eq!(page.form().errors(), [FieldError::Proof(ProofProblem::Kind)]);
    assert!(scene.arrived("PUT", "/document").is_empty());
}

#[test]
fn what_the_server_refuses_stands_beside_its_control() {
    let scene = Scene::signed_in_as("ronja");
    let page = opened(&scene);
    fill(&scene, &page);
    page.choose_kind("of_last_year".to_owned());
    page.send();
    scene.run_until_idle(3_000);
    assert_eq!(page.form().errors(), [FieldError::Appeal(AppealField::Kind)]);
    let large = include_str!("../../../contract/golden/problem.proof-too-large.json");
    scene.order("PUT", "/document", 1, OnRequest::Answer(413, large.to_owned()));
    page.send();
    scene.run_until_idle(3_000);
    assert_eq!(page.form().errors(), [FieldError::Proof(ProofProblem::TooLarge)]);
    assert_eq!(scene.arrived("POST", "/appeals").len(), 1, "nothing is appealed without its document");
}

#[test]
fn what_is_typed_outlives_a_reload_until_it_is_sent() {
    let mut scene = Scene::signed_in_as("ronja");
    let page = opened(&scene);
    fill(&scene, &page);
    scene.run_until_idle(3_000);
    scene.reload();
    scene.run_until_idle(3_000);
    let page = open_page!(scene, CompanyVerification);
    assert_eq!(page.kind(), "register_extract");
    assert!(page.comment().contains("ten digits"));
    fill(&scene, &page);
    page.send();
    scene.run_until_idle(5_000);
    decide(&scene, "rejected");
    scene.reload();
    scene.run_until_idle(3_000);
    let page = open_page!(scene, CompanyVerification);
    assert_eq!((page.kind(), shown(&page).appeals_left), (String::new(), 2), "what was sent is not offered again");
}

#[test]
fn a_rejection_that_is_over_meanwhile_is_told_as_it_is() {
    let scene = Scene::signed_in_as("ronja");
    let page = opened(&scene);
    fill(&scene, &page);
    decide(&scene, "accepted");
    page.send();
    scene.run_until_idle(5_000);
    let refused = page.form().failure().map(|failure| failure.kind);
    assert_eq!(refused, Some(FailureKind::Refused(Refusal::AppealNotPossible)));
    assert_eq!(shown(&page).state, VerificationState::Accepted);
}

#[test]
fn a_colleague_and_who_has_used_all_appeals_read_it_and_cannot_appeal() {
    let scene = Scene::signed_in_as("ebba");
    let page = opened(&scene);
    let now = shown(&page);
    assert_eq!((now.can_appeal, now.primary_contact.map(|one| one.name)), (false, Some("Ronja Example".to_owned())));
    fill(&scene, &page);
    // As with a page that was opened before the role was handed over.
    page.send();
    scene.run_until_idle(3_000);
    let refused = page.form().failure().map(|failure| failure.kind);
    assert!(matches!(refused, Some(FailureKind::NotPrimaryContact(Some(_)))), "{refused:?}");
    let scene = Scene::signed_in_as("kaspar");
    let now = shown(opened(&scene).as_ref());
    assert_eq!((now.can_appeal, now.appeals_left, now.appeals.len()), (false, 0, 3));
}

#[test]
fn a_change_that_is_saved_is_being_verified_and_the_renewal_goes_on_beside_it() {
    let scene = Scene::at("profile");
    let step = open_page!(scene, Step Profile);
    step.type_field(FieldId::City, "Varna".to_owned());
    step.send();
    scene.run_until_idle(1_000);
    step.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement");
    let now = shown(&opened(&scene));
    let change = now.change.as_ref().unwrap();
    assert_eq!((now.state, now.since), (VerificationState::Pending, change.pending_since));
    assert_eq!((change.working_days, change.blocks.as_slice()), (5, ["letter".to_owned()].as_slice()));
    assert!(change.pending_since.is_some() && !now.reason.is_empty() && !now.can_appeal);
    scene.visit(Page::Letter("org-cedar".to_owned()));
    let letter = open_page!(scene, Letter);
    letter.issue();
    scene.run_until_idle(3_000);
    let refused = letter.form().failure().map(|failure| failure.kind);
    assert_eq!(refused, Some(FailureKind::VerificationPending), "as the page says");
    scene.visit(Page::Step(Step::Agreement));
    assert_eq!(scene.page_name(), "agreement", "the renewal does not wait");
}

#[test]
fn a_page_that_is_left_tells_nothing_more() {
    let scene = Scene::signed_in_as("ronja");
    let page = opened(&scene);
    fill(&scene, &page);
    page.send();
    scene.visit(Page::Membership);
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "membership");
    assert!(!scene.around().take_focus().contains(&SENT.to_owned()));
}

#[test]
fn without_a_chosen_organization_the_page_leads_to_the_choice() {
    let scene = Scene::signed_in_as("tomas");
    scene.visit(Page::CompanyVerification);
    assert_eq!(scene.page_name(), "organizations");
}

#[test]
fn a_decision_is_there_when_the_page_is_shown_again() {
    let scene = Scene::signed_in_as("ronja");
    let page = opened(&scene);
    decide(&scene, "accepted");
    scene.app().page_shown();
    scene.run_until_idle(3_000);
    assert_eq!(shown(&page).state, VerificationState::Accepted);
}

fn correction(page: &CompanyVerificationPage) -> Rc<Correction> {
    page.with_correction(|correction| correction.ready().unwrap().clone())
}

#[test]
fn what_was_rejected_is_corrected_once_though_the_answer_is_lost() {
    let scene = Scene::signed_in_as("ronja");
    let page = opened(&scene);
    let form = correction(&page);
    assert_eq!(
        form.fields().map(|rule| rule.id).collect::<Vec<_>>(),
        [FieldId::LegalName, FieldId::RegistrationNumber]
    );
    page.correct();
    scene.run_until_idle(1_000);
    assert_eq!(page.form().errors(), [FieldError::NotCorrected(FieldId::LegalName)], "nothing is corrected yet");
    form.type_field(FieldId::RegistrationNumber, String::new());
    form.type_field(FieldId::LegalName, "A".to_owned());
    page.correct();
    scene.run_until_idle(1_000);
    let wrong = [
        FieldError::Profile(FieldId::LegalName, FieldProblem::PartOfName),
        FieldError::Profile(FieldId::RegistrationNumber, FieldProblem::Missing),
    ];
    assert_eq!(page.form().errors(), wrong);
    assert!(scene.arrived("PUT", "/profile").is_empty(), "and nothing was sent");
    form.type_field(FieldId::LegalName, "Elder Example AB".to_owned());
    // In a shape that is not known it is asked about.
    form.type_field(FieldId::RegistrationNumber, "1234".to_owned());
    page.correct();
    scene.run_until_idle(1_000);
    assert_eq!((form.unusual(FieldId::RegistrationNumber), form.unusual(FieldId::LegalName)), (Some(false), None));
    form.confirm_unusual(FieldId::RegistrationNumber, true);
    scene.order("PUT", "/profile", 1, OnRequest::LoseAnswer);
    page.correct();
    page.correct();
    scene.run_until_idle(120_000);
    assert_eq!(scene.arrived("PUT", "/profile").len(), 2, "the lost one and its repetition");
    assert_eq!((shown(&page).state, page.form().failure()), (VerificationState::Pending, None));
    assert!(shown(&page).correctable.is_empty());
    assert_eq!(scene.around().take_focus().last(), Some(&"h1".to_owned()));
}

#[test]
fn what_is_typed_into_a_correction_is_there_after_a_reload_and_over_what_somebody_else_changed() {
    let mut scene = Scene::signed_in_as("ronja");
    let page = opened(&scene);
    correction(&page).type_field(FieldId::RegistrationNumber, "556677-8899".to_owned());
    scene.run_until_idle(1_000);
    scene.reload();
    let page: Rc<CompanyVerificationPage> = open_page!(scene, CompanyVerification);
    let form = correction(&page);
    assert_eq!(form.field(FieldId::RegistrationNumber), "556677-8899");
    change_website(&scene, "https://other.example");
    page.correct();
    scene.run_until_idle(5_000);
    assert!(matches!(page.form().failure().map(|failure| failure.kind), Some(FailureKind::Changed { .. })));
    assert_eq!(form.field(FieldId::RegistrationNumber), "556677-8899", "what is typed stays");
    page.correct();
    scene.run_until_idle(5_000);
    assert_eq!(shown(&page).state, VerificationState::Pending);
    let now = scene.world.program.borrow().profile("org-elder").unwrap();
    assert_eq!((&now["website"], &now["registrationNumber"]), (&json!("https://other.example"), &json!("5566778899")));
}

/// Somebody else changes the website of the company.
fn change_website(scene: &Scene, website: &str) {
    let signed_in_at = DateTime::from_timestamp_millis(scene.world.now_ms()).unwrap();
    let ronja = Caller { person: "ronja".to_owned(), signed_in_at };
    let mut program = scene.world.program.borrow_mut();
    let path = "/v1/organizations/org-elder/profile";
    let seen = program.call(Some(&ronja), "GET", path, &[], b"").unwrap();
    let mut profile = seen.json();
    profile["website"] = json!(website);
    let headers = [("if-match", seen.header("etag").unwrap()), ("content-type", "application/json")];
    let written = program.call(Some(&ronja), "PUT", path, &headers, profile.to_string().as_bytes()).unwrap();
    assert_eq!(written.status, 200);
}

#[test]
fn data_that_are_rejected_while_the_page_is_open_can_be_corrected_there_and_what_is_typed_stays() {
    let scene = Scene::signed_in_as("ronja");
    decide(&scene, "pending");
    let page = opened(&scene);
    let show_again = || {
        scene.app().page_shown();
        scene.run_until_idle(5_000);
    };
    for number in ["556677-8899", "556677-8890"] {
        assert!(shown(&page).correctable.is_empty());
        decide(&scene, "rejected");
        show_again();
        let form = correction(&page);
        assert_ne!(form.field(FieldId::RegistrationNumber), number, "as the program has it");
        form.type_field(FieldId::RegistrationNumber, number.to_owned());
        show_again();
        assert_eq!(correction(&page).field(FieldId::RegistrationNumber), number);
        page.correct();
        scene.run_until_idle(5_000);
        assert_eq!((shown(&page).state, page.form().failure()), (VerificationState::Pending, None));
    }
}

#[test]
fn where_the_profile_cannot_be_had_an_appeal_is_possible_and_the_correction_is_asked_for_again() {
    let scene = Scene::signed_in_as("ronja");
    scene.order("GET", "/profile", 1, OnRequest::Answer(500, "{}".to_owned()));
    let page = opened(&scene);
    assert!(page.with_correction(|correction| matches!(correction, Load::Failed(_))) && shown(&page).can_appeal);
    page.retry_correction();
    scene.run_until_idle(5_000);
    assert_eq!(correction(&page).fields().count(), 2);
    let scene = Scene::signed_in_as("ebba");
    let page = opened(&scene);
    assert!(shown(&page).correctable.is_empty());
    page.correct();
    scene.run_until_idle(1_000);
    assert!(scene.arrived("PUT", "/profile").is_empty(), "a colleague corrects nothing");
}
