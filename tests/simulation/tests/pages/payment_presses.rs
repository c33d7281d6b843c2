//! Presses about a payment, and news of it, that meet in the middle: the later one holds, and nothing that was answered
//! to an earlier one is taken for an answer to it.
use crate::payment_return::{back, coming_back};
use partner_renewal::app::payment::{Leaving, PaymentClaim};
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::payment::PaymentStatus;
use partner_renewal::domain::route::Page;
use partner_renewal::domain::tab_message::TabMessage;
use sandbox::in_process::ProviderAction;
use serde_json::json;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::{OnRequest, OnTransaction};
use simulation::tab::TabLocation;

fn refusal() -> OnRequest {
    OnRequest::Answer(404, json!({"type": "urn:partner-renewal:problem:not-found"}).to_string())
}

fn path_of_renewal(scene: &Scene) -> &'static str {
    Box::leak(["/renewals/", &scene.renewal().id].concat().into_boxed_str())
}

fn tell_of_a_payment(scene: &Scene) {
    scene.app().tab_message(&TabMessage::Payment { renewal: scene.renewal().id });
}

/// The review page, on which a payment has been made that the person is about to leave for.
fn about_to_leave() -> Scene {
    let scene = Scene::at("review");
    open_page!(scene, Step Review).pay();
    scene.run_until_idle(3_000);
    scene
}

fn leaving(scene: &Scene) -> Option<Leaving> {
    open_page!(scene, Step Review).leaving()
}

/// A question from before the other tab's payment was answered after it, and the page said that there is none; when the
/// next question failed it said that a request for a payment was refused, which it had never sent.
#[test]
fn what_was_asked_before_another_tab_told_of_a_payment_is_no_answer() {
    let scene = Scene::at("review");
    scene.visit(Page::PaymentReturn);
    let page = open_page!(scene, PaymentReturn);
    assert_eq!(page.claim(), PaymentClaim::NoPayment);
    scene.order("GET", path_of_renewal(&scene), 1, OnRequest::Hold(3_000));
    page.check_again();
    scene.run_until_idle(1_000);
    scene.order("GET", path_of_renewal(&scene), 99, OnRequest::Answer(500, "{}".to_owned()));
    scene.pay_elsewhere();
    tell_of_a_payment(&scene);
    for _ in 0..200 {
        scene.run_until_idle(50);
        let claim = page.claim();
        assert!(matches!(claim, PaymentClaim::Asking | PaymentClaim::NotAnswered(_)), "{claim:?}");
    }
    scene.world.script.borrow_mut().requests.clear();
    scene.run_until_idle(10_000);
    assert!(matches!(page.claim(), PaymentClaim::Open { .. }), "{:?}", page.claim());
}

/// It went on saying "Nothing has been charged yet".
#[test]
fn whoever_is_about_to_leave_hears_that_another_tab_has_paid() {
    let scene = about_to_leave();
    tell_of_a_payment(&scene);
    scene.run_until_idle(3_000);
    assert_eq!(leaving(&scene).map(|leaving| (leaving.is_busy, leaving.failure)), Some((false, None)), "still open");
    scene.provider_tells(&ProviderAction::Approve);
    tell_of_a_payment(&scene);
    scene.run_until_idle(3_000);
    assert_eq!(scene.page_name(), "confirmation");
}

#[test]
fn whoever_is_about_to_leave_and_looks_again_can_still_go() {
    let scene = about_to_leave();
    scene.order("POST", "/refresh", 1, OnRequest::Hold(2_000));
    scene.app().page_shown();
    scene.run_until_idle(1_000);
    assert!(leaving(&scene).unwrap().is_busy, "it may be paid by now");
    scene.run_until_idle(3_000);
    open_page!(scene, Step Review).leave();
    scene.run_until_idle(3_000);
    assert_eq!(scene.tabs[0].place(), TabLocation::PaymentPage);
}

/// The address that was asked for before led away from under the person who had decided to stay.
#[test]
fn whoever_stays_is_not_led_away_by_an_earlier_press() {
    let scene = about_to_leave();
    let page = open_page!(scene, Step Review);
    scene.order("GET", "", 1, OnRequest::Hold(4_000));
    page.leave();
    scene.run_until_idle(1_000);
    scene.order("POST", "/cancel", 1, refusal());
    page.stay();
    scene.run_until_idle(10_000);
    assert_eq!(scene.tabs[0].place(), TabLocation::Site);
    let left = leaving(&scene).unwrap();
    assert_eq!((left.is_busy, left.failure.map(|failure| failure.kind)), (false, Some(FailureKind::NotFound)));
    page.leave();
    scene.run_until_idle(3_000);
    assert_eq!(scene.tabs[0].place(), TabLocation::PaymentPage);
}

