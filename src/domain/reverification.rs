//! The verification that the program repeats when legal data of a company change.

use chrono::NaiveDate;

/// What the program does when legal data change.
#[derive(Debug, PartialEq, Eq)]
pub struct Reverification {
    /// Names of the fields whose change is verified; some may be of a newer program.
    pub fields: Vec<String>,
    /// How many working days it usually takes at most.
    pub working_days: i64,
    /// Word keys of what waits for it, such as `letter`; empty where nothing does.
    pub blocks: Vec<String>,
    /// Day of the last change, while it is being verified.
    pub pending_since: Option<NaiveDate>,
}
