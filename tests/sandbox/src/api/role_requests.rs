//! Asking for the role that renews. Whoever holds it offers it (`handover`) or declines.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::IntoResponse;

use super::access::Membership;
use super::extract::Caller;
use super::problem::Problem;
use super::{Answer, ApiState, contacts};
use crate::store::role_requests::RoleRequest;

/// POST: asks for the role. A request that is open stays as it is.
pub async fn ask(State(api): State<ApiState>, Caller(person): Caller, Path(id): Path<String>) -> Answer {
    let store = api.store();
    let contacts = store.write(|tx| {
        let membership = Membership::of(tx, person, &id)?;
        if membership.is_primary {
            return Err(Problem::role_held());
        }
        let caller = membership.contacts.iter().find(|c| c.person.as_deref() == Some(person.id));
        let caller = caller.ok_or_else(Problem::not_found)?;
        if let Some(from) = RoleRequest::pause(tx, &caller.id, store.now())? {
            return Err(Problem::role_request_too_early(&from));
        }
        RoleRequest::make(tx, &id, &caller.id, store.now())?;
        contacts::json_of(tx, &membership, person, store.now())
    })?;
    Ok(Json(contacts).into_response())
}

/// DELETE: whoever holds the role declines, or the one who asked takes it back. Without a request nothing is changed.
pub async fn end(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path((id, contact)): Path<(String, String)>,
) -> Answer {
    let store = api.store();
    let contacts = store.write(|tx| {
        let membership = Membership::of(tx, person, &id)?;
        let asked = membership.contacts.iter().find(|c| c.id == contact).ok_or_else(Problem::not_found)?;
        if asked.person.as_deref() != Some(person.id) {
            membership.only_primary()?;
        }
        RoleRequest::end(tx, &contact, store.now())?;
        contacts::json_of(tx, &membership, person, store.now())
    })?;
    Ok(Json(contacts).into_response())
}
