//! Dates, numbers and money in the active language. How they are written is the formatter's, which the browser side
//! installs; without one they are written plainly.
use crate::domain::money::Money;
use chrono::NaiveDate;
use std::cell::Cell;

/// Writes values in the active language; plainly, where it has no way of its own.
pub trait Formatter {
    /// A date such as `24 November 2026`.
    fn date_long(&self, date: NaiveDate) -> String {
        date.to_string()
    }
    /// A moment in the reader's time zone, with the name of the zone; what is no timestamp stays as it is.
    fn date_time_long(&self, timestamp: &str) -> String {
        timestamp.to_owned()
    }
    /// How long ago something was, given in minutes, such as `2 hours ago`; empty where that cannot be written.
    fn ago(&self, minutes: i64) -> String {
        [&minutes.to_string(), " min"].concat()
    }
    /// A whole number.
    fn number(&self, value: i64) -> String {
        value.to_string()
    }
    /// An amount with its currency.
    fn money(&self, money: &Money) -> String {
        [&money.currency, " ", &money.decimal_string()].concat()
    }
}

/// Writes everything plainly.
struct PlainFormatter;

impl Formatter for PlainFormatter {}

thread_local! {
    static FORMATTER: Cell<&'static dyn Formatter> = const { Cell::new(&PlainFormatter) };
}

/// Sets how values are written from now on.
pub fn install(formatter: &'static dyn Formatter) {
    FORMATTER.set(formatter);
}

#[must_use]
pub fn date_long(date: NaiveDate) -> String {
    FORMATTER.get().date_long(date)
}

#[must_use]
pub fn date_time_long(timestamp: &str) -> String {
    FORMATTER.get().date_time_long(timestamp)
}

#[must_use]
pub fn ago(minutes: i64) -> String {
    FORMATTER.get().ago(minutes)
}

#[must_use]
pub fn number(value: i64) -> String {
    FORMATTER.get().number(value)
}

#[must_use]
pub fn money(money: &Money) -> String {
    FORMATTER.get().money(money)
}
