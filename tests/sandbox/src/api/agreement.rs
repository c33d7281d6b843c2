//! The partner agreement in force, to be read and signed.

use axum::Json;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use serde::Deserialize;
use serde_json::json;

use super::extract::Caller;
use super::problem::Problem;
use super::{Answer, ApiState};
use crate::countries;
use crate::store::agreements::in_force;

/// Which agreement is asked for.
#[derive(Deserialize)]
pub struct Which {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// BCP 47.
    pub language: String,
}

/// The agreement in force, in English where there is no text in the language asked for.
pub async fn current(State(api): State<ApiState>, _: Caller, Query(which): Query<Which>) -> Answer {
    if countries::find(&which.country).is_none() {
        return Err(Problem::not_found());
    }
    let program = api.store().program();
    let found = api.store().write(|tx| match in_force(tx, program, &which.country, &which.language)? {
        None => in_force(tx, program, &which.country, "en"),
        found => Ok(found),
    })?;
    let found = found.ok_or_else(Problem::internal)?;
    Ok(Json(json!({
        "id": found.id,
        "version": found.version,
        "country": which.country,
        "language": found.language,
        "title": found.text.title,
        "effective": found.text.effective,
        "digest": found.digest,
        "sections": found.text.sections,
    }))
    .into_response())
}
