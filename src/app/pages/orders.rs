//! The orders of the organization worked for: how each stands, its documents, and what can be done with it.
use super::refresh::Refresh;
use super::task_form::TaskForm;
use super::{Load, PageContext};
use crate::app::form::Form;
use crate::app::observable::Observable;
use crate::app::renewals::Found;
use crate::app::services::Services;
use crate::domain::company::Organization;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::orders::{DocumentKind, Order, OrderState};
use crate::domain::route::Page;
use crate::domain::tab_message::TabMessage;
use crate::wire;
use std::rc::Rc;

/// Id of the dialog that asks before an order is cancelled or its money asked back.
pub const QUESTION: &str = "question";
/// Id of what tells that something is done.
pub const DONE: &str = "done";

/// The orders of an organization, the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orders {
    pub organization: Organization,
    pub list: Vec<Order>,
}

/// What the person is about to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderTask {
    Cancel(Order),
    Refund(Order),
}

/// What the person has done, with the reference of the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    Cancelled(String),
    /// The money went back.
    Refunded(String),
    /// The money was asked back, which the program decides.
    RefundRequested(String),
}

pub struct OrdersPage {
    context: PageContext,
    state: Observable<Load<Orders>>,
    editing: TaskForm<OrderTask, (), Done>,
    refresh: Refresh<Orders>,
}

impl OrdersPage {
    #[must_use]
    pub(super) fn open(context: &PageContext) -> Rc<OrdersPage> {
        let state = Observable::new(Load::Loading);
        let page = Rc::new(OrdersPage {
            context: context.clone(),
            refresh: Refresh::new(&state),
            state,
            editing: TaskForm::new(context),
        });
        page.load();
        page
    }

    pub fn load(&self) {
        let services = Rc::clone(&self.context.services);
        let find = async move {
            Ok(match find(&services).await? {
                Some(orders) => Found::Here(orders),
                // Of several organizations none is chosen.
                None => Found::Elsewhere(Page::Organizations),
            })
        };
        self.context.load(&self.state, Box::pin(find));
    }

    /// Reads the orders; whoever draws with them is drawn again when they change.
    pub fn with_state<R>(&self, read: impl FnOnce(&Load<Orders>) -> R) -> R {
        self.state.with(read)
    }

    #[must_use]
    pub fn form(&self) -> &Form {
        &self.editing.form
    }

    /// What the person is about to do.
    #[must_use]
    pub fn task(&self) -> Option<OrderTask> {
        self.editing.task.get()
    }

    /// What was done last.
    #[must_use]
    pub fn done(&self) -> Option<Done> {
        self.editing.done.get()
    }

    /// The page is shown again, or another tab has told something: asks for the orders as they are now.
    pub(in crate::app) fn recheck(&self) {
        if self.refresh.is_due(&self.editing.form) {
            let services = Rc::clone(&self.context.services);
            self.refresh.ask_beside(&self.context, Box::pin(async move { find(&services).await }));
        }
    }

    async fn refresh(&self) -> Result<(), Failure> {
        self.refresh.ask(find(&self.context.services)).await
    }

    /// Fetches an address for the document, and goes to it: the browser saves what it finds there.
    pub fn download(&self, order: &Order, kind: DocumentKind) {
        let (context, form) = (self.context.clone(), self.editing.form.clone());
        let call = wire::orders::document_link(&order.renewal, kind);
        self.editing.form.run(async move {
            match context.services.api.call(call).await {
                Ok(link) => {
                    form.clear();
                    context.services.ports.navigator.leave_for(&link.url);
                }
                Err(failure) => form.fail(failure),
            }
        });
    }

    /// The person wants to do something, and is asked.
    pub fn begin(&self, task: OrderTask) {
        if self.editing.begin(task, ()) {
            self.context.services.ports.document.open_dialog(QUESTION);
        }
    }

    /// The person leaves everything as it is.
    pub fn give_up(&self) {
        self.context.services.ports.document.close_dialog(QUESTION);
        self.editing.task.clear();
    }

    /// Does what the person was asked about.
    pub fn send(self: &Rc<Self>) {
        let Some(task) = self.editing.task.now() else { return };
        self.give_up();
        let this = Rc::clone(self);
        // Nothing that was known of it holds from here on, also where this page is left before the answer.
        self.context.services.renewals.invalidate();
        self.editing.form.run(async move {
            let api = &this.context.services.api;
            let (order, outcome) = match task {
                OrderTask::Cancel(order) => {
                    let cancelled = api.call(wire::payment::cancel(&order.payment)).await;
                    (order.clone(), cancelled.map(|_| Done::Cancelled(order.reference)))
                }
                OrderTask::Refund(order) => {
                    let asked = api.call(wire::orders::ask_for_refund(&order.renewal, None)).await;
                    let done = |answer: Order| match answer.state {
                        OrderState::RefundRequested => Done::RefundRequested(answer.reference),
                        _ => Done::Refunded(answer.reference),
                    };
                    (order, asked.map(done))
                }
            };
            if let Err(Failure { kind: FailureKind::SignInRequired | FailureKind::RecentSignIn(_), .. }) = &outcome {
                // The sign-in page is on its way, and nothing was done.
                return outcome.err().into_iter().for_each(|failure| this.editing.form.fail(failure));
            }
            this.context.services.ports.tabs.send(&TabMessage::Payment { renewal: order.renewal.clone() });
            let refreshed = this.refresh().await;
            match (outcome, refreshed) {
                (Ok(done), refreshed) => {
                    if let Err(failure) = refreshed {
                        // The list that is shown says what is not so any more.
                        this.state.set(Load::Failed(failure));
                    }
                    this.finish(done);
                }
                // Where the answer was lost, the list knows.
                (Err(failure), _) => match this.what_is_done(&order) {
                    Some(done) => this.finish(done),
                    None => this.editing.form.fail(failure),
                },
            }
        });
    }

    fn finish(&self, done: Done) {
        self.editing.done.set(Some(done));
        self.context.scope.focus(DONE);
    }

    /// What has become of an order that was not over before.
    fn what_is_done(&self, before: &Order) -> Option<Done> {
        let now = self.state.peek(|state| {
            let found = state.ready()?.list.iter().find(|order| order.renewal == before.renewal)?;
            Some(found.state)
        })?;
        let reference = before.reference.clone();
        match now {
            OrderState::Cancelled => Some(Done::Cancelled(reference)),
            OrderState::Refunded => Some(Done::Refunded(reference)),
            OrderState::RefundRequested => Some(Done::RefundRequested(reference)),
            OrderState::AwaitingPayment
            | OrderState::Processing
            | OrderState::Paid
            | OrderState::Expired
            | OrderState::Declined
            | OrderState::Unknown => None,
        }
    }
}

/// The orders of the organization worked for; `None` where of several none is chosen.
async fn find(services: &Services) -> Result<Option<Orders>, Failure> {
    let account = services.accounts.load().await?;
    let Some(id) = services.accounts.organization() else { return Ok(None) };
    let Some(organization) = account.organizations.into_iter().find(|one| one.id == id) else { return Ok(None) };
    let list = services.api.call(wire::orders::list(&id)).await?;
    Ok(Some(Orders { organization, list }))
}
