//! Nothing about money is said before an answer came, and nobody pays twice.
use partner_renewal::app::pages::Load;
use partner_renewal::app::pages::lazy::OpenStep;
use partner_renewal::app::pages::review::ReviewPage;
use partner_renewal::app::payment::PaymentClaim;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::payment::{PaymentMethod, PaymentStatus};
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use partner_renewal::ports::StoreError;
use serde_json::Value;
use simulation::drawn::DrawnPage;
use simulation::open_page;
use simulation::person::{self, Strategy};
use simulation::scene::Scene;
use simulation::script::{OnRequest, OnTransaction};
use simulation::tab::TabLocation;

pub fn claim(scene: &Scene, tab: usize) -> PaymentClaim {
    match scene.tabs[tab].draw() {
        Some(DrawnPage::PaymentReturn(page)) => page.claim(),
        other => panic!("the payment page, not {}", simulation::checks::name(other.as_ref())),
    }
}

pub fn pay(scene: &Scene) {
    let DrawnPage::Step(OpenStep::Review(page)) = scene.page() else { panic!("the review page") };
    scene.world.accepted.borrow_mut().extend(page.with_state(person::accepted));
    page.pay();
}

/// Row 3a.1: an error while asking for the quote was taken for "the quote does not hold", and that for "no payment".
#[test]
fn an_error_while_asking_for_a_quote_is_not_no_payment() {
    let scene = Scene::at("review");
    scene.order("POST", "/payments", 99, OnRequest::Lose);
    scene.order("POST", "/quotes", 99, OnRequest::Answer(500, "{}".to_owned()));
    pay(&scene);
    for _ in 0..13 {
        scene.run_until_idle(10_000);
        assert_eq!(scene.page_name(), "payment return");
        let claim = claim(&scene, 0);
        assert!(matches!(claim, PaymentClaim::Asking | PaymentClaim::NotAnswered(_)), "{claim:?}");
    }
    assert!(scene.world.disk.borrow().records.keys().any(|key| key.starts_with("journal/")), "the journal stays");
}

#[test]
fn a_payment_that_never_arrived_is_asked_for_again_under_the_same_key_though_the_quote_failed_first() {
    let scene = Scene::at("review");
    scene.order("POST", "/payments", 4, OnRequest::Lose);
    scene.order("POST", "/quotes", 1, OnRequest::Answer(500, "{}".to_owned()));
    pay(&scene);
    scene.run_until_idle(20_000);
    let claims = claim(&scene, 0);
    assert!(!matches!(claims, PaymentClaim::NoPayment), "{claims:?}");
    scene.run_until_idle(60_000);
    assert_eq!(scene.world.payment_keys.borrow().len(), 1, "one key, however often it is sent");
    assert_eq!(scene.payments(), 1);
}

/// The journal of a lost attempt by card was carried out as a bank transfer, which nobody had been shown or asked for.
#[test]
fn a_lost_attempt_is_not_carried_out_by_a_method_chosen_since() {
    let scene = Scene::at("review");
    scene.order("POST", "/payments", 9, OnRequest::Lose);
    pay(&scene);
    scene.run_until_idle(2_000);
    scene.visit(Page::Step(Step::Payment));
    scene.world.script.borrow_mut().requests.clear();
    let DrawnPage::Step(OpenStep::PaymentMethod(page)) = scene.page() else { panic!("the payment methods") };
    page.chosen().set("bank_transfer".to_owned());
    page.send();
    scene.run_until_idle(20_000);
    assert_eq!(scene.page_name(), "payment return", "the attempt is asked about first");
    assert_eq!(claim(&scene, 0), PaymentClaim::NoPayment);
    assert_eq!(scene.payments(), 0, "nobody has accepted a bank transfer");
}

