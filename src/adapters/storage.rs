//! Drafts and journals in IndexedDB. A write compares the stored revision and puts the record in one transaction,
//! and resolves when the browser has it on disk (`durability: strict`); every call has a time limit, so that a
//! blocked database cannot hold the app up.
use super::browser::{call_after, window};
use super::keys;
use super::memory::MemoryStore;
use crate::ports::{RecordStore, StoreError, Task};
use js_sys::{Function, Object, Promise, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction};

/// Where records are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreState {
    /// On this device, beyond the page.
    Durable,
    /// In memory, because the database could not be opened.
    MemoryOnly(StoreError),
}

/// How long the database may take to open.
const OPEN_MS: u32 = 3_000;
/// How long a transaction may take.
const CALL_MS: u32 = 5_000;

/// Opens the database, or a store in memory where the browser denies it.
pub async fn open() -> (Rc<dyn RecordStore>, StoreState) {
    match connect().await {
        Ok(database) => (Rc::new(IdbStore { database: RefCell::new(Some(database)) }), StoreState::Durable),
        Err(error) => (Rc::new(MemoryStore::default()), StoreState::MemoryOnly(error)),
    }
}

/// Records in IndexedDB.
pub struct IdbStore {
    database: RefCell<Option<IdbDatabase>>,
}

fn reason(error: &JsValue) -> StoreError {
    match error.dyn_ref::<DomException>().map(DomException::name).as_deref() {
        Some("QuotaExceededError") => StoreError::Full,
        Some("SecurityError" | "NotAllowedError" | "InvalidAccessError") => StoreError::Denied,
        _ => StoreError::Failed,
    }
}

/// A promise that `arrange` may settle, and that is rejected when it takes too long.
async fn within(ms: u32, arrange: impl Fn(&Function, &Function)) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        call_after(ms, &reject);
        arrange(&resolve, &reject);
    });
    JsFuture::from(promise).await
}

async fn connect() -> Result<IdbDatabase, StoreError> {
    let factory = window().and_then(|w| w.indexed_db().ok().flatten()).ok_or(StoreError::Denied)?;
    let request = factory.open_with_u32(keys::DATABASE, 1).map_err(|error| reason(&error))?;
    let upgraded = request.clone();
    let upgrade = Closure::once(move || create_stores(&upgraded));
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    let result = within(OPEN_MS, |resolve, reject| {
        request.set_onsuccess(Some(resolve));
        request.set_onerror(Some(reject));
        request.set_onblocked(Some(reject));
    })
    .await;
    if result.is_err() {
        return Err(request.error().ok().flatten().map_or(StoreError::Failed, |error| reason(&error)));
    }
    let database: IdbDatabase = request.result().ok().and_then(|r| r.dyn_into().ok()).ok_or(StoreError::Failed)?;
    // A newer version of the site in another tab, or the deletion of the site's data, must not wait for this tab.
    let closing = database.clone();
    let close = Closure::<dyn Fn()>::new(move || closing.close());
    database.set_onversionchange(Some(close.as_ref().unchecked_ref()));
    close.forget();
    Ok(database)
}

fn create_stores(request: &IdbOpenDbRequest) {
    let database = request.result().ok().and_then(|result| result.dyn_into::<IdbDatabase>().ok());
    for store in keys::STORES {
        let _ = database.as_ref().map(|database| database.create_object_store(store));
    }
}

/// Starts a transaction. The bindings for its options are not stable yet, so the method is called by its name.
fn transaction(database: &IdbDatabase, stores: &JsValue, write: bool) -> Result<IdbTransaction, JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &"strict".into())?;
    let method: Function = Reflect::get(database, &"transaction".into())?.dyn_into()?;
    let mode = if write { "readwrite" } else { "readonly" };
    method.call3(database, stores, &mode.into(), &options)?.dyn_into()
}

/// Resolves when the transaction is committed.
async fn committed(transaction: &IdbTransaction) -> Result<(), StoreError> {
    let result = within(CALL_MS, |resolve, reject| {
        transaction.set_oncomplete(Some(resolve));
        transaction.set_onabort(Some(reject));
        transaction.set_onerror(Some(reject));
    })
    .await;
    result.map(|_| ()).map_err(|_| transaction.error().map_or(StoreError::Failed, |error| reason(&error)))
}

fn revision(record: &JsValue) -> u64 {
    let rev = Reflect::get(record, &"rev".into()).ok().and_then(|rev| rev.as_string());
    rev.and_then(|rev| rev.parse().ok()).unwrap_or_default()
}

fn text(record: &JsValue) -> Option<String> {
    Reflect::get(record, &"text".into()).ok().and_then(|text| text.as_string())
}

fn record(rev: u64, text: &str) -> Result<Object, JsValue> {
    let record = Object::new();
    // As text, because a revision is a whole number and a JavaScript number is not.
    Reflect::set(&record, &"rev".into(), &rev.to_string().into())?;
    Reflect::set(&record, &"text".into(), &text.into())?;
    Ok(record)
}

impl IdbStore {
    /// A transaction over `stores`; opens the database again if the browser has closed it meanwhile.
    async fn begin(&self, stores: &JsValue, write: bool) -> Result<IdbTransaction, StoreError> {
        let open = self.database.borrow().clone();
        if let Some(Ok(started)) = open.map(|database| transaction(&database, stores, write)) {
            return Ok(started);
        }
        let database = connect().await?;
        let started = transaction(&database, stores, write).map_err(|error| reason(&error));
        *self.database.borrow_mut() = Some(database);
        started
    }

