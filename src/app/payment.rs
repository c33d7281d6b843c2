//! Paying once. The payment machine of the domain decides; this carries out what it asks for and tells it what came
//! of that: the journal before the request, the server's word after it.
use super::session::App;
use super::settled::settle;
use crate::adapters::{browser, keys};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::payment::{self, Payment, PaymentMethod, PaymentStatus, poll_delay_ms};
use crate::domain::payment_machine::{Effect, Event, Journal, ServerAnswer, State, step};
use crate::domain::quote::Quote;
use crate::domain::renewal::Renewal;
use crate::domain::renewal_progress::{Destination, where_to};
use crate::domain::route::Page;
use crate::wire;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

/// Leads to another page in place of this one.
pub type Go = Rc<dyn Fn(&Page)>;

fn journal_key(app: App, renewal: &str) -> Option<String> {
    app.identity.with_untracked(|who| who.as_ref().map(|who| keys::journal(&who.account_key, renewal)))
}

async fn journal(app: App, renewal: &str) -> Option<Journal> {
    let text = app.store().read(&journal_key(app, renewal)?).await.ok()??;
    Journal::from_json(&text).filter(|journal| journal.renewal == renewal)
}

async fn write_journal(app: App, journal: &Journal) {
    if let Some(key) = journal_key(app, &journal.renewal) {
        // Where storage is denied the payment goes on: the server's own guard keeps it single.
        super::records::replace(&*app.store(), &key, journal.to_json()).await;
    }
}

async fn forget(app: App, renewal: &str) {
    if let Some(key) = journal_key(app, renewal) {
        let _ = app.store().remove(&key).await;
    }
}

/// Was a payment of this renewal begun here whose end is not known? Then there is no pay button before it is.
pub async fn is_pending(app: App, renewal: &Renewal) -> bool {
    let kept = journal(app, &renewal.id).await;
    kept.is_some_and(|journal| journal.is_pending(renewal.payment.as_ref()))
}

/// Where the payment of a renewal stands on this page. Copy it freely.
#[derive(Clone, Copy)]
pub struct Till {
    app: App,
    go: StoredValue<Go, LocalStorage>,
    renewal: StoredValue<String>,
    /// The machine's state.
    pub state: RwSignal<State>,
    /// The payment as the server last told.
    pub latest: RwSignal<Option<Payment>>,
    /// Has the server answered at all?
    pub answered: RwSignal<bool>,
    /// The request that failed last.
    pub failure: RwSignal<Option<Failure>>,
    /// Questions asked since the person last did something.
    asked: StoredValue<u32>,
    /// The person may have come back from the hosted page: once it is known which payment there is, the provider is asked.
    returning: StoredValue<bool>,
}

impl Till {
    /// A till at rest: nothing is under way. Call inside the page's reactive owner.
    #[must_use]
    pub fn new(app: App, go: Go) -> Till {
        Till {
            app,
            go: StoredValue::new_local(go),
            renewal: StoredValue::new(String::new()),
            state: RwSignal::new(State::Reviewing),
            latest: RwSignal::new(None),
            answered: RwSignal::new(false),
            failure: RwSignal::new(None),
            asked: StoredValue::new(0),
            returning: StoredValue::new(false),
        }
    }

    /// Finds out how the payment stands, as somebody who may have come back from the hosted page.
    pub fn resume(self, renewal: &str) {
        self.renewal.set_value(renewal.to_owned());
        self.returning.set_value(true);
        spawn_local(async move {
            let kept = journal(self.app, &self.id()).await;
            match kept.filter(|journal| !journal.attempt_key.is_empty()) {
                Some(journal) => self.tell(Event::Resumed(journal)),
                None => self.carry_out(Effect::Ask).await,
            }
        });
    }

    /// The person presses the pay button. `renewal` is as the page knows it.
    pub async fn pay(self, renewal: &Renewal, quote: &Quote) {
        self.renewal.set_value(renewal.id.clone());
        self.failure.set(None);
        let kept = journal(self.app, &renewal.id).await;
        let fresh = || browser::random_hex(16);
        self.tell(Event::Pay(Journal::of_attempt(kept, &renewal.id, renewal.payment.as_ref(), quote, fresh)));
    }

    /// Is the person on the way to the hosted page?
    #[must_use]
    pub fn is_away(self) -> bool {
        let card = self.latest.with(|latest| latest.as_ref().is_some_and(|p| p.method == PaymentMethod::Card));
        card && matches!(self.state.get(), State::Created(_) | State::Redirected(_) | State::CheckingStatus(_))
    }

    /// The person goes on, cancels, or asks to check again.
    pub fn act(self, event: Event) {
        self.asked.set_value(0);
        self.failure.set(None);
        if matches!(self.state.get_untracked(), State::Reviewing | State::Failed(_)) {
            // Nothing is known to be under way, so there is only the server to ask.
            spawn_local(self.carry_out(Effect::Ask));
            return;
        }
        self.tell(event);
    }

    fn id(self) -> String {
        self.renewal.try_get_value().unwrap_or_default()
    }

    /// Tells the machine, and carries out what it answers, one after the other.
    fn tell(self, event: Event) {
        // Without a state the page was left: whoever opens it next asks anew.
        let Some(state) = self.state.try_get_untracked() else { return };
        let (next, effects) = step(state.clone(), event);
        if next != state {
            self.state.set(next);
        }
        if !effects.is_empty() {
            spawn_local(async move {
                for effect in effects {
                    self.carry_out(effect).await;
                }
            });
        }
    }

