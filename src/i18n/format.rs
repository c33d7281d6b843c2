//! Dates, numbers, money and names in the active language. How they are written is the formatter's, which the browser
//! side installs; without one they are written plainly.
use crate::domain::money::Money;
use chrono::NaiveDate;
use std::cell::RefCell;
use std::cmp::Ordering;
use std::rc::Rc;

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
    /// A rate given in hundredths of a percent.
    fn percent(&self, basis_points: i64) -> String {
        basis_points.to_string()
    }
    /// Name of a country by its ISO 3166 code; the code where it is not known.
    fn country_name(&self, code: &str) -> String {
        code.to_owned()
    }
    /// Name of a language by its tag.
    fn language_name(&self, tag: &str) -> String {
        tag.to_owned()
    }
    /// A name in the form in which equal names are equal: the lower case of its upper case, in NFC.
    fn fold_name(&self, name: &str) -> String {
        name.to_ascii_lowercase()
    }
    /// Order of two names in the active language.
    fn compare(&self, one: &str, other: &str) -> Ordering {
        one.cmp(other)
    }
}

/// Writes everything plainly.
struct PlainFormatter;

impl Formatter for PlainFormatter {}

thread_local! {
    static FORMATTER: RefCell<Option<Rc<dyn Formatter>>> = const { RefCell::new(None) };
}

/// Sets how values are written from now on.
pub fn install(formatter: Rc<dyn Formatter>) {
    FORMATTER.replace(Some(formatter));
}

fn formatter() -> Rc<dyn Formatter> {
    FORMATTER.with_borrow(Clone::clone).unwrap_or_else(|| Rc::new(PlainFormatter))
}

#[must_use]
pub fn date_long(date: NaiveDate) -> String {
    formatter().date_long(date)
}

#[must_use]
pub fn date_time_long(timestamp: &str) -> String {
    formatter().date_time_long(timestamp)
}

#[must_use]
pub fn ago(minutes: i64) -> String {
    formatter().ago(minutes)
}

#[must_use]
pub fn number(value: i64) -> String {
    formatter().number(value)
}

#[must_use]
pub fn money(money: &Money) -> String {
    formatter().money(money)
}

#[must_use]
pub fn percent(basis_points: i64) -> String {
    formatter().percent(basis_points)
}

#[must_use]
pub fn country_name(code: &str) -> String {
    formatter().country_name(code)
}

#[must_use]
pub fn language_name(tag: &str) -> String {
    formatter().language_name(tag)
}

/// A name in the form in which equal names are equal.
#[must_use]
pub fn fold_name(name: &str) -> String {
    formatter().fold_name(name)
}

/// Countries as code and name, in the order of their names in the active language.
#[must_use]
pub fn sort_by_country_name(codes: &[String]) -> Vec<(String, String)> {
    let formatter = formatter();
    // There are 250 countries at most; the sort of the standard library would be 1.6 kB of the download.
    let mut sorted: Vec<(String, String)> = Vec::with_capacity(codes.len());
    for code in codes {
        let name = country_name(code);
        let place = sorted.partition_point(|(_, before)| formatter.compare(before, &name).is_le());
        sorted.insert(place, (code.clone(), name));
    }
    sorted
}
