//! How the server is asked about a payment whose end is not known, and what an attempt that never arrived comes to.
use partner_renewal::app::payment::PaymentClaim;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::route::Page;
use partner_renewal::ports::SignInProblem;
use serde_json::json;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::{OnRequest, OnTransaction};
use simulation::tab::TabLocation;

/// A person who paid, and whose request was lost as often as it was sent; then the price is asked for once more.
fn lost_attempt(price: OnRequest) -> Scene {
    let scene = Scene::at("review");
    scene.order("POST", "/payments", 4, OnRequest::Lose);
    scene.order("POST", "/quotes", 1, price);
    open_page!(scene, Step Review).pay();
    scene
}

fn claim(scene: &Scene) -> PaymentClaim {
    open_page!(scene, PaymentReturn).claim()
}

#[test]
fn a_question_without_an_answer_is_told_and_asked_again_by_itself() {
    let scene = Scene::at("review");
    scene.visit(Page::PaymentReturn);
    let renewal: &'static str = Box::leak(scene.renewal().id.into_boxed_str());
    scene.order("GET", renewal, 1, OnRequest::Answer(500, "{}".to_owned()));
    open_page!(scene, PaymentReturn).check_again();
    scene.run_until_idle(700);
    let PaymentClaim::NotAnswered(Some(failure)) = claim(&scene) else { panic!("{:?}", claim(&scene)) };
    assert_eq!(failure.kind, FailureKind::Unexpected(500));
    scene.run_until_idle(4_000);
    assert_eq!(claim(&scene), PaymentClaim::NoPayment);
}

#[test]
fn an_attempt_whose_price_no_longer_holds_is_over_without_money() {
    let short = include_str!("../../../contract/golden/problem.requirement-short.json");
    for price in [
        OnRequest::Answer(409, short.to_owned()),
        OnRequest::Replace("/id", json!("quote-other")),
        OnRequest::Replace("/total/amount", json!(1)),
    ] {
        let scene = lost_attempt(price.clone());
        scene.run_until_idle(30_000);
        assert_eq!(claim(&scene), PaymentClaim::NoPayment, "{price:?}");
        assert_eq!((scene.payments(), scene.stored("journal/")), (0, None));
    }
}

#[test]
fn an_attempt_whose_price_could_not_be_asked_for_goes_on_under_its_key() {
    let signed_out = include_str!("../../../contract/golden/problem.sign-in-required.json");
    let too_old = include_str!("../../../contract/golden/problem.reauth-required.json");
    for price in [
        OnRequest::Wait(429, 60),
        OnRequest::Answer(500, "{}".to_owned()),
        OnRequest::Answer(401, signed_out.to_owned()),
        OnRequest::Answer(401, too_old.to_owned()),
    ] {
        let scene = lost_attempt(price.clone());
        scene.around().sign_in.replace(Some(SignInProblem::Unreachable));
        scene.run_until_idle(60_000);
        assert_eq!(claim(&scene), PaymentClaim::Open { was_there: false, failure: None }, "{price:?}");
        assert_eq!((scene.payments(), scene.world.payment_keys.borrow().len()), (1, 1));
    }
}

#[test]
fn an_attempt_that_never_arrived_goes_on_under_its_key_after_a_reload() {
    let mut scene = Scene::at("review");
    scene.order("POST", "/payments", 1, OnRequest::Lose);
    open_page!(scene, Step Review).pay();
    scene.run_until_idle(60);
    let journal = scene.stored("journal/").unwrap();
    scene.tabs[0].load();
    scene.sign_in();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "payment return");
    assert_eq!(claim(&scene), PaymentClaim::Open { was_there: false, failure: None });
    assert_eq!(scene.payments(), 1);
    let key = scene.world.payment_keys.borrow()[0].1.clone();
    assert!(journal.contains(&key), "{journal}");
}

