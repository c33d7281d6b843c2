//! Why a request did not give an answer we can use.
use super::company::ContactDetails;
use super::named_enum::named_enum;
use super::proof::ProofProblem;
use super::step::Step;
use chrono::NaiveDate;

named_enum! {
    /// Why the program refuses something as things stand: the end of the type of its problem.
    pub enum Refusal (name, from_name) {
        /// Somebody has to hold this role, and nobody else does.
        RoleRequired = "role-required",
        /// The location is not as the person saw it.
        LocationChanged = "location-changed",
        /// A renewal is under way for the location.
        LocationInUse = "location-in-use",
        /// The money of the renewal cannot be asked back, or not any more.
        RefundOver = "refund-over",
        /// The money of the renewal went back.
        Refunded = "refunded",
        /// There is no such document yet.
        DocumentNotReady = "document-not-ready",
        /// The membership is suspended, or its date is past.
        NotAMember = "not-a-member",
        /// The membership has not lapsed, so that nobody enrolls again.
        NotLapsed = "membership-not-lapsed",
        /// Nothing can be paid by a payment link any more.
        PaymentLinkEnded = "payment-link-ended",
        /// The verification is not rejected, or no appeal is left.
        AppealNotPossible = "appeal-not-possible",
        /// The person holds the role that they ask for.
        RoleHeld = "role-held",
        /// The person asked for the role less than a day ago.
        RoleRequestTooEarly = "role-request-too-early",
        /// The customer has approved or rejected the reference.
        ReferenceAnswered = "reference-answered",
    }
}

/// A failed request, with the reference a person can quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What happened.
    pub kind: FailureKind,
    /// `Request-Id` of the answer, or empty if none came.
    pub reference: String,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// No connection to the server.
    Offline,
    /// No answer in time. A write may have happened all the same.
    Timeout,
    /// We gave up the request ourselves (the page was left).
    Aborted,
    /// The request cannot be built from what there is, such as a stored key that no header can carry. It was not sent.
    InvalidRequest,
    /// Something between here and the API answered: wrong content type.
    UnexpectedContentType,
    /// The API's answer could not be read.
    Unreadable,
    /// Sign in again.
    SignInRequired,
    /// Sign in anew unless that was within so many seconds.
    RecentSignIn(u32),
    /// Only the Primary Program Contact may do this.
    NotPrimaryContact(Option<ContactDetails>),
    /// No such thing, or not this person's.
    NotFound,
    /// The window opens on that day.
    WindowNotOpen(Option<NaiveDate>),
    /// The grace period is over.
    Lapsed,
    /// Suspended.
    Suspended,
    /// The company's verification is not finished.
    VerificationPending,
    /// A requirement is short.
    RequirementShort,
    /// An earlier step comes first.
    StepOrder(Option<Step>),
    /// The price changed.
    QuoteChanged,
    /// The agreement changed.
    AgreementChanged,
    /// A payment is under way, by its id.
    PaymentInProgress(Option<String>),
    /// Already paid, by the renewal's id.
    AlreadyPaid(Option<String>),
    /// The payment can no longer be cancelled.
    NotCancellable,
    /// Someone else changed it: the body and entity tag of the current version, as text to be read by the caller.
    Changed {
        /// JSON of the current version.
        current: String,
        /// Its entity tag.
        etag: String,
    },
    /// The program's address check knows better: what it suggests, as text to be read by the caller.
    AddressSuggested(String),
    /// The server sees a change where nothing differs: something between here and it rewrites entity tags.
    EntityTagRewritten,
    /// A part of the program did not arrive, or not as it was built: a proxy changed it, or a newer build took its place.
    NotDownloaded,
    /// What must be written down before a payment is asked for cannot be written or read in this browser.
    JournalUnavailable,
    /// Fields the server refused: name and code.
    Fields(Vec<(String, String)>),
    /// The file is not one that is taken as proof of a transfer.
    Proof(ProofProblem),
    /// The transfer waits for no money any more: it arrived, or it was cancelled or ran out.
    TransferSettled,
    /// The role is not offered to this person any more.
    OfferOver,
    /// The customer was asked for the reference too short a while ago; the day from which they may be asked again.
    ResendTooEarly(Option<NaiveDate>),
    /// Refused as things stand, and nothing but that is to be said.
    Refused(Refusal),
    /// Too many requests; seconds to wait.
    TooMany(u32),
    /// Not available; seconds to wait.
    Unavailable(u32),
    /// Any other answer, by status.
    Unexpected(u16),
}

impl FailureKind {
    /// After asking for a payment: may there be one all the same? Then only questions may follow.
    #[must_use]
    pub fn may_have_happened(&self) -> bool {
        matches!(
            self,
            FailureKind::PaymentInProgress(_)
                | FailureKind::Offline
                | FailureKind::Timeout
                | FailureKind::Aborted
                | FailureKind::UnexpectedContentType
                | FailureKind::Unreadable
                | FailureKind::Unavailable(_)
                | FailureKind::Unexpected(500..)
        )
    }
}
