//! Drafts that cannot be used: what is kept of them, for whom, and for how long.
use partner_renewal::app::autosave::SaveState;
use partner_renewal::app::pages::membership_extras::MembershipExtras;
use partner_renewal::app::records;
use partner_renewal::domain::envelope::QUARANTINE_MS;
use partner_renewal::domain::route::Page;
use partner_renewal::ports::StoreError;
use serde_json::Value;
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnTransaction;
use std::cell::RefCell;
use std::rc::Rc;

const DAY_MS: i64 = 86_400_000;

/// A renewal at the agreement, whose stored draft is changed so while nobody looks, and opened again.
fn reopened(change: impl FnOnce(&str) -> String) -> Scene {
    let mut scene = prepared(change);
    scene.sign_in();
    scene
}

/// What the membership page adds once the lazy part is here.
fn extras(scene: &Scene) -> Rc<MembershipExtras> {
    let extras = MembershipExtras::of(&*open_page!(scene, Membership));
    scene.run_until_idle(1_000);
    extras
}

fn prepared(change: impl FnOnce(&str) -> String) -> Scene {
    let mut scene = Scene::at("agreement");
    open_page!(scene, Step Agreement).title().set("Director".to_owned());
    scene.run_until_idle(1_000);
    {
        let mut disk = scene.world.disk.borrow_mut();
        let record = disk.records.iter_mut().find(|(key, _)| key.starts_with("draft/")).unwrap();
        record.1.1 = change(&record.1.1);
    }
    scene.tabs[0].load();
    scene
}

fn quarantined(scene: &Scene) -> Option<(i64, String)> {
    let record: Value = serde_json::from_str(&scene.stored("quarantine/")?).unwrap();
    Some((record["at"].as_i64().unwrap(), record["text"].as_str().unwrap().to_owned()))
}

fn with(text: &str, member: &str, value: Value) -> String {
    let mut record: Value = serde_json::from_str(text).unwrap();
    record[member] = value;
    record.to_string()
}

fn save_state(scene: &Scene) -> SaveState {
    scene.app().services().drafts.save_state()
}

#[test]
fn a_draft_that_cannot_be_read_is_quarantined_and_the_person_may_delete_it() {
    let scene = reopened(|_| "half a reco".to_owned());
    assert_eq!(open_page!(scene, Step Agreement).title().typed(), "", "the step opens without it");
    let (at, text) = quarantined(&scene).unwrap();
    assert_eq!(text, "half a reco");
    assert!((0..10_000).contains(&(scene.world.now_ms() - at)));
    assert_eq!(scene.stored("draft/"), None);
    scene.visit(Page::Membership);
    let page = extras(&scene);
    assert_eq!(page.unreadable_draft().as_deref(), Some("half a reco"));
    scene.order_disk("quarantine/", false, 1, OnTransaction::Abort);
    page.delete_unreadable_draft();
    scene.run_until_idle(1_000);
    assert!(page.unreadable_draft().is_some(), "what could not be deleted is still offered");
    assert!(scene.app().services().action_failed(), "and it is said");
    scene.around().take_focus();
    let drawing = Drawing::of(|| page.unreadable_draft());
    page.delete_unreadable_draft();
    scene.run_until_idle(1_000);
    assert!(drawing.is_outdated());
    assert_eq!((page.unreadable_draft(), quarantined(&scene)), (None, None));
    assert!(!scene.app().services().action_failed());
    assert_eq!(scene.around().take_focus(), ["h1"], "the button that had the focus is gone");
}

#[test]
fn a_damaged_draft_is_quarantined_up_to_the_size_that_is_kept() {
    let long = "ж".repeat(20_000);
    let scene = reopened(|text| with(text, "checksum", Value::from(long)));
    let (_, text) = quarantined(&scene).unwrap();
    assert!(text.len() <= 32 * 1024 && text.len() > 32 * 1024 - 2, "{}", text.len());
    let mut scene = scene;
    scene.reload();
    assert_eq!(open_page!(scene, Step Agreement).title().typed(), "");
}