    /// Boxed, because an effect may lead to another.
    fn carry_out(self, effect: Effect) -> Pin<Box<dyn Future<Output = ()>>> {
        Box::pin(async move {
            match effect {
                Effect::Commit(journal) => {
                    write_journal(self.app, &journal).await;
                    self.tell(Event::Committed);
                }
                Effect::Create(journal) => self.create(&journal).await,
                Effect::Ask => self.ask().await,
                Effect::Refresh(id) => self.refresh(&id).await,
                Effect::Cancel(id) => self.cancel(&id).await,
                Effect::Navigate(id) => self.navigate(&id).await,
                Effect::ShowReceipt => {
                    self.tell(Event::ReceiptShown);
                    self.settled().await;
                }
                Effect::ShowOrder => self.settled().await,
                Effect::Forget => forget(self.app, &self.id()).await,
            }
        })
    }

    async fn create(self, journal: &Journal) {
        match self.app.ask(wire::payment::create(journal)).await {
            Ok(payment) => self.told(payment),
            Err(failure) if matches!(failure.kind, FailureKind::AlreadyPaid(_)) => {
                self.tell(Event::Answered(ServerAnswer::AlreadyPaid));
            }
            Err(failure) => {
                let lost = failure.kind.may_have_happened();
                self.failed(failure, if lost { Event::NoAnswer } else { Event::Answered(ServerAnswer::Refused) });
            }
        }
    }

    /// Asks what there is, after a pause if it was asked before; gives up asking by itself after a while.
    async fn ask(self) {
        let Some(asked) = self.asked.try_get_value() else { return };
        if asked > 0 {
            // After a while only the person asks.
            let Some(pause) = poll_delay_ms(asked - 1) else { return };
            browser::sleep(pause).await;
        }
        self.asked.set_value(asked + 1);
        let renewal = match self.app.ask(wire::renewal::get(&self.id())).await {
            Ok(renewal) => renewal,
            Err(failure) => {
                let at_rest = matches!(self.state.try_get_untracked(), Some(State::Reviewing));
                self.failed(failure, Event::NoAnswer);
                if at_rest {
                    // The machine has nothing to lose yet, so the question is simply asked again.
                    spawn_local(self.carry_out(Effect::Ask));
                }
                return;
            }
        };
        match renewal.payment.clone() {
            Some(payment) => self.told(payment),
            None if where_to(&renewal) == Destination::Confirmation => {
                self.tell(Event::Answered(ServerAnswer::AlreadyPaid))
            }
            None => {
                let quote_holds = self.quote_holds(&renewal).await;
                self.tell(Event::Answered(ServerAnswer::NoPayment { quote_holds }));
            }
        }
        let _ = self.answered.try_set(true);
    }

    /// Is the quote of the attempt still the one that the server gives?
    async fn quote_holds(self, renewal: &Renewal) -> bool {
        let Some(State::Unknown(journal)) = self.state.try_get_untracked() else { return false };
        match self.app.ask(wire::quote::create(renewal)).await {
            Ok(quote) => quote.id == journal.quote && quote.total == journal.amount,
            Err(_) => false,
        }
    }

    async fn refresh(self, id: &str) {
        match self.app.ask(wire::payment::refresh(id)).await {
            // The provider was asked just now, and the person has not paid: no use in asking on and on.
            Ok(payment) if payment.status == PaymentStatus::Open && payment.method == PaymentMethod::Card => {
                let _ = self.latest.try_set(Some(payment));
                self.tell(Event::StillOpen);
                let _ = self.answered.try_set(true);
            }
            Ok(payment) => self.told(payment),
            Err(failure) => self.failed(failure, Event::NoAnswer),
        }
    }

    async fn cancel(self, id: &str) {
        match self.app.ask(wire::payment::cancel(id)).await {
            Ok(payment) => self.told(payment),
            // Too late to cancel: it is being paid, or was.
            Err(failure) if matches!(failure.kind, FailureKind::NotCancellable | FailureKind::AlreadyPaid(_)) => {
                self.refresh(id).await;
            }
            Err(failure) => self.failed(failure, Event::NoAnswer),
        }
    }

    /// The address is fetched anew and goes nowhere but to the configured origins.
    async fn navigate(self, id: &str) {
        match self.app.ask(wire::payment::get(id)).await {
            Ok(Payment { status: PaymentStatus::Open, session_url: Some(url), .. }) => {
                if payment::is_trusted(&url, &self.app.config().payment_origins) {
                    self.app.wizard.flush_now().await;
                    browser::go(&url);
                } else {
                    let failure = Failure { kind: FailureKind::UnexpectedContentType, reference: id.to_owned() };
                    let _ = self.failure.try_set(Some(failure));
                }
            }
            Ok(payment) => self.told(payment),
            Err(failure) => {
                let _ = self.failure.try_set(Some(failure));
            }
        }
    }

    /// The server's word on a payment.
    fn told(self, payment: Payment) {
        let card = payment.method == PaymentMethod::Card;
        // What the page knew of the renewal is from before this payment.
        self.app.renewal.set(None);
        let _ = self.latest.try_set(Some(payment.clone()));
        self.tell(Event::Answered(ServerAnswer::Latest(Box::new(payment))));
        let held = matches!(self.state.try_get_untracked(), Some(State::Created(_) | State::Redirected(_)));
        if held && card && self.returning.try_get_value() == Some(true) {
            self.returning.set_value(false);
            self.tell(Event::CameBack);
        } else {
            let _ = self.answered.try_set(true);
        }
    }

    fn failed(self, failure: Failure, event: Event) {
        let _ = self.failure.try_set(Some(failure));
        let _ = self.answered.try_set(true);
        self.tell(event);
    }

    /// Paid, or ordered: the confirmation is the page now, here and in other tabs.
    async fn settled(self) {
        self.app.renewal.set(None);
        settle(self.app, &self.id()).await;
        if let Some(go) = self.go.try_get_value() {
            go(&Page::Confirmation);
        }
    }
}
