//! Payment by somebody else: the link that is passed on, and what anybody who has it may do.
use super::payment::accepted_price;
use super::problem::empty;
use super::{Call, answer, choice, member, money, path, post};
use crate::domain::calendar::instant_ms;
use crate::domain::json;
use crate::domain::payment_link::{PaymentLink, PaymentLinkOffer, PaymentLinkState};
use crate::domain::quote::Quote;
use crate::domain::text_checks::is_header_token;
use crate::ports::{Credentials, Method, Request, RetryClass};
use serde_json::Value;

/// Makes the link for a price that was shown. One by which the renewal can be paid stays as it is, whatever its price.
#[must_use]
pub fn create(renewal: &str, quote: &Quote) -> Call<PaymentLink> {
    let request = post(at(renewal), accepted_price(&quote.id, &quote.total));
    Call { request: Request { retry: RetryClass::Safe, ..request }, read: |reply| answer(reply, link) }
}

/// The link as it is now; `NotFound` where there is none.
#[must_use]
pub fn get(renewal: &str) -> Call<PaymentLink> {
    Call { request: super::get(at(renewal)), read: |reply| answer(reply, link) }
}

/// Withdraws it; where there is none nothing is changed.
#[must_use]
pub fn withdraw(renewal: &str) -> Call<()> {
    let request = super::request(Method::Delete, at(renewal));
    Call { request: Request { retry: RetryClass::Safe, ..request }, read: empty }
}

/// What is to be paid by the link with this code? Anybody may ask; `NotFound` tells that there is none.
#[must_use]
pub fn look_up(code: &str) -> Call<PaymentLinkOffer> {
    let request = super::get(path("/payment-links/{}", code.trim()));
    let request = Request { credentials: Credentials::Anonymous, ..request };
    Call { request, read: |reply| answer(reply, offer) }
}

/// Opens the payment page of the link with this code, which anybody may do; the same page once more while it is open. The
/// address is as the API gave it: see `domain::payment::is_trusted`.
#[must_use]
pub fn pay(code: &str) -> Call<String> {
    let request = post(path("/payment-links/{}/payments", code.trim()), "{}".to_owned());
    let request = Request { credentials: Credentials::Anonymous, retry: RetryClass::Safe, ..request };
    Call { request, read: |reply| answer(reply, |session| json::text(session, "sessionUrl")) }
}

fn at(renewal: &str) -> String {
    path("/renewals/{}/payment-link", renewal)
}

fn link(value: &Value) -> Option<PaymentLink> {
    Some(PaymentLink {
        code: json::text(value, "code").filter(|code| is_header_token(code))?,
        expires_at: json::text(value, "expiresAt").filter(|at| instant_ms(at).is_some())?,
        amount: member(value, "amount", money)?,
        state: state(value)?,
    })
}

fn offer(value: &Value) -> Option<PaymentLinkOffer> {
    Some(PaymentLinkOffer {
        company: json::text(value, "company")?,
        amount: member(value, "amount", money)?,
        state: state(value)?,
    })
}

/// A state that this build does not know is one in which nothing can be paid, and which is not decided.
fn state(value: &Value) -> Option<PaymentLinkState> {
    choice(value, "state", PaymentLinkState::from_name, PaymentLinkState::Processing)
}
