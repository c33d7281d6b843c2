//! Asking for the role that renews: by a colleague, answered by who holds it.
use partner_renewal::app::pages::organizations::OrganizationCard;
use partner_renewal::app::pages::people::{DONE, Done, PeoplePage, PeopleTask, QUESTION};
use partner_renewal::domain::company::{Contacts, RoleRequest};
use partner_renewal::domain::failure::{FailureKind, Refusal};
use partner_renewal::domain::route::Page;
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;
use std::rc::Rc;

fn card(scene: &Scene) -> Rc<OrganizationCard> {
    scene.visit(Page::Organizations);
    open_page!(scene, Organizations).cards().remove(0)
}

fn contacts(card: &OrganizationCard) -> Contacts {
    card.with_details(|state| state.ready().unwrap().1.clone())
}

fn people(scene: &Scene) -> Rc<PeoplePage> {
    scene.visit(Page::People("org-cedar".to_owned()));
    open_page!(scene, People)
}

fn requests(page: &PeoplePage) -> Vec<RoleRequest> {
    page.with_state(|state| state.ready().unwrap().role_requests.clone())
}

/// Who uses this browser from now on.
fn as_person(scene: &mut Scene, person: &'static str) {
    scene.provider.person = person;
    scene.reload();
}

/// Oleg has asked, and Nadia uses this browser now.
fn asked() -> Scene {
    let mut scene = Scene::signed_in_as("oleg");
    card(&scene).ask_for_role();
    scene.run_until_idle(3_000);
    as_person(&mut scene, "nadia");
    scene
}

#[test]
fn a_colleague_asks_once_though_the_answer_is_lost_and_takes_it_back() {
    let scene = Scene::signed_in_as("oleg");
    let card = card(&scene);
    assert!(contacts(&card).can_request_role);
    scene.order("POST", "/role-requests", 1, OnRequest::LoseAnswer);
    let drawing = Drawing::of(|| card.with_details(|_| ()));
    card.ask_for_role();
    card.ask_for_role();
    scene.run_until_idle(120_000);
    assert_eq!(scene.arrived("POST", "/role-requests").len(), 2, "the lost one and its repetition");
    let now = contacts(&card);
    assert_eq!(now.role_requests.iter().map(|one| one.is_you).collect::<Vec<_>>(), [true]);
    assert!(!now.can_request_role && card.role_form().failure().is_none() && drawing.is_outdated());
    assert_eq!(scene.around().take_focus().last(), Some(&"h1".to_owned()));
    card.end_request(&now.role_requests[0].contact);
    scene.run_until_idle(3_000);
    let now = contacts(&card);
    assert!(now.role_requests.is_empty() && now.request_from.is_some());
}

#[test]
fn who_asks_again_too_early_is_refused_in_words() {
    let scene = Scene::signed_in_as("oleg");
    let card = card(&scene);
    card.ask_for_role();
    scene.run_until_idle(3_000);
    card.end_request("con-oleg");
    scene.run_until_idle(3_000);
    // As with a page that was opened before.
    card.ask_for_role();
    scene.run_until_idle(3_000);
    let refused = card.role_form().failure().map(|failure| failure.kind);
    assert_eq!(refused, Some(FailureKind::Refused(Refusal::RoleRequestTooEarly)));
    assert!(contacts(&card).request_from.is_some(), "the page says from when");
}

#[test]
fn who_holds_the_role_answers_with_the_offer() {
    let mut scene = asked();
    let first = card(&scene);
    assert_eq!(contacts(&first).role_requests.len(), 1, "Organizations leads to it");
    let page = people(&scene);
    let request = requests(&page).remove(0);
    assert_eq!(request.name, "Oleg Example");
    page.begin_offer(&request);
    assert_eq!(page.task(), Some(PeopleTask::Offer(request.clone())));
    page.give_up();
    assert_eq!(scene.around().closed_dialogs.borrow().last(), Some(&QUESTION.to_owned()));
    scene.run_until_idle(3_000);
    assert!(scene.arrived("POST", "/handover").is_empty(), "nothing was offered");
    page.begin_offer(&request);
    page.send();
    scene.run_until_idle(3_000);
    assert_eq!(page.done(), Some(Done::Offered("Oleg Example".to_owned())));
    assert!(requests(&page).is_empty());
    assert_eq!(scene.around().take_focus().last(), Some(&DONE.to_owned()));
    // It can be taken back where it was made, and made again.
    page.end_offer("Oleg Example");
    page.end_offer("Oleg Example");
    scene.run_until_idle(3_000);
    assert_eq!(page.done(), Some(Done::OfferEnded("Oleg Example".to_owned())));
    assert!(page.with_state(|state| state.ready().unwrap().offer.is_none()));
    assert_eq!(scene.arrived("DELETE", "/handover").len(), 1);
    as_person(&mut scene, "oleg");
    card(&scene).ask_for_role();
    scene.run_until_idle(3_000);
    as_person(&mut scene, "nadia");
    let page = people(&scene);
    page.begin_offer(&requests(&page).remove(0));
    page.send();
    scene.run_until_idle(3_000);
    as_person(&mut scene, "oleg");
    let card = card(&scene);
    assert!(contacts(&card).offer.is_some_and(|offer| offer.is_to_you) && !contacts(&card).can_request_role);
    card.accept_role();
    scene.run_until_idle(3_000);
    assert!(contacts(&card).can_change);
}

