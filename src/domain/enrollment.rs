//! Enrolling again, for a company whose membership has lapsed.
use super::company::{ContactDetails, Organization};
use chrono::NaiveDate;

/// How it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrollment {
    pub organization: Organization,
    /// The first day without a membership; `None` while it has not lapsed.
    pub lapsed_on: Option<NaiveDate>,
    /// `None` while nobody has asked to enroll again.
    pub request: Option<EnrollmentRequest>,
    /// May the signed-in person ask, and take the request back?
    pub can_request: bool,
    /// Working days in which the program answers; `None` where it does not tell.
    pub working_days: Option<i64>,
    /// Who can tell more, where the program says so.
    pub contact: Option<ContactDetails>,
}

/// A request to enroll again that the program has not decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrollmentRequest {
    /// When it was made: an RFC 3339 instant in UTC.
    pub at: String,
    /// Full name of whoever made it.
    pub by: String,
}
