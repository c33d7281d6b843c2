//! Money as whole minor units of a currency; never a floating-point number.

/// An amount in the minor unit of its currency (cents, pence), with its ISO 4217 code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    /// Whole minor units; may be negative in a discount line.
    pub minor: i64,
    /// Three capital letters of ISO 4217, such as `EUR`.
    pub currency: String,
}

impl Money {
    /// The sum; `None` if the currencies differ or it is too large to be money.
    #[must_use]
    pub fn checked_add(&self, other: &Money) -> Option<Money> {
        if self.currency != other.currency {
            return None;
        }
        let minor = self.minor.checked_add(other.minor)?;
        Some(Money { minor, currency: self.currency.clone() })
    }

    /// The amount as it is kept: minor units and currency, such as `145000 EUR`.
    #[must_use]
    pub fn to_text(&self) -> String {
        [&self.minor.to_string(), " ", self.currency.as_str()].concat()
    }

    /// What `to_text` has written; `None` for anything else.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Money> {
        let (minor, currency) = text.split_once(' ')?;
        let minor = minor.parse().ok()?;
        is_currency(currency).then(|| Money { minor, currency: currency.to_owned() })
    }

    /// The amount in the major unit as a plain decimal such as `1450.00`, for `Intl.NumberFormat`.
    #[must_use]
    pub fn decimal_string(&self) -> String {
        decimal(self.minor, exponent(&self.currency))
    }
}

/// A whole number with its decimal point so many digits from the right: 1950 with 2 places is `19.50`.
#[must_use]
pub fn decimal(number: i64, places: usize) -> String {
    let digits = number.unsigned_abs().to_string();
    let padded = ["0".repeat((places + 1).saturating_sub(digits.len())), digits].concat();
    let (whole, fraction) = padded.split_at_checked(padded.len().saturating_sub(places)).unwrap_or((&padded, ""));
    let sign = if number < 0 { "-" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    [sign, whole, point, fraction].concat()
}

/// Can it be a currency's code? Three capital letters of ASCII.
#[must_use]
pub fn is_currency(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())
}

/// Decimal places of a currency by ISO 4217 (list one, minor units); 2 for every code that is not in the table. Browsers
/// follow CLDR, which leaves out the decimals that a country no longer uses in cash.
#[must_use]
pub fn exponent(currency: &str) -> usize {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI" | "VND"
        | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        "CLF" | "UYW" => 4,
        _ => 2,
    }
}
