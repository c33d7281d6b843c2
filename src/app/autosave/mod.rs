//! The draft of the renewal under way: what was typed and is not yet with the server. It is written at most 300 ms after
//! a keystroke, when the page is hidden, and before the person is led elsewhere. `machine` decides, this carries out.
mod machine;
mod reading;

pub use machine::{Autosave, Effect, Event, Phase, RETRY_MS, SAVE_WITHIN_MS, Stopped, Stored};

use super::drafts::LoadedDraft;
use super::observable::Observable;
use crate::domain::draft::{AnswerKey, Draft};
use crate::domain::envelope::{self, Owner};
use crate::domain::step::Step;
use crate::domain::tab_message::TabMessage;
use crate::ports::{Ports, Task, keys};
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// What the person is told about saving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// Nothing is typed that the program does not have.
    Idle,
    /// A write is due or under way.
    Saving,
    /// Everything typed is in this browser, and there is something.
    Saved,
    /// Kept in memory only: storage is denied, full or not to be read.
    NotKept,
    /// Another tab wrote a newer draft; this one stopped saving.
    Stale,
    /// A newer build of the site wrote the draft; this one leaves it alone.
    Newer,
}

struct DraftSlot {
    key: String,
    owner: Owner,
}

/// A text that was sent to the store, and whose end is not known yet.
struct Sent {
    text: String,
    checksum: String,
}

/// The one owner of the draft.
pub struct DraftAutosave {
    ports: Rc<Ports>,
    machine: Cell<Autosave>,
    slot: RefCell<Option<DraftSlot>>,
    draft: Observable<Draft>,
    save_state: Observable<SaveState>,
    /// Was a draft put into quarantine because the page stopped twice in a row?
    started_without_draft: Observable<bool>,
    /// Is the draft to be put into quarantine, because the page stopped twice in a row?
    is_without_draft: Cell<bool>,
    /// Counts the times that an open page has taken answers of a draft that could not be read in time for it.
    shown_late: Observable<u32>,
    sent: RefCell<Vec<Sent>>,
    /// Checksum of the stored record, as far as this tab knows.
    stored_checksum: RefCell<String>,
    /// Counts the drafts loaded, so that a report for an earlier one is told apart.
    generation: Cell<u32>,
    timer: Cell<Option<u32>>,
    timers_started: Cell<u32>,
    signed_out: Cell<bool>,
    waiting: RefCell<Vec<Waker>>,
    /// A copy was kept for the end of this page, or found from the end of another one; the next write removes it.
    copy_is_kept: Cell<bool>,
}

impl DraftAutosave {
    /// No draft is loaded yet. What there is to tell is told by the two values.
    pub(super) fn new(
        ports: Rc<Ports>,
        save_state: Observable<SaveState>,
        started_without_draft: Observable<bool>,
    ) -> DraftAutosave {
        DraftAutosave {
            ports,
            machine: Cell::default(),
            slot: RefCell::default(),
            draft: Observable::new(Draft::default()),
            save_state,
            started_without_draft,
            is_without_draft: Cell::new(false),
            shown_late: Observable::new(0),
            sent: RefCell::default(),
            stored_checksum: RefCell::default(),
            generation: Cell::new(0),
            timer: Cell::new(None),
            timers_started: Cell::new(0),
            signed_out: Cell::new(false),
            waiting: RefCell::default(),
            copy_is_kept: Cell::new(false),
        }
    }

    /// Reads the draft without following it.
    pub fn with_draft<R>(&self, read: impl FnOnce(&Draft) -> R) -> R {
        self.draft.peek(read)
    }

    /// The answer typed for `key`.
    #[must_use]
    pub fn answer(&self, key: AnswerKey) -> Option<String> {
        self.draft.peek(|draft| draft.get(key).map(str::to_owned))
    }

    /// Keeps an answer and sees to it that it is written soon.
    pub(super) fn set(self: &Rc<Self>, key: AnswerKey, value: String) {
        self.change(|draft| draft.set(key, value));
    }

    /// Forgets the answers of a step that the server now has.
    pub(super) fn clear_step(self: &Rc<Self>, step: Step) {
        self.change(|draft| draft.clear_step(step));
    }

