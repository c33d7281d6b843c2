//! The draft as all of the program sees it. What writes and reads it (`autosave`) belongs to the lazy part, where all pages
//! are that have something to type; nothing here names it but `Drafts::autosave`, which only that part calls.
use super::autosave::{DraftAutosave, SaveState};
use super::observable::Observable;
use crate::ports::{Ports, Task};
use std::cell::OnceCell;
use std::future::ready;
use std::rc::Rc;

/// What all of the program asks of the draft.
pub(super) trait LoadedDraft {
    /// Writes what is due; resolves when it is stored or cannot be written.
    fn flush(self: Rc<Self>) -> Task<'static, ()>;
    /// Lets go of this draft and begins to read the newer one that another tab wrote.
    fn take_newer(self: Rc<Self>);
    /// The page is hidden or left.
    fn page_hidden(self: Rc<Self>);
    /// Another tab has saved a draft.
    fn other_tab_saved(self: Rc<Self>, key: &str, rev: u64);
    /// The person has signed out: a write that is under way leaves nothing behind.
    fn stop(self: Rc<Self>);
    /// The same, for the lazy part, which knows what it is.
    fn autosave(self: Rc<Self>) -> Rc<DraftAutosave>;
}

/// The draft of the renewal under way, once there is one.
pub struct Drafts {
    ports: Rc<Ports>,
    loaded: OnceCell<Rc<dyn LoadedDraft>>,
    save_state: Observable<SaveState>,
    started_without_draft: Observable<bool>,
}

impl Drafts {
    #[must_use]
    pub fn new(ports: Rc<Ports>) -> Drafts {
        let state = if ports.store.is_durable() { SaveState::Idle } else { SaveState::NotKept };
        Drafts {
            ports,
            loaded: OnceCell::new(),
            save_state: Observable::new(state),
            started_without_draft: Observable::new(false),
        }
    }

    /// What to tell about saving.
    #[must_use]
    pub fn save_state(&self) -> SaveState {
        self.save_state.get()
    }

    /// Was a draft put into quarantine because the page stopped twice in a row?
    #[must_use]
    pub fn started_without_draft(&self) -> bool {
        self.started_without_draft.get()
    }

    /// What keeps the draft; the same one each time. Call it from the lazy part only: whatever calls it is downloaded with
    /// all of it.
    #[must_use]
    pub fn autosave(&self) -> Rc<DraftAutosave> {
        let make =
            || DraftAutosave::new(Rc::clone(&self.ports), self.save_state.clone(), self.started_without_draft.clone());
        Rc::clone(self.loaded.get_or_init(|| Rc::new(make()))).autosave()
    }

    fn loaded(&self) -> Option<Rc<dyn LoadedDraft>> {
        self.loaded.get().cloned()
    }

    /// Writes what is due; resolves when it is stored or cannot be written.
    pub(super) fn flush(&self) -> Task<'static, ()> {
        self.loaded().map_or_else(|| Box::pin(ready(())) as Task<'static, ()>, LoadedDraft::flush)
    }

    /// Lets go of this draft and begins to read the newer one that another tab wrote.
    pub(super) fn take_newer(&self) {
        self.loaded().into_iter().for_each(LoadedDraft::take_newer);
    }

    /// The page is hidden or left.
    pub(super) fn page_hidden(&self) {
        self.loaded().into_iter().for_each(LoadedDraft::page_hidden);
    }

    /// Another tab has saved a draft.
    pub(super) fn other_tab_saved(&self, key: &str, rev: u64) {
        if let Some(loaded) = self.loaded() {
            loaded.other_tab_saved(key, rev);
        }
    }

    /// The person has signed out.
    pub(super) fn stop(&self) {
        self.loaded().into_iter().for_each(LoadedDraft::stop);
    }
}
