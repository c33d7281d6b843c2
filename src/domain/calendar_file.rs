//! A file of days for a person's calendar: iCalendar (RFC 5545), as Outlook, Google and Apple read it.
use super::calendar::{day_of_ms, days_between, shifted};
use chrono::NaiveDate;

/// Longest line in octets, without its end (RFC 5545, 3.1).
const LINE_OCTETS: usize = 75;
/// 2020-01-01T00:00:00Z in milliseconds since 1970: revisions are counted in minutes from there, so that they fit the 31
/// bits that calendars keep.
const REVISIONS_FROM_MS: i64 = 1_577_836_800_000;

/// A day to remember.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Names the event for good: a calendar that has it changes it.
    pub uid: String,
    /// The day.
    pub day: NaiveDate,
    /// What is written on it.
    pub summary: String,
    /// What there is to know or do; may have several lines.
    pub description: String,
    /// So many days before it a reminder is shown, at nine in the morning; 0 is the day itself.
    pub reminders: Vec<i64>,
}

/// The file. `now_ms` is the moment it is made, in milliseconds since 1970: of two files a calendar keeps the later one's
/// days. `url` is where the reader goes on, `organizer` the address of whose days they are, which what is published has to
/// name (RFC 5546, 3.2.1). Some calendars show a reminder whose day has passed at once: what lies before
/// `today` is left out.
#[must_use]
pub fn calendar_file(events: &[Event], url: &str, organizer: &str, today: NaiveDate, now_ms: i64) -> String {
    let mut file = String::new();
    let stamp = stamp(now_ms);
    let revision = (now_ms.saturating_sub(REVISIONS_FROM_MS) / 60_000).max(0).to_string();
    for (name, value) in
        [("BEGIN", "VCALENDAR"), ("VERSION", "2.0"), ("PRODID", "-//partner-renewal//EN"), ("METHOD", "PUBLISH")]
    {
        line(&mut file, name, value);
    }
    for event in events {
        line(&mut file, "BEGIN", "VEVENT");
        line(&mut file, "UID", &escaped(&event.uid));
        line(&mut file, "ORGANIZER", organizer);
        line(&mut file, "SEQUENCE", &revision);
        line(&mut file, "DTSTAMP", &stamp);
        line(&mut file, "DTSTART;VALUE=DATE", &basic(event.day));
        // The end is the first day that is no part of it.
        line(&mut file, "DTEND;VALUE=DATE", &basic(shifted(event.day, 1)));
        line(&mut file, "SUMMARY", &escaped(&event.summary));
        line(&mut file, "DESCRIPTION", &escaped(&event.description));
        line(&mut file, "URL", url);
        // It takes no time from the day.
        line(&mut file, "TRANSP", "TRANSPARENT");
        let left = days_between(today, event.day);
        for days in event.reminders.iter().filter(|days| **days <= left) {
            line(&mut file, "BEGIN", "VALARM");
            line(&mut file, "ACTION", "DISPLAY");
            line(&mut file, "TRIGGER", &trigger(*days));
            line(&mut file, "DESCRIPTION", &escaped(&event.summary));
            line(&mut file, "END", "VALARM");
        }
        line(&mut file, "END", "VEVENT");
    }
    line(&mut file, "END", "VCALENDAR");
    file
}

/// Nine in the morning so many days before a day that begins at midnight.
fn trigger(days: i64) -> String {
    if days > 0 { ["-P", &(days - 1).to_string(), "DT15H"].concat() } else { "PT9H".to_owned() }
}

/// The moment in UTC, as iCalendar writes it: `20261124T093000Z`.
fn stamp(ms: i64) -> String {
    let minutes = ms.div_euclid(60_000);
    let mut stamp = basic(day_of_ms(ms));
    stamp.push('T');
    for part in [minutes / 60 % 24, minutes % 60] {
        if part < 10 {
            stamp.push('0');
        }
        stamp.push_str(&part.to_string());
    }
    // Minutes are as fine as the revisions.
    stamp.push_str("00Z");
    stamp
}

/// The day as iCalendar writes it.
fn basic(day: NaiveDate) -> String {
    day.to_string().replace('-', "")
}

/// A text as a value: characters that mean something are escaped, and control characters left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            '\n' => escaped.push_str("\\n"),
            _ if character.is_control() => {}
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Adds a line, folded where it is too long: a line that goes on begins with a space, and no character is cut.
fn line(file: &mut String, name: &str, value: &str) {
    let mut octets = 0;
    for character in [name, ":", value].concat().chars() {
        if octets + character.len_utf8() > LINE_OCTETS {
            file.push_str("\r\n ");
            octets = 1;
        }
        file.push(character);
        octets += character.len_utf8();
    }
    file.push_str("\r\n");
}
