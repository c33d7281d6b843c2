//! What is read of the stored draft: when it is loaded, and after a write whose end is not known.
use super::{DraftAutosave, Event, Stored};
use crate::app::records;
use crate::domain::draft::Draft;
use crate::domain::envelope::{self, LoadError, Owner, StoredDraft};
use crate::ports::StoreError;
use std::rc::Rc;

impl DraftAutosave {
    /// Reads what is stored after a write whose end is not known, and compares it with everything that was sent since.
    pub(super) async fn read_back(self: &Rc<Self>) {
        let generation = self.generation.get();
        let Some((key, owner)) = self.slot.borrow().as_ref().map(|slot| (slot.key.clone(), slot.owner.clone())) else {
            return;
        };
        let stored = self.ports.store.read(&key).await;
        if generation != self.generation.get() {
            return;
        }
        let found = match stored {
            Err(_) => Stored::Unreadable,
            Ok(None) => Stored::Unchanged,
            Ok(Some(text)) => {
                let sent = self.sent.borrow();
                let last = sent.len().saturating_sub(1);
                match sent.iter().position(|sent| sent.text == text) {
                    Some(at) => {
                        self.stored_checksum.replace(envelope::checksum_of(&text));
                        if at == last { Stored::Latest } else { Stored::Earlier }
                    }
                    None if envelope::checksum_of(&text) == *self.stored_checksum.borrow() => {
                        let stored = envelope::load(&text, &owner, self.ports.clock.now_ms());
                        match stored.map(|(_, rev)| rev) {
                            Ok(rev) if rev != self.machine.get().rev => Stored::Rewritten { rev },
                            _ => Stored::Unchanged,
                        }
                    }
                    None => Stored::Foreign,
                }
            }
        };
        self.dispatch(Event::ReadBack(found));
    }

    /// Reads the stored draft and what was kept of it when its page was left.
    pub(super) async fn read_stored(self: &Rc<Self>) {
        let generation = self.generation.get();
        let Some((key, owner)) = self.slot.borrow().as_ref().map(|slot| (slot.key.clone(), slot.owner.clone())) else {
            return;
        };
        let store = &self.ports.store;
        let texts = match store.read(&key).await {
            Ok(record) => store.read_unload_copies(&key).await.map(|copies| (record, copies)),
            Err(error) => Err(error),
        };
        // Of two reads under way the first one counts: what it brought may have been saved since.
        if generation != self.generation.get() || !self.is_unread() {
            return;
        }
        let (record, copies) = match texts {
            Ok(texts) => texts,
            Err(error) => return self.load_failed(generation, error),
        };
        // The page has stopped twice within a minute: what was typed may be why, so the draft begins without it.
        if store.take_crash_mark() {
            self.is_without_draft.set(true);
        }
        if self.is_without_draft.get() {
            if let Err(error) = self.quarantine_all(&key, &owner, record, copies).await {
                return self.load_failed(generation, error);
            }
            self.is_without_draft.set(false);
            return self.loaded(generation, 0, Draft::default(), false);
        }
        let now = self.ports.clock.now_ms();
        let mut found = StoredDraft::default();
        match record.as_deref().map(|text| envelope::load_stored(text, &owner, now)) {
            None => {}
            Some(Ok(stored)) => found = stored,
            Some(Err(LoadError::Newer)) => return self.dispatch(Event::LoadedNewer),
            Some(Err(why)) => {
                let text = record.unwrap_or_default();
                let result = records::quarantine(&**store, &key, &owner.account, text, why, now).await;
                if let Err(error) = result {
                    // It would be met by every write, and taken for another tab's.
                    return self.load_failed(generation, error);
                }
            }
        }
        self.stored_checksum.replace(found.checksum.clone());
        let rev = found.rev;
        let mut newest = found.draft.clone();
        let mut pending = false;
        // The next write has what they say, or is newer than they are: it removes them.
        self.copy_is_kept.set(!copies.is_empty());
        for copy in copies {
            // What was typed last, if the page was left before it could be written. A copy that cannot be used or that
            // another tab has overtaken is passed over; the next one replaces it.
            if let Ok(copy) = envelope::load_stored(&copy, &owner, now) {
                if copy.follows(&found) {
                    newest = copy.draft;
                } else if copy.was_made_unread_after(&found) {
                    newest = copy.draft.over_draft(newest);
                } else {
                    continue;
                }
                pending = true;
            }
        }
        self.loaded(generation, rev, newest, pending);
    }

    /// What was typed while the store could not be read goes over what it held. `pending`: that is not all stored yet.
    fn loaded(self: &Rc<Self>, generation: u32, rev: u64, stored: Draft, pending: bool) {
        if generation == self.generation.get() && self.is_unread() {
            let typed = self.draft.now();
            let pending = pending || !typed.is_empty();
            self.draft.set(typed.over_draft(stored));
            self.dispatch(Event::Loaded { rev, pending });
        }
    }

    fn load_failed(self: &Rc<Self>, generation: u32, error: StoreError) {
        if generation == self.generation.get() {
            // A newer build of the site has the database: what it holds is not this build's to write over.
            self.dispatch(if error == StoreError::Newer { Event::LoadedNewer } else { Event::LoadFailed });
        }
    }

    /// One slot is kept: the record itself, unless there is only what was typed last.
    async fn quarantine_all(
        &self,
        key: &str,
        owner: &Owner,
        record: Option<String>,
        copies: Vec<String>,
    ) -> Result<(), StoreError> {
        let text = record.or_else(|| copies.into_iter().next_back());
        if let Some(text) = text {
            let now = self.ports.clock.now_ms();
            records::quarantine(&*self.ports.store, key, &owner.account, text, LoadError::Damaged, now).await?;
            if self.ports.store.clear_unload_copies(key).await.is_err() {
                // It is read again at the next start, where the page has not stopped twice.
            }
            self.started_without_draft.set(true);
        }
        Ok(())
    }
}
