//! Money in whole minor units, days without a time of day, instants in UTC.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use chrono::{Datelike, NaiveDate};
use partner_renewal::domain::calendar::{days_between, grace_ends, instant_ms, parse_full_date, shifted, window_opens};
use partner_renewal::domain::money::{Money, exponent};
use proptest::prelude::*;

fn money(minor: i64, currency: &str) -> Money {
    Money { minor, currency: currency.to_owned() }
}

fn date(text: &str) -> NaiveDate {
    parse_full_date(text).unwrap()
}

#[test]
fn promise_11_amounts_are_written_with_the_places_of_their_currency() {
    for (minor, currency, text) in [
        (142_800, "EUR", "1428.00"),
        (5, "EUR", "0.05"),
        (0, "EUR", "0.00"),
        (-5, "EUR", "-0.05"),
        (-142_800, "GBP", "-1428.00"),
        (142_800, "JPY", "142800"),
        (0, "JPY", "0"),
        (-7, "KRW", "-7"),
        (1, "KWD", "0.001"),
        (1_234_567, "BHD", "1234.567"),
        (12_345, "CLF", "1.2345"),
        (i64::MAX, "USD", "92233720368547758.07"),
        (i64::MIN, "USD", "-92233720368547758.08"),
        (i64::MIN, "JPY", "-9223372036854775808"),
    ] {
        assert_eq!(money(minor, currency).decimal_string(), text);
    }
}

#[test]
fn the_places_are_those_of_iso_4217() {
    for (currency, places) in [
        ("EUR", 2),
        ("HKD", 2),
        ("CZK", 2),
        ("SEK", 2),
        ("HUF", 2),
        ("ISK", 0),
        ("CLP", 0),
        ("JPY", 0),
        ("UGX", 0),
        ("UYI", 0),
        ("IQD", 3),
        ("OMR", 3),
        ("CLF", 4),
        ("MRU", 2),
        ("MGA", 2),
        ("TWD", 2),
        ("RSD", 2),
        ("IRR", 2),
        ("LBP", 2),
        ("COP", 2),
        ("AFN", 2),
        ("QQQ", 2),
        ("VND", 0),
        ("TND", 3),
        ("UYW", 4),
        ("XXX", 2),
    ] {
        assert_eq!(exponent(currency), places, "{currency}");
    }
}

#[test]
fn promise_11_amounts_of_two_currencies_are_not_added_and_none_wraps_around() {
    assert_eq!(money(119_000, "EUR").checked_add(&money(23_800, "EUR")), Some(money(142_800, "EUR")));
    assert_eq!(money(1, "EUR").checked_add(&money(-1, "EUR")), Some(money(0, "EUR")));
    assert_eq!(money(1, "EUR").checked_add(&money(1, "USD")), None);
    assert_eq!(money(i64::MAX, "EUR").checked_add(&money(1, "EUR")), None);
    assert_eq!(money(i64::MIN, "EUR").checked_add(&money(-1, "EUR")), None);
}

/// A fraction of a cent would be lost in a binary fraction sooner or later; the rules have no such type at all.
#[test]
fn promise_11_no_rule_counts_with_binary_fractions() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/src/domain");
    for file in std::fs::read_dir(root).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let word = text.split(|c: char| !c.is_ascii_alphanumeric()).find(|word| matches!(*word, "f32" | "f64"));
        assert_eq!(word, None, "{}", path.display());
    }
}

#[test]
fn promise_61_a_full_date_and_nothing_else_is_a_date() {
    assert_eq!(parse_full_date("2028-02-29"), NaiveDate::from_ymd_opt(2028, 2, 29));
    assert_eq!(parse_full_date("0001-01-01"), NaiveDate::from_ymd_opt(1, 1, 1));
    let wrong = [
        "",
        "2027-02-29",
        "2100-02-29",
        "2026-13-01",
        "2026-00-01",
        "2026-01-00",
        "2026-04-31",
        "2026-1-01",
        "26-01-01",
        "2026/01/01",
        "2026-01-01 ",
        " 2026-01-01",
        "2026-01-01T00:00:00Z",
        "+2026-01-01",
        "-026-01-01",
        "20260101",
        "２０２６-01-01",
        "2026-01-0١",
    ];
    for text in wrong {
        assert_eq!(parse_full_date(text), None, "{text}");
    }
}

