//! Steps 4 and 5: a location and a level are chosen among those offered.
use partner_renewal::app::form::FieldError;
use partner_renewal::app::pages::Load;
use partner_renewal::app::pages::location::LocationPage;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::renewal::{Notice, Unavailable};
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use serde_json::json;
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;

/// The locations that are shown.
fn ids(page: &LocationPage) -> Vec<String> {
    page.draw_offered(|one| one.id.clone())
}

/// The page of the levels, for this location.
fn levels_at(location: &str) -> Scene {
    let scene = Scene::at("location");
    let page = open_page!(scene, Step Location);
    page.chosen().set(location.to_owned());
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "level");
    scene
}

#[test]
fn without_a_location_nothing_is_sent() {
    let scene = Scene::at("location");
    let page = open_page!(scene, Step Location);
    assert_eq!(page.chosen().get(), "");
    page.send();
    assert_eq!(page.form().errors(), [FieldError::LocationMissing]);
    page.form().answered("level");
    assert!(page.form().has_errors(), "another control");
    page.form().answered("location");
    assert!(!page.form().has_errors(), "it is judged when it is sent");
    page.chosen().set("loc-maple-seattle".to_owned());
    page.send();
    assert_eq!(page.form().errors(), [FieldError::LocationMissing], "one that is not offered is none");
    assert_eq!(page.form().error_of("location"), Some(FieldError::LocationMissing));
    scene.run_until_idle(1_000);
    assert!(scene.arrived("PUT", "/location").is_empty());
}

