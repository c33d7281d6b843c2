//! Every refusal of the API: RFC 9457 problem documents, told apart by `type` alone.

use std::sync::Arc;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use crate::store::StoreError;

/// Seconds after which it is worth trying again.
const RETRY_AFTER: &str = "2";

/// A refusal, before it knows the id of the request it answers.
#[derive(Clone, Debug)]
pub struct Problem(Box<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    status: StatusCode,
    slug: &'static str,
    title: &'static str,
    detail: String,
    more: Map<String, Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Problem {
    /// A problem of a type, with its title and a sentence about this occurrence.
    pub fn new(status: StatusCode, slug: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self(Box::new(Inner { status, slug, title, detail: detail.into(), more: Map::new(), headers: Vec::new() }))
    }

    /// Adds a member.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.more.insert(name.into(), value.into());
        self
    }

    /// Leaves out the ids it carries, for whoever may not know them.
    #[must_use]
    pub fn without_ids(mut self) -> Self {
        self.0.more.clear();
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: &str) -> Self {
        self.0.headers.extend(HeaderValue::from_str(value).ok().map(|value| (name, value)));
        self
    }

    /// 400: the request cannot be read.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::unreadable(StatusCode::BAD_REQUEST, detail)
    }

    /// 401: no access token, or none that is good.
    pub fn sign_in_required() -> Self {
        let detail = "The access token is missing, has expired or is not for this API.";
        Self::new(StatusCode::UNAUTHORIZED, "sign-in-required", "Sign in again", detail)
            .header(header::WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")
    }

    /// 401: the sign-in is too old for this.
    pub fn reauth_required(max_age: i64) -> Self {
        let detail = "Signing and paying need a sign-in of the last 15 minutes.";
        Self::new(StatusCode::UNAUTHORIZED, "reauth-required", "Sign in anew", detail).with("maxAge", max_age).header(
            header::WWW_AUTHENTICATE,
            &format!("Bearer error=\"insufficient_user_authentication\", max_age=\"{max_age}\""),
        )
    }

    /// 403: someone else may, who is named.
    pub fn not_primary_contact(detail: impl Into<String>, primary: Option<Value>) -> Self {
        let title = "Only the Primary Program Contact may do this";
        Self::new(StatusCode::FORBIDDEN, "not-primary-contact", title, detail).with("primaryContact", primary)
    }

    /// 404: not there, or not theirs.
    pub fn not_found() -> Self {
        let detail = "There is no such thing, or it is not yours.";
        Self::new(StatusCode::NOT_FOUND, "not-found", "Not found", detail)
    }

    /// 409 of a type.
    pub fn conflict(slug: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, slug, title, detail)
    }

    /// 409: an earlier step comes first.
    pub fn step_order(next: &str) -> Self {
        let detail = match next {
            "requirements" => "The requirements have not been confirmed.",
            "profile" => "The profile has not been confirmed.",
            "agreement" => "The agreement has not been signed.",
            "location" => "No location has been chosen.",
            "level" => "No level has been chosen.",
            "payment" => "No way to pay has been chosen.",
            _ => "Nothing has been paid or ordered.",
        };
        Self::conflict("step-order", "An earlier step comes first", detail).with("nextStep", next)
    }

    /// 409: a payment is alive.
    pub fn payment_in_progress(payment: &str) -> Self {
        let detail = "Wait for it or cancel it before changing the renewal.";
        Self::conflict("payment-in-progress", "A payment is under way", detail).with("payment", payment)
    }

    /// 409: the renewal is paid.
    pub fn already_paid(renewal: &str) -> Self {
        Self::conflict("already-paid", "Already paid", "This renewal has been paid.").with("renewal", renewal)
    }

    /// 409: the role is not offered to the caller, or not any more.
    pub fn handover_over() -> Self {
        let detail = "It was taken back, or the seven days are over. Ask for it again.";
        Self::conflict("handover-over", "The role is not offered to you any more", detail)
    }

    /// 409: somebody has to hold this role, and nobody else does.
    pub fn role_required(role: &str) -> Self {
        let detail = "Nobody else has this role. Give it to somebody else first.";
        Self::conflict("role-required", "A role would be left empty", detail).with("role", role)
    }

    /// 409: a customer was asked for a reference too short a while ago.
    pub fn resend_too_early(customer: &str, from: NaiveDate) -> Self {
        let detail = format!("{customer} may be asked again from {from}.");
        Self::conflict("resend-too-early", "The customer was asked less than 7 days ago", detail)
            .with("resendFrom", from.to_string())
    }

    /// 409: no appeal is possible.
    pub fn appeal_not_possible() -> Self {
        let detail = "The verification is not rejected, no appeal is left, or no document was sent for it.";
        Self::conflict("appeal-not-possible", "An appeal is not possible now", detail)
    }

    /// 409: the caller holds the role that they ask for.
    pub fn role_held() -> Self {
        Self::conflict("role-held", "You hold this role", "You are the Primary Program Contact already.")
    }

    /// 409: the caller asked for the role too short a while ago.
    pub fn role_request_too_early(from: &str) -> Self {
        let detail = format!("You may ask again from {from}.");
        Self::conflict("role-request-too-early", "You asked for the role less than a day ago", detail)
            .with("requestFrom", from)
    }

    /// 409: a customer has approved or rejected the reference.
    pub fn reference_answered() -> Self {
        let detail = "A reference that is approved or rejected is not asked for again.";
        Self::conflict("reference-answered", "The customer has answered", detail)
    }

    /// 409: the address check knows better; with what it suggests.
    pub fn address_suggested(suggestions: Vec<Value>) -> Self {
        let detail = match suggestions.len() {
            1 => "1 address is suggested.".to_owned(),
            several => format!("{several} addresses are suggested."),
        };
        Self::conflict("address-suggested", "The address check suggests another address", detail)
            .with("suggestions", suggestions)
    }

    /// 409: the location is not as the caller saw it.
    pub fn location_changed() -> Self {
        let detail = "Look at it again before you change it.";
        Self::conflict("location-changed", "Somebody else changed this location", detail)
    }

    /// 409: a renewal under way is made for the location.
    pub fn location_in_use() -> Self {
        let detail = "Choose another location in the renewal first.";
        Self::conflict("location-in-use", "A renewal is under way for this location", detail)
    }

    /// 409: the quote is no longer that of the renewal.
    pub fn quote_changed() -> Self {
        let detail = "The quote does not hold any more, or the amount is not its total. Ask for a new quote.";
        Self::conflict("quote-changed", "What is to be paid has changed", detail)
    }

    /// 409: the agreement is no longer that which was shown or signed.
    pub fn agreement_changed(version: &str) -> Self {
        let detail = format!("Version {version} of the agreement applies now.");
        Self::conflict("agreement-changed", "The agreement has changed", detail)
    }

    /// 409: the payment is decided or being decided.
    pub fn not_cancellable() -> Self {
        let title = "The payment can no longer be cancelled";
        Self::conflict("not-cancellable", title, "The provider has decided or is deciding it.")
    }

    /// 409: part of an order's money has arrived.
    pub fn partly_paid() -> Self {
        let title = "The payment can no longer be cancelled";
        Self::conflict("not-cancellable", title, "Part of its money has arrived.")
    }

    /// 409: the money of the renewal cannot be asked for, or not any more.
    pub fn refund_over() -> Self {
        let detail = "Only what is paid is refunded, and only within 14 days after the payment.";
        Self::conflict("refund-over", "A refund is not possible", detail)
    }

    /// 409: the money of the renewal went back.
    pub fn refunded() -> Self {
        let detail = "The money was sent back, and the membership is as it was before.";
        Self::conflict("refunded", "The renewal was refunded", detail)
    }

    /// 409: there is no such document yet.
    pub fn document_not_ready() -> Self {
        let detail = "An invoice comes with the order or the payment, a receipt once it is paid, an agreement once it is ordered.";
        Self::conflict("document-not-ready", "There is no such document yet", detail)
    }

    /// 410: the address of a document leads nowhere any more.
    pub fn link_ended() -> Self {
        let detail = "An address of a document holds for 10 minutes. Ask for it again on the site.";
        Self::new(StatusCode::GONE, "link-ended", "This address has ended", detail)
    }

    /// 410: nothing can be paid by a payment link any more.
    pub fn payment_link_ended() -> Self {
        let detail = "Its time is over, or the renewal has changed since. Ask who sent it for a new one.";
        Self::new(StatusCode::GONE, "payment-link-ended", "The payment link has ended", detail)
    }

    /// 409: the membership is not in force.
    pub fn not_a_member() -> Self {
        let detail = "The membership is suspended, or its date is past.";
        Self::conflict("not-a-member", "The membership is not in force", detail)
    }

    /// 409: the membership has not lapsed, so that nobody enrolls again.
    pub fn membership_not_lapsed() -> Self {
        let detail = "Only a company whose membership has lapsed enrolls again.";
        Self::conflict("membership-not-lapsed", "The membership has not lapsed", detail)
    }

    /// 409: no transfer waits for its money.
    pub fn transfer_settled() -> Self {
        let detail = "There is no transfer whose money is still awaited.";
        Self::conflict("transfer-settled", "The transfer no longer waits", detail)
    }

    /// 413: the file is too large.
    pub fn proof_too_large() -> Self {
        let detail = "A file has 2 MiB at most.";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "proof-too-large", "The file is too large", detail)
    }

    /// 415 or 422: the file is not of a kind that is taken, or not of the kind it is said to be.
    pub fn proof_type(status: StatusCode, detail: &str) -> Self {
        Self::new(status, "proof-type", "This kind of file is not taken", detail)
    }

    /// 412: someone else changed it; with what it is now.
    pub fn changed(what: &str, current: Value, etag: &str) -> Self {
        let detail = format!("The {what} has changed since it was read.");
        Self::new(StatusCode::PRECONDITION_FAILED, "changed", "Someone else changed it", detail)
            .with("current", current)
            .header(header::ETAG, etag)
    }

    /// 422: fields with what is wrong with each.
    pub fn fields(errors: &[(&str, &str)]) -> Self {
        let detail = match errors {
            [_] => "1 field was refused.".to_owned(),
            several => format!("{} fields were refused.", several.len()),
        };
        let errors: Vec<Value> = errors.iter().map(|(field, code)| json!({"field": field, "code": code})).collect();
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "fields", "Some fields are not right", detail)
            .with("errors", errors)
    }

    /// 422: the key came with another body before.
    pub fn idempotency_mismatch() -> Self {
        Self::other_body("This Idempotency-Key came with another quote or amount before.")
    }

    /// 422: the key came with another appeal before.
    pub fn appeal_mismatch() -> Self {
        Self::other_body("This Idempotency-Key came with another appeal before.")
    }

    fn other_body(detail: &str) -> Self {
        let title = "The key was used for something else";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency-mismatch", title, detail)
    }

    /// 428: `If-Match` is missing.
    pub fn if_match_required() -> Self {
        let detail = "Read it first and send its ETag in If-Match.";
        Self::new(StatusCode::PRECONDITION_REQUIRED, "if-match-required", "If-Match is missing", detail)
    }

    /// 429: wait.
    pub fn too_many_requests() -> Self {
        let detail = "Wait as long as Retry-After says.";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", "Too many requests", detail)
            .header(header::RETRY_AFTER, RETRY_AFTER)
    }

    /// 500: the program's own fault. The detail says nothing about it.
    pub fn internal() -> Self {
        let detail = "The request was not completed. Quote the reference when you ask for help.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something went wrong", detail)
    }

    /// 503: wait.
    pub fn unavailable() -> Self {
        let detail = "Wait as long as Retry-After says.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Not available at the moment", detail)
            .header(header::RETRY_AFTER, RETRY_AFTER)
    }

    fn unreadable(status: StatusCode, detail: impl Into<String>) -> Self {
        Self::new(status, "bad-request", "The request cannot be read", detail)
    }

    /// The problem of an answer that a library gave in its own words.
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::not_found(),
            StatusCode::METHOD_NOT_ALLOWED => Self::unreadable(status, "This cannot be done here with that method."),
            status if status.is_client_error() => Self::unreadable(status, "The request is not of the form expected."),
            _ => Self::internal(),
        }
    }

    /// Whether the fault is on the program's side, so that nothing of what was tried may be kept.
    pub fn is_internal(&self) -> bool {
        self.0.status.is_server_error()
    }

    /// The document, once the request's id is known.
    pub fn document(&self, request: &str) -> Value {
        let Inner { status, slug, title, detail, more, .. } = &*self.0;
        let mut document = json!({
            "type": format!("urn:partner-renewal:problem:{slug}"),
            "title": title,
            "status": status.as_u16(),
            "detail": detail,
            "instance": request,
        });
        if let Some(members) = document.as_object_mut() {
            members.extend(more.clone());
        }
        document
    }
}

/// Leaves the body to the layer that knows the request's id.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.0.status.into_response();
        for (name, value) in &self.0.headers {
            response.headers_mut().insert(name.clone(), value.clone());
        }
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        eprintln!("partner API: {error}");
        Self::internal()
    }
}

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Self {
        StoreError::from(error).into()
    }
}
