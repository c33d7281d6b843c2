//! The confirmation, today and on any later day.
use partner_renewal::app::pages::Load;
use partner_renewal::app::pages::confirmation::ConfirmationPage;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::payment::PaymentMethod;
use partner_renewal::domain::route::Page;
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::person::{self, Strategy};
use simulation::scene::Scene;
use simulation::script::{OnRequest, OnTransaction};
use std::rc::Rc;

/// An order placed by this method, with its confirmation open.
pub fn ordered(method: &str) -> Scene {
    let scene = Scene::at("payment method");
    let page = open_page!(scene, Step PaymentMethod);
    page.chosen().set(method.to_owned());
    page.order_number().set("PO-7".to_owned());
    page.send();
    scene.run_until_idle(5_000);
    person::act(&scene.world, &scene.tabs[0], Strategy::Finish);
    scene.run_until_idle(10_000);
    assert_eq!(scene.page_name(), "confirmation");
    scene
}

fn failure(page: &Rc<ConfirmationPage>) -> Option<FailureKind> {
    page.with_state(|state| match state {
        Load::Failed(failure) => Some(failure.kind.clone()),
        Load::Loading | Load::Ready(_) => None,
    })
}

#[test]
fn a_renewal_of_an_earlier_day_can_be_printed_again() {
    let scene = Scene::signed_in_as("dora");
    person::act(&scene.world, &scene.tabs[0], Strategy::Finish);
    scene.run_until_idle(3_000);
    assert_eq!(scene.tabs[0].path(), "/renewals/renewal-0912/confirmation");
    let page = open_page!(scene, Confirmation);
    page.with_state(|state| {
        let shown = state.ready().unwrap();
        assert_eq!(shown.renewal, "renewal-0912");
        assert!(shown.paid);
        assert_eq!(shown.method, PaymentMethod::Card);
    });
    assert_eq!(page.proof(), None);
    assert_eq!(scene.arrived("GET", "/renewals/renewal-0912/confirmation").len(), 1);
}

#[test]
fn the_latest_confirmation_needs_no_id() {
    let scene = Scene::signed_in_as("dora");
    scene.visit(Page::Confirmation);
    open_page!(scene, Confirmation).with_state(|state| assert_eq!(state.ready().unwrap().renewal, "renewal-0912"));
}

#[test]
fn without_a_renewal_or_a_company_there_is_nothing_to_confirm() {
    let scene = Scene::signed_in_as("nadia");
    scene.visit(Page::Confirmation);
    assert_eq!(scene.page_name(), "membership");
    let scene = Scene::signed_in_as("tomas");
    scene.visit(Page::Confirmation);
    assert_eq!(scene.page_name(), "organizations");
}

#[test]
fn a_renewal_that_is_not_paid_leads_to_where_it_stands() {
    let scene = Scene::at("location");
    scene.visit(Page::Confirmation);
    assert_eq!(scene.page_name(), "location");
}

#[test]
fn a_confirmation_of_somebody_else_does_not_exist() {
    let scene = Scene::signed_in_as("nadia");
    scene.visit(Page::Reprint("renewal-0912".to_owned()));
    let page = open_page!(scene, Confirmation);
    assert_eq!(failure(&page), Some(FailureKind::NotFound));
    let drawing = Drawing::of(|| page.with_state(|_| ()));
    page.load();
    assert!(drawing.is_outdated());
    assert!(page.with_state(|state| matches!(state, Load::Loading)));
}

#[test]
fn the_server_is_asked_three_times_for_a_confirmation_that_is_not_there_yet() {
    let scene = ordered("bank_transfer");
    scene.visit(Page::Membership);
    let before = scene.arrived("GET", &scene.renewal().id).len();
    let problem = r#"{"type":"urn:partner-renewal:problem:step-order","nextStep":"review"}"#;
    // The first of them beside the membership.
    scene.order("GET", "/confirmation", 4, OnRequest::Answer(409, problem.to_owned()));
    scene.follow(Page::Confirmation);
    let began = scene.world.now_ms();
    let page = open_page!(scene, Confirmation);
    scene.run_until(|| failure(&page).is_some());
    let took = scene.world.now_ms() - began;
    assert!((4_500..7_500).contains(&took), "three pauses, and no more: {took}");
    assert_eq!(failure(&page), Some(FailureKind::Unavailable(10)));
    assert_eq!(scene.arrived("GET", &scene.renewal().id).len() - before, 3, "the renewal itself is asked each time");
    page.load();
    scene.run_until_idle(3_000);
    assert!(page.with_state(|state| state.ready().is_some()));
}

#[test]
fn the_confirmation_does_not_wait_for_the_membership() {
    let scene = ordered("bank_transfer");
    scene.visit(Page::Membership);
    let asked = || scene.arrived("GET", "/confirmation").len();
    let before = asked();
    scene.order("GET", "/membership", 1, OnRequest::Hold(2_000));
    scene.follow(Page::Confirmation);
    scene.run_until(|| asked() == before + 1);
    let page = open_page!(scene, Confirmation);
    assert!(page.with_state(|state| state.ready().is_none()), "the membership decides which renewal is meant");
    scene.run_until_idle(5_000);
    assert!(page.with_state(|state| state.ready().is_some()));
    assert_eq!(asked(), before + 1, "and nothing is asked for twice");
}

