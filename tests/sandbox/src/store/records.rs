//! Organizations, their locations and contacts, and renewals, as rows.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde_json::{Map, Value, json};

use super::locations::{ADDRESS, Location};
use super::money::{Level, Prices};
use super::payments::Payment;
use super::program::Program;
use super::signatures::{self, Signature};
use super::{Statements, StoreError, competencies, stored_program, timestamp};
use crate::countries;

/// A company in the program.
#[derive(Clone, Debug)]
pub struct Organization {
    /// Opaque id.
    pub id: String,
    /// The program it is a member of.
    pub program: &'static Program,
    /// Number in the program.
    pub partner_id: String,
    /// The anniversary.
    pub membership_date: NaiveDate,
    /// Id of the present level.
    pub level: String,
    /// Suspended by the program.
    pub suspended: bool,
    /// `pending`, `accepted` or `rejected`.
    pub verification: String,
    /// Competencies in JSON: most requests do not need to read them.
    competencies: String,
    /// The profile as the contract writes it.
    pub profile: Map<String, Value>,
    /// Day of its last change.
    pub profile_changed: NaiveDate,
    /// First day of the suspension, or of a verification that is not accepted.
    pub held_since: Option<String>,
    /// Day of the last change of its legal data, which is verified beside the renewal.
    pub reverified_since: Option<NaiveDate>,
    /// Whether the program charges it no tax.
    pub is_tax_exempt: bool,
}

impl Organization {
    /// Reads one.
    ///
    /// # Errors
    /// When the database refuses or a document in it does not read.
    pub fn find(db: &Connection, id: &str) -> Result<Option<Self>, StoreError> {
        let row = db
            .query_cached(
                "SELECT partner_id, membership_date, level, suspended, verification, competencies, profile,
                        profile_changed, held_since, reverified_since,
                        (SELECT value FROM setting WHERE name = 'program'),
                        EXISTS (SELECT 1 FROM tax_exemption WHERE organization = ?1 AND state = 'accepted')
                 FROM organization WHERE id = ?1",
                [id],
                |r| {
                    let texts: (String, String, String) = (r.get(0)?, r.get(1)?, r.get(2)?);
                    let rest: (bool, String, String) = (r.get(3)?, r.get(4)?, r.get(5)?);
                    let profile: (String, String, Option<String>) = (r.get(6)?, r.get(7)?, r.get(8)?);
                    let reverified: Option<String> = r.get(9)?;
                    Ok((texts, rest, profile, (reverified, r.get(11)?), r.get(10)?))
                },
            )
            .optional()?;
        let Some((texts, rest, profile, (reverified, is_tax_exempt), program)) = row else { return Ok(None) };
        let ((partner_id, date, level), (suspended, verification, competencies)) = (texts, rest);
        let (profile, changed, held_since) = profile;
        let day = |text: String| text.parse().map_err(|_| StoreError::Stored("day of a change"));
        Ok(Some(Self {
            id: id.into(),
            program: stored_program(program)?,
            partner_id,
            membership_date: date.parse().map_err(|_| StoreError::Stored("membership date"))?,
            level,
            suspended,
            verification,
            competencies,
            profile: serde_json::from_str(&profile)?,
            profile_changed: day(changed)?,
            held_since,
            reverified_since: reverified.map(day).transpose()?,
            is_tax_exempt,
        }))
    }

    /// A field of the profile.
    pub fn field(&self, name: &str) -> &str {
        self.profile.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// Its legal name.
    pub fn name(&self) -> &str {
        self.field("legalName")
    }

    /// Id, name and partner id, as the contract writes them.
    pub fn named(&self) -> Value {
        json!({"id": self.id, "name": self.name(), "partnerId": self.partner_id})
    }

    /// Keeps the profile, the day of its change, and that of the last one that is verified.
    /// The headquarters are where the profile says, unless that is in another country: there the program opens a
    /// location of its own, once it has verified the move.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn save_profile(&self, db: &Connection) -> Result<(), StoreError> {
        let profile = serde_json::to_string(&self.profile)?;
        let reverified = self.reverified_since.map(|day| day.to_string());
        let sql = "UPDATE organization SET profile = ?2, profile_changed = ?3, reverified_since = ?4 WHERE id = ?1";
        db.execute_cached(sql, (&self.id, &profile, &self.profile_changed.to_string(), &reverified))?;
        let headquarters = Location::all(db, &self.id)?.into_iter().find(|one| one.kind == "hq");
        if let Some(mut headquarters) = headquarters.filter(|one| one.country == self.field("country")) {
            headquarters.address = ADDRESS.map(|name| (name.to_owned(), self.field(name).into())).into_iter().collect();
            headquarters.save(db)?;
        }
        Ok(())
    }

