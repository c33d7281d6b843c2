//! Dates, numbers, money and names in the active language. How they are written is the formatter's, which the browser
//! side installs; without one they are written plainly.
use crate::domain::money::Money;
use chrono::NaiveDate;
use std::cell::RefCell;
use std::cmp::Ordering;
use std::rc::Rc;

/// Writes values in the active language.
pub trait Formatter {
    /// A date such as `24 November 2026`.
    fn date_long(&self, date: NaiveDate) -> String;
    /// A moment in the reader's time zone, with the name of the zone; what is no timestamp stays as it is.
    fn date_time_long(&self, timestamp: &str) -> String;
    /// A whole number.
    fn number(&self, value: i64) -> String;
    /// An amount with its currency.
    fn money(&self, money: &Money) -> String;
    /// A rate given in hundredths of a percent.
    fn percent(&self, basis_points: i64) -> String;
    /// Name of a country by its ISO 3166 code; the code where it is not known.
    fn country_name(&self, code: &str) -> String;
    /// Name of a language by its tag.
    fn language_name(&self, tag: &str) -> String;
    /// A name in the form in which equal names are equal: the lower case of its upper case, in NFC.
    fn fold_name(&self, name: &str) -> String;
    /// Order of two names in the active language.
    fn compare(&self, one: &str, other: &str) -> Ordering;
}

thread_local! {
    static FORMATTER: RefCell<Option<Rc<dyn Formatter>>> = const { RefCell::new(None) };
}

/// Sets how values are written from now on.
pub fn install(formatter: Rc<dyn Formatter>) {
    FORMATTER.replace(Some(formatter));
}

fn formatter() -> Option<Rc<dyn Formatter>> {
    FORMATTER.with_borrow(Clone::clone)
}

#[must_use]
pub fn date_long(date: NaiveDate) -> String {
    formatter().map_or_else(|| date.to_string(), |formatter| formatter.date_long(date))
}

#[must_use]
pub fn date_time_long(timestamp: &str) -> String {
    formatter().map_or_else(|| timestamp.to_owned(), |formatter| formatter.date_time_long(timestamp))
}

#[must_use]
pub fn number(value: i64) -> String {
    formatter().map_or_else(|| value.to_string(), |formatter| formatter.number(value))
}

#[must_use]
pub fn money(money: &Money) -> String {
    let plain = || [&money.currency, " ", &money.decimal_string()].concat();
    formatter().map_or_else(plain, |formatter| formatter.money(money))
}

#[must_use]
pub fn percent(basis_points: i64) -> String {
    formatter().map_or_else(|| basis_points.to_string(), |formatter| formatter.percent(basis_points))
}

#[must_use]
pub fn country_name(code: &str) -> String {
    formatter().map_or_else(|| code.to_owned(), |formatter| formatter.country_name(code))
}

#[must_use]
pub fn language_name(tag: &str) -> String {
    formatter().map_or_else(|| tag.to_owned(), |formatter| formatter.language_name(tag))
}

/// A name in the form in which equal names are equal.
#[must_use]
pub fn fold_name(name: &str) -> String {
    formatter().map_or_else(|| name.to_ascii_lowercase(), |formatter| formatter.fold_name(name))
}

/// Countries as code and name, in the order of their names in the active language.
#[must_use]
pub fn sort_by_country_name(codes: &[String]) -> Vec<(String, String)> {
    let formatter = formatter();
    let order = |one: &str, other: &str| {
        formatter.as_ref().map_or_else(|| one.cmp(other), |formatter| formatter.compare(one, other))
    };
    // There are 250 countries at most; the sort of the standard library would be 1.6 kB of the download.
    let mut sorted: Vec<(String, String)> = Vec::with_capacity(codes.len());
    for code in codes {
        let name = country_name(code);
        let place = sorted.partition_point(|(_, before)| order(before, &name).is_le());
        sorted.insert(place, (code.clone(), name));
    }
    sorted
}