    /// Changes the draft and sees to it that it is written soon.
    pub(super) fn change(self: &Rc<Self>, change: impl FnOnce(&mut Draft)) {
        self.draft.update(change);
        self.dispatch(Event::Typed);
    }

    /// Loads the draft of a renewal, unless it is the one that is loaded. What is unreadable goes to quarantine.
    pub(super) async fn load(self: &Rc<Self>, key: String, owner: Owner) {
        let same = self.slot.borrow().as_ref().is_some_and(|slot| slot.key == key);
        if !same {
            self.open(DraftSlot { key, owner });
        }
        self.until(|machine| machine.phase != Phase::Reading).await;
    }

    fn open(self: &Rc<Self>, slot: DraftSlot) {
        self.unload();
        self.slot.replace(Some(slot));
        self.dispatch(Event::Open);
    }

    /// Is there a stored draft that has not been read yet?
    pub(super) fn is_unread(&self) -> bool {
        self.machine.get().is_unread()
    }

    /// Resolves when the stored draft is read, or given up.
    pub(super) async fn until_read(&self) {
        self.until(|machine| !machine.is_unread()).await;
    }

    /// The open page has taken answers of a draft that was read late.
    pub(super) fn set_shown_late(&self) {
        self.shown_late.update(|count| *count = count.wrapping_add(1));
    }

    /// Whoever draws with this is drawn again when the open page takes answers of a draft that was read late.
    pub(super) fn track_shown_late(&self) {
        self.shown_late.with(|_| ());
    }

    /// Unloads the draft without removing it.
    pub(super) fn unload(self: &Rc<Self>) {
        self.generation.set(self.generation.get().wrapping_add(1));
        self.slot.take();
        self.sent.take();
        self.stored_checksum.take();
        self.copy_is_kept.set(false);
        self.draft.set(Draft::default());
        self.dispatch(Event::Unload);
    }

    /// Writes what is due; resolves when it is stored or cannot be written.
    pub(super) async fn flush(self: &Rc<Self>) {
        self.dispatch(Event::Flush);
        self.until(|machine| !machine.is_busy()).await;
    }

