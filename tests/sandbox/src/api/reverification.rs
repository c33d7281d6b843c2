//! The verification that a change of a company's legal data starts. It runs beside the renewal, which goes on meanwhile.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde_json::{Value, json};

use super::problem::Problem;
use crate::store::records::Organization;

/// Fields of the profile whose change is verified.
const FIELDS: [&str; 8] =
    ["legalName", "registrationNumber", "country", "addressLine1", "addressLine2", "city", "region", "postalCode"];
/// How many working days it takes.
pub const WORKING_DAYS: u32 = 5;

/// Whether this change is verified.
pub fn is_due(before: &Organization, after: &Organization) -> bool {
    FIELDS.iter().any(|field| before.field(field) != after.field(field))
}

/// The rule, and since when a change is being verified, as the contract writes it.
pub fn json(organization: &Organization, today: NaiveDate) -> Value {
    let mut rule = json!({"fields": FIELDS, "workingDays": WORKING_DAYS, "blocks": ["letter"]});
    if let Some(since) = pending_since(organization, today) {
        rule["pendingSince"] = since.to_string().into();
    }
    rule
}

/// Refuses while a change is being verified.
///
/// # Errors
/// 409.
pub fn is_over(organization: &Organization, today: NaiveDate) -> Result<(), Problem> {
    if pending_since(organization, today).is_none() {
        return Ok(());
    }
    let detail = "This is possible once the change of the company's data is verified.";
    Err(Problem::conflict("verification-pending", "The company is being verified", detail))
}

/// The day of the change that is being verified. In the sandbox everybody passes.
pub fn pending_since(organization: &Organization, today: NaiveDate) -> Option<NaiveDate> {
    organization.reverified_since.filter(|since| today < after_working_days(*since, WORKING_DAYS))
}

/// The day on which so many working days have passed since.
fn after_working_days(since: NaiveDate, count: u32) -> NaiveDate {
    let is_working_day = |day: &NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let days = (1..).map(|number| since + Days::new(number));
    days.filter(is_working_day).nth(count.saturating_sub(1) as usize).unwrap_or(since)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekends_do_not_count() {
        let day = |day: u32| NaiveDate::from_ymd_opt(2026, 11, day);
        let over = |since: u32| day(since).map(|since| after_working_days(since, 5).to_string());
        assert_eq!(over(24).as_deref(), Some("2026-12-01"), "from a Tuesday");
        assert_eq!(over(27).as_deref(), Some("2026-12-04"), "from a Friday");
        assert_eq!(over(28).as_deref(), Some("2026-12-04"), "from a Saturday");
    }
}
