//! The answer to a step carries what the next one asks for: one round trip from the press to the next page. What came early
//! is used once, at once, and not after anything else was written.
use partner_renewal::app::pages::Load;
use partner_renewal::app::pages::location::LocationPage;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::profile::FieldId;
use partner_renewal::domain::renewal::OfferedLevel;
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use partner_renewal::wire::{self, next};
use serde_json::json;
use simulation::open_page;
use simulation::person::{self, Strategy};
use simulation::scene::Scene;
use simulation::script::OnRequest;
use std::cell::RefCell;
use std::rc::Rc;

/// Pages of the steps in order, and the end of the path under which each is saved.
const STEPS: [(&str, &str); 6] = [
    ("requirements", "/requirements"),
    ("profile", "/profile"),
    ("agreement", "/signature"),
    ("location", "/location"),
    ("level", "/level"),
    ("payment method", "/payment-method"),
];

/// A renewal that stands at this page, of a program that tells what comes next.
fn at(page: &str) -> Scene {
    let mut scene = Scene::new();
    scene.world.tells_next.set(true);
    scene.go_to(0, page);
    scene
}

/// Method and path, without its query, of what was asked since there were so many requests.
fn asked_since(scene: &Scene, before: usize) -> Vec<String> {
    let arrived = scene.world.arrived.borrow();
    let without_query = |path: &str| path.split('?').next().unwrap_or_default().to_owned();
    arrived.iter().skip(before).map(|one| [one.method, " ", &without_query(&one.path)].concat()).collect()
}

fn count(scene: &Scene) -> usize {
    scene.world.arrived.borrow().len()
}

/// A location is being saved; the answer is under way.
fn with_location_under_way() -> (Scene, Rc<LocationPage>) {
    let scene = at("location");
    let page = open_page!(scene, Step Location);
    page.chosen().set("loc-cedar-sofia".to_owned());
    scene.order("PUT", "/location", 1, OnRequest::Hold(1_000));
    page.send();
    scene.run_until_idle(500);
    (scene, page)
}

/// The location is saved and the levels have come with the answer, but the page is still there: the person has chosen
/// another one meanwhile.
fn with_levels_that_came_early() -> (Scene, Rc<LocationPage>) {
    let (scene, page) = with_location_under_way();
    page.chosen().set("loc-cedar-vienna".to_owned());
    scene.run_until(|| page.form().has_changed_since());
    (scene, page)
}

/// How often the levels are asked for by who now opens their page.
fn levels_asked_for(scene: &Scene) -> usize {
    let before = count(scene);
    scene.visit(Page::Step(Step::Level));
    assert!(open_page!(scene, Step Level).with_state(|state| state.ready().is_some()));
    asked_since(scene, before).into_iter().filter(|path| path.ends_with("/levels")).count()
}

#[test]
fn every_step_is_one_request_from_the_press_to_the_next_page() {
    for (at_page, (_, path)) in STEPS.into_iter().enumerate() {
        let scene = at(STEPS[at_page].0);
        let before = count(&scene);
        person::act(&scene.world, &scene.tabs[0], Strategy::Finish);
        let next = STEPS.get(at_page + 1).map_or("review", |(page, _)| page);
        scene.run_until_idle(5_000);
        assert_eq!(scene.page_name(), next);
        let asked = asked_since(&scene, before);
        assert_eq!(asked.len(), 1, "{asked:?}");
        assert!(asked[0].starts_with("PUT ") && asked[0].ends_with(path), "{asked:?}");
    }
}

#[test]
fn a_renewal_is_started_and_gone_on_with_in_one_request() {
    let scene = at("membership");
    let before = count(&scene);
    open_page!(scene, Membership).entry().begin("org-cedar");
    scene.run_until_idle(5_000);
    assert!(open_page!(scene, Step Requirements).with_state(|state| state.ready().is_some()));
    assert_eq!(asked_since(&scene, before), ["POST /organizations/org-cedar/renewals"]);

    let scene = at("level");
    let id = scene.renewal().id;
    scene.visit(Page::Membership);
    let before = count(&scene);
    open_page!(scene, Membership).entry().resume(&id);
    scene.run_until_idle(5_000);
    assert!(open_page!(scene, Step Level).with_state(|state| state.ready().is_some()));
    assert_eq!(asked_since(&scene, before), [format!("GET /renewals/{id}")]);
}

#[test]
fn a_changed_profile_is_one_request_too() {
    let scene = at("profile");
    open_page!(scene, Step Profile).type_field(FieldId::City, "Varna".to_owned());
    let before = count(&scene);
    scene.send_profile(&open_page!(scene, Step Profile));
    scene.run_until_idle(5_000);
    assert!(open_page!(scene, Step Agreement).with_state(|state| state.ready().is_some()));
    assert_eq!(asked_since(&scene, before).len(), 1);
}

