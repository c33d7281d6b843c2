//! Starting a renewal, reading it, and starting over.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use rusqlite::Connection;

use super::access::{self, Membership};
use super::extract::{Body, Caller};
use super::next::{self, Next};
use super::problem::Problem;
use super::{Answer, ApiState, settlement};
use crate::people::Person;
use crate::store::calendar::Standing;
use crate::store::records::{Organization, Renewal};
use crate::store::{Statements, Store, agreements, timestamp};

/// Starts a renewal, or finds the live one.
pub async fn start(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path(organization): Path<String>,
    headers: HeaderMap,
    next: Next,
    _: Body,
) -> Answer {
    let store = api.store();
    let today = store.today();
    let (status, renewal) = store.write(|tx| {
        Membership::of(tx, person, &organization)?.only_primary()?;
        if let Some(id) = Renewal::current_id(tx, &organization)? {
            let renewal = refreshed(tx, store, &id)?;
            let date = renewal.organization.membership_date;
            if renewal.state == "active" && renewal.organization.program.terms.standing(date, today) == Standing::NotDue
            {
                return Err(Problem::already_paid(&renewal.id));
            }
            access::may_renew(&renewal.organization, today)?;
            if renewal.state == "live" {
                return Ok((StatusCode::OK, renewal));
            }
        }
        let organization = Membership::of(tx, person, &organization)?.organization;
        access::may_renew(&organization, today)?;
        let id = store.ids().id("renewal");
        begin(tx, &id, &organization, person, &timestamp(store.now()))?;
        Ok((StatusCode::CREATED, found(tx, &id)?))
    })?;
    let mut response = next::answer(status, &api, person, &headers, &renewal, next).await?;
    let location = HeaderValue::try_from(format!("/v1/renewals/{}", renewal.id)).ok();
    response.headers_mut().extend(location.map(|location| (header::LOCATION, location)));
    Ok(response)
}

fn begin(
    tx: &Connection,
    id: &str,
    organization: &Organization,
    person: &Person,
    now: &str,
) -> Result<(), rusqlite::Error> {
    let sql = "INSERT INTO renewal (id, organization, term, started_by, started_at) VALUES (?1, ?2, ?3, ?4, ?5)";
    let term = organization.membership_date.to_string();
    tx.execute_cached(sql, [id, &organization.id, &term, person.id, now])?;
    Ok(())
}

/// Reads it.
pub async fn read(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    next: Next,
) -> Answer {
    let store = api.store();
    let renewal = store.write(|tx| {
        owned(tx, person, &id)?;
        refreshed(tx, store, &id)
    })?;
    next::answer(StatusCode::OK, &api, person, &headers, &renewal, next).await
}

/// Starts over: possible while nothing is paid and no payment is live.
pub async fn remove(State(api): State<ApiState>, Caller(person): Caller, Path(id): Path<String>) -> Answer {
    let store = api.store();
    store.write(|tx| {
        owned(tx, person, &id)?;
        let mut renewal = refreshed(tx, store, &id)?;
        match renewal.state.as_str() {
            "live" => {}
            "active" => return Err(Problem::already_paid(&id)),
            _ => return Err(Problem::not_found()),
        }
        access::no_live_payment(&renewal)?;
        renewal.state = "cancelled".into();
        renewal.save(tx)?;
        settlement::settle(tx, store, &id)?;
        Ok(())
    })?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Refuses a renewal that is not the caller's as Primary Program Contact.
///
/// # Errors
/// 404 or 403.
pub fn owned(tx: &Connection, person: &Person, id: &str) -> Result<(), Problem> {
    access::visible(tx, person, id)?.0.only_primary()
}

/// The renewal after time has done its work: a payment that ran out is over, and a signature under an agreement that
/// is no longer in force is void, unless money is on its way under it.
///
/// # Errors
/// 404 when there is none, 500 when the database refuses.
pub fn refreshed(tx: &Connection, store: &Store, id: &str) -> Result<Renewal, Problem> {
    settlement::sync_overdue(tx, store, id)?;
    let mut renewal = found(tx, id)?;
    let settled = renewal.state != "live" || renewal.payment.as_ref().is_some_and(|p| p.is_live());
    if !settled && agreements::newer(tx, &renewal)?.is_some() {
        renewal.void_signature();
        renewal.save(tx)?;
    }
    Ok(renewal)
}

fn found(tx: &Connection, id: &str) -> Result<Renewal, Problem> {
    Renewal::find(tx, id)?.ok_or_else(Problem::not_found)
}
