//! Nothing that was called saved is lost, and nothing is called saved that is not.
use partner_renewal::app::autosave::SaveState;
use partner_renewal::app::pages::lazy::OpenStep;
use partner_renewal::domain::profile::FieldId;
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use simulation::drawing::Drawing;
use simulation::drawn::DrawnPage;
use simulation::scene::Scene;
use simulation::script::OnTransaction;

fn type_name(scene: &Scene, tab: usize, text: &str) {
    let Some(DrawnPage::Step(OpenStep::Profile(page))) = scene.tabs[tab].draw() else { panic!("the profile") };
    page.type_field(FieldId::TradingName, text.to_owned());
}

fn typed(scene: &Scene, tab: usize) -> String {
    let Some(DrawnPage::Step(OpenStep::Profile(page))) = scene.tabs[tab].draw() else { panic!("the profile") };
    page.value(FieldId::TradingName)
}

fn save_state(scene: &Scene, tab: usize) -> SaveState {
    scene.tabs[tab].app.as_ref().unwrap().services().drafts.save_state()
}

fn reload(scene: &mut Scene, killed: bool) {
    if !killed {
        scene.tabs[0].hide();
    }
    scene.tabs[0].load();
    scene.run_until_idle(1_000);
    scene.move_on(0);
    scene.run_until_idle(5_000);
}

/// The stored draft.
fn stored_text(scene: &Scene) -> String {
    let disk = scene.world.disk.borrow();
    disk.records
        .iter()
        .find(|(key, _)| key.starts_with("draft/"))
        .map(|(_, (_, text))| text.clone())
        .unwrap_or_default()
}

#[test]
fn what_is_typed_is_saved_within_the_time_and_survives_a_kill() {
    let mut scene = Scene::at("profile");
    type_name(&scene, 0, "Kept");
    assert_eq!(save_state(&scene, 0), SaveState::Saving);
    scene.run_until_idle(350);
    assert!(stored_text(&scene).contains("Kept"));
    reload(&mut scene, true);
    assert_eq!(typed(&scene, 0), "Kept");
}

/// What is told of saving does not change at every pause between two keys.
#[test]
fn it_is_told_that_all_is_saved_once_nothing_more_is_typed() {
    let scene = Scene::at("profile");
    for text in ["K", "Ke", "Kep", "Kept"] {
        type_name(&scene, 0, text);
        scene.run_until_idle(350);
        assert!(stored_text(&scene).contains(&format!("\\\"{text}\\\"")), "{text}");
        assert_eq!(save_state(&scene, 0), SaveState::Saving, "{text}");
    }
    scene.run_until_idle(300);
    assert_eq!(save_state(&scene, 0), SaveState::Saved);
    type_name(&scene, 0, "Kept, and more");
    assert_eq!(save_state(&scene, 0), SaveState::Saving);
}

/// Row R18: text typed right before a reload was lost.
#[test]
fn the_last_keystrokes_before_a_reload_are_kept() {
    let mut scene = Scene::at("profile");
    type_name(&scene, 0, "Last");
    reload(&mut scene, false);
    assert_eq!(typed(&scene, 0), "Last");
}

/// Row 3a.5: keys typed while a write commits were lost when the page was left then.
#[test]
fn keys_typed_while_a_write_commits_are_kept() {
    // The write is over before the next page reads, and after.
    for ms in [500, 3_000] {
        let mut scene = Scene::at("profile");
        type_name(&scene, 0, "First");
        scene.order_disk("draft/", true, 1, OnTransaction::Slow(ms));
        scene.run_until_idle(400);
        type_name(&scene, 0, "Second");
        reload(&mut scene, false);
        assert_eq!(typed(&scene, 0), "Second", "{ms}");
    }
}

/// Row R35: a write that takes six seconds and succeeds was "changed in another tab", with one tab.
#[test]
fn a_slow_write_is_not_another_tab() {
    let mut scene = Scene::at("profile");
    type_name(&scene, 0, "Slow");
    scene.order_disk("draft/", true, 1, OnTransaction::Slow(6_000));
    scene.run_until_idle(6_000);
    assert_ne!(save_state(&scene, 0), SaveState::Stale);
    type_name(&scene, 0, "Slow, and more");
    scene.run_until_idle(10_000);
    assert_eq!(save_state(&scene, 0), SaveState::Saved);
    reload(&mut scene, true);
    assert_eq!(typed(&scene, 0), "Slow, and more");
}

#[test]
fn a_write_whose_end_is_not_told_is_read_back() {
    let scene = Scene::at("profile");
    type_name(&scene, 0, "Silent");
    scene.order_disk("draft/", true, 1, OnTransaction::Silent);
    scene.run_until_idle(12_000);
    assert_eq!(save_state(&scene, 0), SaveState::Saved);
}

