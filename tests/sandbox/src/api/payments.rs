//! Paying once: one live payment of a renewal, whatever the keys, and its status only ever from the provider.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Duration, Utc};
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Value, json};

use super::extract::{Body, Caller, Recent};
use super::levels::QUOTE_MINUTES;
use super::problem::Problem;
use super::settlement::{cancelled, sync_overdue, synced};
use super::{Answer, ApiState, access, renewals, view};
use crate::pay::provider::{self, Order};
use crate::people::Person;
use crate::store::money::{Money, price};
use crate::store::payment_links::PaymentLink;
use crate::store::payments::Payment;
use crate::store::promotions::AppliedCode;
use crate::store::quotes::Quote;
use crate::store::records::Renewal;
use crate::store::signatures::sha256;
use crate::store::{Statements, Store, agreements, moment, next_number, timestamp};

/// The header that names an attempt to pay.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// The price that the caller was shown and accepts.
pub struct Asked {
    /// Id of its quote.
    pub quote: String,
    amount: i64,
    currency: String,
}

impl Asked {
    /// Reads it from a body.
    ///
    /// # Errors
    /// 400 when it is not of the expected form.
    pub fn read(body: &Body) -> Result<Self, Problem> {
        let amount = body.0.get("amount");
        let total = amount.and_then(|a| a.get("amount")).and_then(integer);
        let code = amount.and_then(|a| a.get("currency")).and_then(Value::as_str);
        match (body.exact("quoteId"), total, code) {
            ("", ..) | (_, None, _) | (_, _, None) => {
                Err(Problem::bad_request("The body is not JSON of the expected form."))
            }
            (quote, Some(amount), Some(code)) => Ok(Self { quote: quote.into(), amount, currency: code.into() }),
        }
    }
}

/// What the caller wants to pay, by which attempt.
struct Attempt<'a> {
    person: &'a Person,
    renewal: &'a str,
    key: String,
    asked: Asked,
}

/// A number without a fraction, exactly: `1428.0` is as integer as `1428` (JSON Schema, `integer`).
#[allow(clippy::cast_possible_truncation, reason = "no number taken is longer than an integer")]
fn integer(value: &Value) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let written_long = || value.as_f64().filter(|n| n.fract() == 0.0 && n.abs() < EXACT).map(|n| n as i64);
    value.as_i64().or_else(written_long)
}

impl<'a> Attempt<'a> {
    fn read(person: &'a Person, renewal: &'a str, headers: &HeaderMap, body: &Body) -> Result<Self, Problem> {
        let key = headers.get(IDEMPOTENCY_KEY).and_then(|key| key.to_str().ok()).unwrap_or_default();
        if !(16..=128).contains(&key.chars().count()) {
            return Err(Problem::bad_request("Idempotency-Key must have 16 to 128 characters."));
        }
        Ok(Self { person, renewal, key: key.into(), asked: Asked::read(body)? })
    }

    /// What a repetition has to be equal to.
    fn fingerprint(&self) -> String {
        let Asked { quote, amount, currency } = &self.asked;
        sha256(&json!([quote, amount, currency]).to_string())
    }

    /// The payment this key made or found before.
    fn repeated(&self, tx: &Connection) -> Result<Option<Payment>, Problem> {
        let sql = "SELECT fingerprint, payment FROM idempotency WHERE person = ?1 AND renewal = ?2 AND key = ?3";
        let read = |r: &rusqlite::Row| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?));
        let Some((fingerprint, payment)) =
            tx.query_cached(sql, [self.person.id, self.renewal, &self.key], read).optional()?
        else {
            return Ok(None);
        };
        if fingerprint != self.fingerprint() {
            return Err(Problem::idempotency_mismatch());
        }
        Ok(Payment::find(tx, &payment)?)
    }

    fn keep(&self, tx: &Connection, payment: &str) -> Result<(), rusqlite::Error> {
        tx.execute_cached(
            "INSERT INTO idempotency (person, renewal, key, fingerprint, payment) VALUES (?1, ?2, ?3, ?4, ?5)",
            [self.person.id, self.renewal, &self.key, &self.fingerprint(), payment],
        )?;
        Ok(())
    }
}

/// Pays, or finds the live payment.
pub async fn create(
    State(api): State<ApiState>,
    Caller(person): Caller,
    _: Recent,
    Path(renewal): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let attempt = Attempt::read(person, &renewal, &headers, &body)?;
    api.store().write(|tx| kept(attempted(tx, &api, &attempt)))?
}

/// Lets what the provider said on the way be kept when the caller is refused, and nothing when something broke.
pub(super) fn kept(answer: Answer) -> Result<Answer, Problem> {
    match answer {
        Err(problem) if problem.is_internal() => Err(problem),
        answer => Ok(answer),
    }
}

