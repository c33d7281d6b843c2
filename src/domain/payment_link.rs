//! A link by which somebody else pays a renewal, and what anybody who has it is told.
use super::money::Money;
use super::named_enum::named_enum;

named_enum! {
    /// How a link stands.
    pub enum PaymentLinkState (name, from_name) {
        /// The renewal can be paid by it.
        Open = "open",
        /// A payment is being decided, or somebody pays in another way.
        Processing = "processing",
        /// The renewal is paid, in whichever way.
        Paid = "paid",
        /// Nothing can be paid by it any more.
        Ended = "ended",
    }
}

/// A link that was made and not withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentLink {
    /// What its address ends with: visible ASCII, in groups. Whoever has it can pay.
    pub code: String,
    /// When it ends: an RFC 3339 instant in UTC.
    pub expires_at: String,
    /// What is paid by it, whatever becomes of the prices.
    pub amount: Money,
    /// How it stands.
    pub state: PaymentLinkState,
}

/// What anybody who has the code of a link is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentLinkOffer {
    /// Legal name of the company whose membership is paid for.
    pub company: String,
    /// What is to be paid.
    pub amount: Money,
    /// How the link stands.
    pub state: PaymentLinkState,
}
