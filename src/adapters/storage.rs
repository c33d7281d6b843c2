//! Drafts and journals in IndexedDB. Every method is one transaction that resolves when the browser has it on disk
//! (`durability: strict`). A transaction that fails is tried once more on a connection that is opened anew: browsers close
//! a database under a page that was in the background. Each has a time limit; after it the outcome is not known.
use super::browser::{self, call_after, local_storage, take_session_mark, window};
use super::later;
use super::memory::MemoryStore;
use crate::ports::{RecordStore, StoreError, Task, keys};
use js_sys::{Function, Object, Promise, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction};

/// How long the database may take to open, in milliseconds.
const OPEN_MS: u32 = 3_000;
/// How long a transaction may take, in milliseconds.
const CALL_MS: u32 = 5_000;

/// Opens the database, or a store in memory where the browser denies it.
pub async fn open() -> Rc<dyn RecordStore> {
    let database = match connect().await {
        Ok(database) => Some(database),
        Err(StoreError::Denied) => return Rc::new(MemoryStore::default()),
        // The database may be there: another build of this site has it, the browser is slow, or it failed for a moment.
        // Each call opens it again, so that what is stored is found and nothing is kept in memory only for good.
        Err(_) => None,
    };
    Rc::new(IdbStore { database: RefCell::new(database) })
}

/// Records in IndexedDB.
pub struct IdbStore {
    pub(super) database: RefCell<Option<IdbDatabase>>,
}

fn reason(error: &JsValue) -> StoreError {
    match error.dyn_ref::<DomException>().map(DomException::name).as_deref() {
        Some("QuotaExceededError") => StoreError::Full,
        Some("SecurityError" | "NotAllowedError" | "InvalidAccessError") => StoreError::Denied,
        Some("VersionError") => StoreError::Newer,
        _ => StoreError::Failed,
    }
}

/// A promise that `arrange` may settle, and that is rejected with `undefined` when it takes too long.
async fn within(ms: u32, arrange: impl Fn(&Function, &Function)) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        call_after(ms, &reject);
        arrange(&resolve, &reject);
    });
    JsFuture::from(promise).await
}

async fn connect() -> Result<IdbDatabase, StoreError> {
    let factory = window().and_then(|w| w.indexed_db().ok().flatten()).ok_or(StoreError::Denied)?;
    let request = factory.open_with_u32(keys::DATABASE, keys::VERSION).map_err(|error| reason(&error))?;
    let upgraded = request.clone();
    // It outlives this function: the database may come after the time is up.
    let upgrade = Closure::once_into_js(move || create_stores(&upgraded));
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    let result = within(OPEN_MS, |resolve, reject| {
        request.set_onsuccess(Some(resolve));
        request.set_onerror(Some(reject));
    })
    .await;
    if let Err(why) = result {
        let late = request.clone();
        let close = Closure::once_into_js(move || {
            if let Some(database) = opened(&late) {
                database.close();
            }
        });
        // A connection that comes after all must not stand in the way of another build of this site.
        request.set_onsuccess(Some(close.unchecked_ref()));
        // Without an error the time ran out: the browser is slow, or another page holds the database.
        let otherwise = if why.is_undefined() { StoreError::Unknown } else { StoreError::Failed };
        return Err(request.error().ok().flatten().map_or(otherwise, |error| reason(&error)));
    }
    let database = opened(&request).ok_or(StoreError::Failed)?;
    // A newer version of the site in another tab, or the deletion of the site's data, must not wait for this tab.
    let closing = database.clone();
    let close = Closure::<dyn Fn()>::new(move || closing.close());
    database.set_onversionchange(Some(close.as_ref().unchecked_ref()));
    close.forget();
    Ok(database)
}

fn opened(request: &IdbOpenDbRequest) -> Option<IdbDatabase> {
    // The browser has told before whether it is there.
    request.result().ok()?.dyn_into().ok()
}

fn create_stores(request: &IdbOpenDbRequest) {
    let database = opened(request);
    for store in keys::Store::ALL {
        if database.as_ref().is_some_and(|database| database.create_object_store(store.name()).is_err()) {
            // One that an earlier version has made is refused and stays as it is. After any other error the browser gives
            // the upgrade up, and opening the database fails with the reason.
        }
    }
}

/// Starts a transaction. The bindings for its options are not stable yet, so the method is called by its name.
pub(super) fn transaction(database: &IdbDatabase, stores: &JsValue, write: bool) -> Result<IdbTransaction, JsValue> {
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
    match result {
        Ok(_) => Ok(()),
        // The time ran out: the transaction may still be carried out.
        Err(nothing) if nothing.is_undefined() => Err(StoreError::Unknown),
        Err(_) => Err(transaction.error().map_or(StoreError::Failed, |error| reason(&error))),
    }
}

