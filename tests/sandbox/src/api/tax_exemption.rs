//! Exemption from tax: asked for by the Primary Program Contact with a certificate, shown to every contact. The program
//! decides; until then nobody is kept from paying.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use rusqlite::Connection;
use serde::Deserialize;
use serde_json::Value;

use super::access::Membership;
use super::extract::{Body, Caller};
use super::next::language;
use super::problem::Problem;
use super::proof::Upload;
use super::{Answer, ApiState};
use crate::store::tax_exemptions::{TaxExemption, grounds, is_ground};

/// What a request says beside its certificate.
#[derive(Deserialize)]
pub struct Asked {
    /// Id of the ground.
    #[serde(default)]
    pub ground: String,
}

fn json_of(tx: &Connection, membership: &Membership, language: &str) -> Result<Value, Problem> {
    let exemption = TaxExemption::find(tx, &membership.organization.id)?;
    let is_accepted = exemption.as_ref().is_some_and(|one| one.state == "accepted");
    let mut told = TaxExemption::json(exemption.as_ref(), language);
    told["organization"] = membership.organization.named();
    told["grounds"] = grounds(language).into();
    told["canRequest"] = (membership.is_primary && !is_accepted).into();
    Ok(told)
}

/// GET: how it stands.
pub async fn read(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let told = api.store().write(|tx| json_of(tx, &Membership::of(tx, person, &id)?, &language(&headers)))?;
    Ok(Json(told).into_response())
}

/// PUT: asks for it, with the certificate. One that is accepted stays as it is.
pub async fn request(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Answer {
    let upload = Upload::read(&headers, body)?;
    let store = api.store();
    let told = store.write(|tx| {
        let membership = Membership::of(tx, person, &id)?;
        membership.only_primary()?;
        let is_accepted = TaxExemption::find(tx, &id)?.is_some_and(|one| one.state == "accepted");
        if !is_accepted {
            let file = upload.file()?;
            if !is_ground(&asked.ground) {
                return Err(Problem::fields(&[("ground", "unknown_option")]));
            }
            TaxExemption::request(tx, &id, &asked.ground, &file, store.now())?;
        }
        json_of(tx, &membership, &language(&headers))
    })?;
    Ok(Json(told).into_response())
}

/// POST `{"organization": id, "state": "accepted" | "rejected", "reason": text}`, below `/sandbox`: the program decides.
pub(super) async fn decide(State(api): State<ApiState>, body: Body) -> Answer {
    let store = api.store();
    let (organization, state) = (body.text("organization"), body.text("state"));
    let reason = Some(body.text("reason")).filter(|reason| !reason.is_empty() && state == "rejected");
    if !["accepted", "rejected"].contains(&state) {
        return Err(Problem::bad_request("A request is accepted or rejected."));
    }
    if store.write(|tx| TaxExemption::decide(tx, organization, state, reason, store.now()))? {
        Ok(StatusCode::NO_CONTENT.into_response())
    } else {
        Err(Problem::not_found())
    }
}
