//! A value that views follow. It lives as long as somebody holds it, so setting it late can never fail.
use reactive_graph::graph::{AnySubscriber, Observer, ReactiveNode};
use std::cell::RefCell;
use std::rc::Rc;

/// Who has drawn with a value, and draws again when it changes. A signal of the library would keep a note of all who are
/// gone, for as long as it lives: some values live as long as the page.
#[derive(Default)]
struct Followers(RefCell<Vec<AnySubscriber>>);

impl Followers {
    #[inline(never)]
    fn add_observer(&self) {
        let Some(observer) = Observer::get() else { return };
        let mut followers = self.0.borrow_mut();
        // In the order in which they came: who draws around another one is told first.
        if !followers.contains(&observer) {
            followers.retain(|follower| follower.1.strong_count() > 0);
            followers.push(observer);
        }
    }

    /// Whoever still draws with the value reads it again, and follows it again.
    #[inline(never)]
    fn notify(&self) {
        for follower in self.0.take() {
            follower.mark_dirty();
        }
    }
}

struct Inner<T> {
    value: RefCell<T>,
    followers: Followers,
}

/// A value and who follows it. Only its owner in `app` sets it; views read it.
pub struct Observable<T>(Rc<Inner<T>>);

impl<T> Clone for Observable<T> {
    fn clone(&self) -> Self {
        Observable(Rc::clone(&self.0))
    }
}

impl<T> Observable<T> {
    pub fn new(value: T) -> Observable<T> {
        Observable(Rc::new(Inner { value: RefCell::new(value), followers: Followers::default() }))
    }

    /// Reads the value; whoever draws with it is drawn again when it changes.
    pub fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.0.followers.add_observer();
        read(&self.0.value.borrow())
    }

    /// Reads the value without following it.
    pub fn peek<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.0.value.borrow())
    }

    pub(super) fn set(&self, value: T) {
        // The old value is dropped after the borrow has ended: dropping it may read this one.
        let _old = self.0.value.replace(value);
        self.0.followers.notify();
    }

    pub(super) fn update(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.0.value.borrow_mut());
        self.0.followers.notify();
    }
}

// To be empty needs no comparison: that of a failure weighs half a kilobyte of the download.

impl<T> Observable<Option<T>> {
    /// Takes the value away, if there is one.
    pub(super) fn clear(&self) {
        if self.peek(Option::is_some) {
            self.set(None);
        }
    }
}

impl<T> Observable<Vec<T>> {
    /// Takes all values away, if there are any.
    pub(super) fn clear_all(&self) {
        if self.peek(|values| !values.is_empty()) {
            self.set(Vec::new());
        }
    }
}

impl<T: Clone> Observable<T> {
    /// The value; whoever draws with it is drawn again when it changes.
    pub fn get(&self) -> T {
        self.with(T::clone)
    }

    /// The value, without following it.
    pub fn now(&self) -> T {
        self.peek(T::clone)
    }
}

impl<T: PartialEq> Observable<T> {
    /// Sets the value; an equal one changes nothing.
    pub(super) fn set_if_new(&self, value: T) {
        if self.peek(|old| *old != value) {
            self.set(value);
        }
    }
}
