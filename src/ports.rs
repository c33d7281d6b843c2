//! What the app needs from the world, and how each need can fail.
use crate::domain::failure::FailureKind;
use crate::domain::proof::ProofFile;
use crate::domain::route::Page;
use crate::domain::{entity_tag, text_checks};
use crate::oidc::ProtocolError;
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
    /// A file as the body; there is no JSON then.
    pub file: Option<ProofFile>,
    /// May the transport repeat it when the answer got lost?
    pub repeatable: bool,
}

impl Request {
    /// Can it be sent? The path must stand below the API's base, and no header may carry what headers cannot: browsers
    /// throw at such a value, which nothing could catch.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let tag = self.if_match.as_deref().is_none_or(|tag| entity_tag::strong(tag).as_deref() == Some(tag));
        let key = self.idempotency_key.as_deref().is_none_or(text_checks::is_idempotency_key);
        let path = self.path.starts_with('/') && text_checks::is_header_token(&self.path);
        path && tag && key
    }
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
    /// (`InvalidRequest`, `Offline`, `Timeout`, `Aborted`, `UnexpectedContentType`).
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
    /// Puts `value` if the stored record's revision is `expected`, or if there is none: a browser may throw records
    /// away at any time. Durable once it resolves.
    fn write(&self, key: &str, expected_rev: u64, value: String) -> Task<'_, Result<(), StoreError>>;
    /// Starts putting `value`, whatever is stored, and waits for nothing: for the moment in which the page is left.
    fn write_last(&self, key: &str, value: String);
    /// Removes the record.
    fn remove(&self, key: &str) -> Task<'_, Result<(), StoreError>>;
    /// Removes the records whose text is `over`, among those whose keys begin with `kind` and a slash.
    fn remove_where(&self, kind: &'static str, over: Box<dyn Fn(&str) -> bool>) -> Task<'_, Result<(), StoreError>>;
    /// Removes everything of ours.
    fn clear(&self) -> Task<'_, Result<(), StoreError>>;
}

/// Why a sign-in did not go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInProblem {
    /// The provider gave no answer.
    Unreachable,
    /// The browser keeps nothing, so the way back could not be told from a forged one.
    NoStorage,
    /// The identity was not signed by the provider.
    Signature,
    /// Something was not exactly as it should be.
    Refused(ProtocolError),
}

impl SignInProblem {
    /// A short code to quote.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            SignInProblem::Refused(refusal) => format!("{refusal:?}"),
            other => format!("{other:?}"),
        }
    }
}

impl From<ProtocolError> for SignInProblem {
    fn from(refusal: ProtocolError) -> Self {
        SignInProblem::Refused(refusal)
    }
}

/// How somebody came back from the sign-in page, as far as there is something to say about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrival {
    /// As expected.
    #[default]
    Plain,
    /// As somebody else than was signed in before.
    OtherAccount,
    /// Because the program wanted a recent sign-in.
    Recent,
}

/// Who signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Partition of everything stored for this account.
    pub account_key: String,
    /// Full name; the email address where the provider tells no name.
    pub name: String,
    /// What there is to say about it.
    pub arrival: Arrival,
}

/// Who is signed in. Today the page holds the token itself; a backend on the same site that holds it and gives the
/// page a cookie would be another implementation, and nothing else would change.
pub trait Session {
    /// Value of `Authorization` for a request to the API, while there is a good one.
    fn authorization(&self) -> Option<String>;
    /// Leaves for the sign-in page; the person returns to `page`. With `max_age` they sign in anew if they last did
    /// longer ago than that many seconds.
    fn begin(&self, page: &Page, max_age: Option<u32>) -> Task<'_, Result<(), SignInProblem>>;
    /// Finishes the sign-in that the address of this page belongs to.
    fn finish(&self) -> Task<'_, Result<SignedIn, SignInProblem>>;
    /// The page that was wanted before the sign-in.
    fn wanted(&self) -> Page;
    /// Forgets the person in this page only.
    fn forget(&self);
    /// Forgets the person in this browser, tells other tabs, and ends the session at the provider where it answers.
    fn sign_out(&self) -> Task<'_, ()>;
}
