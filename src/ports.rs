//! What the app needs from the world, and how each need can fail.
use crate::domain::failure::FailureKind;
use std::future::Future;
use std::pin::Pin;

/// A future on the one thread of the browser.
pub type Task<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// HTTP methods of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Read.
    Get,
    /// Replace; with an entity tag it may be repeated.
    Put,
    /// Create or act; repeated only with a key.
    Post,
    /// Remove.
    Delete,
}

/// A request to the partner API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Method.
    pub method: Method,
    /// Path below the API's base, with its leading slash and encoded query.
    pub path: String,
    /// Entity tag for `If-Match`.
    pub if_match: Option<String>,
    /// Key of an attempt, for `Idempotency-Key`.
    pub idempotency_key: Option<String>,
    /// JSON body.
    pub body: Option<String>,
    /// May the transport repeat it when the answer got lost?
    pub repeatable: bool,
}

/// An answer of the partner API, whatever its status.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// `Content-Type`, as sent.
    pub content_type: String,
    /// `ETag`, or empty.
    pub etag: String,
    /// `Request-Id`, or empty.
    pub request_id: String,
    /// `Retry-After` in seconds.
    pub retry_after: Option<u32>,
    /// Body as text.
    pub body: String,
}

/// Sends requests to the partner API: adds the access token, the timeout and bounded retries.
pub trait Transport {
    /// Sends it. The error is one of the kinds that mean no usable answer came
    /// (`Offline`, `Timeout`, `Aborted`, `NotOurs`).
    fn send(&self, request: Request) -> Task<'_, Result<Reply, FailureKind>>;
}

/// Why a store could not do as told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// The browser denies storage to this site.
    Denied,
    /// No room.
    Full,
    /// The record's revision is not the one expected: another tab wrote.
    Conflict,
    /// Anything else.
    Failed,
}

/// A durable key-value store with compare-and-set, in one transaction each.
pub trait RecordStore {
    /// The text under the key.
    fn read(&self, key: &str) -> Task<'_, Result<Option<String>, StoreError>>;
    /// Puts `value` if the stored record's revision is `expected` (0 = none stored). Durable once it resolves.
    fn write(&self, key: &str, expected_rev: u64, value: String) -> Task<'_, Result<(), StoreError>>;
    /// Removes the record.
    fn remove(&self, key: &str) -> Task<'_, Result<(), StoreError>>;
    /// Removes everything of ours.
    fn clear(&self) -> Task<'_, Result<(), StoreError>>;
}
