//! Handing over the role that renews: the one who holds it offers it, and the successor takes it.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::IntoResponse;

use super::access::Membership;
use super::contacts;
use super::controls::make_primary;
use super::extract::{Body, Caller};
use super::problem::Problem;
use super::{Answer, ApiState};
use crate::store::handovers::Handover;
use crate::store::role_requests::RoleRequest;

/// POST `{"contact": id}`: offers the role. The same offer again changes nothing, another one ends it.
pub async fn offer(State(api): State<ApiState>, Caller(person): Caller, Path(id): Path<String>, body: Body) -> Answer {
    let wanted = body.text("contact").to_owned();
    let store = api.store();
    let contacts = store.write(|tx| {
        let membership = Membership::of(tx, person, &id)?;
        membership.only_primary()?;
        let successor = membership.contacts.iter().find(|c| c.id == wanted && !c.is_primary());
        if successor.is_none_or(|c| c.person.is_none()) {
            // It has to have an account, and not to hold the role already.
            return Err(Problem::fields(&[("contact", "unknown_option")]));
        }
        Handover::offer(tx, &id, &wanted, store.now())?;
        // The offer is the answer to their request.
        RoleRequest::forget(tx, &wanted)?;
        contacts::json_of(tx, &membership, person, store.now())
    })?;
    Ok(Json(contacts).into_response())
}

/// DELETE: the holder takes the offer back, or the successor declines it. Without an offer nothing is changed.
pub async fn end(State(api): State<ApiState>, Caller(person): Caller, Path(id): Path<String>) -> Answer {
    let store = api.store();
    let contacts = store.write(|tx| {
        let membership = Membership::of(tx, person, &id)?;
        if let Some(offer) = Handover::find(tx, &id, store.now())? {
            if !is_to(&membership, &offer, person.id) {
                membership.only_primary()?;
            }
            Handover::end(tx, &id)?;
        }
        contacts::json_of(tx, &membership, person, store.now())
    })?;
    Ok(Json(contacts).into_response())
}

/// POST: the successor takes the role. Whoever has taken it already is told the same.
pub async fn accept(State(api): State<ApiState>, Caller(person): Caller, Path(id): Path<String>) -> Answer {
    let store = api.store();
    let contacts = store.write(|tx| {
        let membership = Membership::of(tx, person, &id)?;
        match Handover::find(tx, &id, store.now())? {
            Some(offer) if is_to(&membership, &offer, person.id) => {
                make_primary(tx, &id, &offer.contact)?;
            }
            _ if membership.is_primary => {}
            _ => return Err(Problem::handover_over()),
        }
        contacts::json_of(tx, &Membership::of(tx, person, &id)?, person, store.now())
    })?;
    Ok(Json(contacts).into_response())
}

fn is_to(membership: &Membership, offer: &Handover, person: &str) -> bool {
    membership.contacts.iter().any(|c| c.id == offer.contact && c.person.as_deref() == Some(person))
}
