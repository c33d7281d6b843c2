//! Small records beside the draft: the organization last worked for, and a draft that could not be read.
use crate::domain::envelope::{LoadError, QUARANTINE_MS, is_expired};
use crate::domain::json::{self, Object};
use crate::domain::limits;
use crate::ports::{RecordStore, StoreError, keys};

/// How much of an unreadable draft is kept, in bytes.
const QUARANTINE_BYTES: usize = 32 * 1024;

/// The record that remembers an organization.
#[must_use]
pub fn organization_record(id: &str) -> String {
    Object::new().text("organization", id).finish()
}

/// The organization in such a record; `None` if the text is anything else.
#[must_use]
pub fn organization_in(record: &str) -> Option<String> {
    json::text(&json::parse(record)?, "organization")
}

/// Removes a draft that cannot be used. What may tell of a fault is kept for the person to hand over; what is too old or
/// somebody else's is not.
///
/// # Errors
/// If the draft may still be where it was.
pub async fn quarantine(
    store: &dyn RecordStore,
    key: &str,
    account: &str,
    text: String,
    why: LoadError,
    now_ms: i64,
) -> Result<(), StoreError> {
    if !matches!(why, LoadError::Expired | LoadError::OtherOwner) {
        let end = text.floor_char_boundary(QUARANTINE_BYTES);
        let kept = Object::new().integer("at", now_ms).text("text", text.get(..end).unwrap_or_default());
        store.put(&keys::quarantine(account), kept.finish()).await?;
    }
    store.remove(key).await
}

/// Deletes every draft in this browser that has come to its end, whosever it is: most are never opened again. `now_ms`
/// is the server's time; by a clock that is wrong a good draft would go.
pub async fn delete_expired(store: &dyn RecordStore, now_ms: i64) {
    if store.remove_where(keys::Store::Draft.name(), Box::new(move |text| is_expired(text, now_ms))).await.is_err() {
        // They are deleted at the next start.
    }
}

/// The unreadable draft of this account, as long as it may be kept.
///
/// # Errors
/// If the store cannot be read.
pub async fn unreadable(store: &dyn RecordStore, account: &str, now_ms: i64) -> Result<Option<String>, StoreError> {
    let Some(text) = store.read(&keys::quarantine(account)).await? else { return Ok(None) };
    let record = json::parse(&text).filter(|record| {
        let at = json::integer(record, "at", limits::INSTANT_MS).unwrap_or_default();
        now_ms.saturating_sub(at) < QUARANTINE_MS
    });
    match record {
        Some(record) => Ok(json::text(&record, "text")),
        None => store.remove(&keys::quarantine(account)).await.map(|()| None),
    }
}
