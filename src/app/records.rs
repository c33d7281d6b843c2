//! Small records beside the draft: the organization last worked for.
use crate::ports::RecordStore;

/// The record that remembers an organization.
#[must_use]
pub fn organization_record(id: &str) -> String {
    serde_json::json!({ "organization": id }).to_string()
}

/// The organization in such a record; `None` if the text is anything else.
#[must_use]
pub fn organization_in(record: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(record).ok()?;
    value.get("organization")?.as_str().map(str::to_owned)
}

/// Writes a record whatever was there: for values where the last writer is right.
pub async fn replace(store: &dyn RecordStore, key: &str, value: String) {
    let _ = store.remove(key).await;
    let _ = store.write(key, 0, value).await;
}
