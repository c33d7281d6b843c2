//! What the person is told about saving, and that it is so.
use partner_renewal::app::autosave::SaveState;
use partner_renewal::app::pages::lazy::OpenStep;
use partner_renewal::domain::draft::AnswerKey;
use partner_renewal::domain::route::Page;
use partner_renewal::domain::tab_message::TabMessage;
use partner_renewal::ports::StoreError;
use simulation::drawing::Drawing;
use simulation::drawn::DrawnPage;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnTransaction;

fn save_state(scene: &Scene) -> SaveState {
    scene.app().services().drafts.save_state()
}

fn type_title(scene: &Scene, title: &str) {
    open_page!(scene, Step Agreement).title().set(title.to_owned());
}

fn stored(scene: &Scene) -> Option<String> {
    scene.stored_answer("signerTitle")
}

#[test]
fn saving_is_told_as_it_goes() {
    let mut scene = Scene::at("agreement");
    scene.reload();
    assert_eq!(save_state(&scene), SaveState::Idle, "nothing has been typed on this page");
    let app = scene.app();
    let drawing = Drawing::of(|| app.services().drafts.save_state());
    type_title(&scene, "Director");
    assert_eq!(save_state(&scene), SaveState::Saving);
    assert!(drawing.is_outdated());
    assert_eq!(app.services().autosave().answer(AnswerKey::SignerTitle).as_deref(), Some("Director"));
    scene.run_until_idle(250);
    assert_eq!((save_state(&scene), stored(&scene)), (SaveState::Saving, None));
    scene.run_until_idle(200);
    assert_eq!((save_state(&scene), stored(&scene).as_deref()), (SaveState::Saving, Some("Director")));
    scene.run_until_idle(300);
    assert_eq!(save_state(&scene), SaveState::Saved);
}

#[test]
fn the_next_step_does_not_speak_of_what_was_typed_on_the_one_before() {
    let mut scene = Scene::at("agreement");
    type_title(&scene, "Director");
    scene.run_until_idle(1_000);
    assert_eq!(save_state(&scene), SaveState::Saved);
    scene.go_to(0, "location");
    scene.run_until_idle(1_000);
    assert_eq!((save_state(&scene), stored(&scene)), (SaveState::Idle, None), "nothing is typed here yet");
}

#[test]
fn a_browser_that_keeps_nothing_says_so_from_the_start_and_keeps_it_for_the_page() {
    let mut scene = Scene::of("nadia");
    scene.world.disk.borrow_mut().is_denied = true;
    scene.tabs[0].load();
    assert_eq!(save_state(&scene), SaveState::NotKept);
    scene.go_to(0, "agreement");
    type_title(&scene, "Director");
    scene.run_until_idle(1_000);
    assert_eq!(save_state(&scene), SaveState::NotKept);
    scene.visit(Page::Membership);
    open_page!(scene, Membership).entry().resume(&scene.renewal().id);
    scene.run_until_idle(3_000);
    assert_eq!(open_page!(scene, Step Agreement).title().typed(), "Director");
}

#[test]
fn a_full_disk_is_told_and_writing_goes_on_when_there_is_room() {
    let scene = Scene::at("agreement");
    scene.order_disk("draft/", true, 1, OnTransaction::Refuse(StoreError::Full));
    type_title(&scene, "Director");
    scene.run_until_idle(1_000);
    assert_eq!((save_state(&scene), stored(&scene)), (SaveState::NotKept, None));
    scene.run_until_idle(3_000);
    assert_eq!((save_state(&scene), stored(&scene).as_deref()), (SaveState::Saved, Some("Director")));
}

#[test]
fn a_store_that_can_be_read_again_is_no_trouble_any_more() {
    let mut scene = Scene::at("agreement");
    scene.order_disk("draft/", false, 1, OnTransaction::Abort);
    scene.tabs[0].load();
    scene.run_until_idle(1_000);
    scene.move_on(0);
    scene.run_until_idle(1_500);
    assert_eq!(save_state(&scene), SaveState::NotKept);
    scene.run_until_idle(3_000);
    assert_eq!(save_state(&scene), SaveState::Idle);
}

