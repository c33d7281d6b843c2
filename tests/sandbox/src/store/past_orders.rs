//! Renewals that the invented companies began, and most of them ordered, before the database was filled.

use chrono::{DateTime, Duration, Months, NaiveDate, Utc};
use rusqlite::Connection;

use super::companies::{Company, Named};
use super::events::Event;
use super::fixtures::{id, place_id};
use super::locations::Location;
use super::money::Level;
use super::payments::{Payment, complete};
use super::program::Program;
use super::quotes::Quote;
use super::records::Renewal;
use super::refunds::Refund;
use super::signatures::{self, Signature, Signing};
use super::{Statements, StoreError, agreements, timestamp};
use crate::config::Clock;
use crate::ids::Ids;
use crate::people;

/// A renewal that stands in the books on the first day.
pub(super) struct PastOrder {
    /// Slug of the company.
    company: &'static str,
    /// Number of its renewal and of its payment.
    number: &'static str,
    /// How many terms before the present one it is for.
    years_ago: u32,
    /// How many days before the first day it was made.
    days_ago: i64,
    method: &'static str,
    outcome: Outcome,
}

/// How far an order has come.
#[derive(PartialEq, Eq)]
enum Outcome {
    /// Requirements and profile are confirmed, and nothing is ordered yet.
    Begun,
    /// The card is being checked.
    Processing,
    Paid,
    Awaited,
    RefundRequested,
}

/// All of them, in the order in which they were made.
pub(super) const ORDERS: [PastOrder; 7] = [
    paid_by_card("0504", 2, 745),
    paid_by_card("0711", 1, 379),
    paid_by_card("0912", 0, 12),
    PastOrder {
        company: "walnut",
        number: "0934",
        years_ago: 0,
        days_ago: 6,
        method: "bank_transfer",
        outcome: Outcome::RefundRequested,
    },
    PastOrder {
        company: "larch",
        number: "0957",
        years_ago: 0,
        days_ago: 3,
        method: "bank_transfer",
        outcome: Outcome::Awaited,
    },
    PastOrder {
        company: "mulberry",
        number: "0961",
        years_ago: 0,
        days_ago: 2,
        method: "card",
        outcome: Outcome::Begun,
    },
    PastOrder {
        company: "quince",
        number: "0968",
        years_ago: 0,
        days_ago: 0,
        method: "card",
        outcome: Outcome::Processing,
    },
];

/// An order of Aspen Example, which is with the program for some years.
const fn paid_by_card(number: &'static str, years_ago: u32, days_ago: i64) -> PastOrder {
    PastOrder { company: "aspen", number, years_ago, days_ago, method: "card", outcome: Outcome::Paid }
}

/// Makes them. The provider's books, which begin with the sandbox, have none of their money.
///
/// # Errors
/// When the database refuses.
pub(super) fn fill(tx: &Connection, program: &Program, clock: &Clock, ids: &Ids) -> Result<(), StoreError> {
    for order in program.orders {
        let company = program.companies.iter().find(|company| company.slug == order.company);
        let company = company.ok_or(StoreError::Stored("company of an order"))?;
        let date = clock.today() + Duration::days(company.days_left);
        let term = date - Months::new(12 * order.years_ago);
        // An order that is paid leads to the next term: each begins with its own.
        let sql = "UPDATE organization SET membership_date = ?2 WHERE id = ?1";
        tx.execute_cached(sql, [id("org", company.slug), term.to_string()])?;
        ordered(tx, ids, company, order, clock.now() - Duration::days(order.days_ago))?;
    }
    Ok(())
}

