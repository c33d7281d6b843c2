//! The organizations of an account, and the choice of the one that is worked for.
use partner_renewal::app::pages::Load;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use simulation::drawing::Drawing;
use simulation::drawn::DrawnPage;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::{OnRequest, OnTransaction};
use std::rc::Rc;

#[test]
fn who_works_for_two_companies_is_asked_for_which_and_goes_on_with_it() {
    let scene = Scene::signed_in_as("tomas");
    assert_eq!(scene.page_name(), "organizations", "the membership page cannot know which one");
    let page = open_page!(scene, Organizations);
    let cards = page.cards();
    let names: Vec<&str> = cards.iter().map(|card| card.organization.id.as_str()).collect();
    assert_eq!(names, ["org-spruce", "org-linden"]);
    assert!(!cards[0].is_chosen() && !cards[1].is_chosen());
    cards[1].with_details(|details| {
        let (locations, contacts) = details.ready().unwrap();
        assert_eq!(locations.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["loc-linden-leeds"]);
        assert_eq!(contacts.list[0].details.name, "Tomas Example");
        assert!(contacts.list[0].is_you);
    });
    let drawing = Drawing::of(|| cards[1].is_chosen());
    cards[1].choose();
    scene.run_until_idle(3_000);
    assert!(drawing.is_outdated(), "the mark beside the name moves");
    assert_eq!(scene.page_name(), "membership");
    assert!(cards[1].is_chosen() && !cards[0].is_chosen());
    assert_eq!(scene.app().services().organization().unwrap().id, "org-linden");
    open_page!(scene, Membership).with_state(|state| assert_eq!(state.ready().unwrap().organization.id, "org-linden"));
}

#[test]
fn who_may_not_renew_is_given_the_page_on_which_it_is_gone_on_with() {
    let scene = Scene::signed_in_as("oleg");
    let waiting = r#"{"id": "renewal-1", "status": "signed", "nextStep": "location"}"#;
    let at = "/currentRenewal";
    for (renewal, page) in [("null", Page::Membership), (waiting, Page::Step(Step::Location))] {
        let renewal = serde_json::from_str(renewal).unwrap();
        scene.visit(Page::Start);
        scene.order("GET", "/membership", 1, OnRequest::Replace(at, renewal));
        scene.visit(Page::Organizations);
        assert_eq!(open_page!(scene, Organizations).cards()[0].waiting_page(), page);
    }
    scene.visit(Page::Start);
    scene.order("GET", "/membership", 9, OnRequest::Answer(500, String::new()));
    scene.visit(Page::Organizations);
    scene.run_until_idle(60_000);
    let card = Rc::clone(&open_page!(scene, Organizations).cards()[0]);
    assert_eq!(card.waiting_page(), Page::Membership, "nobody knows, and the membership page will");
    assert!(card.with_details(|details| details.ready().is_some()));
}

#[test]
fn contacts_and_locations_are_found_by_their_texts_whatever_the_case() {
    let scene = Scene::signed_in_as("nadia");
    scene.visit(Page::Organizations);
    let page = open_page!(scene, Organizations);
    let cards = page.cards();
    let found = |text: &str| {
        cards[0].search().set(text.to_owned());
        let people: Vec<_> = cards[0].contacts().into_iter().map(|one| one.details.name.clone()).collect();
        (people, cards[0].locations().into_iter().map(|one| one.id).collect::<Vec<_>>())
    };
    let (people, places) = found("");
    assert_eq!((people.len(), places.len()), (3, 2), "nothing is looked for");
    let drawing = Drawing::of(|| cards[0].contacts().len());
    assert_eq!(found(" OLEG ").0, ["Oleg Example"]);
    assert!(drawing.is_outdated());
    assert_eq!(found("mira@cedar").0, ["Mira Example"]);
    assert_eq!(found("vienna"), (Vec::new(), vec!["loc-cedar-vienna".to_owned()]));
    assert_eq!(found("nowhere"), (Vec::new(), Vec::new()));
}

