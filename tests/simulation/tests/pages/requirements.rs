//! Step 1: the requirements are confirmed by a tick.
use partner_renewal::app::form::FieldError;
use partner_renewal::app::pages::Load;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;

#[test]
fn a_box_that_is_not_ticked_is_refused_here_and_nothing_is_sent() {
    let scene = Scene::at("requirements");
    let page = open_page!(scene, Step Requirements);
    assert!(!page.is_confirmed());
    scene.around().take_focus();
    page.send();
    scene.run_until_idle(1_000);
    assert_eq!(page.form().errors(), [FieldError::RequirementsNotConfirmed]);
    assert_eq!(page.form().error_of("confirmed"), Some(FieldError::RequirementsNotConfirmed));
    assert_eq!(page.form().error_of("location"), None);
    assert!(page.form().has_errors());
    assert_eq!(scene.around().take_focus(), ["error-summary"]);
    assert!(scene.arrived("PUT", "/requirements").is_empty());
}

#[test]
fn a_ticked_box_is_sent_once_and_leads_to_the_profile() {
    let scene = Scene::at("requirements");
    let page = open_page!(scene, Step Requirements);
    let drawing = Drawing::of(|| page.is_confirmed());
    page.confirm(true);
    assert!(page.is_confirmed() && drawing.is_outdated());
    let busy = Drawing::of(|| page.form().is_busy());
    page.send();
    assert!(page.form().is_busy() && busy.is_outdated());
    page.send();
    scene.run_until_idle(3_000);
    assert!(!page.form().is_busy());
    let sent = scene.arrived("PUT", "/requirements");
    assert_eq!(sent.len(), 1, "a second press is none");
    assert_eq!(sent[0].body, r#"{"confirmed":true}"#);
    assert_eq!(scene.page_name(), "profile");
    assert_eq!(scene.renewal().complete, ["requirements"]);
}

#[test]
fn where_nothing_is_required_the_step_goes_on_without_a_tick() {
    let scene = Scene::at("requirements");
    let page = open_page!(scene, Step Requirements);
    assert!(!page.is_confirmed());
    let nothing = r#"{"asOf": "2026-11-24", "competencies": []}"#;
    scene.order("GET", "/competencies", 1, OnRequest::Answer(200, nothing.to_owned()));
    page.load();
    scene.run_until_idle(3_000);
    assert!(page.is_confirmed());
    page.send();
    scene.run_until_idle(3_000);
    assert_eq!(scene.page_name(), "profile");
    assert_eq!(scene.arrived("PUT", "/requirements")[0].body, r#"{"confirmed":true}"#);
}

#[test]
fn who_comes_back_finds_the_box_ticked() {
    let scene = Scene::at("profile");
    scene.visit(Page::Step(Step::Requirements));
    let page = open_page!(scene, Step Requirements);
    assert!(page.is_confirmed());
    page.confirm(false);
    assert!(!page.is_confirmed());
    page.confirm(true);
    page.load();
    scene.run_until_idle(3_000);
    assert!(page.is_confirmed(), "a tick outlives a question to the server");
}

#[test]
fn a_requirement_that_is_short_stops_the_renewal_here_with_that_reason() {
    let mut scene = Scene::signed_in_as("rita");
    scene.go_to(0, "requirements");
    let page = open_page!(scene, Step Requirements);
    page.with_state(|state| assert_eq!(state.ready().unwrap().competencies[0].name, "Cloud Platform"));
    page.confirm(true);
    scene.around().take_focus();
    let failed = Drawing::of(|| page.form().failure());
    page.send();
    scene.run_until_idle(3_000);
    assert!(failed.is_outdated());
    assert_eq!(page.form().failure().unwrap().kind, FailureKind::RequirementShort);
    assert!(!page.form().failure().unwrap().reference.is_empty(), "with a reference to quote");
    assert_eq!(scene.around().take_focus(), ["failure"]);
    assert_eq!(scene.page_name(), "requirements");
    page.confirm(false);
    let summary = Drawing::of(|| page.form().has_errors());
    page.send();
    assert!(summary.is_outdated());
    assert_eq!(page.form().failure(), None, "one thing is told at a time");
    page.confirm(true);
    page.send();
    scene.run_until_idle(3_000);
    assert!(!page.form().has_errors() && page.form().failure().is_some());
}

#[test]
fn a_page_that_was_not_read_sends_nothing_and_is_asked_for_again() {
    let scene = Scene::at("profile");
    scene.order("GET", "/competencies", 1, OnRequest::Answer(404, "{}".to_owned()));
    scene.visit(Page::Step(Step::Requirements));
    assert_eq!(scene.page_name(), "profile", "what is gone leads to the step that is due");
    scene.order("GET", "/competencies", 1, OnRequest::Answer(500, "{}".to_owned()));
    scene.visit(Page::Step(Step::Requirements));
    let page = open_page!(scene, Step Requirements);
    assert!(page.with_state(|state| matches!(state, Load::Failed(_))));
    page.confirm(true);
    page.send();
    scene.run_until_idle(1_000);
    assert_eq!(scene.arrived("PUT", "/requirements").len(), 1, "that of the way here");
    assert!(!page.form().has_errors() && !page.form().is_sending());
    let drawing = Drawing::of(|| page.with_state(|_| ()));
    page.load();
    scene.run_until_idle(3_000);
    assert!(drawing.is_outdated());
    assert!(page.with_state(|state| state.ready().is_some()));
}

#[test]
fn a_step_before_any_renewal_leads_to_the_membership() {
    for step in [Step::Requirements, Step::Profile, Step::Agreement, Step::Location, Step::Level, Step::Payment] {
        let scene = Scene::signed_in_as("nadia");
        scene.visit(Page::Step(step));
        assert_eq!(scene.page_name(), "membership", "{step:?}");
    }
}

#[test]
fn a_step_before_a_company_is_chosen_leads_to_the_choice() {
    let scene = Scene::signed_in_as("tomas");
    scene.visit(Page::Step(Step::Profile));
    assert_eq!(scene.page_name(), "organizations");
}