#[test]
fn a_tab_that_tells_of_a_draft_already_known_stops_nobody() {
    let scene = Scene::at("agreement");
    type_title(&scene, "Director");
    scene.run_until_idle(1_000);
    let key = scene.world.disk.borrow().records.keys().find(|key| key.starts_with("draft/")).unwrap().clone();
    let record: serde_json::Value = serde_json::from_str(&scene.stored("draft/").unwrap()).unwrap();
    let rev = record["rev"].as_u64().unwrap();
    scene.app().tab_message(&TabMessage::Saved { rev, key: key.clone() });
    assert_eq!(save_state(&scene), SaveState::Saved);
    scene.app().tab_message(&TabMessage::Saved { rev: rev + 1, key });
    assert_eq!(save_state(&scene), SaveState::Stale);
}

#[test]
fn a_page_that_is_left_writes_at_once_and_keeps_a_copy_besides() {
    let scene = Scene::at("agreement");
    let before: serde_json::Value = serde_json::from_str(&scene.stored("draft/").unwrap()).unwrap();
    type_title(&scene, "Director");
    scene.app().page_hidden();
    let copy = scene.world.disk.borrow().unload_copies.values().next().unwrap().clone();
    let copy: serde_json::Value = serde_json::from_str(&copy).unwrap();
    assert!(copy["payload"].as_str().unwrap().contains("Director"));
    assert_eq!(copy["rev"].as_u64(), before["rev"].as_u64().map(|rev| rev + 1));
    assert_eq!(copy["follows"], before["checksum"], "it says what it may follow");
    scene.run_until_idle(50);
    assert_eq!(stored(&scene).as_deref(), Some("Director"));
}

#[test]
fn a_page_that_is_left_while_a_write_is_under_way_keeps_a_copy() {
    let mut scene = Scene::at("agreement");
    scene.order_disk("draft/", true, 1, OnTransaction::Slow(3_000));
    type_title(&scene, "First");
    scene.run_until_idle(400);
    type_title(&scene, "Second");
    scene.app().page_hidden();
    scene.tabs[0].load();
    scene.sign_in();
    assert_eq!(open_page!(scene, Step Agreement).title().typed(), "Second");
    scene.run_until_idle(1_000);
    assert_eq!(stored(&scene).as_deref(), Some("Second"));
}

#[test]
fn a_page_that_is_hidden_before_its_draft_was_read_reads_it_and_keeps_both() {
    let mut scene = Scene::at("agreement");
    type_title(&scene, "Stored");
    scene.run_until_idle(1_000);
    scene.order_disk("draft/", false, 2, OnTransaction::Abort);
    scene.tabs[0].load();
    scene.run_until_idle(1_000);
    scene.move_on(0);
    scene.run_until_idle(3_000);
    let page = open_page!(scene, Step Agreement);
    assert_eq!((page.title().typed().as_str(), save_state(&scene)), ("", SaveState::NotKept));
    page.type_name("Nadia E.".to_owned());
    let drawing = Drawing::of(|| (page.name(), page.title().typed()));
    scene.app().page_hidden();
    assert!(scene.world.disk.borrow().unload_copies.values().any(|copy| copy.contains("Nadia E.")));
    scene.run_until_idle(2_000);
    assert_eq!(save_state(&scene), SaveState::Saved);
    assert_eq!(stored(&scene).as_deref(), Some("Stored"));
    assert_eq!(scene.stored_answer("signerName").as_deref(), Some("Nadia E."));
    let is_redrawn = drawing.is_outdated();
    assert_eq!((page.name().as_str(), page.title().typed().as_str(), is_redrawn), ("Nadia E.", "Stored", true));
}

