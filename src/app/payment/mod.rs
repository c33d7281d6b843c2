//! Paying once: the runner of `domain::payment_machine`. The machine decides; this carries out what it asks for and
//! tells it what came of that: the journal before the request, the server's answer after it.
mod claim;
mod journal;
mod requests;

pub use claim::{Leaving, PaymentClaim};
pub(super) use journal::is_pending;

use super::observable::Observable;
use super::page_scope::PageScope;
use super::services::Services;
use crate::domain::failure::Failure;
use crate::domain::payment::Payment;
use crate::domain::payment_machine::{Effect, Event, Journal, State, step};
use crate::domain::quote::Quote;
use crate::domain::renewal::Renewal;
use crate::domain::route::Page;
use crate::ports::{HistoryEntry, StoreError, Task};
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
        self.failure.clear();
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
        self.failure.clear();
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

    /// Paid, or ordered: the confirmation is the page now, here and in other tabs.
    async fn completed(self: &Rc<Self>) {
        self.services.mark_completed(&self.id()).await;
        self.scope.go(&Page::Confirmation, HistoryEntry::Replace);
    }
}
