//! What happens around a page: the network, a translator, the language, the clipboard, countdowns, other tabs.
use partner_renewal::app::observable::Observable;
use partner_renewal::app::page_scope::PageScope;
use partner_renewal::app::pages::entry::{MainAction, main_action};
use partner_renewal::app::pages::lazy::OpenStep;
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use partner_renewal::domain::tab_message::TabMessage;
use sandbox::in_process::ProviderAction;
use simulation::drawing::Drawing;
use simulation::drawn::DrawnPage;
use simulation::open_page;
use simulation::person::{self, Strategy};
use simulation::scene::Scene;
use simulation::script::OnRequest;
use std::cell::Cell;
use std::rc::Rc;

#[test]
fn the_site_tells_when_the_network_is_gone_and_back() {
    let scene = Scene::signed_in_as("nadia");
    let app = scene.app();
    assert!(app.is_online());
    let drawing = Drawing::of(|| app.is_online());
    app.online_changed(true);
    assert!(!drawing.is_outdated(), "nothing has changed");
    app.online_changed(false);
    assert!(drawing.is_outdated() && !app.is_online());
}

#[test]
fn the_site_tells_when_a_translator_changes_its_words() {
    let scene = Scene::signed_in_as("nadia");
    let app = scene.app();
    assert!(!app.is_translated());
    let drawing = Drawing::of(|| app.is_translated());
    app.page_translated();
    assert!(drawing.is_outdated() && app.is_translated());
}

#[test]
fn another_language_redraws_every_word_after_what_was_typed_is_stored() {
    let scene = Scene::at("agreement");
    let (app, page) = (scene.app(), open_page!(scene, Step Agreement));
    let drawing = Drawing::of(|| app.track_redraws());
    page.title().set("Director".to_owned());
    app.change_language("bg");
    scene.run_until_idle(100);
    assert_eq!(scene.stored_answer("signerTitle").as_deref(), Some("Director"), "sooner than by itself");
    assert!(drawing.is_outdated());
    assert_eq!(scene.around().languages.borrow().as_slice(), ["bg"]);
    assert!(Rc::ptr_eq(&page, &open_page!(scene, Step Agreement)), "the page itself goes on");
}

#[test]
fn a_language_whose_words_do_not_come_changes_nothing_and_says_so() {
    let scene = Scene::signed_in_as("nadia");
    let app = scene.app();
    let (drawing, notice) = (Drawing::of(|| app.track_redraws()), Drawing::of(|| app.services().action_failed()));
    scene.around().refuses.set(true);
    app.change_language("bg");
    scene.run_until_idle(1_000);
    assert!(!drawing.is_outdated() && notice.is_outdated() && app.services().action_failed());
    scene.visit(Page::Organizations);
    scene.run_until_idle(1_000);
    assert!(!app.services().action_failed(), "not on another page");
    scene.around().refuses.set(false);
    app.change_language("bg");
    scene.run_until_idle(1_000);
    assert!(drawing.is_outdated() && !app.services().action_failed());
}

#[test]
fn a_text_is_copied_and_the_page_hears_whether_it_is_there() {
    let scene = Scene::signed_in_as("nadia");
    let copied = Observable::new(None);
    let drawing = Drawing::of(|| copied.get());
    scene.app().copy("IBAN", &copied);
    scene.run_until_idle(100);
    assert_eq!((copied.now(), scene.around().clipboard.take().as_str()), (Some(true), "IBAN"));
    assert!(drawing.is_outdated());
    scene.around().refuses.set(true);
    scene.app().copy("IBAN", &copied);
    scene.run_until_idle(100);
    assert_eq!((copied.now(), scene.around().clipboard.take().as_str()), (Some(false), ""));
}

#[test]
fn a_countdown_goes_by_seconds_and_ends_with_its_page() {
    let scene = Scene::signed_in_as("nadia");
    let left = scene.app().count_down(3);
    let drawing = Drawing::of(|| left.get());
    assert_eq!(left.now(), 3);
    scene.run_until_idle(1_100);
    assert_eq!(left.now(), 2);
    assert!(drawing.is_outdated());
    scene.run_until_idle(5_000);
    assert_eq!(left.now(), 0);
    let drawing = Drawing::of(|| left.get());
    scene.run_until_idle(3_000);
    assert!(!drawing.is_outdated(), "it is over");
    let left = scene.app().count_down(10);
    scene.run_until_idle(1_100);
    scene.follow(Page::Organizations);
    scene.run_until_idle(5_000);
    assert_eq!(left.now(), 9, "nobody sees it any more");
    assert_eq!(scene.app().count_down(0).now(), 0);
}