/// The press came to nothing, because the page was shown again before its answer.
#[test]
fn whoever_goes_on_is_led_away_though_the_page_is_shown_again_meanwhile() {
    let (scene, page) = back(None);
    scene.order("GET", "", 1, OnRequest::Hold(4_000));
    page.continue_paying();
    scene.run_until_idle(1_000);
    scene.app().page_shown();
    tell_of_a_payment(&scene);
    scene.run_until_idle(8_000);
    assert_eq!(scene.tabs[0].place(), TabLocation::PaymentPage);
}

/// An answer from before the provider began to decide came after the one that told of it.
#[test]
fn an_earlier_look_at_the_provider_does_not_undo_a_later_one() {
    let (scene, page) = back(None);
    scene.order("POST", "/refresh", 1, OnRequest::Hold(5_000));
    page.check_again();
    scene.run_until_idle(1_000);
    scene.at_provider(&ProviderAction::Process);
    page.check_again();
    scene.run_until_idle(2_000);
    for _ in 0..100 {
        assert_eq!(page.claim(), PaymentClaim::Processing { is_asking: true, failure: None });
        scene.run_until_idle(50);
    }
}

#[test]
fn nothing_is_offered_again_while_a_cancellation_is_under_way() {
    let (scene, page) = back(None);
    scene.order("POST", "/refresh", 1, OnRequest::Hold(2_000));
    scene.order("POST", "/cancel", 1, OnRequest::Delay(5_000));
    page.check_again();
    scene.run_until_idle(50);
    page.cancel();
    for _ in 0..90 {
        scene.run_until_idle(50);
        assert_eq!(page.claim(), PaymentClaim::Asking);
    }
    scene.run_until_idle(3_000);
    assert_eq!(page.claim(), PaymentClaim::Cancelled);
}

#[test]
fn news_of_a_payment_does_not_hide_a_cancellation_that_failed() {
    let (scene, page) = back(None);
    scene.order("POST", "/cancel", 1, refusal());
    page.cancel();
    scene.run_until_idle(3_000);
    tell_of_a_payment(&scene);
    scene.run_until_idle(3_000);
    assert!(matches!(page.claim(), PaymentClaim::Open { .. }), "{:?}", page.claim());
    assert_eq!(page.claim().failure().map(|failure| failure.kind.clone()), Some(FailureKind::NotFound));
}

/// The attempt was sent once more, though another tab had told of its payment.
#[test]
fn a_lost_attempt_is_not_sent_again_once_another_payment_is_heard_of() {
    let scene = Scene::at("review");
    scene.order("POST", "/payments", 4, OnRequest::Lose);
    scene.order("POST", "/quotes", 1, OnRequest::Hold(6_000));
    open_page!(scene, Step Review).pay();
    scene.run_until(|| scene.page_name() == "payment return" && scene.arrived("POST", "/quotes").len() == 2);
    let page = open_page!(scene, PaymentReturn);
    let sent = scene.arrived("POST", "/payments").len();
    scene.pay_elsewhere();
    scene.order("GET", path_of_renewal(&scene), 1, OnRequest::Hold(9_000));
    tell_of_a_payment(&scene);
    scene.run_until_idle(12_000);
    assert!(matches!(page.claim(), PaymentClaim::Open { .. }), "{:?}", page.claim());
    assert_eq!(scene.arrived("POST", "/payments").len(), sent);
}

/// The page then offered to go on to a payment page that there is none of, and asked no more.
#[test]
fn a_refused_cancellation_changes_nothing_of_a_payment_that_is_asked_about() {
    let scene = coming_back(None);
    scene.order("GET", path_of_renewal(&scene), 99, OnRequest::Replace("/payment/method", "direct_debit".into()));
    scene.order("POST", "/refresh", 99, OnRequest::Replace("/method", "direct_debit".into()));
    scene.run_until_idle(3_000);
    let page = open_page!(scene, PaymentReturn);
    scene.order("POST", "/cancel", 1, refusal());
    page.cancel();
    scene.run_until_idle(3_000);
    let PaymentClaim::AddressMissing { failure: Some(failure), .. } = page.claim() else {
        panic!("{:?}", page.claim())
    };
    assert_eq!(failure.kind, FailureKind::NotFound);
    assert_eq!(page.claim().failure(), Some(&failure));
    scene.world.script.borrow_mut().requests.clear();
    scene.provider_tells(&ProviderAction::Approve);
    scene.run_until_idle(20_000);
    assert_eq!(scene.page_name(), "confirmation", "it is asked about as before");
}

#[test]
fn a_refused_cancellation_of_a_payment_that_is_being_decided_is_told_beside_it() {
    let (scene, page) = back(None);
    scene.order("POST", "/cancel", 1, refusal());
    scene.order("GET", path_of_renewal(&scene), 9, OnRequest::Replace("/payment/status", "processing".into()));
    scene.order("POST", "/refresh", 9, OnRequest::Replace("/status", "processing".into()));
    page.check_again();
    page.cancel();
    scene.run_until_idle(3_000);
    let PaymentClaim::Processing { is_asking: true, failure: Some(failure) } = page.claim() else {
        panic!("{:?}", page.claim())
    };
    assert_eq!(failure.kind, FailureKind::NotFound);
    assert_eq!(page.claim().failure(), Some(&failure));
}

