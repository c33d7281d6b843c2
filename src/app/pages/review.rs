//! Check your renewal and pay. Nothing is final before it; the button names the amount.
use super::answer::Answer;
use super::{Load, PageContext, step};
use crate::app::form::{FieldError, Form};
use crate::app::observable::Observable;
use crate::app::payment::{Leaving, PaymentController, is_pending};
use crate::app::renewals::{Found, PageResult};
use crate::app::services::Services;
use crate::domain::draft::AnswerKey;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::money::Money;
use crate::domain::payment::PaymentStatus;
use crate::domain::payment_machine::{Event, State};
use crate::domain::profile::StoredProfile;
use crate::domain::quote::Quote;
use crate::domain::renewal::Renewal;
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::ports::HistoryEntry;
use crate::wire;
use futures_util::future::join;
use std::rc::{Rc, Weak};

/// How often renewal and quote are asked for until they belong together.
const QUOTE_TRIES: u32 = 3;

/// Id of the heading over the price.
pub const PRICE: &str = "order";
/// Id of what tells what becomes of a promotion code.
pub const CODE_STATE: &str = "promotion-state";

/// What the page shows: the answers as the server has them, and the price.
pub struct Shown {
    pub renewal: Renewal,
    pub stored: StoredProfile,
    pub quote: Quote,
    /// The promotion code that the price was asked for with; empty for none.
    pub code: String,
}

pub struct ReviewPage {
    context: PageContext,
    form: Form,
    state: Observable<Load<Shown>>,
    payment: Rc<PaymentController>,
    /// Promotion code.
    code: Rc<Answer>,
    /// How the payment that was begun on this page ended without money.
    ended: Observable<Option<PaymentStatus>>,
    /// The total that the person pressed Pay for, while nothing is paid.
    agreed: Rc<Answer>,
}

impl ReviewPage {
    #[must_use]
    pub(super) fn open(context: &PageContext) -> Rc<ReviewPage> {
        context.services.renewals.set_changing(false);
        let page = Rc::new(ReviewPage {
            context: context.clone(),
            form: Form::new(context.scope.clone()),
            state: Observable::new(Load::Loading),
            payment: PaymentController::new(Rc::clone(&context.services), context.scope.clone()),
            code: Answer::new(context, AnswerKey::PromotionCode),
            ended: Observable::new(None),
            agreed: Answer::new(context, AnswerKey::AgreedTotal),
        });
        let this: Weak<ReviewPage> = Rc::downgrade(&page);
        page.payment.on_change(Rc::new(move || {
            if let Some(page) = this.upgrade() {
                page.payment_changed();
            }
        }));
        page.load();
        page
    }

    pub fn load(&self) {
        self.context.load(&self.state, Box::pin(self.find()));
    }

    fn find(&self) -> impl Future<Output = PageResult<Shown>> + use<> {
        find(Rc::clone(&self.context.services), Rc::clone(&self.code), Rc::clone(&self.agreed))
    }

    /// Promotion code.
    #[must_use]
    pub fn code(&self) -> &Rc<Answer> {
        &self.code
    }

    /// Asks for the price with the promotion code that is typed.
    pub fn apply_code(self: &Rc<Self>) {
        let has_code = self.state.peek(|state| state.ready().is_some_and(|shown| !shown.code.is_empty()));
        if self.code.now().trim().is_empty() && !has_code {
            return self.form.refuse(vec![FieldError::CodeMissing]);
        }
        let this = Rc::clone(self);
        self.form.run(async move {
            match this.find().await {
                Ok(Found::Here(shown)) => {
                    this.form.clear();
                    let told = if shown.code.is_empty() { PRICE } else { CODE_STATE };
                    this.state.set(Load::Ready(shown));
                    this.context.scope.focus(told);
                }
                Ok(Found::Elsewhere(page)) => this.context.scope.go(&page, HistoryEntry::Replace),
                Err(failure) => step::refused(&this.context, &this.form, failure).await,
            }
        });
    }

    #[must_use]
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// Reads what the page shows; whoever draws with it is drawn again when it changes.
    pub fn with_state<R>(&self, read: impl FnOnce(&Load<Shown>) -> R) -> R {
        self.state.with(read)
    }

    /// The announcement that the person is about to leave for the hosted page, once the payment is created.
    #[must_use]
    pub fn leaving(&self) -> Option<Leaving> {
        self.payment.leaving()
    }

    /// How the payment that was begun on this page ended without money.
    #[must_use]
    pub fn ended(&self) -> Option<PaymentStatus> {
        let ran_out = |shown: &Shown| {
            let status = shown.renewal.payment.as_ref().map(|payment| payment.status);
            status.filter(|status| *status == PaymentStatus::Expired)
        };
        // Whoever was away for long comes back by the sign-in, to a page that knows it from the program alone.
        let before = || self.state.with(|state| state.ready().and_then(ran_out)).filter(|_| !self.form.is_busy());
        self.ended.get().or_else(before)
    }