/// A renewal as it was made at a moment: signature, quote and payment, and what came of it.
fn ordered(
    tx: &Connection,
    ids: &Ids,
    company: &Company,
    order: &PastOrder,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (Some(contact), Some(place), Some(level)) =
        (company.contacts.first(), company.places.first(), Level::find(company.level))
    else {
        return Err(StoreError::Stored("company that has renewed"));
    };
    let (number, year) = (order.number, at.format("%Y"));
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
    if order.outcome == Outcome::Begun {
        return Ok(made.save(tx)?);
    }
    made.signature = Some(signed(tx, ids, company, contact, &made, &when)?);
    made.level = Some(level);
    made.method = Some(order.method.into());
    made.reference = Some(format!("R-{year}-0{number}"));
    let quote = Quote::of(ids.id("quote"), &made, &location, level, None, timestamp(at + Duration::minutes(30)));
    quote.insert(tx)?;
    made.location = Some(location);
    made.save(tx)?;
    let payment = opened(order, &made, &quote, at.date_naive());
    payment.insert(tx, contact.id, at)?;
    came_of(tx, ids, order, contact, &payment, at)
}

/// The payment as it was made on a day.
fn opened(order: &PastOrder, made: &Renewal, quote: &Quote, day: NaiveDate) -> Payment {
    let deadline = (order.method != "card").then(|| made.organization.program.terms.order_deadline(made.term, day));
    Payment {
        id: id("payment", order.number),
        renewal: made.id.clone(),
        quote: quote.id.clone(),
        method: order.method.into(),
        status: if order.outcome == Outcome::Processing { "processing" } else { "open" }.into(),
        amount: quote.total,
        session: None,
        expires_at: deadline.map_or_else(|| quote.expires_at.clone(), |day| format!("{day}T23:59:59Z")),
        deadline,
        order_number: None,
        decline_reason: None,
        paid_at: None,
        receipt: None,
        proof: None,
        signature: made.signature.as_ref().map_or(0, |signature| signature.number),
        received: 0,
        link: None,
    }
}

/// The provider still works on the card of a payment.
fn checked_by_provider(tx: &Connection, ids: &Ids, payment: &Payment) -> Result<(), StoreError> {
    tx.execute_cached(
        "INSERT INTO provider_session (id, merchant_key, merchant, description, amount, currency, status, expires_at)
         VALUES (?1, ?2, 'Example Partner Program', 'Membership renewal', ?3, ?4, 'processing', ?5)",
        (ids.token(), &payment.id, payment.amount.amount, payment.amount.currency, &payment.expires_at),
    )?;
    Ok(())
}

/// What has come of an order since it was made: a card is charged at once, a transfer takes a day, and a refund is asked
/// for the day before the first one.
fn came_of(
    tx: &Connection,
    ids: &Ids,
    order: &PastOrder,
    contact: &Named,
    payment: &Payment,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    match order.outcome {
        Outcome::Begun | Outcome::Awaited => return Ok(()),
        Outcome::Processing => return checked_by_provider(tx, ids, payment),
        Outcome::Paid | Outcome::RefundRequested => {}
    }
    let paid_at = if payment.is_order() { at + Duration::days(1) } else { at };
    if payment.is_order() {
        payment.keep_received(tx, payment.amount.amount)?;
        Event::MoneyReceived(payment.amount).note(tx, &payment.id, paid_at)?;
    }
    complete(tx, payment, &format!("RC-{}-0{}", paid_at.format("%Y"), order.number), paid_at)?;
    if order.outcome == Outcome::RefundRequested {
        let asked_at = at + Duration::days(order.days_ago - 1);
        Refund::request(tx, &payment.renewal, contact.id, Some("We are merging with another partner."), asked_at)?;
        Event::RefundRequested.note(tx, &payment.id, asked_at)?;
    }
    Ok(())
}

fn signed(
    tx: &Connection,
    ids: &Ids,
    company: &Company,
    contact: &Named,
    renewal: &Renewal,
    at: &str,
) -> Result<Signature, StoreError> {
    let country = company.places.first().map(|place| place.country).unwrap_or_default();
    let agreement = agreements::in_force(tx, renewal.organization.program, country, "en")?
        .ok_or(StoreError::Stored("agreement"))?;
    Ok(signatures::append(
        tx,
        &Signing {
            id: &ids.id("sig"),
            renewal: &renewal.id,
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
