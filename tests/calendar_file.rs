//! The file of days for a person's calendar, read back by another implementation of iCalendar.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use chrono::NaiveDate;
use icalendar::{Calendar, CalendarDateTime, Component, DatePerhapsTime};
use partner_renewal::domain::calendar::{day_of_ms, instant_ms, parse_full_date};
use partner_renewal::domain::calendar_file::{Event, calendar_file};
use proptest::prelude::*;

const URL: &str = "https://renew.example/membership";
const ORGANIZER: &str = "mailto:help@renew.example";

fn event() -> Event {
    Event {
        uid: "opens-o1@renew.example".to_owned(),
        day: parse_full_date("2026-12-31").unwrap(),
        summary: "Renewal opens; Cedar, Example \\ Ltd".to_owned(),
        description: "Have ready:\n- the account\n- a card".to_owned(),
        reminders: vec![0, 7],
    }
}

fn now() -> i64 {
    instant_ms("2026-11-24T09:05:59Z").unwrap()
}

fn today() -> NaiveDate {
    parse_full_date("2026-11-24").unwrap()
}

fn read(file: &str) -> Vec<icalendar::Event> {
    let calendar: Calendar = file.parse().unwrap();
    calendar.components.iter().filter_map(|component| component.as_event().cloned()).collect()
}

#[test]
fn the_file_is_written_exactly_so() {
    let expected = "BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//partner-renewal//EN
METHOD:PUBLISH
BEGIN:VEVENT
UID:opens-o1@renew.example
ORGANIZER:mailto:help@renew.example
SEQUENCE:3627905
DTSTAMP:20261124T090500Z
DTSTART;VALUE=DATE:20261231
DTEND;VALUE=DATE:20270101
SUMMARY:Renewal opens\\; Cedar\\, Example \\\\ Ltd
DESCRIPTION:Have ready:\\n- the account\\n- a card
URL:https://renew.example/membership
TRANSP:TRANSPARENT
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:PT9H
DESCRIPTION:Renewal opens\\; Cedar\\, Example \\\\ Ltd
END:VALARM
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-P6DT15H
DESCRIPTION:Renewal opens\\; Cedar\\, Example \\\\ Ltd
END:VALARM
END:VEVENT
END:VCALENDAR
";
    assert_eq!(calendar_file(&[event()], URL, ORGANIZER, today(), now()), expected.replace('\n', "\r\n"));
}

#[test]
fn another_implementation_reads_a_whole_day_and_its_text() {
    let events =
        read(&calendar_file(&[event(), Event { uid: "other".to_owned(), ..event() }], URL, ORGANIZER, today(), now()));
    assert_eq!(events.len(), 2);
    let first = events.first().unwrap();
    assert_eq!(first.get_uid(), Some("opens-o1@renew.example"));
    assert_eq!(first.get_start(), Some(DatePerhapsTime::Date(event().day)));
    assert_eq!(first.get_end(), Some(DatePerhapsTime::Date(parse_full_date("2027-01-01").unwrap())));
    assert_eq!(first.get_summary(), Some(event().summary.as_str()));
    assert_eq!(first.get_description(), Some(event().description.as_str()));
    assert_eq!(first.get_url(), Some(URL));
    let stamp = DatePerhapsTime::DateTime(CalendarDateTime::Utc(first.get_timestamp().unwrap()));
    assert_eq!(stamp, "2026-11-24T09:05:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap().into());
}

#[test]
fn a_later_file_has_a_higher_revision_of_the_same_event() {
    let revision =
        |ms| read(&calendar_file(&[event()], URL, ORGANIZER, today(), ms)).first().unwrap().get_sequence().unwrap();
    assert!(revision(now()) < revision(now() + 60_000));
    assert_eq!(revision(0), 0, "a clock that is far off gives none below zero");
    assert!(i32::try_from(revision(instant_ms("2099-12-31T23:59:59Z").unwrap())).is_ok());
}

#[test]
fn a_reminder_whose_day_has_passed_is_left_out() {
    let made = Event { reminders: vec![30, 14, 3, 0], ..event() };
    let reminders = |today: &str| {
        let file = calendar_file(std::slice::from_ref(&made), URL, ORGANIZER, parse_full_date(today).unwrap(), now());
        let triggers = file.lines().filter_map(|line| line.strip_prefix("TRIGGER:"));
        triggers.map(str::to_owned).collect::<Vec<_>>()
    };
    let all = ["-P29DT15H", "-P13DT15H", "-P2DT15H", "PT9H"];
    for (today, left) in [
        ("2026-11-24", &all[..]),
        ("2026-12-01", &all[..]),
        ("2026-12-02", &all[1..]),
        ("2026-12-11", &all[1..]),
        ("2026-12-17", &all[1..]),
        ("2026-12-18", &all[2..]),
        ("2026-12-31", &all[3..]),
        ("2027-01-01", &[]),
    ] {
        assert_eq!(reminders(today), left, "{today}");
    }
}

#[test]
fn a_moment_has_its_day_in_utc() {
    for (moment, day) in [("2026-11-24T00:00:00Z", "2026-11-24"), ("2026-11-24T23:59:59Z", "2026-11-24")] {
        assert_eq!(day_of_ms(instant_ms(moment).unwrap()).to_string(), day);
    }
    assert_eq!(day_of_ms(-1).to_string(), "1969-12-31");
}

proptest! {
    /// Whatever a company is called: no line is too long, no character is cut, and the text comes back.
    #[test]
    fn lines_are_folded_between_characters(summary in "[^\\p{C}]{1,120}", description in "[^\\p{C}]{1,300}") {
        let made = Event { summary: summary.trim().to_owned(), description: description.trim().to_owned(), ..event() };
        prop_assume!(!made.summary.is_empty() && !made.description.is_empty());
        let file = calendar_file(std::slice::from_ref(&made), URL, ORGANIZER, today(), now());
        prop_assert!(file.ends_with("\r\n"));
        for line in file.split("\r\n") {
            prop_assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line:?}");
        }
        let events = read(&file);
        let first = events.first().unwrap();
        prop_assert_eq!(first.get_summary(), Some(made.summary.as_str()));
        prop_assert_eq!(first.get_description(), Some(made.description.as_str()));
    }

    /// Nothing in a name can begin a line of its own.
    #[test]
    fn a_text_cannot_add_properties(text in any::<String>()) {
        let hostile = Event { summary: format!("{text}\r\nATTENDEE:x"), uid: text, ..event() };
        let file = calendar_file(&[hostile], URL, ORGANIZER, today(), now());
        prop_assert!(!file.contains("\r\nATTENDEE"));
    }
}