/// Another tab that changes the method leaves this one with a review that is not true any more.
#[test]
fn a_method_changed_in_another_tab_is_shown_before_anything_is_paid() {
    let mut scene = Scene::at("review");
    scene.second_tab("/renew/payment");
    let Some(DrawnPage::Step(OpenStep::PaymentMethod(other))) = scene.tabs[1].draw() else { panic!("the methods") };
    other.chosen().set("bank_transfer".to_owned());
    other.send();
    scene.run_until_idle(5_000);
    pay(&scene);
    scene.run_until_idle(5_000);
    assert_eq!(scene.payments(), 0);
    let DrawnPage::Step(OpenStep::Review(page)) = scene.page() else { panic!("the review page") };
    assert_eq!(page.form().failure().map(|failure| failure.kind), Some(FailureKind::QuoteChanged));
    let method = page.with_state(|state| state.ready().and_then(|shown| shown.renewal.method.clone()));
    assert_eq!(method.map(|chosen| chosen.method), Some(PaymentMethod::BankTransfer));
}

/// The method that this tab knew stood on the page beside the price for the one that another tab had chosen since.
#[test]
fn a_price_for_another_method_than_this_tab_knows_is_shown_beside_its_own() {
    let mut scene = Scene::at("review");
    scene.second_tab("/renew/payment");
    let Some(DrawnPage::Step(OpenStep::PaymentMethod(other))) = scene.tabs[1].draw() else { panic!("the methods") };
    other.chosen().set("bank_transfer".to_owned());
    other.send();
    scene.run_until_idle(5_000);
    let DrawnPage::Step(OpenStep::Review(page)) = scene.page() else { panic!("the review page") };
    page.load();
    scene.run_until_idle(5_000);
    let shown = page.with_state(|state| person::accepted(state).unwrap());
    assert_eq!(shown.1, "bank_transfer");
}

/// A price that never fits what the program says of the renewal is not shown beside a pay button.
#[test]
fn a_price_that_is_never_for_the_renewal_cannot_be_paid() {
    let scene = Scene::at("review");
    scene.order("POST", "/quotes", 9, OnRequest::Replace("/levelId", "another".into()));
    let DrawnPage::Step(OpenStep::Review(page)) = scene.page() else { panic!("the review page") };
    page.load();
    scene.run_until_idle(10_000);
    let failed = page.with_state(|state| match state {
        Load::Failed(failure) => failure.kind.clone(),
        _ => panic!("it cannot be shown"),
    });
    assert_eq!(failed, FailureKind::Unreadable);
}

/// The step before the payment was opened with the renewal as it was before, and its save called the own payment a change
/// by somebody else.
#[test]
fn a_step_opened_while_a_payment_is_asked_for_knows_of_it() {
    let scene = Scene::at("review");
    scene.order("POST", "/payments", 1, OnRequest::Hold(20_000));
    pay(&scene);
    scene.run_until_idle(1_000);
    scene.visit(Page::Step(Step::Payment));
    scene.run_until_idle(5_000);
    assert_eq!((scene.payments(), scene.page_name()), (1, "payment return"));
}

/// A write whose end was not told counted as "not started", and the next visit started the payment by itself.
#[test]
fn a_journal_that_is_written_without_a_word_is_read_back_before_anything_is_said() {
    let scene = Scene::at("review");
    scene.order_disk("journal/", true, 1, OnTransaction::Silent);
    pay(&scene);
    scene.run_until_idle(10_000);
    assert!(matches!(scene.page(), DrawnPage::Step(OpenStep::Review(page)) if page.leaving().is_some()));
    assert_eq!(scene.payments(), 1);
}

/// Where not even that can be read, what was called not started does not start later.
#[test]
fn a_payment_that_was_called_not_started_does_not_start_at_the_next_visit() {
    let mut scene = Scene::at("review");
    scene.order_disk("journal/", true, 1, OnTransaction::Silent);
    pay(&scene);
    scene.run_until_idle(1_000);
    scene.order_disk("journal/", false, 1, OnTransaction::Refuse(StoreError::Failed));
    scene.run_until_idle(10_000);
    let DrawnPage::Step(OpenStep::Review(page)) = scene.page() else { panic!("the review page") };
    assert_eq!(page.form().failure().map(|failure| failure.kind), Some(FailureKind::JournalUnavailable));
    scene.world.script.borrow_mut().transactions.clear();
    scene.reload();
    scene.run_until_idle(60_000);
    assert_eq!((scene.page_name(), scene.payments()), ("review", 0));
}

