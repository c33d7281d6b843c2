//! One history: virtual time, a seeded scheduler, the server, the browser's disk, and what has happened so far.
use crate::disk::Disk;
use crate::random::Random;
use crate::script::Script;
use chrono::{DateTime, Utc};
use sandbox::in_process::{Caller, Program, Snapshot, Webhook};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

/// What the world does to the application, by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    RequestLost,
    AnswerLost,
    RequestRepeated,
    SlowAnswer,
    /// The request arrives late: after others that were sent later, or after its page has given it up.
    SlowRequest,
    SessionEnded,
    ServerError,
    Throttled,
    ProxyPage,
    HalfBody,
    WeakTag,
    NumberOutOfRange,
    UnknownMethod,
    StorageDenied,
    StorageFull,
    StorageSlow,
    StorageAborted,
    StorageUnknown,
    StorageEmptied,
    TabKilled,
    TabReloaded,
    SecondTab,
    ColleagueEdits,
    PricesChanged,
    AgreementChanged,
    RoleLost,
    ClockJumped,
    SignedOut,
    OtherAccount,
    /// The person works for two organizations, for one in each tab or for one after the other.
    OtherOrganization,
    LanguageChanged,
    WentBack,
    PressedTwice,
    PaymentDeclined,
    PaymentExpired,
    PaymentSlow,
    WebhookLate,
    WebhookRepeated,
    SignInUnreachable,
    /// The part of the program that is downloaded later does not arrive.
    LazyPartLost,
}

impl Fault {
    pub const ALL: [Fault; 40] = [
        Fault::RequestLost,
        Fault::AnswerLost,
        Fault::RequestRepeated,
        Fault::SlowAnswer,
        Fault::SlowRequest,
        Fault::SessionEnded,
        Fault::ServerError,
        Fault::Throttled,
        Fault::ProxyPage,
        Fault::HalfBody,
        Fault::WeakTag,
        Fault::NumberOutOfRange,
        Fault::UnknownMethod,
        Fault::StorageDenied,
        Fault::StorageFull,
        Fault::StorageSlow,
        Fault::StorageAborted,
        Fault::StorageUnknown,
        Fault::StorageEmptied,
        Fault::TabKilled,
        Fault::TabReloaded,
        Fault::SecondTab,
        Fault::ColleagueEdits,
        Fault::PricesChanged,
        Fault::AgreementChanged,
        Fault::RoleLost,
        Fault::ClockJumped,
        Fault::SignedOut,
        Fault::OtherAccount,
        Fault::OtherOrganization,
        Fault::LanguageChanged,
        Fault::WentBack,
        Fault::PressedTwice,
        Fault::PaymentDeclined,
        Fault::PaymentExpired,
        Fault::PaymentSlow,
        Fault::WebhookLate,
        Fault::WebhookRepeated,
        Fault::SignInUnreachable,
        Fault::LazyPartLost,
    ];
}

/// What a history is checked for, and how it failed.
#[derive(Clone, Debug)]
pub struct Violation(pub String);

struct TaskWaker {
    id: u64,
    ready: Arc<Mutex<Vec<u64>>>,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner).push(self.id);
    }
}

/// The page that a task belongs to: a tab and how often it has been loaded. The network and the disk belong to none.
pub type PageId = Option<(usize, u32)>;

struct Task {
    page: PageId,
    future: Pin<Box<dyn Future<Output = ()>>>,
}

/// A request that has reached the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    pub method: &'static str,
    /// Below the API's base, with its query.
    pub path: String,
    /// Empty where it is not conditional.
    pub if_match: String,
    /// JSON; empty where there is none.
    pub body: String,
}

