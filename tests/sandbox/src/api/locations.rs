//! Headquarters and branches: listed for everybody of the organization, added, changed and closed by who renews.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::access::Membership;
use super::countries;
use super::extract::{Body, Caller};
use super::next::language;
use super::problem::Problem;
use super::{Answer, ApiState, profile};
use crate::store::locations::{ADDRESS, Location};
use crate::store::money::{tax_name, taxes};
use crate::store::{Statements, next_number};

/// Longest name, in characters.
const MAX_NAME: usize = 200;

/// Headquarters and branches.
pub async fn list(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let locations = api.store().write(|tx| json_of(tx, &Membership::of(tx, person, &id)?, &language(&headers)))?;
    Ok(Json(locations).into_response())
}

/// POST `{"name", "country", …}`: adds a branch. One that is there already, with the same name and address, is not added
/// again.
pub async fn add(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let store = api.store();
    let locations = store.write(|tx| {
        let membership = Membership::of(tx, person, &id)?;
        membership.only_primary()?;
        let country = body.text("country").to_uppercase();
        let (name, address) = checked(&country, &body)?;
        let same = |l: &Location| l.name == name && l.country == country && l.address == address;
        if !Location::all(tx, &id)?.iter().any(same) {
            let number = next_number(tx, "location")?;
            let location = Location {
                id: store.ids().id("location"),
                kind: "branch".to_owned(),
                name,
                country,
                address,
                partner_id: format!("42{number:05}"),
            };
            location.insert(tx, &id)?;
        }
        json_of(tx, &membership, &language(&headers))
    })?;
    Ok(Json(locations).into_response())
}

/// POST `{"version", "name", …}`: changes a branch that is still as the caller saw it, or already as they want it.
pub async fn change(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path((id, location)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let locations = api.store().write(|tx| {
        let membership = Membership::of(tx, person, &id)?;
        let mut found = branch(tx, &id, &location)?;
        membership.only_primary()?;
        let before = found.version();
        (found.name, found.address) = checked(&found.country, &body)?;
        if found.version() != before && body.text("version") != before {
            return Err(Problem::location_changed());
        }
        found.save(tx)?;
        json_of(tx, &membership, &language(&headers))
    })?;
    Ok(Json(locations).into_response())
}

/// DELETE: closes a branch, unless a renewal under way is made for it. One that is closed stays so.
pub async fn close(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path((id, location)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    let store = api.store();
    let locations = store.write(|tx| {
        let membership = Membership::of(tx, person, &id)?;
        let found = Location::find(tx, &id, &location)?.filter(|l| l.kind == "branch");
        let found = found.ok_or_else(Problem::not_found)?;
        membership.only_primary()?;
        let sql = "SELECT EXISTS (SELECT 1 FROM renewal WHERE location = ?1 AND state = 'live')";
        if tx.query_cached(sql, [&found.id], |r| r.get(0))? {
            return Err(Problem::location_in_use());
        }
        found.close(tx, store.now())?;
        json_of(tx, &membership, &language(&headers))
    })?;
    Ok(Json(locations).into_response())
}

/// A branch that is open. The headquarters are where the profile says.
fn branch(tx: &Connection, organization: &str, id: &str) -> Result<Location, Problem> {
    let found = Location::find_open(tx, organization, id)?.filter(|location| location.kind == "branch");
    found.ok_or_else(Problem::not_found)
}

/// Name and address by the rules of the country.
fn checked(country: &str, body: &Body) -> Result<(String, Map<String, Value>), Problem> {
    let Some(sections) = countries::sections(country) else {
        let code = if country.is_empty() { "required" } else { "unknown_option" };
        return Err(Problem::fields(&[("country", code)]));
    };
    let name = profile::one_line(body.text("name"));
    let mut errors = Vec::new();
    if name.is_empty() {
        errors.push(("name", "required"));
    } else if name.chars().count() > MAX_NAME {
        errors.push(("name", "too_long"));
    }
    let mut address: Map<String, Value> = ADDRESS.iter().map(|name| ((*name).to_owned(), Value::from(""))).collect();
    for field in sections.iter().flat_map(|(_, fields)| fields).filter(|field| ADDRESS.contains(&field.id)) {
        match profile::checked(field, profile::one_line(body.text(field.id))) {
            Ok(value) => {
                address.insert(field.id.into(), value.into());
            }
            Err(code) => errors.push((field.id, code)),
        }
    }
    if errors.is_empty() { Ok((name, address)) } else { Err(Problem::fields(&errors)) }
}

/// The locations as one of the organization sees them, in a language.
fn json_of(tx: &Connection, membership: &Membership, language: &str) -> Result<Value, Problem> {
    let locations = Location::all(tx, &membership.organization.id)?;
    let program = membership.organization.program;
    let described = locations.iter().map(|location| {
        let country = &location.country;
        let levels: Vec<_> = program.levels.iter().filter(|l| l.offered_in(country)).map(|l| l.name).collect();
        let all = taxes(country);
        let names = all.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(" and ");
        let rate: i64 = all.iter().map(|(_, rate)| rate).sum();
        let tax = (!all.is_empty()).then(|| json!({"name": tax_name(&names, language), "rateBasisPoints": rate}));
        json!({
            "id": location.id, "kind": location.kind, "name": location.name, "address": location.lines(),
            "levels": levels, "currency": program.currency_in(country), "tax": tax, "country": country,
            "partnerId": location.partner_id, "fields": location.address, "version": location.version(),
            "canChange": membership.is_primary && location.kind == "branch",
        })
    });
    Ok(json!({"locations": described.collect::<Vec<_>>(), "canAdd": membership.is_primary}))
}
