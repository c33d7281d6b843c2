//! Answers about a payment that come late or in another order than they were asked for: none is taken for word of
//! another attempt.
use crate::payment::{claim, pay};
use partner_renewal::app::pages::lazy::OpenStep;
use partner_renewal::app::payment::PaymentClaim;
use partner_renewal::domain::route::Page;
use sandbox::in_process::ProviderAction;
use simulation::drawn::DrawnPage;
use simulation::person;
use simulation::scene::Scene;
use simulation::script::{OnRequest, OnTransaction};

fn path_of_renewal(scene: &Scene) -> &'static str {
    Box::leak(["/renewals/", &scene.renewal().id].concat().into_boxed_str())
}

/// The payment page asks about an attempt that was lost, and asks once more; the answer to the second question is held.
fn with_two_questions_under_way(scene: &Scene, answer_held_ms: u32) {
    scene.order("POST", "/payments", 4, OnRequest::Lose);
    pay(scene);
    let is_known =
        || matches!(scene.page(), DrawnPage::PaymentReturn(page) if page.with_state(|state| state.ready().is_some()));
    scene.run_until(is_known);
    scene.order("GET", path_of_renewal(scene), 1, OnRequest::Hold(answer_held_ms));
    scene.run_until_idle(50);
    let DrawnPage::PaymentReturn(page) = scene.page() else { panic!("the payment page") };
    page.check_again();
}

fn cancel_a_payment(scene: &mut Scene) {
    pay(scene);
    scene.run_until_idle(3_000);
    let DrawnPage::Step(OpenStep::Review(page)) = scene.page() else { panic!("the review page") };
    page.stay();
    scene.go_to(0, "review");
}

/// The journal of a cancelled attempt was still being written when the next one began: that its write failed was taken for
/// the new attempt's, and the pay button did nothing any more.
#[test]
fn a_slow_write_of_an_attempt_that_is_over_does_not_end_the_next_one() {
    let scene = Scene::at("review");
    pay(&scene);
    scene.run_until_idle(2_000);
    let DrawnPage::Step(OpenStep::Review(page)) = scene.page() else { panic!("the review page") };
    assert!(page.leaving().is_some());
    scene.order_disk("journal/", true, 1, OnTransaction::Silent);
    page.leave();
    page.stay();
    scene.run_until_idle(4_900);
    assert!(page.leaving().is_none() && !page.form().is_busy());
    scene.order_disk("journal/", false, 1, OnTransaction::Silent);
    scene.run_until_idle(1_500);
    scene.order_disk("journal/", true, 1, OnTransaction::Slow(4_900));
    pay(&scene);
    scene.run_until_idle(20_000);
    assert_eq!(scene.payments(), 2);
    assert!(page.leaving().is_some(), "the second attempt goes on");
}

/// The second of two answers to a cancellation ended the attempt that had begun since.
#[test]
fn a_late_answer_about_a_payment_that_is_over_does_not_end_the_next_attempt() {
    let scene = Scene::at("review");
    pay(&scene);
    scene.run_until_idle(2_000);
    let DrawnPage::Step(OpenStep::Review(page)) = scene.page() else { panic!("the review page") };
    page.stay();
    scene.order("POST", "/cancel", 1, OnRequest::Hold(5_000));
    page.stay();
    scene.run_until_idle(3_000);
    assert!(page.leaving().is_none() && !page.form().is_busy());
    scene.order("POST", "/payments", 1, OnRequest::Hold(6_000));
    pay(&scene);
    scene.run_until_idle(4_000);
    assert!(page.form().is_busy() && page.ended().is_none(), "it is still asked for");
    scene.run_until_idle(10_000);
    assert_eq!(scene.payments(), 2);
    assert!(page.leaving().is_some());
}

/// Of two questions under way the first answer sent the request for the payment once more, and the second one, about a
/// payment that was cancelled before it, ended the attempt: its journal was gone while the request was out.
#[test]
fn an_older_question_does_not_end_the_attempt_that_is_under_way() {
    let mut scene = Scene::at("review");
    cancel_a_payment(&mut scene);
    with_two_questions_under_way(&scene, 1_500);
    scene.order("POST", "/payments", 1, OnRequest::Hold(6_000));
    scene.run_until_idle(4_000);
    assert_ne!(claim(&scene, 0), PaymentClaim::Cancelled, "nobody has answered for this attempt");
    assert!(scene.world.disk.borrow().records.keys().any(|key| key.starts_with("journal/")), "the journal stays");
    scene.run_until_idle(10_000);
    assert!(matches!(claim(&scene, 0), PaymentClaim::Open { .. }), "{:?}", claim(&scene, 0));
}

