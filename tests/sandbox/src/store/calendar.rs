//! The year of a membership: window, grace period, next date. Plain dates, no clock.

use chrono::{Days, Months, NaiveDate};

/// Renewal is open while fewer days than this are left.
pub const WINDOW_DAYS: i64 = 90;
/// Days after the membership date in which renewal is still possible.
pub const GRACE_DAYS: i64 = 30;
/// Days in which a transfer or a purchase order has to be paid, if the grace period does not end before.
pub const ORDER_DAYS: u64 = 30;

/// Where a membership stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// 90 days or more are left.
    NotDue,
    /// The window is open.
    Due,
    /// The date has passed, the grace period has not.
    Grace,
    /// The grace period is over.
    Lapsed,
}

impl Standing {
    /// Its name in the contract.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotDue => "not_due",
            Self::Due => "due",
            Self::Grace => "grace",
            Self::Lapsed => "lapsed",
        }
    }
}

/// Days from `today` to the membership date; negative after it.
pub fn days_left(date: NaiveDate, today: NaiveDate) -> i64 {
    (date - today).num_days()
}

/// The standing on `today` of a membership with this date.
pub fn standing(date: NaiveDate, today: NaiveDate) -> Standing {
    match days_left(date, today) {
        WINDOW_DAYS.. => Standing::NotDue,
        0.. => Standing::Due,
        left if left >= -GRACE_DAYS => Standing::Grace,
        _ => Standing::Lapsed,
    }
}

/// The first day of the window.
pub fn window_opens(date: NaiveDate) -> NaiveDate {
    date - Days::new(WINDOW_DAYS.unsigned_abs() - 1)
}

/// The last day of the grace period.
pub fn grace_ends(date: NaiveDate) -> NaiveDate {
    date + Days::new(GRACE_DAYS.unsigned_abs())
}

/// The membership date after a renewal: the same day one year later, 28 February for the 29th.
pub fn next_date(date: NaiveDate) -> NaiveDate {
    date + Months::new(12)
}

/// The last day on which an order made on `today` for a membership with this date can be paid: the grace period ends
/// it at the latest, because the membership has lapsed after it.
pub fn order_deadline(date: NaiveDate, today: NaiveDate) -> NaiveDate {
    (today + Days::new(ORDER_DAYS)).min(grace_ends(date))
}

/// Days an order made on `today` has to be paid; none on the last day of the grace period, when no money can arrive in
/// time and none is offered.
pub fn order_days(date: NaiveDate, today: NaiveDate) -> Option<i64> {
    Some((order_deadline(date, today) - today).num_days()).filter(|days| *days > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn ninety_days_are_not_yet_and_eighty_nine_are() {
        let date = day("2027-02-22");
        assert_eq!(standing(date, day("2026-11-24")), Standing::NotDue);
        assert_eq!(standing(date, day("2026-11-25")), Standing::Due);
        assert_eq!(window_opens(date), day("2026-11-25"));
    }

    #[test]
    fn the_membership_date_is_the_last_day_of_the_window_and_grace_lasts_thirty_more() {
        let date = day("2026-11-24");
        assert_eq!(standing(date, date), Standing::Due);
        assert_eq!(standing(date, day("2026-11-25")), Standing::Grace);
        assert_eq!(standing(date, day("2026-12-24")), Standing::Grace);
        assert_eq!(grace_ends(date), day("2026-12-24"));
        assert_eq!(standing(date, day("2026-12-25")), Standing::Lapsed);
    }

    #[test]
    fn an_order_has_thirty_days_and_never_longer_than_the_grace_period() {
        let date = day("2026-11-24");
        let on = |today| (order_deadline(date, day(today)).to_string(), order_days(date, day(today)));
        assert_eq!(on("2026-10-01"), ("2026-10-31".to_owned(), Some(30)));
        assert_eq!(on("2026-11-24"), ("2026-12-24".to_owned(), Some(30)));
        assert_eq!(on("2026-11-25"), ("2026-12-24".to_owned(), Some(29)));
        assert_eq!(on("2026-12-23"), ("2026-12-24".to_owned(), Some(1)));
        assert_eq!(on("2026-12-24"), ("2026-12-24".to_owned(), None));
    }

    #[test]
    fn a_leap_day_renews_to_the_28th() {
        assert_eq!(next_date(day("2028-02-29")), day("2029-02-28"));
        assert_eq!(next_date(day("2027-02-28")), day("2028-02-28"));
    }
}
