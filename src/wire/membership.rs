//! `GET /organizations/{o}/membership`.
use super::account::organization;
use super::organization::contact_details;
use super::{Call, answer, choice, level_name, member, money, path, renewal};
use crate::domain::calendar::instant_ms;
use crate::domain::membership::{
    Beginning, Blocker, BlockerAction, BlockerCode, CurrentRenewal, Membership, MembershipStatus, Overview,
};
use crate::domain::step::Step;
use crate::domain::{json, limits};
use serde_json::Value;

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
        may_renew: value.get("mayRenew").and_then(Value::as_bool),
        primary_contact: json::optional(value, "primaryContact", contact_details)?,
        blockers: json::list_lossy(value, "blockers", blocker),
        current_renewal: json::optional(value, "currentRenewal", current)?,
        overview: value.get("overview").and_then(overview),
    };
    membership.status = MembershipStatus::from_name(status).unwrap_or_else(|| membership.status_by_date());
    let renewable = membership.status.is_renewable();
    if renewable && membership.may_renew == Some(false) && membership.blockers.is_empty() {
        // The page has a button or a reason, and here the answer has neither.
        membership.blockers.push(BlockerCode::Other.into());
    }
    Some(membership)
}

/// What there is to say beside the code is left out where it cannot be read.
fn blocker(value: &Value) -> Option<Blocker> {
    Some(Blocker {
        code: choice(value, "code", BlockerCode::from_name, BlockerCode::Other)?,
        reason: json::text(value, "reason").unwrap_or_default(),
        since: json::date(value, "since"),
        contact: value.get("contact").and_then(contact_details),
        working_days: json::integer(value, "workingDays", limits::DAYS),
        action: choice(value, "action", BlockerAction::from_name, BlockerAction::Other).unwrap_or(BlockerAction::Other),
    })
}

/// What the page can do without: where a part of it cannot be read, nothing of it is told.
fn overview(value: &Value) -> Option<Overview> {
    Some(Overview {
        requirements_met: json::integer(value, "requirementsMet", limits::COUNT)?,
        requirements: json::integer(value, "requirements", limits::COUNT)?,
        profile_changed: json::date(value, "profileChanged")?,
        role_requested_by: json::text_or_empty(value, "roleRequestedBy"),
    })
}

fn current(value: &Value) -> Option<CurrentRenewal> {
    Some(CurrentRenewal {
        id: json::id(value, "id")?,
        status: renewal::status(value)?,
        next_step: json::text(value, "nextStep").and_then(|slug| Step::from_slug(&slug)),
        beginning: value.get("startedBy").and_then(|by| {
            let at = json::text(value, "startedAt")?;
            instant_ms(&at)?;
            Some(Beginning { name: json::text(by, "name")?, is_you: json::flag(by, "isYou"), at })
        }),
        saved_at: json::text(value, "savedAt").filter(|at| instant_ms(at).is_some()),
        awaited: value
            .get("awaited")
            .and_then(|awaited| Some((member(awaited, "amount", money)?, json::date(awaited, "deadline")?))),
        refund_requested: json::flag(value, "refundRequested"),
    })
}