    /// The legal address as it is written in its country.
    pub fn address_lines(&self) -> Vec<String> {
        countries::lines(self.field("country"), |name| self.field(name))
    }

    /// Competencies as they are stored.
    ///
    /// # Errors
    /// When they do not read.
    pub(super) fn stored_competencies(&self) -> Result<Value, StoreError> {
        Ok(serde_json::from_str(&self.competencies)?)
    }

    /// Competencies as the contract writes them.
    ///
    /// # Errors
    /// When they do not read.
    pub fn competencies(&self) -> Result<Value, StoreError> {
        Ok(competencies::completed(self.stored_competencies()?, self.membership_date))
    }

    /// How many requirements are met, and how many apply.
    ///
    /// # Errors
    /// When the competencies do not read.
    pub fn requirements(&self) -> Result<(usize, usize), StoreError> {
        let competencies = self.stored_competencies()?;
        let competencies = competencies.as_array().into_iter().flatten();
        let states = competencies.filter_map(|c| c.get("requirements")?.as_array()).flatten();
        let states = states.filter_map(|r| r.get("state")?.as_str()).filter(|state| *state != "not_applicable");
        Ok(states.fold((0, 0), |(met, all), state| (met + usize::from(state == "met"), all + 1)))
    }

    /// The first requirement that stops the renewal: it is short or not known, and of a competency that is not given up.
    ///
    /// # Errors
    /// When the competencies do not read.
    pub fn shortage(&self) -> Result<Option<Value>, StoreError> {
        let competencies = self.stored_competencies()?;
        let competencies = competencies.as_array().into_iter().flatten().filter(|one| competencies::stops_renewal(one));
        let mut requirements = competencies.filter_map(|c| c.get("requirements")?.as_array()).flatten();
        let stops = |r: &&Value| matches!(r.get("state").and_then(Value::as_str), Some("short" | "unknown"));
        Ok(requirements.find(stops).cloned())
    }
}

/// A renewal with what has been confirmed.
#[derive(Clone, Debug)]
pub struct Renewal {
    /// Opaque id.
    pub id: String,
    /// Whose renewal.
    pub organization: Arc<Organization>,
    /// The membership date it renews.
    pub term: NaiveDate,
    /// `live`, `active` or `cancelled`.
    pub state: String,
    /// Reference number, given with the first payment.
    pub reference: Option<String>,
    /// When the requirements were confirmed.
    pub requirements_at: Option<String>,
    /// When the profile was confirmed, and at which entity tag.
    pub profile: Option<(String, String)>,
    /// The signature that counts.
    pub signature: Option<Signature>,
    /// The location chosen.
    pub location: Option<Location>,
    /// The level chosen.
    pub level: Option<&'static Level>,
    /// How to pay.
    pub method: Option<String>,
    /// The company's purchase order number.
    pub order_number: Option<String>,
    /// The signature was voided and not yet given again.
    pub voided: bool,
    /// The level was cleared and not yet chosen again.
    pub level_cleared: bool,
    /// The latest payment.
    pub payment: Option<Payment>,
    /// The prices in force.
    pub prices: Prices,
}

impl Renewal {
    /// How to pay, as the contract writes it; null before it is chosen.
    pub fn method_json(&self) -> Value {
        json!(self.method.as_ref().map(|method| json!({"method": method, "purchaseOrderNumber": self.order_number})))
    }