#[test]
fn a_draft_of_somebody_else_or_from_long_ago_is_removed_and_shown_to_nobody() {
    for (member, value) in [("account", Value::from("somebody")), ("expires", Value::from(1_000))] {
        let scene = reopened(|text| with(text, member, value));
        assert_eq!(open_page!(scene, Step Agreement).title().typed(), "");
        assert_eq!((quarantined(&scene), scene.stored("draft/")), (None, None), "{member}");
    }
}

#[test]
fn a_draft_that_cannot_be_quarantined_stays_until_it_can() {
    for broken in ["half a record", ""] {
        let mut scene =
            prepared(|text| if broken.is_empty() { with(text, "checksum", "".into()) } else { broken.into() });
        scene.order_disk("quarantine/", true, 10, OnTransaction::Abort);
        scene.sign_in();
        let damaged = scene.stored("draft/").unwrap();
        assert_eq!((quarantined(&scene), save_state(&scene)), (None, SaveState::NotKept));
        open_page!(scene, Step Agreement).title().set("Manager".to_owned());
        scene.run_until_idle(1_000);
        assert_eq!(scene.stored("draft/"), Some(damaged.clone()), "nothing is written over it");
        scene.run_until_idle(30_000);
        assert_eq!(quarantined(&scene).unwrap().1, damaged);
        assert_eq!(save_state(&scene), SaveState::Saved);
        assert_eq!(scene.stored_answer("signerTitle").as_deref(), Some("Manager"));
    }
}

#[test]
fn a_draft_that_cannot_be_quarantined_after_the_page_stopped_twice_is_not_shown_either() {
    let mut scene = prepared(str::to_owned);
    scene.world.disk.borrow().crashed_twice.set(true);
    scene.order_disk("quarantine/", true, 10, OnTransaction::Abort);
    scene.sign_in();
    open_page!(scene, Step Agreement).type_name("Nadia E.".to_owned());
    scene.run_until_idle(30_000);
    assert!(quarantined(&scene).unwrap().1.contains("Director"));
    assert_eq!(open_page!(scene, Step Agreement).title().typed(), "");
    assert_eq!((save_state(&scene), scene.stored_answer("signerTitle")), (SaveState::Saved, None));
    assert_eq!(scene.stored_answer("signerName").as_deref(), Some("Nadia E."));
}

#[test]
fn a_draft_that_was_quarantined_and_cannot_be_removed_is_removed_later() {
    let mut scene = prepared(|_| "half a record".to_owned());
    scene.order_disk("draft/", false, 1, OnTransaction::Slow(5));
    scene.order_disk("draft/", false, 1, OnTransaction::Abort);
    scene.run_until_idle(1_000);
    scene.move_on(0);
    scene.run_until_idle(1_500);
    assert_eq!(quarantined(&scene).unwrap().1, "half a record");
    assert!(scene.stored("draft/").is_some());
    scene.run_until_idle(4_000);
    assert_eq!(scene.stored("draft/"), None);
}

