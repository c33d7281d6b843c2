//! What one browser keeps: records with their revisions, and the last keystrokes beside them.
use crate::script::OnTransaction;
use crate::world::{Fault, World};
use partner_renewal::domain::step::Step;
use partner_renewal::ports::{RecordStore, StoreError, Task};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The database and the one slot in Web Storage.
#[derive(Default)]
pub struct Disk {
    pub records: BTreeMap<String, (u64, String)>,
    pub unload_copies: BTreeMap<String, String>,
    /// What the start page knows of a renewal that was begun in this browser.
    pub progress: Option<Step>,
    /// Every text that was committed, with its key.
    pub committed: Vec<(String, String)>,
    /// Has the browser thrown something away?
    pub was_emptied: bool,
    /// Has the page stopped twice within a minute?
    pub crashed_twice: Cell<bool>,
    /// Is storage denied to the pages that are loaded from now on?
    pub is_denied: bool,
    /// Has a transaction on a draft failed, or was its end not told?
    pub draft_has_failed: bool,
    /// The transaction before is not over until then.
    busy_until: i64,
}

enum Work {
    Read(String),
    Write(String, Option<u64>, String),
    Remove(String),
    RemoveWhere(&'static str, Box<dyn Fn(&str) -> bool>),
    Clear,
}

impl Work {
    fn key(&self) -> &str {
        match self {
            Work::Read(key) | Work::Write(key, ..) | Work::Remove(key) => key,
            Work::RemoveWhere(kind, _) => kind,
            Work::Clear => "",
        }
    }
}

type Outcome = Result<Option<String>, StoreError>;

impl Disk {
    fn run(&mut self, work: Work) -> Outcome {
        match work {
            Work::Read(key) => Ok(self.records.get(&key).map(|(_, text)| text.clone())),
            Work::Write(key, expected, text) => {
                let present = self.records.get(&key).map(|(rev, _)| *rev);
                if let (Some(expected), Some(present)) = (expected, present)
                    && expected != present
                {
                    return Err(StoreError::Conflict);
                }
                let rev = expected.or(present).unwrap_or_default() + 1;
                self.committed.push((key.clone(), text.clone()));
                self.records.insert(key, (rev, text));
                Ok(None)
            }
            Work::Remove(key) => {
                self.records.remove(&key);
                Ok(None)
            }
            Work::RemoveWhere(kind, expired) => {
                self.records.retain(|key, (_, text)| key.split('/').next() != Some(kind) || !expired(text));
                Ok(None)
            }
            Work::Clear => {
                self.records.clear();
                self.unload_copies.clear();
                Ok(None)
            }
        }
    }
}

/// The disk as one page sees it.
pub struct PageStore {
    world: Rc<World>,
    /// Account of the person of this page: no key of another one may be touched.
    account: Rc<dyn Fn() -> Option<String>>,
    durable: bool,
    memory: std::cell::RefCell<Disk>,
}

impl PageStore {
    pub fn new(world: &Rc<World>, account: Rc<dyn Fn() -> Option<String>>) -> PageStore {
        let by_chance = world.is_hostile.get() && world.has(Fault::StorageDenied);
        if by_chance {
            world.note_fault(Fault::StorageDenied);
        }
        let durable = !(by_chance || world.disk.borrow().is_denied);
        PageStore { world: Rc::clone(world), account, durable, memory: std::cell::RefCell::default() }
    }

    fn check_owner(&self, key: &str) {
        if let (Some(account), Some(owner)) = ((self.account)(), key.split('/').nth(1))
            && account != owner
        {
            self.world.fail(format!("{key} was touched by {account}"));
        }
    }