#[test]
fn the_choice_holds_after_a_reload() {
    let mut scene = Scene::signed_in_as("tomas");
    open_page!(scene, Organizations).cards()[1].choose();
    scene.run_until_idle(3_000);
    assert_eq!(scene.stored("organization/").unwrap(), r#"{"organization":"org-linden"}"#);
    scene.reload();
    assert_eq!(scene.page_name(), "membership");
    assert_eq!(scene.app().services().accounts.organization().as_deref(), Some("org-linden"));
}

#[test]
fn a_tab_keeps_its_company_when_another_one_is_chosen_in_another_tab() {
    let mut scene = Scene::signed_in_as("tomas");
    open_page!(scene, Organizations).cards()[0].choose();
    scene.run_until_idle(3_000);
    scene.second_tab("/organizations");
    let DrawnPage::Organizations(second) = scene.tabs[1].draw().unwrap() else { panic!("another page") };
    scene.run_until_idle(3_000);
    assert!(second.cards()[0].is_chosen(), "a new tab begins with the company last worked for");
    second.cards()[1].choose();
    scene.run_until_idle(3_000);
    scene.reload();
    let organization = |tab: usize| scene.tabs[tab].app.as_ref().unwrap().services().accounts.organization();
    assert_eq!(organization(0).as_deref(), Some("org-spruce"));
    assert_eq!(organization(1).as_deref(), Some("org-linden"));
}

#[test]
fn the_company_of_a_tab_goes_with_the_account() {
    let mut scene = Scene::signed_in_as("tomas");
    scene.around().organization.replace(Some("org-cedar".to_owned()));
    scene.reload();
    assert_eq!(scene.page_name(), "organizations", "it is none of theirs");
    open_page!(scene, Organizations).cards()[0].choose();
    scene.run_until_idle(3_000);
    scene.app().sign_out();
    scene.run_until_idle(3_000);
    assert_eq!(*scene.around().organization.borrow(), None);
}

#[test]
fn a_remembered_company_that_is_no_longer_theirs_is_asked_for_anew() {
    for record in [r#"{"organization":"org-cedar"}"#, "no record", "{}"] {
        let mut scene = Scene::signed_in_as("tomas");
        open_page!(scene, Organizations).cards()[0].choose();
        scene.run_until_idle(3_000);
        for (key, (_, text)) in &mut scene.world.disk.borrow_mut().records {
            if key.starts_with("organization/") {
                *text = record.to_owned();
            }
        }
        scene.around().organization.take();
        scene.reload();
        assert_eq!(scene.page_name(), "organizations", "{record}");
        assert_eq!(scene.app().services().organization(), None);
    }
}

#[test]
fn a_choice_that_cannot_be_read_is_asked_for_again() {
    let mut scene = Scene::signed_in_as("tomas");
    open_page!(scene, Organizations).cards()[0].choose();
    scene.run_until_idle(3_000);
    scene.order_disk("organization/", false, 1, OnTransaction::Abort);
    scene.around().organization.take();
    scene.reload();
    assert_eq!(scene.page_name(), "organizations");
}

#[test]
fn a_choice_that_cannot_be_written_holds_for_this_tab() {
    let mut scene = Scene::signed_in_as("tomas");
    scene.order_disk("organization/", true, 1, OnTransaction::Abort);
    open_page!(scene, Organizations).cards()[0].choose();
    scene.run_until_idle(3_000);
    assert_eq!(scene.page_name(), "membership");
    assert_eq!(scene.app().services().organization().unwrap().id, "org-spruce");
    assert_eq!(scene.stored("organization/"), None);
    scene.reload();
    assert_eq!(scene.page_name(), "membership");
    scene.around().organization.take();
    scene.reload();
    assert_eq!(scene.page_name(), "organizations");
}

#[test]
fn who_changes_the_company_takes_nothing_of_the_other_one_along() {
    let scene = Scene::signed_in_as("tomas");
    open_page!(scene, Organizations).cards()[0].choose();
    scene.run_until_idle(3_000);
    open_page!(scene, Membership).entry().begin("org-spruce");
    scene.run_until_idle(3_000);
    assert_eq!(scene.page_name(), "requirements");
    assert_eq!(scene.app().services().renewals.live_id(), Some(scene.renewal().id));
    scene.visit(Page::Organizations);
    open_page!(scene, Organizations).cards()[1].choose();
    scene.run_until_idle(3_000);
    assert_eq!(scene.app().services().renewals.live(), None);
    assert!(scene.app().services().autosave().with_draft(|draft| draft.is_empty()));
    scene.visit(Page::parse("/renew/requirements"));
    assert_eq!(scene.page_name(), "membership", "the other company has begun nothing");
}

#[test]
fn what_was_typed_for_a_company_is_stored_before_another_one_is_chosen() {
    let mut scene = Scene::signed_in_as("tomas");
    open_page!(scene, Organizations).cards()[0].choose();
    scene.go_to(0, "agreement");
    open_page!(scene, Step Agreement).title().set("Director".to_owned());
    scene.follow(Page::Organizations);
    scene.run_until_idle(3_000);
    open_page!(scene, Organizations).cards()[1].choose();
    scene.run_until_idle(3_000);
    assert_eq!(scene.stored_answer("signerTitle").as_deref(), Some("Director"));
}

#[test]
fn who_works_for_one_company_needs_not_choose_it() {
    let scene = Scene::signed_in_as("nadia");
    assert_eq!(scene.app().services().organization().unwrap().name, "Cedar Example EOOD");
    assert_eq!(scene.stored("organization/"), None, "nothing is to be remembered");
    scene.visit(Page::Organizations);
    let page = open_page!(scene, Organizations);
    assert_eq!(page.cards().len(), 1);
    assert!(page.cards()[0].is_chosen());
    page.with_account(|state| assert_eq!(state.ready().unwrap().person.name, "Nadia Example"));
    assert!(!page.cards()[0].with_details(|state| *state == Load::Loading));
}

#[test]
fn details_that_do_not_come_are_asked_for_again_by_their_card_alone() {
    let scene = Scene::signed_in_as("nadia");
    scene.order("GET", "/contacts", 1, OnRequest::Answer(500, "{}".to_owned()));
    scene.visit(Page::Organizations);
    let page = open_page!(scene, Organizations);
    let card = page.cards().remove(0);
    let failed = card.with_details(|state| match state {
        Load::Failed(failure) => Some(failure.kind.clone()),
        Load::Loading | Load::Ready(_) => None,
    });
    assert_eq!(failed, Some(FailureKind::Unexpected(500)));
    assert!(page.with_account(|state| state.ready().is_some()), "the company is shown all the same");
    let drawing = Drawing::of(|| card.with_details(|_| ()));
    card.load();
    scene.run_until_idle(3_000);
    assert!(drawing.is_outdated());
    assert_eq!(card.with_details(|state| state.ready().map(|(_, contacts)| contacts.list.len())), Some(3));
}

#[test]
fn an_account_that_does_not_come_is_told_and_asked_for_again() {
    let mut scene = Scene::of("tomas");
    scene.order("GET", "/account", 1, OnRequest::Answer(500, "{}".to_owned()));
    scene.tabs[0].follow(&Page::Organizations);
    scene.sign_in();
    let page = open_page!(scene, Organizations);
    assert!(page.with_account(|state| matches!(state, Load::Failed(_))));
    assert!(page.cards().is_empty());
    let drawing = Drawing::of(|| page.cards().len());
    let told = Drawing::of(|| page.with_account(|_| ()));
    page.load();
    scene.run_until_idle(3_000);
    assert!(drawing.is_outdated() && told.is_outdated());
    assert_eq!(page.cards().len(), 2);
    assert_eq!(scene.arrived("GET", "/account").len(), 1);
}

#[test]
fn whoever_opens_a_step_is_there_once_they_have_chosen_the_company() {
    let mut scene = Scene::signed_in_as("tomas");
    open_page!(scene, Organizations).cards()[1].choose();
    scene.run_until_idle(3_000);
    open_page!(scene, Membership).entry().begin("org-linden");
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "requirements");
    // As another browser, which knows of no company.
    scene.order_disk("organization/", false, 1, OnTransaction::Abort);
    scene.around().organization.take();
    scene.reload();
    assert_eq!(scene.page_name(), "organizations");
    open_page!(scene, Organizations).cards()[1].choose();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "requirements", "the step that was asked for");
    scene.visit(Page::Organizations);
    open_page!(scene, Organizations).cards()[0].choose();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "membership", "once");
}
