//! What an account sees of its organizations: which there are, and the membership of each.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::access::Membership;
use super::extract::Caller;
use super::next::{Next, language};
use super::problem::Problem;
use super::{Answer, ApiState, reverification, settlement, view};
use crate::people::{self, Person};
use crate::store::appeals::Appeal;
use crate::store::calendar::{self, Standing};
use crate::store::contacts::Contact;
use crate::store::enrollments::EnrollmentRequest;
use crate::store::handovers::Handover;
use crate::store::money::Level;
use crate::store::payments::Payment;
use crate::store::records::{Organization, Renewal};
use crate::store::refunds::Refund;
use crate::store::role_requests::RoleRequest;
use crate::store::words;

/// The person and the organizations they belong to; with the membership of the only one, where the caller wants it.
pub async fn account(State(api): State<ApiState>, Caller(person): Caller, headers: HeaderMap, next: Next) -> Answer {
    let organizations = api.store().write(|tx| {
        let sql = "SELECT organization FROM contact WHERE person = ?1 ORDER BY rowid";
        let mut statement = tx.prepare_cached(sql)?;
        let ids = statement.query_map([person.id], |r| r.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        ids.iter().map(|id| described(&Membership::of(tx, person, id)?, person.id)).collect::<Result<Vec<_>, Problem>>()
    })?;
    let mut body = json!({
        "person": {"id": person.id, "name": person.name, "email": person.email},
        "organizations": organizations,
    });
    if let Some(next) = next.of_account(&api, person, &headers, &organizations).await {
        body["next"] = next;
    }
    Ok(Json(body).into_response())
}

fn described(membership: &Membership, person: &str) -> Result<Value, Problem> {
    let organization = &membership.organization;
    let roles: Vec<&String> =
        membership.contacts.iter().filter(|c| c.person.as_deref() == Some(person)).flat_map(|c| &c.roles).collect();
    Ok(json!({
        "id": organization.id,
        "name": organization.name(),
        "partnerId": organization.partner_id,
        "city": organization.field("city"),
        "country": organization.field("country"),
        "roles": roles,
        "membershipDate": organization.membership_date,
    }))
}

/// Where the membership stands, and what stands in the way of renewing it.
pub async fn membership(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let store = api.store();
    let today = store.today();
    let language = language(&headers);
    let body = store.write(|tx| {
        let membership = Membership::of(tx, person, &id)?;
        let current = current_renewal(tx, &api, &id)?;
        // A payment that has just been settled moves the date, so the organization is read after it.
        let membership = Membership { organization: Membership::of(tx, person, &id)?.organization, ..membership };
        let organization = &membership.organization;
        let (date, terms) = (organization.membership_date, organization.program.terms);
        let standing = terms.standing(date, today);
        let current = current.filter(|r| r.state == "live" || standing == Standing::NotDue);
        let blockers = blockers(tx, &membership, standing, current.as_ref())?;
        let offered = offered_by(tx, &membership, person, store.now())?;
        let current = current.as_ref().map(|renewal| in_short(tx, renewal, person.id)).transpose()?;
        let stops = |blocker: &Blocker| blocker.code != "requirement_short";
        Ok::<_, Problem>(json!({
            "organization": organization.named(),
            "membershipDate": date,
            "asOf": today,
            "windowDays": terms.window_days,
            "graceDays": terms.grace_days,
            "windowOpens": terms.window_opens(date),
            "graceEnds": terms.grace_ends(date),
            "daysLeft": calendar::days_left(date, today),
            "status": if organization.suspended { "suspended" } else { standing.name() },
            "level": Level::find(&organization.level).map(Level::named),
            "mayRenew": !blockers.iter().any(stops),
            "primaryContact": membership.primary().map(Contact::reach),
            "blockers": blockers.iter().map(|blocker| blocker.json(organization, offered.as_deref(), &language)).collect::<Vec<_>>(),
            "currentRenewal": current,
            "overview": overview(tx, &membership)?,
        }))
    })?;
    Ok(Json(body).into_response())
}

fn current_renewal(tx: &Connection, api: &ApiState, organization: &str) -> Result<Option<Renewal>, Problem> {
    let Some(id) = Renewal::current_id(tx, organization)? else { return Ok(None) };
    settlement::sync_overdue(tx, api.store(), &id)?;
    Ok(Renewal::find(tx, &id)?)
}

/// What the page of the membership tells of the organization beside it.
fn overview(tx: &Connection, membership: &Membership) -> Result<Value, Problem> {
    let organization = &membership.organization;
    let (met, requirements) = organization.requirements()?;
    let mut told = json!({
        "requirementsMet": met,
        "requirements": requirements,
        "profileChanged": organization.profile_changed,
    });
    let open = if membership.is_primary { RoleRequest::open(tx, &organization.id)? } else { Vec::new() };
    let mut asking = open.iter().filter_map(|one| membership.contacts.iter().find(|c| c.id == one.contact));
    if let Some(contact) = asking.next() {
        told["roleRequestedBy"] = contact.name.as_str().into();
    }
    Ok(told)
}

/// A renewal as the membership tells of it.
fn in_short(tx: &Connection, renewal: &Renewal, caller: &str) -> Result<Value, Problem> {
    let mut short = json!({
        "id": renewal.id,
        "status": view::status(renewal),
        "nextStep": view::next_step(renewal),
        "reference": renewal.reference,
    });
    if let Some(at) = renewal.saved_at(tx)? {
        short["savedAt"] = at.into();
    }
    if let Some((amount, deadline)) = renewal.payment.as_ref().and_then(Payment::awaited) {
        short["awaited"] = json!({"amount": amount.json(), "deadline": deadline});
    }
    if Refund::find(tx, &renewal.id)?.is_some_and(|refund| refund.refunded_at.is_none()) {
        short["refundRequested"] = true.into();
    }
    if let Some((person, at)) = renewal.beginning(tx)?
        && let Some(by) = people::find(&person)
    {
        short["startedBy"] = json!({"name": by.name, "isYou": person == caller});
        short["startedAt"] = at.into();
    }
    Ok(short)
}

/// Who offers the role that renews to the caller.
fn offered_by(
    tx: &Connection,
    membership: &Membership,
    person: &Person,
    now: DateTime<Utc>,
) -> Result<Option<String>, Problem> {
    let offer = Handover::find(tx, &membership.organization.id, now)?;
    let is_theirs =
        |c: &Contact| offer.as_ref().is_some_and(|o| o.contact == c.id) && c.person.as_deref() == Some(person.id);
    Ok(membership.primary().filter(|_| membership.contacts.iter().any(is_theirs)).map(|c| c.name.clone()))
}

/// What stands in the way, and what the person can do.
struct Blocker {
    code: &'static str,
    action: &'static str,
    /// Which of the `REASONS`.
    reason: &'static str,
    /// Since which day.
    since: Option<String>,
}

impl Blocker {
    /// As the contract writes it, with what the program has to say of it in a language; `offered_by` is who offers the
    /// role to the caller.
    fn json(&self, organization: &Organization, offered_by: Option<&str>, language: &str) -> Value {
        let mut blocker = json!({"code": self.code, "action": self.action});
        if let Some(name) = offered_by.filter(|_| self.code == "not_primary_contact") {
            blocker["reason"] = if words::is_bulgarian(language) {
                format!("{name} ви предлага тази роля. Приемете я в „Организации“.").into()
            } else {
                format!("{name} offers you this role. Accept it under Organizations.").into()
            };
        }
        if ASK_THE_DESK.contains(&self.code) {
            let [name, email, phone] = organization.program.desk;
            blocker["contact"] = json!({"name": words::told(name, language), "email": email, "phone": phone});
        }
        let Some(reason) = reason(self.reason, language) else { return blocker };
        blocker["reason"] = reason.into();
        if let Some(day) = &self.since {
            blocker["since"] = day.as_str().into();
        }
        if self.code == "verification_pending" {
            blocker["workingDays"] = reverification::WORKING_DAYS.into();
        }
        blocker
    }
}

/// What the program's own people can help with.
const ASK_THE_DESK: [&str; 5] =
    ["suspended", "lapsed", "verification_pending", "verification_rejected", "requirement_short"];

/// The reason of a verification that is pending because of an appeal.
pub const APPEALED: &str = "appealed";
/// The reason of a verification that is pending because of a change of the company's data.
pub const CHANGED: &str = "changed";

/// The reason of a lapsed membership whose company has asked to enroll again.
const ENROLLING: &str = "enrolling";

/// Why the program holds a company up.
const REASONS: [(&str, &str); 7] = [
    (APPEALED, "Your appeal is being read."),
    (CHANGED, "Your change is being compared with the business register."),
    (ENROLLING, "Your request to rejoin is being read."),
    ("lapsed", "The grace period ended without a renewal."),
    ("suspended", "Two invoices of last year are not paid."),
    ("verification_pending", "The business register is being asked for your registration number."),
    ("verification_rejected", "The business register has no company with your registration number."),
];

/// Why, in a language.
pub fn reason(code: &str, language: &str) -> Option<&'static str> {
    let (_, reason) = REASONS.iter().find(|(known, _)| *known == code)?;
    Some(words::told(reason, language))
}

