//! `GET /organizations/{o}/membership`.
use super::account::organization;
use super::organization::reach;
use super::{Call, answer, by_name, level_name, member, path, renewal};
use crate::domain::membership::{BlockerCode, CurrentRenewal, Membership, MembershipStatus};
use crate::domain::step::Step;
use crate::domain::{json, limits};
use serde_json::Value;

const STATUSES: [(&str, MembershipStatus); 5] = [
    ("not_due", MembershipStatus::NotDue),
    ("due", MembershipStatus::Due),
    ("grace", MembershipStatus::Grace),
    ("lapsed", MembershipStatus::Lapsed),
    ("suspended", MembershipStatus::Suspended),
];

const BLOCKERS: [(&str, BlockerCode); 8] = [
    ("not_primary_contact", BlockerCode::NotPrimaryContact),
    ("window_not_open", BlockerCode::WindowNotOpen),
    ("lapsed", BlockerCode::Lapsed),
    ("suspended", BlockerCode::Suspended),
    ("requirement_short", BlockerCode::RequirementShort),
    ("verification_pending", BlockerCode::VerificationPending),
    ("verification_rejected", BlockerCode::VerificationRejected),
    ("already_renewed", BlockerCode::AlreadyRenewed),
];

/// The membership of an organization.
#[must_use]
pub fn get(organization: &str) -> Call<Membership> {
    Call {
        request: super::get(path("/organizations/{}/membership", organization)),
        read: |reply| answer(reply, membership),
    }
}

fn membership(value: &Value) -> Option<Membership> {
    let status = value.get("status")?.as_str()?;
    let mut membership = Membership {
        organization: member(value, "organization", organization)?,
        membership_date: json::date(value, "membershipDate")?,
        as_of: json::date(value, "asOf")?,
        window_days: json::integer(value, "windowDays", limits::WINDOW_DAYS)?,
        grace_days: json::integer(value, "graceDays", limits::DAYS)?,
        status: MembershipStatus::NotDue,
        level: member(value, "level", level_name)?,
        may_renew: json::flag(value, "mayRenew"),
        primary_contact: json::optional(value, "primaryContact", reach)?,
        blockers: json::list_lossy(value, "blockers", |blocker| {
            Some(by_name(&BLOCKERS, blocker.get("code")?.as_str()?).unwrap_or(BlockerCode::Other))
        }),
        current_renewal: json::optional(value, "currentRenewal", current)?,
    };
    membership.status = by_name(&STATUSES, status).unwrap_or_else(|| membership.status_by_date());
    Some(membership)
}

fn current(value: &Value) -> Option<CurrentRenewal> {
    Some(CurrentRenewal {
        id: json::id(value, "id")?,
        status: renewal::status(value)?,
        next_step: json::text(value, "nextStep").and_then(|slug| Step::from_slug(&slug)),
        reference: json::optional(value, "reference", json::string)?,
    })
}
