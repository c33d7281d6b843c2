//! Amounts, fees and taxes. Whole minor units, never a fraction.

use rusqlite::{Connection, OptionalExtension};
use serde_json::{Value, json};

use super::program::{self, Program};
use super::promotions::AppliedCode;
use super::{Statements, words};

/// An amount in minor units of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// Minor units.
    pub amount: i64,
    /// ISO 4217.
    pub currency: &'static str,
}

/// Currencies of all programs.
const CURRENCIES: [&str; 6] = ["EUR", "GBP", "USD", "JPY", "KRW", "BHD"];

/// What the line of a fee begins with, before the name of the level.
const FEE: &str = "Membership fee, ";
/// What stands before and behind the code and the percentage of a promotion.
const PROMOTION: &str = "Promotion ";
const OFF: &str = " off";

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
    pub only_in: Option<&'static [&'static str]>,
    /// What would make it available elsewhere.
    pub unlocked_by: &'static str,
    /// Yearly fee before tax in each currency of the program.
    pub fees: &'static [(&'static str, i64)],
}

impl Level {
    /// The level of any program that has this id, for what is stored: a program offers its own alone.
    pub fn find(id: &str) -> Option<&'static Self> {
        program::ALL.into_iter().find_map(|program| program.level(id))
    }

    /// Whether it is offered in a country.
    pub fn offered_in(&self, country: &str) -> bool {
        self.only_in.is_none_or(|countries| countries.contains(&country))
    }

    /// Its yearly fee before tax in a currency, at these prices.
    pub fn fee(&self, currency: &'static str, prices: Prices) -> Money {
        let listed = self.fees.iter().find(|(of, _)| *of == currency).map_or(0, |(_, fee)| *fee);
        Money { amount: (listed * prices.percent + 50) / 100, currency }
    }

    /// Its name and id as the contract writes them.
    pub fn named(&self) -> Value {
        json!({"id": self.id, "name": self.name})
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

    /// The amount without its currency, in groups of three digits, below zero with a minus sign: `1,428.00`. Yen
    /// and won have no smaller unit, and a dinar has a thousand.
    pub fn grouped(self) -> String {
        let amount = self.amount.unsigned_abs();
        let (whole, minor) = match self.currency {
            "JPY" | "KRW" => (amount, String::new()),
            "BHD" => (amount / 1_000, format!(".{:03}", amount % 1_000)),
            _ => (amount / 100, format!(".{:02}", amount % 100)),
        };
        let sign = if self.amount < 0 { "\u{2212}" } else { "" };
        let digits = whole.to_string();
        let (first, rest) = digits.split_at(digits.len() % 3);
        let groups = rest.as_bytes().chunks(3).map(|group| String::from_utf8_lossy(group).into_owned());
        let first = Some(first.to_owned()).filter(|first| !first.is_empty());
        [sign, &first.into_iter().chain(groups).collect::<Vec<_>>().join(","), &minor].concat()
    }
}

/// The taxes of a country, each with its rate in hundredths of a percent; none where the program charges none.
pub fn taxes(country: &str) -> &'static [(&'static str, i64)] {
    match country {
        "BH" => &[("VAT", 1000)],
        "DE" => &[("VAT", 1900)],
        "AT" | "BG" | "FR" | "GB" => &[("VAT", 2000)],
        "CZ" | "ES" | "NL" => &[("VAT", 2100)],
        "IE" | "PL" => &[("VAT", 2300)],
        "SE" => &[("VAT", 2500)],
        "CA" => &[("GST", 500), ("PST", 700)],
        _ => &[],
    }
}

/// A tax of `rate` hundredths of a percent, rounded half up to the minor unit.
pub fn tax(amount: i64, rate: i64) -> i64 {
    (amount * rate + 5_000) / 10_000
}

/// What a tax is called in a language. Taxes of Canada have the same names everywhere.
pub fn tax_name(name: &str, language: &str) -> String {
    if words::is_bulgarian(language) { name.replace("VAT", "ДДС").replace(" and ", " и ") } else { name.to_owned() }
}

