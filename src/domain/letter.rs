//! The letter that proves a membership, and what anybody with its code is told.
use super::company::Organization;
use super::level::LevelName;
use super::named_enum::named_enum;
use chrono::NaiveDate;

named_enum! {
    /// Why no letter can be issued now.
    pub enum NoLetter (name, from_name) {
        /// The membership is suspended, or its date is past.
        NotAMember = "not-a-member",
        /// A change of the company's data is being verified.
        VerificationPending = "verification-pending",
    }
}

/// The letter as it would be printed now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub organization: Organization,
    /// The present level.
    pub level: LevelName,
    /// The membership date, with which the letter ends.
    pub member_until: NaiveDate,
    /// `None` while none is issued.
    pub issued: Option<IssuedLetter>,
    /// Is it issued, and would whoever checks it be told so?
    pub holds: bool,
    /// May the signed-in person issue and revoke it?
    pub can_issue: bool,
    /// Why none can be issued now; `None` where one can, or is, or where the program does not tell.
    pub refused: Option<NoLetter>,
}

/// A letter that was issued and not revoked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedLetter {
    /// What somebody types to check it: visible ASCII, in groups.
    pub code: String,
    /// When: an RFC 3339 instant in UTC.
    pub issued_at: String,
}

/// That a company is a member, as the program tells anybody who has the code of its letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// Legal name.
    pub name: String,
    /// Name of the level.
    pub level: String,
    /// The membership date.
    pub member_until: NaiveDate,
    /// Today, by the server.
    pub as_of: NaiveDate,
}
