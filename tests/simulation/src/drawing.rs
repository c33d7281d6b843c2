//! What a view does with a value: it draws it, and draws it again when it is told that it changed.
use reactive_graph::graph::{AnySource, AnySubscriber, ReactiveNode, Subscriber, WithObserver};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};

#[derive(Default)]
struct Node {
    outdated: AtomicBool,
}

impl Node {
    fn outdate(&self) {
        self.outdated.store(true, Ordering::Relaxed);
    }
}

impl ReactiveNode for Node {
    fn mark_dirty(&self) {
        self.outdate();
    }

    fn mark_check(&self) {
        self.outdate();
    }

    fn mark_subscribers_check(&self) {}

    fn update_if_necessary(&self) -> bool {
        self.outdated.load(Ordering::Relaxed)
    }
}

/// It is drawn once, so its sources need not be known: they hold it weakly.
impl Subscriber for Node {
    fn add_source(&self, _: AnySource) {}

    fn clear_sources(&self, _: &AnySubscriber) {}
}

/// Something that was drawn once.
pub struct Drawing(Arc<Node>);

impl Drawing {
    /// Draws with whatever `read` reads.
    pub fn of<T>(read: impl FnOnce() -> T) -> Drawing {
        let node = Arc::new(Node::default());
        let weak: Weak<dyn Subscriber + Send + Sync> = Arc::<Node>::downgrade(&node);
        AnySubscriber(Arc::as_ptr(&node) as usize, weak).with_observer(read);
        Drawing(node)
    }

    /// Has anything changed that it was drawn with?
    pub fn is_outdated(&self) -> bool {
        self.0.outdated.load(Ordering::Relaxed)
    }
}