/// Another tab's attempt may have arrived: "not started, nothing was charged" is not known of it.
#[test]
fn a_key_that_may_have_been_sent_is_asked_about_when_its_journal_cannot_be_written_again() {
    let mut scene = Scene::at("review");
    scene.second_tab("/renew/review");
    scene.order("POST", "/payments", 9, OnRequest::Lose);
    pay(&scene);
    scene.run_until_idle(200);
    scene.order_disk("journal/", true, 1, OnTransaction::Refuse(StoreError::Failed));
    let Some(DrawnPage::Step(OpenStep::Review(page))) = scene.tabs[1].draw() else { panic!("the review page") };
    page.pay();
    scene.run_until_idle(2_000);
    assert_eq!(page.form().failure(), None);
    assert_eq!(simulation::checks::name(scene.tabs[1].draw().as_ref()), "payment return");
}

/// The page said that the bank had declined the card, though nobody had asked it a second time.
#[test]
fn a_second_attempt_whose_journal_cannot_be_read_is_not_told_as_declined() {
    let mut scene = Scene::at("review");
    pay(&scene);
    scene.run_until_idle(3_000);
    let DrawnPage::Step(OpenStep::Review(page)) = scene.page() else { panic!("the review page") };
    page.stay();
    scene.run_until_idle(5_000);
    assert!(page.leaving().is_none(), "it is cancelled");
    scene.order_disk("journal/", false, 1, OnTransaction::Refuse(StoreError::Failed));
    pay(&scene);
    scene.run_until_idle(5_000);
    assert_eq!(page.form().failure().map(|failure| failure.kind), Some(FailureKind::JournalUnavailable));
    assert!(!page.form().is_busy());
    scene.tabs[0].leave_if_away();
}

/// A payment that the provider is still deciding left the review page busy for ever.
#[test]
fn a_payment_that_is_processed_at_once_leads_to_the_page_that_asks() {
    let scene = Scene::at("review");
    scene.order("POST", "/payments", 1, OnRequest::Replace("/status", "processing".into()));
    pay(&scene);
    scene.run_until_idle(2_000);
    assert_eq!(scene.page_name(), "payment return");
}

/// A review page that loaded while a payment was under way offered to try again, for ever.
#[test]
fn a_review_page_that_meets_a_payment_under_way_leads_to_it() {
    let scene = Scene::at("review");
    let problem = include_str!("../../../contract/golden/problem.payment-in-progress.json");
    scene.order("POST", "/quotes", 1, OnRequest::Answer(409, problem.to_owned()));
    let DrawnPage::Step(OpenStep::Review(page)) = scene.page() else { panic!("the review page") };
    page.load();
    scene.run_until_idle(10_000);
    assert_eq!(scene.page_name(), "payment return");
}

/// Row R32: a tab that stood on "No payment has been made" went on saying so while another tab paid.
#[test]
fn a_tab_asks_again_when_another_tab_pays() {
    let mut scene = Scene::at("review");
    scene.second_tab("/renew/payment/return");
    assert_eq!(claim(&scene, 1), PaymentClaim::NoPayment);
    pay(&scene);
    scene.run_until_idle(3_000);
    assert!(matches!(scene.page(), DrawnPage::Step(OpenStep::Review(page)) if page.leaving().is_some()));
    assert!(matches!(claim(&scene, 1), PaymentClaim::Open { .. }), "the other tab has asked again");
    person::act(&scene.world, &scene.tabs[0], Strategy::Finish);
    scene.run_until_idle(3_000);
    assert_eq!(scene.tabs[0].place(), TabLocation::PaymentPage);
    scene.tabs[0].leave_if_away();
    person::at_payment_page(&scene.world, &mut scene.tabs[0], Strategy::Finish);
    scene.run_until_idle(3_000);
    scene.move_on(0);
    scene.run_until_idle(10_000);
    assert_eq!(scene.page_name(), "confirmation");
    assert_eq!(
        simulation::checks::name(scene.tabs[1].draw().as_ref()),
        "confirmation",
        "the other tab has asked again"
    );
}

