//! How a request is sent: what is tried again, how long is waited, and what ends it.
use partner_renewal::app::pages::Load;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::route::Page;
use partner_renewal::ports::{SignInProblem, SignInReason};
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;
use simulation::tab::TabLocation;

/// The program's answer where the session has ended.
const SIGN_IN_REQUIRED: &str = include_str!("../../../contract/golden/problem.sign-in-required.json");

fn failure(scene: &Scene) -> Option<FailureKind> {
    open_page!(scene, Competencies).with_state(|state| match state {
        Load::Failed(failure) => Some(failure.kind.clone()),
        Load::Loading | Load::Ready(_) => None,
    })
}

fn is_shown(scene: &Scene) -> bool {
    open_page!(scene, Competencies).with_state(|state| state.ready().is_some())
}

/// Orders that nobody has met yet.
fn left(scene: &Scene) -> u32 {
    scene.world.script.borrow().requests.iter().map(|order| order.times).sum()
}

#[test]
fn a_read_is_tried_four_times_and_then_told() {
    for (order, kind) in [
        (OnRequest::Lose, FailureKind::Offline),
        (OnRequest::Wait(503, 0), FailureKind::Unavailable(0)),
        (OnRequest::Wait(429, 0), FailureKind::TooMany(0)),
        (OnRequest::Wait(502, 0), FailureKind::Unexpected(502)),
        (OnRequest::Wait(504, 0), FailureKind::Unexpected(504)),
    ] {
        for times in [3, 5] {
            let scene = Scene::signed_in_as("nadia");
            scene.order("GET", "/competencies", times, order.clone());
            scene.follow(Page::Competencies);
            scene.run_until_idle(60_000);
            if times == 3 {
                assert!(is_shown(&scene), "{kind:?}: the fourth try comes through");
            } else {
                assert_eq!(failure(&scene), Some(kind.clone()));
                assert_eq!(left(&scene), 1);
            }
        }
    }
}

#[test]
fn what_a_server_answers_for_good_is_not_asked_for_again() {
    for (status, kind) in [(500, FailureKind::Unexpected(500)), (505, FailureKind::Unexpected(505))] {
        let scene = Scene::signed_in_as("nadia");
        scene.order("GET", "/competencies", 2, OnRequest::Answer(status, "{}".to_owned()));
        scene.visit(Page::Competencies);
        scene.run_until_idle(30_000);
        assert_eq!(failure(&scene), Some(kind));
        assert_eq!(left(&scene), 1);
    }
}

#[test]
fn a_short_pause_that_is_asked_for_is_taken_and_a_longer_one_is_told() {
    let scene = Scene::signed_in_as("nadia");
    scene.order("GET", "/competencies", 1, OnRequest::Wait(429, 3));
    scene.follow(Page::Competencies);
    scene.run_until_idle(3_000);
    assert!(!is_shown(&scene) && failure(&scene).is_none(), "not before the three seconds are over");
    scene.run_until_idle(2_000);
    assert!(is_shown(&scene));
    let scene = Scene::signed_in_as("nadia");
    scene.order("GET", "/competencies", 2, OnRequest::Wait(429, 4));
    scene.visit(Page::Competencies);
    assert_eq!(failure(&scene), Some(FailureKind::TooMany(4)));
    assert_eq!(left(&scene), 1);
}

#[test]
fn a_write_that_nothing_can_tell_from_its_repetition_is_sent_once() {
    let scene = Scene::signed_in_as("nadia");
    scene.order("POST", "/renewals", 2, OnRequest::Lose);
    open_page!(scene, Membership).entry().begin("org-cedar");
    scene.run_until_idle(60_000);
    assert_eq!(open_page!(scene, Membership).entry().form().failure().unwrap().kind, FailureKind::Offline);
    assert_eq!(left(&scene), 1);
    assert_eq!(scene.page_name(), "membership");
}

#[test]
fn a_request_that_waits_to_be_sent_again_is_given_up_at_the_sign_out() {
    let scene = Scene::signed_in_as("nadia");
    scene.order("GET", "/competencies", 1, OnRequest::Wait(429, 3));
    scene.follow(Page::Competencies);
    scene.run_until_idle(1_000);
    scene.app().sign_out();
    scene.run_until_idle(10_000);
    assert!(scene.arrived("GET", "/competencies").is_empty());
    assert_eq!(scene.page_name(), "sign-in needed");
}

