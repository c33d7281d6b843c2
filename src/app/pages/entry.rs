//! The way into the renewal: a new one, the one under way, or the confirmation of the one just done.
use super::PageContext;
use crate::app::form::Form;
use crate::app::renewals::page_of;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::membership::Membership;
use crate::domain::renewal::{Phase, Renewal, RenewalStatus};
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::ports::{HistoryEntry, Task};
use crate::wire;
use std::rc::Rc;

/// Id of the dialog that asks before everything is given up.
pub const START_OVER: &str = "start-over";

/// What the membership page offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MainAction {
    /// The confirmation of the renewal with this id.
    Confirmation(String),
    /// The renewal under way, with the step it stands at.
    Resume { id: String, at: Option<Step> },
    /// The payment for the renewal with this id, about which nobody has decided yet.
    Payment(String),
    /// A new renewal.
    Begin,
    /// This person may not renew now; the page says why.
    Nothing,
}

/// What this membership offers to the signed-in person.
#[must_use]
pub fn main_action(membership: &Membership) -> MainAction {
    // While nobody has decided about a payment there is no receipt to show.
    let done = |status: RenewalStatus| status == RenewalStatus::AwaitingPayment || status.phase() == Phase::Done;
    match &membership.current_renewal {
        Some(current) if done(current.status) && current.next_step.is_none() => {
            MainAction::Confirmation(current.id.clone())
        }
        Some(current) if membership.is_being_paid() && membership.offers_renewal() => {
            MainAction::Payment(current.id.clone())
        }
        Some(current) if membership.offers_renewal() => {
            MainAction::Resume { id: current.id.clone(), at: current.next_step }
        }
        _ if membership.offers_renewal() => MainAction::Begin,
        _ => MainAction::Nothing,
    }
}

/// Starts, resumes or gives up a renewal.
#[derive(Clone)]
pub struct RenewalEntry {
    context: PageContext,
    form: Form,
    /// Asks for the membership once more.
    reload: Rc<dyn Fn()>,
}

impl RenewalEntry {
    #[must_use]
    pub(super) fn new(context: &PageContext, reload: Rc<dyn Fn()>) -> RenewalEntry {
        RenewalEntry { context: context.clone(), form: Form::new(context.scope.clone()), reload }
    }

    #[must_use]
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// Starts a renewal for this organization, or goes on with the one there is.
    pub fn begin(&self, organization: &str) {
        self.run(EntryAction::Begin(organization.to_owned()));
    }

    /// Goes on with the renewal under way.
    pub fn resume(&self, id: &str) {
        self.run(EntryAction::Resume(id.to_owned()));
    }

    /// Gives the renewal up, with everything typed for it.
    pub fn start_over(&self, id: &str) {
        self.context.services.ports.document.close_dialog(START_OVER);
        self.run(EntryAction::StartOver(id.to_owned()));
    }

    /// What a renewal is made of belongs to the lazy part, which leads on as soon as it is here.
    fn run(&self, action: EntryAction) {
        let entry = self.clone();
        self.form.run(async move {
            let services = Rc::clone(&entry.context.services);
            let part = Rc::clone(&services.ports.lazy_part);
            let loaded = if part.is_loaded() { Ok(()) } else { part.load().await };
            let program = loaded.and_then(|()| (services.lazy_program)().ok_or(FailureKind::NotDownloaded));
            match program {
                Ok(program) => (program.enter)(entry, action).await,
                Err(kind) => entry.form.fail(Failure { kind, reference: String::new() }),
            }
        });
    }
}

/// What is pressed to come into a renewal, or out of it.
pub enum EntryAction {
    /// Starts one for the organization with this id.
    Begin(String),
    /// Goes on with the one with this id.
    Resume(String),
    /// Gives up the one with this id.
    StartOver(String),
}

/// Carries it out. It belongs to the lazy part.
pub(super) fn enter(entry: RenewalEntry, action: EntryAction) -> Task<'static, ()> {
    Box::pin(async move {
        let RenewalEntry { context, form, reload } = entry;
        let services = &context.services;
        let found = match action {
            EntryAction::Begin(organization) => services.renewals.enter(wire::renewal::start(&organization)).await,
            EntryAction::Resume(id) => services.renewals.enter(wire::renewal::get(&id)).await,
            EntryAction::StartOver(id) => return start_over(&context, &form, &id, &*reload).await,
        };
        go_on(&context, &form, found, &*reload).await;
    })
}

async fn start_over(context: &PageContext, form: &Form, id: &str, reload: &dyn Fn()) {
    match give_up(context, id).await {
        // It is not there any more: given up before, by a request whose answer was lost, or elsewhere.
        Ok(()) | Err(Failure { kind: FailureKind::NotFound, .. }) => {
            context.services.autosave().discard().await;
            context.services.renewals.invalidate();
            context.services.tell_progress(id);
            form.clear();
            reload();
            // The button that had the focus is gone with the renewal.
            context.scope.focus_heading();
        }
        Err(failure) => form.fail(failure),
    }
}

async fn give_up(context: &PageContext, id: &str) -> Result<(), Failure> {
    let renewal = context.services.renewals.get(id).await?;
    context.services.renewals.adopt(renewal.clone()).await;
    context.services.api.call(wire::renewal::discard(&renewal)).await
}

async fn go_on(context: &PageContext, form: &Form, found: Result<Renewal, Failure>, reload: &dyn Fn()) {
    match found {
        Ok(renewal) => {
            let page: Page = page_of(&renewal);
            context.services.tell_progress(&renewal.id);
            context.services.renewals.adopt(renewal).await;
            context.scope.go(&page, HistoryEntry::Push);
        }
        Err(failure) if context.leads_elsewhere(&failure).await => {}
        Err(Failure { kind: FailureKind::NotFound, .. }) => {
            // It was given up in another tab or browser: the page says what there is now.
            form.clear();
            reload();
            context.scope.focus_heading();
        }
        Err(failure) => form.fail(failure),
    }
}
