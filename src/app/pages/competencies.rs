//! Competency summary, with Re-enroll: the second way into the same renewal.
use super::entry::RenewalEntry;
use super::{Load, PageContext};
use crate::app::observable::Observable;
use crate::app::renewals::{Found, PageResult};
use crate::app::services::Services;
use crate::domain::competency::Competency;
use crate::domain::membership::Membership;
use crate::wire;
use std::rc::{Rc, Weak};

/// What the page shows.
pub type Shown = (Membership, Vec<Competency>);

pub struct CompetenciesPage {
    context: PageContext,
    state: Observable<Load<Shown>>,
    entry: Rc<RenewalEntry>,
}

impl CompetenciesPage {
    #[must_use]
    pub(super) fn open(context: &PageContext) -> Rc<CompetenciesPage> {
        let page = Rc::new_cyclic(|this: &Weak<CompetenciesPage>| {
            let this = this.clone();
            let reload = move || {
                if let Some(page) = this.upgrade() {
                    page.load();
                }
            };
            CompetenciesPage {
                context: context.clone(),
                state: Observable::new(Load::Loading),
                entry: Rc::new(RenewalEntry::new(context, Rc::new(reload))),
            }
        });
        page.load();
        page
    }

    pub fn load(&self) {
        let services = Rc::clone(&self.context.services);
        self.context.load(&self.state, Box::pin(find(services)));
    }

    /// Reads what the page shows; whoever draws with it is drawn again when it changes.
    pub fn with_state<R>(&self, read: impl FnOnce(&Load<Shown>) -> R) -> R {
        self.state.with(read)
    }

    #[must_use]
    pub fn entry(&self) -> &Rc<RenewalEntry> {
        &self.entry
    }
}

async fn find(services: Services) -> PageResult<Shown> {
    Ok(match services.renewals.membership().await? {
        Found::Elsewhere(page) => Found::Elsewhere(page),
        Found::Here(membership) => {
            let list = services.api.call(wire::competencies::get(&membership.organization.id)).await?;
            Found::Here((membership, list))
        }
    })
}
