//! Letting somebody else pay by a link, and paying by one.
use partner_renewal::app::pages::Load;
use partner_renewal::app::pages::pay::PayPage;
use partner_renewal::app::pages::payment_link::{LinkOffer, PaymentLinkPage};
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::payment_link::{PaymentLink, PaymentLinkOffer, PaymentLinkState};
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use sandbox::in_process::ProviderAction;
use serde_json::json;
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::{OnRequest, OnTransaction};
use simulation::tab::TabLocation;
use std::rc::Rc;

const LINKS: &str = "/payment-link";

fn at_link(scene: &Scene) -> Rc<PaymentLinkPage> {
    scene.visit(Page::PaymentLink);
    open_page!(scene, PaymentLink)
}

fn made(page: &PaymentLinkPage) -> Option<PaymentLink> {
    page.with_state(|state| match &state.ready()?.link {
        LinkOffer::Made(link) => Some(link.clone()),
        LinkOffer::Possible { .. } => None,
    })
}

/// The code of a link that the person has just made.
fn code(scene: &Scene) -> String {
    let page = at_link(scene);
    page.make();
    scene.run_until_idle(3_000);
    made(&page).unwrap().code
}

fn at_pay(scene: &Scene, code: &str) -> Rc<PayPage> {
    scene.visit(Page::Pay(code.to_owned()));
    open_page!(scene, Pay)
}

fn offer(page: &PayPage) -> Option<PaymentLinkOffer> {
    page.with_state(|state| state.ready().cloned().flatten())
}

fn state(page: &PayPage) -> Option<PaymentLinkState> {
    offer(page).map(|offer| offer.state)
}

#[test]
fn a_link_is_made_once_for_the_price_that_is_shown_although_the_answer_is_lost() {
    let scene = Scene::at("review");
    let page = at_link(&scene);
    let price = page.with_state(|state| match &state.ready().unwrap().link {
        LinkOffer::Possible { quote, has_ended: false } => quote.total.clone(),
        other => panic!("{other:?}"),
    });
    scene.order("POST", LINKS, 1, OnRequest::LoseAnswer);
    page.make();
    page.make();
    scene.run_until_idle(60_000);
    assert_eq!(scene.arrived("POST", LINKS).len(), 2, "the lost one and its repetition");
    let link = made(&page).unwrap();
    assert_eq!((link.amount, link.state), (price, PaymentLinkState::Open));
    assert_eq!(made(&at_link(&scene)).unwrap().code, link.code, "it is there when the page is opened again");
}

/// What a link can be made for.
fn price(page: &PaymentLinkPage) -> Option<i64> {
    page.with_state(|state| match &state.ready()?.link {
        LinkOffer::Possible { quote, .. } => Some(quote.total.minor),
        LinkOffer::Made(_) => None,
    })
}

#[test]
fn the_code_of_a_draft_that_is_read_late_changes_the_price_before_a_link_is_made_for_it() {
    for (pause, ms) in [(OnTransaction::Abort, 0), (OnTransaction::Slow(1_600), 0), (OnTransaction::Slow(1_600), 400)] {
        let mut scene = Scene::at("review");
        open_page!(scene, Step Review).code().set("WELCOME10".to_owned());
        scene.run_until_idle(1_000);
        at_link(&scene);
        scene.order_disk("draft/", false, 1, pause);
        if ms > 0 {
            scene.order("POST", "/quotes", 1, OnRequest::Hold(ms));
        }
        scene.reload();
        scene.run_until_idle(10_000);
        let page = open_page!(scene, PaymentLink);
        assert_eq!(price(&page), Some(52_920), "{pause:?} {ms}");
        page.make();
        scene.run_until_idle(3_000);
        assert_eq!(made(&page).unwrap().amount.minor, 52_920);
    }
}

#[test]
fn a_link_that_is_withdrawn_leads_to_no_payment() {
    let scene = Scene::at("review");
    let code = code(&scene);
    let page = at_link(&scene);
    page.ask_for_withdrawal();
    page.keep();
    scene.run_until_idle(1_000);
    assert!(made(&page).is_some());
    page.withdraw();
    scene.run_until_idle(3_000);
    assert_eq!(made(&page), None);
    let paying = at_pay(&scene, &code);
    assert_eq!(paying.with_state(Load::clone), Load::Ready(None));
}

