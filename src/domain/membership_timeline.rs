//! Where the days of the membership year stand on its timeline, so that the view that draws it counts nothing.
use super::calendar::{days_between, grace_ends, window_opens};
use super::membership::Membership;
use chrono::NaiveDate;

/// Most days shown before the membership date, and after it.
const MOST: i64 = 365;
/// Days shown before the renewal window, so that its first day does not stand at the edge.
const BEFORE_WINDOW: i64 = 30;
/// Days shown beyond today where today is outside of the window and the grace period.
const BEYOND_TODAY: i64 = 10;
const SCALE: i64 = 1000;

/// A place on the timeline or a width of it, in thousandths of the whole width: 0 to 1000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position(i64);

/// A day that the timeline names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedDay {
    /// First day of the renewal window.
    Opens,
    /// The server's today.
    Today,
    /// The membership date.
    MembershipDate,
    /// Last day of the grace period.
    GraceEnds,
}

/// A stretch of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Where it begins.
    pub start: Position,
    /// How wide it is.
    pub width: Position,
}

/// The part of the membership year that matters: from a month before the renewal window to the end of the grace period,
/// and as far as today where that is outside, a year to each side at most. Days outside of the timeline stand at its edges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MembershipTimeline {
    /// The days that are named, in their order.
    pub days: [(NamedDay, NaiveDate, Position); 4],
    /// The server's today.
    pub today: Position,
    /// From the first day of the window to the membership date.
    pub window: Stretch,
    /// From the membership date to the end of the grace period.
    pub grace: Stretch,
}

impl Position {
    fn of(day: i64, total_days: i64) -> Position {
        let day = day.max(0).min(total_days);
        Position(day.saturating_mul(SCALE).checked_div(total_days).unwrap_or(0))
    }

    fn to(self, end: Position) -> Stretch {
        Stretch { start: self, width: Position(end.0.saturating_sub(self.0).max(0)) }
    }

    /// As CSS and SVG write it, such as `91.3%`.
    #[must_use]
    pub fn percent(self) -> String {
        [&(self.0 / 10).to_string(), ".", &(self.0 % 10).to_string(), "%"].concat()
    }

    /// Is there more room for a label behind it than before it?
    #[must_use]
    pub fn is_in_first_half(self) -> bool {
        self.0 < SCALE / 2
    }
}

impl MembershipTimeline {
    /// The year of this membership.
    #[must_use]
    pub fn of(membership: &Membership) -> MembershipTimeline {
        let date = membership.membership_date;
        let opens = window_opens(date, membership.window_days);
        let ends = grace_ends(date, membership.grace_days);
        let (left, window_length) = (membership.days_left(), days_between(opens, date).max(0));
        let shown = |days: i64, today: i64| {
            let to_today = if today > days { today.saturating_add(BEYOND_TODAY) } else { days };
            to_today.clamp(0, MOST)
        };
        let before = shown(window_length.saturating_add(BEFORE_WINDOW), left);
        let after = shown(days_between(date, ends).max(0), left.saturating_neg());
        let total_days = before.saturating_add(after);
        let at = |day| Position::of(before.saturating_add(days_between(date, day)), total_days);
        let renewal = at(date);
        let today = (NamedDay::Today, membership.as_of, at(membership.as_of));
        let [opens_day, date_day, ends_day] = [
            (NamedDay::Opens, opens, at(opens)),
            (NamedDay::MembershipDate, date, renewal),
            (NamedDay::GraceEnds, ends, at(ends)),
        ];
        // The other three are in order always.
        let days = if membership.as_of < opens {
            [today, opens_day, date_day, ends_day]
        } else if membership.as_of <= date {
            [opens_day, today, date_day, ends_day]
        } else if membership.as_of <= ends {
            [opens_day, date_day, today, ends_day]
        } else {
            [opens_day, date_day, ends_day, today]
        };
        MembershipTimeline {
            days,
            today: at(membership.as_of),
            window: at(opens).to(renewal),
            grace: renewal.to(at(ends)),
        }
    }
}
