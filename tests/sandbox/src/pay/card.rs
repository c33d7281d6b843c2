//! A card as typed, and what the sandbox decides about it. Nothing here is written down but the last four digits.

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::provider::Decision;

/// Longest name on a card, in characters.
const MAX_NAME: usize = 100;

/// The form's fields.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Fields {
    number: String,
    expiry: String,
    code: String,
    /// The name on the card.
    pub(super) name: String,
}

/// A field with what is wrong with it.
pub(super) type FieldError = (&'static str, &'static str);

/// A card that could be one.
pub(super) struct Card {
    number: String,
}

impl Card {
    /// Reads a form, on a day.
    pub(super) fn read(form: &Fields, today: NaiveDate) -> Result<Self, Vec<FieldError>> {
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>();
        let (number, code) = (bare(&form.number), bare(&form.code));
        let found = [
            (!is_number(&number), "number", "Enter the card number, 12 to 19 digits"),
            (!is_ahead(&bare(&form.expiry), today), "expiry", "Enter an expiry date in the future, such as 12/29"),
            (!is_code(&code), "code", "Enter the security code, 3 or 4 digits"),
            (form.name.trim().is_empty() || form.name.chars().count() > MAX_NAME, "name", "Enter the name on the card"),
        ];
        let errors: Vec<FieldError> = found.into_iter().filter(|(wrong, ..)| *wrong).map(|(_, f, e)| (f, e)).collect();
        if errors.is_empty() { Ok(Self { number }) } else { Err(errors) }
    }

    /// What the bank says to it.
    pub(super) fn decision(&self) -> Decision {
        match self.number.as_str() {
            "4242424242424242" => Decision::Approve,
            "4000000000009995" => Decision::Decline("insufficient_funds"),
            "4000000000003220" => Decision::Challenge,
            "4000000000000077" => Decision::Wait,
            _ => Decision::Decline("card_declined"),
        }
    }

    /// Its last four digits.
    pub(super) fn last4(&self) -> &str {
        self.number.get(self.number.len().saturating_sub(4)..).unwrap_or_default()
    }
}

/// Whether a text has a card number's length and check digit.
fn is_number(text: &str) -> bool {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(10)).collect();
    digits.is_some_and(|digits| {
        let doubled = |d: u32| if d < 5 { d * 2 } else { d * 2 - 9 };
        let sum: u32 = digits.iter().rev().enumerate().map(|(i, d)| if i % 2 == 1 { doubled(*d) } else { *d }).sum();
        (12..=19).contains(&digits.len()) && sum.is_multiple_of(10)
    })
}

fn is_code(text: &str) -> bool {
    (3..=4).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit())
}

/// Whether `MM/YY` or `MM/YYYY` is this month or later.
fn is_ahead(text: &str, today: NaiveDate) -> bool {
    let Some((month, year)) = text.split_once('/') else { return false };
    let (Ok(month), Ok(year)) = (month.parse::<u32>(), year.parse::<i32>()) else { return false };
    let year = if (0..100).contains(&year) { 2000 + year } else { year };
    (1..=12).contains(&month) && (year, month) >= (today.year(), today.month()) && year < today.year() + 50
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_counts() {
        assert!(is_number("4242424242424242") && is_number("4000000000000002"));
        assert!(!is_number("4242424242424241") && !is_number("4242") && !is_number("4242x24242424242"));
    }

    #[test]
    fn a_card_is_good_to_the_end_of_its_month() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default();
        assert!(is_ahead("11/26", today) && is_ahead("1/2027", today));
        assert!(!is_ahead("10/26", today) && !is_ahead("13/27", today) && !is_ahead("1227", today));
    }
}
