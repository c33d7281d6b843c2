//! What is typed into a form that belongs to no renewal: kept in this browser until it is sent or given up, so that a
//! sign-in, a reload or a crash loses nothing.
use super::PageContext;
use crate::domain::json::{self, Object};
use crate::domain::limits;
use crate::ports::{RecordStore, keys};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// How long it is offered again, in milliseconds: a day.
const KEPT_MS: i64 = 86_400_000;

/// What is to be written next: a record, or that there is none any more.
type Change = Option<String>;

/// Writes one change after the other: two at once could end in the wrong order.
struct Writer {
    key: String,
    store: Rc<dyn RecordStore>,
    next: RefCell<Option<Change>>,
    is_writing: Cell<bool>,
}

impl Writer {
    async fn write(&self) {
        while let Some(change) = self.next.take() {
            let written = match change {
                Some(record) => self.store.put(&self.key, record).await,
                None => self.store.remove(&self.key).await,
            };
            if written.is_err() {
                // It stays in the page. The notice about storage says that nothing is kept, and what could not be removed
                // is not shown any more after a day.
            }
        }
        self.is_writing.set(false);
    }
}

/// One form of an organization.
pub struct KeptForm {
    context: PageContext,
    /// `None` where nobody is signed in, who could have typed.
    writer: Option<Rc<Writer>>,
}

impl KeptForm {
    /// `form` is a name that no other form of the organization has.
    #[must_use]
    pub(super) fn new(context: &PageContext, organization: &str, form: &str) -> KeptForm {
        let services = &context.services;
        let writer = services.sessions.identity().map(|identity| {
            Rc::new(Writer {
                key: keys::form(&identity.account_key, organization, form),
                store: Rc::clone(&services.ports.store),
                next: RefCell::default(),
                is_writing: Cell::new(false),
            })
        });
        KeptForm { context: context.clone(), writer }
    }

    /// Keeps what is typed now.
    pub(super) fn keep(&self, typed: Object) {
        let now = self.context.services.ports.clock.now_ms();
        self.change(Some(typed.integer("at", now).finish()));
    }

    /// Forgets it.
    pub(super) fn clear(&self) {
        self.change(None);
    }

    fn change(&self, change: Change) {
        let Some(writer) = &self.writer else { return };
        writer.next.replace(Some(change));
        if !writer.is_writing.replace(true) {
            let writer = Rc::clone(writer);
            // Not a task of the page: what was typed is kept also where it is left at once.
            self.context.services.ports.spawner.spawn(Box::pin(async move { writer.write().await }));
        }
    }

    /// What was kept; `None` where there is nothing, or it is too old or cannot be read.
    pub(super) async fn read(&self) -> Option<Value> {
        let services = &self.context.services;
        // A store that cannot be read has kept nothing that could be shown.
        let text = services.ports.store.read(&self.writer.as_ref()?.key).await.ok()??;
        let record = json::parse(&text)?;
        let at = json::integer(&record, "at", limits::INSTANT_MS)?;
        (services.ports.clock.now_ms().saturating_sub(at) < KEPT_MS).then_some(record)
    }
}