/// It was told beside the next payment, which nobody had cancelled.
#[test]
fn a_cancellation_that_failed_is_not_told_of_the_next_payment() {
    let scene = about_to_leave();
    let page = open_page!(scene, Step Review);
    scene.order("POST", "/cancel", 1, refusal());
    page.stay();
    scene.run_until_idle(3_000);
    assert!(leaving(&scene).unwrap().failure.is_some());
    scene.provider_tells(&ProviderAction::Expire);
    scene.app().page_shown();
    scene.run_until_idle(5_000);
    assert_eq!((leaving(&scene), page.ended()), (None, Some(PaymentStatus::Expired)));
    page.pay();
    scene.run_until_idle(5_000);
    assert_eq!(leaving(&scene).unwrap().failure, None);
}

/// The pay button stays away from a renewal that another tab has paid, though this page knows of no payment.
#[test]
fn a_review_page_hears_that_another_tab_has_paid() {
    let scene = Scene::at("review");
    scene.pay_elsewhere();
    scene.provider_tells(&ProviderAction::Approve);
    tell_of_a_payment(&scene);
    scene.run_until_idle(3_000);
    assert_eq!(scene.page_name(), "confirmation");
}

#[test]
fn nothing_is_asked_before_the_journal_is_read() {
    let scene = Scene::at("review");
    scene.order_disk("journal/", false, 1, OnTransaction::Slow(3_000));
    scene.follow(Page::PaymentReturn);
    let asked = || scene.arrived("GET", path_of_renewal(&scene)).len();
    let page = open_page!(scene, PaymentReturn);
    scene.run_until(|| page.with_state(|state| state.ready().is_some()));
    let before = asked();
    page.check_again();
    scene.run_until_idle(1_000);
    assert_eq!((asked() - before, page.claim()), (0, PaymentClaim::Asking));
    scene.run_until_idle(4_000);
    assert_eq!((asked() - before, page.claim()), (1, PaymentClaim::NoPayment), "once, by itself");
}

/// A press that comes a moment too late, on a button that is gone, ended the questions.
#[test]
fn a_late_press_of_cancel_ends_no_questions() {
    let (scene, page) = back(None);
    scene.order("POST", "/refresh", 1, OnRequest::Answer(500, "{}".to_owned()));
    scene.order("GET", path_of_renewal(&scene), 1, OnRequest::Hold(2_000));
    page.check_again();
    scene.run_until(|| matches!(page.claim(), PaymentClaim::NotAnswered(_)));
    page.cancel();
    scene.run_until_idle(5_000);
    assert!(matches!(page.claim(), PaymentClaim::Open { .. }), "{:?}", page.claim());
}

/// Found by the simulation: the page was shown again while a cancellation was under way, offered to go on with the payment,
/// and passed over an answer that told of its end.
#[test]
fn a_page_that_is_shown_again_offers_nothing_while_a_cancellation_is_under_way() {
    let (scene, page) = back(None);
    scene.order("POST", "/cancel", 1, OnRequest::Hold(3_000));
    page.cancel();
    scene.app().page_shown();
    tell_of_a_payment(&scene);
    for _ in 0..40 {
        scene.run_until_idle(50);
        assert_eq!(page.claim(), PaymentClaim::Asking);
    }
    scene.run_until_idle(3_000);
    assert_eq!(page.claim(), PaymentClaim::Cancelled);
}

/// The same for a question that was asked first, and is answered last, of a payment that ended in between.
#[test]
fn what_is_over_is_believed_whenever_it_was_asked() {
    for path in ["/refresh", "address", "renewal"] {
        let (scene, page) = back(None);
        match path {
            "address" => {
                scene.order("GET", "", 1, OnRequest::Delay(4_000));
                page.continue_paying();
                scene.run_until_idle(100);
            }
            "renewal" => {
                scene.order("POST", "/refresh", 1, OnRequest::Answer(500, "{}".to_owned()));
                scene.order("GET", path_of_renewal(&scene), 1, OnRequest::Delay(4_000));
                page.check_again();
                scene.run_until(|| matches!(page.claim(), PaymentClaim::NotAnswered(_)));
                scene.run_until_idle(100);
            }
            path => {
                scene.order("POST", path, 1, OnRequest::Delay(4_000));
                page.check_again();
                scene.run_until_idle(100);
            }
        }
        page.check_again();
        scene.run_until_idle(2_000);
        assert!(matches!(page.claim(), PaymentClaim::Open { .. }), "{path}: {:?}", page.claim());
        scene.provider_tells(&ProviderAction::Decline("card_declined"));
        scene.run_until_idle(5_000);
        assert!(matches!(page.claim(), PaymentClaim::Declined(_)), "{path}: {:?}", page.claim());
    }
}
