//! Answers that are not good ones: problem documents, and whatever else arrives in their place.
use super::organization::contact_details;
use crate::domain::failure::{Failure, FailureKind, Refusal};
use crate::domain::proof::ProofProblem;
use crate::domain::step::Step;
use crate::domain::{entity_tag, json, limits};
use crate::ports::Reply;
use serde_json::Value;

/// The age of a sign-in that is still recent when the answer does not say, in seconds.
const DEFAULT_AGE: u32 = 900;
const PREFIX: &str = "urn:partner-renewal:problem:";
/// Seconds to wait when the answer does not say.
const DEFAULT_WAIT: u32 = 10;
/// Longest wait that is believed: an hour.
const MAX_WAIT: u32 = 3_600;

/// The failure, with the reference of the answer.
pub(super) fn failure(reply: &Reply, kind: FailureKind) -> Failure {
    Failure { kind, reference: reply.request_id.clone() }
}

/// The body of a good answer as JSON.
pub(super) fn body(reply: &Reply) -> Result<Value, Failure> {
    let json = media_type(reply) == "application/json";
    match reply.status {
        200..=299 if json => json::parse(&reply.body).ok_or_else(|| failure(reply, FailureKind::Unreadable)),
        200..=299 => Err(failure(reply, FailureKind::UnexpectedContentType)),
        _ => Err(refused(reply)),
    }
}

/// The body of a good answer as plain text.
pub(super) fn plain_text(reply: &Reply) -> Result<String, Failure> {
    match reply.status {
        200..=299 if media_type(reply) == "text/plain" => Ok(reply.body.clone()),
        200..=299 => Err(failure(reply, FailureKind::UnexpectedContentType)),
        _ => Err(refused(reply)),
    }
}

/// A good answer without a body.
pub(super) fn empty(reply: &Reply) -> Result<(), Failure> {
    if reply.status == 204 { Ok(()) } else { body(reply).map(drop) }
}

/// Why the server refused.
#[must_use]
pub fn refused(reply: &Reply) -> Failure {
    let is_json = matches!(media_type(reply).as_str(), "application/problem+json" | "application/json");
    let problem = if is_json { json::parse(&reply.body) } else { None };
    let Some(problem) = problem else { return failure(reply, without_problem_document(reply, is_json)) };
    let slug = problem.get("type").and_then(Value::as_str).and_then(|urn| urn.strip_prefix(PREFIX));
    let kind = slug.and_then(|slug| by_type(slug, &problem, reply)).unwrap_or_else(|| by_status(reply));
    let mut failure = failure(reply, kind);
    if failure.reference.is_empty() {
        failure.reference = json::text_or_empty(&problem, "instance");
    }
    failure
}

/// Is the answer a problem of this name, and not just one with its status?
pub(super) fn is_named(reply: &Reply, slug: &str) -> bool {
    json::parse(&reply.body)
        .and_then(|problem| json::text(&problem, "type"))
        .is_some_and(|urn| urn.strip_prefix(PREFIX) == Some(slug))
}

fn by_type(slug: &str, problem: &Value, reply: &Reply) -> Option<FailureKind> {
    let id = |name| json::id(problem, name);
    Some(match slug {
        "sign-in-required" => FailureKind::SignInRequired,
        "reauth-required" => {
            let age = json::integer(problem, "maxAge", limits::SIGN_IN_AGE_S).and_then(|age| u32::try_from(age).ok());
            FailureKind::RecentSignIn(age.unwrap_or(DEFAULT_AGE))
        }
        "not-primary-contact" => {
            FailureKind::NotPrimaryContact(problem.get("primaryContact").and_then(contact_details))
        }
        "not-found" => FailureKind::NotFound,
        "window-not-open" => FailureKind::WindowNotOpen(json::date(problem, "windowOpens")),
        "membership-lapsed" => FailureKind::Lapsed,
        "membership-suspended" => FailureKind::Suspended,
        "verification-pending" => FailureKind::VerificationPending,
        "requirement-short" => FailureKind::RequirementShort,
        "step-order" => FailureKind::StepOrder(json::text(problem, "nextStep").and_then(|slug| Step::from_slug(&slug))),
        "quote-changed" => FailureKind::QuoteChanged,
        "agreement-changed" => FailureKind::AgreementChanged,
        "payment-in-progress" => FailureKind::PaymentInProgress(id("payment")),
        "already-paid" => FailureKind::AlreadyPaid(id("renewal")),
        "not-cancellable" => FailureKind::NotCancellable,
        "changed" => {
            let current = problem.get("current").map(json::write).unwrap_or_default();
            FailureKind::Changed { current, etag: entity_tag::strong(&reply.etag).unwrap_or_default() }
        }
        "address-suggested" => {
            FailureKind::AddressSuggested(problem.get("suggestions").map(json::write).unwrap_or_default())
        }
        "fields" => FailureKind::Fields(json::list_lossy(problem, "errors", |error| {
            Some((json::text(error, "field")?, json::text_or_empty(error, "code")))
        })),
        "proof-too-large" => FailureKind::Proof(ProofProblem::TooLarge),
        "proof-type" => FailureKind::Proof(ProofProblem::Kind),
        "transfer-settled" => FailureKind::TransferSettled,
        "resend-too-early" => FailureKind::ResendTooEarly(json::date(problem, "resendFrom")),
        "handover-over" => FailureKind::OfferOver,
        "too-many-requests" => FailureKind::TooMany(wait_s(reply)),
        "unavailable" => FailureKind::Unavailable(wait_s(reply)),
        _ => FailureKind::Refused(Refusal::from_name(slug)?),
    })
}

/// A problem this build does not know the name of.
fn by_status(reply: &Reply) -> FailureKind {
    match reply.status {
        401 => FailureKind::SignInRequired,
        404 => FailureKind::NotFound,
        429 => FailureKind::TooMany(wait_s(reply)),
        503 => FailureKind::Unavailable(wait_s(reply)),
        status => FailureKind::Unexpected(status),
    }
}

/// No problem document. A gateway may say that the API is away; anything else below 500 is not the API's.
fn without_problem_document(reply: &Reply, is_json: bool) -> FailureKind {
    match reply.status {
        429 | 503 => by_status(reply),
        500..=599 => FailureKind::Unexpected(reply.status),
        _ if is_json => FailureKind::Unreadable,
        _ => FailureKind::UnexpectedContentType,
    }
}

/// Seconds to wait before the next try.
fn wait_s(reply: &Reply) -> u32 {
    reply.retry_after.unwrap_or(DEFAULT_WAIT).min(MAX_WAIT)
}

/// The media type without parameters, in small letters.
fn media_type(reply: &Reply) -> String {
    reply.content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