#[test]
fn the_confirmation_of_another_renewal_is_not_shown_for_the_one_that_is_meant() {
    let scene = ordered("bank_transfer");
    scene.visit(Page::Membership);
    let asked = scene.arrived("GET", "/confirmation").len();
    scene.order("GET", "/confirmation", 1, OnRequest::Replace("/renewal", "renewal-other".into()));
    scene.visit(Page::Confirmation);
    let shown = open_page!(scene, Confirmation).with_state(|state| state.ready().map(|shown| shown.renewal.clone()));
    assert_eq!(shown, Some(scene.renewal().id));
    assert_eq!(scene.arrived("GET", "/confirmation").len(), asked + 2);
}

#[test]
fn the_receipt_clears_what_an_ended_page_has_left_of_the_renewal() {
    for (journal, aborts) in [(true, 0), (false, 1)] {
        let scene = Scene::at("review");
        person::act(&scene.world, &scene.tabs[0], Strategy::Finish);
        scene.run_until_idle(3_000);
        let (account, renewal) = (scene.app().services().sessions.identity().unwrap().account_key, scene.renewal().id);
        let mut scene = scene;
        scene.go_to(0, "confirmation");
        scene.visit(Page::Membership);
        let other = format!("draft/{account}/org-cedar/another");
        let keys = [format!("draft/{account}/org-cedar/{renewal}"), format!("journal/{account}/{renewal}"), other];
        for key in &keys {
            scene.world.disk.borrow_mut().records.insert(key.clone(), (1, "left".to_owned()));
        }
        scene.world.disk.borrow_mut().unload_copies.insert(keys[0].clone(), "left".to_owned());
        scene.order_disk("journal/", false, aborts, OnTransaction::Abort);
        scene.visit(Page::Confirmation);
        assert!(open_page!(scene, Confirmation).with_state(|state| state.ready().unwrap().paid));
        let disk = scene.world.disk.borrow();
        let left: Vec<bool> = keys.iter().map(|key| disk.records.contains_key(key)).collect();
        assert_eq!(left, [false, !journal, true], "what cannot be removed hides no receipt");
        assert!(disk.unload_copies.is_empty());
    }
}

#[test]
fn an_order_that_waits_for_its_money_keeps_its_records() {
    let scene = ordered("purchase_order");
    scene.visit(Page::Membership);
    let account = scene.app().services().sessions.identity().unwrap().account_key;
    let key = format!("journal/{account}/{}", scene.renewal().id);
    scene.world.disk.borrow_mut().records.insert(key.clone(), (1, "left".to_owned()));
    scene.visit(Page::Confirmation);
    open_page!(scene, Confirmation).with_state(|state| {
        let shown = state.ready().unwrap();
        assert!(!shown.paid);
        assert_eq!(shown.payment.purchase_order.as_ref().unwrap().0, "PO-7");
    });
    assert!(scene.world.disk.borrow().records.contains_key(&key));
}

#[test]
fn the_signed_copy_is_given_as_a_file_named_by_the_reference() {
    let scene = Scene::signed_in_as("dora");
    scene.visit(Page::Confirmation);
    let page = open_page!(scene, Confirmation);
    let reference = page.with_state(|state| state.ready().unwrap().reference.clone());
    page.save_signed_copy();
    assert!(page.copy_form().is_busy());
    scene.run_until_idle(3_000);
    assert!(!page.copy_form().is_busy());
    assert_eq!(page.copy_form().failure(), None);
    let saved = scene.around().saved.take();
    assert_eq!(saved.len(), 1);
    assert_eq!(saved[0].0, format!("{reference}.txt"));
    assert!(saved[0].1.contains("Dora Example"), "{}", saved[0].1);
}

#[test]
fn a_signed_copy_that_does_not_come_or_is_refused_by_the_browser_is_told() {
    let scene = Scene::signed_in_as("dora");
    scene.visit(Page::Confirmation);
    let page = open_page!(scene, Confirmation);
    scene.order("GET", "/documents/signature", 1, OnRequest::Answer(500, "{}".to_owned()));
    scene.around().take_focus();
    page.save_signed_copy();
    scene.run_until_idle(3_000);
    assert_eq!(page.copy_form().failure().unwrap().kind, FailureKind::Unexpected(500));
    assert_eq!(scene.around().take_focus(), ["failure"]);
    scene.around().refuses.set(true);
    page.save_signed_copy();
    scene.run_until_idle(3_000);
    assert_eq!(page.copy_form().failure().unwrap().kind, FailureKind::Aborted);
    assert!(scene.around().saved.borrow().is_empty());
}

#[test]
fn nothing_is_fetched_or_sent_before_the_confirmation_is_there() {
    let scene = Scene::signed_in_as("nadia");
    scene.visit(Page::Reprint("renewal-0912".to_owned()));
    let page = open_page!(scene, Confirmation);
    page.save_signed_copy();
    page.send_proof();
    assert!(!page.copy_form().is_sending() && !page.proof_form().is_sending());
    assert!(!page.proof_form().has_errors());
}
