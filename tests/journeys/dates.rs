//! When a renewal is possible: the window, the grace period, and what stands in the way.
use super::read;
use chrono::NaiveDate;
use partner_renewal::domain::calendar::shifted;
use partner_renewal::domain::membership::{BlockerCode, CurrentRenewal, Membership, MembershipStatus, Verdict};
use partner_renewal::domain::renewal::RenewalStatus;
use partner_renewal::wire;
use proptest::prelude::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn golden(name: &str) -> Membership {
    read(&wire::membership::get("o"), &format!("get-membership.{name}.200"))
}

/// The membership with so many days left, as a server would judge it by its dates.
fn with_days_left(days: i64) -> Membership {
    let mut membership = golden("due");
    membership.as_of = shifted(membership.membership_date, -days);
    membership.status = membership.status_by_date();
    membership
}

#[test]
fn promise_61_ninety_days_left_is_not_yet() {
    let membership = with_days_left(90);
    assert_eq!(membership.status, MembershipStatus::NotDue);
    assert_eq!(membership.verdict(), Verdict::NotYet { opens: shifted(membership.as_of, 1) });
    assert_eq!(golden("not_due").verdict(), Verdict::NotYet { opens: date("2026-11-25") }, "Petra's tomorrow");
}

#[test]
fn promise_61_eighty_nine_days_left_is_the_first_day() {
    assert_eq!(with_days_left(89).verdict(), Verdict::Open { days_left: 89 });
    assert_eq!(golden("due.first-day").verdict(), Verdict::Open { days_left: 89 });
    assert_eq!(with_days_left(91).status, MembershipStatus::NotDue);
}

#[test]
fn the_day_before_and_the_membership_date_itself_are_open() {
    assert_eq!(with_days_left(1).verdict(), Verdict::Open { days_left: 1 });
    assert_eq!(with_days_left(0).verdict(), Verdict::LastDay);
}

#[test]
fn grace_day_one_is_the_day_after_the_membership_date() {
    let membership = with_days_left(-1);
    let ends = shifted(membership.membership_date, 30);
    assert_eq!(membership.verdict(), Verdict::Grace { days_over: 1, ends });
    assert!(matches!(golden("grace").verdict(), Verdict::Grace { days_over: 1, .. }), "Greta's first day");
}

#[test]
fn the_last_grace_day_is_still_a_day_to_renew() {
    let membership = with_days_left(-30);
    assert_eq!(membership.verdict(), Verdict::Grace { days_over: 30, ends: membership.as_of });
}

#[test]
fn the_day_after_the_grace_period_it_has_lapsed() {
    let membership = with_days_left(-31);
    assert_eq!(membership.verdict(), Verdict::Lapsed { since: membership.as_of });
    assert_eq!(golden("lapsed").verdict(), Verdict::Lapsed { since: date("2026-11-10") });
}

#[test]
fn a_membership_date_on_a_leap_day_counts_like_any_other() {
    let mut membership = golden("due");
    membership.membership_date = date("2028-02-29");
    for (today, status) in [
        ("2027-12-01", MembershipStatus::NotDue),
        ("2027-12-02", MembershipStatus::Due),
        ("2028-02-28", MembershipStatus::Due),
        ("2028-02-29", MembershipStatus::Due),
        ("2028-03-01", MembershipStatus::Grace),
        ("2028-03-30", MembershipStatus::Grace),
        ("2028-03-31", MembershipStatus::Lapsed),
    ] {
        membership.as_of = date(today);
        assert_eq!(membership.status_by_date(), status, "{today}");
    }
}

#[test]
fn suspended_is_suspended_whatever_the_dates_say() {
    let mut membership = golden("suspended");
    for days in [400, 89, 0, -10, -400] {
        membership.as_of = shifted(membership.membership_date, -days);
        assert_eq!(membership.verdict(), Verdict::Suspended);
    }
    membership.blockers.push(BlockerCode::AlreadyRenewed.into());
    assert_eq!(membership.verdict(), Verdict::Suspended, "even when renewed");
}

#[test]
fn promise_61_the_status_of_the_server_beats_every_date() {
    let mut membership = with_days_left(200);
    membership.status = MembershipStatus::Due;
    assert_eq!(membership.verdict(), Verdict::Open { days_left: 200 });
    membership.status = MembershipStatus::Grace;
    assert!(matches!(membership.verdict(), Verdict::Grace { days_over: 1, .. }), "a number that makes sense");
}

#[test]
fn a_renewed_membership_says_so_and_whether_the_money_is_still_to_come() {
    assert_eq!(golden("not_due.renewed").verdict(), Verdict::Renewed { pending: false });
    assert_eq!(golden("due.awaiting_payment").verdict(), Verdict::Renewed { pending: true });
    assert_eq!(golden("due.processing").verdict(), Verdict::Open { days_left: 62 }, "a card not decided is no renewal");
    assert!(golden("due.processing").is_being_paid());
    assert!(!golden("due.awaiting_payment").is_being_paid() && !golden("due.continue").is_being_paid());
    let mut next_year = golden("not_due");
    let status = RenewalStatus::Paid;
    next_year.current_renewal = Some(CurrentRenewal {
        id: "r".into(),
        status,
        next_step: None,
        beginning: None,
        saved_at: None,
        awaited: None,
        refund_requested: false,
    });
    assert_eq!(next_year.verdict(), Verdict::Renewed { pending: false });
}

#[test]
fn each_blocker_stands_beside_the_verdict_and_not_in_its_place() {
    for name in
        ["due.not-primary-contact", "due.requirement-short", "due.verification-pending", "due.verification-rejected"]
    {
        let membership = golden(name);
        assert!(matches!(membership.verdict(), Verdict::Open { .. }), "{name}: the date is the same for everybody");
        assert_eq!(membership.blockers.len(), 1, "{name}");
    }
    assert!(golden("due").blockers.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn promise_61_the_statuses_follow_each_other_without_a_gap(start in 0_i64..200_000, window in 1_i64..400, grace in 0_i64..100) {
        let mut membership = golden("due");
        membership.membership_date = shifted(date("1900-01-01"), start);
        (membership.window_days, membership.grace_days) = (window, grace);
        let status = |days: i64| {
            let as_of = shifted(membership.membership_date, -days);
            Membership { as_of, ..membership.clone() }.status_by_date()
        };
        prop_assert_eq!(status(window), MembershipStatus::NotDue);
        prop_assert_eq!(status(window - 1), MembershipStatus::Due);
        prop_assert_eq!(status(0), MembershipStatus::Due);
        prop_assert_eq!(status(-grace - 1), MembershipStatus::Lapsed);
        prop_assert!(grace == 0 || status(-grace) == MembershipStatus::Grace);
    }

    #[test]
    fn no_dates_stop_the_page(window in any::<i64>(), grace in any::<i64>(), days in any::<i64>(), renewed in any::<bool>()) {
        let mut membership = golden("due");
        membership.as_of = shifted(membership.membership_date, days);
        (membership.window_days, membership.grace_days) = (window, grace);
        if renewed { membership.blockers.push(BlockerCode::AlreadyRenewed.into()); }
        for status in [membership.status_by_date(), MembershipStatus::Grace, MembershipStatus::Lapsed, MembershipStatus::NotDue] {
            membership.status = status;
            let _ = membership.verdict();
        }
    }
}
