//! Paying once: the journal before the request, the server's word after it.
use super::session::App;
use crate::adapters::{browser, keys};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::payment::{self, Payment, PaymentMethod};
use crate::domain::payment_machine::Journal;
use crate::domain::quote::Quote;
use crate::domain::renewal::Renewal;
use crate::wire;
use leptos::prelude::*;

/// What came of trying to pay.
pub enum Attempt {
    /// A card payment is open: the person may leave for this address of the hosted page.
    Leave(Payment),
    /// The order stands and waits for the money.
    Pending,
    /// The server has already been paid.
    Paid,
    /// The answer is not known: ask, never try again blindly.
    Unknown,
    /// The price changed meanwhile.
    PriceChanged,
    /// Refused before anything happened.
    Refused(Failure),
}

fn journal_key(app: App, renewal: &str) -> Option<String> {
    app.identity.with_untracked(|who| who.as_ref().map(|who| keys::journal(&who.account_key, renewal)))
}

/// The journal of this renewal, if one was written in this browser.
pub async fn journal(app: App, renewal: &str) -> Option<Journal> {
    let text = app.store().read(&journal_key(app, renewal)?).await.ok()??;
    Journal::from_json(&text)
}

async fn write_journal(app: App, journal: &Journal) {
    if let Some(key) = journal_key(app, &journal.renewal) {
        // Where storage is denied the payment goes on: the server's own guard keeps it single.
        super::records::replace(&*app.store(), &key, journal.to_json()).await;
    }
}

/// Forgets the attempt: the server said that it is over.
pub async fn forget(app: App, renewal: &str) {
    if let Some(key) = journal_key(app, renewal) {
        let _ = app.store().remove(&key).await;
    }
}

/// Tries to pay the quote. The attempt's key is durable before the request leaves, and stays the same
/// until the server says that the attempt is over or the price is another one.
pub async fn pay(app: App, renewal: &Renewal, quote: &Quote) -> Attempt {
    let kept = journal(app, &renewal.id).await;
    let latest = renewal.payment.as_ref();
    let journal = Journal::of_attempt(kept, &renewal.id, latest, quote, || browser::random_hex(16));
    write_journal(app, &journal).await;
    match app.ask(wire::payment::create(renewal, quote, &journal.attempt_key)).await {
        Ok(payment) => {
            write_journal(app, &Journal { payment: Some(payment.id.clone()), ..journal }).await;
            match payment.method {
                PaymentMethod::Card if payment.session_url.is_some() => Attempt::Leave(payment),
                PaymentMethod::Card => Attempt::Unknown,
                PaymentMethod::BankTransfer | PaymentMethod::PurchaseOrder => Attempt::Pending,
            }
        }
        Err(failure) => match failure.kind {
            FailureKind::AlreadyPaid(_) => Attempt::Paid,
            ref kind if kind.may_have_happened() => Attempt::Unknown,
            FailureKind::QuoteChanged => {
                forget(app, &renewal.id).await;
                Attempt::PriceChanged
            }
            _ => Attempt::Refused(failure),
        },
    }
}

/// Where a hosted page may be.
#[must_use]
pub fn is_trusted(app: App, url: &str) -> bool {
    payment::is_trusted(url, &app.config().payment_origins)
}

/// Leaves for the hosted page. `false` if its address is not one of the configured origins.
pub async fn hand_off(app: App, payment: &Payment) -> bool {
    let Some(url) = payment.session_url.as_deref().filter(|url| is_trusted(app, url)) else { return false };
    if let Some(journal) = journal(app, &payment.renewal).await {
        write_journal(app, &Journal { handed_off: true, ..journal }).await;
    }
    app.wizard.flush_now().await;
    browser::go(url);
    true
}