    fn transact(&self, work: Work) -> Task<'_, Outcome> {
        if !self.durable {
            let outcome = self.memory.borrow_mut().run(work);
            return Box::pin(async move { outcome });
        }
        let world = Rc::clone(&self.world);
        let writes = matches!(work, Work::Write(..));
        if world.happens(Fault::StorageEmptied, 100) {
            let mut disk = world.disk.borrow_mut();
            disk.records.clear();
            disk.was_emptied = true;
        }
        let ordered = world.script.borrow_mut().for_transaction(work.key(), writes);
        let failure = if let Some(OnTransaction::Refuse(why)) = ordered {
            Some(why)
        } else if ordered == Some(OnTransaction::Abort) {
            Some(StoreError::Failed)
        } else if writes && world.happens(Fault::StorageFull, 30) {
            Some(StoreError::Full)
        } else if world.happens(Fault::StorageAborted, 30) {
            Some(StoreError::Failed)
        } else {
            None
        };
        let silent = matches!(ordered, Some(OnTransaction::Silent | OnTransaction::Slow(5_000..)));
        let unknown = failure.is_none() && (silent || world.happens(Fault::StorageUnknown, 30));
        let slow = world.happens(Fault::StorageSlow, 30);
        {
            let mut disk = world.disk.borrow_mut();
            disk.draft_has_failed |= work.key().starts_with("draft") && (failure.is_some() || unknown);
        }
        let delay = match ordered {
            Some(OnTransaction::Slow(ms)) => ms,
            _ if slow => 4_000,
            _ => 1 + world.below(12) as u32,
        };
        // Transactions on one store are carried out in the order in which they were made, whichever page made them, as
        // Indexed Database API, 2.7.2 says: what a page that is gone began comes before what the next one asks for.
        let wait = {
            let mut disk = world.disk.borrow_mut();
            disk.busy_until = disk.busy_until.max(world.now_ms()) + i64::from(delay);
            u32::try_from(disk.busy_until - world.now_ms()).unwrap_or(delay)
        };
        let done: Rc<Cell<Option<Outcome>>> = Rc::default();
        let (later, outcome, happens) = (Rc::clone(&world), Rc::clone(&done), failure.is_none());
        let timer = world.sleep(wait);
        // The disk goes on when the page is gone.
        world.spawn(
            None,
            Box::pin(async move {
                timer.await;
                let mut disk = later.disk.borrow_mut();
                let result = if happens { disk.run(work) } else { Ok(None) };
                drop(disk);
                outcome.set(Some(result));
            }),
        );
        let answer = world.sleep(if unknown { 5_000 } else { wait + 1 });
        Box::pin(async move {
            answer.await;
            match (failure, unknown) {
                (Some(failure), _) => Err(failure),
                (None, true) => Err(StoreError::Unknown),
                (None, false) => done.take().unwrap_or(Err(StoreError::Unknown)),
            }
        })
    }
}

impl RecordStore for PageStore {
    fn is_durable(&self) -> bool {
        self.durable
    }

    fn read(&self, key: &str) -> Task<'_, Result<Option<String>, StoreError>> {
        self.check_owner(key);
        self.transact(Work::Read(key.to_owned()))
    }

    fn compare_and_set(&self, key: &str, expected_rev: u64, value: String) -> Task<'_, Result<(), StoreError>> {
        self.check_owner(key);
        let work = self.transact(Work::Write(key.to_owned(), Some(expected_rev), value));
        Box::pin(async move { work.await.map(drop) })
    }

    fn put(&self, key: &str, value: String) -> Task<'_, Result<(), StoreError>> {
        self.check_owner(key);
        let work = self.transact(Work::Write(key.to_owned(), None, value));
        Box::pin(async move { work.await.map(drop) })
    }

    fn put_on_unload(&self, key: &str, value: String) {
        self.check_owner(key);
        if self.durable {
            self.world.disk.borrow_mut().unload_copies.insert(key.to_owned(), value);
        }
    }

    fn read_unload_copies(&self, key: &str) -> Task<'_, Result<Vec<String>, StoreError>> {
        self.check_owner(key);
        let (world, key, durable) = (Rc::clone(&self.world), key.to_owned(), self.durable);
        Box::pin(async move {
            let copy = world.disk.borrow().unload_copies.get(&key).cloned();
            Ok(copy.into_iter().filter(|_| durable).collect())
        })
    }

    fn clear_unload_copies(&self, key: &str) -> Task<'_, Result<(), StoreError>> {
        self.check_owner(key);
        self.world.disk.borrow_mut().unload_copies.remove(key);
        Box::pin(async { Ok(()) })
    }

    fn remove(&self, key: &str) -> Task<'_, Result<(), StoreError>> {
        self.check_owner(key);
        let work = self.transact(Work::Remove(key.to_owned()));
        Box::pin(async move { work.await.map(drop) })
    }

    fn remove_where(&self, kind: &'static str, expired: Box<dyn Fn(&str) -> bool>) -> Task<'_, Result<(), StoreError>> {
        let work = self.transact(Work::RemoveWhere(kind, expired));
        Box::pin(async move { work.await.map(drop) })
    }

    fn clear(&self) -> Task<'_, Result<(), StoreError>> {
        let work = self.transact(Work::Clear);
        Box::pin(async move { work.await.map(drop) })
    }

    fn take_crash_mark(&self) -> bool {
        self.world.disk.borrow().crashed_twice.take()
    }
}