    /// Reads one with everything it refers to.
    ///
    /// # Errors
    /// When the database refuses or something in it does not read.
    pub fn find(db: &Connection, id: &str) -> Result<Option<Self>, StoreError> {
        struct Raw {
            organization: String,
            term: String,
            signature: Option<i64>,
            location: Option<String>,
            level: Option<String>,
            profile: (Option<String>, Option<String>),
        }
        let sql = "SELECT organization, term, signature, location, level, profile_at, profile_etag, state, reference,
                   requirements_at, method, order_number, voided, level_cleared FROM renewal WHERE id = ?1";
        let read = |r: &Row| {
            let raw = Raw {
                organization: r.get(0)?,
                term: r.get(1)?,
                signature: r.get(2)?,
                location: r.get(3)?,
                level: r.get(4)?,
                profile: (r.get(5)?, r.get(6)?),
            };
            let texts: (String, Option<String>, Option<String>) = (r.get(7)?, r.get(8)?, r.get(9)?);
            let method: (Option<String>, Option<String>) = (r.get(10)?, r.get(11)?);
            Ok((raw, texts, method, (r.get(12)?, r.get(13)?)))
        };
        let Some((raw, (state, reference, requirements_at), (method, order_number), (voided, level_cleared))) =
            db.query_cached(sql, [id], read).optional()?
        else {
            return Ok(None);
        };
        let organization =
            Organization::find(db, &raw.organization)?.ok_or(StoreError::Stored("organization of a renewal"))?;
        let location = match &raw.location {
            None => None,
            Some(location) => Location::find(db, &organization.id, location)?,
        };
        Ok(Some(Self {
            id: id.into(),
            organization: Arc::new(organization),
            term: raw.term.parse().map_err(|_| StoreError::Stored("term"))?,
            state,
            reference,
            requirements_at,
            profile: raw.profile.0.zip(raw.profile.1),
            signature: raw.signature.map(|number| signatures::read(db, number)).transpose()?,
            location,
            level: raw.level.as_deref().and_then(Level::find),
            method,
            order_number,
            voided,
            level_cleared,
            payment: Payment::latest(db, id)?,
            prices: Prices::in_force(db)?,
        }))
    }

    /// The id of the renewal of an organization that is live, or that led to its present term.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn current_id(db: &Connection, organization: &str) -> Result<Option<String>, rusqlite::Error> {
        let sql = "SELECT id FROM renewal WHERE organization = ?1 AND state <> 'cancelled'
                   ORDER BY state = 'live' DESC, term DESC LIMIT 1";
        db.query_cached(sql, [organization], |r| r.get(0)).optional()
    }

    /// Ids of the renewals of an organization that were ordered, the newest order first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn ordered(db: &Connection, organization: &str) -> Result<Vec<String>, rusqlite::Error> {
        let sql = "SELECT renewal.id FROM renewal JOIN payment ON payment.renewal = renewal.id WHERE organization = ?1
                   GROUP BY renewal.id ORDER BY max(payment.number) DESC";
        db.prepare_cached(sql)?.query_map([organization], |r| r.get(0))?.collect()
    }

    /// Who began it, and when; none where that was not written down.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn beginning(&self, db: &Connection) -> Result<Option<(String, String)>, rusqlite::Error> {
        let sql = "SELECT started_by, started_at FROM renewal WHERE id = ?1";
        let begun: (Option<String>, Option<String>) =
            db.query_cached(sql, [&self.id], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(begun.0.zip(begun.1))
    }

    /// When a step was last saved, where that was written down.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn saved_at(&self, db: &Connection) -> Result<Option<String>, rusqlite::Error> {
        db.query_cached("SELECT saved_at FROM renewal WHERE id = ?1", [&self.id], |r| r.get(0))
    }

    /// Writes down that a step was saved.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn note_saved(&self, db: &Connection, at: DateTime<Utc>) -> Result<(), rusqlite::Error> {
        db.execute_cached("UPDATE renewal SET saved_at = ?2 WHERE id = ?1", (&self.id, timestamp(at)))?;
        Ok(())
    }

    /// Keeps what has been confirmed.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn save(&self, db: &Connection) -> Result<(), rusqlite::Error> {
        db.execute_cached(
            "UPDATE renewal SET state = :state, reference = :reference, requirements_at = :requirements_at,
             profile_at = :profile_at, profile_etag = :profile_etag, signature = :signature, location = :location,
             level = :level, method = :method, order_number = :order_number, voided = :voided,
             level_cleared = :level_cleared WHERE id = :id",
            named_params! {
                ":id": self.id,
                ":state": self.state,
                ":reference": self.reference,
                ":requirements_at": self.requirements_at,
                ":profile_at": self.profile.as_ref().map(|p| &p.0),
                ":profile_etag": self.profile.as_ref().map(|p| &p.1),
                ":signature": self.signature.as_ref().map(|s| s.number),
                ":location": self.location.as_ref().map(|l| &l.id),
                ":level": self.level.map(|l| l.id),
                ":method": self.method,
                ":order_number": self.order_number,
                ":voided": self.voided,
                ":level_cleared": self.level_cleared,
            },
        )?;
        Ok(())
    }

    /// The signature no longer counts.
    pub fn void_signature(&mut self) {
        if self.signature.take().is_some() {
            self.voided = true;
        }
    }
}
