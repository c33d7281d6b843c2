//! The browser's `Intl` behind the formatter of `i18n`.
use super::intl;
use crate::domain::money::Money;
use crate::i18n::format::Formatter;
use chrono::NaiveDate;
use std::cmp::Ordering;

/// Writes what the first part of the program shows as the browser does.
#[cfg(feature = "split")]
pub struct FirstFormatter;

#[cfg(feature = "split")]
impl Formatter for FirstFormatter {
    fn date_long(&self, date: NaiveDate) -> String {
        intl::date_long(date)
    }

    fn date_time_long(&self, timestamp: &str) -> String {
        intl::date_time_long(timestamp)
    }

    fn ago(&self, minutes: i64) -> String {
        intl::ago(minutes)
    }

    fn number(&self, value: i64) -> String {
        intl::number(value)
    }

    fn money(&self, money: &Money) -> String {
        intl::money(money)
    }
}

/// Writes values as the browser does.
pub struct IntlFormatter;

impl Formatter for IntlFormatter {
    fn date_long(&self, date: NaiveDate) -> String {
        intl::date_long(date)
    }

    fn date_time_long(&self, timestamp: &str) -> String {
        intl::date_time_long(timestamp)
    }

    fn ago(&self, minutes: i64) -> String {
        intl::ago(minutes)
    }

    fn number(&self, value: i64) -> String {
        intl::number(value)
    }

    fn money(&self, money: &Money) -> String {
        intl::money(money)
    }

    fn percent(&self, basis_points: i64) -> String {
        intl::percent(basis_points)
    }

    fn country_name(&self, code: &str) -> String {
        intl::country_name(code)
    }

    fn language_name(&self, tag: &str) -> String {
        intl::language_name(tag)
    }

    fn fold_name(&self, name: &str) -> String {
        intl::fold_name(name)
    }

    fn compare(&self, one: &str, other: &str) -> Ordering {
        intl::compare(one, other)
    }
}
