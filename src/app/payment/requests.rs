//! What the payment controller asks of the server, and which answers still count when they come.
use super::{Departure, Heard, PaymentController, journal};
use crate::app::api::interrupted;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::payment::{HostedPage, Payment, PaymentStatus, poll_delay_ms};
use crate::domain::payment_machine::{Effect, Event, Journal, ServerAnswer, State};
use crate::domain::renewal::Renewal;
use crate::domain::renewal_progress::{Destination, where_to};
use crate::domain::tab_message::TabMessage;
use crate::wire;
use std::rc::Rc;

impl PaymentController {
    pub(super) async fn create(self: &Rc<Self>, journal: &Journal) {
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
    pub(super) async fn ask(self: &Rc<Self>) {
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
                self.failure.clear();
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
    pub(super) fn outdate_questions(&self) {
        self.outdate_before(self.next_question());
    }

    fn outdate_before(&self, question: u32) {
        self.known.set(self.known.get().max(question));
    }

    /// Does the answer to this question say nothing any more? A request for the payment that is under way decides by its
    /// own answer, and an answer to a later question, or to what was done since, is newer.
    fn is_outdated(&self, question: u32) -> bool {
        matches!(self.state.now(), State::Creating(_)) || !(self.known.get()..).contains(&question)
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
        match self.services.api.call(wire::quote::create(renewal, journal.promotion.as_deref())).await {
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

    pub(super) async fn refresh(self: &Rc<Self>, id: &str) {
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

    pub(super) async fn cancel(self: &Rc<Self>, id: &str) {
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
    pub(super) async fn navigate(self: &Rc<Self>, id: &str) {
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
            self.services.drafts.flush().await;
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
}

/// Is it certain that nothing came of the request for a payment, or that the renewal is paid already?
fn is_decided(failure: &Failure, sent_before: bool) -> bool {
    match failure.kind {
        // Whoever limits the rate, or wants a sign-in, says nothing of a request that was sent before this one.
        FailureKind::TooMany(_) | FailureKind::SignInRequired | FailureKind::RecentSignIn(_) => !sent_before,
        _ => !failure.kind.may_have_happened(),
    }
}
