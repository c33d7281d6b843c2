//! Times in HTTP headers (RFC 9110, sections 5.6.7 and 10.2.3), read without the browser, whose parser takes almost
//! anything for a date.
use super::calendar::epoch_ms;
use chrono::NaiveDate;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/// Longest stay in caches that is believed, in seconds: a year.
const MAX_AGE_S: i64 = 31_536_000;

/// Milliseconds since 1970 of an HTTP date in any of its three forms: `Sun, 06 Nov 1994 08:49:37 GMT`,
/// `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
#[must_use]
pub fn parse(text: &str) -> Option<i64> {
    let parts: Vec<&str> = text.trim().split(' ').filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [day, date, month, year, time, "GMT"] if is_day(day.strip_suffix(',')?, false) => {
            instant(number(year, 4)?, month, number(date, 2)?, time)
        }
        [day, date, time, "GMT"] if is_day(day.strip_suffix(',')?, true) => {
            let (date, rest) = date.split_once('-')?;
            let (month, year) = rest.split_once('-')?;
            let year = number(year, 2)?;
            // Two digits of a year: no date in a header is from before 1970.
            let century = if year < 70 { 2000 } else { 1900 };
            instant(century + year, month, number(date, 2)?, time)
        }
        [day, month, date, time, year] if is_day(day, false) => {
            instant(number(year, 4)?, month, number(date, date.len().min(2))?, time)
        }
        _ => None,
    }
}

/// The server's time when it sent the answer, in milliseconds since 1970: its `Date`, which is that of the origin, and
/// its `Age`, the seconds that caches have kept it since. An `Age` that cannot be read counts as none.
#[must_use]
pub fn server_time_ms(date: &str, age: &str) -> Option<i64> {
    let age = seconds(age).unwrap_or(0);
    if age > MAX_AGE_S { None } else { parse(date).map(|at| at.saturating_add(age.saturating_mul(1000))) }
}

/// `Retry-After` in seconds, given as seconds or as a date; a date that has passed means at once.
#[must_use]
pub fn retry_after_s(value: &str, now_ms: i64) -> Option<u32> {
    let until = |at: i64| at.saturating_sub(now_ms).max(0).saturating_add(999) / 1000;
    let wait = seconds(value).or_else(|| parse(value).map(until))?;
    // Longer than an integer holds is as long as can be.
    Some(u32::try_from(wait).unwrap_or(u32::MAX))
}

/// A whole number of seconds; one that no integer holds is the largest.
fn seconds(text: &str) -> Option<i64> {
    let digits = text.trim();
    let written = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    written.then(|| digits.parse().unwrap_or(i64::MAX))
}

fn is_day(name: &str, long: bool) -> bool {
    DAYS.iter().any(|day| if long { *day == name } else { day.get(..3) == Some(name) })
}

fn number(text: &str, digits: usize) -> Option<u32> {
    let written = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
    if written { text.parse().ok() } else { None }
}

fn instant(year: u32, month: &str, day: u32, time: &str) -> Option<i64> {
    let month = (1..).zip(MONTHS).find(|(_, name)| *name == month).map(|(number, _)| number)?;
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    let (hour, rest) = time.split_once(':')?;
    let (minute, second) = rest.split_once(':')?;
    epoch_ms(date, number(hour, 2)?, number(minute, 2)?, number(second, 2)?).filter(|at| *at >= 0)
}
