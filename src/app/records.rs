//! Small records beside the draft: the organization last worked for, and a draft that could not be read.
use super::session::App;
use crate::adapters::{browser, keys};
use crate::domain::envelope::{LoadError, QUARANTINE_MS, is_over};
use crate::domain::json::{self, Object};
use crate::ports::RecordStore;
use leptos::prelude::*;

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

/// Writes a record whatever was there: for values where the last writer is right.
pub async fn replace(store: &dyn RecordStore, key: &str, value: String) {
    let _ = store.remove(key).await;
    let _ = store.write(key, 0, value).await;
}

/// Takes a draft that cannot be used out of the way. What may tell of a fault is kept for the person to hand over;
/// what is too old or somebody else's is not.
pub async fn set_aside(store: &dyn RecordStore, key: &str, account: &str, text: &str, why: LoadError) {
    if !matches!(why, LoadError::Expired | LoadError::OtherOwner) {
        let end = text.floor_char_boundary(QUARANTINE_BYTES);
        let kept = Object::new().integer("at", browser::now_ms()).text("text", text.get(..end).unwrap_or_default());
        replace(store, &keys::quarantine(account), kept.finish()).await;
    }
    let _ = store.remove(key).await;
}

/// Deletes every draft in this browser that has come to its end, whosever it is: most are never opened again. Call it
/// when the program has told the time; by a clock that is wrong a good draft would go.
pub async fn sweep(store: &dyn RecordStore) {
    let now = browser::now_ms();
    let _ = store.remove_where(keys::DRAFT, Box::new(move |text| is_over(text, now))).await;
}

fn quarantine(app: App) -> String {
    keys::quarantine(&app.identity.get_untracked().map(|who| who.account_key).unwrap_or_default())
}

/// The unreadable draft of this account, as long as it may be kept.
pub async fn unreadable(app: App) -> Option<String> {
    let record = json::parse(&app.store().read(&quarantine(app)).await.ok()??);
    let kept = record.filter(|record| {
        let at = json::integer(record, "at", crate::domain::limits::INSTANT_MS).unwrap_or_default();
        browser::now_ms().saturating_sub(at) < QUARANTINE_MS
    });
    if kept.is_none() {
        forget_unreadable(app).await;
    }
    json::text(&kept?, "text")
}

/// Deletes the unreadable draft of this account.
pub async fn forget_unreadable(app: App) {
    let _ = app.store().remove(&quarantine(app)).await;
}
