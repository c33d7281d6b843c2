//! The competencies of an organization: listed for everybody of it; whoever renews has customers asked again.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use chrono::NaiveDate;
use serde_json::{Value, json};

use super::access::Membership;
use super::extract::{Body, Caller};
use super::next::language;
use super::problem::Problem;
use super::{Answer, ApiState};
use crate::store::competencies::{Resending, resend as ask_again, tell};

/// Competencies with what each needs and has.
pub async fn list(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let (store, language) = (api.store(), language(&headers));
    let competencies = store.write(|tx| json_of(&Membership::of(tx, person, &id)?, store.today(), &language))?;
    Ok(Json(competencies).into_response())
}

/// POST `{"sentOn"}`: asks a customer for a reference again, unless they were asked after that day.
pub async fn resend(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path((id, reference)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let seen: NaiveDate = body.text("sentOn").parse().map_err(|_| Problem::bad_request("sentOn is no date."))?;
    let (store, language) = (api.store(), language(&headers));
    let competencies = store.write(|tx| {
        let membership = Membership::of(tx, person, &id)?;
        membership.only_primary()?;
        match ask_again(tx, &membership.organization, &reference, seen, store.today())? {
            Resending::Sent => json_of(&Membership::of(tx, person, &id)?, store.today(), &language),
            Resending::NotFound => Err(Problem::not_found()),
            Resending::Answered => Err(Problem::reference_answered()),
            Resending::TooEarly { customer, from } => Err(Problem::resend_too_early(&customer, from)),
        }
    })?;
    Ok(Json(competencies).into_response())
}

fn json_of(membership: &Membership, today: NaiveDate, language: &str) -> Result<Value, Problem> {
    let mut competencies = membership.organization.competencies()?;
    tell(&mut competencies, language);
    Ok(json!({"asOf": today, "competencies": competencies, "canResend": membership.is_primary}))
}
