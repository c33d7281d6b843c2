//! The price, from the server.
use super::money::Money;
use super::named_enum::named_enum;
use super::renewal::{ChosenMethod, Renewal};
use super::tax_exemption::QuotedTaxExemption;
use chrono::NaiveDate;

/// A line of the fee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeLine {
    /// What it is for, in the program's words.
    pub name: String,
    /// Amount before tax; below zero for a discount.
    pub amount: Money,
}

/// A line of tax.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxLine {
    /// Name of the tax.
    pub name: String,
    /// Rate in hundredths of a percent: 2000 is 20 %.
    pub rate_basis_points: i64,
    /// ISO 3166-1 alpha-2 of the country whose tax it is.
    pub country: String,
    /// Amount.
    pub amount: Money,
}

/// Longest promotion code that is asked with, in characters (the contract's limit).
pub const MAX_PROMOTION_CODE: usize = 40;

named_enum! {
    /// What becomes of a promotion code.
    pub enum PromotionState (name, from_name) {
        /// Its discount is one of the fee lines.
        Accepted = "accepted",
        /// There is no such code.
        Unknown = "unknown",
        /// It is over.
        Ended = "ended",
        /// It is for other levels.
        NotForLevel = "not_for_level",
        ;
        /// A reason this build does not know for which nothing is taken off.
        Other,
    }
}

/// A promotion code that a price was asked for with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promotion {
    /// The code, as the program writes it.
    pub code: String,
    /// What becomes of it.
    pub state: PromotionState,
}

/// A price. The server decides whether it still holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Opaque id.
    pub id: String,
    /// Id of the location it is for.
    pub location: String,
    /// Id of the level it is for.
    pub level: String,
    /// How it is to be paid; `None` by a method that this build does not know.
    pub method: Option<ChosenMethod>,
    /// Fee lines.
    pub lines: Vec<FeeLine>,
    /// Tax lines.
    pub tax_lines: Vec<TaxLine>,
    /// What will be charged.
    pub total: Money,
    /// The promotion code it was asked for with, and what becomes of it.
    pub promotion: Option<Promotion>,
    /// Exemption from tax; `None` where the program takes no requests for it.
    pub tax_exemption: Option<QuotedTaxExemption>,
    /// Days after the payment on which the money can be asked back; `None` where the program does not say.
    pub refund_days: Option<i64>,
    /// Membership date after the payment.
    pub new_membership_date: NaiveDate,
}

impl Quote {
    /// Is it the price of this renewal as it is here? Another tab or a colleague may have chosen otherwise between the
    /// two answers.
    #[must_use]
    pub fn is_for(&self, renewal: &Renewal) -> bool {
        renewal.location.as_ref().is_some_and(|location| location.id == self.location)
            && renewal.level.as_ref().is_some_and(|chosen| chosen.level.id == self.level)
            && renewal.method == self.method
    }
}
