//! The letter that proves a membership: issued and revoked by the Primary Program Contact, shown to every contact.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use chrono::NaiveDate;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::access::Membership;
use super::extract::Caller;
use super::problem::Problem;
use super::{Answer, ApiState, reverification};
use crate::store::letters::Letter;
use crate::store::money::Level;
use crate::store::records::Organization;

/// Whether a letter of this organization would be believed on a day: its membership is in force.
pub fn is_member(organization: &Organization, today: NaiveDate) -> bool {
    !organization.suspended && today <= organization.membership_date
}

fn json_of(tx: &Connection, membership: &Membership, today: NaiveDate) -> Result<Value, Problem> {
    let organization = &membership.organization;
    let letter = Letter::find(tx, &organization.id)?;
    let mut body = json!({
        "organization": organization.named(),
        "level": Level::find(&organization.level).map(Level::named),
        "memberUntil": organization.membership_date,
        "issuedAt": letter.as_ref().map(|letter| &letter.issued_at),
        "code": letter.as_ref().map(|letter| &letter.code),
        "holds": letter.is_some() && is_member(organization, today),
        "canIssue": membership.is_primary,
    });
    if letter.is_none() {
        if !is_member(organization, today) {
            body["refused"] = "not-a-member".into();
        } else if reverification::pending_since(organization, today).is_some() {
            body["refused"] = "verification-pending".into();
        }
    }
    Ok(body)
}

/// GET: the letter as it would be printed today; without a code while none is issued.
pub async fn read(State(api): State<ApiState>, Caller(person): Caller, Path(id): Path<String>) -> Answer {
    let store = api.store();
    let letter = store.write(|tx| json_of(tx, &Membership::of(tx, person, &id)?, store.today()))?;
    Ok(Json(letter).into_response())
}

/// POST: issues it. The one that is issued stays as it is.
pub async fn issue(State(api): State<ApiState>, Caller(person): Caller, Path(id): Path<String>) -> Answer {
    let store = api.store();
    let letter = store.write(|tx| {
        let membership = Membership::of(tx, person, &id)?;
        membership.only_primary()?;
        if !is_member(&membership.organization, store.today()) {
            return Err(Problem::not_a_member());
        }
        if Letter::find(tx, &id)?.is_none() {
            reverification::is_over(&membership.organization, store.today())?;
        }
        Letter::issue(tx, store.ids(), &id, store.now())?;
        json_of(tx, &membership, store.today())
    })?;
    Ok(Json(letter).into_response())
}

/// DELETE: revokes it. Without one nothing is changed.
pub async fn revoke(State(api): State<ApiState>, Caller(person): Caller, Path(id): Path<String>) -> Answer {
    let store = api.store();
    let letter = store.write(|tx| {
        let membership = Membership::of(tx, person, &id)?;
        membership.only_primary()?;
        Letter::revoke(tx, &id)?;
        json_of(tx, &membership, store.today())
    })?;
    Ok(Json(letter).into_response())
}