/// A page that has ended can still write what this one has read, under the next revision: then no write of this page
/// fitted any more, and nothing was saved.
#[test]
fn a_draft_that_was_written_once_more_under_another_revision_is_written_over() {
    let mut scene = Scene::at("profile");
    type_name(&scene, 0, "Twice");
    scene.run_until_idle(1_000);
    for (key, (rev, text)) in &mut scene.world.disk.borrow_mut().records {
        if key.starts_with("draft/") {
            let mut record: serde_json::Value = serde_json::from_str(text).unwrap();
            *rev += 1;
            record["rev"] = (*rev).into();
            *text = record.to_string();
        }
    }
    type_name(&scene, 0, "And more");
    scene.run_until_idle(10_000);
    assert_eq!(save_state(&scene, 0), SaveState::Saved);
    reload(&mut scene, true);
    assert_eq!(typed(&scene, 0), "And more");
}

/// Row R11: after a transaction that was aborted nothing was saved any more.
#[test]
fn an_aborted_write_is_tried_again() {
    let scene = Scene::at("profile");
    scene.order_disk("draft/", true, 2, OnTransaction::Abort);
    type_name(&scene, 0, "Again");
    scene.run_until_idle(1_000);
    assert_eq!(save_state(&scene, 0), SaveState::NotKept, "and it is said");
    scene.run_until_idle(6_000);
    assert_eq!(save_state(&scene, 0), SaveState::Saved);
}

/// Rows 3a.5 and R35: a first read that failed counted as "nothing is stored", and was written over.
#[test]
fn a_draft_that_could_not_be_read_is_not_written_over() {
    let mut scene = Scene::at("profile");
    type_name(&scene, 0, "From before");
    scene.run_until_idle(1_000);
    scene.order_disk("draft/", false, 2, OnTransaction::Abort);
    scene.tabs[0].load();
    scene.run_until_idle(1_000);
    scene.move_on(0);
    scene.run_until_idle(1_500);
    let Some(DrawnPage::Step(OpenStep::Profile(page))) = scene.tabs[0].draw() else { panic!("the profile") };
    page.type_field(FieldId::City, "Varna".to_owned());
    scene.run_until_idle(10_000);
    assert_eq!(save_state(&scene, 0), SaveState::Saved);
    reload(&mut scene, true);
    assert_eq!(typed(&scene, 0), "From before", "what was stored is still there");
    let Some(DrawnPage::Step(OpenStep::Profile(page))) = scene.tabs[0].draw() else { panic!("the profile") };
    assert_eq!(page.value(FieldId::City), "Varna");
}

/// Row R35: a draft that came late was not shown, and saving the step without it removed it.
#[test]
fn a_draft_that_is_read_late_is_shown_and_saved() {
    let mut scene = Scene::at("profile");
    type_name(&scene, 0, "From before");
    scene.run_until_idle(1_000);
    scene.order_disk("draft/", false, 1, OnTransaction::Abort);
    scene.tabs[0].load();
    scene.run_until_idle(1_000);
    scene.move_on(0);
    scene.run_until_idle(1_500);
    assert_ne!(typed(&scene, 0), "From before", "the page opens without it");
    let Some(DrawnPage::Step(OpenStep::Profile(page))) = scene.tabs[0].draw() else { panic!("the profile") };
    page.type_field(FieldId::City, "Varna".to_owned());
    let drawing = Drawing::of(|| page.value(FieldId::TradingName));
    scene.run_until_idle(3_000);
    assert!(drawing.is_outdated());
    assert_eq!((typed(&scene, 0).as_str(), page.value(FieldId::City).as_str()), ("From before", "Varna"));
    scene.send_profile(&page);
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement");
    let sent = scene.arrived("PUT", "/profile").into_iter().map(|request| request.body).next().unwrap();
    assert!(sent.contains("From before") && sent.contains("Varna"), "{sent}");
}

/// Promise 24: of two tabs the one that was overtaken stops, says so, and can take the newer answers.
#[test]
fn a_tab_that_was_overtaken_stops_and_takes_the_newer_draft() {
    let mut scene = Scene::at("profile");
    scene.second_tab("/renew/profile");
    type_name(&scene, 0, "Newer");
    scene.run_until_idle(1_000);
    assert_eq!(save_state(&scene, 1), SaveState::Stale);
    type_name(&scene, 1, "Older");
    scene.run_until_idle(5_000);
    let stored = stored_text(&scene);
    assert!(stored.contains("Newer") && !stored.contains("Older"));
    scene.tabs[1].app.as_ref().unwrap().take_newer_draft();
    scene.run_until_idle(5_000);
    assert_eq!(typed(&scene, 1), "Newer");
}

