//! What the page says about a payment when the person comes back, each the server's word.
use partner_renewal::app::pages::Load;
use partner_renewal::app::pages::payment_return::PaymentReturnPage;
use partner_renewal::app::payment::PaymentClaim;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::payment::DeclineReason;
use partner_renewal::domain::route::Page;
use partner_renewal::domain::tab_message::TabMessage;
use sandbox::in_process::ProviderAction;
use serde_json::{Value, json};
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;
use simulation::tab::TabLocation;
use std::rc::Rc;

/// How often the server is asked for the renewal by itself: when the page opens, when the journal is found, and after
/// each pause.
const QUESTIONS: usize = 19;

/// A person who left for the payment page, where this happened, is on the way back; the program has heard nothing yet.
pub fn coming_back(action: Option<ProviderAction>) -> Scene {
    let mut scene = Scene::at("review");
    open_page!(scene, Step Review).pay();
    scene.run_until_idle(3_000);
    open_page!(scene, Step Review).leave();
    scene.run_until_idle(3_000);
    scene.tabs[0].leave_if_away();
    if let Some(action) = action {
        scene.at_provider(&action);
    }
    scene.tabs[0].arrive("/renew/payment/return");
    scene.run_until_idle(500);
    assert!(scene.move_on(0));
    scene
}

pub fn back(action: Option<ProviderAction>) -> (Scene, Rc<PaymentReturnPage>) {
    let scene = coming_back(action);
    scene.run_until_idle(5_000);
    let page = open_page!(scene, PaymentReturn);
    (scene, page)
}

/// Everything that the page says in the next three seconds.
fn claims(scene: &Scene, page: &PaymentReturnPage) -> Vec<PaymentClaim> {
    let mut claims = vec![page.claim()];
    for _ in 0..60 {
        scene.run_until_idle(50);
        claims.push(page.claim());
    }
    claims
}

const PROCESSING: PaymentClaim = PaymentClaim::Processing { is_asking: true, failure: None };

fn open(was_there: bool) -> PaymentClaim {
    PaymentClaim::Open { was_there, failure: None }
}

#[test]
fn a_refused_card_is_told_with_its_reason_and_the_way_to_pay_again_is_free() {
    let reasons = [
        ("card_declined", DeclineReason::CardDeclined),
        ("insufficient_funds", DeclineReason::InsufficientFunds),
        ("challenge_failed", DeclineReason::ChallengeFailed),
    ];
    for (told, reason) in reasons {
        let (scene, page) = back(Some(ProviderAction::Decline(told)));
        assert_eq!(page.claim(), PaymentClaim::Declined(Some(reason)));
        assert_eq!(scene.stored("journal/"), None);
        scene.visit(Page::parse("/renew/review"));
        assert_eq!(scene.page_name(), "review");
    }
}

#[test]
fn a_payment_that_was_cancelled_or_ran_out_at_the_payment_page_is_told_as_that() {
    let (_, page) = back(Some(ProviderAction::Cancel));
    assert_eq!(page.claim(), PaymentClaim::Cancelled);
    let (_, page) = back(Some(ProviderAction::Expire));
    assert_eq!(page.claim(), PaymentClaim::Expired(None));
}

#[test]
fn a_payment_that_is_done_leads_to_the_confirmation() {
    let scene = coming_back(Some(ProviderAction::Approve));
    scene.run_until_idle(8_000);
    assert_eq!(scene.page_name(), "confirmation");
    assert_eq!(scene.stored("journal/"), None);
    assert_eq!(scene.arrived("POST", "/refresh").len(), 1, "the provider is asked, once");
}

