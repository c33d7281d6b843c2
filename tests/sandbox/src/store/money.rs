//! Amounts, fees and taxes. Whole minor units, never a fraction.

use rusqlite::{Connection, OptionalExtension};
use serde_json::{Value, json};

use super::Statements;

/// An amount in minor units of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// Minor units.
    pub amount: i64,
    /// ISO 4217.
    pub currency: &'static str,
}

/// A renewal level of the program.
#[derive(Debug)]
pub struct Level {
    /// Its id.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// One sentence about it.
    pub description: &'static str,
    /// Who may take it.
    pub who: &'static str,
    /// Countries it is offered in; everywhere when absent.
    only_in: Option<&'static [&'static str]>,
    /// What would make it available elsewhere.
    pub unlocked_by: &'static str,
    /// Yearly fee before tax in EUR, GBP and USD.
    fees: [i64; 3],
}

/// The levels, lowest first.
pub const LEVELS: [Level; 3] = [
    Level {
        id: "foundation",
        name: "Foundation",
        description: "Learning material and the program badge.",
        who: "Every partner",
        only_in: None,
        unlocked_by: "",
        fees: [49_000, 43_000, 52_000],
    },
    Level {
        id: "advanced",
        name: "Advanced",
        description: "Foundation, with technical support hours and software rights.",
        who: "Partners with one competency",
        only_in: None,
        unlocked_by: "",
        fees: [119_000, 104_500, 126_000],
    },
    Level {
        id: "premier",
        name: "Premier",
        description: "Advanced, with an account manager and early access.",
        who: "Partners with two competencies",
        only_in: Some(&["AT", "DE", "GB", "US"]),
        unlocked_by: "Choose a location in Austria, Germany, the United Kingdom or the United States.",
        fees: [299_000, 263_000, 317_000],
    },
];

/// What belongs to the levels: a name, and for each level how much of it or which kind.
const INCLUDED: [(&str, [Option<&str>; 3]); 10] = [
    ("Program badge", [Some("Member"), Some("Advanced"), Some("Premier")]),
    ("Learning material", [Some("Basic"), Some("All"), Some("All")]),
    ("Exams a year", [Some("1"), Some("4"), Some("12")]),
    ("Technical support", [None, Some("10 hours a year"), Some("Without limit")]),
    ("Software licenses", [None, Some("25"), Some("100")]),
    ("Test environments", [Some("1"), Some("3"), Some("10")]),
    ("Entry in the partner directory", [None, Some("Listed"), Some("Highlighted")]),
    ("Marketing material", [Some("Templates"), Some("Templates"), Some("Made for you")]),
    ("Early access to releases", [None, None, Some("Included")]),
    ("Account manager", [None, None, Some("Included")]),
];

impl Level {
    /// What belongs to it, as the contract writes it.
    pub fn included(&self) -> Vec<Value> {
        let place = LEVELS.iter().position(|level| level.id == self.id).unwrap_or_default();
        INCLUDED.iter().map(|(name, values)| json!({"name": name, "value": values.get(place)})).collect()
    }

    /// The level with this id.
    pub fn find(id: &str) -> Option<&'static Self> {
        LEVELS.iter().find(|level| level.id == id)
    }

    /// Whether it is offered in a country.
    pub fn offered_in(&self, country: &str) -> bool {
        self.only_in.is_none_or(|countries| countries.contains(&country))
    }

    /// Its yearly fee before tax in a country, at these prices.
    pub fn fee(&self, country: &str, prices: Prices) -> Money {
        let [eur, gbp, usd] = self.fees;
        let currency = currency_in(country);
        let fee = match currency {
            "GBP" => gbp,
            "USD" => usd,
            _ => eur,
        };
        Money { amount: (fee * prices.percent + 50) / 100, currency }
    }

    /// Its name and id as the contract writes them.
    pub fn named(&self) -> Value {
        json!({"id": self.id, "name": self.name})
    }
}

/// Currency of the prices in a country.
pub fn currency_in(country: &str) -> &'static str {
    match country {
        "GB" => "GBP",
        "US" => "USD",
        _ => "EUR",
    }
}

/// The prices in force: the listed fees, or a percentage of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prices {
    percent: i64,
}

impl Prices {
    /// The fees as they are listed.
    pub const LISTED: Self = Self { percent: 100 };

    /// Those in force.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn in_force(db: &Connection) -> Result<Self, rusqlite::Error> {
        let sql = "SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'price'";
        Ok(db.query_cached(sql, [], |r| r.get(0)).optional()?.map_or(Self::LISTED, |percent| Self { percent }))
    }

    /// From now on a percentage of the listed fees.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn change(db: &Connection, percent: i64) -> Result<(), rusqlite::Error> {
        let sql = "INSERT INTO setting VALUES ('price', ?1) ON CONFLICT (name) DO UPDATE SET value = ?1";
        db.execute_cached(sql, [percent.to_string()])?;
        Ok(())
    }
}

impl Money {
    /// The amount as the contract writes it.
    pub fn json(self) -> Value {
        json!({"amount": self.amount, "currency": self.currency})
    }
}

/// The rate of value added tax in a country, in hundredths of a percent; none where the program charges none.
pub fn vat(country: &str) -> Option<i64> {
    Some(match country {
        "DE" => 1900,
        "AT" | "BG" | "GB" => 2000,
        "CZ" => 2100,
        "IE" => 2300,
        "SE" => 2500,
        _ => return None,
    })
}

/// A tax of `rate` hundredths of a percent, rounded half up to the minor unit.
pub fn tax(amount: i64, rate: i64) -> i64 {
    (amount * rate + 5_000) / 10_000
}

/// The lines of a quote: what is paid for, the taxes on it and the total.
pub struct Priced {
    /// Fee lines.
    pub lines: Value,
    /// Tax lines; empty where no tax is charged.
    pub tax_lines: Value,
    /// What is to be paid.
    pub total: Money,
}

/// The price of a year at a level in a country, at these prices.
pub fn price(level: &Level, country: &str, prices: Prices) -> Priced {
    let fee = level.fee(country, prices);
    let name = format!("Membership fee, {}", level.name);
    let taxes = vat(country).map(|rate| (rate, Money { amount: tax(fee.amount, rate), ..fee }));
    let total = Money { amount: fee.amount + taxes.map_or(0, |(_, t)| t.amount), ..fee };
    let tax_lines: Vec<Value> = taxes
        .into_iter()
        .map(|(rate, amount)| {
            json!({"name": "VAT", "rateBasisPoints": rate, "country": country, "amount": amount.json()})
        })
        .collect();
    Priced { lines: json!([{"name": name, "amount": fee.json()}]), tax_lines: json!(tax_lines), total }
}

/// The stored code of a currency as one of those the program knows.
pub fn currency(code: &str) -> &'static str {
    match code {
        "GBP" => "GBP",
        "USD" => "USD",
        _ => "EUR",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tax_is_rounded_half_up() {
        assert_eq!(tax(119_000, 2000), 23_800);
        assert_eq!(tax(25, 2000), 5);
        assert_eq!(tax(13, 2500), 3);
        assert_eq!(tax(10, 2500), 3);
        assert_eq!(tax(10, 2400), 2);
    }

    #[test]
    fn premier_is_not_offered_everywhere() {
        let offered = |country| LEVELS.iter().filter(|l| l.offered_in(country)).count();
        assert_eq!((offered("BG"), offered("AT"), offered("US"), offered("SE")), (2, 3, 3, 2));
    }
}
