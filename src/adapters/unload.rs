//! What is kept of a draft at the moment in which its page is left: a copy in the database, and one in Web Storage.
use super::browser::local_storage;
use super::storage::{IdbStore, record, transaction};
use crate::ports::{StoreError, Task, keys};
use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;

/// Keeps a draft. It waits for nothing and can report nothing.
pub(super) fn put(store: &IdbStore, key: &str, value: &str) {
    put_in_web_storage(key, value);
    if put_at_once(store, &keys::last(key), value).is_err() {
        // What fails here cannot be told any more: the page is being left.
    }
}

/// What was kept for this draft, the older first.
pub(super) fn read(store: &IdbStore, key: String) -> Task<'_, Result<Vec<String>, StoreError>> {
    Box::pin(async move {
        let in_database = store.get(&keys::last(&key)).await?;
        Ok(in_database.into_iter().chain(read_from_web_storage(&key)).collect())
    })
}

/// Puts and commits without waiting for an answer: a page that is being left runs no further callback, and its
/// transactions that are not committed are given up.
fn put_at_once(store: &IdbStore, key: &str, value: &str) -> Result<(), JsValue> {
    let name = keys::store_of(key);
    let Some(database) = store.database.borrow().clone() else { return Ok(()) };
    let transaction = transaction(&database, &name.into(), true)?;
    let record: JsValue = record(1, value)?.into();
    transaction.object_store(name)?.put_with_key(&record, &key.into())?;
    let commit: Function = Reflect::get(&transaction, &"commit".into())?.dyn_into()?;
    commit.call0(&transaction).map(drop)
}

/// Where Web Storage keeps the last keystrokes of an account.
fn unload_slot(key: &str) -> String {
    keys::unload_slot(key.split('/').nth(1).unwrap_or_default())
}

/// The key of the draft and its text, as one text.
fn slot_text(key: &str, value: &str) -> String {
    [key, "\n", value].concat()
}

/// Keeps a draft in Web Storage, where writing does not have to be waited for: in WebKit a transaction that is begun while
/// the page is left does not survive.
fn put_in_web_storage(key: &str, value: &str) {
    if let Some(storage) = local_storage()
        && storage.set_item(&unload_slot(key), &slot_text(key, value)).is_err()
    {
        // Denied or full: the copy in the database is the other way, and the page is being left.
    }
}

fn read_from_web_storage(key: &str) -> Option<String> {
    let text = local_storage()?.get_item(&unload_slot(key)).ok()??;
    let (found, value) = text.split_once('\n')?;
    (found == key).then(|| value.to_owned())
}

pub(super) fn clear_web_storage(key: &str) {
    if read_from_web_storage(key).is_some()
        && let Some(storage) = local_storage()
        && storage.remove_item(&unload_slot(key)).is_err()
    {
        // It is passed over at the next start, unless the record is once more what it followed.
    }
}
