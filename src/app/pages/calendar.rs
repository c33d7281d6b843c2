//! The days of a membership as a file for the calendar. It belongs to the membership centre: few ask for it.
use super::PageContext;
use crate::domain::address::{host_of, mail};
use crate::domain::calendar::{grace_ends, window_opens};
use crate::domain::calendar_file::{Event, calendar_file};
use crate::domain::membership::Membership;
use crate::domain::route::Page;
use crate::i18n::{format, words};
use crate::ports::TextFile;

/// Name of the file.
const CALENDAR: &str = "membership.ics";
/// So many days before the last of the days the calendar reminds.
const REMINDERS: [i64; 3] = [30, 14, 3];

/// Gives the person the file; `false` if the browser refuses it.
pub(super) fn save(context: &PageContext, membership: &Membership) -> bool {
    let ports = &context.services.ports;
    let site = [ports.navigator.origin(), ports.navigator.base_path()].concat();
    let url = [&*site, &Page::Membership.path()].concat();
    let organizer = mail(&context.services.config.support_email, "", "");
    let text = calendar_file(&events(membership, &site), &url, &organizer, membership.as_of, ports.clock.now_ms());
    ports.files.save_text(&TextFile { name: CALENDAR, kind: "text/calendar;charset=utf-8", text: &text })
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
