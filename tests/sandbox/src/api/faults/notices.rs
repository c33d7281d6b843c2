//! The provider's notices, held, repeated and let go in another order.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc::UnboundedSender;

use crate::pay::notices::Notice;

/// Notices on their way.
#[derive(Default)]
pub(super) struct Notices(Mutex<Inner>);

struct Inner {
    to: Option<UnboundedSender<Notice>>,
    holding: bool,
    held: Vec<Notice>,
    copies: usize,
}

impl Default for Inner {
    fn default() -> Self {
        Self { to: None, holding: false, held: Vec::new(), copies: 1 }
    }
}

impl Inner {
    fn send(&self, notice: &Notice) {
        for _ in 0..self.copies {
            // Nobody listens any more only when the process ends.
            let _ = self.to.as_ref().map(|to| to.send(notice.clone()));
        }
    }
}

impl Notices {
    /// Where they arrive.
    pub(super) fn send_to(&self, to: UnboundedSender<Notice>) {
        self.lock().to = Some(to);
    }

    /// A notice of the provider.
    pub(super) fn take(&self, notice: Notice) {
        let mut inner = self.lock();
        if inner.holding { inner.held.push(notice) } else { inner.send(&notice) }
    }

    /// Keeps notices from now on.
    pub(super) fn hold(&self) {
        self.lock().holding = true;
    }

    /// Sends what was kept, and keeps nothing more.
    pub(super) fn release(&self, last_first: bool) {
        let mut inner = self.lock();
        inner.holding = false;
        let mut held = std::mem::take(&mut inner.held);
        if last_first {
            held.reverse();
        }
        for notice in &held {
            inner.send(notice);
        }
    }

    /// Sends each notice so many times from now on.
    pub(super) fn repeat(&self, copies: usize) {
        self.lock().copies = copies;
    }

    /// As if nothing had been ordered; what was kept is sent.
    pub(super) fn clear(&self) {
        self.repeat(1);
        self.release(false);
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
