//! The way to the sign-in page and back, and the way out.
use partner_renewal::app::pages::OpenPage;
use partner_renewal::app::session::{SignInState, SignOut};
use partner_renewal::domain::route::{CALLBACK, Page};
use partner_renewal::domain::tab_message::TabMessage;
use partner_renewal::ports::{SignInOutcome, SignInProblem, SignInReason};
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::person::{self, Strategy};
use simulation::scene::Scene;
use simulation::script::{OnRequest, OnTransaction};
use simulation::tab::TabLocation;

fn signed_out(scene: &Scene) -> SignOut {
    match scene.app().services().sessions.state() {
        SignInState::SignedOut(sign_out) => sign_out,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_page_for_people_who_are_signed_in_leads_to_the_sign_in_and_back() {
    let mut scene = Scene::of("nadia");
    scene.tabs[0].follow(&Page::Organizations);
    scene.run_until_idle(1_000);
    assert_eq!(
        scene.tabs[0].place(),
        TabLocation::SignIn { return_to: Page::Organizations, recent: false, interrupted: false }
    );
    assert_eq!(scene.around().sign_in_reasons.borrow().as_slice(), [SignInReason::Page]);
    assert!(scene.move_on(0));
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "organizations");
    assert_eq!(scene.app().services().sessions.arrival(), SignInOutcome::Plain);
    scene.tabs[0].back();
    scene.run_until_idle(3_000);
    assert_ne!(scene.page_name(), "callback", "the page on the way is not in the history");
}

/// The sign-in of a scene lasts an hour.
#[test]
fn two_minutes_before_the_sign_in_ends_it_is_said_and_one_press_goes_on() {
    let mut scene = Scene::at("agreement");
    let page = open_page!(scene, Step Agreement);
    page.title().set("Director".to_owned());
    let soon = || scene.app().services().sessions.ends_soon();
    let drawing = Drawing::of(soon);
    scene.run_until_idle(57 * 60_000);
    assert!(!soon() && !drawing.is_outdated());
    scene.run_until_idle(2 * 60_000);
    assert!(soon() && drawing.is_outdated());
    assert_eq!(page.title().typed(), "Director");
    scene.around().sign_in_reasons.take();
    scene.around().sign_in_ms.set(20);
    scene.app().sign_in();
    scene.run_until_idle(1_000);
    assert_eq!(scene.around().sign_in_reasons.take(), [SignInReason::Page], "it is asked for once");
    assert!(scene.move_on(0));
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement");
    assert_eq!(open_page!(scene, Step Agreement).title().typed(), "Director");
    assert!(!scene.app().services().sessions.ends_soon(), "the new sign-in lasts as long");
}

#[test]
fn who_is_signed_out_is_not_warned_any_more() {
    let ends_soon = |scene: &Scene| scene.app().services().sessions.ends_soon();
    let scene = Scene::signed_in_as("nadia");
    scene.run_until_idle(59 * 60_000);
    assert!(ends_soon(&scene));
    scene.run_until_idle(3 * 60_000);
    assert!(!ends_soon(&scene), "it has ended");
    let scene = Scene::signed_in_as("nadia");
    scene.run_until_idle(59 * 60_000);
    scene.app().sign_out();
    scene.run_until_idle(1_000);
    assert!(!ends_soon(&scene), "nobody is signed in any more");
}

#[test]
fn pages_for_everybody_ask_for_no_sign_in() {
    let scene = Scene::of("nadia");
    for (page, name) in [("/", "start"), ("/nowhere", "not found"), ("/renew/nothing", "not found")] {
        let mut tab = simulation::tab::Tab::open(&scene.world, 1, page);
        scene.run_until_idle(1_000);
        assert_eq!(simulation::checks::name(tab.draw().as_ref()), name);
        scene.run_until_idle(1_000);
        assert_eq!(tab.place(), TabLocation::Site);
        tab.unload();
    }
    let scene = Scene::signed_in_as("nadia");
    scene.visit(Page::Start);
    assert_eq!(scene.page_name(), "start");
}

#[test]
fn a_provider_that_does_not_answer_is_told_and_can_be_tried_again() {
    let scene = Scene::of("nadia");
    scene.around().sign_in.replace(Some(SignInProblem::Unreachable));
    scene.run_until_idle(1_000);
    assert_eq!(scene.page_name(), "sign-in needed");
    let app = scene.app();
    let sessions = &app.services().sessions;
    assert_eq!(sessions.state(), SignInState::Failed(SignInProblem::Unreachable));
    assert!(!sessions.is_signed_in() && !sessions.is_signed_out());
    assert_eq!(sessions.identity(), None);
    scene.around().sign_in.replace(None);
    let drawing = Drawing::of(|| sessions.state());
    app.sign_in();
    scene.run_until_idle(500);
    assert!(drawing.is_outdated());
    assert_eq!(
        scene.tabs[0].place(),
        TabLocation::SignIn { return_to: Page::Membership, recent: false, interrupted: false }
    );
}

#[test]
fn a_sign_in_that_is_refused_says_why_and_leads_on_to_the_page_that_was_wanted() {
    let mut scene = Scene::of("nadia");
    scene.run_until_idle(1_000);
    scene.around().sign_in.replace(Some(SignInProblem::Signature));
    scene.move_on(0);
    scene.run_until_idle(10);
    let page = open_page!(scene, Callback);
    assert_eq!(page.refused(), None);
    let drawing = Drawing::of(|| page.refused());
    scene.run_until_idle(1_000);
    assert!(drawing.is_outdated());
    assert_eq!(page.refused(), Some(SignInProblem::Signature));
    assert!(!scene.app().take_focus(), "the page on the way takes no focus");
    scene.around().sign_in.replace(None);
    let wanted = page.return_page();
    scene.follow(wanted.clone());
    assert_eq!(wanted, Page::Membership);
    assert!(scene.app().take_focus(), "the person has moved inside the site");
    scene.run_until_idle(500);
    assert!(matches!(scene.tabs[0].place(), TabLocation::SignIn { .. }));
}

#[test]
fn the_page_that_finishes_a_sign_in_stays_until_the_address_has_followed() {
    let mut scene = Scene::of("nadia");
    scene.run_until_idle(1_000);
    scene.move_on(0);
    let app = scene.app();
    let OpenPage::Callback(page) = app.open(CALLBACK) else { panic!("the page on the way") };
    scene.world.run_until_idle(100, &|| ());
    assert!(app.services().sessions.is_signed_in());
    let OpenPage::Callback(still) = app.open(CALLBACK) else { panic!("the page on the way") };
    assert!(std::rc::Rc::ptr_eq(&page, &still), "a sign-in is finished once");
}

#[test]
fn who_signs_out_is_forgotten_here_and_nothing_of_them_stays() {
    let scene = Scene::at("agreement");
    open_page!(scene, Step Agreement).title().set("Director".to_owned());
    scene.run_until_idle(1_000);
    let app = scene.app();
    let sessions = &app.services().sessions;
    assert!(sessions.is_signed_in() && !sessions.is_signed_out());
    assert_eq!(sessions.identity().unwrap().name, "Nadia Example");
    let drawing = Drawing::of(|| sessions.is_signed_in());
    app.sign_out();
    scene.run_until_idle(1_000);
    assert!(drawing.is_outdated());
    assert!(!sessions.is_signed_in() && sessions.is_signed_out());
    assert_eq!(sessions.identity(), None);
    assert_eq!(scene.page_name(), "sign-in needed");
    assert!(scene.world.disk.borrow().records.is_empty());
    assert_eq!(scene.world.aborts.get(), 1, "what was under way is given up");
    assert_eq!(app.services().renewals.live(), None);
    scene.run_until_idle(5_000);
    assert_eq!(scene.tabs[0].place(), TabLocation::Site, "nobody is sent to sign in who has just signed out");
    person::act(&scene.world, &scene.tabs[0], Strategy::Finish);
    scene.run_until_idle(500);
    assert!(matches!(scene.tabs[0].place(), TabLocation::SignIn { .. }), "but may");
}

#[test]
fn who_signs_out_is_signed_out_though_the_store_cannot_be_emptied() {
    let scene = Scene::signed_in_as("nadia");
    scene.order_disk("", false, 1, OnTransaction::Abort);
    scene.app().sign_out();
    scene.run_until_idle(0);
    assert_eq!(signed_out(&scene), SignOut::UnderWay, "nothing is said of it before it is done");
    scene.run_until_idle(3_000);
    assert_eq!(signed_out(&scene), SignOut::NotEmptied);
    assert!(scene.app().services().sessions.is_signed_out());
    assert_eq!(scene.page_name(), "sign-in needed");
}

#[test]
fn who_signs_out_is_told_what_is_left() {
    let scene = Scene::signed_in_as("nadia");
    scene.app().sign_out();
    scene.run_until_idle(3_000);
    assert_eq!(signed_out(&scene), SignOut::Emptied);
    let scene = Scene::signed_in_as("nadia");
    scene.around().sign_in.replace(Some(SignInProblem::Unreachable));
    scene.app().sign_out();
    scene.run_until_idle(3_000);
    assert_eq!(signed_out(&scene), SignOut::ProviderNotTold);
}

#[test]
fn who_signs_out_in_another_tab_is_signed_out_in_this_one() {
    let mut scene = Scene::at("agreement");
    scene.second_tab("/membership");
    scene.tabs[1].app.as_ref().unwrap().sign_out();
    scene.run_until_idle(3_000);
    assert_eq!(scene.page_name(), "sign-in needed");
    assert!(scene.app().services().sessions.is_signed_out());
    assert_eq!(scene.app().services().accounts.account(), None);
}

#[test]
fn who_signs_out_while_a_sign_in_is_finished_stays_signed_out() {
    let mut scene = Scene::of("nadia");
    scene.run_until_idle(1_000);
    scene.move_on(0);
    scene.run_until_idle(5);
    assert_eq!(scene.page_name(), "callback");
    scene.app().tab_message(&TabMessage::SignedOut);
    scene.run_until_idle(3_000);
    assert_eq!(scene.page_name(), "sign-in needed");
    assert!(scene.app().services().sessions.is_signed_out());
}

#[test]
fn another_account_is_told_and_the_word_stays_until_the_person_reads_on() {
    let mut scene = Scene::signed_in_as("nadia");
    scene.app().sign_out();
    scene.run_until_idle(1_000);
    scene.provider.person = "oleg";
    person::act(&scene.world, &scene.tabs[0], Strategy::Finish);
    scene.sign_in();
    let app = scene.app();
    assert_eq!(app.services().sessions.arrival(), SignInOutcome::OtherAccount);
    assert!(!app.take_focus() && app.take_focus());
    assert_eq!(
        app.services().sessions.arrival(),
        SignInOutcome::OtherAccount,
        "it is said for as long as the visit lasts"
    );
}

#[test]
fn signing_wants_a_recent_sign_in_and_its_word_goes_with_the_next_page() {
    let mut scene = Scene::at("agreement");
    open_page!(scene, Step Agreement).title().set("Director".to_owned());
    scene.run_until_idle(1_000);
    let now = scene.world.now_ms();
    scene.world.set_now(now + 20 * 60_000);
    scene.around().sign_in_reasons.take();
    person::act(&scene.world, &scene.tabs[0], Strategy::Finish);
    scene.run_until_idle(3_000);
    assert!(matches!(scene.tabs[0].place(), TabLocation::SignIn { return_to: Page::Step(_), recent: true, .. }));
    assert_eq!(scene.around().sign_in_reasons.borrow().as_slice(), [SignInReason::TooOld(900)]);
    assert!(scene.move_on(0));
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement");
    assert_eq!(open_page!(scene, Step Agreement).title().typed(), "Director", "what was typed is kept on the way");
    let app = scene.app();
    let drawing = Drawing::of(|| app.services().sessions.arrival());
    assert_eq!(app.services().sessions.arrival(), SignInOutcome::Recent);
    assert!(!app.take_focus());
    assert_eq!(app.services().sessions.arrival(), SignInOutcome::Recent);
    person::act(&scene.world, &scene.tabs[0], Strategy::Finish);
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "location");
    assert!(app.take_focus());
    assert!(drawing.is_outdated());
    assert_eq!(app.services().sessions.arrival(), SignInOutcome::Plain);
}

