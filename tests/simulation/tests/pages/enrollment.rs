//! Enrolling again, after a membership has lapsed.
use partner_renewal::app::pages::Load;
use partner_renewal::app::pages::enrollment::EnrollmentPage;
use partner_renewal::domain::enrollment::EnrollmentRequest;
use partner_renewal::domain::failure::{FailureKind, Refusal};
use partner_renewal::domain::route::Page;
use serde_json::Value;
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;
use std::rc::Rc;

fn open(scene: &Scene, organization: &str) -> Rc<EnrollmentPage> {
    scene.visit(Page::Enrollment(organization.to_owned()));
    open_page!(scene, Enrollment)
}

fn request(page: &EnrollmentPage) -> Option<EnrollmentRequest> {
    page.with_state(|state| state.ready().unwrap().request.clone())
}

#[test]
fn it_is_asked_for_once_also_where_the_answer_is_lost_and_taken_back() {
    let mut scene = Scene::signed_in_as("lars");
    let page = open(&scene, "org-alder");
    assert_eq!(request(&page), None);
    scene.order("POST", "/enrollment", 1, OnRequest::LoseAnswer);
    let drawing = Drawing::of(|| request(&page));
    page.ask();
    page.ask();
    assert!(page.form().is_busy());
    scene.run_until_idle(120_000);
    assert!(drawing.is_outdated());
    assert_eq!(scene.arrived("POST", "/enrollment").len(), 2, "the lost one and its repetition");
    assert!(!page.form().is_busy() && page.form().failure().is_none());
    assert_eq!(request(&page).unwrap().by, "Lars Example");
    scene.reload();
    let page = open(&scene, "org-alder");
    assert!(request(&page).is_some(), "the program has it");
    page.withdraw();
    scene.run_until_idle(3_000);
    assert_eq!(request(&page), None);
}

#[test]
fn a_failure_is_told_and_changes_nothing_that_is_shown() {
    let scene = Scene::signed_in_as("lars");
    let page = open(&scene, "org-alder");
    scene.order("POST", "/enrollment", 1, OnRequest::Answer(500, "{}".to_owned()));
    page.ask();
    scene.run_until_idle(120_000);
    assert_eq!(page.form().failure().map(|failure| failure.kind), Some(FailureKind::Unexpected(500)));
    assert_eq!(request(&page), None);
    page.ask();
    scene.run_until_idle(3_000);
    assert!(page.form().failure().is_none() && request(&page).is_some());
}

#[test]
fn a_page_that_could_not_be_read_is_asked_for_again() {
    let scene = Scene::signed_in_as("lars");
    scene.order("GET", "/enrollment", 1, OnRequest::Answer(500, "{}".to_owned()));
    let page = open(&scene, "org-alder");
    assert!(page.with_state(|state| matches!(state, Load::Failed(_))));
    page.load();
    scene.run_until_idle(3_000);
    assert_eq!(request(&page), None);
}

#[test]
fn what_a_colleague_or_the_program_did_is_seen_when_the_page_is_shown_again() {
    let scene = Scene::signed_in_as("lars");
    let page = open(&scene, "org-alder");
    page.ask();
    scene.run_until_idle(3_000);
    scene.order("GET", "/enrollment", 1, OnRequest::Lose);
    scene.app().page_shown();
    scene.run_until_idle(120_000);
    assert!(request(&page).is_some());
    scene.order("GET", "/enrollment", 1, OnRequest::Replace("/request", Value::Null));
    scene.app().page_shown();
    scene.run_until_idle(3_000);
    assert_eq!(request(&page), None);
}

#[test]
fn who_has_not_lapsed_and_who_may_not_renew_are_refused_in_words() {
    for (person, is_allowed, refusal) in [("nadia", false, true), ("oleg", false, false)] {
        let scene = Scene::signed_in_as(person);
        let page = open(&scene, "org-cedar");
        assert_eq!(page.with_state(|state| state.ready().unwrap().can_request), is_allowed);
        // As with a page that was opened before.
        page.ask();
        scene.run_until_idle(3_000);
        let kind = page.form().failure().map(|failure| failure.kind);
        if refusal {
            assert_eq!(kind, Some(FailureKind::Refused(Refusal::NotLapsed)));
        } else {
            assert!(matches!(kind, Some(FailureKind::NotPrimaryContact(Some(_)))), "{kind:?}");
        }
    }
}