#[test]
fn who_comes_back_without_paying_may_go_on_check_again_or_cancel() {
    let (scene, page) = back(None);
    assert_eq!(page.claim(), open(true));
    let drawing = Drawing::of(|| page.claim());
    page.check_again();
    assert_eq!(page.claim(), PaymentClaim::Asking);
    assert!(drawing.is_outdated());
    scene.run_until_idle(3_000);
    assert_eq!(page.claim(), open(true));
    page.continue_paying();
    scene.run_until_idle(3_000);
    assert_eq!(scene.tabs[0].place(), TabLocation::PaymentPage);
    let (scene, page) = back(None);
    page.cancel();
    scene.run_until_idle(3_000);
    assert_eq!(page.claim(), PaymentClaim::Cancelled);
    assert_eq!(scene.payment().status, "cancelled");
}

#[test]
fn a_payment_that_is_not_decided_is_asked_about_until_it_is() {
    let (scene, page) = back(Some(ProviderAction::Process));
    assert_eq!(page.claim(), PROCESSING);
    scene.provider_tells(&ProviderAction::Approve);
    scene.run_until_idle(10_000);
    assert_eq!(scene.page_name(), "confirmation");
}

#[test]
fn after_two_minutes_only_the_person_asks() {
    let scene = coming_back(Some(ProviderAction::Process));
    let renewal = scene.renewal().id;
    let before = scene.arrived("GET", &renewal).len();
    scene.run_until_idle(155_000);
    let page = open_page!(scene, PaymentReturn);
    let asked = scene.world.arrived.borrow().len();
    assert_eq!(scene.arrived("GET", &renewal).len() - before, QUESTIONS);
    scene.run_until_idle(120_000);
    assert_eq!(scene.world.arrived.borrow().len(), asked);
    assert_eq!(
        page.claim(),
        PaymentClaim::Processing { is_asking: false, failure: None },
        "and the page does not say otherwise"
    );
    page.check_again();
    scene.run_until_idle(3_000);
    assert!(scene.world.arrived.borrow().len() > asked);
    assert_eq!(page.claim(), PROCESSING);
}

/// Row R36: such a payment was "being asked about" for ever, without a button.
#[test]
fn an_open_payment_by_a_method_this_build_does_not_know_is_named_and_can_be_cancelled() {
    let scene = coming_back(None);
    let renewal: &'static str = Box::leak(scene.renewal().id.into_boxed_str());
    scene.order("GET", renewal, 99, OnRequest::Replace("/payment/method", "direct_debit".into()));
    scene.order("POST", "/refresh", 99, OnRequest::Replace("/method", "direct_debit".into()));
    scene.run_until_idle(3_000);
    let page = open_page!(scene, PaymentReturn);
    assert_eq!(page.claim(), PaymentClaim::AddressMissing { payment: scene.payment().id, failure: None });
    page.cancel();
    scene.world.script.borrow_mut().requests.clear();
    scene.run_until_idle(10_000);
    assert_eq!(page.claim(), PaymentClaim::Cancelled);
}

/// The order to go there was still under way when the person chose to stay.
#[test]
fn who_cancels_while_the_way_to_the_payment_page_is_asked_for_is_not_led_there() {
    let (scene, page) = back(None);
    let payment: &'static str = Box::leak(scene.payment().id.into_boxed_str());
    scene.order("GET", payment, 1, OnRequest::Hold(2_000));
    page.continue_paying();
    scene.run_until_idle(500);
    page.cancel();
    scene.run_until_idle(10_000);
    assert_eq!(scene.tabs[0].place(), TabLocation::Site);
    assert_eq!(page.claim(), PaymentClaim::Cancelled);
}

#[test]
fn a_payment_that_is_being_decided_cannot_be_cancelled_and_says_so() {
    let (scene, page) = back(None);
    scene.at_provider(&ProviderAction::Process);
    page.cancel();
    assert!(!claims(&scene, &page).iter().any(|claim| matches!(claim, PaymentClaim::NotAnswered(_))));
    assert_eq!(page.claim(), PROCESSING);
    let (scene, page) = back(None);
    scene.at_provider(&ProviderAction::Approve);
    page.cancel();
    scene.run_until_idle(8_000);
    assert_eq!(scene.page_name(), "confirmation", "it was paid before");
}

