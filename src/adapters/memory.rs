//! Drafts and journals in memory, for browsers that deny storage: they last as long as the page.
use crate::ports::{RecordStore, StoreError, Task};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Records with their revisions.
#[derive(Default)]
pub struct MemoryStore {
    records: RefCell<BTreeMap<String, (u64, String)>>,
}

impl RecordStore for MemoryStore {
    fn read(&self, key: &str) -> Task<'_, Result<Option<String>, StoreError>> {
        let text = self.records.borrow().get(key).map(|(_, text)| text.clone());
        Box::pin(async move { Ok(text) })
    }

    fn write(&self, key: &str, expected_rev: u64, value: String) -> Task<'_, Result<(), StoreError>> {
        let mut records = self.records.borrow_mut();
        let result = if records.get(key).map_or(0, |(rev, _)| *rev) == expected_rev {
            records.insert(key.to_owned(), (expected_rev + 1, value));
            Ok(())
        } else {
            Err(StoreError::Conflict)
        };
        Box::pin(async move { result })
    }

    fn remove(&self, key: &str) -> Task<'_, Result<(), StoreError>> {
        self.records.borrow_mut().remove(key);
        Box::pin(async { Ok(()) })
    }

    fn clear(&self) -> Task<'_, Result<(), StoreError>> {
        self.records.borrow_mut().clear();
        Box::pin(async { Ok(()) })
    }
}
