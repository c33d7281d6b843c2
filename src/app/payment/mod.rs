//! Paying once: the runner of `domain::payment_machine`. The machine decides; this carries out what it asks for and
//! tells it what came of that: the journal before the request, the server's answer after it.
mod claim;
mod journal;

pub use claim::{Leaving, PaymentClaim};
pub(super) use journal::is_pending;

use super::api::interrupted;
use super::observable::Observable;
use super::page_scope::PageScope;
use super::services::Services;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::payment::{HostedPage, Payment, PaymentStatus, poll_delay_ms};
use crate::domain::payment_machine::{Effect, Event, Journal, ServerAnswer, State, step};
use crate::domain::quote::Quote;
use crate::domain::renewal::Renewal;
use crate::domain::renewal_progress::{Destination, where_to};
use crate::domain::route::Page;
use crate::domain::tab_message::TabMessage;
use crate::ports::{HistoryEntry, StoreError, Task};
use crate::wire;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// What the server has said since the person, or another tab, last did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heard {
    Nothing,
    /// How the payment stands.
    Answer,
    /// That the request for a payment is refused.
    Refusal,
}

/// Is the person on the way to the hosted page?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Departure {
    /// No: they have not gone on, they have done something else since, or there is nowhere to go.
    Staying,
    /// The address is being fetched.
    Asked,
    /// The browser was told to go there.
    Left,
}

/// The payment of a renewal as one page sees it.
pub struct PaymentController {
    services: Services,
    scope: PageScope,
    renewal: RefCell<String>,
    state: Observable<State>,
    latest: Observable<Option<Payment>>,
    heard: Observable<Heard>,
    failure: Observable<Option<Failure>>,
    /// Why the cancellation that the person asked for last was not carried out.
    cancel_failure: RefCell<Option<Failure>>,
    departure: Observable<Departure>,
    /// A cancellation is under way.
    cancelling: Cell<bool>,
    /// Questions asked since the person last did something.
    asked: Cell<u32>,
    /// It has been asked for long enough: from here on only the person asks.
    has_given_up: Observable<bool>,
    /// The person may have come back from the hosted page: once it is known which payment there is, the provider is asked.
    returning: Cell<bool>,
    /// The journal is being read; the server is asked after that, and not before.
    reading: Cell<bool>,
    /// The request for the payment may have been sent before under the same key.
    may_be_sent: Cell<bool>,
    /// Number of the question sent last; answers may come in another order than their questions went.
    sent: Cell<u32>,
    /// Number of the question that what is known is from: answers to earlier ones are outdated.
    known: Cell<u32>,
    /// Runs after each change of the state.
    on_change: RefCell<Option<Rc<dyn Fn()>>>,
}

impl PaymentController {
    /// Nothing is under way.
    #[must_use]
    pub(super) fn new(services: Services, scope: PageScope) -> Rc<PaymentController> {
        Rc::new(PaymentController {
            services,
            scope,
            renewal: RefCell::default(),
            state: Observable::new(State::Reviewing),
            latest: Observable::new(None),
            heard: Observable::new(Heard::Nothing),
            failure: Observable::new(None),
            cancel_failure: RefCell::default(),
            departure: Observable::new(Departure::Staying),
            cancelling: Cell::new(false),
            asked: Cell::new(0),
            has_given_up: Observable::new(false),
            returning: Cell::new(false),
            reading: Cell::new(false),
            may_be_sent: Cell::new(false),
            sent: Cell::new(0),
            known: Cell::new(0),
            on_change: RefCell::default(),
        })
    }

    pub(super) fn on_change(&self, run: Rc<dyn Fn()>) {
        self.on_change.replace(Some(run));
    }

    /// The machine's state, without following it.
    #[must_use]
    pub fn state(&self) -> State {
        self.state.now()
    }

    pub(super) fn take_failure(&self) -> Option<Failure> {
        let failure = self.failure.now();
        self.failure.set_if_new(None);
        failure
    }

    /// Finds out how the payment stands, as somebody who may have come back from the hosted page.
    pub(super) fn resume(self: &Rc<Self>, renewal: &str) {
        self.renewal.replace(renewal.to_owned());
        self.returning.set(true);
        self.reading.set(true);
        let this = Rc::clone(self);
        self.scope.spawn(async move {
            let found = journal::read(&this.services, &this.id()).await;
            this.reading.set(false);
            match found {
                Ok(Some(journal)) if !journal.attempt_key.is_empty() => {
                    this.may_be_sent.set(true);
                    this.dispatch(Event::Resumed(journal));
                }
                Ok(_) => this.carry_out(Effect::Ask).await,
                // Without the journal the server is asked all the same; the attempt's key stays where it is.
                Err(_) => this.carry_out(Effect::Ask).await,
            }
        });
    }

