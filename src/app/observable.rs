//! A value that views follow. It lives as long as somebody holds it, so setting it late can never fail.
use reactive_graph::signal::ArcTrigger;
use reactive_graph::traits::{Notify, Track};
use std::cell::RefCell;
use std::rc::Rc;

/// A value and the signal that it changed. Only its owner in `app` sets it; views read it.
pub struct Observable<T> {
    value: Rc<RefCell<T>>,
    changed: ArcTrigger,
}

impl<T> Clone for Observable<T> {
    fn clone(&self) -> Self {
        Observable { value: Rc::clone(&self.value), changed: self.changed.clone() }
    }
}

impl<T> Observable<T> {
    pub fn new(value: T) -> Observable<T> {
        Observable { value: Rc::new(RefCell::new(value)), changed: ArcTrigger::new() }
    }

    /// Reads the value; whoever draws with it is drawn again when it changes.
    pub fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.changed.track();
        read(&self.value.borrow())
    }

    /// Reads the value without following it.
    pub fn peek<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.value.borrow())
    }

    pub(super) fn set(&self, value: T) {
        // The old value is dropped after the borrow has ended: dropping it may read this one.
        let _old = self.value.replace(value);
        self.changed.notify();
    }

    pub(super) fn update(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.value.borrow_mut());
        self.changed.notify();
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