/// The world of one history.
pub struct World {
    pub random: RefCell<Random>,
    pub program: RefCell<Program>,
    pub disk: RefCell<Disk>,
    now_ms: Cell<i64>,
    tasks: RefCell<BTreeMap<u64, Option<Task>>>,
    ready: Arc<Mutex<Vec<u64>>>,
    timers: RefCell<BTreeMap<(i64, u64), Waker>>,
    counter: Cell<u64>,
    /// Do faults happen?
    pub is_hostile: Cell<bool>,
    /// Kinds of fault that this history has, of all there are.
    enabled: BTreeSet<Fault>,
    pub faults: RefCell<BTreeSet<Fault>>,
    pub events: Cell<u32>,
    pub reached: RefCell<BTreeSet<&'static str>>,
    log: RefCell<Vec<String>>,
    violation: RefCell<Option<Violation>>,
    /// Notices of the payment provider that are still under way.
    pub webhooks: RefCell<Vec<Webhook>>,
    /// Did anybody but the tabs of this history change something at the server, or did two of them?
    pub foreign_changes: Cell<u32>,
    /// Amounts in minor units and methods that were shown beside a pay button that was pressed.
    pub accepted: RefCell<BTreeSet<(i64, String)>>,
    /// Payments that the program had before the history.
    pub payments_before: usize,
    /// What a proxy makes of every entity tag, where a test wants one: weak ones, or such with a suffix.
    pub tags: Cell<Option<bool>>,
    /// Faults that a test has ordered.
    pub script: RefCell<Script>,
    /// Keys of payments by renewal, in the order the server saw them.
    pub payment_keys: RefCell<Vec<(String, String)>>,
    /// Requests in the order in which they have reached the program.
    pub arrived: RefCell<Vec<Arrived>>,
    /// How often a page has given up all its requests.
    pub aborts: Cell<u32>,
    /// Renewals for which a payment was asked for, and of which no page has heard since whether it came to be.
    pub unanswered_payments: RefCell<BTreeSet<String>>,
    /// Ids of the payments that a page has been told of in answer to its request for one.
    pub told_payments: RefCell<BTreeSet<String>>,
    /// Ids of the payments of which a page has been told that they are over.
    pub told_over: RefCell<BTreeSet<String>>,
    /// Payment methods that the last confirmation named: of the renewal and of its payment.
    pub confirmed_methods: RefCell<[String; 2]>,
    /// Seconds that an answer told somebody to wait.
    pub waits: RefCell<BTreeSet<u32>>,
    /// Does the program tell with the answer to a step what the next one asks for?
    pub tells_next: Cell<bool>,
}

/// What can go wrong in the world of this seed, and the random numbers after that.
fn draw_faults(seed: u64) -> (Random, BTreeSet<Fault>) {
    let mut random = Random::new(seed);
    // The latest ones take no random number: the histories that failed once stay what they were.
    let is_enabled = |fault: &Fault| match fault {
        Fault::SlowRequest => seed.is_multiple_of(5),
        Fault::OtherOrganization => seed.is_multiple_of(7),
        Fault::LazyPartLost => seed.is_multiple_of(11),
        _ => random.one_in(4),
    };
    let enabled = Fault::ALL.into_iter().filter(is_enabled).collect();
    (random, enabled)
}

impl World {
    /// A world in which things go wrong, as the seed has it.
    pub fn new(snapshot: &Snapshot, seed: u64, start: DateTime<Utc>) -> Result<Rc<World>, sandbox::in_process::Error> {
        let (random, enabled) = draw_faults(seed);
        World::with_faults(snapshot, seed, start, random, enabled)
    }

    /// A world in which nothing happens but what a test orders; what is drawn is drawn as in the other.
    pub fn calm(snapshot: &Snapshot, seed: u64, start: DateTime<Utc>) -> Result<Rc<World>, sandbox::in_process::Error> {
        let (random, _) = draw_faults(seed);
        let world = World::with_faults(snapshot, seed, start, random, BTreeSet::new())?;
        world.is_hostile.set(false);
        // Most scenes are about the requests themselves.
        world.tells_next.set(false);
        Ok(world)
    }

    fn with_faults(
        snapshot: &Snapshot,
        seed: u64,
        start: DateTime<Utc>,
        random: Random,
        enabled: BTreeSet<Fault>,
    ) -> Result<Rc<World>, sandbox::in_process::Error> {
        let program = Program::new(snapshot, seed, start)?;
        let payments_before = program.payments()?.len();
        Ok(Rc::new(World {
            program: RefCell::new(program),
            random: RefCell::new(random),
            disk: RefCell::default(),
            now_ms: Cell::new(start.timestamp_millis()),
            tasks: RefCell::default(),
            ready: Arc::default(),
            timers: RefCell::default(),
            counter: Cell::new(0),
            is_hostile: Cell::new(true),
            enabled,
            faults: RefCell::default(),
            events: Cell::new(0),
            reached: RefCell::default(),
            log: RefCell::default(),
            violation: RefCell::default(),
            webhooks: RefCell::default(),
            foreign_changes: Cell::new(0),
            accepted: RefCell::default(),
            payments_before,
            tags: Cell::new(None),
            script: RefCell::default(),
            payment_keys: RefCell::default(),
            arrived: RefCell::default(),
            aborts: Cell::new(0),
            unanswered_payments: RefCell::default(),
            told_payments: RefCell::default(),
            told_over: RefCell::default(),
            confirmed_methods: RefCell::default(),
            waits: RefCell::default(),
            tells_next: Cell::new(seed.is_multiple_of(2)),
        }))
    }