/// The page said that it did not know yet, although the server had just refused the attempt.
#[test]
fn an_attempt_that_is_sent_again_and_refused_is_told_as_no_payment_with_the_reason() {
    let scene = lost_attempt(OnRequest::Hold(1));
    let problem = json!({"type": "urn:partner-renewal:problem:quote-changed"}).to_string();
    scene.order("POST", "/payments", 1, OnRequest::Answer(409, problem));
    scene.run_until_idle(5_000);
    let PaymentClaim::Refused(Some(failure)) = claim(&scene) else { panic!("{:?}", claim(&scene)) };
    assert_eq!(failure.kind, FailureKind::QuoteChanged);
    assert_eq!(scene.stored("journal/"), None);
    open_page!(scene, PaymentReturn).check_again();
    scene.run_until_idle(5_000);
    assert_eq!(claim(&scene), PaymentClaim::NoPayment);
}

#[test]
fn a_journal_of_another_browsers_payment_asks_for_no_price() {
    let scene = Scene::at("review");
    let account = scene.app().services().sessions.identity().unwrap().account_key;
    let renewal = scene.renewal().id;
    let journal = json!({
        "attemptKey": "", "renewal": renewal, "quote": "", "amount": 1, "currency": "EUR",
        "payment": "payment-1", "handedOff": true,
    });
    let key = format!("journal/{account}/{renewal}");
    scene.world.disk.borrow_mut().records.insert(key, (1, journal.to_string()));
    let before = scene.arrived("POST", "/quotes").len();
    scene.visit(Page::PaymentReturn);
    assert_eq!(claim(&scene), PaymentClaim::NoPayment);
    assert_eq!(scene.arrived("POST", "/quotes").len(), before);
}

#[test]
fn an_announcement_without_an_address_fetches_it_when_the_person_goes_on() {
    let scene = Scene::at("review");
    scene.order("POST", "/payments", 1, OnRequest::Replace("/sessionUrl", serde_json::Value::Null));
    let page = open_page!(scene, Step Review);
    page.pay();
    scene.run_until_idle(3_000);
    assert_eq!(page.leaving().unwrap().url, None);
    page.leave();
    scene.run_until_idle(3_000);
    assert_eq!(scene.tabs[0].place(), TabLocation::PaymentPage);
}

#[test]
fn an_address_that_is_not_trusted_is_told_before_the_person_leaves() {
    let scene = Scene::at("review");
    let page = open_page!(scene, Step Review);
    page.pay();
    scene.run_until_idle(3_000);
    scene.order("GET", "", 1, OnRequest::Replace("/sessionUrl", json!("https://evil.example/pay/1")));
    page.leave();
    scene.run_until_idle(3_000);
    let leaving = page.leaving().unwrap();
    assert_eq!((leaving.failure, leaving.payment), (None, scene.payment().id), "nothing on the way has changed it");
    assert!(!leaving.is_busy && leaving.url.is_none());
    assert_eq!(scene.tabs[0].place(), TabLocation::Site);
    page.leave();
    assert!(page.leaving().unwrap().is_busy);
    scene.run_until_idle(3_000);
    assert_eq!(scene.tabs[0].place(), TabLocation::PaymentPage);
}

#[test]
fn a_journal_that_cannot_be_removed_hides_no_pay_button_once_its_payment_is_over() {
    let scene = Scene::at("review");
    let page = open_page!(scene, Step Review);
    page.pay();
    scene.run_until_idle(3_000);
    scene.order_disk("journal", false, 1, OnTransaction::Abort);
    page.stay();
    scene.run_until_idle(3_000);
    assert!(scene.stored("journal/").is_some());
    assert!(page.with_state(|state| state.ready().is_some()));
    page.pay();
    scene.run_until_idle(3_000);
    assert!(page.leaving().is_some());
    assert_eq!((scene.payments(), scene.world.payment_keys.borrow().len()), (2, 2), "a new attempt");
}
