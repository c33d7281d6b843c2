//! The journal of a payment: written before anything is asked for, and kept until the server calls the payment over.
use partner_renewal::app::pages::Load;
use partner_renewal::app::payment::PaymentClaim;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use serde_json::{Value, json};
use simulation::open_page;
use simulation::person::{self, Strategy};
use simulation::scene::Scene;
use simulation::script::{OnRequest, OnTransaction};
use simulation::tab::TabLocation;

fn journal(scene: &Scene) -> Value {
    serde_json::from_str(&scene.stored("journal/").unwrap()).unwrap()
}

#[test]
fn the_attempt_is_written_down_then_named_and_marked_when_the_person_leaves() {
    let scene = Scene::at("review");
    let page = open_page!(scene, Step Review);
    scene.order("POST", "/payments", 1, OnRequest::Hold(2_000));
    page.pay();
    scene.run_until_idle(1_000);
    let written = journal(&scene);
    let (quote, total) = page.with_state(|state| {
        let shown = state.ready().unwrap();
        (shown.quote.id.clone(), shown.quote.total.clone())
    });
    assert_eq!(written["attemptKey"].as_str().unwrap().len(), 32);
    assert_eq!((&written["quote"], &written["amount"]), (&json!(quote), &json!(total.minor)));
    assert_eq!((&written["renewal"], &written["payment"]), (&json!(scene.renewal().id), &Value::Null));
    scene.run_until_idle(3_000);
    assert_eq!(journal(&scene)["payment"], json!(scene.payment().id));
    assert_eq!(journal(&scene)["handedOff"], false);
    page.leave();
    scene.run_until_idle(3_000);
    assert_eq!(journal(&scene)["handedOff"], true);
    assert_eq!(scene.tabs[0].place(), TabLocation::PaymentPage);
}

#[test]
fn a_person_leaves_though_that_cannot_be_written_down() {
    let scene = Scene::at("review");
    open_page!(scene, Step Review).pay();
    scene.run_until_idle(3_000);
    scene.order_disk("journal/", true, 1, OnTransaction::Abort);
    open_page!(scene, Step Review).leave();
    scene.run_until_idle(3_000);
    assert_eq!(scene.tabs[0].place(), TabLocation::PaymentPage);
}

#[test]
fn a_browser_that_keeps_nothing_pays_all_the_same() {
    let mut scene = Scene::of("nadia");
    scene.world.disk.borrow_mut().is_denied = true;
    scene.tabs[0].load();
    scene.go_to(0, "review");
    let page = open_page!(scene, Step Review);
    page.pay();
    scene.run_until_idle(8_000);
    assert!(page.leaving().is_some() || scene.page_name() == "confirmation", "by card, or by an order");
    assert_eq!(scene.payments(), 1);
    assert!(scene.world.disk.borrow().records.is_empty());
}

#[test]
fn a_browser_that_has_kept_nothing_lately_pays_all_the_same() {
    let mut scene = Scene::at("review");
    scene.order_disk("draft/", false, 50, OnTransaction::Abort);
    scene.order_disk("draft/", true, 50, OnTransaction::Abort);
    scene.order_disk("journal/", false, 50, OnTransaction::Abort);
    scene.order_disk("journal/", true, 50, OnTransaction::Abort);
    scene.tabs[0].load();
    scene.sign_in();
    let page = open_page!(scene, Step Review);
    assert!(page.with_state(|state| state.ready().is_some()), "no journal can be read, nor any draft");
    page.pay();
    scene.run_until_idle(3_000);
    assert!(page.leaving().is_some());
    assert_eq!(scene.stored("journal/"), None);
}

#[test]
fn a_journal_that_cannot_be_read_hides_the_pay_button() {
    let scene = Scene::at("review");
    let page = open_page!(scene, Step Review);
    scene.order_disk("journal/", false, 1, OnTransaction::Abort);
    page.load();
    scene.run_until_idle(3_000);
    let failed = page.with_state(|state| match state {
        Load::Failed(failure) => Some(failure.kind.clone()),
        Load::Loading | Load::Ready(_) => None,
    });
    assert_eq!(failed, Some(FailureKind::JournalUnavailable));
    page.load();
    scene.run_until_idle(3_000);
    scene.order_disk("journal/", false, 1, OnTransaction::Abort);
    page.pay();
    scene.run_until_idle(3_000);
    assert_eq!(page.form().failure().unwrap().kind, FailureKind::JournalUnavailable);
    assert!(!page.form().is_busy());
    assert_eq!(scene.payments(), 0);
    page.pay();
    scene.run_until_idle(3_000);
    assert!(page.leaving().is_some());
}

