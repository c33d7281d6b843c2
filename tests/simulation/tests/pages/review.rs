//! Step 7: everything is shown once more, with the amount beside the button that pays it.
use partner_renewal::app::pages::Load;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::payment::PaymentStatus;
use partner_renewal::domain::profile::FieldId;
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use sandbox::in_process::ProviderAction;
use serde_json::{Value, json};
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;
use simulation::tab::TabLocation;

const PAYMENTS: &str = "/payments";

#[test]
fn the_amount_that_is_shown_is_the_one_that_is_asked_for() {
    let scene = Scene::at("review");
    let page = open_page!(scene, Step Review);
    let (quote, total) = page.with_state(|state| {
        let shown = state.ready().unwrap();
        assert_eq!(shown.stored.profile.get(FieldId::LegalName), "Cedar Example EOOD");
        assert_eq!(shown.stored.tax_check, "valid");
        assert_eq!(shown.renewal.id, scene.renewal().id);
        (shown.quote.id.clone(), shown.quote.total.minor)
    });
    assert_eq!((page.leaving(), page.ended()), (None, None));
    let drawing = Drawing::of(|| page.leaving());
    page.pay();
    assert!(page.form().is_busy());
    page.pay();
    scene.run_until_idle(3_000);
    assert!(drawing.is_outdated());
    let sent = scene.arrived("POST", PAYMENTS);
    assert_eq!(sent.len(), 1, "a double click pays once");
    let body: Value = serde_json::from_str(&sent[0].body).unwrap();
    assert_eq!((&body["quoteId"], &body["amount"]["amount"]), (&json!(quote), &json!(total)));
    let leaving = page.leaving().unwrap();
    assert_eq!(leaving.amount.minor, total);
    assert!(leaving.url.unwrap().starts_with("http://localhost:8083/pay/"));
    assert!(!leaving.is_busy && leaving.failure.is_none());
    assert!(page.form().is_busy(), "until the person leaves or stays");
    page.leave();
    assert!(page.leaving().unwrap().is_busy, "the person is on the way");
    scene.run_until_idle(3_000);
    assert_eq!(scene.tabs[0].place(), TabLocation::PaymentPage);
}

#[test]
fn who_stays_cancels_the_payment_and_is_where_they_were() {
    let scene = Scene::at("review");
    let page = open_page!(scene, Step Review);
    page.pay();
    scene.run_until_idle(3_000);
    let before = scene.arrived("POST", "/quotes").len();
    page.stay();
    scene.run_until_idle(3_000);
    assert_eq!(scene.payment().status, "cancelled");
    assert_eq!(scene.arrived("POST", "/cancel").len(), 1);
    assert_eq!((page.leaving(), page.ended()), (None, None), "who cancels needs not be told");
    assert!(!page.form().is_busy());
    assert_eq!(scene.arrived("POST", "/quotes").len(), before + 1, "the price is asked for anew");
    assert_eq!(scene.stored("journal/"), None);
    page.pay();
    scene.run_until_idle(3_000);
    assert!(page.leaving().is_some());
    assert_eq!(scene.payments(), 2);
}

#[test]
fn a_payment_that_ran_out_before_the_person_left_is_told() {
    let scene = Scene::at("review");
    let page = open_page!(scene, Step Review);
    page.pay();
    scene.run_until_idle(3_000);
    scene.world.set_now(scene.world.now_ms() + 31 * 60_000);
    let drawing = Drawing::of(|| page.ended());
    page.leave();
    scene.run_until_idle(3_000);
    assert!(drawing.is_outdated());
    assert_eq!(page.ended(), Some(PaymentStatus::Expired));
    assert_eq!(page.leaving(), None);
    assert!(!page.form().is_busy());
    assert!(page.with_state(|state| state.ready().is_some()));
    page.pay();
    assert_eq!(page.ended(), None, "a new attempt");
}

#[test]
fn a_card_that_was_declined_before_the_person_left_is_told() {
    let scene = Scene::at("review");
    let page = open_page!(scene, Step Review);
    page.pay();
    scene.run_until_idle(3_000);
    scene.provider_tells(&ProviderAction::Decline("card_declined"));
    page.leave();
    scene.run_until_idle(3_000);
    assert_eq!(page.ended(), Some(PaymentStatus::Declined));
}

#[test]
fn a_price_that_changed_is_told_and_the_new_one_shown_before_anything_is_paid() {
    let scene = Scene::at("review");
    let page = open_page!(scene, Step Review);
    let total = || page.with_state(|state| state.ready().unwrap().quote.total.minor);
    let before = total();
    scene.world.program.borrow_mut().change_prices(110).unwrap();
    scene.around().take_focus();
    page.pay();
    scene.run_until_idle(5_000);
    assert_eq!(page.form().failure().unwrap().kind, FailureKind::QuoteChanged);
    assert_eq!(scene.around().take_focus(), ["failure"]);
    assert!(total() > before, "{} is shown", total());
    assert_eq!(page.total_before().map(|amount| amount.minor), Some(before), "and what it was");
    assert!(!page.form().is_busy());
    assert_eq!(scene.payments(), 0);
    assert_eq!(scene.stored("journal/"), None);
    page.pay();
    assert_eq!(page.form().failure(), None);
    scene.run_until_idle(5_000);
    assert_eq!(page.leaving().unwrap().amount.minor, total());
}

