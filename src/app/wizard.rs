//! The draft of the renewal under way: what was typed and is not yet with the server.
//! Written at most 300 ms after a keystroke, when the page is hidden, and before each route change.
use super::records;
use crate::adapters::browser::{self, Timer};
use crate::adapters::storage::StoreState;
use crate::adapters::{keys, tabs};
use crate::domain::draft::{AnswerKey, Draft};
use crate::domain::envelope::{self, LoadError, Owner};
use crate::domain::step::Step;
use crate::domain::tab_message::TabMessage;
use crate::ports::{RecordStore, StoreError};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// How long a keystroke may wait to be written, in milliseconds.
const SAVE_WITHIN_MS: u32 = 300;
/// After how long a write that failed is tried again, in milliseconds.
const TRY_AGAIN_MS: u32 = 2_000;

/// How often a second write looks whether the first is done, in milliseconds.
const WAIT_MS: u32 = 50;

/// What the person is told about saving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// Nothing typed since the page was opened.
    Idle,
    /// A write is due or under way.
    Saving,
    /// Everything typed is in this browser.
    Saved,
    /// Kept in memory only: storage is denied or full.
    NotKept,
    /// Another tab wrote a newer draft; this one stopped saving.
    Stale,
    /// A newer build of the site wrote the draft; this one leaves it alone.
    Newer,
}

struct Place {
    key: String,
    owner: Owner,
    rev: u64,
}

struct Inner {
    store: Rc<dyn RecordStore>,
    place: RefCell<Option<Place>>,
    timer: RefCell<Option<Timer>>,
    dirty: Cell<bool>,
    writing: Cell<bool>,
    ended: Cell<bool>,
    durable: bool,
}

/// The draft and its saving. Copy it freely.
#[derive(Clone, Copy)]
pub struct Wizard {
    inner: StoredValue<Rc<Inner>, LocalStorage>,
    /// What was typed.
    pub draft: RwSignal<Draft>,
    /// What to tell about saving.
    pub saving: RwSignal<SaveState>,
    /// Was a draft set aside because the page stopped twice in a row?
    pub set_aside: RwSignal<bool>,
}

impl Wizard {
    /// A wizard without a draft yet.
    #[must_use]
    pub fn new(store: Rc<dyn RecordStore>, state: StoreState) -> Wizard {
        let durable = matches!(state, StoreState::Durable);
        let wizard = Wizard {
            inner: StoredValue::new_local(Rc::new(Inner {
                store,
                place: RefCell::default(),
                timer: RefCell::default(),
                dirty: Cell::new(false),
                writing: Cell::new(false),
                ended: Cell::new(false),
                durable,
            })),
            draft: RwSignal::new(Draft::default()),
            saving: RwSignal::new(if durable { SaveState::Idle } else { SaveState::NotKept }),
            set_aside: RwSignal::new(false),
        };
        tabs::on_told(move |message| wizard.heard(message));
        wizard
    }

    /// Another tab has saved: this one is told so before anything typed here is in vain. A tab hears itself too.
    fn heard(self, message: TabMessage) {
        let TabMessage::Saved { rev, key } = message else { return };
        let Some(inner) = self.inner.try_with_value(Rc::clone) else { return };
        let place = inner.place.borrow();
        let overtaken = |place: &Place| place.key == key && rev > place.rev;
        if place.as_ref().is_some_and(overtaken) && !self.stopped() {
            let _ = self.saving.try_set(SaveState::Stale);
        }
    }

    fn inner(self) -> Rc<Inner> {
        self.inner.with_value(Rc::clone)
    }

    /// Opens the draft of a renewal; what is unreadable goes to quarantine and an empty draft is used.
    pub async fn open(self, key: String, owner: Owner) {
        let inner = self.inner();
        if inner.place.borrow().as_ref().is_some_and(|place| place.key == key) {
            return;
        }
        self.close();
        let last = keys::last(&key);
        let mut rev = 0;
        let mut draft = Draft::default();
        let mut newer = false;
        // The page has stopped twice within a minute: what was typed may be why, so the draft begins without it.
        let aside = browser::take_crash_mark();
        for from in [&key, &last] {
            let Some(text) = inner.store.read(from).await.ok().flatten() else { continue };
            if aside {
                // One slot: the record itself, unless there is only what was typed last.
                let why = if self.set_aside.get_untracked() { LoadError::Expired } else { LoadError::Damaged };
                records::set_aside(&*inner.store, from, &owner.account, &text, why).await;
                self.set_aside.set(true);
                continue;
            }
            match envelope::load(&text, &owner, browser::now_ms()) {
                Ok((found, at)) if from == &key => (draft, rev) = (found, at),
                // What was typed last, if the page was left before it could be written; an older one, or one that
                // another tab has overtaken, does not follow on the record.
                Ok((found, at)) if at == rev + 1 => draft = found,
                Ok(_) => (),
                Err(refusal) if refusal.is_newer() => newer = true,
                Err(why) => records::set_aside(&*inner.store, from, &owner.account, &text, why).await,
            }
        }
        *inner.place.borrow_mut() = Some(Place { key, owner, rev });
        self.draft.set(draft);
        self.saving.set(match (newer, inner.durable) {
            (true, _) => SaveState::Newer,
            (_, true) => SaveState::Idle,
            (_, false) => SaveState::NotKept,
        });
    }

