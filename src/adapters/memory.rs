//! Drafts and journals in memory, for browsers that deny storage: they last as long as the page.
use super::keys;
use crate::ports::{RecordStore, StoreError, Task};
use std::cell::RefCell;

struct Record {
    key: String,
    rev: u64,
    text: String,
}

/// Records with their revisions.
#[derive(Default)]
pub struct MemoryStore {
    records: RefCell<Vec<Record>>,
}

impl MemoryStore {
    fn put(&self, key: &str, rev: u64, text: String) {
        let mut records = self.records.borrow_mut();
        records.retain(|record| record.key != key);
        records.push(Record { key: key.to_owned(), rev, text });
    }
}

impl RecordStore for MemoryStore {
    fn read(&self, key: &str) -> Task<'_, Result<Option<String>, StoreError>> {
        let text = self.records.borrow().iter().find(|record| record.key == key).map(|record| record.text.clone());
        Box::pin(async move { Ok(text) })
    }

    fn write(&self, key: &str, expected_rev: u64, value: String) -> Task<'_, Result<(), StoreError>> {
        let rev =
            self.records.borrow().iter().find(|record| record.key == key).map_or(expected_rev, |record| record.rev);
        let result = if rev == expected_rev {
            self.put(key, rev + 1, value);
            Ok(())
        } else {
            Err(StoreError::Conflict)
        };
        Box::pin(async move { result })
    }

    fn write_last(&self, key: &str, value: String) {
        self.put(key, 1, value);
    }

    fn remove(&self, key: &str) -> Task<'_, Result<(), StoreError>> {
        self.records.borrow_mut().retain(|record| record.key != key);
        Box::pin(async { Ok(()) })
    }

    fn remove_where(&self, kind: &'static str, over: Box<dyn Fn(&str) -> bool>) -> Task<'_, Result<(), StoreError>> {
        self.records.borrow_mut().retain(|record| keys::store_of(&record.key) != kind || !over(&record.text));
        Box::pin(async { Ok(()) })
    }

    fn clear(&self) -> Task<'_, Result<(), StoreError>> {
        self.records.borrow_mut().clear();
        Box::pin(async { Ok(()) })
    }
}