#[test]
fn promise_61_the_window_opens_when_fewer_than_ninety_days_are_left() {
    let opens = window_opens(date("2027-01-25"), 90);
    assert_eq!((opens, days_between(opens, date("2027-01-25"))), (date("2026-10-28"), 89));
    assert_eq!(window_opens(date("2028-02-29"), 90), date("2027-12-02"));
    assert_eq!(window_opens(date("2028-05-28"), 90), date("2028-02-29"), "a window that opens on the leap day");
    assert_eq!(grace_ends(date("2028-01-30"), 30), date("2028-02-29"));
    assert_eq!(grace_ends(date("2027-01-30"), 30), date("2027-03-01"));
}

#[test]
fn instants_are_read_to_the_millisecond_and_only_in_utc() {
    assert_eq!(instant_ms("1970-01-01T00:00:00Z"), Some(0));
    assert_eq!(instant_ms("1969-12-31T23:59:59.999Z"), Some(-1));
    assert_eq!(instant_ms("2026-11-24T09:30:00Z"), Some(1_795_512_600_000));
    assert_eq!(instant_ms("2026-11-24t09:30:00.5z"), Some(1_795_512_600_500));
    assert_eq!(instant_ms("2026-11-24T09:30:00.123456789+00:00"), Some(1_795_512_600_123));
    assert_eq!(instant_ms("2016-12-31T23:59:60Z"), instant_ms("2017-01-01T00:00:00Z"), "a leap second");
    let wrong = [
        "",
        "2026-11-24",
        "2026-11-24T09:30Z",
        "2026-11-24T09:30:00",
        "2026-11-24T09:30:00+02:00",
        "2026-11-24 09:30:00Z",
        "2026-11-24T24:00:00Z",
        "2026-11-24T09:60:00Z",
        "2026-11-24T09:30:61Z",
        "2026-11-24T09:30:00.Z",
        "2026-11-24T09:30:00ZZ",
        "２０２6-11-24T09:30:00Z",
        "2026-02-30T09:30:00Z",
    ];
    for text in wrong {
        assert_eq!(instant_ms(text), None, "{text}");
    }
}

fn any_date() -> impl Strategy<Value = NaiveDate> {
    (1_i32..3_000_000).prop_map(|days| NaiveDate::from_num_days_from_ce_opt(days).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn promise_11_an_amount_written_and_read_again_is_the_same(minor in any::<i64>(), currency in "(EUR|JPY|KWD|CLF|[A-Z]{3})") {
        let text = money(minor, &currency).decimal_string();
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        prop_assert_eq!(fraction.len(), exponent(&currency));
        prop_assert!(!whole.is_empty() && !whole.trim_start_matches('-').is_empty());
        prop_assert_eq!([whole, fraction].concat().parse::<i64>(), Ok(minor));
    }

    #[test]
    fn days_add_up(day in any_date(), days in -4_000_i64..4_000) {
        let moved = shifted(day, days);
        prop_assert_eq!(days_between(day, moved), days);
        prop_assert_eq!(days_between(moved, day), -days);
        prop_assert_eq!(shifted(moved, -days), day);
    }

    #[test]
    fn a_date_that_is_written_is_read_again(day in any_date()) {
        prop_assume!(day.year() <= 9_999);
        prop_assert_eq!(parse_full_date(&day.to_string()), Some(day));
    }

    #[test]
    fn no_text_and_no_distance_stop_the_page(text in "[0-9TZ:.+-]{0,30}|.{0,30}", day in any_date(), days in any::<i64>()) {
        let _ = (parse_full_date(&text), instant_ms(&text));
        let _ = (shifted(day, days), window_opens(day, days), grace_ends(day, days));
    }
}

#[test]
fn an_amount_that_is_kept_is_read_back_and_nothing_else_is() {
    for (minor, currency) in [(142_800, "EUR"), (0, "JPY"), (-5, "KWD"), (i64::MAX, "USD")] {
        let amount = money(minor, currency);
        assert_eq!(Money::from_text(&amount.to_text()), Some(amount));
    }
    for other in ["", "142800", "142800 eur", "142800 EURO", "1428.00 EUR", "99999999999999999999 EUR", "142800  EUR"] {
        assert_eq!(Money::from_text(other), None, "{other:?}");
    }
}