/// Row R34: after a first question that failed, "Check again" said "nothing was charged" until the answer came.
#[test]
fn nothing_is_said_about_money_while_the_server_is_asked() {
    let mut scene = Scene::at("review");
    pay(&scene);
    scene.run_until_idle(3_000);
    person::act(&scene.world, &scene.tabs[0], Strategy::Finish);
    scene.run_until_idle(3_000);
    scene.tabs[0].leave_if_away();
    scene.world.disk.borrow_mut().records.clear();
    scene.tabs[0].arrive("/renew/payment/return");
    scene.run_until_idle(500);
    assert!(scene.move_on(0));
    let knows_renewal = |scene: &Scene| match scene.tabs[0].draw() {
        Some(DrawnPage::PaymentReturn(page)) => page.with_state(|state| state.ready().is_some()),
        _ => false,
    };
    for _ in 0..1_000 {
        if knows_renewal(&scene) {
            break;
        }
        scene.run_until_idle(1);
    }
    // From here on the page asks about the payment.
    let renewal = scene.world.program.borrow().renewals().unwrap().last().unwrap().id.clone();
    let path: &'static str = Box::leak(["/renewals/", &renewal].concat().into_boxed_str());
    scene.order("GET", path, 2, OnRequest::Answer(500, "{}".to_owned()));
    let mut asked_again = false;
    for _ in 0..40 {
        scene.run_until_idle(100);
        if let Some(DrawnPage::PaymentReturn(page)) = scene.tabs[0].draw() {
            if matches!(page.claim(), PaymentClaim::NotAnswered(_)) {
                page.check_again();
                asked_again = true;
            }
            let claim = page.claim();
            assert!(
                !matches!(claim, PaymentClaim::NoPayment | PaymentClaim::Cancelled | PaymentClaim::Expired(_)),
                "{claim:?} before the server has said so"
            );
        }
    }
    assert!(asked_again, "the first question had failed");
}

/// Row R36: an open card payment without an address led to "at , the secure page".
#[test]
fn a_payment_without_an_address_says_so_and_names_itself() {
    let mut scene = Scene::at("review");
    pay(&scene);
    scene.run_until_idle(3_000);
    scene.tabs[0].hide();
    scene.tabs[0].arrive("/renew/payment/return");
    scene.run_until_idle(500);
    scene.move_on(0);
    for path in ["/refresh", ""] {
        let method = if path.is_empty() { "GET" } else { "POST" };
        scene.order(method, path, 20, OnRequest::Replace("/sessionUrl", Value::Null));
    }
    scene.world.script.borrow_mut().requests.push(simulation::script::RequestOrder {
        method: "GET",
        path: "",
        times: 20,
        what: OnRequest::Replace("/payment/sessionUrl", Value::Null),
    });
    scene.run_until_idle(10_000);
    assert!(
        matches!(claim(&scene, 0), PaymentClaim::AddressMissing { payment, .. } if !payment.is_empty()),
        "{:?}",
        claim(&scene, 0)
    );
}

/// Row R11: Pay went on with an empty journal while the database failed.
#[test]
fn a_payment_is_not_begun_while_its_journal_cannot_be_written() {
    let scene = Scene::at("review");
    scene.order_disk("journal/", true, 3, OnTransaction::Abort);
    pay(&scene);
    scene.run_until_idle(5_000);
    let DrawnPage::Step(OpenStep::Review(page)) = scene.page() else { panic!("the review page") };
    assert_eq!(page.form().failure().map(|failure| failure.kind), Some(FailureKind::JournalUnavailable));
    assert_eq!(scene.payments(), 0, "nothing was asked for");
    scene.world.script.borrow_mut().transactions.clear();
    pay(&scene);
    scene.run_until_idle(5_000);
    assert!(page.leaving().is_some(), "and it goes on when the disk does");
}

/// Row 3a.5: the journal was removed before it was written anew, and a page that ended between the two had lost its key.
#[test]
fn a_page_that_ends_while_its_journal_is_replaced_keeps_one() {
    let mut scene = Scene::at("review");
    pay(&scene);
    scene.run_until_idle(3_000);
    scene.order_disk("journal/", true, 1, OnTransaction::Slow(4_000));
    let DrawnPage::Step(OpenStep::Review(page)) = scene.page() else { panic!("the review page") };
    page.leave();
    scene.run_until_idle(1_000);
    scene.tabs[0].load();
    assert!(scene.world.disk.borrow().records.keys().any(|key| key.starts_with("journal/")));
}

