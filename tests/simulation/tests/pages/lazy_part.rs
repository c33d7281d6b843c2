//! The part of the program that is downloaded when it is needed: on its way, lost, and asked for again.
use partner_renewal::app::pages::Load;
use partner_renewal::app::pages::lazy::LazyPage;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::profile::FieldId;
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use simulation::drawing::Drawing;
use simulation::drawn::DrawnPage;
use simulation::open_page;
use simulation::scene::Scene;
use std::rc::Rc;

/// The site is loaded again in the first tab, by somebody for whom the part does not arrive.
fn reload_without_part(scene: &mut Scene) {
    scene.around().lazy_part_lost.set(true);
    scene.reload();
}

fn lost(scene: &Scene) -> Rc<LazyPage> {
    let page = open_page!(scene, NotHere);
    let kind = page.with_state(|state| match state {
        Load::Failed(failure) => Some(failure.kind.clone()),
        Load::Loading | Load::Ready(()) => None,
    });
    assert_eq!(kind, Some(FailureKind::NotDownloaded));
    page
}

#[test]
fn a_page_whose_program_does_not_arrive_says_so_and_opens_when_it_is_asked_for_again() {
    let mut scene = Scene::at("location");
    reload_without_part(&mut scene);
    let page = lost(&scene);
    assert_eq!(*page.page(), Page::Step(Step::Location));
    page.load();
    scene.run_until_idle(5_000);
    lost(&scene);
    scene.around().lazy_part_lost.set(false);
    let drawing = Drawing::of(|| page.with_state(|_| ()));
    page.load();
    assert!(drawing.is_outdated(), "it says that the program is on its way");
    scene.run_until_idle(5_000);
    assert!(open_page!(scene, Step Location).with_state(|state| state.ready().is_some()));
}

#[test]
fn what_was_typed_is_there_once_the_program_is() {
    let mut scene = Scene::at("profile");
    open_page!(scene, Step Profile).type_field(FieldId::TradingName, "Kept".to_owned());
    scene.run_until_idle(5_000);
    reload_without_part(&mut scene);
    let page = lost(&scene);
    scene.around().lazy_part_lost.set(false);
    page.load();
    scene.run_until_idle(5_000);
    assert_eq!(open_page!(scene, Step Profile).value(FieldId::TradingName), "Kept");
}

#[test]
fn the_membership_page_fetches_it_ahead_and_says_nothing_where_that_fails() {
    let mut scene = Scene::at("location");
    scene.visit(Page::Membership);
    assert_eq!(scene.around().lazy_part_asked.get(), 0, "it is here");
    reload_without_part(&mut scene);
    assert!(open_page!(scene, Membership).with_state(|state| state.ready().is_some()));
    assert_eq!(scene.around().lazy_part_asked.get(), 1);
    scene.around().lazy_part_lost.set(false);
    scene.reload();
    scene.around().lazy_part_asked.set(0);
    scene.follow(Page::Step(Step::Location));
    assert!(matches!(scene.page(), DrawnPage::Step(_)), "it is there before the page is opened");
}

#[test]
fn a_page_that_was_left_while_its_program_was_on_its_way_does_not_come_back() {
    let mut scene = Scene::at("location");
    reload_without_part(&mut scene);
    scene.around().lazy_part_lost.set(false);
    lost(&scene).load();
    scene.follow(Page::Membership);
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "membership");
}

#[test]
fn the_first_page_of_a_visit_leaves_the_focus_alone_though_its_program_came_late() {
    let mut scene = Scene::at("location");
    reload_without_part(&mut scene);
    scene.around().lazy_part_lost.set(false);
    lost(&scene).load();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "location");
    assert!(!scene.app().take_focus());
    assert!(scene.app().take_focus(), "from here on each page takes it");
}

#[test]
fn the_heading_takes_the_focus_once_the_page_itself_is_drawn() {
    let mut scene = Scene::at("location");
    reload_without_part(&mut scene);
    let app = scene.app();
    assert!(!app.take_focus(), "the page is not there");
    scene.follow(Page::Membership);
    assert!(app.take_focus(), "the person has gone on");
    scene.follow(Page::Step(Step::Location));
    assert!(!app.take_focus(), "the page is not there");
    scene.around().lazy_part_lost.set(false);
    open_page!(scene, NotHere).load();
    scene.run_until_idle(5_000);
    assert!(app.take_focus());
}
