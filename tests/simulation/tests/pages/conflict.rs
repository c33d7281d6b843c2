//! Step 2: somebody else changes the profile at the same time.
use partner_renewal::app::pages::profile::ProfilePage;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::profile::{Difference, FieldId};
use serde_json::{Value, json};
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;
use std::rc::Rc;

fn on_the_server(scene: &Scene, field: &str) -> String {
    scene.world.program.borrow().profile("org-cedar").unwrap()[field].as_str().unwrap_or_default().to_owned()
}

fn difference(field: FieldId, mine: &str, theirs: &str) -> Difference {
    let [mine, theirs] = [mine, theirs].map(str::to_owned);
    Difference { field, mine, theirs }
}

/// The same field was changed here and by a colleague, and the page has told it.
fn in_conflict() -> (Scene, Rc<ProfilePage>) {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::TradingName, "Mine".to_owned());
    scene.world.colleague_changes(&[("tradingName", "Theirs")]);
    page.send();
    scene.run_until_idle(5_000);
    (scene, page)
}

#[test]
fn a_field_that_both_changed_is_shown_in_both_versions_and_mine_is_sent_only_after_that() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::TradingName, "Mine".to_owned());
    scene.world.colleague_changes(&[("tradingName", "Theirs"), ("city", "Plovdiv")]);
    scene.around().take_focus();
    let drawings =
        [Drawing::of(|| page.conflict()), Drawing::of(|| page.value(FieldId::City)), Drawing::of(|| page.renames())];
    page.send();
    scene.run_until_idle(5_000);
    assert!(drawings.iter().all(Drawing::is_outdated));
    let both = difference(FieldId::TradingName, "Mine", "Theirs");
    let only_theirs = difference(FieldId::City, "Sofia", "Plovdiv");
    assert_eq!(page.conflict(), [both, only_theirs]);
    assert_eq!(page.value(FieldId::TradingName), "Mine", "what was typed stays in its control");
    assert_eq!(page.value(FieldId::City), "Plovdiv", "and theirs comes where nothing was typed");
    assert_eq!(scene.around().take_focus(), ["conflict"]);
    assert_eq!(on_the_server(&scene, "tradingName"), "Theirs");
    assert!(!page.form().is_busy() && page.form().failure().is_none());
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement");
    assert_eq!(on_the_server(&scene, "tradingName"), "Mine");
    assert_eq!(on_the_server(&scene, "city"), "Plovdiv");
    assert!(page.conflict().is_empty());
}

#[test]
fn who_takes_their_version_sends_it() {
    let (scene, page) = in_conflict();
    let drawing = Drawing::of(|| page.value(FieldId::TradingName));
    page.type_field(FieldId::TradingName, "Typed".to_owned());
    assert!(!drawing.is_outdated(), "a control that is typed into is not drawn anew");
    page.resolve(FieldId::TradingName, "Theirs".to_owned());
    assert!(drawing.is_outdated());
    assert_eq!(page.value(FieldId::TradingName), "Theirs");
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement");
    assert_eq!(on_the_server(&scene, "tradingName"), "Theirs");
    assert_eq!(scene.sent_profiles().len(), 1, "there is nothing to write any more");
}

#[test]
fn a_conflict_that_was_shown_is_not_asked_about_again_after_a_reload() {
    let (mut scene, _) = in_conflict();
    scene.reload();
    let page = open_page!(scene, Step Profile);
    assert!(page.conflict().is_empty());
    assert_eq!(page.value(FieldId::TradingName), "Mine");
}

#[test]
fn a_draft_from_before_their_change_opens_with_both_versions() {
    let mut scene = Scene::at("profile");
    open_page!(scene, Step Profile).type_field(FieldId::TradingName, "Mine".to_owned());
    scene.run_until_idle(1_000);
    scene.world.colleague_changes(&[("tradingName", "Theirs"), ("city", "Plovdiv")]);
    scene.reload();
    let page = open_page!(scene, Step Profile);
    assert_eq!(page.conflict(), [difference(FieldId::TradingName, "Mine", "Theirs")]);
    assert_eq!(page.value(FieldId::TradingName), "Mine");
    assert_eq!(page.value(FieldId::City), "Plovdiv", "a field that nobody typed into is theirs");
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement");
    assert_eq!(on_the_server(&scene, "tradingName"), "Mine");
}

