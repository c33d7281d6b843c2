//! Payments.
use super::{Call, answer, choice, member, money, path, post};
use crate::domain::json::{self, Object};
use crate::domain::limits;
use crate::domain::money::Money;
use crate::domain::payment::{BankTransfer, DeclineReason, Payment, PaymentMethod, PaymentStatus, UploadedProof};
use crate::domain::payment_machine::Journal;
use crate::domain::proof::ProofFile;
use crate::ports::{Credentials, Method, Request, RetryClass};
use serde_json::Value;

/// Asks for the payment of a journal: exactly what was shown, under the attempt's key. With the same key it happens
/// once, however often it is sent.
#[must_use]
pub fn create(journal: &Journal) -> Call<Payment> {
    let body = accepted_price(&journal.quote, &journal.amount);
    let request = post(path("/renewals/{}/payments", &journal.renewal), body);
    Call {
        request: Request {
            idempotency_key: Some(journal.attempt_key.clone()),
            retry: RetryClass::IdempotencyKey,
            credentials: Credentials::RecentSignIn,
            ..request
        },
        read: |reply| answer(reply, payment),
    }
}

/// The price of a quote, as it was shown.
pub(super) fn accepted_price(quote: &str, amount: &Money) -> String {
    let amount = Object::new().integer("amount", amount.minor).text("currency", &amount.currency).finish();
    Object::new().text("quoteId", quote).json("amount", &amount).finish()
}

/// The payment as the server has it.
#[must_use]
pub fn get(id: &str) -> Call<Payment> {
    Call { request: super::get(path("/payments/{}", id)), read: |reply| answer(reply, payment) }
}

/// Has the server ask the provider. Asking twice does no harm.
#[must_use]
pub fn refresh(id: &str) -> Call<Payment> {
    let request = post(path("/payments/{}/refresh", id), "{}".to_owned());
    let request = Request { retry: RetryClass::Safe, is_action: false, ..request };
    Call { request, read: |reply| answer(reply, payment) }
}

/// Cancels the payment.
#[must_use]
pub fn cancel(id: &str) -> Call<Payment> {
    Call { request: post(path("/payments/{}/cancel", id), "{}".to_owned()), read: |reply| answer(reply, payment) }
}

/// Sends proof of a transfer, in the place of an earlier one; sending it twice does no harm.
#[must_use]
pub fn send_proof(id: &str, file: ProofFile) -> Call<Payment> {
    let request = super::request(Method::Put, path("/payments/{}/proof", id));
    let request = Request { file: Some(file), retry: RetryClass::Safe, ..request };
    Call { request, read: |reply| answer(reply, payment) }
}

/// A payment. A status this build does not know is one that is not decided.
pub(super) fn payment(value: &Value) -> Option<Payment> {
    Some(Payment {
        id: json::id(value, "id")?,
        renewal: json::id(value, "renewal")?,
        method: choice(value, "method", PaymentMethod::from_slug, PaymentMethod::Unknown)?,
        status: choice(value, "status", PaymentStatus::from_name, PaymentStatus::Processing)?,
        amount: member(value, "amount", money)?,
        session_url: json::text(value, "sessionUrl"),
        decline_reason: match value.get("declineReason") {
            None | Some(Value::Null) => None,
            Some(_) => Some(choice(value, "declineReason", DeclineReason::from_name, DeclineReason::Other)?),
        },
        bank_transfer: json::optional(value, "bankTransfer", bank_transfer)?,
        purchase_order: json::optional(value, "purchaseOrder", |order| {
            Some((json::text(order, "number")?, json::date(order, "deadline")?))
        })?,
        order_number: json::text(value, "purchaseOrderNumber"),
        received: value.get("receivedAmount").and_then(money),
        proof: value.get("proof").and_then(proof),
        is_by_link: json::flag(value, "byLink"),
    })
}

/// The proof that was sent. One that cannot be read is none: it can be sent again.
pub(super) fn proof(value: &Value) -> Option<UploadedProof> {
    Some(UploadedProof {
        name: json::text(value, "name")?,
        size: json::integer(value, "size", limits::FILE_SIZE)?,
        received_at: json::text(value, "receivedAt")?,
    })
}

fn bank_transfer(value: &Value) -> Option<BankTransfer> {
    Some(BankTransfer {
        account_name: json::text(value, "accountName")?,
        iban: json::text(value, "iban")?,
        bic: json::text(value, "bic")?,
        bank: json::text(value, "bank")?,
        reference: json::text(value, "reference")?,
        deadline: json::date(value, "deadline")?,
    })
}