#[test]
fn a_write_that_ended_without_a_word_is_found_and_the_newer_text_written_after_it() {
    let scene = Scene::at("agreement");
    scene.order_disk("draft/", true, 1, OnTransaction::Silent);
    type_title(&scene, "First");
    scene.run_until_idle(400);
    type_title(&scene, "Second");
    scene.run_until_idle(8_000);
    assert_eq!((save_state(&scene), stored(&scene).as_deref()), (SaveState::Saved, Some("Second")));
}

#[test]
fn a_write_whose_end_cannot_be_read_back_is_written_again() {
    let scene = Scene::at("agreement");
    scene.order_disk("draft/", true, 1, OnTransaction::Refuse(StoreError::Unknown));
    scene.order_disk("draft/", false, 1, OnTransaction::Abort);
    type_title(&scene, "Director");
    scene.run_until_idle(1_000);
    assert_eq!(save_state(&scene), SaveState::NotKept);
    scene.run_until_idle(4_000);
    assert_eq!((save_state(&scene), stored(&scene).as_deref()), (SaveState::Saved, Some("Director")));
}

#[test]
fn a_write_that_did_not_happen_is_written_again() {
    for nothing_before in [true, false] {
        let scene = Scene::at("agreement");
        if nothing_before {
            scene.world.disk.borrow_mut().records.clear();
        } else {
            type_title(&scene, "Before");
            scene.run_until_idle(1_000);
        }
        scene.order_disk("draft/", true, 1, OnTransaction::Refuse(StoreError::Unknown));
        type_title(&scene, "Director");
        scene.run_until_idle(1_000);
        assert_eq!(save_state(&scene), SaveState::NotKept, "{nothing_before}");
        scene.run_until_idle(4_000);
        assert_eq!((save_state(&scene), stored(&scene).as_deref()), (SaveState::Saved, Some("Director")));
    }
}

#[test]
fn a_draft_that_another_tab_wrote_over_meanwhile_is_not_written_over() {
    let mut scene = Scene::at("agreement");
    scene.second_tab("/renew/agreement");
    let Some(DrawnPage::Step(OpenStep::Agreement(other))) = scene.tabs[1].draw() else { panic!("the agreement") };
    scene.order_disk("draft/", true, 1, OnTransaction::Slow(1_000));
    other.title().set("Theirs".to_owned());
    scene.run_until_idle(350);
    type_title(&scene, "Mine");
    scene.run_until_idle(5_000);
    assert_eq!(stored(&scene).as_deref(), Some("Theirs"));
    assert_eq!(save_state(&scene), SaveState::Stale);
    let app = scene.app();
    let drawing = Drawing::of(|| app.track_redraws());
    app.take_newer_draft();
    scene.run_until_idle(5_000);
    assert!(drawing.is_outdated());
    assert_eq!(open_page!(scene, Step Agreement).title().typed(), "Theirs");
    type_title(&scene, "Mine again");
    scene.run_until_idle(1_000);
    assert_eq!((save_state(&scene), stored(&scene).as_deref()), (SaveState::Saved, Some("Mine again")));
}

/// What was typed over the older answers while the newer ones were read went over them, and was stored.
#[test]
fn the_older_answers_are_gone_before_the_newer_ones_are_read() {
    let mut scene = Scene::at("agreement");
    scene.second_tab("/renew/agreement");
    let Some(DrawnPage::Step(OpenStep::Agreement(other))) = scene.tabs[1].draw() else { panic!("the agreement") };
    other.title().set("Theirs".to_owned());
    scene.run_until_idle(1_000);
    assert_eq!(save_state(&scene), SaveState::Stale);
    scene.order_disk("draft/", false, 1, OnTransaction::Slow(2_000));
    scene.app().take_newer_draft();
    for _ in 0..10 {
        if let Some(DrawnPage::Step(OpenStep::Agreement(page))) = scene.tabs[0].draw() {
            // Its fields are there to be typed in once it is ready.
            if page.with_state(|state| state.ready().is_some()) {
                page.title().set("Over the older answers".to_owned());
            }
        }
        scene.run_until_idle(100);
    }
    scene.run_until_idle(5_000);
    assert_eq!(open_page!(scene, Step Agreement).title().typed(), "Theirs");
    assert_eq!(stored(&scene).as_deref(), Some("Theirs"));
}