#[test]
fn a_session_that_has_ended_is_renewed_on_the_way_and_the_page_comes_back() {
    let mut scene = Scene::at("location");
    let problem = include_str!("../../../contract/golden/problem.sign-in-required.json");
    scene.order("GET", "/competencies", 1, OnRequest::Answer(401, problem.to_owned()));
    scene.around().sign_in_reasons.take();
    scene.follow(Page::Competencies);
    scene.run_until_idle(2_000);
    assert_eq!(
        scene.tabs[0].place(),
        TabLocation::SignIn { return_to: Page::Competencies, recent: false, interrupted: false }
    );
    assert_eq!(
        scene.around().sign_in_reasons.borrow().as_slice(),
        [SignInReason::Page],
        "reading needs no recent sign-in"
    );
    assert!(scene.move_on(0));
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "competencies");
}

#[test]
fn a_fresh_token_that_the_program_does_not_take_leads_to_no_second_sign_in_by_itself() {
    let mut scene = Scene::of("nadia");
    let problem = include_str!("../../../contract/golden/problem.sign-in-required.json");
    scene.order("GET", "/account", 1, OnRequest::Answer(401, problem.to_owned()));
    scene.sign_in();
    assert_eq!(scene.page_name(), "membership");
    assert_eq!(scene.tabs[0].place(), TabLocation::Site);
    assert_eq!(scene.around().sign_in_reasons.borrow().len(), 1, "only the first one");
    scene.order("GET", "/account", 1, OnRequest::Answer(401, problem.to_owned()));
    open_page!(scene, Membership).load();
    scene.run_until_idle(3_000);
    assert!(matches!(scene.tabs[0].place(), TabLocation::SignIn { .. }), "asked for by the person it does");
}
