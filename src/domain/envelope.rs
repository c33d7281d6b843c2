//! The record a draft is kept in: whose it is, how old, and whether it is whole. Nothing that is stored is
//! trusted; whatever is not in order is refused with a reason, and never stops the page.
use super::agreement::digest_hex;
use super::draft::Draft;
use super::json::{self, Object};
use super::limits;
use serde_json::Value;

/// Version written by this build.
pub const VERSION: i64 = 1;
/// Largest record that is read, in bytes.
pub const MAX_BYTES: usize = 256 * 1024;
/// How long a record is kept: 30 days.
pub const LIFE_MS: i64 = 30 * 86_400_000;

/// How long a record that could not be read is kept for the person to hand over: 7 days.
pub const QUARANTINE_MS: i64 = 7 * 86_400_000;

/// Whose draft, and of which renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Account, see `account_key`.
    pub account: String,
    /// Organization id.
    pub organization: String,
    /// Renewal id.
    pub renewal: String,
}

/// Why a record is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// Larger than any draft.
    TooLarge,
    /// Not such a record.
    Unreadable,
    /// Of another account, organization or renewal.
    OtherOwner,
    /// Older than it may be.
    Expired,
    /// Written by a newer build: left as it is, and not written over.
    Newer,
    /// Torn or edited: the checksum is another one.
    Damaged,
}

/// The record as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Version of the payload.
    pub v: i64,
    /// Whose it is.
    pub owner: Owner,
    /// Revision, for compare-and-set.
    pub rev: u64,
    /// When it was written, milliseconds since 1970.
    pub saved_at: i64,
    /// When it must no longer be used, milliseconds since 1970.
    pub expires: i64,
    /// SHA-256 of the payload, hex. Finds torn writes; it is no proof of origin.
    pub checksum: String,
    /// The draft as JSON text.
    pub payload: String,
}

impl Envelope {
    fn to_json(&self) -> String {
        Object::new()
            .integer("v", self.v)
            .text("account", &self.owner.account)
            .text("organization", &self.owner.organization)
            .text("renewal", &self.owner.renewal)
            .integer("rev", i64::try_from(self.rev).unwrap_or(*limits::REVISION.end()))
            .integer("savedAt", self.saved_at)
            .integer("expires", self.expires)
            .text("checksum", &self.checksum)
            .text("payload", &self.payload)
            .finish()
    }

    fn from_value(value: &Value) -> Option<Envelope> {
        Some(Envelope {
            v: json::integer(value, "v", limits::VERSION)?,
            owner: Owner {
                account: json::text(value, "account")?,
                organization: json::text(value, "organization")?,
                renewal: json::text(value, "renewal")?,
            },
            rev: u64::try_from(json::integer(value, "rev", limits::REVISION)?).ok()?,
            saved_at: json::integer(value, "savedAt", limits::INSTANT_MS)?,
            expires: json::integer(value, "expires", limits::INSTANT_MS)?,
            checksum: json::text(value, "checksum")?,
            payload: json::text(value, "payload")?,
        })
    }
}

/// Writes a draft as a record.
#[must_use]
pub fn serialize(owner: &Owner, rev: u64, now_ms: i64, draft: &Draft) -> String {
    let payload = draft.to_payload();
    Envelope {
        v: VERSION,
        owner: owner.clone(),
        rev,
        saved_at: now_ms,
        expires: now_ms.saturating_add(LIFE_MS),
        checksum: digest_hex(&payload),
        payload,
    }
    .to_json()
}

/// In the place of predecessors: the copy was made before the store could be read.
pub const UNREAD: &str = "*";

/// Writes a draft at the moment in which its page is left. `predecessors` are the checksums of the records that it may
/// follow: the one that is stored and those that are being written; or `UNREAD` alone.
#[must_use]
pub fn serialize_unload_copy(owner: &Owner, rev: u64, now_ms: i64, draft: &Draft, predecessors: &[String]) -> String {
    let mut text = serialize(owner, rev, now_ms, draft);
    // One more member of the object; builds that do not know it pass over it.
    text.truncate(text.len().saturating_sub(1));
    [&text, ",\"follows\":\"", &predecessors.join(" "), "\"}"].concat()
}