#[test]
fn a_write_that_comes_after_the_sign_out_leaves_nothing_behind() {
    let scene = Scene::at("agreement");
    scene.order_disk("draft/", true, 1, OnTransaction::Slow(3_000));
    type_title(&scene, "Director");
    scene.run_until_idle(400);
    scene.app().sign_out();
    scene.run_until_idle(10_000);
    assert!(scene.world.disk.borrow().records.is_empty(), "{:?}", scene.world.disk.borrow().records);
}

#[test]
fn what_was_typed_for_a_step_that_is_saved_is_forgotten_and_nothing_else() {
    let mut scene = Scene::at("agreement");
    type_title(&scene, "Director");
    scene.go_to(0, "location");
    open_page!(scene, Step Location).chosen().set("loc-cedar-vienna".to_owned());
    scene.visit(Page::parse("/renew/profile"));
    open_page!(scene, Step Profile).send();
    scene.run_until_idle(5_000);
    assert_eq!(stored(&scene), None);
    assert_eq!(scene.stored_answer("location").as_deref(), Some("loc-cedar-vienna"));
}

#[test]
fn an_earlier_text_that_is_found_stored_is_followed_by_the_latest() {
    let scene = Scene::at("agreement");
    scene.order_disk("draft/", true, 1, OnTransaction::Silent);
    type_title(&scene, "First");
    scene.run_until_idle(2_000);
    scene.order_disk("draft/", false, 1, OnTransaction::Abort);
    type_title(&scene, "Second");
    scene.order_disk("draft/", true, 1, OnTransaction::Refuse(StoreError::Unknown));
    scene.run_until_idle(4_000);
    assert_eq!((save_state(&scene), stored(&scene).as_deref()), (SaveState::NotKept, Some("First")));
    scene.run_until_idle(2_000);
    assert_eq!((save_state(&scene), stored(&scene).as_deref()), (SaveState::Saved, Some("Second")), "at once");
}

#[test]
fn a_draft_that_is_let_go_of_while_it_is_compared_says_nothing_more() {
    let scene = Scene::at("agreement");
    scene.order_disk("draft/", true, 1, OnTransaction::Refuse(StoreError::Unknown));
    scene.order_disk("draft/", false, 1, OnTransaction::Slow(2_000));
    type_title(&scene, "Director");
    scene.run_until_idle(1_000);
    scene.app().sign_out();
    scene.run_until_idle(5_000);
    assert_eq!(save_state(&scene), SaveState::Idle);
    assert!(scene.world.disk.borrow().records.is_empty());
}

#[test]
fn a_draft_that_comes_after_the_sign_out_is_nobodys_on_this_page() {
    let mut scene = Scene::at("agreement");
    type_title(&scene, "Director");
    scene.run_until_idle(1_000);
    scene.order_disk("draft/", false, 1, OnTransaction::Slow(3_000));
    scene.tabs[0].load();
    scene.run_until_idle(1_000);
    scene.move_on(0);
    scene.run_until_idle(2_000);
    scene.app().sign_out();
    scene.run_until_idle(5_000);
    assert!(scene.app().services().autosave().with_draft(|draft| draft.is_empty()));
}

#[test]
fn a_draft_that_cannot_be_removed_does_not_keep_a_renewal_from_being_given_up() {
    let scene = Scene::at("agreement");
    type_title(&scene, "Director");
    scene.run_until_idle(1_000);
    scene.visit(Page::Membership);
    scene.order_disk("draft/", false, 1, OnTransaction::Abort);
    open_page!(scene, Membership).entry().start_over(&scene.renewal().id);
    scene.run_until_idle(3_000);
    assert_eq!(scene.renewal().status, "cancelled");
    assert_eq!(stored(&scene).as_deref(), Some("Director"), "it expires, or is never opened again");
    assert!(scene.app().services().autosave().with_draft(|draft| draft.is_empty()));
}
