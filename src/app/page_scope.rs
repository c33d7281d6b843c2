//! What a page begins ends with it: tasks, focus moves and navigation.
use crate::domain::route::Page;
use crate::ports::{HistoryEntry, Ports, Task};
use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::rc::{Rc, Weak};
use std::task::Poll;

type TaskSlot = RefCell<Option<Task<'static, ()>>>;

struct Inner {
    ports: Rc<Ports>,
    alive: Cell<bool>,
    tasks: RefCell<Vec<Weak<TaskSlot>>>,
    /// Number of the last focus move: of several that are under way the last one holds.
    last_focus: Cell<u32>,
}

/// The life of one page.
#[derive(Clone)]
pub struct PageScope(Rc<Inner>);

impl PageScope {
    #[must_use]
    pub fn new(ports: Rc<Ports>) -> PageScope {
        PageScope(Rc::new(Inner { ports, alive: Cell::new(true), tasks: RefCell::default(), last_focus: Cell::new(0) }))
    }

    /// Is the page still there?
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.0.alive.get()
    }

    /// Runs a task until it is done or the page is left, whichever comes first.
    pub fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.spawn_boxed(Box::pin(task));
    }

    fn spawn_boxed(&self, task: Task<'static, ()>) {
        if !self.is_alive() {
            return;
        }
        let slot: Rc<TaskSlot> = Rc::new(RefCell::new(Some(task)));
        let mut tasks = self.0.tasks.borrow_mut();
        tasks.retain(|task| task.strong_count() > 0);
        tasks.push(Rc::downgrade(&slot));
        drop(tasks);
        let inner = Rc::clone(&self.0);
        self.0.ports.spawner.spawn(Box::pin(poll_fn(move |context| {
            let mut task = slot.borrow_mut();
            let done = task.as_mut().is_none_or(|task| task.as_mut().poll(context).is_ready());
            if done || !inner.alive.get() {
                task.take();
                return Poll::Ready(());
            }
            Poll::Pending
        })));
    }

    /// The page is left: nothing that it began goes on. Requests under way are given up.
    pub fn end(&self) {
        self.0.alive.set(false);
        for task in self.0.tasks.take() {
            let Some(slot) = task.upgrade() else { continue };
            // The task that ends its own page is being polled now; it is dropped when it pauses.
            let task = slot.try_borrow_mut().ok().and_then(|mut slot| slot.take());
            drop(task);
        }
    }

    /// Goes to another page, unless the person has gone elsewhere.
    pub fn go(&self, page: &Page, entry: HistoryEntry) {
        if self.is_alive() {
            self.0.ports.navigator.go(page, entry);
        }
    }

    /// Moves the focus to the element with this id once the page is drawn.
    pub fn focus(&self, id: &str) {
        self.move_focus(Some(id.to_owned()));
    }

    /// Moves the focus to the heading once the page is drawn.
    pub fn focus_heading(&self) {
        self.move_focus(None);
    }

    /// To the element with this id, or to the heading.
    fn move_focus(&self, id: Option<String>) {
        let number = self.0.last_focus.get().wrapping_add(1);
        self.0.last_focus.set(number);
        let inner = Rc::clone(&self.0);
        self.spawn(async move {
            inner.ports.timer.next_frame().await;
            if inner.last_focus.get() != number {
                return;
            }
            match id {
                Some(id) => inner.ports.document.focus(&id),
                None => inner.ports.document.focus_heading(),
            }
        });
    }
}
