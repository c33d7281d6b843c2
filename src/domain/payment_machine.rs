//! Paying exactly once from a page that may end at any moment. The server prevents a double charge; this machine keeps
//! the idempotency key of the attempt through a lost answer and decides what may be shown. It is pure: `app::payment`
//! carries out the effects and reports what came of them as events.
use super::json::{self, Object};
use super::money::{self, Money};
use super::payment::{Payment, PaymentStatus};
use super::quote::Quote;
use super::{limits, text_checks};

/// What is written down before a payment is asked for, and kept until the server says that it is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journal {
    /// Key of this attempt; empty for a payment that another browser started.
    pub attempt_key: String,
    /// Renewal paid for.
    pub renewal: String,
    /// Quote accepted.
    pub quote: String,
    /// The promotion code that the quote was asked for with: without it the price is another one.
    pub promotion: Option<String>,
    /// Amount shown.
    pub amount: Money,
    /// The payment, once the server has named it.
    pub payment: Option<String>,
    /// Has the person left for the hosted page?
    pub handed_off: bool,
}

impl Journal {
    /// The record as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let record = Object::new()
            .text("attemptKey", &self.attempt_key)
            .text("renewal", &self.renewal)
            .text("quote", &self.quote)
            .integer("amount", self.amount.minor)
            .text("currency", &self.amount.currency)
            .text_or_null("payment", self.payment.as_deref())
            .flag("handedOff", self.handed_off);
        match &self.promotion {
            Some(code) => record.text("promotion", code).finish(),
            None => record.finish(),
        }
    }

    /// Reads such a record; `None` if it is anything else, such as a key that no header can carry.
    #[must_use]
    pub fn from_json(text: &str) -> Option<Journal> {
        let value = json::parse(text)?;
        let attempt_key = json::text(&value, "attemptKey")?;
        let quote = json::text(&value, "quote")?;
        // A payment that another browser started was adopted without its key and quote.
        let adopted = attempt_key.is_empty();
        let fine = (adopted || text_checks::is_idempotency_key(&attempt_key))
            && ((adopted && quote.is_empty()) || text_checks::is_id(&quote));
        fine.then_some(())?;
        Some(Journal {
            attempt_key,
            renewal: json::id(&value, "renewal")?,
            quote,
            promotion: json::optional(&value, "promotion", json::string)?,
            amount: Money {
                minor: json::integer(&value, "amount", limits::PAID_AMOUNT)?,
                currency: json::text(&value, "currency").filter(|code| money::is_currency(code))?,
            },
            payment: json::optional(&value, "payment", |_| json::id(&value, "payment"))?,
            handed_off: json::flag(&value, "handedOff"),
        })
    }

    /// The journal to ask for a payment with: the one kept, under its key, as long as it is of the same quote and the
    /// latest payment the server told of is not its own and over; otherwise a new attempt under the fresh key.
    #[must_use]
    pub fn of_attempt(
        kept: Option<Journal>,
        renewal: &str,
        latest: Option<&Payment>,
        quote: &Quote,
        fresh: impl FnOnce() -> String,
    ) -> Journal {
        let same = |kept: &Journal| kept.renewal == renewal && kept.quote == quote.id && kept.is_pending(latest);
        kept.filter(same).unwrap_or_else(|| Journal {
            attempt_key: fresh(),
            renewal: renewal.to_owned(),
            quote: quote.id.clone(),
            promotion: quote.promotion.as_ref().map(|promotion| promotion.code.clone()),
            amount: quote.total.clone(),
            payment: None,
            handed_off: false,
        })
    }

    /// May a payment of this attempt still come to be, or be decided? Not if the server has called it over.
    #[must_use]
    pub fn is_pending(&self, latest: Option<&Payment>) -> bool {
        let over = latest.filter(|payment| payment.status.is_terminal()).map(|payment| &payment.id);
        !self.attempt_key.is_empty() && (over.is_none() || self.payment.as_ref() != over)
    }

    /// The journal of a payment that this browser has no record of.
    fn adopted(payment: &Payment) -> Journal {
        Journal {
            attempt_key: String::new(),
            renewal: payment.renewal.clone(),
            quote: String::new(),
            promotion: None,
            amount: payment.amount.clone(),
            payment: Some(payment.id.clone()),
            handed_off: false,
        }
    }
}

