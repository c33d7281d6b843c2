//! Who may see and who may do what. Everything that is not theirs does not exist.

use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::problem::Problem;
use crate::people::Person;
use crate::store::calendar::Standing;
use crate::store::contacts::Contact;
use crate::store::payments::Payment;
use crate::store::records::{Organization, Renewal};

/// An organization as one of its people sees it.
pub struct Membership {
    /// The organization.
    pub organization: Arc<Organization>,
    /// Everyone it names.
    pub contacts: Vec<Contact>,
    /// Whether the caller is the Primary Program Contact.
    pub is_primary: bool,
}

impl Membership {
    /// The organization, when the caller belongs to it.
    ///
    /// # Errors
    /// 404 when they do not, or there is none.
    pub fn of(tx: &Connection, person: &Person, organization: &str) -> Result<Self, Problem> {
        let organization = Organization::find(tx, organization)?.ok_or_else(Problem::not_found)?;
        Self::around(tx, person, Arc::new(organization))
    }

    fn around(tx: &Connection, person: &Person, organization: Arc<Organization>) -> Result<Self, Problem> {
        let contacts = Contact::all(tx, &organization.id)?;
        let theirs = |c: &&Contact| c.person.as_deref() == Some(person.id);
        if !contacts.iter().any(|c| theirs(&c)) {
            return Err(Problem::not_found());
        }
        let is_primary = contacts.iter().filter(theirs).any(Contact::is_primary);
        Ok(Self { organization, contacts, is_primary })
    }

    /// The Primary Program Contact.
    pub fn primary(&self) -> Option<&Contact> {
        self.contacts.iter().find(|c| c.is_primary())
    }

    /// Refuses everyone but the Primary Program Contact.
    ///
    /// # Errors
    /// 403 with the name of the one who may.
    pub fn only_primary(&self) -> Result<(), Problem> {
        if self.is_primary {
            return Ok(());
        }
        let primary = self.primary();
        let name = primary.map_or("Somebody else", |c| &c.name);
        let detail = format!("{name} is the Primary Program Contact of {}.", self.organization.name());
        Err(Problem::not_primary_contact(detail, primary.map(Contact::reach)))
    }
}

/// A renewal that the caller may see.
///
/// # Errors
/// 404 when there is none, or it is another organization's.
pub fn visible(tx: &Connection, person: &Person, renewal: &str) -> Result<(Membership, Renewal), Problem> {
    let renewal = Renewal::find(tx, renewal)?.ok_or_else(Problem::not_found)?;
    let membership = Membership::around(tx, person, Arc::clone(&renewal.organization))?;
    Ok((membership, renewal))
}

/// A renewal that the caller may work on: theirs as Primary Program Contact, of a membership that may be renewed, not
/// paid and not cancelled.
///
/// # Errors
/// What stands in the way.
pub fn workable(tx: &Connection, person: &Person, renewal: &str, today: NaiveDate) -> Result<Renewal, Problem> {
    let (membership, renewal) = visible(tx, person, renewal)?;
    membership.only_primary()?;
    match renewal.state.as_str() {
        "live" => {}
        "active" => return Err(Problem::already_paid(&renewal.id)),
        _ => return Err(Problem::not_found()),
    }
    may_renew(&renewal.organization, today)?;
    Ok(renewal)
}

/// A renewal whose steps the caller may change: workable, with no payment alive.
///
/// # Errors
/// What stands in the way.
pub fn changeable(tx: &Connection, person: &Person, renewal: &str, today: NaiveDate) -> Result<Renewal, Problem> {
    let renewal = workable(tx, person, renewal, today)?;
    no_live_payment(&renewal)?;
    Ok(renewal)
}

/// Refuses while a payment is alive.
///
/// # Errors
/// 409 with the payment.
pub fn no_live_payment(renewal: &Renewal) -> Result<(), Problem> {
    match renewal.payment.as_ref().filter(|p| p.is_live()) {
        Some(payment) => Err(Problem::payment_in_progress(&payment.id)),
        None => Ok(()),
    }
}

/// Refuses a membership that cannot be renewed on this day.
///
/// # Errors
/// 409 with the reason.
pub fn may_renew(organization: &Organization, today: NaiveDate) -> Result<(), Problem> {
    if organization.suspended {
        return Err(Problem::conflict(
            "membership-suspended",
            "The membership is suspended",
            "Ask the program's support what has to be done.",
        ));
    }
    if organization.verification != "accepted" {
        return Err(Problem::conflict(
            "verification-pending",
            "The company is being verified",
            "Renewal is possible once the verification is finished.",
        ));
    }
    let (date, terms) = (organization.membership_date, organization.program.terms);
    match terms.standing(date, today) {
        Standing::Due | Standing::Grace => Ok(()),
        Standing::NotDue => {
            let opens = terms.window_opens(date);
            let detail = format!("Renewal opens on {opens}.");
            Err(Problem::conflict("window-not-open", "The renewal window has not opened", detail)
                .with("windowOpens", opens.to_string()))
        }
        Standing::Lapsed => {
            let detail = format!("The grace period ended on {}.", terms.grace_ends(date));
            Err(Problem::conflict("membership-lapsed", "The membership has lapsed", detail))
        }
    }
}

/// A payment of a renewal that the caller may see.
///
/// # Errors
/// 404 when there is none, or it is another organization's.
pub fn visible_payment(
    tx: &Connection,
    person: &Person,
    payment: &str,
) -> Result<(Membership, Renewal, Payment), Problem> {
    let payment = Payment::find(tx, payment)?.ok_or_else(Problem::not_found)?;
    let (membership, renewal) = visible(tx, person, &payment.renewal)?;
    Ok((membership, renewal, payment))
}