fn attempted(tx: &Connection, api: &ApiState, attempt: &Attempt) -> Answer {
    let store = api.store();
    renewals::owned(tx, attempt.person, attempt.renewal)?;
    if let Some(payment) = attempt.repeated(tx)? {
        return answer(tx, StatusCode::OK, &synced(tx, store, payment)?);
    }
    if let Some(payment) = Payment::latest(tx, attempt.renewal)? {
        synced(tx, store, payment)?;
    }
    let renewal = access::workable(tx, attempt.person, attempt.renewal, store.today())?;
    if let Some(live) = renewal.payment.as_ref().filter(|p| p.is_live()) {
        // One that somebody else is paying is not theirs to pay as well.
        if live.is_processing() || live.link.is_some() {
            return Err(Problem::payment_in_progress(&live.id));
        }
        attempt.keep(tx, &live.id)?;
        return answer(tx, StatusCode::OK, live);
    }
    if let Some(version) = agreements::newer(tx, &renewal)? {
        let mut renewal = renewal;
        renewal.void_signature();
        renewal.save(tx)?;
        return Err(Problem::agreement_changed(&version));
    }
    if !view::reaches(&renewal, "review") {
        return Err(Problem::step_order(view::first_incomplete(&renewal)));
    }
    let amount = agreed(tx, &renewal, &attempt.asked, store.now())?;
    let renewal = numbered(tx, store, renewal)?;
    let (method, quote) = (renewal.method.as_deref().unwrap_or_default(), attempt.asked.quote.as_str());
    let new = NewPayment { method, quote, amount, person: attempt.person.id, link: None };
    let payment = opened(tx, api, &renewal, &new)?;
    attempt.keep(tx, &payment.id)?;
    answer(tx, StatusCode::CREATED, &payment)
}

/// A renewal with its reference, which it is given with the first payment.
///
/// # Errors
/// When the database refuses.
pub fn numbered(tx: &Connection, store: &Store, mut renewal: Renewal) -> Result<Renewal, Problem> {
    if renewal.reference.is_none() {
        let year = store.now().format("%Y");
        renewal.reference = Some(format!("R-{year}-{:05}", next_number(tx, "renewal")?));
        renewal.save(tx)?;
    }
    Ok(renewal)
}

/// The price agreed on: that of a quote of this renewal as it is, its way to pay included, still valid, and what the
/// person saw.
///
/// # Errors
/// 409 when it is not, 500 when the database refuses.
pub fn agreed(tx: &Connection, renewal: &Renewal, asked: &Asked, now: DateTime<Utc>) -> Result<Money, Problem> {
    let quote = Quote::find(tx, &asked.quote)?.filter(|q| q.renewal == renewal.id);
    let quote = quote.ok_or_else(Problem::quote_changed)?;
    let (Some(location), Some(level)) = (&renewal.location, renewal.level) else {
        return Err(Problem::step_order(view::first_incomplete(renewal)));
    };
    let code = quote.promotion.as_deref();
    let applied =
        code.map(|code| AppliedCode::of(renewal.organization.program, code, level, &renewal.organization.level));
    let (program, is_exempt) = (renewal.organization.program, renewal.organization.is_tax_exempt);
    let priced = price(program, level, &location.country, renewal.prices, applied.as_ref(), is_exempt).total;
    let quoted = quote.total;
    let stands = location.id == quote.location
        && level.id == quote.level
        && renewal.method.as_ref() == Some(&quote.method)
        && renewal.order_number == quote.order_number
        && moment(&quote.expires_at)? > now
        && priced == quoted
        && (asked.amount, asked.currency.as_str()) == (quoted.amount, quoted.currency);
    if stands { Ok(quoted) } else { Err(Problem::quote_changed()) }
}

/// A payment to be made.
pub struct NewPayment<'a> {
    /// How it is paid.
    pub method: &'a str,
    /// Id of the quote whose price is paid.
    pub quote: &'a str,
    /// That price.
    pub amount: Money,
    /// Id of the person who makes it, or whose link it is made by.
    pub person: &'a str,
    /// The link that it is made by.
    pub link: Option<&'a PaymentLink>,
}

