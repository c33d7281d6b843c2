//! The people whom an organization names: listed for everybody of it, invited, given roles and removed by who renews.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::access::Membership;
use super::extract::{Body, Caller};
use super::problem::Problem;
use super::{Answer, ApiState, profile, shape};
use crate::people::Person;
use crate::store::contacts::{Contact, OTHER_ROLES, PRIMARY, REQUIRED_ROLES};
use crate::store::handovers::Handover;
use crate::store::role_requests::RoleRequest;

/// Longest id, in characters, as the contract has it.
const MAX_ID: usize = 64;
/// Longest name, in characters.
const MAX_NAME: usize = 200;
/// Longest address, in characters.
const MAX_EMAIL: usize = 200;

/// Everyone the organization names, with their roles.
pub async fn list(State(api): State<ApiState>, Caller(person): Caller, Path(id): Path<String>) -> Answer {
    let store = api.store();
    let contacts = store.write(|tx| json_of(tx, &Membership::of(tx, person, &id)?, person, store.now()))?;
    Ok(Json(contacts).into_response())
}

/// POST `{"name", "email", "phone", "roles"}`: invites somebody. The same again sends the invitation once more.
pub async fn invite(State(api): State<ApiState>, Caller(person): Caller, Path(id): Path<String>, body: Body) -> Answer {
    let store = api.store();
    let contacts = store.write(|tx| {
        let membership = Membership::of(tx, person, &id)?;
        membership.only_primary()?;
        let invited = invited(&body, store.ids().id("contact"))?;
        let same_address = |c: &&Contact| c.email.eq_ignore_ascii_case(&invited.email);
        match membership.contacts.iter().find(same_address) {
            None => invited.invite(tx, &id, store.now())?,
            Some(known) if known.is_as(&invited) => known.invite_again(tx, store.now())?,
            Some(_) => return Err(Problem::fields(&[("email", "taken")])),
        }
        json_of(tx, &Membership::of(tx, person, &id)?, person, store.now())
    })?;
    Ok(Json(contacts).into_response())
}

/// POST `{"roles"}`: gives somebody these roles, and takes the others. The role that renews stays where it is.
pub async fn change_roles(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path((id, contact)): Path<(String, String)>,
    body: Body,
) -> Answer {
    let store = api.store();
    let contacts = store.write(|tx| {
        let membership = Membership::of(tx, person, &id)?;
        let mut found = membership.contacts.iter().find(|c| c.id == contact).cloned().ok_or_else(Problem::not_found)?;
        membership.only_primary()?;
        let given = roles(&body).map_err(|code| Problem::fields(&[("roles", code)]))?;
        let kept = found.roles.iter().filter(|role| *role == PRIMARY).cloned();
        found.roles = kept.chain(given).collect();
        if found.roles.is_empty() {
            return Err(Problem::fields(&[("roles", "required")]));
        }
        leaves_none_empty(&membership, &contact, &found.roles)?;
        found.save_roles(tx)?;
        json_of(tx, &Membership::of(tx, person, &id)?, person, store.now())
    })?;
    Ok(Json(contacts).into_response())
}

/// DELETE: takes somebody out of the organization. Whoever is not there any more stays away.
pub async fn remove(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path((id, contact)): Path<(String, String)>,
) -> Answer {
    let store = api.store();
    let contacts = store.write(|tx| {
        let membership = Membership::of(tx, person, &id)?;
        // Nobody ever had such an id, so nobody was removed.
        if contact.chars().count() > MAX_ID {
            return Err(Problem::not_found());
        }
        membership.only_primary()?;
        if let Some(found) = membership.contacts.iter().find(|c| c.id == contact) {
            leaves_none_empty(&membership, &contact, &[])?;
            found.remove(tx, &id, store.now())?;
        }
        json_of(tx, &Membership::of(tx, person, &id)?, person, store.now())
    })?;
    Ok(Json(contacts).into_response())
}

/// Refuses when a role that somebody has to hold would be left empty by giving a contact these roles alone.
fn leaves_none_empty(membership: &Membership, contact: &str, roles: &[String]) -> Result<(), Problem> {
    let left = REQUIRED_ROLES.into_iter().find(|role| {
        let held = membership.contacts.iter().any(|c| c.id == contact && c.holds(role));
        let by_another = membership.contacts.iter().any(|c| c.id != contact && c.holds(role));
        held && !by_another && !roles.iter().any(|given| given == role)
    });
    left.map_or(Ok(()), |role| Err(Problem::role_required(role)))
}

