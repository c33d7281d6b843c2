//! A link by which somebody else pays the renewal: made for the price that is shown, passed on, withdrawn.
use super::{Load, PageContext};
use crate::app::form::Form;
use crate::app::observable::Observable;
use crate::app::renewals::{Found, PageResult, page_of};
use crate::app::services::Services;
use crate::domain::draft::AnswerKey;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::payment_link::{PaymentLink, PaymentLinkState};
use crate::domain::quote::Quote;
use crate::domain::renewal::Renewal;
use crate::domain::renewal_progress::reachable;
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::ports::HistoryEntry;
use crate::wire;
use std::rc::Rc;

/// Id of the dialog that asks before the link is withdrawn.
pub const WITHDRAWAL: &str = "withdrawal";

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub renewal: Renewal,
    pub link: LinkOffer,
}

/// The link, or what one can be made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkOffer {
    /// No link leads to a payment: one can be made for this price.
    Possible {
        quote: Quote,
        /// Was there one whose time is over?
        has_ended: bool,
    },
    /// There is one.
    Made(PaymentLink),
}

pub struct PaymentLinkPage {
    context: PageContext,
    state: Observable<Load<Shown>>,
    form: Form,
}

impl PaymentLinkPage {
    #[must_use]
    pub(super) fn open(context: &PageContext) -> Rc<PaymentLinkPage> {
        let page = Rc::new(PaymentLinkPage {
            context: context.clone(),
            state: Observable::new(Load::Loading),
            form: Form::new(context.scope.clone()),
        });
        page.load();
        page
    }

    pub fn load(self: &Rc<Self>) {
        let this = Rc::clone(self);
        let find = async move {
            let found = find(Rc::clone(&this.context.services)).await;
            let read = Rc::clone(&this);
            this.context.when_read_late(Box::new(move || read.take_code()));
            found
        };
        self.context.load(&self.state, Box::pin(find));
    }

    /// The draft is read only now: where it has a promotion code, the price that a link can be made for is another one.
    fn take_code(self: &Rc<Self>) {
        let is_possible =
            |state: &Load<Shown>| matches!(state, Load::Ready(Shown { link: LinkOffer::Possible { .. }, .. }));
        let code = self.context.services.autosave().answer(AnswerKey::PromotionCode);
        if code.is_some() && !self.form.is_sending() && self.state.peek(is_possible) {
            self.load();
        }
    }

    /// Reads what the page shows; whoever draws with it is drawn again when it changes.
    pub fn with_state<R>(&self, read: impl FnOnce(&Load<Shown>) -> R) -> R {
        self.state.with(read)
    }

    #[must_use]
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// Somebody may have paid, or another tab has told something: asks how it stands. Where that fails, what is shown
    /// stays.
    pub(in crate::app) fn recheck(&self) {
        if self.form.is_sending() || self.state.peek(|state| state.ready().is_none()) {
            return;
        }
        let (context, state) = (self.context.clone(), self.state.clone());
        let before = state.peek(Load::clone);
        self.context.scope.spawn(async move {
            match find(Rc::clone(&context.services)).await {
                // What the person has done since is newer.
                Ok(Found::Here(_)) if state.peek(|now| *now != before) => {}
                Ok(Found::Here(shown)) => state.set_if_new(Load::Ready(shown)),
                Ok(Found::Elsewhere(page)) => context.scope.go(&page, HistoryEntry::Replace),
                // It is asked for again when the person does something.
                Err(_) => {}
            }
        });
    }

    /// The person asks how the payment stands.
    pub fn check_again(&self) {
        let (context, state, form) = (self.context.clone(), self.state.clone(), self.form.clone());
        self.form.run(async move {
            match find(Rc::clone(&context.services)).await {
                Ok(Found::Here(shown)) => {
                    form.clear();
                    let shown = Load::Ready(shown);
                    if state.peek(|before| *before != shown) {
                        state.set(shown);
                        context.scope.focus_heading();
                    }
                }
                Ok(Found::Elsewhere(page)) => context.scope.go(&page, HistoryEntry::Replace),
                Err(failure) => form.fail(failure),
            }
        });
    }