#[test]
fn whoever_has_the_link_reads_company_and_amount_pays_once_and_comes_back_to_it() {
    let mut scene = Scene::at("review");
    let code = code(&scene);
    let paying = at_pay(&scene, &code);
    let shown = offer(&paying).unwrap();
    assert_eq!((shown.company.as_str(), shown.amount.minor), ("Cedar Example EOOD", 58_800));
    paying.pay();
    paying.pay();
    scene.run_until_idle(3_000);
    assert_eq!(scene.arrived("POST", "/payments").len(), 1, "a double click opens one payment page");
    assert_eq!(scene.tabs[0].place(), TabLocation::PaymentPage);
    scene.tabs[0].leave_if_away();
    scene.at_provider(&ProviderAction::Process);
    scene.tabs[0].arrive(&Page::Pay(code).path());
    scene.run_until_idle(500);
    let paying = open_page!(scene, Pay);
    assert_eq!(state(&paying), Some(PaymentLinkState::Processing));
    assert!(!paying.has_news(), "what was there when the page was opened is no news");
    let drawing = Drawing::of(|| paying.has_news());
    scene.provider_tells(&ProviderAction::Approve);
    scene.run_until_idle(60_000);
    assert_eq!(state(&paying), Some(PaymentLinkState::Paid), "the page has asked by itself");
    assert!(drawing.is_outdated() && paying.has_news(), "and announces it");
    assert_eq!(scene.payments(), 1);
}

#[test]
fn a_link_that_cannot_be_paid_any_more_says_so_instead_of_failing() {
    let scene = Scene::at("review");
    let code = code(&scene);
    let paying = at_pay(&scene, &code);
    assert_eq!(state(&paying), Some(PaymentLinkState::Open));
    scene.world.set_now(scene.world.now_ms() + 8 * 24 * 60 * 60 * 1_000);
    paying.pay();
    scene.run_until_idle(3_000);
    assert_eq!((state(&paying), paying.has_news()), (Some(PaymentLinkState::Ended), true));
    assert_eq!(paying.form().failure(), None);
    assert_eq!(scene.payments(), 0);
}

#[test]
fn a_payment_page_of_another_site_is_not_gone_to() {
    let scene = Scene::at("review");
    let code = code(&scene);
    let paying = at_pay(&scene, &code);
    let elsewhere = json!("http://localhost:8083.pay.example/pay/1");
    scene.order("POST", "/payments", 1, OnRequest::Replace("/sessionUrl", elsewhere));
    paying.pay();
    scene.run_until_idle(3_000);
    assert_eq!(scene.tabs[0].place(), TabLocation::Site);
    assert_eq!(paying.form().failure().unwrap().kind, FailureKind::Unreadable);
}

#[test]
fn whoever_made_the_link_is_told_that_somebody_is_paying_and_sees_the_end_of_it() {
    let mut scene = Scene::at("review");
    let code = code(&scene);
    at_pay(&scene, &code).pay();
    scene.run_until_idle(3_000);
    scene.tabs[0].leave_if_away();
    scene.tabs[0].arrive(&Page::PaymentLink.path());
    scene.sign_in();
    let page = open_page!(scene, PaymentLink);
    let paid_by_link = page.with_state(|state| {
        let shown = state.ready().unwrap();
        shown.renewal.payment.as_ref().is_some_and(|payment| payment.is_by_link)
    });
    assert!(paid_by_link);
    scene.visit(Page::Step(Step::Review));
    assert!(open_page!(scene, PaymentReturn).is_by_link(), "an own payment has to wait");
    let page = at_link(&scene);
    scene.provider_tells(&ProviderAction::Approve);
    page.check_again();
    scene.run_until_idle(3_000);
    assert_eq!(scene.page_name(), "confirmation");
    assert_eq!(scene.payments(), 1);
}

#[test]
fn an_own_payment_that_is_open_comes_before_the_link() {
    let scene = Scene::at("review");
    code(&scene);
    scene.visit(Page::Step(Step::Review));
    open_page!(scene, Step Review).pay();
    scene.run_until_idle(3_000);
    scene.follow(Page::PaymentLink);
    scene.run_until_idle(5_000);
    assert!(!open_page!(scene, PaymentReturn).is_by_link(), "nobody says that it need not be paid");
}

#[test]
fn an_answer_from_before_the_link_was_made_does_not_take_it_away() {
    let scene = Scene::at("review");
    let page = at_link(&scene);
    scene.order("GET", LINKS, 1, OnRequest::Hold(4_000));
    scene.app().page_shown();
    scene.run_until_idle(500);
    page.make();
    scene.run_until_idle(1_500);
    assert!(made(&page).is_some());
    scene.run_until_idle(20_000);
    assert!(made(&page).is_some(), "it is still there");
}

#[test]
fn a_check_without_an_answer_claims_nothing() {
    let scene = Scene::new();
    scene.order("GET", "/payment-links/AAAAA-BBBBB", 4, OnRequest::Lose);
    scene.visit(Page::Pay("AAAAA-BBBBB".to_owned()));
    scene.run_until_idle(240_000);
    let page = open_page!(scene, Pay);
    assert!(matches!(page.with_state(Load::clone), Load::Failed(_)));
    page.load();
    scene.run_until_idle(120_000);
    assert_eq!(page.with_state(Load::clone), Load::Ready(None), "there is no such link");
}