    /// The person presses the pay button. `renewal` is as the page knows it.
    pub(super) async fn pay(self: &Rc<Self>, renewal: &Renewal, quote: &Quote) {
        self.renewal.replace(renewal.id.clone());
        self.cancel_failure.take();
        self.begin_anew();
        let kept = match journal::read(&self.services, &renewal.id).await {
            Ok(kept) => kept,
            Err(_) if journal::is_denied(&self.services) => None,
            Err(_) => {
                self.failure.set(Some(journal::unavailable()));
                return self.changed();
            }
        };
        let kept_key = kept.as_ref().map(|journal| journal.attempt_key.clone());
        let fresh = || self.services.ports.random.hex(16);
        let latest = renewal.payment.as_ref();
        let journal = Journal::of_attempt(kept, &renewal.id, latest, quote, fresh);
        self.may_be_sent.set(kept_key.as_ref() == Some(&journal.attempt_key));
        self.dispatch(Event::Pay(journal));
    }

    /// The person goes on, cancels, or asks to check again.
    pub(super) fn act(self: &Rc<Self>, event: Event) {
        self.cancel_failure.take();
        self.go_on(event);
    }

    /// Asks the server again: another tab has told of a payment, or the page is shown again. Whoever has just asked to go
    /// to the hosted page goes there first, and a cancellation brings the latest word itself.
    pub(super) fn recheck(self: &Rc<Self>) {
        if !self.id().is_empty() && self.departure.now() != Departure::Asked && !self.cancelling.get() {
            self.go_on(Event::CameBack);
        }
    }

    /// Has the server told of a payment that is under way?
    #[must_use]
    pub(super) fn has_payment(&self) -> bool {
        self.state.peek(|state| matches!(state, State::Created(_) | State::Redirected(_) | State::CheckingStatus(_)))
    }

    fn go_on(self: &Rc<Self>, event: Event) {
        self.begin_anew();
        match self.state.now() {
            // The server is asked once the journal is read.
            State::Reviewing | State::Failed(_) if self.reading.get() => return,
            // Nothing is known to be under way, so there is only the server to ask.
            State::Reviewing | State::Failed(_) => {
                self.outdate_questions();
                self.heard.set_if_new(Heard::Nothing);
                let this = Rc::clone(self);
                return self.scope.spawn(async move { this.carry_out(Effect::Ask).await });
            }
            // What was asked before says nothing of what is asked now.
            State::Created(_) | State::Redirected(_) | State::CheckingStatus(_)
                if matches!(event, Event::CameBack | Event::Cancel) =>
            {
                self.cancelling.set(event == Event::Cancel);
                self.outdate_questions();
            }
            State::Unknown(_) if event == Event::CameBack => self.outdate_questions(),
            // The person goes on.
            State::Created(_) | State::Redirected(_) => self.departure.set_if_new(Departure::Asked),
            State::Creating(_) | State::CheckingStatus(_) | State::Unknown(_) | State::Succeeded => {}
        }
        self.dispatch(event);
    }

    /// What was told of a question or a press before is over.
    fn begin_anew(&self) {
        self.asked.set(0);
        self.has_given_up.set_if_new(false);
        self.departure.set_if_new(Departure::Staying);
        self.failure.set_if_new(None);
    }

    fn id(&self) -> String {
        self.renewal.borrow().clone()
    }

    fn changed(&self) {
        let run = self.on_change.borrow().clone();
        if let Some(run) = run {
            run();
        }
    }

    /// Tells the machine, and carries out what it answers, one after the other.
    fn dispatch(self: &Rc<Self>, event: Event) {
        if !self.scope.is_alive() {
            return;
        }
        let (next, effects) = step(self.state.now(), event);
        self.state.set_if_new(next);
        // Whoever hears of the change may read the journal, and must not find one that is to be forgotten.
        let notify_after_effects = effects.iter().any(|effect| matches!(effect, Effect::Forget(_)));
        if !effects.is_empty() {
            let this = Rc::clone(self);
            self.scope.spawn(async move {
                for effect in effects {
                    this.carry_out(effect).await;
                }
                if notify_after_effects {
                    this.changed();
                }
            });
        }
        if !notify_after_effects {
            self.changed();
        }
    }

