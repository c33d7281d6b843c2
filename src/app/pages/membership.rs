//! Home after sign-in: the membership, what stands in the way, and the renewal.
use super::entry::RenewalEntry;
use super::{Load, PageContext};
use crate::app::observable::Observable;
use crate::app::page_scope::PageScope;
use crate::app::records;
use crate::domain::membership::Membership;
use crate::ports::{LazyPart, keys};
use std::rc::{Rc, Weak};

pub struct MembershipPage {
    context: PageContext,
    state: Observable<Load<Membership>>,
    entry: Rc<RenewalEntry>,
    /// A draft that could not be read: it is the person's to hand over or to delete.
    unreadable: Observable<Option<String>>,
}

impl MembershipPage {
    #[must_use]
    pub(super) fn open(context: &PageContext) -> Rc<MembershipPage> {
        context.services.renewals.set_changing(false);
        let page = Rc::new_cyclic(|this: &Weak<MembershipPage>| {
            let this = this.clone();
            let reload = move || {
                if let Some(page) = this.upgrade() {
                    page.load();
                }
            };
            MembershipPage {
                context: context.clone(),
                state: Observable::new(Load::Loading),
                entry: Rc::new(RenewalEntry::new(context, Rc::new(reload))),
                unreadable: Observable::new(None),
            }
        });
        page.load();
        page.find_unreadable();
        page
    }

    pub fn load(&self) {
        let (services, scope) = (Rc::clone(&self.context.services), self.context.scope.clone());
        let work = async move {
            let found = services.renewals.membership().await;
            if found.is_ok() {
                fetch_ahead(&scope, Rc::clone(&services.ports.lazy_part));
            }
            found
        };
        self.context.load(&self.state, Box::pin(work));
    }

    /// Reads what the page shows; whoever draws with it is drawn again when it changes.
    pub fn with_state<R>(&self, read: impl FnOnce(&Load<Membership>) -> R) -> R {
        self.state.with(read)
    }

    #[must_use]
    pub fn entry(&self) -> &Rc<RenewalEntry> {
        &self.entry
    }

    /// Does this account have other organizations to work for?
    #[must_use]
    pub fn has_other_organizations(&self) -> bool {
        self.context.services.accounts.account().is_some_and(|account| account.organizations.len() > 1)
    }

    /// The draft that could not be read, if there is one.
    #[must_use]
    pub fn unreadable_draft(&self) -> Option<String> {
        self.unreadable.get()
    }

    fn find_unreadable(&self) {
        let (services, unreadable) = (Rc::clone(&self.context.services), self.unreadable.clone());
        let Some(identity) = services.sessions.identity() else { return };
        self.context.scope.spawn(async move {
            let now = services.ports.clock.now_ms();
            match records::unreadable(&*services.ports.store, &identity.account_key, now).await {
                Ok(found) => unreadable.set_if_new(found),
                // It is looked for again when this page is opened the next time.
                Err(_) => unreadable.set_if_new(None),
            }
        });
    }

    /// Deletes the draft that could not be read. Where that fails it is said, and the draft is still offered.
    pub fn delete_unreadable_draft(&self) {
        let services = Rc::clone(&self.context.services);
        let Some(identity) = services.sessions.identity() else { return };
        let (unreadable, scope) = (self.unreadable.clone(), self.context.scope.clone());
        self.context.scope.spawn(async move {
            services.set_action_failed(false);
            let is_deleted = services.ports.store.remove(&keys::quarantine(&identity.account_key)).await.is_ok();
            services.set_action_failed(!is_deleted);
            if is_deleted {
                unreadable.set(None);
                // The button that had the focus is gone with the notice.
                scope.focus_heading();
            }
        });
    }
}

/// While the page is read, the program of the pages that follow is fetched.
fn fetch_ahead(scope: &PageScope, part: Rc<dyn LazyPart>) {
    if !part.is_loaded() {
        scope.spawn(async move {
            if part.load().await.is_err() {
                // A page that needs it asks again, and says what is wrong.
            }
        });
    }
}
