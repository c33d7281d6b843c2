//! Enrolling again, for a company whose membership has lapsed: asked for by the Primary Program Contact, shown to every
//! contact. The program answers by email.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use chrono::{Days, NaiveDate};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::access::Membership;
use super::extract::Caller;
use super::next::language;
use super::problem::Problem;
use super::{Answer, ApiState};
use crate::store::calendar::Standing;
use crate::store::enrollments::EnrollmentRequest;
use crate::store::records::Organization;
use crate::store::words;

/// Working days in which the program answers.
const WORKING_DAYS: u32 = 5;

/// The first day without a membership; none while it has not lapsed, or is suspended, which is told first.
fn lapsed_on(organization: &Organization, today: NaiveDate) -> Option<NaiveDate> {
    let (date, terms) = (organization.membership_date, organization.program.terms);
    let has_lapsed = terms.standing(date, today) == Standing::Lapsed && !organization.suspended;
    has_lapsed.then(|| terms.grace_ends(date) + Days::new(1))
}

fn json_of(tx: &Connection, membership: &Membership, language: &str, today: NaiveDate) -> Result<Value, Problem> {
    let organization = &membership.organization;
    let lapsed_on = lapsed_on(organization, today);
    let request = EnrollmentRequest::find(tx, &organization.id)?;
    let [name, email, phone] = organization.program.desk;
    Ok(json!({
        "organization": organization.named(),
        "lapsedOn": lapsed_on,
        "request": request.map(|request| json!({"requestedAt": request.at, "requestedBy": request.by})),
        "canRequest": membership.is_primary && lapsed_on.is_some(),
        "workingDays": WORKING_DAYS,
        "contact": {"name": words::told(name, language), "email": email, "phone": phone},
    }))
}

/// GET: how it stands.
pub async fn read(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let (store, language) = (api.store(), language(&headers));
    let found = store.write(|tx| json_of(tx, &Membership::of(tx, person, &id)?, &language, store.today()))?;
    Ok(Json(found).into_response())
}

/// POST: asks to enroll again. A request that is there stays as it is.
pub async fn ask(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let (store, language) = (api.store(), language(&headers));
    let asked = store.write(|tx| {
        let membership = Membership::of(tx, person, &id)?;
        membership.only_primary()?;
        if lapsed_on(&membership.organization, store.today()).is_none() {
            return Err(Problem::membership_not_lapsed());
        }
        EnrollmentRequest::make(tx, &id, person.name, store.now())?;
        json_of(tx, &membership, &language, store.today())
    })?;
    Ok(Json(asked).into_response())
}

/// DELETE: takes the request back. Without one nothing is changed.
pub async fn withdraw(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let (store, language) = (api.store(), language(&headers));
    let left = store.write(|tx| {
        let membership = Membership::of(tx, person, &id)?;
        membership.only_primary()?;
        EnrollmentRequest::withdraw(tx, &id)?;
        json_of(tx, &membership, &language, store.today())
    })?;
    Ok(Json(left).into_response())
}
