//! What the lazy part adds to the membership page: its days as a file for the calendar, and a draft that could not be read.
use super::centre::CentreProgram;
use super::membership::MembershipPage;
use super::{Load, PageContext};
use crate::app::observable::Observable;
use crate::app::records;
use crate::app::renewals::Found;
use crate::domain::membership::Membership;
use crate::ports::keys;
use std::rc::Rc;

/// The controller. It belongs to the lazy part.
pub struct MembershipExtras {
    context: PageContext,
    /// A draft that could not be read: it is the person's to hand over or to delete.
    unreadable: Observable<Option<String>>,
    is_saving: Observable<bool>,
}

impl MembershipExtras {
    /// The one of this page: the same each time the page is drawn. Call it from the lazy part only: whatever calls it is
    /// downloaded with all of it.
    #[must_use]
    pub fn of(page: &MembershipPage) -> Rc<MembershipExtras> {
        if let Some(extras) = page.extras().get().cloned().and_then(|extras| extras.downcast().ok()) {
            return extras;
        }
        let extras = Rc::new(MembershipExtras {
            context: page.context().clone(),
            unreadable: Observable::new(None),
            is_saving: Observable::new(false),
        });
        extras.find_unreadable();
        // The cell is empty: it was read above, and nothing else is put into it.
        page.extras().get_or_init(|| Rc::clone(&extras) as Rc<_>);
        extras
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
                // What is said of it is in the part of the membership centre, which is fetched for those who need it.
                Ok(Some(found)) if services.ports.centre_part.load().await.is_ok() => {
                    unreadable.set_if_new(Some(found))
                }
                // It is looked for again when this page is opened the next time.
                Ok(_) | Err(_) => unreadable.clear(),
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

    /// Gives the person the days of this membership as a file for the calendar, which the membership centre writes: few
    /// ask for it. `find` gives its program once that is here.
    pub fn save_calendar(&self, membership: &Membership, find: fn() -> Option<CentreProgram>) {
        if self.is_saving.now() {
            return;
        }
        self.is_saving.set(true);
        let (context, saving, membership) = (self.context.clone(), self.is_saving.clone(), membership.clone());
        self.context.scope.spawn(async move {
            let is_here = context.services.ports.centre_part.load().await.is_ok();
            let program = if is_here { find() } else { None };
            let is_saved = program.is_some_and(|program| (program.save_calendar)(&context, &membership));
            context.services.set_action_failed(!is_saved);
            saving.set(false);
        });
    }

    /// Is the file being fetched?
    #[must_use]
    pub fn is_saving(&self) -> bool {
        self.is_saving.get()
    }
}

/// Asks for the membership again. It is drawn anew only where it has changed: somebody may be in the middle of it.
pub(super) fn recheck(page: &MembershipPage) {
    if page.state().peek(|state| state.ready().is_none()) || page.entry().form().is_busy() {
        // It is being asked for, or about to be left.
        return;
    }
    let (services, state) = (Rc::clone(&page.context().services), page.state().clone());
    page.context().scope.spawn(async move {
        services.api.early_answers().forget();
        // What cannot be asked for now is asked for when somebody acts on it.
        if let Ok(Found::Here(membership)) = services.renewals.membership().await {
            state.set_if_new(Load::Ready(membership));
        }
    });
}