/// A draft written by the build before this one, and what it kept when a page was left, open.
#[test]
fn drafts_and_copies_of_the_build_before_open() {
    let mut scene = Scene::at("profile");
    type_name(&scene, 0, "Old build");
    scene.run_until_idle(1_000);
    let (key, (rev, text)) = scene
        .world
        .disk
        .borrow()
        .records
        .iter()
        .find(|(key, _)| key.starts_with("draft/"))
        .map(|(k, v)| (k.clone(), v.clone()))
        .unwrap();
    // The build before kept a copy that said nothing but the next revision.
    let record: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(record.get("follows").is_none(), "the record has the members it always had");
    let members: Vec<&String> = record.as_object().unwrap().keys().collect();
    let known = ["account", "checksum", "expires", "organization", "payload", "renewal", "rev", "savedAt", "v"];
    assert_eq!(members, known);
    let _ = rev;
    reload(&mut scene, true);
    assert_eq!(typed(&scene, 0), "Old build");
    assert!(scene.world.disk.borrow().records.contains_key(&key));
}

/// The read of the draft ended with the page that had asked for it: nothing was saved for the rest of the visit.
#[test]
fn a_page_that_is_left_while_its_draft_is_read_leaves_the_draft_to_the_next_one() {
    let mut scene = Scene::at("profile");
    type_name(&scene, 0, "Kept");
    scene.run_until_idle(400);
    scene.order_disk("draft/", false, 1, OnTransaction::Slow(4_500));
    scene.tabs[0].load();
    scene.run_until_idle(1_000);
    scene.move_on(0);
    scene.run_until_idle(1_200);
    scene.follow(Page::Step(Step::Requirements));
    scene.run_until_idle(200);
    scene.follow(Page::Step(Step::Profile));
    scene.run_until_idle(8_000);
    assert_eq!(typed(&scene, 0), "Kept");
    type_name(&scene, 0, "More");
    scene.run_until_idle(700);
    assert_eq!(save_state(&scene, 0), SaveState::Saved);
    reload(&mut scene, true);
    assert_eq!(typed(&scene, 0), "More");
}

/// The copy that was kept as the page was hidden won over a later record with the text from before.
#[test]
fn a_text_typed_once_more_after_the_page_was_hidden_is_the_one_that_is_kept() {
    let mut scene = Scene::at("profile");
    type_name(&scene, 0, "Again");
    scene.run_until_idle(400);
    type_name(&scene, 0, "Other");
    scene.tabs[0].hide();
    type_name(&scene, 0, "Again");
    scene.run_until_idle(1_000);
    assert_eq!(save_state(&scene, 0), SaveState::Saved);
    reload(&mut scene, true);
    assert_eq!(typed(&scene, 0), "Again");
}

/// A copy that the next page had taken over stayed, and won again once the text was typed as before it was made.
#[test]
fn a_copy_that_was_taken_over_does_not_come_back_later() {
    let mut scene = Scene::at("profile");
    type_name(&scene, 0, "Again");
    scene.run_until_idle(400);
    type_name(&scene, 0, "Other");
    reload(&mut scene, false);
    assert_eq!(typed(&scene, 0), "Other");
    assert!(scene.world.disk.borrow().unload_copies.is_empty(), "it is in the draft now");
    type_name(&scene, 0, "Again");
    scene.run_until_idle(1_000);
    assert_eq!(save_state(&scene, 0), SaveState::Saved);
    reload(&mut scene, true);
    assert_eq!(typed(&scene, 0), "Again");
}

/// A copy made while the store could not be read named no record that it followed, and was passed over.
#[test]
fn what_is_typed_while_the_draft_cannot_be_read_goes_over_what_was_stored() {
    let mut scene = Scene::at("profile");
    type_name(&scene, 0, "Kept");
    let Some(DrawnPage::Step(OpenStep::Profile(page))) = scene.tabs[0].draw() else { panic!("the profile") };
    page.type_field(FieldId::City, "Plovdiv".to_owned());
    scene.run_until_idle(400);
    scene.order_disk("draft/", false, 20, OnTransaction::Abort);
    reload(&mut scene, true);
    assert_eq!(save_state(&scene, 0), SaveState::NotKept);
    type_name(&scene, 0, "Typed");
    scene.world.script.borrow_mut().transactions.clear();
    reload(&mut scene, false);
    assert_eq!(typed(&scene, 0), "Typed");
    let Some(DrawnPage::Step(OpenStep::Profile(page))) = scene.tabs[0].draw() else { panic!("the profile") };
    assert_eq!(page.value(FieldId::City), "Plovdiv", "the rest of the draft is there too");
}