/// What a line of a price is called in a language.
pub fn line_name(name: &str, language: &str) -> String {
    if !words::is_bulgarian(language) {
        return name.to_owned();
    }
    if let Some(level) = name.strip_prefix(FEE) {
        return ["Такса за членство, ", level].concat();
    }
    match name.strip_prefix(PROMOTION).and_then(|rest| rest.strip_suffix(OFF)) {
        // A space stands before the sign there.
        Some(rest) => format!("Промоция {} отстъпка", rest.replace('%', " %")),
        None => tax_name(name, language),
    }
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

/// Percent of an amount, rounded half up to the minor unit, and never more than the amount.
fn percent_of(amount: i64, percent: i64) -> i64 {
    ((amount * percent + 50) / 100).clamp(0, amount)
}

/// The price of a year at a level of a program in a country, at these prices, with what a promotion takes off. Tax is due
/// on what remains, but of no company that is exempt.
pub fn price(
    program: &Program,
    level: &Level,
    country: &str,
    prices: Prices,
    promotion: Option<&AppliedCode>,
    is_exempt: bool,
) -> Priced {
    let fee = level.fee(program.currency_in(country), prices);
    let discount = promotion.map_or(0, |applied| percent_of(fee.amount, applied.percent));
    let net = fee.amount - discount;
    let mut lines = vec![json!({"name": format!("{FEE}{}", level.name), "amount": fee.json()})];
    if let Some(AppliedCode { code, percent, .. }) = promotion.filter(|_| discount > 0) {
        let name = format!("{PROMOTION}{code}, {percent}%{OFF}");
        lines.push(json!({"name": name, "amount": Money { amount: -discount, ..fee }.json()}));
    }
    let due = if is_exempt { &[] } else { taxes(country) };
    let total = Money { amount: net + due.iter().map(|(_, rate)| tax(net, *rate)).sum::<i64>(), ..fee };
    let line = |(name, rate): &(&str, i64)| {
        let amount = Money { amount: tax(net, *rate), ..fee };
        json!({"name": name, "rateBasisPoints": rate, "country": country, "amount": amount.json()})
    };
    let tax_lines: Vec<Value> = due.iter().map(line).collect();
    Priced { lines: json!(lines), tax_lines: json!(tax_lines), total }
}

/// The stored code of a currency as one of those that programs know.
pub fn currency(code: &str) -> &'static str {
    CURRENCIES.into_iter().find(|currency| *currency == code).unwrap_or("EUR")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::store::program::EXAMPLE;

    #[test]
    fn tax_is_rounded_half_up() {
        assert_eq!(tax(119_000, 2000), 23_800);
        assert_eq!(tax(25, 2000), 5);
        assert_eq!(tax(13, 2500), 3);
        assert_eq!(tax(10, 2500), 3);
        assert_eq!(tax(10, 2400), 2);
    }

    #[test]
    fn amounts_have_groups_and_the_decimals_of_their_currency() {
        let grouped = |amount, currency| Money { amount, currency }.grouped();
        let euros = [0, 5, 99_999, 142_800, 100_000_050, -11_900].map(|amount| grouped(amount, "EUR"));
        assert_eq!(euros, ["0.00", "0.05", "999.99", "1,428.00", "1,000,000.50", "\u{2212}119.00"]);
        assert_eq!([grouped(79_000, "JPY"), grouped(1_820_000, "KRW")], ["79,000", "1,820,000"]);
        assert_eq!([grouped(486_755, "BHD"), grouped(1_220_050, "BHD")], ["486.755", "1,220.050"]);
    }

    #[test]
    fn every_country_has_a_fee_at_every_level() {
        for country in crate::countries::all() {
            for program in program::ALL {
                for level in program.levels {
                    let fee = level.fee(program.currency_in(country.country), Prices::LISTED);
                    assert!(fee.amount > 0 && currency(fee.currency) == fee.currency, "{}", country.country);
                }
            }
        }
    }

    #[test]
    fn a_discount_is_rounded_half_up_and_leaves_nothing_below_zero() {
        assert_eq!(percent_of(119_000, 10), 11_900);
        assert_eq!(percent_of(25, 10), 3);
        assert_eq!(percent_of(24, 10), 2);
        assert_eq!(percent_of(5, 25), 1);
        assert_eq!((percent_of(7, 100), percent_of(7, 250), percent_of(0, 10)), (7, 7, 0));
    }

    #[test]
    fn tax_is_due_on_what_a_promotion_leaves() {
        let advanced = EXAMPLE.level("advanced").unwrap();
        // A percentage of the fee that leaves odd cents: 11.90, of which 1.19 goes, and 23 % of 10.71 is 2.4633.
        let prices = Prices { percent: 1 };
        let applied = AppliedCode::of(&EXAMPLE, "WELCOME10", advanced, "advanced");
        let priced = price(&EXAMPLE, advanced, "IE", prices, Some(&applied), false);
        let of = |line: &Value| line.get("amount").and_then(|a| a.get("amount")).and_then(Value::as_i64);
        let amounts = |lines: &Value| lines.as_array().map(|all| all.iter().filter_map(of).collect::<Vec<_>>());
        assert_eq!(amounts(&priced.lines), Some(vec![1_190, -119]));
        assert_eq!((amounts(&priced.tax_lines), priced.total.amount), (Some(vec![246]), 1_317));
        let free = AppliedCode { percent: 300, ..applied };
        assert_eq!(price(&EXAMPLE, advanced, "IE", prices, Some(&free), false).total.amount, 0);
    }

    #[test]
    fn each_tax_of_a_country_is_a_line_and_whoever_is_exempt_pays_none() {
        let advanced = EXAMPLE.level("advanced").unwrap();
        let fee = advanced.fee("USD", Prices::LISTED).amount;
        let lines = |is_exempt| price(&EXAMPLE, advanced, "CA", Prices::LISTED, None, is_exempt);
        let (charged, exempt) = (lines(false), lines(true));
        assert_eq!(charged.tax_lines.as_array().map(Vec::len), Some(2));
        assert_eq!(charged.total.amount, fee + tax(fee, 500) + tax(fee, 700));
        assert_eq!((exempt.tax_lines, exempt.total.amount), (json!([]), fee));
    }

    #[test]
    fn premier_is_not_offered_everywhere() {
        let offered = |country| EXAMPLE.levels.iter().filter(|l| l.offered_in(country)).count();
        assert_eq!((offered("BG"), offered("AT"), offered("US"), offered("SE")), (2, 3, 3, 2));
    }
}