    /// Lets go of the draft without removing it.
    pub fn close(self) {
        let inner = self.inner();
        inner.timer.borrow_mut().take();
        inner.place.borrow_mut().take();
        inner.dirty.set(false);
        self.draft.set(Draft::default());
    }

    /// The person has signed out: a write that is under way leaves nothing behind.
    pub fn end(self) {
        self.inner().ended.set(true);
        self.close();
    }

    /// Has this tab stopped saving, because the stored draft is not its own any more?
    fn stopped(self) -> bool {
        matches!(self.saving.try_get_untracked(), Some(SaveState::Stale | SaveState::Newer) | None)
    }

    /// The answer typed for `key`, without subscribing to it.
    #[must_use]
    pub fn answer(self, key: AnswerKey) -> Option<String> {
        self.draft.with_untracked(|draft| draft.get(key).map(str::to_owned))
    }

    /// Keeps an answer and sees to it that it is written soon.
    pub fn set(self, key: AnswerKey, value: String) {
        self.draft.update(|draft| draft.set(key, value));
        self.touch();
    }

    /// Forgets the answers of a step that the server now has.
    pub fn clear_step(self, step: Step) {
        self.draft.update(|draft| draft.clear_step(step));
        self.touch();
    }

    fn touch(self) {
        let inner = self.inner();
        if inner.place.borrow().is_none() {
            return;
        }
        inner.dirty.set(true);
        if self.stopped() {
            return;
        }
        // Where it could not be written before, that is not taken back until it can.
        if self.saving.get_untracked() != SaveState::NotKept {
            self.saving.set(SaveState::Saving);
        }
        let mut timer = inner.timer.borrow_mut();
        if timer.is_none() {
            *timer = Some(browser::set_timeout(SAVE_WITHIN_MS, move || self.flush()));
        }
    }

    /// The page is hidden or left: writes what is due in the one way that needs nothing to happen afterwards, and
    /// in the usual way for the case that the page lives on.
    pub fn leave(self) {
        let inner = self.inner();
        let due = (inner.dirty.get() || inner.writing.get()) && !self.stopped();
        if due && let Some((key, _, text)) = self.sealed(&inner) {
            inner.store.write_last(&keys::last(&key), text);
        }
        self.flush();
    }

    /// Starts writing what is due.
    pub fn flush(self) {
        spawn_local(self.flush_now());
    }

    /// Writes what is due; resolves when it is durable or cannot be written.
    pub async fn flush_now(self) {
        let inner = self.inner();
        inner.timer.borrow_mut().take();
        while inner.writing.get() {
            browser::sleep(WAIT_MS).await;
        }
        inner.writing.set(true);
        // What was typed meanwhile goes into the next round.
        while inner.dirty.replace(false) && !self.stopped() {
            let Some((key, rev, text)) = self.sealed(&inner) else { break };
            let result = inner.store.write(&key, rev, text).await;
            if inner.ended.get() {
                let _ = inner.store.remove(&key).await;
            }
            let mut place = inner.place.borrow_mut();
            let Some(place) = place.as_mut().filter(|place| place.key == key) else { break };
            let next = match result {
                Ok(()) => {
                    place.rev = rev + 1;
                    tabs::tell(&TabMessage::Saved { rev: place.rev, key });
                    if inner.durable { SaveState::Saved } else { SaveState::NotKept }
                }
                Err(StoreError::Conflict) => SaveState::Stale,
                Err(_) => SaveState::NotKept,
            };
            let _ = self.saving.try_set(next);
            if result.is_err() {
                // Still due: with the next keystroke, when the page is left, or after a while.
                inner.dirty.set(true);
                *inner.timer.borrow_mut() = Some(browser::set_timeout(TRY_AGAIN_MS, move || self.flush()));
                break;
            }
        }
        inner.writing.set(false);
    }

    fn sealed(self, inner: &Inner) -> Option<(String, u64, String)> {
        let place = inner.place.borrow();
        let place = place.as_ref()?;
        let draft = self.draft.try_get_untracked()?;
        let text = envelope::serialize(&place.owner, place.rev + 1, browser::now_ms(), &draft);
        Some((place.key.clone(), place.rev, text))
    }

    /// Takes the newer draft that another tab wrote.
    pub async fn take_newer(self) {
        let inner = self.inner();
        let place = inner.place.borrow_mut().take();
        if let Some(place) = place {
            self.open(place.key, place.owner).await;
        }
    }

    /// Removes the draft: the renewal is paid or started over.
    pub async fn discard(self) {
        let inner = self.inner();
        let place = inner.place.borrow_mut().take();
        self.close();
        if let Some(place) = place {
            let _ = inner.store.remove(&place.key).await;
            let _ = inner.store.remove(&keys::last(&place.key)).await;
        }
    }
}
