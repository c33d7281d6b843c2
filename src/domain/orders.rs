//! Orders: the renewals of an organization that were paid or ordered, how each stands, and what can be done with it.
use super::level::LevelName;
use super::money::Money;
use super::named_enum::named_enum;
use super::payment::PaymentMethod;
use super::renewal::ChosenLocation;
use chrono::NaiveDate;

named_enum! {
    /// How an order stands.
    pub enum OrderState (name, from_name) {
        /// Its payment is open: by card, or the money of a transfer or purchase order is awaited.
        AwaitingPayment = "awaiting_payment",
        /// The provider has not decided.
        Processing = "processing",
        /// Paid.
        Paid = "paid",
        /// Its money is on the way back.
        RefundRequested = "refund_requested",
        /// Its money went back, and the membership is what it was before.
        Refunded = "refunded",
        /// Somebody cancelled it.
        Cancelled = "cancelled",
        /// Its time ran out.
        Expired = "expired",
        /// The card was refused.
        Declined = "declined",
        ;
        /// A state this build does not know.
        Unknown,
    }
}

named_enum! {
    /// What happened to an order.
    pub enum EventCode (name, from_name) {
        /// It was placed; once more where it was paid anew.
        Ordered = "ordered",
        /// Proof of its transfer came.
        ProofReceived = "proof_received",
        /// Money came for a transfer or a purchase order, all or a part.
        MoneyReceived = "money_received",
        /// Money was sent back: too much, or for something that is over.
        MoneyReturned = "money_returned",
        /// It was paid.
        Paid = "paid",
        /// The card was refused.
        Declined = "declined",
        /// Somebody cancelled it.
        Cancelled = "cancelled",
        /// Its time ran out.
        Expired = "expired",
        /// Somebody asked for its money.
        RefundRequested = "refund_requested",
        /// Its money went back.
        Refunded = "refunded",
    }
}

named_enum! {
    /// Kinds of documents to download.
    pub enum DocumentKind (slug, from_slug) {
        /// The receipt of what is paid.
        Receipt = "receipt",
        /// The invoice.
        Invoice = "invoice",
        /// The agreement as it was signed.
        Agreement = "agreement",
    }
}

named_enum! {
    /// How far a refund is.
    pub enum RefundState (name, from_name) {
        /// It can be asked for.
        Possible = "possible",
        /// It was asked for.
        Requested = "requested",
        /// The money went back.
        Done = "done",
        /// It was not asked for in time.
        Over = "over",
        ;
        /// A state this build does not know: nothing can be asked for.
        Unknown,
    }
}

/// Whether the money of an order can be had back, or how far that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refund {
    /// Last day on which it can be asked for.
    pub until: NaiveDate,
    pub state: RefundState,
}

/// Something that happened to an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderEvent {
    pub code: EventCode,
    /// When: an RFC 3339 instant in UTC.
    pub at: String,
    /// What it was about, where that is an amount.
    pub amount: Option<Money>,
}

/// A renewal that was paid or ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Id of the renewal, which has one order.
    pub renewal: String,
    /// Reference of the renewal.
    pub reference: String,
    pub state: OrderState,
    pub previous_membership_date: NaiveDate,
    /// The date it leads to, or would have led to.
    pub new_membership_date: NaiveDate,
    /// As it was ordered.
    pub level: LevelName,
    /// As it was ordered.
    pub location: ChosenLocation,
    /// With tax.
    pub total: Money,
    pub method: PaymentMethod,
    /// Id of the payment that decides how it stands.
    pub payment: String,
    /// The number that the company gave to it, where it gave one.
    pub order_number: Option<String>,
    /// Last day on which the money of a transfer or purchase order may arrive, while it is awaited.
    pub deadline: Option<NaiveDate>,
    /// What has still to arrive by then: the total less what has come.
    pub awaited: Option<Money>,
    /// Can this person cancel its payment?
    pub can_cancel: bool,
    /// Can this person send proof of its transfer?
    pub can_send_proof: bool,
    /// The refund; `None` where there is nothing to have back, or not for this person.
    pub refund: Option<Refund>,
    /// What happened, the oldest first.
    pub events: Vec<OrderEvent>,
    /// Documents that there are for it.
    pub documents: Vec<DocumentKind>,
}

impl Order {
    /// Can this person ask for its money?
    #[must_use]
    pub fn can_be_refunded(&self) -> bool {
        self.refund.is_some_and(|refund| refund.state == RefundState::Possible)
    }
}

/// An address under which a document can be downloaded without signing in. It is followed at once and never stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentLink {
    /// Where: `http` or `https`, visible ASCII.
    pub url: String,
    /// When it ends: an RFC 3339 instant in UTC.
    pub expires_at: String,
}
