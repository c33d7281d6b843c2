//! Dates, numbers, money and names in the active language, by the browser's own `Intl`.
use super::browser::boot;
use crate::domain::calendar::instant_ms;
use crate::domain::money::{Money, decimal, exponent};
use crate::i18n;
use chrono::NaiveDate;
use js_sys::{Array, Date, Function, JsString, Object, Reflect};
use std::cell::RefCell;
use std::cmp::Ordering;
use wasm_bindgen::{JsCast, JsValue};

type Options<'a> = &'a [(&'a str, &'a str)];

thread_local! {
    /// Making a formatter costs far more than using one.
    static FORMATTERS: RefCell<Vec<(String, JsValue)>> = const { RefCell::new(Vec::new()) };
}

/// Forgets the formatters of the language used before.
pub fn forget() {
    FORMATTERS.with_borrow_mut(Vec::clear);
}

/// The reader's own variant of the active language, such as `en-GB`: it decides how dates and numbers are written.
fn locale() -> String {
    let language = i18n::language();
    let preferred = super::browser::window().map(|w| w.navigator().languages());
    for tag in preferred.unwrap_or_default().iter() {
        if let Some(tag) = tag.as_string().filter(|tag| tag.split('-').next() == Some(language)) {
            return tag;
        }
    }
    language.to_owned()
}

fn make(kind: &str, options: Options) -> Result<JsValue, JsValue> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into())?;
    let constructor: Function = Reflect::get(&intl, &kind.into())?.dyn_into()?;
    let given = Object::new();
    for (name, value) in options {
        Reflect::set(&given, &(*name).into(), &(*value).into())?;
    }
    Reflect::construct(&constructor, &Array::of2(&locale().into(), &given))
}

fn formatter(kind: &str, options: Options) -> Option<JsValue> {
    let mut name = kind.to_owned();
    for (_, value) in options {
        name.push(' ');
        name.push_str(value);
    }
    if let Some(known) =
        FORMATTERS.with_borrow(|known| known.iter().find(|(known, _)| *known == name).map(|(_, made)| made.clone()))
    {
        return Some(known);
    }
    let made = make(kind, options).ok()?;
    FORMATTERS.with_borrow_mut(|known| known.push((name, made.clone())));
    Some(made)
}

fn call(object: &JsValue, method: &str, value: &JsValue) -> Option<JsValue> {
    let method: Function = Reflect::get(object, &method.into()).ok()?.dyn_into().ok()?;
    method.call1(object, value).ok()
}

fn write(kind: &str, options: Options, method: &str, value: &JsValue) -> Option<String> {
    call(&formatter(kind, options)?, method, value)?.as_string()
}

/// A date or moment whose first two parts stay in one line: a day does not stand apart from its month.
fn hold_together(written: &str) -> String {
    match written.split_once(' ') {
        Some((first, rest)) => [first, "\u{a0}", rest].concat(),
        None => written.to_owned(),
    }
}

/// A date such as `24 November 2026`.
#[must_use]
pub fn date_long(date: NaiveDate) -> String {
    // Midnight UTC, written in UTC: a calendar date has no time zone.
    let midnight = Date::new(&[&date.to_string(), "T00:00:00Z"].concat().into());
    let options = [("dateStyle", "long"), ("timeZone", "UTC")];
    let written = write("DateTimeFormat", &options, "format", &midnight);
    written.map_or_else(|| date.to_string(), |written| hold_together(&written))
}