#[test]
fn what_was_quarantined_is_offered_for_seven_days_and_then_removed() {
    for (age, is_offered) in [(7 * DAY_MS - 120_000, true), (7 * DAY_MS, false)] {
        let scene = Scene::signed_in_as("nadia");
        let account = scene.app().services().sessions.identity().unwrap().account_key;
        let text = format!(r#"{{"at":{},"text":"kept"}}"#, scene.world.now_ms() - age);
        scene.world.disk.borrow_mut().records.insert(format!("quarantine/{account}"), (1, text));
        scene.visit(Page::Organizations);
        scene.visit(Page::Membership);
        assert_eq!(extras(&scene).unreadable_draft().is_some(), is_offered);
        assert_eq!(scene.stored("quarantine/").is_some(), is_offered);
    }
}

#[test]
fn seven_days_are_over_at_their_last_millisecond() {
    let scene = Scene::signed_in_as("nadia");
    let account = scene.app().services().sessions.identity().unwrap().account_key;
    let key = format!("quarantine/{account}");
    scene.world.disk.borrow_mut().records.insert(key, (1, r#"{"at":1000,"text":"kept"}"#.to_owned()));
    for (age, kept) in [(QUARANTINE_MS - 1, Some("kept".to_owned())), (QUARANTINE_MS, None)] {
        let (store, account) = (Rc::clone(&scene.app().services().ports.store), account.clone());
        let found = Rc::new(RefCell::new(None));
        let slot = Rc::clone(&found);
        scene.world.spawn(
            None,
            Box::pin(
                async move { *slot.borrow_mut() = Some(records::unreadable(&*store, &account, 1_000 + age).await) },
            ),
        );
        scene.run_until_idle(1_000);
        assert_eq!(found.take(), Some(Ok(kept)));
    }
}

#[test]
fn a_store_that_cannot_be_read_offers_nothing_and_loses_nothing() {
    let scene = reopened(|_| "half a record".to_owned());
    scene.order_disk("quarantine/", false, 1, OnTransaction::Abort);
    scene.visit(Page::Membership);
    assert_eq!(extras(&scene).unreadable_draft(), None);
    scene.visit(Page::Organizations);
    scene.visit(Page::Membership);
    assert_eq!(extras(&scene).unreadable_draft().as_deref(), Some("half a record"));
}

#[test]
fn a_draft_of_a_newer_build_is_left_alone() {
    let scene = reopened(|text| with(text, "v", Value::from(2)));
    assert_eq!(save_state(&scene), SaveState::Newer);
    let before = scene.stored("draft/");
    open_page!(scene, Step Agreement).title().set("Manager".to_owned());
    scene.run_until_idle(3_000);
    assert_eq!(save_state(&scene), SaveState::Newer, "and that is said");
    assert_eq!(scene.stored("draft/"), before);
    assert_eq!(quarantined(&scene), None);
}

#[test]
fn a_database_of_a_newer_build_is_left_alone() {
    let mut scene = prepared(str::to_owned);
    scene.order_disk("draft/", false, 1, OnTransaction::Refuse(StoreError::Newer));
    scene.sign_in();
    assert_eq!(save_state(&scene), SaveState::Newer);
    assert_eq!(open_page!(scene, Step Agreement).title().typed(), "");
    assert_eq!(scene.stored_answer("signerTitle").as_deref(), Some("Director"));
}

#[test]
fn a_page_that_stopped_twice_begins_without_what_was_typed_and_quarantines_it() {
    let mut scene = prepared(str::to_owned);
    scene.world.disk.borrow().crashed_twice.set(true);
    scene.sign_in();
    assert!(scene.app().services().drafts.started_without_draft());
    assert_eq!(open_page!(scene, Step Agreement).title().typed(), "");
    assert!(quarantined(&scene).unwrap().1.contains("Director"));
    assert_eq!(scene.stored("draft/"), None);
    open_page!(scene, Step Agreement).title().set("Manager".to_owned());
    scene.run_until_idle(1_000);
    assert_eq!(scene.stored_answer("signerTitle").as_deref(), Some("Manager"), "and it is kept from now on");
    scene.reload();
    assert!(!scene.app().services().drafts.started_without_draft(), "once");
    assert_eq!(open_page!(scene, Step Agreement).title().typed(), "Manager");
}

#[test]
fn a_page_that_stopped_twice_quarantines_the_last_keystrokes_too() {
    let mut scene = prepared(str::to_owned);
    let copy = scene.world.disk.borrow_mut().records.pop_first().unwrap();
    assert!(copy.0.starts_with("draft/"));
    scene.world.disk.borrow_mut().unload_copies.insert(copy.0, copy.1.1);
    scene.world.disk.borrow().crashed_twice.set(true);
    scene.sign_in();
    assert!(quarantined(&scene).unwrap().1.contains("Director"));
    assert!(scene.world.disk.borrow().unload_copies.is_empty());
    assert!(scene.app().services().drafts.started_without_draft());
}

#[test]
fn a_page_that_stopped_twice_with_nothing_typed_says_nothing() {
    let mut scene = Scene::at("agreement");
    scene.world.disk.borrow_mut().records.clear();
    scene.world.disk.borrow().crashed_twice.set(true);
    scene.reload();
    assert!(!scene.app().services().drafts.started_without_draft());
    assert_eq!(quarantined(&scene), None);
}