    /// Ends what still waits: it holds this world, which would hold its program for as long as the run lasts.
    pub fn end(&self) {
        let (tasks, timers) = (self.tasks.take(), self.timers.take());
        drop((tasks, timers));
    }

    /// From now on every entity tag comes back weak, or else with a suffix.
    pub fn rewrite_tags(&self, weak: bool) {
        self.tags.set(Some(weak));
    }

    /// Who renews, and a company of theirs.
    pub fn person(&self) -> (&'static str, &'static str) {
        if self.has(Fault::OtherOrganization) { ("tomas", "org-spruce") } else { ("nadia", "org-cedar") }
    }

    /// The organization that a path of the API is about; none where it is about a payment or nobody's own.
    pub fn organization_of(&self, path: &str) -> Option<String> {
        let mut parts = path.trim_start_matches('/').split(['/', '?']);
        let (kind, id) = (parts.next()?, parts.next()?);
        match kind {
            "organizations" => Some(id.to_owned()),
            "renewals" => {
                let renewals = self.program.borrow().renewals().unwrap_or_default();
                renewals.into_iter().find(|one| one.id == id).map(|one| one.organization)
            }
            _ => None,
        }
    }

    /// The same company's profile is changed from another computer.
    pub fn colleague_changes(&self, values: &[(&str, &str)]) {
        self.foreign_changes.set(self.foreign_changes.get() + 1);
        let now = DateTime::from_timestamp_millis(self.now_ms()).unwrap_or_default();
        let (person, organization) = self.person();
        let who = Caller { person: person.to_owned(), signed_in_at: now };
        let path = &["/v1/organizations/", organization, "/profile"].concat();
        let read = self.program.borrow_mut().call(Some(&who), "GET", path, &[], b"");
        let Ok(read) = read else { return self.fail("the profile could not be read".to_owned()) };
        let mut profile = read.json();
        let Some(tag) = read.header("etag").map(str::to_owned) else { return };
        for (field, value) in values {
            profile[*field] = (*value).into();
        }
        let headers = [("if-match", tag.as_str()), ("content-type", "application/json")];
        let body = profile.to_string();
        let written = self.program.borrow_mut().call(Some(&who), "PUT", path, &headers, body.as_bytes());
        self.log(|| format!("a colleague changes {values:?}: {:?}", written.map(|answer| answer.status).ok()));
    }

    /// Does nothing happen but what a test orders?
    pub fn is_scene(&self) -> bool {
        self.enabled.is_empty()
    }

    pub fn below(&self, limit: usize) -> usize {
        self.random.borrow_mut().below(limit)
    }

    pub fn one_in(&self, times: usize) -> bool {
        self.random.borrow_mut().one_in(times)
    }

    /// Does this fault happen now? Once in so many times, in a history that has it.
    pub fn happens(&self, fault: Fault, once_in: usize) -> bool {
        let happens = self.is_hostile.get() && self.enabled.contains(&fault) && self.one_in(once_in);
        if happens {
            self.note_fault(fault);
        }
        happens
    }

    /// Is this history one that has the fault?
    pub fn has(&self, fault: Fault) -> bool {
        self.enabled.contains(&fault)
    }

    /// Has the fault happened?
    pub fn noted(&self, fault: Fault) -> bool {
        self.faults.borrow().contains(&fault)
    }

    pub fn note_fault(&self, fault: Fault) {
        self.faults.borrow_mut().insert(fault);
        self.log(|| format!("fault {fault:?}"));
    }

    pub fn reach(&self, what: &'static str) {
        self.reached.borrow_mut().insert(what);
    }