/// A moment in the reader's time zone, with the name of the zone; what is no timestamp stays as it is.
#[must_use]
pub fn date_time_long(timestamp: &str) -> String {
    // The browser would take almost anything for a moment: "1" is a day in 2001.
    let Some(at) = instant_ms(timestamp) else { return timestamp.to_owned() };
    let options = [
        ("day", "numeric"),
        ("month", "long"),
        ("year", "numeric"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("timeZoneName", "short"),
    ];
    #[allow(clippy::cast_precision_loss, reason = "milliseconds up to the year 9999 are far below 2^53")]
    let moment = Date::new(&JsValue::from_f64(at as f64));
    let written = write("DateTimeFormat", &options, "format", &moment);
    written.map_or_else(|| timestamp.to_owned(), |written| hold_together(&written))
}

/// How long ago something was, given in minutes, such as `2 hours ago`: the boot script writes it, because the start page
/// says it before the program is there. Empty where it cannot.
#[must_use]
pub fn ago(minutes: i64) -> String {
    #[allow(clippy::cast_precision_loss, reason = "minutes since a renewal was saved")]
    let said = call(&boot(), "ago", &JsValue::from_f64(minutes as f64));
    said.and_then(|said| said.as_string()).unwrap_or_default()
}

/// A whole number.
#[must_use]
pub fn number(value: i64) -> String {
    let digits = value.to_string();
    write("NumberFormat", &[], "format", &JsValue::from_str(&digits)).unwrap_or(digits)
}

/// An amount with its currency, with the decimals of ISO 4217: those of the browser are others. The decimal text goes to
/// `Intl` as text, so that nothing is rounded.
#[must_use]
pub fn money(money: &Money) -> String {
    let decimal = money.decimal_string();
    let places = exponent(&money.currency).to_string();
    let options = [
        ("style", "currency"),
        ("currency", money.currency.as_str()),
        ("minimumFractionDigits", places.as_str()),
        ("maximumFractionDigits", places.as_str()),
    ];
    let written = write("NumberFormat", &options, "format", &JsValue::from_str(&decimal));
    written.unwrap_or_else(|| [&decimal, " ", &money.currency].concat())
}

/// A rate given in hundredths of a percent.
#[must_use]
pub fn percent(basis_points: i64) -> String {
    let fraction = decimal(basis_points, 4);
    let options = [("style", "percent"), ("maximumFractionDigits", "2")];
    write("NumberFormat", &options, "format", &fraction.into())
        .unwrap_or_else(|| [&decimal(basis_points, 2), " %"].concat())
}

/// Name of a country by its ISO 3166 code; the code where the browser knows none.
#[must_use]
pub fn country_name(code: &str) -> String {
    name("region", code)
}

/// Name of a language by its tag.
#[must_use]
pub fn language_name(tag: &str) -> String {
    name("language", tag)
}

fn name(kind: &str, code: &str) -> String {
    let known = if code.is_empty() { None } else { write("DisplayNames", &[("type", kind)], "of", &code.into()) };
    known.unwrap_or_else(|| code.to_owned())
}

/// Order of two names in the active language.
#[must_use]
pub fn compare(one: &str, other: &str) -> Ordering {
    let compare = formatter("Collator", &[]).and_then(|c| Reflect::get(&c, &"compare".into()).ok());
    let compare = compare.and_then(|c| c.dyn_into::<Function>().ok());
    let order = compare.and_then(|c| c.call2(&JsValue::UNDEFINED, &one.into(), &other.into()).ok());
    order.and_then(|order| order.as_f64()).and_then(|order| order.partial_cmp(&0.0)).unwrap_or_else(|| one.cmp(other))
}

/// The plural form that a count takes in the active language.
#[must_use]
pub fn plural_category(count: i64) -> &'static str {
    #[allow(clippy::cast_precision_loss, reason = "counts of things on a page")]
    let category = write("PluralRules", &[], "select", &JsValue::from_f64(count as f64));
    let forms = ["zero", "one", "two", "few", "many"];
    forms.into_iter().find(|form| category.as_deref() == Some(form)).unwrap_or("other")
}

/// A name in the form in which equal names are equal: the lower case of its upper case, in NFC.
#[must_use]
pub fn fold_name(name: &str) -> String {
    let composed = |text: JsString| text.normalize("NFC");
    composed(composed(JsString::from(name)).to_upper_case().to_lower_case()).into()
}
