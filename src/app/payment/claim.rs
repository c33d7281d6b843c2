//! What a page says about a payment and what it offers: a value of the machine's state and of what the server answered.
use super::{Departure, Heard, PaymentController};
use crate::domain::failure::Failure;
use crate::domain::money::Money;
use crate::domain::payment::{DeclineReason, HostedPage, Payment, PaymentStatus};
use crate::domain::payment_machine::State;
use chrono::NaiveDate;

/// What a page says about the payment and what it offers. Everything in it is the server's word; where there is none,
/// nothing about money is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaymentClaim {
    /// The server is being asked.
    Asking,
    /// The server gave no answer: nobody knows yet.
    NotAnswered(Option<Failure>),
    /// There is no payment.
    NoPayment,
    /// The request for a payment was sent once more from here, and the server refused it: there is none.
    Refused(Option<Failure>),
    Declined(Option<DeclineReason>),
    Cancelled,
    /// It ran out; for an order on this day, and its money may be on the way all the same.
    Expired(Option<NaiveDate>),
    /// The hosted page can still be gone to.
    Open {
        /// Has this browser been there?
        was_there: bool,
        /// The request that failed last.
        failure: Option<Failure>,
    },
    /// The payment is open, but the server does not say where to pay, or only by a method that this build does not know.
    AddressMissing {
        /// Id of the payment.
        payment: String,
        /// The request that failed last.
        failure: Option<Failure>,
    },
    /// The provider has not decided.
    Processing {
        /// Does this page ask by itself? After a while only the person does.
        is_asking: bool,
        /// The request that failed last.
        failure: Option<Failure>,
    },
}

impl PaymentClaim {
    /// The request that failed last, where that is told.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        match self {
            PaymentClaim::NotAnswered(failure)
            | PaymentClaim::Refused(failure)
            | PaymentClaim::Open { failure, .. }
            | PaymentClaim::AddressMissing { failure, .. }
            | PaymentClaim::Processing { failure, .. } => failure.as_ref(),
            PaymentClaim::Asking
            | PaymentClaim::NoPayment
            | PaymentClaim::Declined(_)
            | PaymentClaim::Cancelled
            | PaymentClaim::Expired(_) => None,
        }
    }
}

/// The announcement before the redirect to the hosted page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    /// Id of the payment.
    pub payment: String,
    /// Address of the hosted page, if it may be gone to.
    pub url: Option<String>,
    pub amount: Money,
    /// Is the person on the way?
    pub is_busy: bool,
    pub failure: Option<Failure>,
}

impl PaymentController {
    /// What to say about the payment, and what to offer.
    #[must_use]
    pub fn claim(&self) -> PaymentClaim {
        let (heard, failure) = (self.heard.get(), self.failure.get());
        let has_given_up = self.has_given_up.get();
        let latest = self.latest.get();
        let status = latest.as_ref().map(|payment| payment.status);
        match self.state.get() {
            State::Failed(PaymentStatus::Declined) => {
                PaymentClaim::Declined(latest.and_then(|payment| payment.decline_reason))
            }
            State::Failed(PaymentStatus::Cancelled) => PaymentClaim::Cancelled,
            State::Failed(_) => PaymentClaim::Expired(latest.as_ref().and_then(Payment::missed_deadline)),
            State::Created(journal) | State::Redirected(journal) => match latest.as_ref() {
                Some(payment) if self.address_is_unusable(payment) => {
                    PaymentClaim::AddressMissing { payment: payment.id.clone(), failure }
                }
                _ => PaymentClaim::Open { was_there: journal.handed_off || journal.attempt_key.is_empty(), failure },
            },
            State::CheckingStatus(_) if status == Some(PaymentStatus::Processing) => {
                PaymentClaim::Processing { is_asking: !has_given_up, failure }
            }
            // How a method goes on that this build does not know, the server alone can tell.
            State::CheckingStatus(_) if latest.as_ref().is_some_and(Payment::is_open_by_unknown_method) => {
                PaymentClaim::AddressMissing { payment: latest.map(|payment| payment.id).unwrap_or_default(), failure }
            }
            State::Reviewing if heard == Heard::Answer => PaymentClaim::NoPayment,
            State::Reviewing if heard == Heard::Refusal => PaymentClaim::Refused(failure),
            _ if failure.is_some() || has_given_up => PaymentClaim::NotAnswered(failure),
            _ => PaymentClaim::Asking,
        }
    }

    /// What the latest payment is about, once it is known.
    #[must_use]
    pub fn amount(&self) -> Option<Money> {
        self.latest.with(|latest| latest.as_ref().map(|payment| payment.amount.clone()))
    }

    /// Is somebody else paying, by the payment link?
    #[must_use]
    pub fn is_by_link(&self) -> bool {
        self.latest.with(|latest| latest.as_ref().is_some_and(|payment| payment.is_by_link))
    }

    /// Is the latest payment one that the person can still go to the hosted page for?
    pub(in crate::app) fn waits_for_person(&self) -> bool {
        let is_open = |payment: &Payment| payment.status == PaymentStatus::Open && payment.method.is_hosted();
        self.latest.peek(|latest| latest.as_ref().is_some_and(is_open))
    }

    /// What the announcement before the redirect says, while the person is on the way to the hosted page.
    #[must_use]
    pub fn leaving(&self) -> Option<Leaving> {
        let payment = self.latest.get().filter(|payment| payment.method.is_hosted())?;
        let failure = self.failure.get();
        let state = self.state.get();
        if !matches!(state, State::Created(_) | State::Redirected(_) | State::CheckingStatus(_)) {
            return None;
        }
        let is_busy = matches!(state, State::CheckingStatus(_)) || self.departure.get() != Departure::Staying;
        let url = match payment.hosted_page(&self.services.config.payment_origins) {
            HostedPage::At(url) => Some(url.to_owned()),
            HostedPage::NotNeeded | HostedPage::Missing | HostedPage::Untrusted => None,
        };
        Some(Leaving { payment: payment.id, url, amount: payment.amount, is_busy, failure })
    }

    fn address_is_unusable(&self, payment: &Payment) -> bool {
        let page = payment.hosted_page(&self.services.config.payment_origins);
        matches!(page, HostedPage::Missing | HostedPage::Untrusted)
    }
}