#[test]
fn a_payment_whose_end_is_not_known_comes_before_the_pay_button() {
    let mut scene = Scene::at("review");
    scene.order("POST", "/payments", 1, OnRequest::Hold(60_000));
    open_page!(scene, Step Review).pay();
    scene.run_until_idle(1_000);
    scene.tabs[0].load();
    scene.sign_in();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "payment return");
    assert_eq!(scene.payments(), 1);
    assert_eq!(scene.world.payment_keys.borrow().len(), 1);
}

#[test]
fn the_payment_page_asks_the_server_though_the_journal_cannot_be_read() {
    let mut scene = Scene::at("review");
    open_page!(scene, Step Review).pay();
    scene.run_until_idle(3_000);
    let key = journal(&scene)["attemptKey"].clone();
    scene.order_disk("journal/", false, 1, OnTransaction::Abort);
    scene.tabs[0].arrive("/renew/payment/return");
    scene.sign_in();
    assert!(matches!(open_page!(scene, PaymentReturn).claim(), PaymentClaim::Open { .. }));
    assert_ne!(key, json!(""));
}

#[test]
fn a_journal_of_another_renewal_counts_for_nothing() {
    for text in [r#"{"renewal":"other"}"#.to_owned(), "no journal".to_owned(), other_renewal()] {
        let scene = Scene::at("review");
        let account = scene.app().services().sessions.identity().unwrap().account_key;
        let key = format!("journal/{account}/{}", scene.renewal().id);
        scene.world.disk.borrow_mut().records.insert(key, (1, text.clone()));
        let page = open_page!(scene, Step Review);
        page.load();
        scene.run_until_idle(3_000);
        assert!(page.with_state(|state| state.ready().is_some()), "{text}");
    }
}

fn other_renewal() -> String {
    let key = "a".repeat(32);
    format!(
        r#"{{"attemptKey":"{key}","renewal":"renewal-9","quote":"quote-1","amount":100,"currency":"EUR","payment":null,"handedOff":false}}"#
    )
}

#[test]
fn an_order_stands_at_once_and_its_draft_is_over_in_every_tab() {
    for method in ["bank_transfer", "purchase_order"] {
        let mut scene = Scene::at("payment method");
        let page = open_page!(scene, Step PaymentMethod);
        page.chosen().set(method.to_owned());
        page.order_number().set("PO-7".to_owned());
        page.send();
        scene.run_until_idle(5_000);
        scene.second_tab("/renew/location");
        person::act(&scene.world, &scene.tabs[0], Strategy::Finish);
        scene.run_until_idle(8_000);
        assert_eq!(scene.page_name(), "confirmation");
        assert_eq!(scene.tabs[1].path(), "/renew/confirmation");
        assert_eq!(scene.stored("draft/"), None);
        assert_eq!(scene.app().services().renewals.live(), None);
        scene.visit(Page::Step(Step::Review));
        scene.run_until_idle(5_000);
        assert_eq!(scene.page_name(), "confirmation", "there is nothing more to pay");
    }
}

#[test]
fn a_renewal_paid_in_another_browser_shows_its_receipt_instead_of_paying_again() {
    let scene = Scene::at("review");
    let page = open_page!(scene, Step Review);
    let problem = include_str!("../../../contract/golden/problem.already-paid.json");
    scene.order("POST", "/payments", 1, OnRequest::Answer(409, problem.to_owned()));
    page.pay();
    scene.run_until_idle(700);
    assert_eq!(scene.tabs[0].path(), "/renew/confirmation");
    assert_eq!(scene.stored("journal/"), None);
}

#[test]
fn a_payment_the_server_says_is_paid_without_naming_it_shows_the_receipt() {
    let scene = Scene::at("review");
    scene.order("GET", "", 2, OnRequest::Hold(20));
    scene.visit(Page::PaymentReturn);
    assert_eq!(open_page!(scene, PaymentReturn).claim(), PaymentClaim::NoPayment);
    let renewal: &'static str = Box::leak(scene.renewal().id.into_boxed_str());
    scene.order("GET", renewal, 1, OnRequest::Replace("/status", json!("paid")));
    open_page!(scene, PaymentReturn).check_again();
    scene.run_until_idle(500);
    assert_eq!(scene.tabs[0].path(), "/renew/confirmation");
}