fn revision(record: &JsValue) -> u64 {
    let rev = Reflect::get(record, &"rev".into()).ok().and_then(|rev| rev.as_string());
    rev.and_then(|rev| rev.parse().ok()).unwrap_or_default()
}

fn text(record: &JsValue) -> Option<String> {
    Reflect::get(record, &"text".into()).ok().and_then(|text| text.as_string())
}

/// A record of another form is there all the same, and must be told from none: as JSON with a mark before it, which no
/// reader of texts takes for its own.
fn text_or_foreign(record: &JsValue) -> String {
    let foreign = || ["?".to_owned(), js_sys::JSON::stringify(record).map(String::from).unwrap_or_default()].concat();
    text(record).unwrap_or_else(foreign)
}

pub(super) fn record(rev: u64, text: &str) -> Result<Object, JsValue> {
    let record = Object::new();
    // As text, because a revision is a whole number and a JavaScript number is not.
    Reflect::set(&record, &"rev".into(), &rev.to_string().into())?;
    Reflect::set(&record, &"text".into(), &text.into())?;
    Ok(record)
}

/// One step of work inside a transaction, run when the transaction has begun.
type Work<'a> = &'a dyn Fn(&IdbTransaction) -> Result<Option<IdbRequest>, JsValue>;

impl IdbStore {
    /// Runs one transaction and gives the result of its request. What fails for no known reason is done once more on a
    /// new connection: a transaction that was aborted has changed nothing.
    async fn run(&self, stores: &JsValue, write: bool, work: Work<'_>) -> Result<JsValue, StoreError> {
        let open = self.database.borrow().clone();
        if let Some(database) = open {
            match self.attempt(&database, stores, write, work).await {
                Err(StoreError::Failed) => database.close(),
                result => return result,
            }
        }
        let database = connect().await?;
        *self.database.borrow_mut() = Some(database.clone());
        self.attempt(&database, stores, write, work).await
    }

    async fn attempt(
        &self,
        database: &IdbDatabase,
        stores: &JsValue,
        write: bool,
        work: Work<'_>,
    ) -> Result<JsValue, StoreError> {
        let transaction = transaction(database, stores, write).map_err(|error| reason(&error))?;
        let request = work(&transaction).map_err(|error| reason(&error))?;
        committed(&transaction).await?;
        match request {
            Some(request) => request.result().map_err(|error| reason(&error)),
            None => Ok(JsValue::UNDEFINED),
        }
    }

    pub(super) async fn get(&self, key: &str) -> Result<Option<String>, StoreError> {
        let name = keys::store_of(key);
        let work = |transaction: &IdbTransaction| transaction.object_store(name)?.get(&key.into()).map(Some);
        let record = self.run(&name.into(), false, &work).await?;
        Ok((!record.is_undefined()).then(|| text_or_foreign(&record)))
    }

    /// Writes the next revision. Where `expected` is named and another revision is stored, it is a conflict.
    async fn write(&self, key: &str, value: &str, expected: Option<u64>) -> Result<(), StoreError> {
        let name = keys::store_of(key);
        let conflict = Rc::new(Cell::new(false));
        let compare = RefCell::new(None);
        let work = |transaction: &IdbTransaction| {
            let store = transaction.object_store(name)?;
            let request = store.get(&key.into())?;
            let closure = compare_and_put(&request, transaction, store, key, expected, value, &conflict);
            request.set_onsuccess(Some(closure.as_ref().unchecked_ref()));
            compare.replace(Some(closure));
            Ok(None)
        };
        let result = self.run(&name.into(), true, &work).await;
        if conflict.get() { Err(StoreError::Conflict) } else { result.map(drop) }
    }
}

/// Runs when the present record is read, inside the same transaction: puts the new one or gives up.
fn compare_and_put(
    request: &IdbRequest,
    transaction: &IdbTransaction,
    store: IdbObjectStore,
    key: &str,
    expected: Option<u64>,
    value: &str,
    conflict: &Rc<Cell<bool>>,
) -> Closure<dyn FnMut()> {
    let (request, transaction, conflict) = (request.clone(), transaction.clone(), Rc::clone(conflict));
    let (key, value) = (JsValue::from_str(key), value.to_owned());
    Closure::once(move || {
        let stored = request.result().unwrap_or(JsValue::UNDEFINED);
        let present = (!stored.is_undefined()).then(|| revision(&stored));
        // Where the browser has thrown the record away, what the page holds is all there is.
        let fits = expected.is_none() || present.is_none() || present == expected;
        conflict.set(!fits);
        let next = expected.or(present).unwrap_or_default().saturating_add(1);
        let put = fits.then(|| record(next, &value).and_then(|record| store.put_with_key(&record, &key)));
        if !matches!(put, Some(Ok(_))) && transaction.abort().is_err() {
            // It is over already, and its own error tells how.
        }
    })
}

