//! The confirmation: the thing to print.
use super::company::Organization;
use super::level::LevelName;
use super::money::Money;
use super::payment::{BankTransfer, Payment, PaymentMethod};
use super::quote::{FeeLine, TaxLine};
use super::renewal::{ChosenLocation, Signature};
use chrono::NaiveDate;

/// Everything the confirmation shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// Renewal it belongs to.
    pub renewal: String,
    /// Reference number.
    pub reference: String,
    /// Has the money arrived?
    pub paid: bool,
    /// The organization.
    pub organization: Organization,
    /// Membership date before.
    pub previous_membership_date: NaiveDate,
    /// Membership date after.
    pub new_membership_date: NaiveDate,
    /// First day on which it can be renewed again; `None` where the program does not say.
    pub window_opens: Option<NaiveDate>,
    /// Level.
    pub level: LevelName,
    /// Location.
    pub location: ChosenLocation,
    /// Fee lines.
    pub lines: Vec<FeeLine>,
    /// Tax lines.
    pub tax_lines: Vec<TaxLine>,
    /// Total.
    pub total: Money,
    /// Method.
    pub method: PaymentMethod,
    /// UTC, RFC 3339; `None` while pending.
    pub paid_at: Option<String>,
    /// Signature on the agreement.
    pub signature: Signature,
    /// The payment, with bank details while pending.
    pub payment: Payment,
    /// Receipt number, once paid.
    pub receipt_number: Option<String>,
}

impl Confirmation {
    /// Where to send the money of a transfer that is still awaited.
    #[must_use]
    pub fn owed_transfer(&self) -> Option<&BankTransfer> {
        self.payment.bank_transfer.as_ref().filter(|_| !self.paid)
    }
}
