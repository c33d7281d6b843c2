//! The journal of an attempt to pay: written before the request is sent, removed once the server calls it over.
use crate::app::autosave::SaveState;
use crate::app::services::Services;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::payment_machine::Journal;
use crate::domain::renewal::Renewal;
use crate::ports::{StoreError, keys};

fn key_of(services: &Services, renewal: &str) -> Option<String> {
    services.sessions.identity().map(|identity| keys::journal(&identity.account_key, renewal))
}

/// The journal of a payment begun in this browser.
///
/// # Errors
/// If the store cannot be read: then it is not known whether there is one.
pub(super) async fn read(services: &Services, renewal: &str) -> Result<Option<Journal>, StoreError> {
    let Some(key) = key_of(services, renewal) else { return Ok(None) };
    let text = services.ports.store.read(&key).await?;
    Ok(text.as_deref().and_then(Journal::from_json).filter(|journal| journal.renewal == renewal))
}

/// Writes the journal in one transaction: the one before it is there until this one is.
pub(super) async fn write(services: &Services, journal: &Journal) -> Result<(), StoreError> {
    match key_of(services, &journal.renewal) {
        Some(key) => services.ports.store.put(&key, journal.to_json()).await,
        None => Err(StoreError::Failed),
    }
}

/// Removes the journal of this attempt, or whichever there is: looked at and removed in one transaction, because another
/// tab may write the next one meanwhile, and this page may be about to end.
pub(super) async fn remove(services: &Services, renewal: &str, attempt: Option<&str>) {
    let (renewal, attempt) = (renewal.to_owned(), attempt.map(ToOwned::to_owned));
    let is_it = move |text: &str| {
        let kept = Journal::from_json(text).filter(|kept| kept.renewal == renewal);
        kept.is_some_and(|kept| attempt.as_ref().is_none_or(|attempt| *attempt == kept.attempt_key))
    };
    if services.ports.store.remove_where(keys::Store::Journal.name(), Box::new(is_it)).await.is_err() {
        // The server has called the payment over, so a journal that is left behind only leads to a question more.
    }
}

/// Was a payment of this renewal begun here whose end is not known? Then there is no pay button before it is.
///
/// # Errors
/// `JournalUnavailable` if the store cannot be read.
pub(in crate::app) async fn is_pending(services: &Services, renewal: &Renewal) -> Result<bool, Failure> {
    let journal = match read(services, &renewal.id).await {
        Ok(journal) => journal,
        Err(_) if is_denied(services) => None,
        Err(_) => return Err(unavailable()),
    };
    Ok(journal.is_some_and(|journal| journal.is_pending(renewal.payment.as_ref())))
}

/// Does this browser keep nothing at all, the draft neither? That is told on every page, and the payment goes on: the
/// server's own guard keeps it single.
pub(super) fn is_denied(services: &Services) -> bool {
    services.drafts.save_state() == SaveState::NotKept
}

pub(super) fn unavailable() -> Failure {
    Failure { kind: FailureKind::JournalUnavailable, reference: String::new() }
}
