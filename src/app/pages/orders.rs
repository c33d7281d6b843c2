//! The orders of the organization worked for: how each stands, its documents, and what can be done with it.
use super::{Load, PageContext};
use crate::app::form::Form;
use crate::app::observable::Observable;
use crate::app::renewals::Found;
use crate::app::services::Services;
use crate::domain::company::Organization;
use crate::domain::failure::Failure;
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
    form: Form,
    task: Observable<Option<OrderTask>>,
    done: Observable<Option<Done>>,
}

impl OrdersPage {
    #[must_use]
    pub(super) fn open(context: &PageContext) -> Rc<OrdersPage> {
        let page = Rc::new(OrdersPage {
            context: context.clone(),
            state: Observable::new(Load::Loading),
            form: Form::new(context.scope.clone()),
            task: Observable::new(None),
            done: Observable::new(None),
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
        &self.form
    }

    /// What the person is about to do.
    #[must_use]
    pub fn task(&self) -> Option<OrderTask> {
        self.task.get()
    }

    /// What was done last.
    #[must_use]
    pub fn done(&self) -> Option<Done> {
        self.done.get()
    }

    /// The page is shown again, or another tab has told something: asks for the orders as they are now.
    pub(in crate::app) fn recheck(self: &Rc<Self>) {
        if self.form.is_sending() || self.state.peek(|state| state.ready().is_none()) {
            return;
        }
        let this = Rc::clone(self);
        self.context.scope.spawn(async move { this.refresh().await });
    }

    /// Asks for the orders without taking away those that are shown. Where that fails they stay.
    async fn refresh(&self) {
        if let Ok(Some(orders)) = find(&self.context.services).await {
            self.state.set_if_new(Load::Ready(orders));
        }
    }

    /// Fetches an address for the document, and goes to it: the browser saves what it finds there.
    pub fn download(&self, order: &Order, kind: DocumentKind) {
        let (context, form) = (self.context.clone(), self.form.clone());
        let call = wire::orders::document_link(&order.renewal, kind);
        self.form.run(async move {
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
        if !self.form.is_sending() {
            self.form.clear();
            self.done.clear();
            self.task.set(Some(task));
            self.context.services.ports.document.open_dialog(QUESTION);
        }
    }

    /// The person leaves everything as it is.
    pub fn give_up(&self) {
        self.context.services.ports.document.close_dialog(QUESTION);
        self.task.clear();
    }

    /// Does what the person was asked about.
    pub fn send(self: &Rc<Self>) {
        let Some(task) = self.task.now() else { return };
        self.give_up();
        let this = Rc::clone(self);
        self.form.run(async move {
            let (order, outcome) = match task {
                OrderTask::Cancel(order) => {
                    let cancelled = this.context.services.api.call(wire::payment::cancel(&order.payment)).await;
                    (order, cancelled.map(|_| ()))
                }
                OrderTask::Refund(order) => {
                    let asked =
                        this.context.services.api.call(wire::orders::ask_for_refund(&order.renewal, None)).await;
                    (order, asked.map(|_| ()))
                }
            };
            // Another tab, and the membership page, may show what is not so any more.
            this.context.services.renewals.invalidate();
            this.context.services.ports.tabs.send(&TabMessage::Payment { renewal: order.renewal.clone() });
            this.refresh().await;
            // Where the answer was lost, the list knows.
            match (this.what_is_done(&order), outcome) {
                (Some(done), _) => {
                    this.done.set(Some(done));
                    this.context.scope.focus(DONE);
                }
                (None, Err(failure)) => this.form.fail(failure),
                (None, Ok(())) => this.context.scope.focus_heading(),
            }
        });
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
