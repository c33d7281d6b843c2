//! What can be chosen for a renewal, and what it costs.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use chrono::{Duration, NaiveDate};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::extract::{Caller, OptionalBody};
use super::next::language;
use super::problem::Problem;
use super::{Answer, ApiState, access, renewals, view};
use crate::people::Person;
use crate::store::quotes::{self, Quote};
use crate::store::records::Renewal;
use crate::store::tax_exemptions::TaxExemption;
use crate::store::{Store, timestamp, words};

/// Longest promotion code, in characters.
const MAX_CODE: usize = 40;
/// How long a price holds.
pub const QUOTE_MINUTES: i64 = 30;

/// The caller's renewal, when it has got as far as this step.
fn at(tx: &Connection, store: &Store, person: &Person, id: &str, step: &str) -> Result<Renewal, Problem> {
    renewals::owned(tx, person, id)?;
    let renewal = renewals::refreshed(tx, store, id)?;
    if view::reaches(&renewal, step) { Ok(renewal) } else { Err(Problem::step_order(view::first_incomplete(&renewal))) }
}

/// Levels at the location chosen.
pub async fn levels(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let language = language(&headers);
    let told = |text| words::told(text, &language);
    let renewal = api.store().write(|tx| at(tx, api.store(), person, &id, "level"))?;
    let country = renewal.location.as_ref().map(|l| l.country.as_str()).unwrap_or_default();
    let program = renewal.organization.program;
    let levels: Vec<Value> = program
        .levels
        .iter()
        .map(|level| {
            let available = level.offered_in(country);
            let included = program.included(level);
            let included: Vec<Value> =
                included.map(|(name, value)| json!({"name": told(name), "value": value.map(told)})).collect();
            let mut offered = json!({
                "id": level.id,
                "name": level.name,
                "description": told(level.description),
                "included": included,
                "for": told(level.who),
                "fee": level.fee(program.currency_in(country), renewal.prices).json(),
                "current": level.id == renewal.organization.level,
                "available": available,
                "reason": (!available).then_some("not_in_country"),
            });
            if !available {
                offered["unlockedBy"] = told(level.unlocked_by).into();
            }
            offered
        })
        .collect();
    Ok(Json(json!({"levels": levels})).into_response())
}

/// Names of the ways to pay for a renewal on a day.
pub fn offered(renewal: &Renewal, today: NaiveDate) -> Vec<&'static str> {
    match renewal.organization.program.terms.days_to_pay(renewal.term, today) {
        Some(_) => vec!["card", "bank_transfer", "purchase_order"],
        None => vec!["card"],
    }
}

/// Ways to pay for this renewal.
pub async fn payment_methods(State(api): State<ApiState>, Caller(person): Caller, Path(id): Path<String>) -> Answer {
    let renewal = api.store().write(|tx| at(tx, api.store(), person, &id, "payment"))?;
    let methods: Vec<Value> = offered(&renewal, api.store().today())
        .into_iter()
        .map(|method| {
            let order_number = if method == "purchase_order" { "required" } else { "optional" };
            match renewal.organization.program.terms.days_to_pay(renewal.term, api.store().today()) {
                Some(days) if method == "bank_transfer" => {
                    json!({"id": method, "deadlineDays": days, "orderNumber": order_number})
                }
                _ => json!({"id": method, "orderNumber": order_number}),
            }
        })
        .collect();
    Ok(Json(json!({"methods": methods})).into_response())
}

/// A price that holds for a while. Asked for again it is the same one, so that an attempt to pay stays the same too,
/// until half of its time is over. A promotion code that takes nothing off leaves the usual price.
pub async fn quote(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    OptionalBody(body): OptionalBody,
) -> Answer {
    let store = api.store();
    let code = match body.get("promotionCode") {
        None => None,
        Some(Value::String(code)) if code.chars().count() <= MAX_CODE => Some(code.trim()),
        Some(_) => return Err(Problem::bad_request("A promotion code is a text of 40 characters at most.")),
    };
    let code = code.filter(|code| !code.is_empty());
    let mut body = store.write(|tx| {
        renewals::owned(tx, person, &id)?;
        renewals::refreshed(tx, store, &id)?;
        let renewal = access::changeable(tx, person, &id, store.today())?;
        match (&renewal.location, renewal.level) {
            (Some(location), Some(level)) if view::reaches(&renewal, "review") => {
                let at = |minutes| timestamp(store.now() + Duration::minutes(minutes));
                let mut quote = Quote::of(store.ids().id("quote"), &renewal, location, level, code, at(QUOTE_MINUTES));
                let exemption = TaxExemption::find(tx, &renewal.organization.id)?;
                let exemption = TaxExemption::on_quote(exemption.as_ref(), "en");
                if let Some(mut known) = quote.find_equal(tx, &at(QUOTE_MINUTES / 2))? {
                    // It is the same price, whatever was asked for since it was made.
                    known.body["taxExemption"] = exemption;
                    return Ok(known.body);
                }
                quote.body["taxExemption"] = exemption;
                quote.insert(tx)?;
                Ok(quote.body)
            }
            _ => Err(Problem::step_order(view::first_incomplete(&renewal))),
        }
    })?;
    quotes::tell(&mut body, &language(&headers));
    Ok((StatusCode::CREATED, Json(body)).into_response())
}