#[test]
fn a_refusal_to_pay_is_told_and_the_amount_stays_as_shown() {
    let scene = Scene::at("review");
    let page = open_page!(scene, Step Review);
    let problem = include_str!("../../../contract/golden/problem.membership-suspended.json");
    scene.order("POST", PAYMENTS, 1, OnRequest::Answer(403, problem.to_owned()));
    let before = scene.arrived("POST", "/quotes").len();
    page.pay();
    scene.run_until_idle(5_000);
    assert_eq!(page.form().failure().unwrap().kind, FailureKind::Suspended);
    assert!(!page.form().is_busy());
    assert_eq!(scene.arrived("POST", "/quotes").len(), before);
    assert_eq!(scene.page_name(), "review");
}

#[test]
fn a_payment_made_or_begun_elsewhere_leads_to_it() {
    for (action, shown) in [(ProviderAction::Approve, "confirmation"), (ProviderAction::Process, "payment return")] {
        let scene = Scene::at("review");
        scene.pay_elsewhere();
        scene.provider_tells(&action);
        let page = open_page!(scene, Step Review);
        page.load();
        scene.run_until_idle(8_000);
        assert_eq!(scene.page_name(), shown);
        assert_eq!(scene.payments(), 1);
    }
}

#[test]
fn who_pays_what_was_paid_elsewhere_meanwhile_sees_the_receipt() {
    let mut scene = Scene::at("review");
    scene.second_tab("/renew/location");
    scene.pay_elsewhere();
    scene.provider_tells(&ProviderAction::Approve);
    open_page!(scene, Step Review).pay();
    scene.run_until_idle(8_000);
    assert_eq!(scene.page_name(), "confirmation");
    assert_eq!(scene.tabs[1].path(), "/renew/confirmation", "and so does every other tab");
    assert_eq!(scene.payments(), 1);
    assert_eq!(scene.stored("journal/"), None);
}

#[test]
fn a_step_that_became_incomplete_elsewhere_leads_to_it() {
    let scene = Scene::at("review");
    let page = open_page!(scene, Step Review);
    scene.world.program.borrow_mut().put_agreement_in_force("2027.1").unwrap();
    page.pay();
    scene.run_until_idle(8_000);
    assert_eq!(scene.payments(), 0);
    assert_eq!(page.form().failure().unwrap().kind, FailureKind::AgreementChanged);
    page.pay();
    scene.run_until_idle(8_000);
    assert_eq!(scene.page_name(), "agreement");
}

#[test]
fn an_answer_changed_from_here_leads_back_here_and_one_changed_otherwise_leads_on() {
    for (from_review, next) in [(true, "review"), (false, "level")] {
        let scene = Scene::at("review");
        if from_review {
            open_page!(scene, Step Review).change_answer();
        }
        scene.visit(Page::Step(Step::Location));
        assert_eq!(scene.app().services().renewals.is_changing(), from_review);
        open_page!(scene, Step Location).send();
        scene.run_until_idle(5_000);
        assert_eq!(scene.page_name(), next);
    }
}

#[test]
fn the_way_back_to_the_review_ends_with_a_look_at_it_or_at_the_membership() {
    for page in [Page::Membership, Page::Step(Step::Review)] {
        let scene = Scene::at("review");
        open_page!(scene, Step Review).change_answer();
        scene.visit(Page::Step(Step::Location));
        scene.visit(page);
        assert!(!scene.app().services().renewals.is_changing());
    }
}

#[test]
fn a_change_that_makes_a_later_step_incomplete_leads_there_and_not_back() {
    let scene = Scene::at("review");
    open_page!(scene, Step Review).change_answer();
    scene.visit(Page::Step(Step::Profile));
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::LegalName, "Cedar Renamed EOOD".to_owned());
    scene.send_profile(&page);
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement", "the signature is void");
}

#[test]
fn a_review_that_does_not_come_is_told_and_pays_nothing() {
    for (method, path) in [("GET", "/organizations/org-cedar/profile"), ("POST", "/quotes")] {
        let scene = Scene::at("review");
        let page = open_page!(scene, Step Review);
        scene.order(method, path, 1, OnRequest::Answer(500, "{}".to_owned()));
        page.load();
        assert!(page.with_state(|state| matches!(state, Load::Loading)));
        page.pay();
        scene.run_until_idle(3_000);
        assert!(page.with_state(|state| matches!(state, Load::Failed(_))), "{path}");
        page.pay();
        assert!(!page.form().is_busy());
        let drawing = Drawing::of(|| page.with_state(|_| ()));
        page.load();
        scene.run_until_idle(3_000);
        assert!(drawing.is_outdated() && page.with_state(|state| state.ready().is_some()));
        assert!(scene.arrived("POST", PAYMENTS).is_empty());
    }
}