#[test]
fn the_first_page_of_a_visit_leaves_the_focus_alone_and_the_next_takes_it() {
    let mut scene = Scene::of("nadia");
    scene.run_until_idle(1_000);
    scene.move_on(0);
    scene.run_until_idle(5);
    assert_eq!(scene.page_name(), "callback");
    assert!(!scene.app().take_focus(), "a page on the way is none");
    scene.run_until_idle(5_000);
    assert!(!scene.app().take_focus());
    scene.visit(Page::Organizations);
    assert!(scene.app().take_focus());
    assert!(scene.app().take_focus());
}

#[test]
fn whoever_draws_by_the_path_is_drawn_again_when_it_changes_or_somebody_signs_out() {
    let scene = Scene::signed_in_as("nadia");
    let app = scene.app();
    assert_eq!((app.path(), app.path_and_sign_in()), ("/membership".to_owned(), "/membership".to_owned()));
    let drawings = [Drawing::of(|| app.path()), Drawing::of(|| app.path_and_sign_in())];
    app.path_changed("/membership".to_owned());
    assert!(!drawings.iter().any(Drawing::is_outdated));
    scene.follow(Page::Competencies);
    assert!(drawings.iter().all(Drawing::is_outdated));
    assert_eq!(app.path(), "/competencies");
    let drawings = [Drawing::of(|| app.path()), Drawing::of(|| app.path_and_sign_in())];
    app.sign_out();
    scene.run_until_idle(100);
    assert_eq!(drawings.map(|drawing| drawing.is_outdated()), [false, true]);
}

#[test]
fn a_page_out_of_the_browsers_memory_is_loaded_anew() {
    let scene = Scene::signed_in_as("nadia");
    assert_eq!(scene.around().reloads.get(), 0);
    scene.app().page_restored();
    assert_eq!(scene.around().reloads.get(), 1);
}

#[test]
fn a_step_shown_again_after_the_renewal_was_paid_elsewhere_gives_way_to_the_confirmation() {
    let mut scene = Scene::at("review");
    scene.second_tab("/renew/profile");
    assert_eq!(scene.tabs[1].path(), "/renew/profile");
    let Some(DrawnPage::Step(OpenStep::Profile(page))) = scene.tabs[1].draw() else { panic!("a profile") };
    page.type_field(partner_renewal::domain::profile::FieldId::City, "Varna".to_owned());
    scene.run_until_idle(1_000);
    scene.tabs[1].app.as_ref().unwrap().page_shown();
    scene.run_until_idle(3_000);
    assert_eq!(scene.tabs[1].path(), "/renew/profile", "it is not paid yet");
    scene.go_to(0, "confirmation");
    scene.run_until_idle(3_000);
    assert_eq!(scene.tabs[1].path(), "/renew/confirmation");
    assert_eq!(scene.stored("draft/"), None, "what was typed for it is over");
}

#[test]
fn a_question_that_another_tab_gave_rise_to_disturbs_nobody_when_it_fails() {
    let scene = Scene::at("location");
    scene.order("GET", "", 1, OnRequest::Answer(500, "{}".to_owned()));
    scene.app().tab_message(&TabMessage::Completed { renewal: scene.renewal().id });
    scene.run_until_idle(3_000);
    assert_eq!(scene.page_name(), "location");
    let page = open_page!(scene, Step Location);
    assert!(page.with_state(|state| state.ready().is_some()) && page.form().failure().is_none());
}

#[test]
fn pages_that_say_nothing_about_a_payment_ask_nothing_when_they_are_shown_again() {
    let scene = Scene::at("location");
    scene.visit(Page::Competencies);
    let before = scene.world.arrived.borrow().len();
    scene.app().page_shown();
    scene.app().tab_message(&TabMessage::Payment { renewal: scene.renewal().id });
    scene.run_until_idle(3_000);
    assert_eq!(scene.world.arrived.borrow().len(), before);
    scene.visit(Page::Step(Step::Location));
    let before = scene.arrived("GET", &scene.renewal().id).len();
    scene.app().tab_message(&TabMessage::Payment { renewal: scene.renewal().id });
    scene.run_until_idle(3_000);
    assert_eq!(scene.arrived("GET", &scene.renewal().id).len(), before + 1);
}