#[test]
fn a_sign_in_that_the_program_asks_for_and_cannot_begin_is_told_as_the_failed_request() {
    let scene = Scene::at("agreement");
    scene.around().sign_in.replace(Some(SignInProblem::Unreachable));
    let page = open_page!(scene, Step Agreement);
    page.type_name("Nadia Example".to_owned());
    page.title().set("Manager".to_owned());
    page.tick_authority(true);
    page.tick_accepted(true);
    let problem = r#"{"type":"urn:partner-renewal:problem:reauth-required","maxAge":600}"#;
    scene.order("PUT", "/signature", 1, OnRequest::Answer(401, problem.to_owned()));
    scene.around().sign_in_reasons.take();
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(page.form().failure().unwrap().kind, FailureKind::RecentSignIn(600));
    assert_eq!(scene.around().sign_in_reasons.take(), [SignInReason::TooOld(600)], "as recent as the program has said");
    assert_eq!(scene.tabs[0].place(), TabLocation::Site);
    scene.around().sign_in.take();
    scene.order("PUT", "/signature", 1, OnRequest::Answer(401, problem.to_owned()));
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.around().sign_in_reasons.take(), [SignInReason::TooOld(600)], "and the next one leads there");
    assert!(matches!(scene.tabs[0].place(), TabLocation::SignIn { .. }));
}

#[test]
fn a_token_that_any_answer_has_taken_is_replaced_when_it_is_refused_later() {
    let mut scene = Scene::signed_in_as("nadia");
    scene.visit(Page::Letter("org-cedar".to_owned()));
    scene.reload();
    let page = open_page!(scene, Letter);
    assert!(page.with_state(|state| state.ready().is_some()));
    scene.order("GET", "/letter", 1, OnRequest::Answer(401, SIGN_IN_REQUIRED.to_owned()));
    scene.around().sign_in_reasons.take();
    scene.app().page_shown();
    scene.run_until_idle(5_000);
    assert_eq!(scene.around().sign_in_reasons.take(), [SignInReason::Page]);
}

#[test]
fn of_two_requests_that_are_refused_at_once_one_leads_to_the_sign_in() {
    let scene = Scene::at("payment method");
    scene.order("GET", "/profile", 1, OnRequest::Answer(401, SIGN_IN_REQUIRED.to_owned()));
    scene.order("POST", "/quotes", 1, OnRequest::Answer(401, SIGN_IN_REQUIRED.to_owned()));
    scene.around().sign_in_reasons.take();
    let page = open_page!(scene, Step PaymentMethod);
    page.chosen().set("card".to_owned());
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.around().sign_in_reasons.take(), [SignInReason::Page]);
    assert!(matches!(scene.tabs[0].place(), TabLocation::SignIn { .. }));
}

#[test]
fn signing_with_an_ended_session_asks_at_once_for_the_recent_sign_in_that_it_needs() {
    let scene = Scene::at("agreement");
    let page = open_page!(scene, Step Agreement);
    page.type_name("Nadia Example".to_owned());
    page.title().set("Manager".to_owned());
    page.tick_authority(true);
    page.tick_accepted(true);
    scene.order("PUT", "/signature", 1, OnRequest::Answer(401, SIGN_IN_REQUIRED.to_owned()));
    scene.around().sign_in_reasons.take();
    page.send();
    scene.run_until_idle(3_000);
    assert_eq!(scene.around().sign_in_reasons.take(), [SignInReason::Recent(900)]);
    assert!(matches!(scene.tabs[0].place(), TabLocation::SignIn { recent: true, .. }));
}

#[test]
fn what_was_typed_is_stored_before_the_way_to_a_new_sign_in() {
    let scene = Scene::at("agreement");
    scene.order("GET", "/agreements/current", 1, OnRequest::Answer(401, SIGN_IN_REQUIRED.to_owned()));
    let page = open_page!(scene, Step Agreement);
    page.load();
    scene.run_until_idle(5);
    page.title().set("Director".to_owned());
    scene.run_until(|| scene.tabs[0].place() != TabLocation::Site);
    assert_eq!(scene.stored_answer("signerTitle").as_deref(), Some("Director"));
}
