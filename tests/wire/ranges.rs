//! Numbers and dates from outside: what no membership, price or file can have is an answer that cannot be read, or is
//! left out. None of them stops the page.
use crate::operations::{OPERATIONS, golden_answers, golden_value, reader, renewal};
use crate::support::{answer, golden};
use partner_renewal::domain::calendar::shifted;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::membership::Membership;
use partner_renewal::domain::membership_timeline::{MembershipTimeline, NamedDay};
use partner_renewal::wire;
use proptest::prelude::*;
use serde_json::{Value, json};

const FAR: [i64; 8] =
    [i64::MIN, i64::MIN + 1, -1_000_000_000_000, -366, 1_000_000_000_001, i64::MAX / 1000, i64::MAX - 1, i64::MAX];

/// The golden body with the value in the place that the pointer names.
fn with(name: &str, pointer: &str, value: Value) -> String {
    let mut body: Value = serde_json::from_str(&golden(name)).unwrap();
    *body.pointer_mut(pointer).unwrap() = value;
    body.to_string()
}

fn kind_of(operation: &str, body: &str) -> Option<FailureKind> {
    reader(operation).unwrap()(&answer(200, body)).err().map(|failure| failure.kind)
}

#[test]
fn a_window_or_grace_period_that_no_program_has_is_unreadable() {
    let read =
        |member: &str, days: i64| kind_of("get-membership", &with("get-membership.due.200", member, json!(days)));
    for days in FAR {
        for member in ["/graceDays", "/windowDays"] {
            assert_eq!(read(member, days), Some(FailureKind::Unreadable), "{member} {days}");
        }
    }
    assert_eq!(
        (read("/windowDays", 0), read("/graceDays", -1)),
        (Some(FailureKind::Unreadable), Some(FailureKind::Unreadable))
    );
    assert_eq!(
        (read("/windowDays", 3_661), read("/graceDays", 3_661)),
        (Some(FailureKind::Unreadable), Some(FailureKind::Unreadable))
    );
    for days in [1, 30, 365, 366, 3_660] {
        assert_eq!((read("/windowDays", days), read("/graceDays", days)), (None, None), "{days}");
    }
    assert_eq!(read("/graceDays", 0), None);
}

#[test]
fn a_day_outside_of_the_years_of_memberships_is_unreadable() {
    for day in ["0000-01-01", "0001-01-01", "1899-12-31", "3000-01-01", "9999-12-31"] {
        for member in ["/membershipDate", "/asOf"] {
            let body = with("get-membership.due.200", member, json!(day));
            assert_eq!(kind_of("get-membership", &body), Some(FailureKind::Unreadable), "{member} {day}");
        }
    }
    assert_eq!(kind_of("get-membership", &with("get-membership.due.200", "/asOf", json!("2999-12-31"))), None);
}

#[test]
fn amounts_counts_rates_and_sizes_outside_of_their_range_are_unreadable_or_left_out() {
    for number in
        FAR.into_iter().filter(|number| *number != -366).chain([1_000_000_000_000_001, -1_000_000_000_000_001])
    {
        let outside = !(-1_000_000_000_000_000..=1_000_000_000_000_000).contains(&number);
        let quote = with("post-quotes.201", "/total/amount", json!(number));
        assert_eq!(kind_of("post-quotes", &quote).is_some(), outside, "{number}");
        let rate = with("post-quotes.201", "/taxLines/0/rateBasisPoints", json!(number));
        assert_eq!(kind_of("post-quotes", &rate), Some(FailureKind::Unreadable), "{number}");
        let need = with("get-competencies.200", "/competencies/0/requirements/0/need", json!(number));
        assert_eq!(kind_of("get-competencies", &need), Some(FailureKind::Unreadable), "{number}");
        let deadline = with("get-payment-methods.200", "/methods/1/deadlineDays", json!(number));
        let methods = (wire::renewal::methods(&renewal()).read)(&answer(200, &deadline)).unwrap();
        assert_eq!(methods.get(1).map(|offer| offer.deadline_days), Some(None), "{number}");
        let size = with("get-payment.bank-transfer-proof.200", "/proof/size", json!(number));
        let payment = (wire::payment::get("p").read)(&answer(200, &size)).unwrap();
        assert_eq!(payment.proof, None, "{number}");
        let total = with("get-orders.200", "/orders/0/total/amount", json!(number));
        assert_eq!(kind_of("get-orders", &total).is_some(), outside, "{number}");
        let length = with("get-country.BG.200", "/sections/0/fields/0/maxLength", json!(number));
        let rules = (wire::reference::country("BG").read)(&answer(200, &length)).unwrap();
        assert_eq!(
            rules.sections.first().and_then(|section| section.fields.first()).map(|field| field.max_length),
            Some(0),
            "{number}"
        );
        let age = json!({ "type": "urn:partner-renewal:problem:reauth-required", "maxAge": number }).to_string();
        assert_eq!(wire::problem::refused(&answer(401, &age)).kind, FailureKind::RecentSignIn(900), "{number}");
    }
    let need = with("get-competencies.200", "/competencies/0/requirements/0/need", Value::Null);
    assert_eq!(kind_of("get-competencies", &need), None);
}

