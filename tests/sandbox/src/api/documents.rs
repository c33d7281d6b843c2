//! What was signed, with the evidence of the signature, as a text to keep.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;

use super::extract::Caller;
use super::problem::Problem;
use rusqlite::Connection;

use super::{Answer, ApiState, access, renewals, view};
use crate::store::agreements;
use crate::store::evidence::Record;
use crate::store::refunds::Refund;

/// Its media type.
pub const TYPE: &str = "text/plain; charset=utf-8";
/// The line before the text that was signed.
const BEGIN: &str = "----- BEGIN TEXT -----";
/// The line after it.
const END: &str = "----- END TEXT -----";
/// How whoever has the document finds out that it is whole.
const CHECK: &str = "\
To check the text: its SHA-256 is that of everything between the two lines of dashes, in UTF-8, without the line breaks
next to them. To check the signature: its hash is the SHA-256 of the JSON text [previous hash, [signature, renewal,
account, organization, agreement, version, language, SHA-256, signer, title, statement, signed at, account name]]
without spaces, and without an account name where none is written here.";

/// The signature that counts, as a text: there once the agreement is signed.
pub async fn signature(State(api): State<ApiState>, Caller(person): Caller, Path(id): Path<String>) -> Answer {
    let store = api.store();
    let document = store.write(|tx| {
        access::visible(tx, person, &id)?;
        let renewal = renewals::refreshed(tx, store, &id)?;
        // What was signed stays evidence after a refund, too.
        if renewal.state == "cancelled" && !Refund::is_done(tx, &id)? {
            return Err(Problem::not_found());
        }
        let Some(signature) = &renewal.signature else {
            return Err(Problem::step_order(view::first_incomplete(&renewal)));
        };
        signed(tx, signature.number)
    })?;
    Ok(([(header::CONTENT_TYPE, TYPE)], document).into_response())
}

/// The signature with this number as a text.
///
/// # Errors
/// When the database refuses, or has no text for it.
pub fn signed(tx: &Connection, number: i64) -> Result<String, Problem> {
    let record = Record::find(tx, number)?;
    let agreement = agreements::in_force_for(tx, record.number, &record.language)?.ok_or_else(Problem::internal)?;
    Ok(written(&record, &agreement.text))
}

fn written(record: &Record, text: &str) -> String {
    let previous = if record.previous.is_empty() { "none" } else { &record.previous };
    let signed = [
        ("Agreement", record.agreement.as_str()),
        ("Version", &record.version),
        ("Language", &record.language),
        ("SHA-256", &record.digest),
        ("Signer", &record.name),
        ("Title", &record.title),
        ("Statement", &record.statement),
        ("Account", &record.person),
    ];
    let account_name = record.account_name.as_deref().map(|name| ("Account name", name));
    let kept = [
        ("Organization", record.organization.as_str()),
        ("Renewal", &record.renewal),
        ("Signed at", &record.signed_at),
        ("Signature", &record.id),
        ("Hash", &record.hash),
        ("Previous hash", previous),
    ];
    let evidence = signed.into_iter().chain(account_name).chain(kept);
    let evidence: String = evidence.map(|(name, value)| format!("{name}: {value}\n")).collect();
    format!("{BEGIN}\n{text}\n{END}\n\n{evidence}\n{CHECK}\n")
}