    async fn in_store(&self, key: &str, write: bool) -> Result<(IdbTransaction, IdbObjectStore), StoreError> {
        let name = keys::store_of(key);
        let transaction = self.begin(&name.into(), write).await?;
        let store = transaction.object_store(name).map_err(|error| reason(&error))?;
        Ok((transaction, store))
    }

    async fn get(&self, key: &str) -> Result<Option<String>, StoreError> {
        let (transaction, store) = self.in_store(key, false).await?;
        let request = store.get(&key.into()).map_err(|error| reason(&error))?;
        committed(&transaction).await?;
        let record = request.result().map_err(|error| reason(&error))?;
        if record.is_undefined() {
            return Ok(None);
        }
        // A record of another form is there all the same, and must be told from none: as JSON with a mark before it,
        // which no reader of texts takes for its own.
        let foreign =
            || ["?".to_owned(), js_sys::JSON::stringify(&record).map(String::from).unwrap_or_default()].concat();
        Ok(Some(text(&record).unwrap_or_else(foreign)))
    }

    async fn put(&self, key: &str, expected_rev: u64, value: String) -> Result<(), StoreError> {
        let (transaction, store) = self.in_store(key, true).await?;
        let request = store.get(&key.into()).map_err(|error| reason(&error))?;
        let conflict = Rc::new(Cell::new(false));
        let compare =
            compare_and_put(&request, transaction.clone(), store, key, expected_rev, value, Rc::clone(&conflict));
        request.set_onsuccess(Some(compare.as_ref().unchecked_ref()));
        let result = committed(&transaction).await;
        if conflict.get() { Err(StoreError::Conflict) } else { result }
    }
}

impl IdbStore {
    /// Puts and commits without waiting for an answer: a page that is being left runs no further callback, and its
    /// transactions that are not committed are given up.
    fn put_at_once(&self, key: &str, value: &str) -> Result<(), JsValue> {
        let name = keys::store_of(key);
        let Some(database) = self.database.borrow().clone() else { return Ok(()) };
        let transaction = transaction(&database, &name.into(), true)?;
        let record: JsValue = record(1, value)?.into();
        transaction.object_store(name)?.put_with_key(&record, &key.into())?;
        let commit: Function = Reflect::get(&transaction, &"commit".into())?.dyn_into()?;
        commit.call0(&transaction).map(drop)
    }
}

/// Runs when the present record is read, inside the same transaction: puts the new one or gives up.
fn compare_and_put(
    request: &IdbRequest,
    transaction: IdbTransaction,
    store: IdbObjectStore,
    key: &str,
    expected_rev: u64,
    value: String,
    conflict: Rc<Cell<bool>>,
) -> Closure<dyn FnMut()> {
    let (request, key) = (request.clone(), JsValue::from_str(key));
    Closure::once(move || {
        let stored = request.result().unwrap_or(JsValue::UNDEFINED);
        // Where the browser has thrown the record away, what the page holds is all there is.
        let present = if stored.is_undefined() { expected_rev } else { revision(&stored) };
        if present != expected_rev {
            conflict.set(true);
        }
        let put = (present == expected_rev)
            .then(|| record(expected_rev + 1, &value).and_then(|record| store.put_with_key(&record, &key)));
        if !matches!(put, Some(Ok(_))) {
            let _ = transaction.abort();
        }
    })
}

impl RecordStore for IdbStore {
    fn read(&self, key: &str) -> Task<'_, Result<Option<String>, StoreError>> {
        let key = key.to_owned();
        Box::pin(async move { self.get(&key).await })
    }

    fn write(&self, key: &str, expected_rev: u64, value: String) -> Task<'_, Result<(), StoreError>> {
        let key = key.to_owned();
        Box::pin(async move { self.put(&key, expected_rev, value).await })
    }

    fn write_last(&self, key: &str, value: String) {
        // What fails here cannot be told any more: the page is being left.
        let _ = self.put_at_once(key, &value);
    }

    fn remove(&self, key: &str) -> Task<'_, Result<(), StoreError>> {
        let key = key.to_owned();
        Box::pin(async move {
            let (transaction, store) = self.in_store(&key, true).await?;
            store.delete(&key.into()).map_err(|error| reason(&error))?;
            committed(&transaction).await
        })
    }

    fn remove_where(&self, kind: &'static str, over: Box<dyn Fn(&str) -> bool>) -> Task<'_, Result<(), StoreError>> {
        Box::pin(async move {
            let (transaction, store) = self.in_store(kind, true).await?;
            let keys = store.get_all_keys().map_err(|error| reason(&error))?;
            let all = store.get_all().map_err(|error| reason(&error))?;
            let read = all.clone();
            // The keys are there before the records, in the same order.
            let remove = Closure::once(move || {
                let list = |request: &IdbRequest| js_sys::Array::from(&request.result().unwrap_or_default());
                for (key, record) in list(&keys).iter().zip(list(&read).iter()) {
                    if text(&record).is_some_and(|text| over(&text)) {
                        let _ = store.delete(&key);
                    }
                }
            });
            all.set_onsuccess(Some(remove.as_ref().unchecked_ref()));
            committed(&transaction).await
        })
    }

    fn clear(&self) -> Task<'_, Result<(), StoreError>> {
        Box::pin(async move {
            let names: js_sys::Array = keys::STORES.into_iter().map(JsValue::from_str).collect();
            let transaction = self.begin(&names, true).await?;
            for name in keys::STORES {
                let store = transaction.object_store(name).map_err(|error| reason(&error))?;
                store.clear().map_err(|error| reason(&error))?;
            }
            committed(&transaction).await
        })
    }
}
