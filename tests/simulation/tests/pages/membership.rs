//! Home after the sign-in, and the ways into the renewal.
use partner_renewal::app::pages::Load;
use partner_renewal::app::pages::entry::{MainAction, main_action};
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::membership::BlockerCode;
use partner_renewal::domain::renewal::RenewalStatus;
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use serde_json::json;
use simulation::drawing::Drawing;
use simulation::drawn::DrawnPage;
use simulation::open_page;
use simulation::person::{self, Strategy};
use simulation::scene::Scene;
use simulation::script::OnRequest;

fn offered(scene: &Scene) -> MainAction {
    open_page!(scene, Membership).with_state(|state| main_action(state.ready().unwrap()))
}

#[test]
fn each_person_is_offered_what_they_may_do() {
    let nobody = [
        ("oleg", BlockerCode::NotPrimaryContact),
        ("petra", BlockerCode::WindowNotOpen),
        ("lars", BlockerCode::Lapsed),
        ("sinead", BlockerCode::Suspended),
        ("viktor", BlockerCode::VerificationPending),
    ];
    for (person, blocker) in nobody {
        let scene = Scene::signed_in_as(person);
        assert_eq!(offered(&scene), MainAction::Nothing, "{person}");
        let page = open_page!(scene, Membership);
        assert!(page.with_state(|state| state.ready().unwrap().is_blocked_by(blocker)), "{person}");
        assert!(!page.has_other_organizations());
    }
    for person in ["nadia", "quinn", "greta", "rita"] {
        assert_eq!(offered(&Scene::signed_in_as(person)), MainAction::Begin, "{person}");
    }
    assert_eq!(offered(&Scene::signed_in_as("dora")), MainAction::Confirmation("renewal-0912".to_owned()));
}

#[test]
fn what_is_offered_follows_the_status_of_the_renewal() {
    let scene = Scene::at("location");
    scene.visit(Page::Membership);
    let id = scene.renewal().id;
    assert_eq!(offered(&scene), MainAction::Resume { id: id.clone(), at: Some(Step::Location) });
    let page = open_page!(scene, Membership);
    let membership = page.with_state(|state| state.ready().unwrap().clone());
    let with = |status, next_step, may_renew| {
        let mut changed = membership.clone();
        changed.may_renew = Some(may_renew);
        let current = changed.current_renewal.as_mut().unwrap();
        (current.status, current.next_step) = (status, next_step);
        main_action(&changed)
    };
    for status in [RenewalStatus::Active, RenewalStatus::Paid, RenewalStatus::AwaitingPayment] {
        assert_eq!(with(status, None, false), MainAction::Confirmation(id.clone()), "{status:?}");
        let review = Some(Step::Review);
        assert_eq!(with(status, review, true), MainAction::Resume { id: id.clone(), at: review }, "{status:?}");
    }
    let unfinished = [
        RenewalStatus::Draft,
        RenewalStatus::Signed,
        RenewalStatus::Declined,
        RenewalStatus::ExpiredOrder,
        RenewalStatus::Cancelled,
    ];
    for status in unfinished {
        assert_eq!(with(status, None, true), MainAction::Resume { id: id.clone(), at: None }, "{status:?}");
        assert_eq!(with(status, None, false), MainAction::Nothing, "{status:?}");
    }
    for next_step in [None, Some(Step::Review)] {
        assert_eq!(with(RenewalStatus::Processing, next_step, true), MainAction::Payment(id.clone()));
        assert_eq!(with(RenewalStatus::Processing, next_step, false), MainAction::Nothing, "somebody else pays");
    }
}

