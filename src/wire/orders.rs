//! Orders of an organization, their documents, and refunds.
use super::renewal::location;
use super::{Call, answer, choice, level_name, member, money, path, post};
use crate::domain::address::split_scheme;
use crate::domain::calendar::instant_ms;
use crate::domain::json::{self, Object};
use crate::domain::orders::{
    DocumentKind, DocumentLink, EventCode, Order, OrderEvent, OrderState, Refund, RefundState,
};
use crate::domain::payment::PaymentMethod;
use crate::domain::text_checks::is_header_token;
use crate::ports::{Credentials, Request, RetryClass};
use serde_json::Value;

/// The orders of an organization, the newest first.
#[must_use]
pub fn list(organization: &str) -> Call<Vec<Order>> {
    Call {
        request: super::get(path("/organizations/{}/orders", organization)),
        read: |reply| answer(reply, |value| json::list(value, "orders", order)),
    }
}

/// Asks for the money of a renewal; `reason` is in the person's words. Asked again, nothing changes.
#[must_use]
pub fn ask_for_refund(renewal: &str, reason: Option<&str>) -> Call<Order> {
    let body = Object::new();
    let body = match reason {
        Some(reason) => body.text("reason", reason),
        None => body,
    };
    let request = post(path("/renewals/{}/refund", renewal), body.finish());
    let request = Request { retry: RetryClass::Safe, credentials: Credentials::RecentSignIn, ..request };
    Call { request, read: |reply| answer(reply, order) }
}

/// Asks for an address under which a document can be downloaded for a while. Each answer is another one.
#[must_use]
pub fn document_link(renewal: &str, kind: DocumentKind) -> Call<DocumentLink> {
    let template = ["/renewals/{}/documents/", kind.slug(), "/link"].concat();
    let request = post(path(&template, renewal), "{}".to_owned());
    Call { request: Request { retry: RetryClass::Safe, ..request }, read: |reply| answer(reply, link) }
}

/// An order. A state or method this build does not know is shown as that.
fn order(value: &Value) -> Option<Order> {
    Some(Order {
        renewal: json::id(value, "renewal")?,
        reference: json::text(value, "reference")?,
        state: choice(value, "state", OrderState::from_name, OrderState::Unknown)?,
        previous_membership_date: json::date(value, "previousMembershipDate")?,
        new_membership_date: json::date(value, "newMembershipDate")?,
        level: member(value, "level", level_name)?,
        location: member(value, "location", location)?,
        total: member(value, "total", money)?,
        method: choice(value, "method", PaymentMethod::from_slug, PaymentMethod::Unknown)?,
        payment: json::id(value, "payment")?,
        order_number: json::text(value, "purchaseOrderNumber"),
        deadline: json::optional(value, "deadline", |_| json::date(value, "deadline"))?,
        awaited: value.get("awaited").and_then(money),
        can_cancel: json::flag(value, "canCancel"),
        can_send_proof: json::flag(value, "canSendProof"),
        refund: value.get("refund").and_then(refund),
        events: json::list_lossy(value, "events", event),
        documents: json::list_lossy(value, "documents", |kind| DocumentKind::from_slug(kind.as_str()?)),
    })
}

/// A refund. One that cannot be read is none: it cannot be asked for.
fn refund(value: &Value) -> Option<Refund> {
    Some(Refund {
        until: json::date(value, "until")?,
        state: choice(value, "state", RefundState::from_name, RefundState::Unknown)?,
    })
}

/// Something that happened; `None` for what this build does not know.
fn event(value: &Value) -> Option<OrderEvent> {
    Some(OrderEvent {
        code: EventCode::from_name(value.get("code")?.as_str()?)?,
        at: instant(value, "at")?,
        amount: value.get("amount").and_then(money),
    })
}

/// An address that the browser can be sent to. Nothing else follows from it, so its origin is the API's own affair.
fn link(value: &Value) -> Option<DocumentLink> {
    let url = json::text(value, "url").filter(|url| is_header_token(url))?;
    let (scheme, _) = split_scheme(&url)?;
    let is_web = matches!(scheme, "https" | "http");
    let expires_at = instant(value, "expiresAt")?;
    is_web.then_some(DocumentLink { url, expires_at })
}

fn instant(value: &Value, name: &str) -> Option<String> {
    json::text(value, name).filter(|text| instant_ms(text).is_some())
}
