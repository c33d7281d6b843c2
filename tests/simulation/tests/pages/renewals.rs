//! The live renewal: what is known of it, and what a save does when the server knows more.
use partner_renewal::app::pages::lazy::OpenStep;
use partner_renewal::app::renewals::{Found, page_of};
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::payment::PaymentStatus;
use partner_renewal::domain::renewal::RenewalStatus;
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use serde_json::json;
use simulation::drawn::DrawnPage;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;

fn changed(current: &serde_json::Value) -> String {
    json!({"type": "urn:partner-renewal:problem:changed", "current": current}).to_string()
}

#[test]
fn the_page_of_a_renewal_is_where_it_stands() {
    let scene = Scene::at("review");
    let mut renewal = scene.app().services().renewals.live().unwrap();
    assert_eq!(page_of(&renewal), Page::Step(Step::Review));
    renewal.status = RenewalStatus::Processing;
    assert_eq!(page_of(&renewal), Page::PaymentReturn);
    renewal.status = RenewalStatus::Active;
    assert_eq!(page_of(&renewal), Page::Confirmation);
    assert!(PaymentStatus::Expired.is_terminal());
}

#[test]
fn what_is_found_is_changed_and_a_way_elsewhere_stays() {
    assert_eq!(Found::Here(1).map(|one| one + 1), Found::Here(2));
    assert_eq!(Found::<i32>::Elsewhere(Page::Membership).map(|one| one + 1), Found::Elsewhere(Page::Membership));
}

#[test]
fn a_step_saved_by_a_colleague_at_the_same_time_is_told_once_and_then_saved_over_theirs() {
    let scene = Scene::at("location");
    let page = open_page!(scene, Step Location);
    page.chosen().set("loc-cedar-sofia".to_owned());
    let mut current = scene.renewal().json;
    current["notices"] = json!(["level_cleared"]);
    scene.world.foreign_changes.set(1);
    scene.order("PUT", "/location", 1, OnRequest::Changed(changed(&current), "\"theirs\""));
    let id: &'static str = Box::leak(scene.renewal().id.into_boxed_str());
    scene.order("GET", id, 1, OnRequest::Replace("/notices", json!(["level_cleared"])));
    page.send();
    scene.run_until_idle(5_000);
    assert!(matches!(page.form().failure().unwrap().kind, FailureKind::Changed { .. }));
    assert_eq!(scene.page_name(), "location");
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "level");
}

#[test]
fn a_conflict_in_which_nothing_differs_is_sent_again_without_a_word() {
    let scene = Scene::at("location");
    let page = open_page!(scene, Step Location);
    page.chosen().set("loc-cedar-sofia".to_owned());
    let problem = changed(&scene.renewal().json);
    scene.order("PUT", "/location", 1, OnRequest::Changed(problem, "\"rewritten\""));
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "level");
    assert_eq!(page.form().failure(), None);
}

#[test]
fn a_server_that_refuses_its_own_tag_again_and_again_is_named_as_that() {
    let scene = Scene::at("location");
    let page = open_page!(scene, Step Location);
    page.chosen().set("loc-cedar-sofia".to_owned());
    let problem = changed(&scene.renewal().json);
    scene.order("PUT", "/location", 3, OnRequest::Changed(problem, "\"rewritten\""));
    page.send();
    scene.run_until_idle(8_000);
    assert_eq!(page.form().failure().unwrap().kind, FailureKind::EntityTagRewritten);
    let problem = changed(&scene.renewal().json);
    scene.order("PUT", "/location", 1, OnRequest::Changed(problem, "\"rewritten\""));
    scene.order("PUT", "/location", 1, OnRequest::Answer(500, "{}".to_owned()));
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(page.form().failure().unwrap().kind, FailureKind::Unexpected(500), "any other end is told as it is");
}

#[test]
fn a_tag_that_changes_while_nothing_else_does_is_no_colleague() {
    let scene = Scene::at("location");
    let page = open_page!(scene, Step Location);
    page.chosen().set("loc-cedar-sofia".to_owned());
    let id: &'static str = Box::leak(scene.renewal().id.into_boxed_str());
    scene.order("PUT", "/location", 1, OnRequest::Changed(changed(&scene.renewal().json), "\"other\""));
    scene.order("GET", id, 1, OnRequest::Tag("\"other\""));
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "level");
    assert_eq!(page.form().failure(), None);
    assert_eq!(scene.arrived("PUT", "/location")[0].if_match, "\"other\"", "sent again at the new one");
}

#[test]
fn a_conflict_about_something_else_is_told_as_it_is() {
    let scene = Scene::at("location");
    let page = open_page!(scene, Step Location);
    page.chosen().set("loc-cedar-sofia".to_owned());
    scene.world.foreign_changes.set(1);
    scene.order("PUT", "/location", 1, OnRequest::Changed(changed(&json!({"id": "other"})), "\"theirs\""));
    let id = scene.renewal().id;
    let before = scene.arrived("GET", &id).len();
    page.send();
    scene.run_until_idle(5_000);
    assert!(matches!(page.form().failure().unwrap().kind, FailureKind::Changed { .. }));
    assert_eq!(scene.arrived("GET", &id).len(), before, "the renewal itself has not changed");
}

