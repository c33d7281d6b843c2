//! Times in HTTP headers: the server's time by `Date` and `Age`, and `Retry-After` in both of its forms.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

use partner_renewal::domain::calendar::instant_ms;
use partner_renewal::domain::http_date::{parse, retry_after_s, server_time_ms};
use proptest::prelude::*;

const NOON: &str = "Thu, 26 Nov 2026 12:00:00 GMT";

fn noon() -> i64 {
    instant_ms("2026-11-26T12:00:00Z").unwrap()
}

#[test]
fn the_three_forms_of_a_date_are_read() {
    let expected = instant_ms("1994-11-06T08:49:37Z");
    for text in [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        " Sun, 06 Nov 1994 08:49:37 GMT ",
    ] {
        assert_eq!(parse(text), expected, "{text}");
    }
    assert_eq!(parse("Wednesday, 01-Jan-70 00:00:00 GMT"), Some(0));
    assert_eq!(parse("Thursday, 26-Nov-26 12:00:00 GMT"), Some(noon()));
    assert_eq!(parse("Thu Nov 26 12:00:00 2026"), Some(noon()));
    assert_eq!(parse("Sat, 31 Dec 2016 23:59:60 GMT"), instant_ms("2017-01-01T00:00:00Z"), "a leap second");
}

#[test]
fn anything_else_is_no_date() {
    for text in [
        "",
        "1",
        "0",
        "-1",
        "now",
        "2026-11-26T12:00:00Z",
        "Thu, 26 Nov 2026",
        "Thu, 26 Nov 2026 12:00:00",
        "Thu, 26 Nov 2026 12:00:00 +0000",
        "Thu, 26 Nov 2026 12:00:00 PST",
        "Thu, 26 Nov 26 12:00:00 GMT",
        "Thu, 6 Nov 2026 12:00:00 GMT",
        "Thu, 31 Nov 2026 12:00:00 GMT",
        "Thu, 26 Now 2026 12:00:00 GMT",
        "Day, 26 Nov 2026 12:00:00 GMT",
        "26 Nov 2026 12:00:00 GMT",
        "Thu, 26 Nov 2026 24:00:00 GMT",
        "Thu, 26 Nov 2026 12:60:00 GMT",
        "Thu, 26 Nov 2026 12:00 GMT",
        "Thu, 26 Nov 1969 12:00:00 GMT",
        "Thu, 26 Nov 99999 12:00:00 GMT",
        "Thursday, 26-Nov-2026 12:00:00 GMT",
        "Чт, 26 Nov 2026 12:00:00 GMT",
        "Thu, 26 Nov 2026 12:00:00 GMT, Thu, 26 Nov 2026 12:00:00 GMT",
    ] {
        assert_eq!(parse(text), None, "{text}");
        assert_eq!(server_time_ms(text, "10"), None, "{text}");
    }
}

#[test]
fn an_answer_from_a_cache_is_as_old_as_it_says() {
    let half_an_hour_ago = "Thu, 26 Nov 2026 11:30:00 GMT";
    assert_eq!(server_time_ms(half_an_hour_ago, "1800"), Some(noon()));
    assert_eq!(server_time_ms(half_an_hour_ago, " 1800 "), Some(noon()));
    assert_eq!(server_time_ms("Thursday, 26-Nov-26 11:30:00 GMT", "1800"), Some(noon()));
    for none in ["", "0", "-5", "soon", "1800s", "1.5"] {
        assert_eq!(server_time_ms(NOON, none), Some(noon()), "{none}");
    }
    for absurd in ["31536001", "99999999999999999999999"] {
        assert_eq!(server_time_ms(NOON, absurd), None, "{absurd}");
    }
}

#[test]
fn retry_after_is_seconds_or_a_date() {
    let wait = |value: &str| retry_after_s(value, noon());
    assert_eq!((wait("0"), wait("42"), wait(" 7 ")), (Some(0), Some(42), Some(7)));
    assert_eq!(wait("99999999999999999999"), Some(u32::MAX));
    assert_eq!(wait("Thu, 26 Nov 2026 12:00:30 GMT"), Some(30));
    assert_eq!(wait("Thursday, 26-Nov-26 12:01:00 GMT"), Some(60));
    assert_eq!(wait("Thu Nov 26 12:00:08 2026"), Some(8));
    assert_eq!(retry_after_s("Thu, 26 Nov 2026 12:00:30 GMT", noon() + 1), Some(30), "never a moment too early");
    assert_eq!(wait("Thu, 26 Nov 2026 11:00:00 GMT"), Some(0), "a date that has passed");
    for none in ["", "-1", "1.5", "soon", "2026-11-26T12:00:30Z", "10 s"] {
        assert_eq!(wait(none), None, "{none}");
    }
    assert_eq!(retry_after_s("Thu, 31 Dec 9999 23:59:59 GMT", i64::MIN), Some(u32::MAX));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_header_stops_the_page(date in "[A-Za-z0-9 ,:-]{0,40}|.{0,40}", age in ".{0,25}", now in any::<i64>()) {
        let _ = (parse(&date), server_time_ms(&date, &age), server_time_ms(NOON, &age));
        let _ = (retry_after_s(&date, now), retry_after_s(&age, now), retry_after_s(NOON, now));
    }
}
