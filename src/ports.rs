//! What the app needs from outside, and how each need can fail. The browser's side is in `adapters`; tests and the
//! simulation bring their own.
pub mod keys;

use crate::domain::failure::FailureKind;
use crate::domain::proof::ProofFile;
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::domain::tab_message::TabMessage;
use crate::domain::{entity_tag, text_checks};
use crate::oidc::ProtocolError;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

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

/// May a request whose answer got lost be sent again?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryClass {
    /// It changes nothing, or changes the same thing to the same value.
    Safe,
    /// The idempotency key lets it happen once.
    IdempotencyKey,
    /// The entity tag lets it happen once; a repetition may meet its own write as a conflict.
    Conditional,
    /// Nothing tells the server that it is the same request.
    Never,
}

/// How a conflict is compared with what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reconcile {
    /// The request is not conditional.
    Nothing,
    /// The current renewal holds the answer to this step.
    Step(Step),
}

/// Whose authority a request carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// The access token.
    AccessToken,
    /// The access token of a recent sign-in: signing and paying.
    RecentSignIn,
    /// Nobody's: it is sent without an access token, whoever is signed in.
    Anonymous,
}

/// A request to the partner API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
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
    pub retry: RetryClass,
    pub credentials: Credentials,
    /// Does it carry out what somebody pressed? The page asks for everything else by itself.
    pub is_action: bool,
    /// May its answer carry what the page that is opened next will ask for?
    pub leads_on: bool,
    /// How a conflict after a lost answer is told from somebody else's change.
    pub reconcile: Reconcile,
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

/// Sends one request to the partner API, once.
pub trait Transport {
    /// Sends it with this value of `Authorization`. The error is one of the kinds that mean that no usable answer came.
    /// Dropping the future gives the request up.
    fn send(&self, request: Request, authorization: Option<String>) -> Task<'_, Result<Reply, FailureKind>>;
    /// Gives up everything under way.
    fn abort_all(&self);
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
    /// No answer in time: what was asked for may have happened.
    Unknown,
    /// A newer build of the site uses the database.
    Newer,
    /// Anything else; nothing was written.
    Failed,
}

/// A durable key-value store. Each method is one transaction.
pub trait RecordStore {
    /// Does it outlive the page?
    fn is_durable(&self) -> bool;
    /// The text under the key.
    fn read(&self, key: &str) -> Task<'_, Result<Option<String>, StoreError>>;
    /// Puts `value` if the stored record's revision is `expected`, or if there is none: a browser may throw records
    /// away at any time. Durable once it resolves.
    fn compare_and_set(&self, key: &str, expected_rev: u64, value: String) -> Task<'_, Result<(), StoreError>>;
    /// Puts `value` in the place of whatever is there. Durable once it resolves.
    fn put(&self, key: &str, value: String) -> Task<'_, Result<(), StoreError>>;
    /// Keeps a draft at the moment in which its page is left. It waits for nothing and can report nothing.
    fn put_on_unload(&self, key: &str, value: String);
    /// What `put_on_unload` kept for this draft, the older first.
    fn read_unload_copies(&self, key: &str) -> Task<'_, Result<Vec<String>, StoreError>>;
    /// Removes what `put_on_unload` kept for this draft.
    fn clear_unload_copies(&self, key: &str) -> Task<'_, Result<(), StoreError>>;
    /// Removes the record.
    fn remove(&self, key: &str) -> Task<'_, Result<(), StoreError>>;
    /// Removes the records for whose text `expired` holds, among those whose keys begin with `kind` and a slash.
    fn remove_where(&self, kind: &'static str, expired: Box<dyn Fn(&str) -> bool>) -> Task<'_, Result<(), StoreError>>;
    /// Removes everything of this site.
    fn clear(&self) -> Task<'_, Result<(), StoreError>>;
    /// Did the page stop twice within a minute? True once.
    fn take_crash_mark(&self) -> bool;
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
        let name = match self {
            SignInProblem::Refused(error) => return error.code(),
            SignInProblem::Unreachable => "Unreachable",
            SignInProblem::NoStorage => "NoStorage",
            SignInProblem::Signature => "Signature",
        };
        name.to_owned()
    }
}