/// Removes the last keystrokes that are expired, of every account.
fn remove_from_web_storage(expired: &dyn Fn(&str) -> bool) {
    let Some(storage) = local_storage() else { return };
    for name in browser::names(&storage).into_iter().filter(|name| name.starts_with(keys::UNLOAD_SLOT)) {
        let text = browser::kept(&storage, &name).unwrap_or_default();
        if expired(text.split_once('\n').map_or("", |(_, value)| value)) {
            browser::forget(&storage, &name);
        }
    }
}

impl RecordStore for IdbStore {
    fn is_durable(&self) -> bool {
        true
    }

    fn read(&self, key: &str) -> Task<'_, Result<Option<String>, StoreError>> {
        let key = key.to_owned();
        Box::pin(async move { self.get(&key).await })
    }

    fn compare_and_set(&self, key: &str, expected_rev: u64, value: String) -> Task<'_, Result<(), StoreError>> {
        let key = key.to_owned();
        Box::pin(async move { self.write(&key, &value, Some(expected_rev)).await })
    }

    fn put(&self, key: &str, value: String) -> Task<'_, Result<(), StoreError>> {
        let key = key.to_owned();
        Box::pin(async move { self.write(&key, &value, None).await })
    }

    fn put_on_unload(&self, key: &str, value: String) {
        if let Some(later) = later::functions() {
            (later.put_on_unload)(self, key, &value);
        }
    }

    fn read_unload_copies(&self, key: &str) -> Task<'_, Result<Vec<String>, StoreError>> {
        match later::functions() {
            Some(later) => (later.read_unload_copies)(self, key.to_owned()),
            // What is there cannot be read, which is not the same as nothing.
            None => Box::pin(async { Err(StoreError::Failed) }),
        }
    }

    fn clear_unload_copies(&self, key: &str) -> Task<'_, Result<(), StoreError>> {
        if let Some(later) = later::functions() {
            (later.clear_in_web_storage)(key);
        }
        self.remove(&keys::last(key))
    }

    fn remove(&self, key: &str) -> Task<'_, Result<(), StoreError>> {
        let key = key.to_owned();
        Box::pin(async move {
            let name = keys::store_of(&key);
            let work = |transaction: &IdbTransaction| {
                transaction.object_store(name)?.delete(&JsValue::from_str(&key)).map(Some)
            };
            self.run(&name.into(), true, &work).await.map(drop)
        })
    }

    fn remove_where(&self, kind: &'static str, expired: Box<dyn Fn(&str) -> bool>) -> Task<'_, Result<(), StoreError>> {
        let expired: Rc<dyn Fn(&str) -> bool> = Rc::from(expired);
        if kind == keys::Store::Draft.name() {
            remove_from_web_storage(&*expired);
        }
        Box::pin(async move {
            let listener = RefCell::new(None);
            let work = |transaction: &IdbTransaction| {
                let store = transaction.object_store(kind)?;
                let (all_keys, all) = (store.get_all_keys()?, store.get_all()?);
                let closure = remove_matching(&all_keys, &all, store, Rc::clone(&expired));
                all.set_onsuccess(Some(closure.as_ref().unchecked_ref()));
                // Stored until the transaction is over: the database calls it after this function has ended.
                listener.replace(Some(closure));
                Ok(None)
            };
            self.run(&kind.into(), true, &work).await.map(drop)
        })
    }

    fn clear(&self) -> Task<'_, Result<(), StoreError>> {
        Box::pin(async move {
            let names: js_sys::Array =
                keys::Store::ALL.into_iter().map(|store| JsValue::from_str(store.name())).collect();
            let work = |transaction: &IdbTransaction| {
                for store in keys::Store::ALL {
                    transaction.object_store(store.name())?.clear()?;
                }
                Ok(None)
            };
            self.run(&names, true, &work).await.map(drop)
        })
    }

    fn take_crash_mark(&self) -> bool {
        take_session_mark(keys::CRASHED_TWICE)
    }
}

/// Runs when keys and records are read: the keys are there before the records, in the same order.
fn remove_matching(
    all_keys: &IdbRequest,
    all: &IdbRequest,
    store: IdbObjectStore,
    expired: Rc<dyn Fn(&str) -> bool>,
) -> Closure<dyn FnMut()> {
    let (all_keys, all) = (all_keys.clone(), all.clone());
    Closure::once(move || {
        let list = |request: &IdbRequest| js_sys::Array::from(&request.result().unwrap_or_default());
        for (key, record) in list(&all_keys).iter().zip(list(&all).iter()) {
            if text(&record).is_some_and(|text| expired(&text)) && store.delete(&key).is_err() {
                // It is found again at the next start.
            }
        }
    })
}