fn blockers(
    tx: &Connection,
    membership: &Membership,
    standing: Standing,
    current: Option<&Renewal>,
) -> Result<Vec<Blocker>, Problem> {
    let organization = &membership.organization;
    let renewed = current.is_some_and(|r| view::next_step(r) == "done");
    let is_appealed = Appeal::is_awaited(tx, &organization.id)?;
    let pending = if is_appealed { "verification" } else { "wait" };
    let enrolling = EnrollmentRequest::find(tx, &organization.id)?;
    let found = [
        (!membership.is_primary, "not_primary_contact", "contact_primary"),
        (organization.suspended, "suspended", "contact_support"),
        (renewed, "already_renewed", "confirmation"),
        (standing == Standing::NotDue && !renewed, "window_not_open", "wait"),
        (
            standing == Standing::Lapsed && !organization.suspended,
            "lapsed",
            if enrolling.is_some() { "enrollment_requested" } else { "enrollment" },
        ),
        (organization.verification == "pending", "verification_pending", pending),
        (organization.verification == "rejected", "verification_rejected", "verification"),
        (!renewed && organization.shortage()?.is_some(), "requirement_short", "competencies"),
    ];
    let held = |code: &'static str| match (code, &enrolling) {
        ("lapsed", Some(request)) => (ENROLLING, Some(request.day().to_owned())),
        ("verification_pending", _) if is_appealed => (APPEALED, organization.held_since.clone()),
        _ => (code, organization.held_since.clone()),
    };
    let blocker = |(_, code, action)| {
        let (reason, since) = held(code);
        Blocker { code, action, reason, since }
    };
    Ok(found.into_iter().filter(|(there, ..)| *there).map(blocker).collect())
}
