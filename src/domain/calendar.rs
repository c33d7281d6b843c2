//! Days and instants. Dates have no time of day and no zone; the server's today is the only today.
use chrono::{Datelike, NaiveDate, TimeDelta};

/// Days between the day 0001-01-01 and the day before 1970-01-01, as `num_days_from_ce` counts them.
const DAYS_TO_EPOCH: i64 = 719_163;
const DAY_MS: i64 = 86_400_000;

/// Whole days from one date to another; negative if `to` comes first.
#[must_use]
pub fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    i64::from(to.num_days_from_ce()) - i64::from(from.num_days_from_ce())
}

/// First day of the renewal window: the first day on which fewer than `window_days` are left.
#[must_use]
pub fn window_opens(membership_date: NaiveDate, window_days: i64) -> NaiveDate {
    shifted(membership_date, window_days.saturating_sub(1).saturating_neg())
}

/// Last day of the grace period.
#[must_use]
pub fn grace_ends(membership_date: NaiveDate, grace_days: i64) -> NaiveDate {
    shifted(membership_date, grace_days)
}

/// The date so many days later (earlier if negative); stays put at the ends of the calendar.
#[must_use]
pub fn shifted(date: NaiveDate, days: i64) -> NaiveDate {
    TimeDelta::try_days(days).and_then(|distance| date.checked_add_signed(distance)).unwrap_or(date)
}

/// The day in UTC of a moment in milliseconds since 1970.
#[must_use]
pub fn day_of_ms(ms: i64) -> NaiveDate {
    // The default is 1970-01-01.
    shifted(NaiveDate::default(), ms.div_euclid(DAY_MS))
}

/// Reads an RFC 3339 full-date such as `2026-11-24`, and nothing else.
#[must_use]
pub fn parse_full_date(text: &str) -> Option<NaiveDate> {
    let (year, rest) = digits(text.as_bytes(), 4)?;
    let (month, rest) = digits(rest.strip_prefix(b"-")?, 2)?;
    let (day, rest) = digits(rest.strip_prefix(b"-")?, 2)?;
    if !rest.is_empty() {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// Milliseconds since 1970 of an RFC 3339 instant in UTC such as `2026-11-24T09:30:00Z`.
#[must_use]
pub fn instant_ms(text: &str) -> Option<i64> {
    let date = parse_full_date(text.get(..10)?)?;
    let rest = text.as_bytes().get(10..)?;
    let (hour, rest) = digits(rest.strip_prefix(b"T").or_else(|| rest.strip_prefix(b"t"))?, 2)?;
    let (minute, rest) = digits(rest.strip_prefix(b":")?, 2)?;
    let (second, rest) = digits(rest.strip_prefix(b":")?, 2)?;
    let whole_ms = epoch_ms(date, hour, minute, second)?;
    let (millis, zone) = match rest.strip_prefix(b".") {
        Some(fraction) => fraction_ms(fraction)?,
        None => (0, rest),
    };
    if !matches!(zone, b"Z" | b"z" | b"+00:00") {
        return None;
    }
    Some(whole_ms + millis)
}

/// Milliseconds since 1970 of a time of day in UTC; `None` if there is no such time.
pub(super) fn epoch_ms(date: NaiveDate, hour: u32, minute: u32, second: u32) -> Option<i64> {
    // 60 is a leap second.
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let days = i64::from(date.num_days_from_ce()) - DAYS_TO_EPOCH;
    let seconds = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
    Some(days * DAY_MS + seconds * 1000)
}

fn fraction_ms(text: &[u8]) -> Option<(i64, &[u8])> {
    let length = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let (fraction, zone) = text.split_at_checked(length)?;
    let mut weight = 100;
    let mut millis = 0;
    for digit in fraction {
        millis += i64::from(digit - b'0') * weight;
        weight /= 10;
    }
    (length > 0).then_some((millis, zone))
}

/// The number in the first `count` bytes, if all are ASCII digits, and what follows.
fn digits(text: &[u8], count: usize) -> Option<(u32, &[u8])> {
    let (head, rest) = text.split_at_checked(count)?;
    let mut number = 0;
    for byte in head {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = number * 10 + u32::from(byte - b'0');
    }
    Some((number, rest))
}
