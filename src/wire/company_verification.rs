//! The verification of a company: how it stands, and appeals against a rejection.
use super::account::organization;
use super::organization::{contact_details, instant, reverification};
use super::{Call, answer, choice, member, path, post, request};
use crate::domain::company_verification::{Appeal, CompanyVerification, VerificationState};
use crate::domain::json::{self, Object};
use crate::domain::limits;
use crate::domain::profile::FieldId;
use crate::domain::proof::ProofFile;
use crate::ports::{Method, Request, RetryClass};
use serde_json::Value;

/// How it stands.
#[must_use]
pub fn get(organization: &str) -> Call<CompanyVerification> {
    read(super::get(path("/organizations/{}/verification", organization)))
}

/// Sends the document for the next appeal, in the place of an earlier one; sending it twice does no harm.
#[must_use]
pub fn send_document(organization: &str, file: ProofFile) -> Call<CompanyVerification> {
    let request = request(Method::Put, path("/organizations/{}/verification/document", organization));
    read(Request { file: Some(file), retry: RetryClass::Safe, ..request })
}

/// Appeals with the document that was sent. With the same key it happens once, however often it is sent.
#[must_use]
pub fn appeal(organization: &str, kind: &str, comment: &str, key: &str) -> Call<CompanyVerification> {
    let body = Object::new().text("kind", kind).text("comment", comment).finish();
    let request = post(path("/organizations/{}/verification/appeals", organization), body);
    read(Request { idempotency_key: Some(key.to_owned()), retry: RetryClass::IdempotencyKey, ..request })
}

fn read(request: Request) -> Call<CompanyVerification> {
    Call { request, read: |reply| answer(reply, verification) }
}

fn verification(value: &Value) -> Option<CompanyVerification> {
    Some(CompanyVerification {
        organization: member(value, "organization", organization)?,
        state: choice(value, "state", VerificationState::from_name, VerificationState::Other)?,
        since: json::date(value, "since"),
        reason: json::text_or_empty(value, "reason"),
        change: value.get("change").and_then(reverification),
        working_days: json::integer(value, "workingDays", limits::DAYS),
        contact: value.get("contact").and_then(contact_details),
        primary_contact: value.get("primaryContact").and_then(contact_details),
        // An appeal that was left out would be taken for one that did not arrive.
        appeals: json::list(value, "appeals", received)?,
        appeals_left: json::integer(value, "appealsLeft", limits::COUNT)?,
        can_appeal: json::flag(value, "canAppeal"),
        document_kinds: json::list_lossy(value, "documentKinds", |kind| {
            Some((json::id(kind, "id")?, json::text(kind, "name")?))
        }),
        correctable: json::list_lossy(value, "correctable", |field| FieldId::from_name(field.as_str()?)),
    })
}

fn received(value: &Value) -> Option<Appeal> {
    let document = value.get("document")?;
    Some(Appeal {
        kind: json::text(value, "kind")?,
        comment: json::text_or_empty(value, "comment"),
        file_name: json::text(document, "name")?,
        file_size: json::integer(document, "size", limits::FILE_SIZE)?,
        received_at: instant(value, "receivedAt")?,
        rejected_on: json::date(value, "rejectedOn"),
    })
}