    /// Makes the link for the price that is shown.
    pub fn make(self: &Rc<Self>) {
        let asked = self.state.peek(|state| match state.ready() {
            Some(Shown { renewal, link: LinkOffer::Possible { quote, .. } }) => Some((renewal.clone(), quote.clone())),
            _ => None,
        });
        let Some((renewal, quote)) = asked else { return };
        let this = Rc::clone(self);
        self.form.run(async move {
            match this.context.services.api.call(wire::payment_link::create(&renewal.id, &quote)).await {
                Ok(link) => {
                    this.form.clear();
                    this.state.set(Load::Ready(Shown { renewal, link: LinkOffer::Made(link) }));
                    this.context.scope.focus_heading();
                }
                Err(failure) => this.fail(failure).await,
            }
        });
    }

    /// The person thinks of withdrawing the link, and is asked.
    pub fn ask_for_withdrawal(&self) {
        self.context.services.ports.document.open_dialog(WITHDRAWAL);
    }

    /// The link stays.
    pub fn keep(&self) {
        self.context.services.ports.document.close_dialog(WITHDRAWAL);
    }

    /// Withdraws the link: nobody can pay by it any more.
    pub fn withdraw(self: &Rc<Self>) {
        self.keep();
        let Some(renewal) = self.state.peek(|state| state.ready().map(|shown| shown.renewal.id.clone())) else {
            return;
        };
        let this = Rc::clone(self);
        self.form.run(async move {
            match this.context.services.api.call(wire::payment_link::withdraw(&renewal)).await {
                Ok(()) => {
                    this.form.clear();
                    this.load();
                    this.context.scope.focus_heading();
                }
                Err(failure) => this.fail(failure).await,
            }
        });
    }

    async fn fail(self: &Rc<Self>, failure: Failure) {
        if self.context.leads_elsewhere(&failure).await {
            return;
        }
        if failure.kind == FailureKind::QuoteChanged {
            // The price that it can be made for is another one now.
            self.load();
        }
        self.form.fail(failure);
    }
}

/// Whoever has not come to the review yet goes on there, and an own payment or an order that is under way comes first.
async fn find(services: Services) -> PageResult<Shown> {
    let renewal = match services.renewals.load_fresh().await? {
        Found::Elsewhere(page) => return Ok(Found::Elsewhere(page)),
        Found::Here(renewal) => renewal,
    };
    let (due, is_free) = (page_of(&renewal), reachable(&renewal, Step::Review));
    let is_paying = renewal.payment.as_ref().is_some_and(|payment| payment.status.is_live() && !payment.is_by_link);
    if is_paying || (due != Page::PaymentReturn && !is_free) {
        return Ok(Found::Elsewhere(due));
    }
    let link = match services.api.call(wire::payment_link::get(&renewal.id)).await {
        Ok(link) => Some(link),
        Err(Failure { kind: FailureKind::NotFound, .. }) => None,
        Err(failure) => return Err(failure),
    };
    let has_ended = link.as_ref().is_some_and(|link| link.state == PaymentLinkState::Ended);
    match link.filter(|link| link.state != PaymentLinkState::Ended) {
        Some(link) if link.state == PaymentLinkState::Paid => Ok(Found::Elsewhere(Page::Confirmation)),
        Some(link) => Ok(Found::Here(Shown { renewal, link: LinkOffer::Made(link) })),
        None if !is_free => Ok(Found::Elsewhere(due)),
        None => {
            let typed = || services.autosave().answer(AnswerKey::PromotionCode);
            let code = typed();
            let mut quote = services.api.call(wire::quote::create(&renewal, code.as_deref())).await?;
            if typed() != code {
                // The draft was read meanwhile.
                quote = services.api.call(wire::quote::create(&renewal, typed().as_deref())).await?;
            }
            if quote.is_for(&renewal) {
                Ok(Found::Here(Shown { renewal, link: LinkOffer::Possible { quote, has_ended } }))
            } else {
                // Somebody has chosen otherwise between the two answers: it is asked for again.
                Err(Failure { kind: FailureKind::Unreadable, reference: String::new() })
            }
        }
    }
}
