//! Handing over the role of the Primary Program Contact.
use partner_renewal::app::pages::organizations::OrganizationCard;
use partner_renewal::domain::company::{Contact, RoleOffer};
use partner_renewal::domain::failure::FailureKind;
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

fn contact(card: &OrganizationCard, id: &str) -> Rc<Contact> {
    card.contacts().into_iter().find(|contact| contact.id == id).unwrap()
}

fn offer(card: &OrganizationCard) -> Option<RoleOffer> {
    card.with_details(|state| state.ready().and_then(|(_, contacts)| contacts.offer.clone()))
}

/// Oleg uses this browser now.
fn as_oleg(scene: &mut Scene) {
    scene.provider.person = "oleg";
    scene.reload();
}

fn offer_to_oleg(scene: &Scene, card: &OrganizationCard) {
    card.ask_for_offer(&contact(card, "con-oleg"));
    assert_eq!(card.successor().map(|contact| contact.id).as_deref(), Some("con-oleg"));
    card.offer_role();
    scene.run_until_idle(3_000);
}

#[test]
fn the_holder_is_asked_and_the_offer_is_shown_until_it_is_taken_back() {
    let scene = Scene::signed_in_as("nadia");
    let card = card(&scene);
    let can: Vec<_> = card.contacts().into_iter().filter(|c| c.can_take_over).map(|c| c.id.clone()).collect();
    assert_eq!(can, ["con-oleg"], "Mira has no account, and one's own role is not offered to oneself");
    card.ask_for_offer(&contact(&card, "con-oleg"));
    card.keep_role();
    assert_eq!(scene.around().closed_dialogs.borrow().as_slice(), [card.role_dialog()]);
    scene.run_until_idle(3_000);
    assert_eq!(offer(&card), None, "nothing was offered");
    let drawing = Drawing::of(|| offer(&card));
    offer_to_oleg(&scene, &card);
    assert!(drawing.is_outdated());
    assert_eq!(offer(&card).map(|offer| (offer.to, offer.is_to_you)), Some(("Oleg Example".to_owned(), false)));
    assert_eq!(scene.around().take_focus().last(), Some(&"h1".to_owned()));
    card.end_offer();
    scene.run_until_idle(3_000);
    assert_eq!(offer(&card), None);
}

#[test]
fn an_answer_that_is_lost_offers_it_once_and_a_second_press_sends_nothing() {
    let scene = Scene::signed_in_as("nadia");
    let card = card(&scene);
    scene.order("POST", "/handover", 1, OnRequest::LoseAnswer);
    card.ask_for_offer(&contact(&card, "con-oleg"));
    card.offer_role();
    card.offer_role();
    scene.run_until_idle(120_000);
    assert!(offer(&card).is_some() && card.role_form().failure().is_none());
    assert_eq!(scene.arrived("POST", "/handover").len(), 2, "the lost one and its repetition");
}

#[test]
fn the_successor_takes_the_role_and_may_renew() {
    let mut scene = Scene::signed_in_as("nadia");
    let nadia = card(&scene);
    offer_to_oleg(&scene, &nadia);
    as_oleg(&mut scene);
    let card = card(&scene);
    assert!(offer(&card).unwrap().is_to_you);
    scene.order("POST", "/acceptance", 1, OnRequest::LoseAnswer);
    card.accept_role();
    scene.run_until_idle(120_000);
    assert_eq!((offer(&card), card.role_form().failure()), (None, None));
    scene.visit(Page::Membership);
    open_page!(scene, Membership).with_state(|state| assert!(state.ready().unwrap().offers_renewal()));
}

#[test]
fn an_offer_that_is_over_is_told_and_no_longer_shown() {
    let mut scene = Scene::signed_in_as("nadia");
    let nadia = card(&scene);
    offer_to_oleg(&scene, &nadia);
    as_oleg(&mut scene);
    let card = card(&scene);
    scene.order("POST", "/acceptance", 1, OnRequest::Answer(409, OVER.to_owned()));
    card.accept_role();
    scene.run_until_idle(3_000);
    assert_eq!(card.role_form().failure().map(|failure| failure.kind), Some(FailureKind::OfferOver));
    assert_eq!(scene.around().take_focus().last(), Some(&"role-failure".to_owned()));
    card.end_offer();
    scene.run_until_idle(3_000);
    assert_eq!((offer(&card), card.role_form().failure()), (None, None), "it can be declined all the same");
}

const OVER: &str = r#"{"type":"urn:partner-renewal:problem:handover-over","title":"Over","status":409,"detail":"","instance":"req-1"}"#;
