//! The summary of competencies: the second way into the renewal.
use partner_renewal::app::pages::Load;
use partner_renewal::app::pages::entry::{MainAction, main_action};
use partner_renewal::domain::competency::{RequirementsVerdict, verdict};
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;

#[test]
fn re_enroll_begins_the_renewal_of_the_organization_that_is_shown() {
    let scene = Scene::signed_in_as("nadia");
    scene.visit(Page::Competencies);
    let page = open_page!(scene, Competencies);
    page.with_state(|state| {
        let (membership, list) = state.ready().unwrap();
        assert_eq!(membership.organization.id, "org-cedar");
        assert_eq!(list.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Cloud Platform", "Data Analytics"]);
        assert_eq!(main_action(membership), MainAction::Begin);
    });
    page.entry().begin("org-cedar");
    assert!(page.entry().form().is_busy());
    scene.run_until_idle(3_000);
    assert_eq!(scene.page_name(), "requirements");
    assert_eq!(scene.renewal().organization, "org-cedar");
    assert_eq!(scene.arrived("POST", "/renewals").len(), 1);
}

#[test]
fn a_requirement_that_is_short_is_shown_with_what_is_missing() {
    let scene = Scene::signed_in_as("rita");
    scene.visit(Page::Competencies);
    open_page!(scene, Competencies).with_state(|state| {
        let (_, list) = state.ready().unwrap();
        assert_eq!(verdict(list), RequirementsVerdict::Short);
        let missing: Vec<&str> = list[0].requirements.iter().filter_map(|one| one.missing.as_deref()).collect();
        assert_eq!(missing, ["One more person has to pass the Cloud Architect exam."]);
    });
}

#[test]
fn a_list_that_does_not_come_is_told_and_comes_when_asked_for_again() {
    let scene = Scene::signed_in_as("nadia");
    scene.order("GET", "/competencies", 1, OnRequest::Answer(500, "{}".to_owned()));
    scene.follow(Page::Competencies);
    let page = open_page!(scene, Competencies);
    assert!(page.with_state(|state| *state == Load::Loading));
    let drawing = Drawing::of(|| page.with_state(|_| ()));
    scene.run_until_idle(3_000);
    assert!(drawing.is_outdated(), "what is shown is drawn again");
    let failed = page.with_state(|state| match state {
        Load::Failed(failure) => failure.kind.clone(),
        Load::Loading | Load::Ready(_) => panic!("it did not come"),
    });
    assert_eq!(failed, FailureKind::Unexpected(500));
    page.load();
    assert!(page.with_state(|state| *state == Load::Loading));
    scene.run_until_idle(3_000);
    assert!(page.with_state(|state| state.ready().is_some()));
}

#[test]
fn without_a_chosen_organization_the_summary_leads_to_the_choice() {
    let scene = Scene::signed_in_as("tomas");
    scene.visit(Page::Competencies);
    assert_eq!(scene.page_name(), "organizations");
    assert!(scene.arrived("GET", "/competencies").is_empty());
}

#[test]
fn who_starts_over_here_sees_the_summary_anew() {
    let scene = Scene::at("profile");
    scene.visit(Page::Competencies);
    let (page, id) = (open_page!(scene, Competencies), scene.renewal().id);
    page.with_state(|state| {
        let action = main_action(&state.ready().unwrap().0);
        assert_eq!(action, MainAction::Resume { id: id.clone(), at: Some(Step::Profile) });
    });
    scene.around().take_focus();
    page.entry().start_over(&id);
    scene.run_until_idle(3_000);
    assert_eq!(scene.arrived("DELETE", &id).len(), 1);
    assert_eq!(scene.around().closed_dialogs.borrow().as_slice(), ["start-over"]);
    assert_eq!(scene.around().take_focus(), ["h1"]);
    page.with_state(|state| assert_eq!(main_action(&state.ready().unwrap().0), MainAction::Begin));
}
