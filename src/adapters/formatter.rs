//! The browser's `Intl` behind the formatters of `i18n`.
use super::intl;
use crate::domain::money::Money;
use crate::i18n::format::Formatter;
use crate::i18n::later_format::LaterFormatter;
use chrono::NaiveDate;
use std::cmp::Ordering;

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
}

impl LaterFormatter for IntlFormatter {
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
