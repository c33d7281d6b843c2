//! The year of a membership: window, grace period, next date. Plain dates, no clock.

use chrono::{Days, Months, NaiveDate};

/// How long the parts of a program's year are.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Renewal is open while fewer days than this are left.
    pub window_days: i64,
    /// Days after the membership date in which renewal is still possible.
    pub grace_days: i64,
    /// Days in which a transfer or a purchase order has to be paid, if the grace period does not end before.
    pub order_days: u64,
    /// Days after the day of the payment on which the company can still ask for its money.
    pub refund_days: u64,
}

/// Where a membership stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// As many days as the window has, or more, are left.
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

/// The membership date after a renewal: the same day one year later, 28 February for the 29th.
pub fn next_date(date: NaiveDate) -> NaiveDate {
    date + Months::new(12)
}

impl Terms {
    /// The standing on `today` of a membership with this date.
    pub fn standing(self, date: NaiveDate, today: NaiveDate) -> Standing {
        match days_left(date, today) {
            left if left >= self.window_days => Standing::NotDue,
            0.. => Standing::Due,
            left if left >= -self.grace_days => Standing::Grace,
            _ => Standing::Lapsed,
        }
    }

    /// The first day of the window.
    pub fn window_opens(self, date: NaiveDate) -> NaiveDate {
        date - Days::new(self.window_days.unsigned_abs() - 1)
    }

    /// The last day of the grace period.
    pub fn grace_ends(self, date: NaiveDate) -> NaiveDate {
        date + Days::new(self.grace_days.unsigned_abs())
    }

    /// The last day on which an order made on `today` for a membership with this date can be paid: the grace period ends
    /// it at the latest, because the membership has lapsed after it.
    pub fn order_deadline(self, date: NaiveDate, today: NaiveDate) -> NaiveDate {
        (today + Days::new(self.order_days)).min(self.grace_ends(date))
    }

    /// Days an order made on `today` has to be paid; none on the last day of the grace period, when no money can arrive in
    /// time and none is offered.
    pub fn days_to_pay(self, date: NaiveDate, today: NaiveDate) -> Option<i64> {
        Some((self.order_deadline(date, today) - today).num_days()).filter(|days| *days > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TERMS: Terms = Terms { window_days: 90, grace_days: 30, order_days: 30, refund_days: 14 };
    const SHORT: Terms = Terms { window_days: 60, grace_days: 14, order_days: 10, refund_days: 7 };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn ninety_days_are_not_yet_and_eighty_nine_are() {
        let date = day("2027-02-22");
        assert_eq!(TERMS.standing(date, day("2026-11-24")), Standing::NotDue);
        assert_eq!(TERMS.standing(date, day("2026-11-25")), Standing::Due);
        assert_eq!(TERMS.window_opens(date), day("2026-11-25"));
    }

    #[test]
    fn the_membership_date_is_the_last_day_of_the_window_and_grace_lasts_thirty_more() {
        let date = day("2026-11-24");
        assert_eq!(TERMS.standing(date, date), Standing::Due);
        assert_eq!(TERMS.standing(date, day("2026-11-25")), Standing::Grace);
        assert_eq!(TERMS.standing(date, day("2026-12-24")), Standing::Grace);
        assert_eq!(TERMS.grace_ends(date), day("2026-12-24"));
        assert_eq!(TERMS.standing(date, day("2026-12-25")), Standing::Lapsed);
    }

    #[test]
    fn an_order_has_thirty_days_and_never_longer_than_the_grace_period() {
        let date = day("2026-11-24");
        let on = |today| (TERMS.order_deadline(date, day(today)).to_string(), TERMS.days_to_pay(date, day(today)));
        assert_eq!(on("2026-10-01"), ("2026-10-31".to_owned(), Some(30)));
        assert_eq!(on("2026-11-24"), ("2026-12-24".to_owned(), Some(30)));
        assert_eq!(on("2026-11-25"), ("2026-12-24".to_owned(), Some(29)));
        assert_eq!(on("2026-12-23"), ("2026-12-24".to_owned(), Some(1)));
        assert_eq!(on("2026-12-24"), ("2026-12-24".to_owned(), None));
    }

    #[test]
    fn another_program_has_its_own_window_and_grace_period() {
        let date = day("2027-01-23");
        assert_eq!(SHORT.standing(date, day("2026-11-24")), Standing::NotDue, "60 days are left");
        assert_eq!(SHORT.standing(date, day("2026-11-25")), Standing::Due);
        assert_eq!(SHORT.window_opens(date), day("2026-11-25"));
        assert_eq!(SHORT.standing(date, day("2027-02-06")), Standing::Grace);
        assert_eq!(SHORT.standing(date, day("2027-02-07")), Standing::Lapsed);
        assert_eq!(SHORT.days_to_pay(date, day("2027-02-05")), Some(1));
        assert_eq!(SHORT.days_to_pay(date, day("2026-12-01")), Some(10));
    }

    #[test]
    fn a_leap_day_renews_to_the_28th() {
        assert_eq!(next_date(day("2028-02-29")), day("2029-02-28"));
        assert_eq!(next_date(day("2027-02-28")), day("2028-02-28"));
    }
}
