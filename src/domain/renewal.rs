//! A renewal as the server holds it.
use super::company::Organization;
use super::level::LevelName;
use super::money::Money;
use super::named_enum::named_enum;
use super::payment::{Payment, PaymentMethod};
use super::step::Step;
use chrono::NaiveDate;

named_enum! {
    /// Status of a renewal.
    pub enum RenewalStatus (name, from_name) {
        /// Steps are being completed; not signed.
        Draft = "draft",
        /// The agreement is signed.
        Signed = "signed",
        /// A payment is open.
        AwaitingPayment = "awaiting_payment",
        /// The payment provider has not decided.
        Processing = "processing",
        /// Paid, not yet active.
        Paid = "paid",
        /// Paid; the membership is renewed.
        Active = "active",
        /// The last payment was declined.
        Declined = "declined",
        /// The order ran out unpaid.
        ExpiredOrder = "expired_order",
        /// Cancelled.
        Cancelled = "cancelled",
    }
}

/// How far a renewal has come, by what its status says about the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Steps are being completed, for the first time or after a payment that ended without money.
    Steps,
    /// The money is awaited, or nobody has decided about it.
    Payment,
    /// Paid.
    Done,
}

impl RenewalStatus {
    /// How far a renewal of this status has come.
    #[must_use]
    pub fn phase(self) -> Phase {
        match self {
            RenewalStatus::AwaitingPayment | RenewalStatus::Processing => Phase::Payment,
            RenewalStatus::Paid | RenewalStatus::Active => Phase::Done,
            RenewalStatus::Draft
            | RenewalStatus::Signed
            | RenewalStatus::Declined
            | RenewalStatus::ExpiredOrder
            | RenewalStatus::Cancelled => Phase::Steps,
        }
    }
}

named_enum! {
    /// Something the server changed that the person must be told.
    pub enum Notice (name, from_name) {
        /// The legal name changed after signing, so the signature no longer counts.
        SignatureVoided = "signature_voided",
        /// The level chosen is not offered at the location chosen later.
        LevelCleared = "level_cleared",
    }
}

/// The signature on the agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Version of the agreement signed.
    pub version: String,
    /// BCP 47 language of the text signed.
    pub language: String,
    /// SHA-256 of the exact text, hex.
    pub digest: String,
    /// Full name typed.
    pub name: String,
    /// Name of the account that signed, where the answer tells it because it is another one.
    pub account_name: Option<String>,
    /// Job title typed.
    pub title: String,
    /// UTC time of the server, RFC 3339.
    pub signed_at: String,
}

/// Confirmation of the organization's profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmedProfile {
    /// When it was confirmed, RFC 3339.
    pub at: String,
    /// Strong entity tag of the version that was confirmed.
    pub etag: String,
}

/// Location chosen for the fee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenLocation {
    /// Opaque id.
    pub id: String,
    /// Name.
    pub name: String,
    /// ISO 3166-1 alpha-2; sets currency, tax and levels.
    pub country: String,
}

/// Level chosen, with its fee before tax.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenLevel {
    /// Id and name.
    pub level: LevelName,
    /// Yearly fee before tax.
    pub fee: Money,
}

/// Payment method chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenMethod {
    /// The method.
    pub method: PaymentMethod,
    /// The number that the company gave to the order, where it gave one.
    pub purchase_order: Option<String>,
}

/// A renewal with everything confirmed so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewal {
    /// Opaque id.
    pub id: String,
    /// Strong entity tag of this representation, for `If-Match`.
    pub etag: String,
    /// Whose renewal.
    pub organization: Organization,
    /// Status.
    pub status: RenewalStatus,
    /// First step that is not complete; `None` once paid or waiting for the money.
    pub next_step: Option<Step>,
    /// When the requirements were confirmed, RFC 3339.
    pub requirements: Option<String>,
    /// The profile, as far as it is confirmed.
    pub profile: Option<ConfirmedProfile>,
    /// The signature.
    pub signature: Option<Signature>,
    /// The location.
    pub location: Option<ChosenLocation>,
    /// The level.
    pub level: Option<ChosenLevel>,
    /// How the person wants to pay.
    pub method: Option<ChosenMethod>,
    /// The latest payment.
    pub payment: Option<Payment>,
    /// The year that is paid for: the membership date so far, and the one after it.
    pub period: Option<(NaiveDate, NaiveDate)>,
    /// What it will cost, once location and level are chosen.
    pub estimate: Option<Estimate>,
    /// Changes to tell.
    pub notices: Vec<Notice>,
}

/// What a level costs at a location at the prices of the moment. What is paid is the price of a quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Tax in all.
    pub tax: Money,
    /// Fee and tax.
    pub total: Money,
}

impl Renewal {
    /// Does the server have what this step asks for? The last one is never complete: paying ends the steps.
    #[must_use]
    pub fn has(&self, step: Step) -> bool {
        match step {
            Step::Requirements => self.requirements.is_some(),
            Step::Profile => self.profile.is_some(),
            Step::Agreement => self.signature.is_some(),
            Step::Location => self.location.is_some(),
            Step::Level => self.level.is_some(),
            Step::Payment => self.method.is_some(),
            Step::Review => false,
        }
    }
}

/// Something that may belong to a level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Included {
    pub name: String,
    /// How much of it, or which kind; `None` where it does not belong to the level.
    pub value: Option<String>,
}

/// A level offered at the chosen location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedLevel {
    /// Id and name.
    pub level: LevelName,
    /// One sentence of the program about it.
    pub description: String,
    /// What belongs to it; the levels of one answer name the same things in the same order. May be empty.
    pub included: Vec<Included>,
    /// Who may take it; may be empty.
    pub who: String,
    /// Yearly fee before tax.
    pub fee: Money,
    /// The company's present level.
    pub current: bool,
    /// Why it cannot be chosen; `None` if it can.
    pub unavailable: Option<Unavailable>,
    /// What would make it available, in a sentence of the program; may be empty.
    pub unlocked_by: String,
}

named_enum! {
    /// Why a level cannot be chosen.
    pub enum Unavailable (name, from_name) {
        /// Not offered in the location's country.
        NotInCountry = "not_in_country",
        /// Its requirements are not met.
        Requirements = "requirements",
        /// Below the present level.
        BelowCurrent = "below_current",
        ;
        /// A reason this build does not know.
        Other,
    }
}
