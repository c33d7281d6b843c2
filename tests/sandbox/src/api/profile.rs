//! The organization's profile: read and replaced whole, each field held against its country's rules.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use rusqlite::Connection;
use serde_json::{Map, Value};

use super::access::{self, Membership};
use super::countries::{self, Field};
use super::extract::{Body, Caller, check_if_match};
use super::problem::Problem;
use super::{Answer, ApiState, address_check, company_verification, etag, reverification, shape, tax_authority};
use crate::store::appeals;
use crate::store::records::{Organization, Renewal};

/// Every field a profile has, in any country.
const FIELDS: [&str; 20] = [
    "legalName",
    "tradingName",
    "registrationNumber",
    "taxId",
    "website",
    "country",
    "addressLine1",
    "addressLine2",
    "city",
    "region",
    "postalCode",
    "contactName",
    "contactEmail",
    "contactPhone",
    "executiveName",
    "executiveEmail",
    "partnerType",
    "employees",
    "customers",
    "businessFocus",
];

/// The profile as the contract writes it.
pub fn json(organization: &Organization) -> Value {
    let field = |name: &&str| ((*name).to_owned(), Value::from(organization.field(name)));
    Value::Object(FIELDS.iter().map(field).collect())
}

/// The profile's entity tag.
pub fn tag(organization: &Organization) -> String {
    etag(&json(organization))
}

/// Reads it.
pub async fn read(State(api): State<ApiState>, Caller(person): Caller, Path(id): Path<String>) -> Answer {
    let membership = api.store().write(|tx| Membership::of(tx, person, &id))?;
    Ok(answer(&membership.organization, api.store().today()))
}

/// Replaces it, if it is still what the caller saw.
pub async fn write(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    Body(body): Body,
) -> Answer {
    let organization = api.store().write(|tx| {
        let membership = Membership::of(tx, person, &id)?;
        membership.only_primary()?;
        check_if_match(&headers, "profile", &json(&membership.organization))?;
        let (organization, renamed) = changed(&membership.organization, &body, api.store().today())?;
        if renamed {
            rename(tx, &organization.id)?;
        }
        save(tx, &membership.organization, &organization, api.store().today())?;
        Ok::<_, Problem>(organization)
    })?;
    Ok(answer(&organization, api.store().today()))
}

/// The profile with what the program tells beside it. That is not replaced with it, and changes no entity tag.
fn answer(organization: &Organization, today: NaiveDate) -> Response {
    let mut body = json(organization);
    let tag = etag(&body);
    body["taxIdCheck"] = tax_authority::check(organization).into();
    body["addressCheck"] = address_check::check(organization).into();
    body["addressLines"] = organization.address_lines().into();
    body["verification"] = reverification::json(organization, today);
    ([(header::ETAG, tag)], Json(body)).into_response()
}

/// Replaces the profile of a renewal's organization, as the step that confirms it does. `suggest` where the caller takes
/// suggestions of another address.
///
/// # Errors
/// 422 with the fields that are wrong; 409 with what is suggested; 500 when the database refuses.
pub fn replace(
    tx: &Connection,
    renewal: &mut Renewal,
    body: &Map<String, Value>,
    suggest: bool,
    today: NaiveDate,
) -> Result<(), Problem> {
    let (organization, renamed) = changed(&renewal.organization, body, today)?;
    if suggest {
        address_check::knows_no_better(&renewal.organization, &organization)?;
    }
    if renamed {
        renewal.void_signature();
    }
    save(tx, &renewal.organization, &organization, today)?;
    renewal.organization = Arc::new(organization);
    Ok(())
}

/// Writes it down. A company that corrects what was rejected is verified once more.
fn save(tx: &Connection, before: &Organization, now: &Organization, today: NaiveDate) -> Result<(), Problem> {
    now.save_profile(tx)?;
    if company_verification::is_corrected(before, now) {
        appeals::decide(tx, &now.id, "pending", today)?;
    }
    Ok(())
}