#[test]
fn a_request_is_declined_once_and_one_that_was_taken_back_is_gone() {
    let scene = asked();
    let page = people(&scene);
    let request = requests(&page).remove(0);
    scene.order("DELETE", "/role-requests", 1, OnRequest::LoseAnswer);
    page.decline(&request);
    page.decline(&request);
    scene.run_until_idle(120_000);
    assert_eq!((page.done(), page.form().failure()), (Some(Done::Declined("Oleg Example".to_owned())), None));
    assert!(requests(&page).is_empty());
    page.decline(&request);
    scene.run_until_idle(3_000);
    assert!(page.form().failure().is_none(), "what is over is not refused");
}

#[test]
fn a_page_that_is_left_tells_nothing_more() {
    let scene = asked();
    let page = people(&scene);
    page.decline(&requests(&page).remove(0));
    scene.visit(Page::Orders);
    scene.run_until_idle(3_000);
    assert_eq!((scene.page_name(), page.done()), ("orders", None));
}

#[test]
fn what_others_do_with_people_and_places_is_there_when_the_page_is_shown_again() {
    let scene = Scene::signed_in_as("nadia");
    let show_again = || {
        scene.app().page_shown();
        scene.run_until_idle(3_000);
    };
    let may_request_now = || scene.order("GET", "/contacts", 1, OnRequest::Replace("/canRequestRole", true.into()));
    let organizations = card(&scene);
    let drawing = Drawing::of(|| organizations.with_details(|_| ()));
    show_again();
    assert!(!drawing.is_outdated(), "what has not changed is not drawn anew");
    may_request_now();
    show_again();
    assert!(drawing.is_outdated() && contacts(&organizations).can_request_role);
    let people = people(&scene);
    may_request_now();
    show_again();
    assert!(people.with_state(|state| state.ready().unwrap().can_request_role));
    // Nothing changes under the hands of who is about to do something.
    people.begin_invitation();
    let before = scene.arrived("GET", "/contacts").len();
    show_again();
    assert_eq!(scene.arrived("GET", "/contacts").len(), before);
    scene.visit(Page::Locations("org-cedar".to_owned()));
    let before = scene.arrived("GET", "/locations").len();
    show_again();
    assert_eq!(scene.arrived("GET", "/locations").len(), before + 1);
}

#[test]
fn locations_are_asked_for_again_unless_they_are_being_changed_or_were_never_there() {
    let scene = Scene::signed_in_as("nadia");
    scene.visit(Page::Locations("org-cedar".to_owned()));
    let page = open_page!(scene, Locations);
    let show_again = || {
        let before = scene.arrived("GET", "/locations").len();
        scene.app().page_shown();
        scene.run_until_idle(3_000);
        scene.arrived("GET", "/locations").len() - before
    };
    assert_eq!(show_again(), 1);
    page.begin_adding();
    assert_eq!(show_again(), 0, "nothing changes under the hands of who adds one");
    page.give_up();
    assert_eq!(show_again(), 1);
    scene.order("GET", "/locations", 1, OnRequest::Answer(500, "{}".to_owned()));
    scene.visit(Page::Orders);
    scene.visit(Page::Locations("org-cedar".to_owned()));
    assert!(open_page!(scene, Locations).with_state(|state| state.ready().is_none()));
    assert_eq!(show_again(), 0, "where nothing is shown there is a button");
}

#[test]
fn an_answer_from_before_what_was_done_does_not_go_over_it() {
    let scene = Scene::signed_in_as("oleg");
    let card = card(&scene);
    scene.order("GET", "/contacts", 1, OnRequest::Hold(4_000));
    scene.app().page_shown();
    scene.run_until_idle(500);
    card.ask_for_role();
    scene.run_until_idle(1_500);
    assert!(!contacts(&card).can_request_role, "it was asked for");
    scene.run_until_idle(20_000);
    assert!(!contacts(&card).can_request_role && contacts(&card).role_requests.len() == 1, "and still is");

    let scene = asked();
    let page = people(&scene);
    scene.order("GET", "/contacts", 1, OnRequest::Hold(4_000));
    scene.app().page_shown();
    scene.run_until_idle(500);
    page.decline(&requests(&page).remove(0));
    scene.run_until_idle(20_000);
    assert!(requests(&page).is_empty(), "it stays declined");
}
