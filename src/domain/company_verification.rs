//! The verification of a company by the program, and appeals against a rejection.
use super::company::{ContactDetails, Organization};
use super::named_enum::named_enum;
use super::profile_field::FieldId;
use super::reverification::Reverification;
use chrono::NaiveDate;
use std::rc::Rc;

/// Longest comment of an appeal, in characters (the contract's limit for `postAppeal`).
pub const MAX_COMMENT: usize = 1000;

named_enum! {
    /// How a verification stands.
    pub enum VerificationState (name, from_name) {
        /// Not decided, also after an appeal or a change.
        Pending = "pending",
        /// The company is verified.
        Accepted = "accepted",
        /// The data of the company were rejected.
        Rejected = "rejected",
        ;
        /// A state this build does not know.
        Other,
    }
}

/// The verification as the program tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyVerification {
    /// Whose verification.
    pub organization: Organization,
    /// How it stands.
    pub state: VerificationState,
    /// First day of this state; `None` where the program does not tell.
    pub since: Option<NaiveDate>,
    /// Why, in words of the program; may be empty.
    pub reason: String,
    /// The change of legal data that is being verified; `None` where the company itself is.
    pub change: Option<Rc<Reverification>>,
    /// How many working days an answer usually takes at most.
    pub working_days: Option<i64>,
    /// Who of the program can help.
    pub contact: Option<ContactDetails>,
    /// Who may appeal.
    pub primary_contact: Option<ContactDetails>,
    /// What was sent, the latest first.
    pub appeals: Vec<Appeal>,
    /// How many appeals are possible yet.
    pub appeals_left: i64,
    /// May the signed-in person appeal now?
    pub can_appeal: bool,
    /// Id and name of each kind of document.
    pub document_kinds: Vec<(String, String)>,
    /// Fields of the profile that the signed-in person can correct now, after which the company is verified anew.
    pub correctable: Vec<FieldId>,
}

/// An appeal that was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appeal {
    /// Name of the kind of document.
    pub kind: String,
    /// What the person wrote; may be empty.
    pub comment: String,
    /// Name of the file.
    pub file_name: String,
    /// Its size in bytes.
    pub file_size: i64,
    /// RFC 3339 instant in UTC.
    pub received_at: String,
    /// Day on which it was rejected; `None` where it was not.
    pub rejected_on: Option<NaiveDate>,
}

impl CompanyVerification {
    /// Does an appeal wait for its answer?
    #[must_use]
    pub fn is_appealed(&self) -> bool {
        // An appeal that was accepted has no day of rejection either: while a change is verified, none waits.
        self.state == VerificationState::Pending
            && self.change.is_none()
            && self.appeals.first().is_some_and(|appeal| appeal.rejected_on.is_none())
    }
}