/// Every number of every golden answer, one after the other, as far out as JSON goes.
#[test]
fn no_number_from_outside_stops_the_page() {
    fn numbers(value: &Value, path: &str, found: &mut Vec<String>) {
        match value {
            Value::Number(_) => found.push(path.to_owned()),
            Value::Array(all) => {
                all.iter().enumerate().for_each(|(i, one)| numbers(one, &format!("{path}/{i}"), found))
            }
            Value::Object(all) => all.iter().for_each(|(name, one)| numbers(one, &format!("{path}/{name}"), found)),
            _ => {}
        }
    }
    let mut tried = 0;
    for (operation, status, name) in golden_answers() {
        let Some(read) = reader(&operation) else { continue };
        let mut found = Vec::new();
        numbers(&serde_json::from_str(&golden(&name)).unwrap(), "", &mut found);
        for pointer in found {
            for number in
                FAR.map(|number| json!(number)).into_iter().chain([json!(u64::MAX), json!(1e300), json!(-0.5)])
            {
                let body = with(&name, &pointer, number);
                let _ = read(&answer(status, &body));
                if let Ok(membership) = (wire::membership::get("o").read)(&answer(status, &body)) {
                    let _ = (membership.verdict(), MembershipTimeline::of(&membership));
                }
                tried += 1;
            }
        }
    }
    assert!(tried > 1_000 && OPERATIONS.len() > 20, "{tried}");
}

fn due() -> Membership {
    golden_value(&wire::membership::get("o"), "get-membership.due.200")
}

#[test]
fn the_year_is_drawn_from_a_month_before_the_window_to_the_end_of_grace_and_as_far_as_today() {
    let timeline = MembershipTimeline::of(&due());
    let days = timeline.days.map(|(name, day, at)| (name, day.to_string(), at.percent()));
    let expected = [
        (NamedDay::Opens, "2026-10-28", "20.1%"),
        (NamedDay::Today, "2026-11-24", "38.2%"),
        (NamedDay::MembershipDate, "2027-01-25", "79.8%"),
        (NamedDay::GraceEnds, "2027-02-24", "100.0%"),
    ];
    assert_eq!(days, expected.map(|(name, day, at)| (name, day.to_owned(), at.to_owned())));
    let percents =
        [timeline.today, timeline.window.start, timeline.window.width, timeline.grace.start, timeline.grace.width];
    assert_eq!(percents.map(|at| at.percent()), ["38.2%", "20.1%", "59.7%", "79.8%", "20.2%"]);
    assert!(timeline.today.is_in_first_half());
    let at = |days: i64| {
        let day = due().membership_date;
        MembershipTimeline::of(&Membership { as_of: shifted(day, days), ..due() }).today
    };
    assert_eq!((at(-4_000).percent(), at(-4_000).is_in_first_half()), ("0.0%".to_owned(), true));
    assert_eq!((at(4_000).percent(), at(4_000).is_in_first_half()), ("100.0%".to_owned(), false));
    let halves = [-46, -45, -44].map(|days| (at(days).percent(), at(days).is_in_first_half()));
    assert_eq!(halves, [("48.9%".to_owned(), true), ("49.6%".to_owned(), true), ("50.3%".to_owned(), false)]);
    assert_eq!(at(-200).percent(), "4.1%", "the picture begins before today");
    let early = MembershipTimeline::of(&Membership { as_of: shifted(due().membership_date, -300), ..due() });
    assert_eq!(early.days.map(|(name, ..)| name)[..2], [NamedDay::Today, NamedDay::Opens]);
    let late = MembershipTimeline::of(&Membership { as_of: shifted(due().membership_date, 31), ..due() });
    assert_eq!(late.days.map(|(name, ..)| name)[2..], [NamedDay::GraceEnds, NamedDay::Today]);
    let [.., (_, _, ends), (_, _, today)] = late.days;
    assert!(ends < today, "today is beyond the grace period, and not on its last day");
    let long = MembershipTimeline::of(&Membership { window_days: 3_660, grace_days: 0, ..due() });
    assert_eq!(
        (long.window.start.percent(), long.grace.start.percent(), long.grace.width.percent()),
        ("0.0%".to_owned(), "100.0%".to_owned(), "0.0%".to_owned())
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_dates_leave_the_picture(window in any::<i64>(), grace in any::<i64>(), days in any::<i64>(), far in -300_000_i64..300_000) {
        let mut membership = due();
        membership.membership_date = shifted(membership.membership_date, far);
        membership.as_of = shifted(membership.membership_date, days);
        (membership.window_days, membership.grace_days) = (window, grace);
        let timeline = MembershipTimeline::of(&membership);
        for at in [timeline.today, timeline.days[0].2, timeline.window.start, timeline.window.width, timeline.grace.start, timeline.grace.width] {
            let (whole, tenth) = at.percent().strip_suffix('%').unwrap().split_once('.').map(|(a, b)| (a.parse::<u32>().unwrap(), b.len())).unwrap();
            prop_assert!(whole <= 100 && tenth == 1, "{}", at.percent());
        }
    }
}