    async fn until(&self, holds: fn(&Autosave) -> bool) {
        poll_fn(|context| {
            if holds(&self.machine.get()) {
                return Poll::Ready(());
            }
            self.waiting.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// Removes the draft: the renewal is paid or started over.
    pub(super) async fn discard(self: &Rc<Self>) {
        let slot = self.slot.take();
        self.unload();
        self.ports.session.set_progress(None);
        if let Some(slot) = slot {
            self.remove(&slot.key).await;
        }
    }

    async fn remove(&self, key: &str) {
        for result in [self.ports.store.remove(key).await, self.ports.store.clear_unload_copies(key).await] {
            if result.is_err() {
                // Nothing is lost: a draft that is left behind is removed when its renewal is shown as paid, or expires.
            }
        }
    }

    fn dispatch(self: &Rc<Self>, event: Event) {
        let (next, effects) = self.machine.get().step(event);
        self.machine.set(next);
        let state = match next.save_state() {
            _ if !self.ports.store.is_durable() && !matches!(next.phase, Phase::Stopped(_)) => SaveState::NotKept,
            // What was typed is with the program: on the next page nothing is typed yet.
            SaveState::Saved if self.draft.peek(Draft::is_empty) => SaveState::Idle,
            state => state,
        };
        self.save_state.set_if_new(state);
        for effect in effects {
            self.carry_out(effect);
        }
        self.waiting.take().into_iter().for_each(Waker::wake);
    }

    fn carry_out(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::StartTimer(ms) => self.start_timer(ms),
            Effect::StopTimer => self.timer.set(None),
            Effect::KeepOnUnload => {
                if let Some((key, text)) = self.unload_copy() {
                    self.copy_is_kept.set(true);
                    self.ports.store.put_on_unload(&key, text);
                }
            }
            Effect::Announce => self.announce(),
            Effect::Load | Effect::Write | Effect::ReadBack => {
                let this = Rc::clone(self);
                self.ports.spawner.spawn(Box::pin(async move {
                    match effect {
                        Effect::Load => this.read_stored().await,
                        Effect::Write => this.write().await,
                        _ => this.read_back().await,
                    }
                }));
            }
        }
    }

    fn start_timer(self: &Rc<Self>, ms: u32) {
        if self.timer.get().is_some() {
            return;
        }
        let id = self.timers_started.get().wrapping_add(1);
        self.timers_started.set(id);
        self.timer.set(Some(id));
        let this = Rc::clone(self);
        self.ports.spawner.spawn(Box::pin(async move {
            this.ports.timer.sleep(ms).await;
            if this.timer.get() == Some(id) {
                this.timer.set(None);
                this.dispatch(Event::TimerFired);
            }
        }));
    }

    fn announce(&self) {
        self.sent.borrow_mut().truncate(0);
        let key = self.slot.borrow().as_ref().map(|slot| slot.key.clone());
        if let Some(key) = key {
            self.ports.tabs.send(&TabMessage::Saved { rev: self.machine.get().rev, key });
        }
    }

    /// The draft as it is now, for the moment in which the page is left, with what it may follow.
    fn unload_copy(&self) -> Option<(String, String)> {
        let slot = self.slot.borrow();
        let slot = slot.as_ref()?;
        let mut follows = vec![self.stored_checksum.borrow().clone()];
        follows.extend(self.sent.borrow().iter().map(|sent| sent.checksum.clone()));
        if self.is_unread() {
            // An empty draft must not take the place of a copy that was not read either.
            if self.draft.peek(Draft::is_empty) {
                return None;
            }
            follows = vec![envelope::UNREAD.to_owned()];
        }
        let (rev, now) = (self.machine.get().rev, self.ports.clock.now_ms());
        let text = self.draft.peek(|draft| envelope::serialize_unload_copy(&slot.owner, rev + 1, now, draft, &follows));
        Some((slot.key.clone(), text))
    }

    async fn write(self: &Rc<Self>) {
        let generation = self.generation.get();
        let rev = self.machine.get().rev;
        let prepared = self.slot.borrow().as_ref().map(|slot| {
            let now = self.ports.clock.now_ms();
            let text = self.draft.peek(|draft| envelope::serialize(&slot.owner, rev + 1, now, draft));
            (slot.key.clone(), text)
        });
        let Some((key, text)) = prepared else { return };
        let checksum = envelope::checksum_of(&text);
        self.sent.borrow_mut().push(Sent { text: text.clone(), checksum: checksum.clone() });
        let replaces_copy = self.copy_is_kept.replace(false);
        let result = self.ports.store.compare_and_set(&key, rev, text).await;
        if self.signed_out.get() && self.ports.store.remove(&key).await.is_err() {
            // Signing out has emptied the store before; what a denied store holds cannot be reached by anybody.
        }
        if generation != self.generation.get() {
            return;
        }
        let is_replaced = replaces_copy && result.is_ok();
        if result.is_ok() {
            self.stored_checksum.replace(checksum);
        } else if replaces_copy {
            self.copy_is_kept.set(true);
        }
        self.dispatch(Event::Written(result));
        // A copy that stayed would win over the record again once the same text is typed as before it was made.
        if is_replaced && !self.copy_is_kept.get() && self.ports.store.clear_unload_copies(&key).await.is_err() {
            // It follows a record that this write has replaced, and is passed over.
        }
    }

    /// The renewal is shown as paid: removes what a page that ended too early has left here of it.
    pub(super) async fn clear_leftovers(self: &Rc<Self>, account: &str, organization: &str, renewal: &str) {
        self.discard().await;
        self.remove(&keys::draft(account, organization, renewal)).await;
    }
}

impl LoadedDraft for DraftAutosave {
    fn flush(self: Rc<Self>) -> Task<'static, ()> {
        Box::pin(async move { DraftAutosave::flush(&self).await })
    }

    fn take_newer(self: Rc<Self>) {
        let slot = self.slot.take();
        if let Some(slot) = slot {
            self.open(slot);
        }
    }

    fn page_hidden(self: Rc<Self>) {
        self.dispatch(Event::Unloading);
    }

    fn other_tab_saved(self: Rc<Self>, key: &str, rev: u64) {
        if self.slot.borrow().as_ref().is_some_and(|slot| slot.key == key) {
            self.dispatch(Event::OtherTabSaved { rev });
        }
    }

    fn stop(self: Rc<Self>) {
        self.signed_out.set(true);
        self.unload();
    }

    fn autosave(self: Rc<Self>) -> Rc<DraftAutosave> {
        self
    }
}