#[test]
fn who_changes_a_field_as_a_colleague_did_is_asked_nothing_and_the_rest_is_saved() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::TradingName, "Mine".to_owned());
    page.type_field(FieldId::City, "Varna".to_owned());
    scene.world.colleague_changes(&[("city", "Varna")]);
    scene.send_profile(&page);
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement");
    assert!(page.conflict().is_empty());
    assert_eq!((on_the_server(&scene, "city"), on_the_server(&scene, "tradingName")), ("Varna".into(), "Mine".into()));
    let tags: Vec<String> = scene.sent_profiles().into_iter().map(|(tag, _)| tag).collect();
    assert_eq!(tags.len(), 2);
    assert_ne!(tags[0], tags[1], "the second time at their version");
}

#[test]
fn something_that_rewrites_every_tag_is_named_after_three_tries_and_no_colleague_is() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::TradingName, "Mine".to_owned());
    let same: Value = json!(scene.world.program.borrow().profile("org-cedar").unwrap());
    let problem = json!({"type": "urn:partner-renewal:problem:changed", "current": same}).to_string();
    for tag in ["\"one\"", "\"two\"", "\"three\"", "\"four\""] {
        scene.order("PUT", "/profile", 1, OnRequest::Changed(problem.clone(), tag));
    }
    page.send();
    scene.run_until_idle(8_000);
    assert_eq!(page.form().failure().unwrap().kind, FailureKind::EntityTagRewritten);
    assert!(page.conflict().is_empty());
    let left: u32 = scene.world.script.borrow().requests.iter().map(|order| order.times).sum();
    assert_eq!(left, 1, "three tries");
    assert_eq!(page.value(FieldId::TradingName), "Mine");
}

#[test]
fn where_a_colleague_changed_the_same_in_between_the_tags_are_not_blamed() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::TradingName, "Mine".to_owned());
    scene.world.foreign_changes.set(1);
    let mut theirs: Value = json!(scene.world.program.borrow().profile("org-cedar").unwrap());
    theirs["tradingName"] = json!("Mine");
    let problem = json!({"type": "urn:partner-renewal:problem:changed", "current": theirs}).to_string();
    for tag in ["\"one\"", "\"two\"", "\"three\""] {
        scene.order("PUT", "/profile", 1, OnRequest::Changed(problem.clone(), tag));
    }
    page.send();
    scene.run_until_idle(8_000);
    assert!(matches!(page.form().failure().unwrap().kind, FailureKind::Changed { .. }));
    assert!(page.conflict().is_empty(), "both want the same");
}

#[test]
fn a_change_whose_version_cannot_be_read_is_told_as_a_change() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::TradingName, "Mine".to_owned());
    scene.world.foreign_changes.set(1);
    let problem = json!({"type": "urn:partner-renewal:problem:changed", "current": {}}).to_string();
    scene.order("PUT", "/profile", 1, OnRequest::Changed(problem, "\"theirs\""));
    page.send();
    scene.run_until_idle(5_000);
    assert!(matches!(page.form().failure().unwrap().kind, FailureKind::Changed { .. }));
    assert!(page.conflict().is_empty());
}

/// The answer to the change was lost, sent again it met its own result, and then the profile could not be read.
#[test]
fn a_change_of_ones_own_is_not_told_as_somebody_elses_where_the_profile_cannot_be_read() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::TradingName, "Mine".to_owned());
    scene.order("PUT", "/profile", 1, OnRequest::LoseAnswer);
    scene.order("GET", "/profile", 9, OnRequest::Answer(500, "{}".to_owned()));
    page.send();
    scene.run_until_idle(60_000);
    assert_eq!(page.form().failure().unwrap().kind, FailureKind::Unexpected(500));
    assert_eq!(on_the_server(&scene, "tradingName"), "Mine", "it has happened");
    scene.world.script.borrow_mut().requests.clear();
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement");
}

#[test]
fn a_conflict_is_gone_as_soon_as_it_is_sent_again() {
    let (scene, page) = in_conflict();
    scene.order("PUT", "/profile", 1, OnRequest::Answer(500, "{}".to_owned()));
    page.send();
    scene.run_until_idle(5_000);
    assert!(page.conflict().is_empty());
    assert_eq!(page.form().failure().unwrap().kind, FailureKind::Unexpected(500));
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement");
    assert_eq!(on_the_server(&scene, "tradingName"), "Mine");
}