/// The same, with an answer that comes after the attempt has its payment: it is from before, and says nothing of it.
#[test]
fn an_older_question_says_nothing_of_a_payment_that_was_made_since() {
    for is_second_attempt in [true, false] {
        let mut scene = Scene::at("review");
        if is_second_attempt {
            cancel_a_payment(&mut scene);
        }
        with_two_questions_under_way(&scene, 9_000);
        scene.run_until_idle(15_000);
        assert!(matches!(claim(&scene, 0), PaymentClaim::Open { .. }), "{is_second_attempt}: {:?}", claim(&scene, 0));
        assert!(scene.stored("journal/").is_some(), "the journal stays");
    }
}

/// A press of Check again began a row of questions of its own beside the one under way.
#[test]
fn whoever_checks_again_asks_no_more_often_than_the_page_by_itself() {
    let scene = Scene::at("review");
    pay(&scene);
    scene.run_until_idle(2_000);
    scene.provider_tells(&ProviderAction::Process);
    scene.visit(Page::PaymentReturn);
    let DrawnPage::PaymentReturn(page) = scene.page() else { panic!("the payment page") };
    for _ in 0..3 {
        page.check_again();
        scene.run_until_idle(500);
    }
    assert_eq!(page.claim(), PaymentClaim::Processing { is_asking: true, failure: None });
    let questions = || scene.arrived("GET", &scene.renewal().id).len();
    // The first question after the last press has no pause before it.
    scene.run_until_idle(500);
    let before = questions();
    scene.run_until_idle(160_000);
    assert_eq!(page.claim(), PaymentClaim::Processing { is_asking: false, failure: None });
    assert_eq!(questions() - before, 17, "one after each pause");
}

/// One tab heard late that an attempt was cancelled, and removed the journal of the next one, which another tab had begun.
#[test]
fn the_end_of_an_attempt_does_not_remove_the_journal_that_another_tab_has_begun() {
    let mut scene = Scene::at("review");
    pay(&scene);
    scene.run_until_idle(2_000);
    scene.visit(Page::PaymentReturn);
    scene.second_tab("/renew/payment/return");
    let (DrawnPage::PaymentReturn(page), Some(DrawnPage::PaymentReturn(other))) = (scene.page(), scene.tabs[1].draw())
    else {
        panic!("the payment pages")
    };
    other.cancel();
    scene.order("POST", "/refresh", 9, OnRequest::Hold(25_000));
    page.check_again();
    scene.go_to(1, "review");
    scene.order("POST", "/payments", 99, OnRequest::Lose);
    let Some(DrawnPage::Step(OpenStep::Review(review))) = scene.tabs[1].draw() else { panic!("the review page") };
    scene.world.accepted.borrow_mut().extend(review.with_state(person::accepted));
    review.pay();
    scene.run_until_idle(2_000);
    let begun = scene.stored("journal/");
    assert!(begun.is_some());
    // The other tab has told of its attempt: what was asked before that is asked anew, and held again.
    scene.run_until_idle(30_000);
    assert_eq!(claim(&scene, 0), PaymentClaim::Cancelled);
    assert_eq!(scene.stored("journal/"), begun, "the attempt of the other tab is not over");
}

/// A refusal of the quote that tells of a payment was taken for "the quote does not hold", and that for "no payment".
#[test]
fn a_quote_that_is_refused_because_of_a_payment_is_not_no_payment() {
    for refusal in ["payment-in-progress", "already-paid"] {
        let scene = Scene::at("review");
        let problem = serde_json::json!({"type": format!("urn:partner-renewal:problem:{refusal}")}).to_string();
        scene.order("POST", "/payments", 9, OnRequest::Lose);
        scene.order("POST", "/quotes", 9, OnRequest::Answer(409, problem));
        pay(&scene);
        for _ in 0..30 {
            scene.run_until_idle(500);
            assert!(!matches!(scene.page(), DrawnPage::PaymentReturn(page) if page.claim() == PaymentClaim::NoPayment));
        }
    }
}