impl From<ProtocolError> for SignInProblem {
    fn from(error: ProtocolError) -> Self {
        SignInProblem::Refused(error)
    }
}

/// Why the person is sent to the sign-in page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInReason {
    /// The page is for signed-in people.
    Page,
    /// The session ended in the middle of something that was pressed.
    Interrupted,
    /// What was pressed needs a sign-in that is at most so many seconds old.
    Recent(u32),
    /// The same, and the API has said that the present one is older.
    TooOld(u32),
}

/// How somebody came back from the sign-in page, as far as there is something to say about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignInOutcome {
    /// As expected.
    #[default]
    Plain,
    /// As somebody else than was signed in before.
    OtherAccount,
    /// Because the program wanted a recent sign-in.
    Recent,
    /// Because the session ended in the middle of something that was pressed: it may not have been carried out.
    Interrupted,
}

/// Who signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Partition of everything stored for this account.
    pub account_key: String,
    /// Full name; the email address where the provider tells no name.
    pub name: String,
    pub arrival: SignInOutcome,
}

/// The sign-in. Today the page holds the token itself; a backend on the same site that holds it and gives the page a
/// cookie would be another implementation, and nothing else would change.
pub trait Session {
    /// Value of `Authorization` for a request to the API, while there is a good one.
    fn authorization(&self) -> Option<String>;
    /// For how many more milliseconds there is one; 0 where there is none.
    fn left_ms(&self) -> u32;
    /// Leaves for the sign-in page; the person returns to `page`. Where a recent sign-in is needed they sign in anew if
    /// they last did too long ago.
    fn begin(&self, page: &Page, reason: SignInReason) -> Task<'_, Result<(), SignInProblem>>;
    /// Finishes the sign-in that the address of this page belongs to.
    fn finish(&self) -> Task<'_, Result<SignedIn, SignInProblem>>;
    /// The page to return to after the sign-in.
    fn return_page(&self) -> Page;
    /// Id of the organization that the account works for in this tab; another tab may work for another one.
    fn tab_organization(&self) -> Option<String>;
    /// Remembers it until the tab is closed or somebody else signs in.
    fn set_tab_organization(&self, id: &str);
    /// Id of the renewal that this tab worked on last, if it is this organization's. A hint: it may be over.
    fn tab_renewal(&self, organization: &str) -> Option<String>;
    /// Remembers it as long as the organization.
    fn set_tab_renewal(&self, organization: &str, id: &str);
    /// Remembers for the start page, which knows no person, at which step a renewal stands that was begun in this browser;
    /// `None` if none is under way.
    fn set_progress(&self, step: Option<Step>);
    /// Forgets the person in this page only.
    fn forget(&self);
    /// Forgets the person in this browser, tells other tabs, and leaves for the provider to end its session. `false` if it
    /// does not leave: the provider does not answer, or ends no sessions.
    fn sign_out(&self) -> Task<'_, bool>;
}

/// What time it is.
pub trait Clock {
    /// Milliseconds since 1970, by the server's clock as soon as it has answered once.
    fn now_ms(&self) -> i64;
}

/// Waiting.
pub trait Timer {
    /// Resolves after so many milliseconds.
    fn sleep(&self, ms: u32) -> Task<'static, ()>;
    /// Resolves when the page has been drawn as it is now.
    fn next_frame(&self) -> Task<'static, ()>;
}

/// Random numbers.
pub trait Random {
    /// That many random bytes as hexadecimal digits.
    fn hex(&self, bytes: u32) -> String;
    /// A number below 1000, to spread retries.
    fn below_thousand(&self) -> u32;
}

/// Runs tasks.
pub trait Spawner {
    /// Runs the task to its end beside everything else.
    fn spawn(&self, task: Task<'static, ()>);
}

/// Tells the other tabs of this site.
pub trait TabChannel {
    fn send(&self, message: &TabMessage);
}

/// How the next page enters the browser's history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryEntry {
    /// After the present page: Back leads to it.
    Push,
    /// In its place.
    Replace,
}

