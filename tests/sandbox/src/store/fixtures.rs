//! Fills an empty database with the invented companies, and with the orders that some of them have already made.

use chrono::{Duration, NaiveDate};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::companies::{Company, CompanyLocation};
use super::locations::{ADDRESS, Location};
use super::program::Program;
use super::proofs::File;
use super::tax_exemptions::TaxExemption;
use super::{Statements, StoreError, appeals, competency_fixtures, past_orders, role_requests};
use crate::config::Clock;
use crate::ids::Ids;
use crate::people;

/// Fills the database, with dates counted from the clock's today.
///
/// # Errors
/// When the database refuses.
pub(super) fn fill(tx: &Connection, program: &Program, clock: &Clock, ids: &Ids) -> Result<(), StoreError> {
    let today = clock.today();
    for company in program.companies {
        organization(tx, program, company, today)?;
        for (number, place) in company.places.iter().enumerate() {
            location(tx, company, place, number == 0)?;
        }
        contacts(tx, company)?;
        exemption(tx, company, clock)?;
    }
    appeals::fill(tx, clock.now())?;
    role_requests::fill(tx, clock.now())?;
    past_orders::fill(tx, program, clock, ids)
}

fn organization(tx: &Connection, program: &Program, company: &Company, today: NaiveDate) -> Result<(), StoreError> {
    let date = today + Duration::days(company.days_left);
    let competencies =
        if program.has_competencies { competency_fixtures::of(company.competencies, today) } else { json!([]) };
    tx.execute_cached(
        "INSERT INTO organization (id, partner_id, membership_date, level, suspended, verification, competencies, profile,
                                   profile_changed, held_since)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        (
            id("org", company.slug),
            company.partner_id,
            date.to_string(),
            company.level,
            company.suspended,
            company.verification,
            competencies.to_string(),
            filled(company)?.to_string(),
            // It was last looked through when the membership was renewed.
            (date - Duration::days(340)).to_string(),
            company.held_for.map(|days| (today - Duration::days(days)).to_string()),
        ),
    )?;
    Ok(())
}

/// The request for exemption from tax, which was made ten days ago and decided a week later.
fn exemption(tx: &Connection, company: &Company, clock: &Clock) -> Result<(), StoreError> {
    let Some((ground, rejected)) = company.exemption else { return Ok(()) };
    let (organization, ago) = (id("org", company.slug), |days| clock.now() - Duration::days(days));
    let certificate = File { name: "certificate.pdf", media_type: "application/pdf", content: b"%PDF-1.7 an example" };
    TaxExemption::request(tx, &organization, ground, &certificate, ago(10))?;
    let state = if rejected.is_some() { "rejected" } else { "accepted" };
    TaxExemption::decide(tx, &organization, state, rejected, ago(3))?;
    Ok(())
}

pub(super) fn id(kind: &str, name: &str) -> String {
    format!("{kind}-{name}")
}

fn filled(company: &Company) -> Result<Value, StoreError> {
    let (Some(place), Some(contact)) = (company.places.first(), company.contacts.first()) else {
        return Err(StoreError::Stored("company"));
    };
    let (executive, executive_email) = company.executive;
    Ok(json!({
        "legalName": company.name,
        "tradingName": company.trading_name,
        "registrationNumber": company.registration,
        "taxId": company.tax_id,
        "website": format!("https://{}.example", company.slug),
        "country": place.country,
        "addressLine1": place.street,
        "addressLine2": "",
        "city": place.city,
        "region": place.region,
        "postalCode": place.postcode,
        "contactName": contact.name,
        "contactEmail": contact.email,
        "contactPhone": contact.phone,
        "executiveName": executive,
        "executiveEmail": executive_email,
        "partnerType": "integrator",
        "employees": "10-49",
        "customers": "40",
        "businessFocus": "managed_services",
    }))
}

pub(super) fn place_id(company: &Company, place: &CompanyLocation) -> String {
    format!("loc-{}-{}", company.slug, place.city.to_lowercase())
}

fn location(tx: &Connection, company: &Company, place: &CompanyLocation, is_hq: bool) -> Result<(), StoreError> {
    let city = if place.country == "AT" && place.city == "Vienna" { "Wien" } else { place.city };
    let values = [place.street, "", city, place.region, place.postcode];
    let address = ADDRESS.into_iter().zip(values).map(|(name, value)| (name.to_owned(), value.into())).collect();
    let location = Location {
        id: place_id(company, place),
        kind: if is_hq { "hq" } else { "branch" }.to_owned(),
        name: format!("{}, {}{}", company.name, place.city, place.addition),
        country: place.country.to_owned(),
        address,
        partner_id: place.partner_id.to_owned(),
    };
    location.insert(tx, &id("org", company.slug))
}

fn contacts(tx: &Connection, company: &Company) -> Result<(), StoreError> {
    for contact in company.contacts {
        let person = people::find(contact.id).map(|person| person.id);
        // Whoever is named by two companies is a contact of each.
        let named_before: bool =
            tx.query_cached("SELECT EXISTS (SELECT 1 FROM contact WHERE person = ?1)", [contact.id], |r| r.get(0))?;
        let name = if named_before { format!("{}-{}", contact.id, company.slug) } else { contact.id.into() };
        tx.execute_cached(
            "INSERT INTO contact (id, organization, person, name, email, phone, roles) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (
                id("con", &name),
                id("org", company.slug),
                person,
                contact.name,
                contact.email,
                contact.phone,
                serde_json::to_string(contact.roles)?,
            ),
        )?;
    }
    Ok(())
}
