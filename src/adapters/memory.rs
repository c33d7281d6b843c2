//! Drafts and journals in memory, for browsers that deny storage: they last as long as the page.
use super::browser::take_session_mark;
use crate::ports::{RecordStore, StoreError, Task, keys};
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
    fn put_record(&self, key: &str, rev: u64, text: String) {
        let mut records = self.records.borrow_mut();
        records.retain(|record| record.key != key);
        records.push(Record { key: key.to_owned(), rev, text });
    }
}

impl RecordStore for MemoryStore {
    fn is_durable(&self) -> bool {
        false
    }

    fn read(&self, key: &str) -> Task<'_, Result<Option<String>, StoreError>> {
        let text = self.records.borrow().iter().find(|record| record.key == key).map(|record| record.text.clone());
        Box::pin(async move { Ok(text) })
    }

    fn compare_and_set(&self, key: &str, expected_rev: u64, value: String) -> Task<'_, Result<(), StoreError>> {
        let rev =
            self.records.borrow().iter().find(|record| record.key == key).map_or(expected_rev, |record| record.rev);
        let result = if rev == expected_rev {
            self.put_record(key, rev.saturating_add(1), value);
            Ok(())
        } else {
            Err(StoreError::Conflict)
        };
        Box::pin(async move { result })
    }

    fn put(&self, key: &str, value: String) -> Task<'_, Result<(), StoreError>> {
        let before = self.records.borrow().iter().find(|record| record.key == key).map_or(0, |record| record.rev);
        self.put_record(key, before.saturating_add(1), value);
        Box::pin(async { Ok(()) })
    }

    fn put_on_unload(&self, _: &str, _: String) {
        // What is in memory ends with the page; while it lives, the draft itself is there.
    }

    fn read_unload_copies(&self, _: &str) -> Task<'_, Result<Vec<String>, StoreError>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn clear_unload_copies(&self, _: &str) -> Task<'_, Result<(), StoreError>> {
        Box::pin(async { Ok(()) })
    }

    fn remove(&self, key: &str) -> Task<'_, Result<(), StoreError>> {
        self.records.borrow_mut().retain(|record| record.key != key);
        Box::pin(async { Ok(()) })
    }

    fn remove_where(&self, kind: &'static str, expired: Box<dyn Fn(&str) -> bool>) -> Task<'_, Result<(), StoreError>> {
        self.records.borrow_mut().retain(|record| keys::store_of(&record.key) != kind || !expired(&record.text));
        Box::pin(async { Ok(()) })
    }

    fn clear(&self) -> Task<'_, Result<(), StoreError>> {
        self.records.borrow_mut().clear();
        Box::pin(async { Ok(()) })
    }

    fn take_crash_mark(&self) -> bool {
        take_session_mark(keys::CRASHED_TWICE)
    }
}