#[test]
fn a_renewal_is_begun_once_and_gone_on_with_afterwards() {
    let scene = Scene::signed_in_as("nadia");
    let page = open_page!(scene, Membership);
    page.entry().begin("org-cedar");
    page.entry().begin("org-cedar");
    scene.run_until_idle(3_000);
    assert_eq!(scene.page_name(), "requirements");
    assert_eq!(scene.arrived("POST", "/renewals").len(), 1);
    let id = scene.renewal().id;
    assert_eq!(scene.app().services().renewals.live_id(), Some(id.clone()));
    scene.visit(Page::Membership);
    open_page!(scene, Membership).entry().resume(&id);
    scene.run_until_idle(3_000);
    assert_eq!(scene.page_name(), "requirements");
    scene.tabs[0].back();
    scene.run_until_idle(3_000);
    assert_eq!(scene.page_name(), "membership", "the way back is there");
}

#[test]
fn a_renewal_that_cannot_be_begun_says_why() {
    let scene = Scene::signed_in_as("nadia");
    let page = open_page!(scene, Membership);
    let problem = include_str!("../../../contract/golden/problem.membership-lapsed.json");
    scene.order("POST", "/renewals", 1, OnRequest::Answer(409, problem.to_owned()));
    scene.around().take_focus();
    page.entry().begin("org-cedar");
    scene.run_until_idle(3_000);
    assert_eq!(scene.page_name(), "membership");
    assert_eq!(page.entry().form().failure().unwrap().kind, FailureKind::Lapsed);
    assert_eq!(scene.around().take_focus(), ["failure"]);
}

#[test]
fn a_renewal_that_is_gone_makes_the_page_ask_what_there_is() {
    let scene = Scene::signed_in_as("nadia");
    let page = open_page!(scene, Membership);
    let before = scene.arrived("GET", "/membership").len();
    scene.around().take_focus();
    page.entry().resume("renewal-of-nobody");
    scene.run_until_idle(3_000);
    assert_eq!(scene.page_name(), "membership");
    assert_eq!(page.entry().form().failure(), None);
    assert_eq!(scene.arrived("GET", "/membership").len(), before + 1);
    assert_eq!(scene.around().take_focus(), ["h1"]);
}

/// Found by the simulation: a page that was open while another tab paid offered to begin for ever.
#[test]
fn a_renewal_that_was_paid_elsewhere_leads_to_its_confirmation() {
    let mut scene = Scene::signed_in_as("nadia");
    scene.second_tab("/membership");
    scene.go_to(1, "confirmation");
    for path in [Page::Membership, Page::Competencies] {
        let problem = include_str!("../../../contract/golden/problem.already-paid.json");
        scene.order("POST", "/renewals", 1, OnRequest::Answer(409, problem.to_owned()));
        scene.visit(path.clone());
        match scene.page() {
            DrawnPage::Membership(page) => page.entry().begin("org-cedar"),
            DrawnPage::Competencies(page) => page.entry().begin("org-cedar"),
            _ => panic!("{path:?}"),
        }
        scene.run_until_idle(5_000);
        assert_eq!(scene.page_name(), "confirmation", "{path:?}");
    }
}

#[test]
fn starting_over_gives_up_the_renewal_and_everything_typed_for_it() {
    let scene = Scene::at("agreement");
    open_page!(scene, Step Agreement).title().set("Director".to_owned());
    scene.run_until_idle(1_000);
    assert!(scene.stored("draft/").is_some());
    scene.visit(Page::Membership);
    let (page, id) = (open_page!(scene, Membership), scene.renewal().id);
    scene.around().take_focus();
    page.entry().start_over(&id);
    assert_eq!(scene.around().closed_dialogs.borrow().as_slice(), ["start-over"]);
    scene.run_until_idle(3_000);
    assert_eq!(scene.around().take_focus(), ["h1"], "the button that had the focus is gone");
    assert_eq!(scene.arrived("DELETE", &id).len(), 1);
    assert_eq!(scene.stored("draft/"), None);
    assert_eq!(scene.app().services().renewals.live(), None);
    assert_eq!(offered(&scene), MainAction::Begin, "and the page shows it");
    assert!(!page.entry().form().is_busy());
}