#[test]
fn whoever_changes_an_answer_comes_back_to_the_review_with_one_request() {
    let scene = at("review");
    open_page!(scene, Step Review).change_answer();
    scene.visit(Page::Step(Step::Level));
    let page = open_page!(scene, Step Level);
    let chosen = page.chosen().now();
    let another = page.with_state(|state| {
        let levels = &state.ready().unwrap().levels;
        let other = |one: &&OfferedLevel| one.unavailable.is_none() && one.level.id != chosen;
        levels.iter().find(other).unwrap().level.id.clone()
    });
    page.chosen().set(another.clone());
    let before = count(&scene);
    page.send();
    scene.run_until_idle(5_000);
    assert!(open_page!(scene, Step Review).with_state(|state| state.ready().is_some()));
    assert_eq!(asked_since(&scene, before).len(), 1);
    open_page!(scene, Step Review).with_state(|state| {
        assert_eq!(state.ready().unwrap().quote.level, another, "the price is that of the new level");
    });
}

#[test]
fn what_came_early_is_given_out_once() {
    let (scene, _) = with_levels_that_came_early();
    assert_eq!(levels_asked_for(&scene), 0);
    let before = count(&scene);
    open_page!(scene, Step Level).load();
    scene.run_until_idle(5_000);
    assert_eq!(asked_since(&scene, before).len(), 1, "who loads again asks");
}

#[test]
fn what_came_early_and_cannot_be_read_is_told_and_asked_for_by_who_tries_again() {
    let scene = at("location");
    let page = open_page!(scene, Step Location);
    page.chosen().set("loc-cedar-sofia".to_owned());
    scene.order("PUT", "/location", 1, OnRequest::Replace("/next/0/body", json!({"levels": 7})));
    page.send();
    scene.run_until_idle(5_000);
    let page = open_page!(scene, Step Level);
    assert!(page.with_state(|state| matches!(state, Load::Failed(failure) if failure.kind == FailureKind::Unreadable)));
    page.load();
    scene.run_until_idle(5_000);
    assert!(page.with_state(|state| state.ready().is_some()));
}

#[test]
fn what_came_early_is_used_for_ten_seconds() {
    for (pause_ms, asked) in [(9_000, 0), (10_000, 1), (-60_000, 1)] {
        let (scene, _) = with_levels_that_came_early();
        scene.world.set_now(scene.world.now_ms() + pause_ms);
        assert_eq!(levels_asked_for(&scene), asked, "after {pause_ms} ms");
    }
}

#[test]
fn what_came_early_is_not_used_after_anything_was_written() {
    let (scene, page) = with_levels_that_came_early();
    scene.order("PUT", "/location", 1, OnRequest::Answer(500, "{}".to_owned()));
    page.send();
    scene.run_until_idle(5_000);
    assert!(page.form().failure().is_some());
    assert_eq!(levels_asked_for(&scene), 1);
}

#[test]
fn what_came_early_is_not_used_in_another_language_nor_for_another_organization() {
    let (scene, _) = with_levels_that_came_early();
    scene.app().change_language("bg");
    scene.run_until_idle(5_000);
    assert_eq!(levels_asked_for(&scene), 1);
    scene.app().change_language("en");
    scene.run_until_idle(5_000);
    let (scene, _) = with_levels_that_came_early();
    scene.visit(Page::Organizations);
    open_page!(scene, Organizations).cards()[0].choose();
    scene.run_until_idle(3_000);
    assert_eq!(levels_asked_for(&scene), 1);
}

/// It comes in the language in which it was asked for.
#[test]
fn what_was_on_its_way_when_the_language_changed_is_asked_for_again() {
    let (scene, _) = with_location_under_way();
    let before = count(&scene);
    scene.app().change_language("bg");
    scene.run_until_idle(5_000);
    scene.app().change_language("en");
    assert_eq!(scene.page_name(), "level");
    let asked = asked_since(&scene, before);
    assert_eq!(asked.iter().filter(|one| one.starts_with("GET") && one.ends_with("/levels")).count(), 1, "{asked:?}");
}

#[test]
fn an_answer_that_comes_after_the_sign_out_leaves_nothing_behind() {
    let (scene, _) = with_location_under_way();
    scene.app().sign_out();
    scene.run_until_idle(5_000);
    let arrived = count(&scene);
    scene.run_until_idle(20_000);
    assert_eq!(count(&scene), arrived);
}

/// A price with a promotion code is another one than that which came early.
#[test]
fn a_price_with_a_promotion_code_is_asked_for() {
    let scene = at("review");
    let (app, renewal) = (scene.app(), scene.renewal().id);
    let (api, spawner) = (Rc::clone(&app.services().api), &app.services().ports.spawner);
    let before = scene.arrived("POST", "/quotes").len();
    let told = Rc::new(RefCell::new(Vec::new()));
    let totals = Rc::clone(&told);
    spawner.spawn(Box::pin(async move {
        let mut carrier = wire::renewal::get(&renewal);
        next::ask_for(&mut carrier.request, Some(Step::Review));
        let renewal = api.call(carrier).await.unwrap();
        for code in [Some("WELCOME10"), None, None] {
            let quote = api.call(wire::quote::create(&renewal, code)).await.unwrap();
            totals.borrow_mut().push(quote.total.minor);
        }
    }));
    scene.run_until_idle(5_000);
    assert_eq!(*told.borrow(), [52_920, 58_800, 58_800]);
    assert_eq!(scene.arrived("POST", "/quotes").len(), before + 2, "one of the three came early");
}
