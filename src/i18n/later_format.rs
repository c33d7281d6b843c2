//! Rates and names in the active language, which only the pages of the later parts of the program show. Their formatter
//! is installed with these parts; without one they are written plainly.
use std::cell::Cell;
use std::cmp::Ordering;

/// Writes values in the active language; plainly, where it has no way of its own.
pub trait LaterFormatter {
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

impl LaterFormatter for PlainFormatter {}

thread_local! {
    static FORMATTER: Cell<&'static dyn LaterFormatter> = const { Cell::new(&PlainFormatter) };
}

/// Sets how values are written from now on.
pub fn install(formatter: &'static dyn LaterFormatter) {
    FORMATTER.set(formatter);
}

#[must_use]
pub fn percent(basis_points: i64) -> String {
    FORMATTER.get().percent(basis_points)
}

#[must_use]
pub fn country_name(code: &str) -> String {
    FORMATTER.get().country_name(code)
}

#[must_use]
pub fn language_name(tag: &str) -> String {
    FORMATTER.get().language_name(tag)
}

/// A name in the form in which equal names are equal.
#[must_use]
pub fn fold_name(name: &str) -> String {
    FORMATTER.get().fold_name(name)
}

/// Countries as code and name, in the order of their names in the active language.
#[must_use]
pub fn sort_by_country_name(codes: &[String]) -> Vec<(String, String)> {
    let formatter = FORMATTER.get();
    // There are 250 countries at most; the sort of the standard library would be 1.6 kB of the download.
    let mut sorted: Vec<(String, String)> = Vec::with_capacity(codes.len());
    for code in codes {
        let name = formatter.country_name(code);
        let place = sorted.partition_point(|(_, before)| formatter.compare(before, &name).is_le());
        sorted.insert(place, (code.clone(), name));
    }
    sorted
}
