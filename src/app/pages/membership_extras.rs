//! What the lazy part adds to the membership page: its days as a file for the calendar, and a draft that could not be read.
use super::membership::MembershipPage;
use super::{Load, PageContext};
use crate::app::observable::Observable;
use crate::app::records;
use crate::app::renewals::Found;
use crate::domain::address::host_of;
use crate::domain::calendar::{grace_ends, window_opens};
use crate::domain::calendar_file::{Event, calendar_file};
use crate::domain::membership::Membership;
use crate::domain::route::Page;
use crate::i18n::{format, words};
use crate::ports::{TextFile, keys};
use std::rc::Rc;

/// Name of the file for the calendar.
const CALENDAR: &str = "membership.ics";
/// So many days before the last of the days the calendar reminds.
const REMINDERS: [i64; 3] = [30, 14, 3];

/// The controller. It belongs to the lazy part.
pub struct MembershipExtras {
    context: PageContext,
    /// A draft that could not be read: it is the person's to hand over or to delete.
    unreadable: Observable<Option<String>>,
}

impl MembershipExtras {
    /// The one of this page: the same each time the page is drawn. Call it from the lazy part only: whatever calls it is
    /// downloaded with all of it.
    #[must_use]
    pub fn of(page: &MembershipPage) -> Rc<MembershipExtras> {
        if let Some(extras) = page.extras().get().cloned().and_then(|extras| extras.downcast().ok()) {
            return extras;
        }
        let extras = Rc::new(MembershipExtras { context: page.context().clone(), unreadable: Observable::new(None) });
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
                Ok(found) => unreadable.set_if_new(found),
                // It is looked for again when this page is opened the next time.
                Err(_) => unreadable.clear(),
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

    /// Gives the person the days of this membership as a file for the calendar. A browser that refuses it is told of.
    pub fn save_calendar(&self, membership: &Membership) {
        let ports = &self.context.services.ports;
        let site = [ports.navigator.origin(), ports.navigator.base_path()].concat();
        let url = [&*site, &Page::Membership.path()].concat();
        let text = calendar_file(&events(membership, &site), &url, ports.clock.now_ms());
        let is_saved =
            ports.files.save_text(&TextFile { name: CALENDAR, kind: "text/calendar;charset=utf-8", text: &text });
        self.context.services.set_action_failed(!is_saved);
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

/// The days that are still to come: the first one of the window, and the membership date; once that has passed, the last
/// day of the grace period.
fn events(membership: &Membership, site: &str) -> Vec<Event> {
    let organization = &membership.organization;
    // Whoever has saved the days of a year before gets those of this year in their place.
    let uid = |day: &str| [day, "-", &organization.id, "@", host_of(site)].concat();
    let checklist = [words::start_ready_1(), words::start_ready_2(), words::start_ready_3(), words::start_ready_4()];
    let mut description = words::calendar_ready();
    for item in checklist {
        description.push_str("\n- ");
        description.push_str(&item);
    }
    let (date, ends) = (membership.membership_date, grace_ends(membership.membership_date, membership.grace_days));
    let has_passed = date < membership.as_of;
    let opens = Event {
        uid: uid("opens"),
        day: window_opens(date, membership.window_days),
        summary: words::calendar_opens(&organization.name),
        description: description.clone(),
        reminders: vec![0],
    };
    let name = if has_passed { words::calendar_last } else { words::calendar_date };
    let last = Event {
        uid: uid("date"),
        day: if has_passed { ends } else { date },
        summary: name(&organization.name),
        description: [words::calendar_last_day(&format::date_long(ends)), description].join("\n\n"),
        reminders: REMINDERS.to_vec(),
    };
    [opens, last].into_iter().filter(|event| event.day >= membership.as_of).collect()
}
