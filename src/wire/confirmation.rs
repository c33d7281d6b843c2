//! `GET /renewals/{r}/confirmation`.
use super::account::organization;
use super::payment::payment;
use super::quote::{fee_line, tax_line};
use super::renewal::{location, signature};
use super::{Call, answer, choice, level_name, member, money, path};
use crate::domain::confirmation::Confirmation;
use crate::domain::json;
use crate::domain::payment::PaymentMethod;
use serde_json::Value;

/// The confirmation of a renewal.
#[must_use]
pub fn get(renewal: &str) -> Call<Confirmation> {
    Call { request: super::get(path("/renewals/{}/confirmation", renewal)), read: |reply| answer(reply, confirmation) }
}

/// What was signed, with the evidence, as a text to keep.
#[must_use]
pub fn signed_copy(renewal: &str) -> Call<String> {
    let request = super::get(path("/renewals/{}/documents/signature", renewal));
    Call { request, read: super::problem::plain_text }
}

/// A confirmation. A state this build does not know is not yet paid.
fn confirmation(value: &Value) -> Option<Confirmation> {
    Some(Confirmation {
        renewal: json::id(value, "renewal")?,
        reference: json::text(value, "reference")?,
        paid: value.get("state")?.as_str()? == "paid",
        organization: member(value, "organization", organization)?,
        previous_membership_date: json::date(value, "previousMembershipDate")?,
        new_membership_date: json::date(value, "newMembershipDate")?,
        window_opens: json::date(value, "windowOpens"),
        level: member(value, "level", level_name)?,
        location: member(value, "location", location)?,
        lines: json::list(value, "lines", fee_line)?,
        tax_lines: json::list(value, "taxLines", tax_line)?,
        total: member(value, "total", money)?,
        method: choice(value, "method", PaymentMethod::from_slug, PaymentMethod::Unknown)?,
        paid_at: json::optional(value, "paidAt", json::string)?,
        signature: member(value, "signature", signature)?,
        payment: member(value, "payment", payment)?,
        receipt_number: json::optional(value, "receiptNumber", json::string)?,
    })
}