    /// Boxed, because an effect may lead to another.
    fn carry_out(self: &Rc<Self>, effect: Effect) -> Task<'static, ()> {
        let this = Rc::clone(self);
        Box::pin(async move {
            match effect {
                Effect::Commit(journal) => this.commit(&journal).await,
                Effect::Create(journal) => this.create(&journal).await,
                Effect::Ask => this.ask().await,
                Effect::Refresh(id) => this.refresh(&id).await,
                Effect::Cancel(id) => this.cancel(&id).await,
                Effect::Navigate(id) => this.navigate(&id).await,
                Effect::ShowReceipt => {
                    this.dispatch(Event::ReceiptShown);
                    this.completed().await;
                }
                Effect::ShowOrder => this.completed().await,
                Effect::Forget(attempt) => journal::remove(&this.services, &this.id(), attempt.as_deref()).await,
            }
        })
    }

    async fn commit(self: &Rc<Self>, journal: &Journal) {
        let creating = matches!(self.state.now(), State::Creating(_));
        let written = match journal::write(&self.services, journal).await {
            Err(StoreError::Unknown) => self.read_back(journal).await,
            written => written,
        };
        // A slow write may end after its attempt: what came of it says nothing of the next one.
        if self.state.peek(|state| state.journal() != Some(journal)) {
            return;
        }
        match written {
            Ok(()) => self.dispatch(Event::Committed),
            Err(_) if journal::is_denied(&self.services) => self.dispatch(Event::Committed),
            // What was sent under this key before may have been carried out: the server knows.
            Err(_) if creating && self.may_be_sent.get() => self.dispatch(Event::NoAnswer),
            Err(_) => {
                if creating {
                    self.failure.set(Some(journal::unavailable()));
                }
                self.dispatch(Event::CommitFailed);
            }
        }
    }

    /// A write whose end is not known may have happened. What is stored tells; a journal of which not even that is known
    /// is taken back, so that nothing is begun later that was called not begun.
    ///
    /// # Errors
    /// If the journal is not stored, or it is not known.
    async fn read_back(&self, journal: &Journal) -> Result<(), StoreError> {
        match journal::read(&self.services, &journal.renewal).await {
            Ok(Some(stored)) if stored == *journal => Ok(()),
            Ok(_) => Err(StoreError::Failed),
            Err(error) => {
                if !self.may_be_sent.get() && journal.payment.is_none() {
                    journal::remove(&self.services, &journal.renewal, None).await;
                }
                Err(error)
            }
        }
    }

    async fn create(self: &Rc<Self>, journal: &Journal) {
        let sent_before = self.may_be_sent.replace(true);
        // What is known of the renewal is from before this payment, whatever becomes of the answer.
        self.services.renewals.invalidate();
        let call = wire::payment::create(journal);
        let interrupted = interrupted(&call.request);
        let result = self.services.api.send(call.request).await.and_then(|reply| (call.read)(&reply));
        let is_decided = result.as_ref().is_err_and(|failure| is_decided(failure, sent_before));
        if is_decided {
            // Whoever is sent to sign in comes back to the pay button.
            journal::remove(&self.services, &journal.renewal, Some(&journal.attempt_key)).await;
        }
        self.services.api.begin_sign_in_if_required(result.as_ref().err(), interrupted).await;
        self.outdate_questions();
        match result {
            Ok(payment) => self.apply_payment(payment),
            Err(failure) if matches!(failure.kind, FailureKind::AlreadyPaid(_)) => {
                self.dispatch(Event::Answered(ServerAnswer::AlreadyPaid));
            }
            Err(failure) => {
                self.heard.set_if_new(if is_decided { Heard::Refusal } else { Heard::Nothing });
                self.failure.set(Some(failure));
                self.dispatch(if is_decided { Event::Answered(ServerAnswer::Refused) } else { Event::NoAnswer });
            }
        }
    }

    /// Asks what there is, after a pause if it was asked before; gives up asking by itself after a while.
    async fn ask(self: &Rc<Self>) {
        let asked = self.asked.get();
        if asked > 0 {
            // After a while only the person asks.
            let Some(pause) = poll_delay_ms(asked - 1) else { return self.has_given_up.set_if_new(true) };
            let sent = self.sent.get();
            self.services.ports.timer.sleep(pause).await;
            // What was asked meanwhile goes on by itself.
            if self.sent.get() != sent {
                return;
            }
        }
        self.asked.set(asked.saturating_add(1));
        let question = self.next_question();
        let found = self.services.renewals.get(&self.id()).await;
        let latest = found.as_ref().ok().and_then(|renewal| renewal.payment.as_ref());
        let is_over = latest.is_some_and(|payment| self.is_over(payment));
        if !is_over && self.is_outdated(question) {
            return;
        }
        let renewal = match found {
            Ok(renewal) => renewal,
            Err(failure) => return self.not_answered(failure),
        };
        let answer = match renewal.payment.clone() {
            Some(payment) => Ok(ServerAnswer::Latest(Box::new(payment))),
            None if where_to(&renewal) == Destination::Confirmation => Ok(ServerAnswer::AlreadyPaid),
            None => self.no_payment(&renewal).await,
        };
        if !is_over && self.is_outdated(question) {
            return;
        }
        let answer = match answer {
            Ok(answer) => answer,
            Err(failure) => return self.not_answered(failure),
        };
        self.outdate_before(question);
        match answer {
            ServerAnswer::Latest(payment) => self.apply_payment(*payment),
            answer => {
                self.failure.set_if_new(None);
                self.heard.set_if_new(Heard::Answer);
                self.dispatch(Event::Answered(answer));
            }
        }
    }

    fn next_question(&self) -> u32 {
        let question = self.sent.get().wrapping_add(1);
        self.sent.set(question);
        question
    }

    /// What was asked before the server's word on a change of the payment came may be from before it.
    fn outdate_questions(&self) {
        self.outdate_before(self.next_question());
    }

    fn outdate_before(&self, question: u32) {
        self.known.set(self.known.get().max(question));
    }

    /// Does the answer to this question say nothing any more? A request for the payment that is under way decides by its
    /// own answer, and an answer to a later question, or to what was done since, is newer.
    fn is_outdated(&self, question: u32) -> bool {
        matches!(self.state.now(), State::Creating(_)) || question < self.known.get()
    }

    /// No answer: the machine keeps what it has, and the question is asked again.
    fn not_answered(self: &Rc<Self>, failure: Failure) {
        let nothing_known = matches!(self.state.now(), State::Reviewing);
        self.failure.set(Some(failure));
        self.dispatch(Event::NoAnswer);
        if nothing_known {
            // The machine has nothing to lose yet, so the question is simply asked again.
            let this = Rc::clone(self);
            self.scope.spawn(async move { this.carry_out(Effect::Ask).await });
        }
    }

    /// There is no payment: does the quote of the attempt still hold?
    ///
    /// # Errors
    /// If the server did not say, or says that a payment was begun since: that is not a no.
    async fn no_payment(&self, renewal: &Renewal) -> Result<ServerAnswer, Failure> {
        let State::Unknown(journal) = self.state.now() else {
            return Ok(ServerAnswer::NoPayment { quote_holds: false });
        };
        match self.services.api.call(wire::quote::create(renewal)).await {
            Ok(quote) => {
                let quote_holds = quote.id == journal.quote && quote.total == journal.amount;
                Ok(ServerAnswer::NoPayment { quote_holds })
            }
            Err(failure) if failure.kind.may_have_happened() => Err(failure),
            // The server has refused a quote: there is none that could hold. A refusal that a sign-in may change is none.
            Err(failure) => match failure.kind {
                FailureKind::AlreadyPaid(_) => Ok(ServerAnswer::AlreadyPaid),
                FailureKind::SignInRequired
                | FailureKind::RecentSignIn(_)
                | FailureKind::TooMany(_)
                | FailureKind::PaymentInProgress(_) => Err(failure),
                _ => Ok(ServerAnswer::NoPayment { quote_holds: false }),
            },
        }
    }

    /// Is this still the payment of the attempt under way? A late answer says nothing of an attempt that began since.
    fn is_about(&self, id: &str) -> bool {
        self.state.peek(|state| state.journal().is_some_and(|journal| journal.payment.as_deref() == Some(id)))
    }

    /// Is this the payment under way, and over? What is over stays so, whenever and to whatever question that was said.
    fn is_over(&self, payment: &Payment) -> bool {
        payment.status.is_terminal() && self.is_about(&payment.id)
    }

    async fn refresh(self: &Rc<Self>, id: &str) {
        let question = self.next_question();
        let result = self.services.api.call(wire::payment::refresh(id)).await;
        let is_over = result.as_ref().is_ok_and(|payment| self.is_over(payment));
        if !self.is_about(id) || (!is_over && self.is_outdated(question)) {
            return;
        }
        self.outdate_before(question);
        match result {
            // The provider was asked just now, and the person has not paid: no use in asking on and on.
            Ok(payment) if payment.status == PaymentStatus::Open && payment.method.is_hosted() => {
                self.note(payment);
                self.heard.set_if_new(Heard::Answer);
                self.dispatch(Event::StillOpen);
            }
            Ok(payment) => self.apply_payment(payment),
            Err(failure) => self.not_answered(failure),
        }
    }

    async fn cancel(self: &Rc<Self>, id: &str) {
        let result = self.services.api.call(wire::payment::cancel(id)).await;
        self.cancelling.set(false);
        if !self.is_about(id) {
            return;
        }
        self.outdate_questions();
        match result {
            Ok(payment) => self.apply_payment(payment),
            // Too late to cancel: it is being paid, or was.
            Err(failure) if matches!(failure.kind, FailureKind::NotCancellable | FailureKind::AlreadyPaid(_)) => {
                self.refresh(id).await;
            }
            Err(failure) => {
                // It is told until the person does something else, whatever is asked meanwhile.
                self.cancel_failure.replace(Some(failure.clone()));
                if failure.kind.may_have_happened() {
                    return self.not_answered(failure);
                }
                self.failure.set(Some(failure));
                // Nothing has changed: what the server said last goes on.
                if self.waits_for_person() {
                    self.dispatch(Event::StillOpen);
                } else {
                    self.ask().await;
                }
            }
        }
    }

    /// The address is fetched anew and leads nowhere but to the configured origins.
    async fn navigate(self: &Rc<Self>, id: &str) {
        let result = self.services.api.call(wire::payment::get(id)).await;
        // Meanwhile the person may have cancelled, or have asked something else.
        let still_leaves = || self.is_about(id) && self.departure.now() == Departure::Asked;
        let is_over = result.as_ref().is_ok_and(|payment| self.is_over(payment));
        if !is_over && !still_leaves() {
            return;
        }
        if let Ok(payment) = &result
            && let HostedPage::At(url) = payment.hosted_page(&self.services.config.payment_origins)
        {
            self.services.autosave.flush().await;
            if still_leaves() {
                self.departure.set(Departure::Left);
                self.services.ports.navigator.leave_for(url);
            }
            return;
        }
        self.departure.set(Departure::Staying);
        match result {
            Ok(payment) => {
                self.outdate_questions();
                self.apply_payment(payment);
            }
            Err(failure) => self.failure.set(Some(failure)),
        }
    }

    /// Takes what the server tells of the latest payment. What failed is over with it, but for a cancellation.
    fn note(&self, payment: Payment) {
        let failure = self.cancel_failure.borrow().clone().filter(|_| payment.status.is_live());
        self.latest.set(Some(payment));
        self.failure.set_if_new(failure);
    }

    /// The server's word on a payment.
    fn apply_payment(self: &Rc<Self>, payment: Payment) {
        let hosted = payment.method.is_hosted();
        self.services.renewals.invalidate();
        if self.latest.peek(|latest| latest.as_ref().map(|known| known.status) != Some(payment.status)) {
            self.services.ports.tabs.send(&TabMessage::Payment { renewal: self.id() });
        }
        self.note(payment.clone());
        self.dispatch(Event::Answered(ServerAnswer::Latest(Box::new(payment))));
        let open = matches!(self.state.now(), State::Created(_) | State::Redirected(_));
        if open && hosted && self.returning.replace(false) {
            self.dispatch(Event::CameBack);
        } else {
            self.heard.set_if_new(Heard::Answer);
        }
    }

    /// Paid, or ordered: the confirmation is the page now, here and in other tabs.
    async fn completed(self: &Rc<Self>) {
        self.services.mark_completed(&self.id()).await;
        self.scope.go(&Page::Confirmation, HistoryEntry::Replace);
    }
}

/// Is it certain that nothing came of the request for a payment, or that the renewal is paid already?
fn is_decided(failure: &Failure, sent_before: bool) -> bool {
    match failure.kind {
        // Whoever limits the rate, or wants a sign-in, says nothing of a request that was sent before this one.
        FailureKind::TooMany(_) | FailureKind::SignInRequired | FailureKind::RecentSignIn(_) => !sent_before,
        _ => !failure.kind.may_have_happened(),
    }
}
