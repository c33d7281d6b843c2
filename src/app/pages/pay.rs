//! Paying a renewal by a link, which anybody who has the link may.
use super::{Load, PageContext};
use crate::app::form::Form;
use crate::app::observable::Observable;
use crate::app::renewals::{Found, PageResult};
use crate::app::services::Services;
use crate::domain::failure::{Failure, FailureKind, Refusal};
use crate::domain::payment::{is_trusted, poll_delay_ms};
use crate::domain::payment_link::{PaymentLinkOffer, PaymentLinkState};
use crate::wire;
use std::cell::Cell;
use std::rc::Rc;

/// How often the page asks by itself whether a payment is decided, in about half a minute; after that the person does.
const QUESTIONS: u32 = 6;

/// What is to be paid; `None` if there is no such link.
pub type Shown = Option<PaymentLinkOffer>;

pub struct PayPage {
    context: PageContext,
    code: String,
    state: Observable<Load<Shown>>,
    form: Form,
    is_asking: Cell<bool>,
    /// Has what is shown changed since the page was opened?
    has_news: Observable<bool>,
}

impl PayPage {
    #[must_use]
    pub(super) fn open(context: &PageContext, code: &str) -> Rc<PayPage> {
        let page = Rc::new(PayPage {
            context: context.clone(),
            code: code.to_owned(),
            state: Observable::new(Load::Loading),
            form: Form::new(context.scope.clone()),
            is_asking: Cell::new(false),
            has_news: Observable::new(false),
        });
        page.load();
        page
    }

    pub fn load(self: &Rc<Self>) {
        let this = Rc::clone(self);
        let find = async move {
            let found = find(&this.context.services, &this.code).await;
            this.ask_until_decided(&found);
            found
        };
        self.context.load(&self.state, Box::pin(find));
    }

    /// Reads what was found; whoever draws with it is drawn again when it changes.
    pub fn with_state<R>(&self, read: impl FnOnce(&Load<Shown>) -> R) -> R {
        self.state.with(read)
    }

    /// Has what is shown changed since the page was opened? Then it is announced.
    #[must_use]
    pub fn has_news(&self) -> bool {
        self.has_news.get()
    }

    #[must_use]
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// Whoever comes back from the payment page is told how it stands. Where nobody knows, what is shown stays.
    pub(in crate::app) fn recheck(self: &Rc<Self>) {
        if self.form.is_sending() || self.state.peek(|state| state.ready().is_none()) {
            return;
        }
        let this = Rc::clone(self);
        self.context.scope.spawn(async move {
            let found = find(&this.context.services, &this.code).await;
            this.take(found);
        });
    }

    /// Goes to the payment page. A link that leads to none any more is shown as it stands.
    pub fn pay(self: &Rc<Self>) {
        let this = Rc::clone(self);
        self.form.run(async move {
            let services = &this.context.services;
            let failure = match services.api.call(wire::payment_link::pay(&this.code)).await {
                Ok(url) if is_trusted(&url, &services.config.payment_origins) => {
                    this.form.clear();
                    return services.ports.navigator.leave_for(&url);
                }
                // It is none of the payment pages that the site is configured for: nobody is sent there.
                Ok(_) => Failure { kind: FailureKind::Unreadable, reference: String::new() },
                Err(failure) => failure,
            };
            match failure.kind {
                FailureKind::NotFound
                | FailureKind::AlreadyPaid(_)
                | FailureKind::PaymentInProgress(_)
                | FailureKind::Refused(Refusal::PaymentLinkEnded) => {
                    this.form.clear();
                    this.has_news.set_if_new(true);
                    this.load();
                    // The button that had the focus is gone.
                    this.context.scope.focus_heading();
                }
                _ => this.form.fail(failure),
            }
        });
    }

    /// The person asks again whether the payment is decided.
    pub fn check_again(self: &Rc<Self>) {
        let this = Rc::clone(self);
        self.form.run(async move {
            match find(&this.context.services, &this.code).await {
                Err(failure) => this.form.fail(failure),
                found => {
                    this.form.clear();
                    if this.take(found) {
                        this.context.scope.focus_heading();
                    }
                }
            }
        });
    }

    /// Shows what was found; `false` if it is shown already. An answer that comes after that of a payment is older.
    fn take(self: &Rc<Self>, found: PageResult<Shown>) -> bool {
        if self.state.peek(is_paid) {
            return false;
        }
        self.ask_until_decided(&found);
        let Ok(Found::Here(found)) = found else { return false };
        let found = Load::Ready(found);
        let is_new = self.state.peek(|before| *before != found);
        self.state.set_if_new(found);
        if is_new {
            self.has_news.set_if_new(true);
        }
        is_new
    }

    /// While a payment is being decided the page asks by itself, for a while.
    fn ask_until_decided(self: &Rc<Self>, found: &PageResult<Shown>) {
        if !is_undecided(found) || self.is_asking.replace(true) {
            return;
        }
        let this = Rc::clone(self);
        self.context.scope.spawn(async move {
            for pause in (0..QUESTIONS).map_while(poll_delay_ms) {
                this.context.services.ports.timer.sleep(pause).await;
                let found = find(&this.context.services, &this.code).await;
                let is_over = found.is_ok() && !is_undecided(&found);
                this.take(found);
                if is_over {
                    break;
                }
            }
            this.is_asking.set(false);
        });
    }
}

fn is_paid(shown: &Load<Shown>) -> bool {
    matches!(shown, Load::Ready(Some(PaymentLinkOffer { state: PaymentLinkState::Paid, .. })))
}

fn is_undecided(found: &PageResult<Shown>) -> bool {
    matches!(found, Ok(Found::Here(Some(PaymentLinkOffer { state: PaymentLinkState::Processing, .. }))))
}

async fn find(services: &Services, code: &str) -> PageResult<Shown> {
    match services.api.call(wire::payment_link::look_up(code)).await {
        Ok(offer) => Ok(Found::Here(Some(offer))),
        Err(Failure { kind: FailureKind::NotFound, .. }) => Ok(Found::Here(None)),
        Err(failure) => Err(failure),
    }
}
