//! Competency summary, with Re-enroll: the second way into the same renewal. Customers are asked for a reference again here.
use super::entry::RenewalEntry;
use super::{Load, PageContext};
use crate::app::form::Form;
use crate::app::observable::Observable;
use crate::app::renewals::{Found, PageResult};
use crate::app::services::Services;
use crate::domain::competency_details::{Competencies, Reference};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::membership::Membership;
use crate::wire;
use std::rc::{Rc, Weak};

/// Id of what tells that something is done.
pub const DONE: &str = "done";

/// What the page shows.
pub type Shown = (Membership, Competencies);

pub struct CompetenciesPage {
    context: PageContext,
    state: Observable<Load<Shown>>,
    entry: Rc<RenewalEntry>,
    form: Form,
    /// The reference for which a customer was asked again last, by its id.
    done: Observable<Option<String>>,
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
                form: Form::new(context.scope.clone()),
                done: Observable::new(None),
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

    #[must_use]
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// The reference for which a customer was asked again last.
    #[must_use]
    pub fn done(&self) -> Option<String> {
        self.done.get()
    }

    /// Has the customer asked again. Without the day on which they were asked last, a repetition could ask them twice.
    pub fn resend(self: &Rc<Self>, reference: &Reference) {
        let organization =
            self.state.peek(|state| state.ready().map(|(membership, _)| membership.organization.id.clone()));
        let (Some(organization), Some(sent_on)) = (organization, reference.sent_on) else { return };
        if self.form.is_sending() {
            return;
        }
        self.form.clear();
        self.done.clear();
        let id = reference.id.clone();
        let call = wire::competency_details::resend(&organization, &id, sent_on);
        let this = Rc::clone(self);
        self.form.run(async move {
            match this.context.services.api.call(call).await {
                Ok(competencies) => {
                    // Where it is told is drawn with the list.
                    this.done.set(Some(id));
                    this.show(competencies);
                    this.context.scope.focus(DONE);
                }
                Err(failure) => this.fail(failure),
            }
        });
    }

    fn show(&self, competencies: Competencies) {
        self.state.update(|state| {
            if let Load::Ready((_, shown)) = state {
                *shown = competencies;
            }
        });
    }

    fn fail(&self, failure: Failure) {
        if let FailureKind::Refused(_) | FailureKind::ResendTooEarly(_) | FailureKind::NotFound = failure.kind {
            // The customer has answered, or somebody else was faster: the list that is shown is an old one.
            self.load();
        }
        self.form.fail(failure);
    }
}

async fn find(services: Services) -> PageResult<Shown> {
    Ok(match services.renewals.membership().await? {
        Found::Elsewhere(page) => Found::Elsewhere(page),
        Found::Here(membership) => {
            let call = wire::competency_details::get(&membership.organization.id);
            let competencies = services.api.call(call).await?;
            Found::Here((membership, competencies))
        }
    })
}
