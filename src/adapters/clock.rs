//! What time it is: the device's clock, corrected by what the API last said, and a clock that never jumps.
use crate::domain::http_date::server_time_ms;
use std::cell::Cell;

thread_local! {
    static OFFSET_MS: Cell<Option<i64>> = const { Cell::new(None) };
}

/// The device's time in milliseconds since 1970, right or wrong: for times that only this device compares.
#[must_use]
#[allow(clippy::cast_possible_truncation, reason = "whole milliseconds far below 2^53")]
pub fn device_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// Now in milliseconds since 1970, by the server's clock as soon as it has answered once.
#[must_use]
pub fn now_ms() -> i64 {
    device_ms().saturating_add(offset_ms().unwrap_or_default())
}

/// How far the server's clock is ahead of the device's, in milliseconds, once known.
#[must_use]
pub fn offset_ms() -> Option<i64> {
    OFFSET_MS.get()
}

/// Takes note of an answer's `Date` and `Age` headers. A date that cannot be read tells nothing.
pub fn note_server_date(date: &str, age: &str) {
    if let Some(server) = server_time_ms(date, age) {
        OFFSET_MS.set(Some(server.saturating_sub(device_ms())));
    }
}

/// Milliseconds since the page was opened: not moved by changes of the device's clock.
#[must_use]
pub fn monotonic_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}
