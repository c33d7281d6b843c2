//! The verification of a company: how it stands, and appeals against a rejection.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use chrono::NaiveDate;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::access::Membership;
use super::extract::{Body, Caller};
use super::next::language;
use super::payments::IDEMPOTENCY_KEY;
use super::problem::Problem;
use super::proof::Upload;
use super::{Answer, ApiState, companies, reverification};
use crate::store::appeals::{self, Appeal, KINDS, MOST, NewAppeal};
use crate::store::contacts::Contact;
use crate::store::records::Organization;
use crate::store::words;

/// Fields of the profile that the register of companies is asked with.
const CORRECTABLE: [&str; 2] = ["legalName", "registrationNumber"];

/// Whether a company whose data were rejected has corrected them.
pub(super) fn is_corrected(before: &Organization, now: &Organization) -> bool {
    before.verification == "rejected" && CORRECTABLE.iter().any(|field| before.field(field) != now.field(field))
}

/// Longest comment, in characters.
const MAX_COMMENT: usize = 1000;

/// How it stands.
pub async fn read(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let store = api.store();
    let (language, today) = (language(&headers), store.today());
    let body = store.write(|tx| json_of(tx, &Membership::of(tx, person, &id)?, &language, today))?;
    Ok(Json(body).into_response())
}

/// Takes the document for the next appeal, in the place of an earlier one.
pub async fn receive(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Answer {
    let upload = Upload::read(&headers, body)?;
    let store = api.store();
    let body = store.write(|tx| {
        let membership = Membership::of(tx, person, &id)?;
        membership.only_primary()?;
        is_possible(tx, &membership)?;
        appeals::keep_document(tx, &id, &upload.file()?)?;
        json_of(tx, &membership, &language(&headers), store.today())
    })?;
    Ok(Json(body).into_response())
}

/// POST `{"kind": id, "comment": text}`: appeals with the document that was sent. The same key again changes nothing.
pub async fn appeal(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let key = headers.get(IDEMPOTENCY_KEY).and_then(|key| key.to_str().ok()).unwrap_or_default();
    if !(16..=128).contains(&key.len()) {
        return Err(Problem::bad_request("Idempotency-Key must have 16 to 128 characters."));
    }
    let new = NewAppeal { key, kind: body.text("kind"), comment: body.text("comment") };
    let store = api.store();
    let body = store.write(|tx| {
        let membership = Membership::of(tx, person, &id)?;
        membership.only_primary()?;
        match appeals::made_with(tx, &id, person, key)? {
            Some((kind, comment)) if (kind.as_str(), comment.as_str()) == (new.kind, new.comment) => {}
            Some(_) => return Err(Problem::appeal_mismatch()),
            None => {
                is_possible(tx, &membership)?;
                let wrong = [
                    (KINDS.iter().all(|kind| kind.id != new.kind), ("kind", "unknown_option")),
                    (new.comment.chars().count() > MAX_COMMENT, ("comment", "too_long")),
                ];
                let wrong: Vec<_> =
                    wrong.into_iter().filter(|(is_wrong, _)| *is_wrong).map(|(_, field)| field).collect();
                if !wrong.is_empty() {
                    return Err(Problem::fields(&wrong));
                }
                if !appeals::make(tx, &id, person, &new, store.now())? {
                    return Err(Problem::appeal_not_possible());
                }
            }
        }
        json_of(tx, &Membership::of(tx, person, &id)?, &language(&headers), store.today())
    })?;
    Ok(Json(body).into_response())
}

/// Refuses unless the verification is rejected and an appeal is left.
fn is_possible(tx: &Connection, membership: &Membership) -> Result<(), Problem> {
    let organization = &membership.organization;
    let is_possible = organization.verification == "rejected" && Appeal::all(tx, &organization.id)?.len() < MOST;
    if is_possible { Ok(()) } else { Err(Problem::appeal_not_possible()) }
}

/// The verification as one of the organization's people sees it.
fn json_of(tx: &Connection, membership: &Membership, language: &str, today: NaiveDate) -> Result<Value, Problem> {
    let organization = &membership.organization;
    let state = organization.verification.as_str();
    // A company that is not verified yet is verified with the change in it.
    let change = reverification::pending_since(organization, today).filter(|_| state == "accepted");
    let appeals = Appeal::all(tx, &organization.id)?;
    let left = MOST.saturating_sub(appeals.len());
    let [name, email, phone] = organization.program.desk;
    let can_correct = membership.is_primary && state == "rejected";
    let mut body = json!({
        "organization": organization.named(),
        "state": if change.is_some() { "pending" } else { state },
        "workingDays": reverification::WORKING_DAYS,
        "contact": {"name": words::told(name, language), "email": email, "phone": phone},
        "primaryContact": membership.primary().map(Contact::reach),
        "appeals": appeals.iter().map(|appeal| appeal.json(language)).collect::<Vec<_>>(),
        "appealsLeft": left,
        "canAppeal": membership.is_primary && state == "rejected" && left > 0,
        "correctable": if can_correct { CORRECTABLE.as_slice() } else { &[] },
        "documentKinds": KINDS.iter().map(|kind| json!({"id": kind.id, "name": kind.name(language)})).collect::<Vec<_>>(),
    });
    if let Some(since) = change {
        body["reason"] = companies::reason(companies::CHANGED, language).into();
        body["since"] = since.to_string().into();
        body["change"] = reverification::json(organization, today);
    } else if state != "accepted" {
        let is_appealed = state == "pending" && appeals.first().is_some_and(|appeal| appeal.rejected_on.is_none());
        let code = if is_appealed { companies::APPEALED.to_owned() } else { format!("verification_{state}") };
        body["reason"] = companies::reason(&code, language).into();
        if let Some(day) = &organization.held_since {
            body["since"] = day.as_str().into();
        }
    }
    Ok(body)
}