/// Where the page stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing is under way: the review page with its pay button.
    Reviewing,
    /// The key is written down or being written; the request leaves or has left.
    Creating(Journal),
    /// The server has a payment: by card, the person may leave for the hosted page; otherwise the order stands.
    Created(Journal),
    /// The person left for the hosted page: continue, check again or cancel.
    Redirected(Journal),
    /// The person is back and the server is being asked.
    CheckingStatus(Journal),
    /// An answer got lost: only questions from here, never a pay button.
    Unknown(Journal),
    /// The server says that it is paid.
    Succeeded,
    /// The server says that this payment is over without money.
    Failed(PaymentStatus),
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The page opened and found this journal.
    Resumed(Journal),
    /// The person pressed the pay button; the journal carries a fresh key.
    Pay(Journal),
    /// The journal is durable, or storage is denied and the server's guard must do.
    Committed,
    /// The journal could not be written, although this browser keeps other things.
    CommitFailed,
    /// The server's word.
    Answered(ServerAnswer),
    /// No answer, or none that can be understood.
    NoAnswer,
    /// The person goes on to the hosted page.
    Leave,
    /// The person came back from it, or asks to check again.
    CameBack,
    /// The person cancels the payment.
    Cancel,
    /// The provider was asked just now, and the person has not paid.
    StillOpen,
    /// The receipt was shown.
    ReceiptShown,
}

/// What the server said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerAnswer {
    /// There is no payment. Does the quote of the attempt still hold?
    NoPayment {
        /// The quote is the same and has not expired.
        quote_holds: bool,
    },
    /// This is the latest payment.
    Latest(Box<Payment>),
    /// The renewal is paid.
    AlreadyPaid,
    /// The request for a payment was refused: nothing happened.
    Refused,
}

/// What the page does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Make the journal durable, then report `Committed`.
    Commit(Journal),
    /// Ask for the payment with the journal's key.
    Create(Journal),
    /// Ask the server what there is, without changing anything; after a pause if asked before.
    Ask,
    /// Have the server ask the provider.
    Refresh(String),
    /// Ask the server to cancel the payment.
    Cancel(String),
    /// Fetch the payment's address anew and go there.
    Navigate(String),
    /// Show the receipt.
    ShowReceipt,
    /// Show the order with its instructions.
    ShowOrder,
    /// Remove the journal of this attempt, or whichever there is. Another tab may have begun the next attempt.
    Forget(Option<String>),
}

impl State {
    /// The journal of the attempt that is under way.
    #[must_use]
    pub fn journal(&self) -> Option<&Journal> {
        match self {
            State::Creating(journal)
            | State::Created(journal)
            | State::Redirected(journal)
            | State::CheckingStatus(journal)
            | State::Unknown(journal) => Some(journal),
            State::Reviewing | State::Succeeded | State::Failed(_) => None,
        }
    }
}