#[test]
fn after_a_refusal_what_was_known_still_holds_and_after_a_lost_answer_it_is_asked_for() {
    for (answer, asked) in [(OnRequest::Answer(422, "{}".to_owned()), 0), (OnRequest::Answer(500, "{}".to_owned()), 1)]
    {
        let scene = Scene::at("location");
        let page = open_page!(scene, Step Location);
        page.chosen().set("loc-cedar-sofia".to_owned());
        let id = scene.renewal().id;
        scene.order("PUT", "/location", 1, answer);
        page.send();
        scene.run_until_idle(5_000);
        assert_eq!(scene.app().services().renewals.live_id().is_some(), asked == 0);
        let before = scene.arrived("GET", &id).len();
        page.send();
        scene.run_until_idle(5_000);
        assert_eq!(scene.page_name(), "level");
        assert_eq!(scene.arrived("GET", &id).len() - before, asked);
    }
}

#[test]
fn while_a_save_is_under_way_nothing_is_known_for_sure() {
    let scene = Scene::at("location");
    let page = open_page!(scene, Step Location);
    page.chosen().set("loc-cedar-sofia".to_owned());
    scene.order("PUT", "/location", 1, OnRequest::Hold(2_000));
    page.send();
    scene.run_until_idle(1_000);
    assert_eq!(scene.app().services().renewals.live(), None);
    scene.run_until_idle(4_000);
    assert_eq!(scene.app().services().renewals.live().unwrap().location.unwrap().id, "loc-cedar-sofia");
}

#[test]
fn a_step_opened_again_from_the_way_leads_on_step_by_step() {
    let scene = Scene::at("review");
    for (step, next) in [
        (Step::Requirements, "profile"),
        (Step::Profile, "agreement"),
        (Step::Location, "level"),
        (Step::Level, "payment method"),
        (Step::Payment, "review"),
    ] {
        scene.visit(Page::Step(step));
        let page = scene.page();
        match page {
            DrawnPage::Step(OpenStep::Requirements(page)) => page.send(),
            DrawnPage::Step(OpenStep::Profile(page)) => page.send(),
            DrawnPage::Step(OpenStep::Location(page)) => page.send(),
            DrawnPage::Step(OpenStep::Level(page)) => page.send(),
            DrawnPage::Step(OpenStep::PaymentMethod(page)) => page.send(),
            _ => panic!("{step:?}"),
        }
        scene.run_until_idle(5_000);
        assert_eq!(scene.page_name(), next, "{step:?}");
    }
}

#[test]
fn a_save_that_leaves_an_earlier_step_incomplete_leads_back_to_it() {
    let scene = Scene::at("location");
    let page = open_page!(scene, Step Location);
    page.chosen().set("loc-cedar-sofia".to_owned());
    scene.order("PUT", "/location", 1, OnRequest::Replace("/nextStep", json!("profile")));
    scene.world.take_log();
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "profile");
    let ways = scene.world.take_log().into_iter().filter(|line| line.contains("goes to"));
    assert_eq!(ways.count(), 1, "at once");
}

#[test]
fn a_renewal_of_another_company_is_not_taken_for_this_ones() {
    let scene = Scene::signed_in_as("tomas");
    open_page!(scene, Organizations).cards()[0].choose();
    scene.run_until_idle(3_000);
    open_page!(scene, Membership).entry().begin("org-linden");
    scene.run_until_idle(3_000);
    assert_eq!(scene.renewal().organization, "org-linden");
    assert_eq!(scene.app().services().renewals.live(), None);
}

#[test]
fn a_step_whose_renewal_is_gone_and_whose_company_cannot_be_asked_is_told() {
    let scene = Scene::at("location");
    let page = open_page!(scene, Step Location);
    page.chosen().set("loc-cedar-sofia".to_owned());
    scene.order("PUT", "/location", 1, OnRequest::Answer(404, "{}".to_owned()));
    let problem = r#"{"type":"urn:partner-renewal:problem:not-found"}"#;
    scene.world.script.borrow_mut().requests.clear();
    scene.order("PUT", "/location", 1, OnRequest::Answer(404, problem.to_owned()));
    scene.order("GET", "/membership", 1, OnRequest::Answer(500, "{}".to_owned()));
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(page.form().failure().unwrap().kind, FailureKind::NotFound, "with a way to ask again");
    assert_eq!(scene.page_name(), "location");
}

#[test]
fn a_renewal_that_stands_at_this_very_step_is_entered_from_the_membership() {
    let scene = Scene::at("location");
    let page = open_page!(scene, Step Location);
    page.chosen().set("loc-cedar-sofia".to_owned());
    let problem = r#"{"type":"urn:partner-renewal:problem:not-found"}"#;
    scene.order("PUT", "/location", 1, OnRequest::Answer(404, problem.to_owned()));
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "membership");
    assert_eq!(scene.app().services().renewals.live(), None);
}

#[test]
fn a_step_that_is_not_due_is_not_even_asked_for() {
    let scene = Scene::at("profile");
    for (step, method, path) in [(Step::Location, "GET", "/locations"), (Step::Review, "POST", "/quotes")] {
        scene.visit(Page::Step(step));
        assert_eq!(scene.page_name(), "profile");
        assert!(scene.arrived(method, path).is_empty());
    }
}

#[test]
fn a_step_that_comes_too_early_leads_to_the_one_that_is_due() {
    let scene = Scene::at("location");
    let problem = r#"{"type":"urn:partner-renewal:problem:step-order","nextStep":"profile"}"#;
    scene.order("GET", "/locations", 1, OnRequest::Answer(409, problem.to_owned()));
    let id: &'static str = Box::leak(scene.renewal().id.into_boxed_str());
    scene.order("GET", id, 1, OnRequest::Replace("/nextStep", json!("profile")));
    open_page!(scene, Step Location).load();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "profile");
}