    pub fn log(&self, line: impl FnOnce() -> String) {
        self.log.borrow_mut().push(format!("{} {}", self.now_ms() % 10_000_000, line()));
    }

    pub fn take_log(&self) -> Vec<String> {
        self.log.take()
    }

    /// The history is wrong; the first reason counts.
    pub fn fail(&self, why: String) {
        self.violation.borrow_mut().get_or_insert(Violation(why));
    }

    pub fn violation(&self) -> Option<Violation> {
        self.violation.borrow().clone()
    }

    pub fn now_ms(&self) -> i64 {
        self.now_ms.get()
    }

    pub fn set_now(&self, ms: i64) {
        self.now_ms.set(ms);
        if let Some(now) = DateTime::from_timestamp_millis(ms) {
            self.program.borrow_mut().set_now(now);
        }
    }

    pub fn next_id(&self) -> u64 {
        self.counter.set(self.counter.get() + 1);
        self.counter.get()
    }

    /// Runs a task; it ends with its page.
    pub fn spawn(&self, page: PageId, future: Pin<Box<dyn Future<Output = ()>>>) {
        let id = self.next_id();
        self.tasks.borrow_mut().insert(id, Some(Task { page, future }));
        self.ready.lock().unwrap_or_else(PoisonError::into_inner).push(id);
    }

    /// Everything that belongs to this page is gone, as when a browser ends it.
    pub fn end_page(&self, page: (usize, u32)) {
        let gone: Vec<u64> = {
            let tasks = self.tasks.borrow();
            let of_page = |task: &Option<Task>| task.as_ref().is_some_and(|task| task.page == Some(page));
            tasks.iter().filter(|(_, task)| of_page(task)).map(|(id, _)| *id).collect()
        };
        for id in gone {
            let task = self.tasks.borrow_mut().remove(&id);
            drop(task);
        }
    }

    /// Resolves after so many milliseconds of virtual time.
    pub fn sleep(self: &Rc<Self>, ms: u32) -> Pin<Box<dyn Future<Output = ()>>> {
        let (world, until) = (Rc::clone(self), self.now_ms() + i64::from(ms));
        let id = self.next_id();
        Box::pin(std::future::poll_fn(move |context| {
            if world.now_ms() >= until {
                return Poll::Ready(());
            }
            world.timers.borrow_mut().insert((until, id), context.waker().clone());
            Poll::Pending
        }))
    }

    /// Polls one task that can go on, chosen by chance. `false` if none can.
    pub fn poll_one(&self) -> bool {
        let id = {
            let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
            if ready.is_empty() {
                return false;
            }
            let at = self.random.borrow_mut().below(ready.len());
            ready.swap_remove(at)
        };
        let task = self.tasks.borrow_mut().get_mut(&id).and_then(Option::take);
        let Some(mut task) = task else { return true };
        self.events.set(self.events.get() + 1);
        let waker = Waker::from(Arc::new(TaskWaker { id, ready: Arc::clone(&self.ready) }));
        let done = task.future.as_mut().poll(&mut Context::from_waker(&waker)).is_ready();
        let mut tasks = self.tasks.borrow_mut();
        // The page of the task may have ended while it ran.
        if done {
            let gone = tasks.remove(&id);
            drop(tasks);
            drop(gone);
        } else if let Some(slot) = tasks.get_mut(&id) {
            *slot = Some(task);
        } else {
            drop(tasks);
            drop(task);
        }
        true
    }

    /// Lets time pass until the next timer. `false` if there is none.
    pub fn pass_time(&self) -> bool {
        let next = self.timers.borrow_mut().pop_first();
        let Some(((at, _), waker)) = next else { return false };
        if at > self.now_ms() {
            self.set_now(at);
        }
        waker.wake();
        true
    }

    /// Runs everything that can run within so many milliseconds.
    pub fn run_until_idle(&self, within_ms: i64, after_each: &dyn Fn()) {
        let end = self.now_ms() + within_ms;
        for _ in 0..20_000 {
            if self.violation().is_some() {
                return;
            }
            if self.poll_one() {
                after_each();
                continue;
            }
            let due = self.timers.borrow().first_key_value().is_some_and(|((at, _), _)| *at <= end);
            if !due || !self.pass_time() {
                return;
            }
        }
        self.fail("tasks go on without an end".to_owned());
    }
}