/// The next state, and what to do.
#[must_use]
pub fn step(state: State, event: Event) -> (State, Vec<Effect>) {
    match (state, event) {
        (State::Succeeded, Event::ReceiptShown) => (State::Succeeded, vec![Effect::Forget(None)]),
        (State::Succeeded, _) => (State::Succeeded, Vec::new()),
        (State::Reviewing | State::Failed(_), Event::Resumed(journal)) => (State::Unknown(journal), vec![Effect::Ask]),
        (State::Reviewing | State::Failed(_), Event::Pay(journal)) => {
            (State::Creating(journal.clone()), vec![Effect::Commit(journal)])
        }
        (State::Creating(journal), Event::Committed) => {
            (State::Creating(journal.clone()), vec![Effect::Create(journal)])
        }
        // Nothing has been sent: without its key on record the attempt could not be told from another.
        (State::Creating(_), Event::CommitFailed) => (State::Reviewing, Vec::new()),
        (_, Event::Answered(ServerAnswer::AlreadyPaid)) => (State::Succeeded, vec![Effect::ShowReceipt]),
        (State::Creating(journal), Event::Answered(ServerAnswer::Refused)) => (State::Reviewing, vec![forget(journal)]),
        (state, Event::Answered(ServerAnswer::Latest(payment))) => answered(state, &payment),
        (State::Unknown(journal), Event::Answered(ServerAnswer::NoPayment { quote_holds })) => {
            if quote_holds && journal.payment.is_none() && !journal.attempt_key.is_empty() {
                // The same attempt goes on, under the same key.
                (State::Creating(journal.clone()), vec![Effect::Create(journal)])
            } else {
                (State::Reviewing, vec![forget(journal)])
            }
        }
        (
            State::Created(journal) | State::Redirected(journal) | State::CheckingStatus(journal),
            Event::Answered(ServerAnswer::NoPayment { .. }),
        ) => (State::Reviewing, vec![forget(journal)]),
        (State::Creating(journal) | State::CheckingStatus(journal) | State::Unknown(journal), Event::NoAnswer) => {
            (State::Unknown(journal), vec![Effect::Ask])
        }
        (State::Created(journal), Event::Leave) => {
            let journal = Journal { handed_off: true, ..journal };
            (State::Redirected(journal.clone()), vec![Effect::Commit(journal)])
        }
        // That the person has left is a convenience for the page they come back to: it may be missing from the record.
        (State::Redirected(journal), Event::Committed | Event::CommitFailed | Event::Leave) => {
            let effects = journal.payment.clone().map(Effect::Navigate).into_iter().collect();
            (State::Redirected(journal), effects)
        }
        (State::Created(journal) | State::Redirected(journal) | State::CheckingStatus(journal), Event::CameBack) => {
            let effects = journal.payment.clone().map(Effect::Refresh).into_iter().collect();
            (State::CheckingStatus(journal), effects)
        }
        (State::Unknown(journal), Event::CameBack) => (State::Unknown(journal), vec![Effect::Ask]),
        (State::Created(journal) | State::Redirected(journal) | State::CheckingStatus(journal), Event::Cancel) => {
            let effects = journal.payment.clone().map(Effect::Cancel).into_iter().collect();
            (State::CheckingStatus(journal), effects)
        }
        (State::CheckingStatus(journal) | State::Unknown(journal), Event::StillOpen) if journal.payment.is_some() => {
            (open(journal), Vec::new())
        }
        // Anything else changes nothing: a second press of the button, an answer that comes late.
        (state, _) => (state, Vec::new()),
    }
}

fn forget(journal: Journal) -> Effect {
    Effect::Forget(Some(journal.attempt_key))
}

fn answered(state: State, payment: &Payment) -> (State, Vec<Effect>) {
    let (polling, unknown) = (matches!(state, State::CheckingStatus(_)), matches!(state, State::Unknown(_)));
    let before = state.journal().cloned();
    match payment.status {
        PaymentStatus::Succeeded => return (State::Succeeded, vec![Effect::ShowReceipt]),
        PaymentStatus::Open | PaymentStatus::Processing => {}
        PaymentStatus::Declined | PaymentStatus::Cancelled | PaymentStatus::Expired => {
            return match before {
                // That is an earlier payment; the one of the lost answer may still come: same attempt, same key.
                Some(journal) if unknown && journal.payment.is_none() && !journal.attempt_key.is_empty() => {
                    (State::Creating(journal.clone()), vec![Effect::Create(journal)])
                }
                // Without a journal that is known there is none to forget: one that could not be read keeps its key.
                None => (State::Failed(payment.status), Vec::new()),
                Some(journal) => (State::Failed(payment.status), vec![forget(journal)]),
            };
        }
    }
    let known = before.unwrap_or_else(|| Journal::adopted(payment));
    let same = known.payment.as_ref() == Some(&payment.id);
    // To a payment that another browser opened since, nobody has left.
    let handed_off = known.handed_off && same;
    let journal = Journal { payment: Some(payment.id.clone()), handed_off, ..known.clone() };
    let mut effects = Vec::new();
    if journal != known {
        effects.push(Effect::Commit(journal.clone()));
    }
    if payment.method.is_order() && payment.status == PaymentStatus::Open {
        effects.push(Effect::ShowOrder);
        return (State::Created(journal), effects);
    }
    // How a method goes on that this build does not know is for the server to tell: it is asked again.
    if payment.status == PaymentStatus::Processing || polling || !payment.method.is_hosted() {
        effects.push(Effect::Ask);
        return (State::CheckingStatus(journal), effects);
    }
    (open(journal), effects)
}

/// The payment waits for the person, who has left for the hosted page before or has not.
fn open(journal: Journal) -> State {
    if journal.handed_off { State::Redirected(journal) } else { State::Created(journal) }
}
