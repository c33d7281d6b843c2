//! What numbers from outside may be. A number out of its range is an answer that cannot be read, or is left out: no
//! rule, timeline or formatter has to cope with it.
use std::ops::RangeInclusive;

/// Minor units of one amount, in either direction: ten trillion of a currency with two decimals.
pub const AMOUNT: RangeInclusive<i64> = -1_000_000_000_000_000..=1_000_000_000_000_000;
/// Minor units of what is paid.
pub const PAID_AMOUNT: RangeInclusive<i64> = 0..=1_000_000_000_000_000;
/// Length of the renewal window in days: at least one, at most ten years.
pub const WINDOW_DAYS: RangeInclusive<i64> = 1..=3_660;
/// Length of a grace period or of a payment deadline in days: at most ten years.
pub const DAYS: RangeInclusive<i64> = 0..=3_660;
/// People, customers, exams, points, users or whole units of a currency.
pub const COUNT: RangeInclusive<i64> = 0..=1_000_000_000;
/// A tax rate in hundredths of a percent: at most 1000 %.
pub const BASIS_POINTS: RangeInclusive<i64> = 0..=100_000;
/// Bytes of a file that was sent: at most a terabyte.
pub const FILE_SIZE: RangeInclusive<i64> = 0..=1_000_000_000_000;
/// Longest value of a field in characters. What is outside is no limit.
pub const FIELD_LENGTH: RangeInclusive<i64> = 1..=100_000;
/// Age of a sign-in in seconds: at most 30 days.
pub const SIGN_IN_AGE_S: RangeInclusive<i64> = 0..=2_592_000;
/// Milliseconds since 1970. Device clocks may be anywhere; times are compared, or subtracted without overflow.
pub const INSTANT_MS: RangeInclusive<i64> = i64::MIN..=i64::MAX;
/// Revision of a stored draft. It grows by one with each write, so it stays far below the largest integer.
pub const REVISION: RangeInclusive<i64> = 0..=1_000_000_000_000;
/// Version of a stored record: nothing counts with it, and the record of a newer build is left alone.
pub const VERSION: RangeInclusive<i64> = 0..=i64::MAX;
/// Years of a membership's dates.
pub const YEARS: RangeInclusive<i32> = 1900..=2999;