#[test]
fn a_cancellation_that_is_not_answered_is_asked_about_before_anything_is_said() {
    let (scene, page) = back(None);
    scene.order("POST", "/cancel", 1, OnRequest::Answer(500, "{}".to_owned()));
    page.cancel();
    let claims = claims(&scene, &page);
    assert!(!claims.iter().any(|claim| matches!(claim, PaymentClaim::Cancelled | PaymentClaim::NoPayment)));
    assert!(claims.iter().any(|claim| matches!(claim, PaymentClaim::NotAnswered(Some(_)))), "{claims:?}");
    scene.run_until_idle(8_000);
    assert!(matches!(page.claim(), PaymentClaim::Open { failure: Some(_), .. }), "it is still open");
}

/// It was told for one round trip, and then the page looked as if nobody had pressed anything.
#[test]
fn a_cancellation_that_failed_is_told_until_the_person_does_something_else() {
    let problem = json!({"type": "urn:partner-renewal:problem:not-found"}).to_string();
    for (answer, kind) in [
        (OnRequest::Answer(404, problem), FailureKind::NotFound),
        (OnRequest::Wait(429, 120), FailureKind::TooMany(120)),
        (OnRequest::Answer(500, "{}".to_owned()), FailureKind::Unexpected(500)),
    ] {
        let (scene, page) = back(None);
        scene.order("POST", "/cancel", 9, answer);
        page.cancel();
        scene.run_until_idle(10_000);
        let PaymentClaim::Open { failure: Some(failure), .. } = page.claim() else { panic!("{:?}", page.claim()) };
        assert_eq!(failure.kind, kind);
        page.check_again();
        scene.run_until_idle(5_000);
        assert_eq!(page.claim(), open(true), "{kind:?}");
        scene.world.script.borrow_mut().requests.clear();
        page.cancel();
        scene.run_until_idle(5_000);
        assert_eq!(page.claim(), PaymentClaim::Cancelled);
    }
}

#[test]
fn without_an_answer_nobody_knows_and_it_is_asked_again() {
    let scene = coming_back(None);
    scene.order("POST", "/refresh", 1, OnRequest::Answer(500, "{}".to_owned()));
    let renewal: &'static str = Box::leak(scene.renewal().id.into_boxed_str());
    scene.run_until_idle(200);
    scene.order("GET", renewal, 30, OnRequest::Answer(500, "{}".to_owned()));
    scene.run_until_idle(8_000);
    let page = open_page!(scene, PaymentReturn);
    let failed = page.with_state(|state| matches!(state, Load::Failed(_)));
    if failed {
        assert_eq!(page.claim(), PaymentClaim::Asking, "nothing is said about money");
        scene.world.script.borrow_mut().requests.clear();
        page.load();
        scene.run_until_idle(8_000);
    } else {
        let PaymentClaim::NotAnswered(Some(failure)) = page.claim() else { panic!("{:?}", page.claim()) };
        assert_eq!(failure.kind, FailureKind::Unexpected(500));
        scene.world.script.borrow_mut().requests.clear();
        page.check_again();
        scene.run_until_idle(8_000);
    }
    assert_eq!(page.claim(), open(true));
}

#[test]
fn a_question_that_fails_later_is_told_with_its_reference() {
    let (scene, page) = back(None);
    scene.order("POST", "/refresh", 1, OnRequest::Answer(500, "{}".to_owned()));
    let renewal: &'static str = Box::leak(scene.renewal().id.into_boxed_str());
    scene.order("GET", renewal, 2, OnRequest::Answer(500, "{}".to_owned()));
    page.check_again();
    scene.run_until_idle(1_500);
    let PaymentClaim::NotAnswered(Some(failure)) = page.claim() else { panic!("{:?}", page.claim()) };
    assert_eq!((failure.kind, failure.reference.as_str()), (FailureKind::Unexpected(500), "req-1"));
    scene.run_until_idle(20_000);
    assert_eq!(page.claim(), open(true), "it has been asked again by itself");
}