/// The checksum in a record; empty if the text is no record.
#[must_use]
pub fn checksum_of(text: &str) -> String {
    json::parse(text).and_then(|value| json::text(&value, "checksum")).unwrap_or_default()
}

/// A draft as it was stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredDraft {
    pub draft: Draft,
    /// Its revision; 0 where nothing is stored.
    pub rev: u64,
    /// Checksum of the payload; empty where nothing is stored.
    pub checksum: String,
    /// When it was written, milliseconds since 1970.
    saved_at: i64,
    /// In a copy made when the page was left: checksums of the records that it may follow.
    predecessors: Option<String>,
}

impl StoredDraft {
    /// Is this copy, made when the page was left, newer than the record? A record that another tab has written since is
    /// not one that it follows. Copies of earlier builds say nothing but their revision.
    #[must_use]
    pub fn follows(&self, record: &StoredDraft) -> bool {
        match &self.predecessors {
            Some(list) => record.checksum.is_empty() || list.split(' ').any(|known| known == record.checksum),
            None => self.rev == record.rev.saturating_add(1),
        }
    }

    /// Was this copy made before the store could be read, and later than the record? It holds only what was typed on that
    /// page, and goes over the record.
    #[must_use]
    pub fn was_made_unread_after(&self, record: &StoredDraft) -> bool {
        self.predecessors.as_deref() == Some(UNREAD) && self.saved_at >= record.saved_at
    }
}

/// Reads a record back: the draft and its revision.
///
/// # Errors
/// The first check that failed.
pub fn load(text: &str, owner: &Owner, now_ms: i64) -> Result<(Draft, u64), LoadError> {
    load_stored(text, owner, now_ms).map(|stored| (stored.draft, stored.rev))
}

/// Reads a record or a copy back.
///
/// # Errors
/// The first check that failed.
pub fn load_stored(text: &str, owner: &Owner, now_ms: i64) -> Result<StoredDraft, LoadError> {
    if text.len() > MAX_BYTES {
        return Err(LoadError::TooLarge);
    }
    let value = json::parse(text).ok_or(LoadError::Unreadable)?;
    let newer = json::integer(&value, "v", limits::VERSION).is_some_and(|v| v > VERSION);
    // A newer build may write other members: that alone does not make its record unreadable.
    let envelope = Envelope::from_value(&value).ok_or(if newer { LoadError::Newer } else { LoadError::Unreadable })?;
    if envelope.owner != *owner {
        return Err(LoadError::OtherOwner);
    }
    if now_ms >= envelope.expires {
        return Err(LoadError::Expired);
    }
    if newer {
        return Err(LoadError::Newer);
    }
    if digest_hex(&envelope.payload) != envelope.checksum {
        return Err(LoadError::Damaged);
    }
    let payload = migrate(envelope.v, envelope.payload).ok_or(LoadError::Unreadable)?;
    let draft = Draft::from_payload(&payload).ok_or(LoadError::Unreadable)?;
    let (rev, checksum, saved_at) = (envelope.rev, envelope.checksum, envelope.saved_at);
    Ok(StoredDraft { draft, rev, checksum, saved_at, predecessors: json::text(&value, "follows") })
}

/// May this record no longer be used by anyone? What is no such record has no end.
#[must_use]
pub fn is_expired(text: &str, now_ms: i64) -> bool {
    let expires = json::parse(text).and_then(|value| json::integer(&value, "expires", limits::INSTANT_MS));
    expires.is_some_and(|expires| now_ms >= expires)
}

/// Brings an older payload to the present form, one version at a time. Each version has a golden file in the tests.
fn migrate(version: i64, payload: String) -> Option<String> {
    match version {
        VERSION => Some(payload),
        _ => None,
    }
}

/// Partition of everything stored for an account: 128 bits of SHA-256 over issuer and subject, hex.
#[must_use]
pub fn account_key(issuer: &str, subject: &str) -> String {
    let mut key = digest_hex(&[issuer, "\0", subject].concat());
    key.truncate(32);
    key
}