/// The organization with this profile, cleaned and checked, and whether its legal name is another one.
fn changed(
    before: &Organization,
    body: &Map<String, Value>,
    today: NaiveDate,
) -> Result<(Organization, bool), Problem> {
    let profile = clean(body).map_err(|errors| Problem::fields(&errors))?;
    let renamed = profile.get("legalName") != before.profile.get("legalName");
    let mut organization = before.clone();
    organization.profile = profile;
    organization.profile_changed = today;
    if tax_authority::check(&organization) == "invalid" {
        return Err(Problem::fields(&[("taxId", "not_registered")]));
    }
    if reverification::is_due(before, &organization) {
        organization.reverified_since = Some(today);
    }
    Ok((organization, renamed))
}

/// A new legal name is another party to the agreement: the signature of a renewal under way is void. While money is on
/// its way under the old one, the name stays.
fn rename(tx: &Connection, organization: &str) -> Result<(), Problem> {
    let Some(id) = Renewal::current_id(tx, organization)? else { return Ok(()) };
    let Some(mut renewal) = Renewal::find(tx, &id)?.filter(|r| r.state == "live") else { return Ok(()) };
    access::no_live_payment(&renewal)?;
    renewal.void_signature();
    renewal.save(tx)?;
    Ok(())
}

/// Cleans and checks a profile.
fn clean(body: &Map<String, Value>) -> Result<Map<String, Value>, Vec<(&'static str, &'static str)>> {
    let text = |name: &str| one_line(body.get(name).and_then(Value::as_str).unwrap_or_default());
    let country = text("country").to_uppercase();
    let Some(sections) = countries::sections(&country) else {
        let code = if country.is_empty() { "required" } else { "unknown_option" };
        return Err(vec![("country", code)]);
    };
    let mut profile: Map<String, Value> = FIELDS.iter().map(|name| ((*name).to_owned(), Value::from(""))).collect();
    let mut errors = Vec::new();
    for field in sections.iter().flat_map(|(_, fields)| fields) {
        let name_of = |value| if field.id == "legalName" { legal_name(value) } else { Ok(value) };
        match checked(field, text(field.id)).and_then(name_of) {
            Ok(value) => {
                profile.insert(field.id.into(), value.into());
            }
            Err(code) => errors.push((field.id, code)),
        }
    }
    if errors.is_empty() { Ok(profile) } else { Err(errors) }
}

/// A name that is more than one letter or digit, and more than a legal form of any country: a company abroad is not called
/// by its form alone either.
fn legal_name(name: String) -> Result<String, &'static str> {
    let bare = |text: &str| text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let mut suffixes = crate::countries::all().iter().flat_map(|country| &country.legal_suffixes);
    match bare(&name) {
        short if short.chars().count() < 2 => Err("too_short"),
        form if suffixes.any(|suffix| bare(suffix) == form) => Err("legal_suffix"),
        _ => Ok(name),
    }
}

/// A text with single spaces.
pub(super) fn one_line(raw: &str) -> String {
    raw.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The value of a field as it is kept; the code of the refusal where it is not right.
pub(super) fn checked(field: &Field, text: String) -> Result<String, &'static str> {
    if text.is_empty() {
        return if field.required { Err("required") } else { Ok(text) };
    }
    let text = match field.kind {
        "country" => text.to_uppercase(),
        "number" => text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '.' | '\'')).collect(),
        _ => text,
    };
    if text.chars().count() > field.max_length {
        return Err("too_long");
    }
    if field.kind == "select" && !field.options.contains(&text.as_str()) {
        return Err("unknown_option");
    }
    let fits = match field.kind {
        "email" => shape::is_email(&text),
        "tel" => shape::is_phone(&text),
        "url" => shape::is_url(&text),
        "number" => text.chars().all(|c| c.is_ascii_digit()),
        _ => {
            let usual = field.shapes.is_empty() || field.shapes.iter().any(|s| shape::fits(&text, s));
            usual || !field.has_fixed_shape()
        }
    };
    if fits { Ok(text) } else { Err("shape") }
}