#[test]
fn an_address_that_is_none_of_the_payment_pages_is_never_gone_to() {
    let (scene, page) = back(None);
    scene.order("GET", "", 1, OnRequest::Replace("/sessionUrl", json!("https://evil.example/pay/1")));
    page.continue_paying();
    scene.run_until_idle(3_000);
    assert_eq!(scene.tabs[0].place(), TabLocation::Site);
    assert_eq!(page.claim(), PaymentClaim::AddressMissing { payment: scene.payment().id, failure: None });
    scene.order("POST", "/refresh", 1, OnRequest::Replace("/sessionUrl", Value::Null));
    page.check_again();
    scene.run_until_idle(3_000);
    assert_eq!(page.claim(), PaymentClaim::AddressMissing { payment: scene.payment().id, failure: None });
    page.check_again();
    scene.run_until_idle(3_000);
    assert_eq!(page.claim(), open(true));
}

#[test]
fn a_way_to_the_payment_page_that_fails_is_told_beside_the_button() {
    let (scene, page) = back(None);
    scene.order("GET", "", 1, OnRequest::Answer(500, "{}".to_owned()));
    page.continue_paying();
    scene.run_until_idle(3_000);
    let PaymentClaim::Open { was_there: true, failure: Some(failure) } = page.claim() else { panic!("open") };
    assert_eq!(failure.kind, FailureKind::Unexpected(500));
    page.continue_paying();
    scene.run_until_idle(3_000);
    assert_eq!(scene.tabs[0].place(), TabLocation::PaymentPage);
}

#[test]
fn who_has_no_payment_is_told_so_and_a_tab_that_pays_is_heard() {
    let scene = Scene::at("review");
    scene.visit(Page::PaymentReturn);
    let page = open_page!(scene, PaymentReturn);
    assert_eq!(page.claim(), PaymentClaim::NoPayment);
    assert!(page.with_state(|state| *state == Load::Ready(scene.renewal().id)));
    let drawings = [Drawing::of(|| page.claim()), Drawing::of(|| page.with_state(|_| ()))];
    scene.app().tab_message(&TabMessage::Payment { renewal: scene.renewal().id });
    assert_eq!(page.claim(), PaymentClaim::Asking);
    scene.run_until_idle(3_000);
    assert_eq!(page.claim(), PaymentClaim::NoPayment);
    page.load();
    assert!(drawings.iter().all(Drawing::is_outdated));
    let asked = scene.world.arrived.borrow().len();
    page.recheck();
    scene.run_until_idle(0);
    assert_eq!(page.claim(), PaymentClaim::Asking);
    scene.run_until_idle(3_000);
    assert!(scene.world.arrived.borrow().len() > asked);
}

#[test]
fn a_payment_begun_in_another_browser_can_be_gone_on_with_here() {
    let (mut scene, _) = back(None);
    scene.world.disk.borrow_mut().records.clear();
    scene.reload();
    scene.run_until_idle(3_000);
    let page = open_page!(scene, PaymentReturn);
    assert_eq!(page.claim(), open(true), "another browser may have been there");
    assert_eq!(scene.stored("journal/"), None, "it is no attempt of this browser");
    page.continue_paying();
    scene.run_until_idle(3_000);
    assert_eq!(scene.tabs[0].place(), TabLocation::PaymentPage);
}

#[test]
fn a_payment_page_that_nobody_went_to_is_told_as_not_begun() {
    let mut scene = Scene::at("review");
    open_page!(scene, Step Review).pay();
    scene.run_until_idle(3_000);
    scene.tabs[0].arrive("/renew/payment/return");
    scene.sign_in();
    assert_eq!(open_page!(scene, PaymentReturn).claim(), open(false));
}