#[test]
fn a_renewal_that_cannot_be_given_up_stays_with_its_draft() {
    for (method, refusal) in [("GET", FailureKind::Unexpected(500)), ("DELETE", FailureKind::Unexpected(500))] {
        let scene = Scene::at("agreement");
        open_page!(scene, Step Agreement).title().set("Director".to_owned());
        scene.visit(Page::Membership);
        let (page, id) = (open_page!(scene, Membership), scene.renewal().id);
        scene.order(method, "", 1, OnRequest::Answer(500, "{}".to_owned()));
        page.entry().start_over(&id);
        scene.run_until_idle(3_000);
        assert_eq!(page.entry().form().failure().unwrap().kind, refusal, "{method}");
        assert_eq!(scene.stored_answer("signerTitle").as_deref(), Some("Director"));
        assert_eq!(offered(&scene), MainAction::Resume { id, at: Some(Step::Agreement) });
    }
}

#[test]
fn the_start_page_knows_the_step_of_a_renewal_that_is_under_way() {
    let progress = |scene: &Scene| scene.world.disk.borrow().progress;
    let mut scene = Scene::at("requirements");
    for (page, step) in [("requirements", Step::Requirements), ("agreement", Step::Agreement), ("review", Step::Review)]
    {
        scene.go_to(0, page);
        assert_eq!(progress(&scene), Some(step));
    }
    scene.go_to(0, "confirmation");
    assert_eq!(progress(&scene), None, "paid");

    let scene = Scene::at("agreement");
    scene.visit(Page::Membership);
    let (page, id) = (open_page!(scene, Membership), scene.renewal().id);
    page.entry().start_over(&id);
    scene.run_until_idle(3_000);
    assert_eq!(progress(&scene), None, "started over");

    let scene = Scene::at("agreement");
    scene.app().sign_out();
    scene.run_until_idle(3_000);
    assert_eq!(progress(&scene), None, "signed out");
}

/// The renewal was given up, and the answer was lost: the next try was told that there is no such renewal.
#[test]
fn a_renewal_that_is_gone_already_counts_as_given_up() {
    let scene = Scene::at("agreement");
    open_page!(scene, Step Agreement).title().set("Director".to_owned());
    scene.visit(Page::Membership);
    let (page, id) = (open_page!(scene, Membership), scene.renewal().id);
    scene.order("DELETE", "", 1, OnRequest::LoseAnswer);
    scene.order("DELETE", "", 9, OnRequest::Lose);
    page.entry().start_over(&id);
    scene.run_until_idle(120_000);
    assert!(page.entry().form().failure().is_some(), "no answer came");
    scene.world.script.borrow_mut().requests.clear();
    page.entry().start_over(&id);
    scene.run_until_idle(3_000);
    assert_eq!(page.entry().form().failure(), None);
    assert_eq!(scene.stored("draft/"), None);
    assert_eq!(offered(&scene), MainAction::Begin);
}

#[test]
fn a_membership_that_does_not_come_is_told_and_asked_for_again() {
    let mut scene = Scene::of("nadia");
    scene.order("GET", "/membership", 1, OnRequest::Replace("/status", json!(7)));
    scene.sign_in();
    let page = open_page!(scene, Membership);
    let failed = page.with_state(|state| match state {
        Load::Failed(failure) => Some(failure.kind.clone()),
        Load::Loading | Load::Ready(_) => None,
    });
    assert_eq!(failed, Some(FailureKind::Unreadable));
    let drawing = Drawing::of(|| page.with_state(|_| ()));
    person::act(&scene.world, &scene.tabs[0], Strategy::Finish);
    scene.run_until_idle(3_000);
    assert!(drawing.is_outdated());
    assert_eq!(offered(&scene), MainAction::Begin);
}

#[test]
fn a_way_to_other_companies_is_there_only_for_who_has_them() {
    let scene = Scene::signed_in_as("tomas");
    open_page!(scene, Organizations).cards()[0].choose();
    scene.run_until_idle(3_000);
    assert!(open_page!(scene, Membership).has_other_organizations());
}