#[test]
fn the_membership_is_asked_for_again_when_it_is_shown_again_and_when_another_tab_tells() {
    let scene = Scene::at("review");
    scene.visit(Page::Membership);
    let page = open_page!(scene, Membership);
    let asked = || scene.arrived("GET", "/membership").len();
    let before = asked();
    let drawing = Drawing::of(|| page.with_state(|state| state.ready().is_some()));
    scene.app().page_shown();
    scene.run_until_idle(3_000);
    assert_eq!(asked(), before + 1);
    assert!(!drawing.is_outdated(), "what has not changed is not drawn anew");
    // A question that fails leaves what is known where it is.
    scene.order("GET", "/membership", 1, OnRequest::Answer(500, "{}".to_owned()));
    scene.app().page_shown();
    scene.run_until_idle(3_000);
    assert!(!drawing.is_outdated() && page.with_state(|state| state.ready().is_some()));
    scene.pay_elsewhere();
    scene.provider_tells(&ProviderAction::Approve);
    scene.app().tab_message(&TabMessage::Payment { renewal: scene.renewal().id });
    scene.run_until_idle(3_000);
    assert!(drawing.is_outdated(), "it is paid for");
    let offered = page.with_state(|state| main_action(state.ready().unwrap()));
    assert_eq!(offered, MainAction::Confirmation(scene.renewal().id));
}

#[test]
fn a_renewal_that_is_begun_and_given_up_is_told_to_a_membership_in_another_tab() {
    let mut scene = Scene::signed_in_as("nadia");
    scene.visit(Page::Membership);
    let page = open_page!(scene, Membership);
    let offered = || page.with_state(|state| main_action(state.ready().unwrap()));
    assert_eq!(offered(), MainAction::Begin);
    scene.second_tab("/membership");
    let Some(DrawnPage::Membership(other)) = scene.tabs[1].draw() else { panic!("the membership") };
    other.entry().begin("org-cedar");
    scene.run_until_idle(5_000);
    let MainAction::Resume { id: renewal, .. } = offered() else { panic!("{:?}", offered()) };
    page.entry().start_over(&renewal);
    scene.run_until_idle(5_000);
    assert_eq!(offered(), MainAction::Begin);
}

#[test]
fn a_page_shown_again_asks_whether_the_renewal_was_paid_meanwhile() {
    for page in [Page::Step(Step::Location), Page::PaymentReturn] {
        let scene = Scene::at("review");
        scene.visit(page);
        scene.pay_elsewhere();
        scene.provider_tells(&ProviderAction::Approve);
        scene.run_until_idle(5_000);
        assert_ne!(scene.page_name(), "confirmation", "nobody has told this browser");
        scene.app().page_shown();
        scene.run_until_idle(8_000);
        assert_eq!(scene.page_name(), "confirmation");
    }
}

#[test]
fn an_answer_that_comes_after_its_page_was_left_leads_to_no_further_question() {
    let scene = Scene::signed_in_as("oleg");
    let asked = |path| scene.arrived("GET", path).len();
    scene.visit(Page::Start);
    let (contacts, membership) = (asked("/org-cedar/contacts"), asked("/org-cedar/membership"));
    scene.order("GET", "/org-cedar/contacts", 1, OnRequest::Hold(2_000));
    scene.follow(Page::Organizations);
    scene.run_until_idle(1_000);
    scene.visit(Page::Start);
    scene.run_until_idle(5_000);
    assert_eq!(asked("/org-cedar/contacts"), contacts + 1);
    assert_eq!(asked("/org-cedar/membership"), membership, "whether somebody else renews is asked after the contacts");
    scene.visit(Page::Organizations);
    scene.run_until_idle(5_000);
    assert_eq!(asked("/org-cedar/membership"), membership + 1, "where the page stays");
}

#[test]
fn a_task_that_ends_its_own_page_goes_no_further_than_its_next_pause() {
    let scene = Scene::signed_in_as("nadia");
    let ports = Rc::clone(&scene.app().services().ports);
    let (scope, went_on) = (PageScope::new(Rc::clone(&ports)), Rc::new(Cell::new(false)));
    let (own, flag) = (scope.clone(), Rc::clone(&went_on));
    scope.spawn(async move {
        own.end();
        ports.timer.sleep(10).await;
        flag.set(true);
    });
    scene.run_until_idle(100);
    assert!(!scope.is_alive() && !went_on.get());
}

#[test]
fn a_page_that_was_left_asks_for_nothing_more() {
    let scene = Scene::signed_in_as("nadia");
    let page = open_page!(scene, Membership);
    scene.visit(Page::Organizations);
    let before = scene.world.arrived.borrow().len();
    page.load();
    page.entry().begin("org-cedar");
    scene.run_until_idle(3_000);
    assert_eq!(scene.world.arrived.borrow().len(), before);
    assert_eq!(scene.page_name(), "organizations");
}

#[test]
fn a_saved_message_of_another_draft_stops_nobody() {
    let scene = Scene::at("agreement");
    scene.app().tab_message(&TabMessage::Saved { rev: 99, key: "draft/other".to_owned() });
    open_page!(scene, Step Agreement).title().set("Director".to_owned());
    scene.run_until_idle(1_000);
    assert_eq!(scene.stored_answer("signerTitle").as_deref(), Some("Director"));
    person::act(&scene.world, &scene.tabs[0], Strategy::Finish);
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "location");
}
