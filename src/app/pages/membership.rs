//! Home after sign-in: the membership, what stands in the way, and the renewal.
use super::entry::RenewalEntry;
use super::{Load, PageContext};
use crate::app::observable::Observable;
use crate::app::page_scope::PageScope;
use crate::domain::membership::Membership;
use crate::ports::LazyPart;
use std::any::Any;
use std::cell::OnceCell;
use std::rc::{Rc, Weak};

pub struct MembershipPage {
    context: PageContext,
    state: Observable<Load<Membership>>,
    entry: Rc<RenewalEntry>,
    /// Is the lazy part here, which adds to this page?
    has_extras: Observable<bool>,
    extras: OnceCell<Rc<dyn Any>>,
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
                has_extras: Observable::new(false),
                extras: OnceCell::new(),
            }
        });
        page.load();
        page
    }

    pub fn load(&self) {
        let (services, scope) = (Rc::clone(&self.context.services), self.context.scope.clone());
        let has_extras = self.has_extras.clone();
        let work = async move {
            let found = services.renewals.membership().await;
            if found.is_ok() {
                fetch_ahead(&scope, Rc::clone(&services.ports.lazy_part), has_extras);
            }
            found
        };
        self.context.load(&self.state, Box::pin(work));
    }

    /// Asks for the membership again, while what is known of it stays on the page. Until the lazy part is here the page is
    /// new enough.
    pub(in crate::app) fn recheck(&self) {
        if let Some(program) = (self.context.services.lazy_program)() {
            (program.recheck)(self);
        }
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

    /// Is the lazy part here, which adds to this page? Whoever draws with it is drawn again when it comes.
    #[must_use]
    pub fn has_extras(&self) -> bool {
        self.has_extras.get()
    }

    /// The controller of what the lazy part adds, which knows what it is made of.
    pub(super) fn extras(&self) -> &OnceCell<Rc<dyn Any>> {
        &self.extras
    }

    pub(super) fn state(&self) -> &Observable<Load<Membership>> {
        &self.state
    }

    pub(super) fn context(&self) -> &PageContext {
        &self.context
    }
}

/// While the page is read, the program of the pages that follow is fetched.
fn fetch_ahead(scope: &PageScope, part: Rc<dyn LazyPart>, has_extras: Observable<bool>) {
    scope.spawn(async move {
        // A page that needs what did not arrive asks again, and says what is wrong.
        let is_here = part.is_loaded() || part.load().await.is_ok();
        has_extras.set_if_new(is_here);
    });
}