    /// The total that the person pressed Pay for, where it was another than the one that is shown now.
    #[must_use]
    pub fn total_before(&self) -> Option<Money> {
        let now = self.state.with(|state| state.ready().map(|shown| shown.quote.total.clone()))?;
        Money::from_text(&self.agreed.get()).filter(|before| *before != now)
    }

    /// The person follows a link that changes an answer: saving it leads back here, to a price of its own.
    pub fn change_answer(&self) {
        self.agreed.set(String::new());
        self.context.services.renewals.set_changing(true);
    }

    /// The person pays the amount that is shown.
    pub fn pay(self: &Rc<Self>) {
        let shown = |shown: &Shown| (shown.renewal.clone(), shown.quote.clone(), shown.code.clone());
        let Some((renewal, quote, code)) = self.state.peek(|state| state.ready().map(shown)) else { return };
        // At once, before anything is waited for: the second click of a double click comes in the meantime.
        if self.form.is_sending() {
            return;
        }
        if self.code.now().trim() != code {
            // Nobody pays another price than with the code that they have typed.
            return self.apply_code();
        }
        self.form.set_busy(true);
        self.form.clear();
        self.ended.clear();
        self.agreed.set(quote.total.to_text());
        let payment = Rc::clone(&self.payment);
        self.context.scope.spawn(async move { payment.pay(&renewal, &quote).await });
    }

    /// The person goes on to the hosted page.
    pub fn leave(&self) {
        self.payment.act(Event::Leave);
    }

    /// The person stays: the payment is cancelled.
    pub fn stay(&self) {
        self.payment.act(Event::Cancel);
    }

    /// Is there a payment that was begun on this page?
    #[must_use]
    pub fn has_payment(&self) -> bool {
        self.payment.has_payment()
    }

    /// Something may have happened to the payment elsewhere.
    pub fn recheck(&self) {
        self.payment.recheck();
    }

    /// The page stays busy while the request is under way, tells a refusal, and gives way to the page that asks when the
    /// answer is not known.
    fn payment_changed(self: &Rc<Self>) {
        match self.payment.state() {
            State::Unknown(_) => {
                self.context.services.renewals.invalidate();
                self.context.scope.go(&Page::PaymentReturn, HistoryEntry::Replace);
            }
            State::Reviewing => {
                if let Some(failure) = self.payment.take_failure() {
                    self.refused(failure);
                }
            }
            State::Failed(status) => {
                if let Some(failure) = self.payment.take_failure() {
                    self.refused(failure);
                } else if self.form.is_sending() {
                    self.form.set_busy(false);
                    // Who cancels knows it; what ended by itself is told.
                    self.ended.set_if_new((status != PaymentStatus::Cancelled).then_some(status));
                    self.load();
                }
            }
            // Nothing is announced of it here: the page that asks says how it stands.
            State::CheckingStatus(_) if !self.payment.waits_for_person() => {
                self.context.services.renewals.invalidate();
                self.context.scope.go(&Page::PaymentReturn, HistoryEntry::Replace);
            }
            State::Creating(_)
            | State::Created(_)
            | State::Redirected(_)
            | State::CheckingStatus(_)
            | State::Succeeded => {}
        }
    }

    fn refused(self: &Rc<Self>, failure: Failure) {
        self.form.set_busy(false);
        if failure.kind == FailureKind::QuoteChanged {
            // Not only the price: another tab or a colleague may have chosen otherwise.
            self.context.services.renewals.invalidate();
            self.form.fail(failure);
            return self.load();
        }
        let this = Rc::clone(self);
        self.context.scope.spawn(async move {
            step::refused(&this.context, &this.form, failure).await;
        });
    }
}

/// A payment begun here whose end is not known comes first: before that there is no pay button.
async fn find(services: Services, code: Rc<Answer>, agreed: Rc<Answer>) -> PageResult<Shown> {
    for _ in 0..QUOTE_TRIES {
        let renewal = match services.renewals.load_for(Step::Review).await? {
            Found::Elsewhere(page) => return Ok(Found::Elsewhere(page)),
            Found::Here(renewal) => renewal,
        };
        if is_pending(&services, &renewal).await? {
            return Ok(Found::Elsewhere(Page::PaymentReturn));
        }
        code.show_kept(None);
        agreed.show_kept(None);
        let code = code.now().trim().to_owned();
        let profile = services.api.call(wire::organization::profile(&renewal.organization.id));
        let (profile, quote) = join(profile, services.api.call(wire::quote::create(&renewal, Some(&code)))).await;
        let (stored, quote) = (profile?, quote?);
        if quote.is_for(&renewal) {
            return Ok(Found::Here(Shown { renewal, stored, quote, code }));
        }
        // What would be paid is not what would be shown.
        services.renewals.invalidate();
    }
    Err(Failure { kind: FailureKind::Unreadable, reference: String::new() })
}
