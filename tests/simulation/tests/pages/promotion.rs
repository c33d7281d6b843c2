//! A promotion code at the review: the price with it is shown before anybody pays.
use partner_renewal::app::form::FieldError;
use partner_renewal::app::pages::review::{CODE_STATE, PRICE, ReviewPage};
use partner_renewal::domain::quote::PromotionState;
use serde_json::Value;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;
use std::rc::Rc;

const ALL: i64 = 58_800;

fn review() -> (Scene, Rc<ReviewPage>) {
    let scene = Scene::at("review");
    let page = open_page!(scene, Step Review);
    (scene, page)
}

fn shown(page: &ReviewPage) -> (i64, Option<PromotionState>) {
    page.with_state(|state| {
        let quote = &state.ready().unwrap().quote;
        (quote.total.minor, quote.promotion.as_ref().map(|promotion| promotion.state))
    })
}

fn apply(scene: &Scene, page: &Rc<ReviewPage>, code: &str) {
    page.code().set(code.to_owned());
    page.apply_code();
    scene.run_until_idle(3_000);
}

#[test]
fn a_code_changes_the_price_or_says_why_not_and_stops_nobody() {
    let (scene, page) = review();
    assert_eq!(shown(&page), (ALL, None));
    apply(&scene, &page, " welcome10 ");
    assert_eq!(shown(&page), (52_920, Some(PromotionState::Accepted)));
    assert_eq!(scene.around().take_focus().last().map(String::as_str), Some(CODE_STATE));
    apply(&scene, &page, "SPRING24");
    assert_eq!(shown(&page), (ALL, Some(PromotionState::Ended)));
    apply(&scene, &page, "");
    assert_eq!(shown(&page), (ALL, None));
    assert_eq!(scene.around().take_focus().last().map(String::as_str), Some(PRICE), "the price is another one now");
    apply(&scene, &page, &"X".repeat(41));
    assert_eq!(shown(&page), (ALL, None), "what is too long to be a code is not asked for");
    page.pay();
    scene.run_until_idle(3_000);
    assert_eq!(page.leaving().unwrap().amount.minor, ALL);
}

#[test]
fn a_code_that_is_not_typed_is_asked_for_and_stops_nobody() {
    let (scene, page) = review();
    let asked = scene.arrived("POST", "/quotes").len();
    apply(&scene, &page, "  ");
    assert_eq!(page.form().errors(), [FieldError::CodeMissing]);
    assert_eq!(scene.arrived("POST", "/quotes").len(), asked, "nothing is asked for");
    page.pay();
    scene.run_until_idle(5_000);
    assert_eq!(scene.arrived("POST", "/payments").len(), 1);
}

#[test]
fn whoever_pays_with_a_code_that_was_only_typed_sees_its_price_first() {
    let (scene, page) = review();
    page.code().set("WELCOME10".to_owned());
    page.pay();
    scene.run_until_idle(3_000);
    assert_eq!((page.leaving(), scene.payments()), (None, 0));
    assert_eq!(shown(&page).0, 52_920);
    page.pay();
    scene.run_until_idle(3_000);
    assert_eq!(page.leaving().unwrap().amount.minor, 52_920);
    let sent: Value = serde_json::from_str(&scene.arrived("POST", "/payments")[0].body).unwrap();
    assert_eq!(sent["amount"]["amount"], 52_920);
}

#[test]
fn a_code_is_there_after_a_reload_and_with_it_the_price() {
    let (mut scene, page) = review();
    apply(&scene, &page, "WELCOME10");
    scene.run_until_idle(1_000);
    assert_eq!(scene.stored_answer("promotionCode").as_deref(), Some("WELCOME10"));
    scene.reload();
    let page = open_page!(scene, Step Review);
    assert_eq!(shown(&page), (52_920, Some(PromotionState::Accepted)));
    assert_eq!(page.code().now(), "WELCOME10");
}

#[test]
fn a_price_that_is_not_answered_leaves_what_is_shown_and_can_be_asked_for_again() {
    let (scene, page) = review();
    scene.order("POST", "/quotes", 1, OnRequest::Answer(500, String::new()));
    page.code().set("WELCOME10".to_owned());
    page.apply_code();
    scene.run_until_idle(3_000);
    assert_eq!(shown(&page).0, ALL);
    assert!(page.form().failure().is_some() && !page.form().is_busy());
    page.pay();
    scene.run_until_idle(3_000);
    assert_eq!((shown(&page).0, scene.payments()), (52_920, 0));
}
