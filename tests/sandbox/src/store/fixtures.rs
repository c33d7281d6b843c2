//! Fills an empty database with the invented companies, and with the renewal that one of them has already made.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::companies::{COMPANIES, Company, CompanyLocation, Named};
use super::locations::{ADDRESS, Location};
use super::money::Level;
use super::payments::{Payment, complete};
use super::quotes::Quote;
use super::records::Renewal;
use super::signatures::{self, Signature, Signing};
use super::{Statements, StoreError, agreements, timestamp};
use crate::config::Clock;
use crate::ids::Ids;
use crate::people;

/// The company that has already renewed, its renewal, and how many days ago.
const RENEWED: (&str, &str, i64) = ("aspen", "0912", 12);

/// Fills the database, with dates counted from the clock's today.
///
/// # Errors
/// When the database refuses.
pub(super) fn fill(tx: &Connection, clock: &Clock, ids: &Ids) -> Result<(), StoreError> {
    let today = clock.today();
    for company in &COMPANIES {
        organization(tx, company, today)?;
        for (number, place) in company.places.iter().enumerate() {
            location(tx, company, place, number == 0)?;
        }
        contacts(tx, company)?;
        if company.slug == RENEWED.0 {
            renewed(tx, ids, company, clock.now() - Duration::days(RENEWED.2))?;
        }
    }
    Ok(())
}

fn organization(tx: &Connection, company: &Company, today: NaiveDate) -> Result<(), StoreError> {
    let date = today + Duration::days(company.days_left);
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
            competencies(company).to_string(),
            filled(company)?.to_string(),
            // It was last looked through when the membership was renewed.
            (date - Duration::days(340)).to_string(),
            company.held_for.map(|days| (today - Duration::days(days)).to_string()),
        ),
    )?;
    Ok(())
}

fn id(kind: &str, name: &str) -> String {
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

fn place_id(company: &Company, place: &CompanyLocation) -> String {
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

fn requirement(id: &str, name: &str, unit: &str, need: u32, have: u32) -> Value {
    let state = match (need, have) {
        (0, _) => "not_applicable",
        (need, have) if have < need => "short",
        _ => "met",
    };
    let missing = (state == "short").then_some("One more person has to pass the Cloud Architect exam.");
    json!({"id": id, "name": name, "state": state, "need": need, "have": have, "unit": unit, "missing": missing})
}

fn competencies(company: &Company) -> Value {
    let people = |have| requirement("req-cloud-people", "Certified cloud professionals", "people", 4, have);
    let customers = |have| requirement("req-cloud-customers", "Approved customer references", "customers", 3, have);
    if company.short {
        let requirements = [people(3), customers(4)];
        return json!([{"id": "cmp-cloud", "name": "Cloud Platform", "level": "Gold", "requirements": requirements}]);
    }
    let cloud = [people(5), customers(3), requirement("req-cloud-exams", "Sales assessments passed", "exams", 2, 2)];
    let data = [
        requirement("req-data-people", "Certified data professionals", "people", 2, 2),
        requirement("req-data-points", "Performance points", "points", 0, 0),
    ];
    json!([
        {"id": "cmp-cloud", "name": "Cloud Platform", "level": "Gold", "requirements": cloud},
        {"id": "cmp-data", "name": "Data Analytics", "level": "Silver", "requirements": data},
    ])
}

/// A renewal that was made and paid by card at a moment: signature, quote, payment and receipt. The provider's ledger,
/// which begins with the sandbox, does not have it.
fn renewed(tx: &Connection, ids: &Ids, company: &Company, at: DateTime<Utc>) -> Result<(), StoreError> {
    let (Some(contact), Some(place), Some(level)) =
        (company.contacts.first(), company.places.first(), Level::find(company.level))
    else {
        return Err(StoreError::Stored("company that has renewed"));
    };
    let (_, number, _) = RENEWED;
    let (organization, renewal) = (id("org", company.slug), id("renewal", number));
    let sql = "INSERT INTO renewal (id, organization, term, started_by, started_at)
               SELECT ?1, id, membership_date, ?3, ?4 FROM organization WHERE id = ?2";
    tx.execute_cached(sql, [&renewal, &organization, contact.id, &timestamp(at)])?;
    let mut made = Renewal::find(tx, &renewal)?.ok_or(StoreError::Stored("renewal"))?;
    let location = Location::find(tx, &organization, &place_id(company, place))?;
    let location = location.ok_or(StoreError::Stored("location"))?;
    let when = timestamp(at);
    made.requirements_at = Some(when.clone());
    made.profile = Some((when.clone(), format!("\"profile-{number}\"")));
    made.signature = Some(signed(tx, ids, company, contact, &renewal, &when)?);
    made.level = Some(level);
    made.method = Some("card".into());
    made.reference = Some(format!("R-{}-0{number}", at.format("%Y")));
    let quote = Quote::of(ids.id("quote"), &made, &location, level, timestamp(at + Duration::minutes(30)));
    quote.insert(tx)?;
    let signature = made.signature.as_ref().map_or(0, |signature| signature.number);
    made.location = Some(location);
    made.save(tx)?;
    let payment = Payment {
        id: id("payment", number),
        renewal,
        quote: quote.id,
        method: "card".into(),
        status: "open".into(),
        amount: quote.total,
        session: None,
        expires_at: quote.expires_at,
        deadline: None,
        order_number: None,
        decline_reason: None,
        paid_at: None,
        receipt: None,
        proof: None,
        signature,
        received: 0,
    };
    payment.insert(tx, contact.id)?;
    complete(tx, &payment, &format!("RC-{}-0{number}", at.format("%Y")), at)
}

fn signed(
    tx: &Connection,
    ids: &Ids,
    company: &Company,
    contact: &Named,
    renewal: &str,
    at: &str,
) -> Result<Signature, StoreError> {
    let country = company.places.first().map(|place| place.country).unwrap_or_default();
    let agreement = agreements::in_force(tx, country, "en")?.ok_or(StoreError::Stored("agreement"))?;
    Ok(signatures::append(
        tx,
        &Signing {
            id: &ids.id("sig"),
            renewal,
            person: contact.id,
            organization: company.name,
            agreement: &agreement.id,
            version: &agreement.version,
            language: agreement.language,
            digest: agreement.digest,
            name: contact.name,
            title: "Managing Director",
            account_name: people::find(contact.id).map(|person| person.name).unwrap_or_default(),
            at,
        },
    )?)
}