/// Where in the site the person is, and how to go elsewhere.
pub trait Navigator {
    /// Path that the site is served under, without its last slash: empty at the root.
    fn base_path(&self) -> String;
    /// Origin of the site.
    fn origin(&self) -> String;
    /// Path of the page below the base, with its leading slash.
    fn path(&self) -> String;
    /// Goes to a page of this site.
    fn go(&self, page: &Page, entry: HistoryEntry);
    /// Leaves the site for this address.
    fn leave_for(&self, url: &str);
    /// Takes the site out of sight and loads it anew.
    fn hide_and_reload(&self);
}

/// A part of the program that is downloaded when it is needed first.
pub trait LazyPart {
    /// Is it here?
    fn is_loaded(&self) -> bool;
    /// Fetches it, from where it was kept or from the server. The error is one of the kinds that mean that no usable
    /// answer came; whoever asks once more begins anew.
    fn load(&self) -> Task<'static, Result<(), FailureKind>>;
}

/// The words of the site.
pub trait Catalogue {
    /// Makes another language the active one and remembers the choice. `false` if its words cannot be had; the
    /// language stays as it was.
    fn switch(&self, language: &'static str) -> Task<'static, bool>;
}

/// A file that was chosen, not read yet.
pub trait ChosenFile {
    /// Its name, without its folder.
    fn name(&self) -> String;
    /// Size in bytes.
    fn size(&self) -> u64;
    /// Its content; `None` if the browser cannot read it: it may be gone, or be a folder.
    fn bytes(&self) -> Task<'_, Option<Vec<u8>>>;
}

/// Files of the person.
pub trait Files {
    /// The file chosen in the control with this id.
    fn chosen(&self, control: &str) -> Option<Rc<dyn ChosenFile>>;
    /// Gives the person a text as a file; `false` if the browser refuses.
    fn save_text(&self, file: &TextFile) -> bool;
}

/// A text as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextFile<'f> {
    /// Its name, with the ending.
    pub name: &'f str,
    /// Its media type: what opens it is chosen by that on a phone.
    pub kind: &'f str,
    pub text: &'f str,
}

/// The page as a document: focus, dialogs, title, print.
pub trait Document {
    fn set_title(&self, title: &str);
    /// Puts the start page, which is no part of the program, into the element with the id `start-place`.
    fn show_start_page(&self);
    /// Moves the focus to the page's heading, and the view with it.
    fn focus_heading(&self);
    /// Moves the focus to the element with this id; one that takes none by itself is made to.
    fn focus(&self, id: &str);
    /// Brings the legend or label of a control into view and moves the focus to the control.
    fn focus_control(&self, id: &str);
    /// Puts elements of one parent in this order, by their ids. The one that holds the focus is not moved.
    fn reorder(&self, ids: &[String]);
    /// Takes a passing `tabindex` away again.
    fn drop_tabindex(&self, id: &str);
    /// Opens the dialog with this id over the page.
    fn open_dialog(&self, id: &str);
    /// Closes the dialog with this id; the browser gives the focus back to what opened it.
    fn close_dialog(&self, id: &str);
    /// Sets what each printed page is known by, such as a reference number; empty for nothing.
    fn set_print_reference(&self, reference: &str);
    /// Prints the page.
    fn print(&self);
}

/// The clipboard.
pub trait Clipboard {
    /// Puts a text on it; `false` if the browser refuses.
    fn copy(&self, text: &str) -> Task<'static, bool>;
}

/// Everything the app needs from outside.
pub struct Ports {
    pub transport: Rc<dyn Transport>,
    pub store: Rc<dyn RecordStore>,
    pub session: Rc<dyn Session>,
    pub clock: Rc<dyn Clock>,
    pub timer: Rc<dyn Timer>,
    pub random: Rc<dyn Random>,
    pub spawner: Rc<dyn Spawner>,
    pub tabs: Rc<dyn TabChannel>,
    pub navigator: Rc<dyn Navigator>,
    pub catalogue: Rc<dyn Catalogue>,
    /// The seven steps and what is around them.
    pub lazy_part: Rc<dyn LazyPart>,
    /// The membership centre.
    pub centre_part: Rc<dyn LazyPart>,
    pub files: Rc<dyn Files>,
    pub document: Rc<dyn Document>,
    pub clipboard: Rc<dyn Clipboard>,
}
