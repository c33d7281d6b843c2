//! Prices that were told, each with the time until which it holds.

use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::{Value, json};

use super::calendar;
use super::locations::Location;
use super::money::{Level, Money, currency, line_name, price};
use super::promotions::AppliedCode;
use super::records::Renewal;
use super::{Statements, StoreError, words};

/// Tells a price in a language, which is kept in English: what its lines are for, and the ground of an exemption.
pub fn tell(price: &mut Value, language: &str) {
    for name in ["lines", "taxLines"] {
        for line in price.get_mut(name).and_then(Value::as_array_mut).into_iter().flatten() {
            let told = line.get("name").and_then(Value::as_str).map(|name| line_name(name, language));
            line["name"] = told.into();
        }
    }
    if let Some(ground) = price.pointer_mut("/taxExemption/ground") {
        words::tell(ground, "name", language);
    }
}

/// A price of a renewal.
pub struct Quote {
    /// Opaque id.
    pub id: String,
    /// The renewal it is for.
    pub renewal: String,
    /// Location it was made for.
    pub location: String,
    /// Level it was made for.
    pub level: String,
    /// How it is to be paid.
    pub method: String,
    /// The purchase order number it was made for.
    pub order_number: Option<String>,
    /// The promotion code it was asked with, in capitals.
    pub promotion: Option<String>,
    /// What is to be paid.
    pub total: Money,
    /// Until when it holds.
    pub expires_at: String,
    /// As the contract writes it.
    pub body: Value,
}

impl Quote {
    /// The price of a level at a location, paid as this renewal says, with the promotion code that came, under this id.
    pub fn of(
        id: String,
        renewal: &Renewal,
        location: &Location,
        level: &Level,
        code: Option<&str>,
        expires_at: String,
    ) -> Self {
        let program = renewal.organization.program;
        let applied = code.map(|code| AppliedCode::of(program, code, level, &renewal.organization.level));
        let priced = price(
            program,
            level,
            &location.country,
            renewal.prices,
            applied.as_ref(),
            renewal.organization.is_tax_exempt,
        );
        let body = json!({
            "id": id,
            "locationId": location.id,
            "levelId": level.id,
            "paymentMethod": renewal.method_json(),
            "lines": priced.lines,
            "taxLines": priced.tax_lines,
            "total": priced.total.json(),
            "promotion": applied.as_ref().map(AppliedCode::json),
            "refundDays": program.terms.refund_days,
            "expiresAt": expires_at,
            "newMembershipDate": calendar::next_date(renewal.term),
        });
        Self {
            id,
            renewal: renewal.id.clone(),
            location: location.id.clone(),
            level: level.id.into(),
            method: renewal.method.clone().unwrap_or_default(),
            order_number: renewal.order_number.clone(),
            promotion: applied.map(|applied| applied.code),
            total: priced.total,
            expires_at,
            body,
        }
    }

    /// Keeps it.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn insert(&self, db: &Connection) -> Result<(), rusqlite::Error> {
        db.execute_cached(
            "INSERT INTO quote (id, renewal, location, level, method, order_number, amount, currency, expires_at, body,
             promotion) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            (
                &self.id,
                &self.renewal,
                &self.location,
                &self.level,
                &self.method,
                &self.order_number,
                self.total.amount,
                self.total.currency,
                &self.expires_at,
                self.body.to_string(),
                &self.promotion,
            ),
        )?;
        Ok(())
    }

    /// The last quote that says the same as this one and holds until this moment at least.
    ///
    /// # Errors
    /// When the database refuses or the quote does not read.
    pub fn find_equal(&self, db: &Connection, moment: &str) -> Result<Option<Self>, StoreError> {
        let sql = "SELECT id FROM quote WHERE renewal = ?1 AND location = ?2 AND level = ?3 AND method = ?4
                   AND order_number IS ?5 AND promotion IS ?6 AND expires_at >= ?7 ORDER BY rowid DESC LIMIT 1";
        let (renewal, location, level, method) = (&self.renewal, &self.location, &self.level, &self.method);
        let made_for = (renewal, location, level, method, &self.order_number, &self.promotion, moment);
        let id = db.query_cached(sql, made_for, |r| r.get::<_, String>(0));
        let Some(id) = id.optional()? else { return Ok(None) };
        Ok(Self::find(db, &id)?.filter(|quote| quote.total == self.total))
    }

    /// Reads one.
    ///
    /// # Errors
    /// When the database refuses or the quote does not read.
    pub fn find(db: &Connection, id: &str) -> Result<Option<Self>, StoreError> {
        let sql = "SELECT renewal, location, level, amount, currency, expires_at, method, order_number, body, promotion
                   FROM quote WHERE id = ?1";
        let read = |r: &Row| {
            let (amount, code): (i64, String) = (r.get(3)?, r.get(4)?);
            let total = Money { amount, currency: currency(&code) };
            let (renewal, location, level, expires_at) = (r.get(0)?, r.get(1)?, r.get(2)?, r.get(5)?);
            let (method, order_number, promotion, body) = (r.get(6)?, r.get(7)?, r.get(9)?, Value::Null);
            let id = id.into();
            let quote = Self { id, renewal, location, level, method, order_number, promotion, total, expires_at, body };
            Ok((quote, r.get::<_, String>(8)?))
        };
        let Some((quote, body)) = db.query_cached(sql, [id], read).optional()? else { return Ok(None) };
        Ok(Some(Self { body: serde_json::from_str(&body)?, ..quote }))
    }
}