/// Who is invited, as they are written down.
fn invited(body: &Body, id: String) -> Result<Contact, Problem> {
    let [name, email, phone] = ["name", "email", "phone"].map(|field| profile::one_line(body.text(field)));
    let given = roles(body);
    let too_long = |text: &str, most: usize| text.chars().count() > most;
    let wrong = [
        (name.is_empty(), "name", "required"),
        (too_long(&name, MAX_NAME), "name", "too_long"),
        (email.is_empty(), "email", "required"),
        (!email.is_empty() && !shape::is_email(&email), "email", "shape"),
        (too_long(&email, MAX_EMAIL), "email", "too_long"),
        (!phone.is_empty() && !shape::is_phone(&phone), "phone", "shape"),
        (given.is_err(), "roles", "unknown_option"),
        (given.as_ref().is_ok_and(Vec::is_empty), "roles", "required"),
    ];
    let mut errors: Vec<(&str, &str)> = Vec::new();
    for (_, field, code) in wrong.into_iter().filter(|(is_wrong, ..)| *is_wrong) {
        if !errors.iter().any(|(known, _)| *known == field) {
            errors.push((field, code));
        }
    }
    match given {
        Ok(roles) if errors.is_empty() => Ok(Contact { id, person: None, name, email, phone, roles, invited_at: None }),
        _ => Err(Problem::fields(&errors)),
    }
}

/// The roles that are named, each once, in the order of the contract; the code of the refusal where one cannot be given
/// so.
fn roles(body: &Body) -> Result<Vec<String>, &'static str> {
    let named = body.0.get("roles").and_then(Value::as_array).ok_or("required")?;
    let names: Vec<&str> = named.iter().filter_map(Value::as_str).collect();
    if names.len() != named.len() || names.iter().any(|name| !OTHER_ROLES.contains(name)) {
        return Err("unknown_option");
    }
    Ok(OTHER_ROLES.into_iter().filter(|role| names.contains(role)).map(str::to_owned).collect())
}

/// The contacts as one of them sees them, with the offer of the role that renews where it concerns the caller.
///
/// # Errors
/// When the database refuses.
pub(super) fn json_of(
    tx: &Connection,
    membership: &Membership,
    person: &Person,
    now: DateTime<Utc>,
) -> Result<Value, Problem> {
    let is_you = |c: &Contact| c.person.as_deref() == Some(person.id);
    let offer = Handover::find(tx, &membership.organization.id, now)?;
    let contacts = membership.contacts.iter().map(|c| {
        let is_offered = offer.as_ref().is_some_and(|offer| offer.contact == c.id);
        json!({
            "id": c.id, "name": c.name, "email": c.email, "phone": c.phone, "roles": c.roles,
            "isYou": is_you(c),
            "canTakeOver": membership.is_primary && c.person.is_some() && !c.is_primary() && !is_offered,
            "isInvited": c.person.is_none() && c.invited_at.is_some(),
        })
    });
    let to = offer.as_ref().and_then(|offer| membership.contacts.iter().find(|c| c.id == offer.contact));
    let concerns = |c: &&Contact| is_you(c) || membership.is_primary;
    let handover = to.filter(concerns).zip(membership.primary()).zip(offer.as_ref()).map(
        |((to, from), offer)| json!({"from": from.name, "to": to.name, "isToYou": is_you(to), "until": offer.until}),
    );
    let contacts: Vec<Value> = contacts.collect();
    let mut body = json!({
        "contacts": contacts, "handover": handover,
        "canChange": membership.is_primary, "roles": OTHER_ROLES, "requiredRoles": REQUIRED_ROLES,
    });
    add_requests(tx, membership, person, now, &mut body)?;
    Ok(body)
}

/// Adds who asks for the role that renews, and whether the caller may.
fn add_requests(
    tx: &Connection,
    membership: &Membership,
    person: &Person,
    now: DateTime<Utc>,
    body: &mut Value,
) -> Result<(), Problem> {
    let is_you = |c: &Contact| c.person.as_deref() == Some(person.id);
    let open = RoleRequest::open(tx, &membership.organization.id)?;
    let requests = open.iter().filter_map(|request| {
        let by = membership.contacts.iter().find(|c| c.id == request.contact)?;
        (membership.is_primary || is_you(by)).then(
            || json!({"contact": by.id, "name": by.name, "isYou": is_you(by), "requestedAt": request.requested_at}),
        )
    });
    body["roleRequests"] = requests.collect();
    let caller = membership.contacts.iter().find(|c| is_you(c)).filter(|_| !membership.is_primary);
    let Some(caller) = caller else {
        body["canRequestRole"] = false.into();
        return Ok(());
    };
    let pause = RoleRequest::pause(tx, &caller.id, now)?;
    let is_offered = body["handover"]["isToYou"] == true;
    let asks = open.iter().any(|request| request.contact == caller.id);
    body["canRequestRole"] = (pause.is_none() && !is_offered && !asks && membership.primary().is_some()).into();
    if let Some(from) = pause {
        body["requestFrom"] = from.into();
    }
    Ok(())
}
