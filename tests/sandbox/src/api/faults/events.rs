//! What happens at once: to the provider's notices, to the program's books and to the process.

use super::super::problem::Problem;
use super::super::{ApiState, controls};
use super::Faults;
use super::rules::Event;
use crate::store::agreements;
use crate::store::money::Prices;

/// Lets it happen.
pub(super) fn happen(faults: &Faults, event: &Event) -> Result<(), Problem> {
    let (notices, api) = (&faults.0.notices, &faults.0.api);
    let store = api.store();
    match event {
        Event::Hold => notices.hold(),
        Event::Release => notices.release(false),
        Event::Reorder => notices.release(true),
        Event::Repeat(copies) => notices.repeat(*copies),
        Event::Price(percent) => store.write(|tx| Prices::change(tx, *percent))?,
        Event::Role { organization, contact } => store.write(|tx| controls::hand_over_to(tx, organization, contact))?,
        Event::Agreement(version) => store.write(|tx| agreements::put_in_force(tx, store.program(), version))?,
        Event::PurgeKeys => store.write(controls::purge_idempotency_keys)?,
        Event::Restart => {
            forget(api);
            faults.0.restarts.notify_waiters();
        }
    }
    Ok(())
}

/// What the API keeps outside the database.
fn forget(api: &ApiState) {
    api.forget();
    api.keys().forget_revoked();
}