#[test]
fn a_location_is_looked_for_by_its_name_and_its_place_and_the_chosen_one_stays() {
    let scene = Scene::at("location");
    let page = open_page!(scene, Step Location);
    assert_eq!(page.count(), 2);
    let drawing = Drawing::of(|| ids(&page));
    page.search().set(" VIEN".to_owned());
    assert!(drawing.is_outdated());
    assert_eq!(ids(&page), ["loc-cedar-vienna"]);
    page.search().set("nowhere".to_owned());
    assert!(ids(&page).is_empty());
    page.send();
    assert_eq!(page.form().errors(), [FieldError::LocationMissing]);
    page.search().set("1010".to_owned());
    assert_eq!(ids(&page), ["loc-cedar-vienna"], "by a line of its address");
    page.chosen().set("loc-cedar-vienna".to_owned());
    page.search().set("sofia".to_owned());
    assert_eq!(ids(&page), ["loc-cedar-sofia", "loc-cedar-vienna"]);
    page.search().set("nowhere".to_owned());
    assert_eq!(ids(&page), ["loc-cedar-vienna"]);
    assert_eq!(page.count(), 2);
    page.send();
    scene.run_until_idle(3_000);
    assert_eq!(scene.arrived("PUT", "/location")[0].body, r#"{"locationId":"loc-cedar-vienna"}"#);
}

#[test]
fn the_location_that_is_chosen_is_the_one_that_is_sent() {
    let mut scene = Scene::at("location");
    let page = open_page!(scene, Step Location);
    assert_eq!(ids(&page), ["loc-cedar-sofia", "loc-cedar-vienna"]);
    let drawing = Drawing::of(|| page.chosen().get());
    page.chosen().set("loc-cedar-vienna".to_owned());
    assert!(drawing.is_outdated());
    assert_eq!(page.chosen().get(), "loc-cedar-vienna");
    scene.run_until_idle(1_000);
    assert_eq!(scene.stored_answer("location").as_deref(), Some("loc-cedar-vienna"));
    scene.reload();
    let page = open_page!(scene, Step Location);
    assert_eq!(page.chosen().get(), "loc-cedar-vienna", "a choice outlives a reload");
    page.send();
    scene.run_until_idle(3_000);
    assert_eq!(scene.page_name(), "level");
    assert_eq!(scene.arrived("PUT", "/location")[0].body, r#"{"locationId":"loc-cedar-vienna"}"#);
    assert_eq!(scene.renewal().json["location"]["id"], "loc-cedar-vienna");
    scene.run_until_idle(1_000);
    assert_eq!(scene.stored_answer("location"), None, "the server has it now");
    scene.visit(Page::Step(Step::Location));
    assert_eq!(open_page!(scene, Step Location).chosen().get(), "loc-cedar-vienna");
}

#[test]
fn without_a_level_or_with_one_that_is_not_to_be_had_nothing_is_sent() {
    let scene = levels_at("loc-cedar-sofia");
    let page = open_page!(scene, Step Level);
    page.send();
    assert_eq!(page.form().errors(), [FieldError::LevelMissing]);
    let unavailable = page.with_state(|state| {
        let levels = &state.ready().unwrap().levels;
        levels.iter().find(|one| one.unavailable.is_some()).map(|one| (one.level.id.clone(), one.unavailable))
    });
    let (id, why) = unavailable.unwrap();
    assert_eq!(why, Some(Unavailable::NotInCountry));
    page.chosen().set(id);
    page.send();
    scene.run_until_idle(1_000);
    assert_eq!(page.form().error_of("level"), Some(FieldError::LevelMissing));
    assert!(scene.arrived("PUT", "/level").is_empty());
}

#[test]
fn the_level_that_is_chosen_is_the_one_that_is_sent() {
    let mut scene = Scene::at("level");
    let page = open_page!(scene, Step Level);
    assert_eq!(page.chosen().get(), "");
    let drawing = Drawing::of(|| page.chosen().get());
    page.chosen().set("foundation".to_owned());
    page.chosen().set("advanced".to_owned());
    assert!(drawing.is_outdated());
    assert_eq!(page.chosen().get(), "advanced");
    scene.run_until_idle(1_000);
    assert_eq!(scene.stored_answer("level").as_deref(), Some("advanced"));
    scene.reload();
    let page = open_page!(scene, Step Level);
    assert_eq!(page.chosen().get(), "advanced");
    page.send();
    scene.run_until_idle(3_000);
    assert_eq!(scene.arrived("PUT", "/level")[0].body, r#"{"levelId":"advanced"}"#);
    assert_eq!(scene.page_name(), "payment method");
    assert_eq!(scene.renewal().json["level"]["id"], "advanced");
    scene.visit(Page::Step(Step::Level));
    assert_eq!(open_page!(scene, Step Level).chosen().get(), "advanced");
}

#[test]
fn a_level_kept_in_the_draft_that_is_no_longer_offered_is_not_chosen() {
    let scene = Scene::at("level");
    open_page!(scene, Step Level).chosen().set("advanced".to_owned());
    scene.visit(Page::Membership);
    for (member, value) in [("/levels/1/available", json!(false)), ("/levels/1/id", json!("other"))] {
        scene.order("GET", "/levels", 1, OnRequest::Replace(member, value));
        scene.visit(Page::Step(Step::Level));
        let page = open_page!(scene, Step Level);
        page.with_state(|state| assert_eq!(state.ready().unwrap().levels.len(), 3));
        assert_eq!(page.chosen().get(), "", "{member}");
        scene.visit(Page::Membership);
    }
}

#[test]
fn a_new_location_where_the_level_is_not_offered_asks_for_the_level_again() {
    let scene = levels_at("loc-cedar-vienna");
    open_page!(scene, Step Level).chosen().set("premier".to_owned());
    open_page!(scene, Step Level).send();
    scene.run_until_idle(3_000);
    assert_eq!(scene.page_name(), "payment method");
    scene.visit(Page::Step(Step::Location));
    let page = open_page!(scene, Step Location);
    page.chosen().set("loc-cedar-sofia".to_owned());
    page.send();
    scene.run_until_idle(3_000);
    let page = open_page!(scene, Step Level);
    assert_eq!(page.chosen().get(), "");
    page.with_state(|state| {
        let shown = state.ready().unwrap();
        assert_eq!(shown.renewal.notices, [Notice::LevelCleared]);
        assert_eq!(shown.renewal.location.as_ref().unwrap().country, "BG");
    });
}

#[test]
fn a_list_that_does_not_come_is_told_and_asked_for_again() {
    let scene = levels_at("loc-cedar-sofia");
    for path in ["/locations", "/levels"] {
        scene.order("GET", path, 1, OnRequest::Answer(500, "{}".to_owned()));
    }
    scene.visit(Page::Step(Step::Location));
    let page = open_page!(scene, Step Location);
    assert!(page.with_state(|state| matches!(state, Load::Failed(_))));
    page.send();
    assert_eq!(page.form().errors(), [FieldError::LocationMissing]);
    let drawing = Drawing::of(|| page.with_state(|_| ()));
    page.load();
    scene.run_until_idle(3_000);
    assert!(drawing.is_outdated() && page.with_state(|state| state.ready().is_some()));
    scene.visit(Page::Step(Step::Level));
    let page = open_page!(scene, Step Level);
    assert!(page.with_state(|state| matches!(state, Load::Failed(_))));
    let drawing = Drawing::of(|| page.with_state(|_| ()));
    page.load();
    scene.run_until_idle(3_000);
    assert!(drawing.is_outdated() && page.with_state(|state| state.ready().is_some()));
}

#[test]
fn a_choice_that_the_server_refuses_is_told_and_stays() {
    let scene = Scene::at("location");
    let page = open_page!(scene, Step Location);
    let problem = include_str!("../../../contract/golden/problem.fields.location.json");
    scene.order("PUT", "/location", 1, OnRequest::Answer(422, problem.to_owned()));
    page.chosen().set("loc-cedar-sofia".to_owned());
    page.send();
    scene.run_until_idle(3_000);
    let FailureKind::Fields(fields) = page.form().failure().unwrap().kind else { panic!("fields") };
    assert_eq!(fields[0].0, "locationId");
    assert_eq!(page.chosen().get(), "loc-cedar-sofia");
    page.send();
    scene.run_until_idle(3_000);
    assert_eq!(scene.page_name(), "level");
}