/// Opens the payment, and for a card the session of the provider's page under the payment's id. A session that is opened by
/// a link ends with it, and leads back to its page.
///
/// # Errors
/// When the database refuses, also a second payment that is alive.
pub fn opened(tx: &Connection, api: &ApiState, renewal: &Renewal, new: &NewPayment) -> Result<Payment, Problem> {
    let store = api.store();
    let NewPayment { method, amount, link, .. } = *new;
    let id = store.ids().id("payment");
    let (session, expires_at, deadline) = if method == "card" {
        let usual = store.now() + Duration::minutes(QUOTE_MINUTES);
        let expires_at = link.map_or(Ok(usual), |link| link.ends().map(|end| end.min(usual)))?;
        let site = || format!("{}{}", api.config().site_origin(), api.config().base_path);
        let return_address = link.map(|link| format!("{}pay/{}", site(), link.printed()));
        let description = format!("Membership renewal of {}", renewal.organization.name());
        let order = Order {
            key: &id,
            merchant: renewal.organization.program.name,
            description: &description,
            amount,
            expires_at,
            return_address,
        };
        let session = provider::open_session(tx, store.ids(), &order)?;
        (Some(format!("{}/pay/{session}", api.config().pay_origin())), timestamp(expires_at), None)
    } else {
        let deadline = renewal.organization.program.terms.order_deadline(renewal.term, store.today());
        (None, format!("{deadline}T23:59:59Z"), Some(deadline))
    };
    let payment = Payment {
        id,
        renewal: renewal.id.clone(),
        quote: new.quote.into(),
        method: method.into(),
        status: "open".into(),
        amount,
        session,
        expires_at,
        deadline,
        // A card that pays by a link settles no purchase order.
        order_number: renewal
            .order_number
            .clone()
            .filter(|_| link.is_none() || renewal.method.as_deref() != Some("purchase_order")),
        decline_reason: None,
        paid_at: None,
        receipt: None,
        proof: None,
        signature: renewal.signature.as_ref().map(|signature| signature.number).ok_or_else(Problem::internal)?,
        received: 0,
        link: link.map(|link| link.code.clone()),
    };
    payment.insert(tx, new.person, store.now())?;
    Ok(payment)
}

/// The payment as the server knows it.
pub async fn read(State(api): State<ApiState>, Caller(person): Caller, Path(id): Path<String>) -> Answer {
    api.store().write(|tx| {
        let (_, renewal, _) = access::visible_payment(tx, person, &id)?;
        sync_overdue(tx, api.store(), &renewal.id)?;
        answer(tx, StatusCode::OK, &found(tx, &id)?)
    })
}

/// Asks the provider, then answers with the payment.
pub async fn refresh(State(api): State<ApiState>, Caller(person): Caller, Path(id): Path<String>) -> Answer {
    api.store().write(|tx| {
        let (.., payment) = access::visible_payment(tx, person, &id)?;
        answer(tx, StatusCode::OK, &synced(tx, api.store(), payment)?)
    })
}

/// Cancels an open payment, at the provider first. One that has begun to be paid by transfer is not: its money would have
/// to find its way back.
pub async fn cancel(State(api): State<ApiState>, Caller(person): Caller, Path(id): Path<String>) -> Answer {
    let store = api.store();
    store.write(|tx| {
        let (membership, _, payment) = access::visible_payment(tx, person, &id)?;
        membership.only_primary()?;
        let payment = synced(tx, store, payment)?;
        if payment.is_live() && payment.is_order() && payment.received > 0 {
            return kept(Err(Problem::partly_paid()));
        }
        let payment = cancelled(tx, store, payment)?;
        kept(match payment.status.as_str() {
            "cancelled" => answer(tx, StatusCode::OK, &payment),
            _ => Err(Problem::not_cancellable()),
        })
    })?
}

/// Cancels the card payment of a renewal that is open, if there is one.
///
/// # Errors
/// When the database refuses.
pub fn cancel_open_card(tx: &Connection, store: &Store, renewal: &str) -> Result<(), Problem> {
    if let Some(payment) = Payment::latest(tx, renewal)?.filter(|p| p.is_open() && !p.is_order()) {
        cancelled(tx, store, payment)?;
    }
    Ok(())
}

/// The payment with this id.
///
/// # Errors
/// 404 when there is none, 500 when the database refuses.
pub fn found(tx: &Connection, id: &str) -> Result<Payment, Problem> {
    Payment::find(tx, id)?.ok_or_else(Problem::not_found)
}

/// A payment as the answer.
pub fn answer(tx: &Connection, status: StatusCode, payment: &Payment) -> Answer {
    let renewal = Renewal::find(tx, &payment.renewal)?.ok_or_else(Problem::not_found)?;
    let body = payment.json(renewal.organization.program, renewal.reference.as_deref().unwrap_or_default());
    Ok::<Response, Problem>((status, Json(body)).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_is_whole_however_it_is_written() {
        let read = |text: &str| serde_json::from_str(text).ok().as_ref().and_then(integer);
        assert_eq!(["1428", "1428.0", "1.428e3", "0.0"].map(read), [Some(1428), Some(1428), Some(1428), Some(0)]);
        assert_eq!(["1428.5", "1e300", "\"1428\"", "null"].map(read), [None; 4]);
    }
}