/// Row R20: after hours on the leaving page, Continue dropped back to the review without a word.
#[test]
fn a_payment_page_that_ran_out_is_told_on_the_review_page() {
    let scene = Scene::at("review");
    pay(&scene);
    scene.run_until_idle(3_000);
    let DrawnPage::Step(OpenStep::Review(page)) = scene.page() else { panic!("the review page") };
    assert!(page.leaving().is_some());
    scene.world.set_now(scene.world.now_ms() + 3 * 3_600_000);
    page.leave();
    scene.run_until_idle(5_000);
    let mut scene = scene;
    if scene.move_on(0) {
        scene.run_until_idle(10_000);
    }
    let DrawnPage::Step(OpenStep::Review(page)) = scene.page() else { panic!("the review page") };
    assert_eq!((page.leaving(), page.ended()), (None, Some(PaymentStatus::Expired)));
}

/// An attempt that was lost, and sent again into a limit of the rate, was called refused: its key was forgotten.
#[test]
fn a_limit_of_the_rate_says_nothing_of_an_attempt_that_was_lost_before() {
    for page_asks in [false, true] {
        let scene = Scene::at("review");
        let DrawnPage::Step(OpenStep::Review(page)) = scene.page() else { panic!("the review page") };
        if page_asks {
            // The page has asked what there is, and sends the request again by itself.
            scene.order("POST", "/payments", 1, OnRequest::Answer(500, "{}".to_owned()));
        } else {
            scene.order("POST", "/payments", 1, OnRequest::Lose);
        }
        scene.order("POST", "/payments", 1, OnRequest::Wait(429, 30));
        page.pay();
        scene.run_until_idle(1_500);
        let key =
            |scene: &Scene| scene.stored("journal/").map(|text| text["{\"attemptKey\":\"".len()..][..32].to_owned());
        let before = key(&scene).unwrap();
        scene.run_until_idle(20_000);
        let paid = scene.world.payment_keys.borrow().clone();
        assert!(paid.iter().all(|(_, key)| *key == before), "{paid:?} {before}");
        assert_eq!(scene.payments(), 1, "the same attempt went on: {:?}", scene.world.take_log());
    }
}

/// The journal of the refused attempt was removed while the browser was leaving: where it was not, the way back from the
/// sign-in led to a page that asked about a payment, and sent it once more.
#[test]
fn whoever_has_to_sign_in_before_paying_comes_back_to_the_pay_button() {
    let mut scene = Scene::at("review");
    let problem = include_str!("../../../contract/golden/problem.reauth-required.json");
    scene.order("POST", "/payments", 1, OnRequest::Answer(401, problem.to_owned()));
    scene.order_disk("journal", false, 2, OnTransaction::Slow(1_500));
    pay(&scene);
    scene.run_until(|| scene.tabs[0].place() != TabLocation::Site);
    assert_eq!(scene.stored("journal/"), None, "it is gone before the page is");
    scene.sign_in();
    assert_eq!((scene.page_name(), scene.payments()), ("review", 0));
    pay(&scene);
    scene.run_until_idle(3_000);
    assert_eq!(scene.payments(), 1);
}

/// The price that the person had agreed to was forgotten on the way to the sign-in, and the other one stood there without
/// a word.
#[test]
fn a_price_that_changes_while_the_person_signs_in_again_is_told() {
    let mut scene = Scene::at("review");
    let page = open_page!(scene, Step Review);
    let total = |page: &ReviewPage| page.with_state(|state| state.ready().unwrap().quote.total.minor);
    let before = total(&page);
    let problem = include_str!("../../../contract/golden/problem.reauth-required.json");
    scene.order("POST", "/payments", 1, OnRequest::Answer(401, problem.to_owned()));
    pay(&scene);
    scene.run_until(|| scene.tabs[0].place() != TabLocation::Site);
    scene.world.program.borrow_mut().change_prices(110).unwrap();
    // A price holds for half an hour.
    scene.run_until_idle(31 * 60_000);
    scene.sign_in();
    let page = open_page!(scene, Step Review);
    assert!(total(&page) > before, "{} after {before}", total(&page));
    assert_eq!(page.total_before().map(|amount| amount.minor), Some(before));
    page.change_answer();
    assert_eq!(page.total_before(), None, "another answer has a price of its own");
}
