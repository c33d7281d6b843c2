//! Payments and payment methods.
use super::address::split_scheme;
use super::money::Money;
use super::named_enum::named_enum;
use chrono::NaiveDate;

named_enum! {
    /// How the fee can be paid.
    pub enum PaymentMethod (slug, from_slug) {
        /// By card on the provider's hosted page.
        Card = "card",
        /// By bank transfer.
        BankTransfer = "bank_transfer",
        /// Against the company's purchase order.
        PurchaseOrder = "purchase_order",
        ;
        /// A method this build does not know. It is shown as that, is never offered, and is never sent.
        Unknown,
    }
}

named_enum! {
    /// Whether the number that the company gave to the order is sent with a method.
    pub enum OrderNumber (name, from_name) {
        /// Without one it is not taken.
        Required = "required",
        /// Where the company has one.
        Optional = "optional",
        /// Never.
        NotTaken = "none",
    }
}

/// A method that the API offers for this renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedMethod {
    /// The method.
    pub method: PaymentMethod,
    /// Days until an unpaid order runs out, where that applies.
    pub deadline_days: Option<i64>,
    pub order_number: OrderNumber,
}

named_enum! {
    /// Status of a payment, decided by the server alone.
    pub enum PaymentStatus (name, from_name) {
        /// Waiting for the person (card) or the money (transfer, purchase order).
        Open = "open",
        /// The provider has not decided.
        Processing = "processing",
        /// The money was captured.
        Succeeded = "succeeded",
        /// Refused by the bank.
        Declined = "declined",
        /// Cancelled.
        Cancelled = "cancelled",
        /// Ran out.
        Expired = "expired",
    }
}

named_enum! {
    /// Why a card was refused.
    pub enum DeclineReason (name, from_name) {
        /// Refused without a reason.
        CardDeclined = "card_declined",
        /// Not enough money.
        InsufficientFunds = "insufficient_funds",
        /// The bank's check of the person failed or was refused.
        ChallengeFailed = "challenge_failed",
        ;
        /// A reason this build does not know.
        Other,
    }
}

/// Where to send the money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankTransfer {
    /// Account holder.
    pub account_name: String,
    /// IBAN.
    pub iban: String,
    /// BIC.
    pub bic: String,
    /// Bank.
    pub bank: String,
    /// Text that must stand in the transfer.
    pub reference: String,
    /// Last day on which the money may arrive.
    pub deadline: NaiveDate,
}

/// A file that was sent as proof of a transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadedProof {
    /// Its name.
    pub name: String,
    /// Bytes.
    pub size: i64,
    /// When it arrived, as the API writes it.
    pub received_at: String,
}

/// A payment of a renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Opaque id.
    pub id: String,
    /// Renewal paid for.
    pub renewal: String,
    /// Method.
    pub method: PaymentMethod,
    /// Status.
    pub status: PaymentStatus,
    /// Amount with tax.
    pub amount: Money,
    /// Address of the hosted page while the payment is open, as the API gave it: see `Payment::hosted_page`.
    pub session_url: Option<String>,
    /// Why the card was refused.
    pub decline_reason: Option<DeclineReason>,
    /// Bank details for a transfer.
    pub bank_transfer: Option<BankTransfer>,
    /// Number and deadline of a purchase order.
    pub purchase_order: Option<(String, NaiveDate)>,
    /// The number that the company gave to an order that is no purchase order.
    pub order_number: Option<String>,
    /// What has arrived of a transfer or a purchase order, once something has.
    pub received: Option<Money>,
    /// Proof of the transfer, once it was sent.
    pub proof: Option<UploadedProof>,
    /// Was it made by the payment link, so that somebody else is paying?
    pub is_by_link: bool,
}

/// How a method goes on once the payment is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    /// The person pays on the provider's hosted page.
    Hosted,
    /// The order stands, and its money is awaited.
    Order,
    /// Nobody knows here: only the server can tell.
    Unknown,
}

impl PaymentMethod {
    fn flow(self) -> Flow {
        match self {
            PaymentMethod::Card => Flow::Hosted,
            PaymentMethod::BankTransfer | PaymentMethod::PurchaseOrder => Flow::Order,
            PaymentMethod::Unknown => Flow::Unknown,
        }
    }

    /// Does the person leave for the provider's hosted page to pay?
    #[must_use]
    pub fn is_hosted(self) -> bool {
        self.flow() == Flow::Hosted
    }

    /// Is it an order whose money arrives later, so that the confirmation comes before it?
    #[must_use]
    pub fn is_order(self) -> bool {
        self.flow() == Flow::Order
    }

    /// Whether an API that does not say so takes the company's order number with it.
    #[must_use]
    pub fn usual_order_number(self) -> OrderNumber {
        match self {
            PaymentMethod::PurchaseOrder => OrderNumber::Required,
            PaymentMethod::Card | PaymentMethod::BankTransfer | PaymentMethod::Unknown => OrderNumber::NotTaken,
        }
    }
}

/// Where an open payment is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostedPage<'a> {
    /// On no hosted page, or there is nothing to pay there any more.
    NotNeeded,
    /// The answer does not carry its address: the person cannot go on, and is told so with the payment's id.
    Missing,
    /// The address is none of the payment pages that the site is configured for. It is not named, and nobody is sent
    /// there.
    Untrusted,
    /// At this address.
    At(&'a str),
}

impl Payment {
    /// Where the person goes to pay, given the origins that the site trusts.
    #[must_use]
    pub fn hosted_page(&self, origins: &[String]) -> HostedPage<'_> {
        if !self.method.is_hosted() || self.status != PaymentStatus::Open {
            return HostedPage::NotNeeded;
        }
        match self.session_url.as_deref() {
            None | Some("") => HostedPage::Missing,
            Some(url) if is_trusted(url, origins) => HostedPage::At(url),
            Some(_) => HostedPage::Untrusted,
        }
    }

    /// Does it wait for something that only a later build of this site knows?
    #[must_use]
    pub fn is_open_by_unknown_method(&self) -> bool {
        self.status == PaymentStatus::Open && self.method == PaymentMethod::Unknown
    }

    /// What has still to arrive: the amount less what has come, or the amount where that cannot be compared.
    #[must_use]
    pub fn still_awaited(&self) -> Money {
        let sent_back = |received: &Money| Money { minor: received.minor.saturating_neg(), ..received.clone() };
        let rest = self.received.as_ref().and_then(|received| self.amount.checked_add(&sent_back(received)));
        rest.unwrap_or_else(|| self.amount.clone())
    }

    /// The last day of a transfer or an order that ran out before its money arrived. The money may be on its way all
    /// the same, so the person is told before they pay again.
    #[must_use]
    pub fn missed_deadline(&self) -> Option<NaiveDate> {
        let transfer = self.bank_transfer.as_ref().map(|transfer| transfer.deadline);
        let deadline = transfer.or(self.purchase_order.as_ref().map(|(_, deadline)| *deadline));
        deadline.filter(|_| self.status == PaymentStatus::Expired)
    }
}

impl PaymentStatus {
    /// May it still take money? No other payment may be made while it is.
    #[must_use]
    pub fn is_live(self) -> bool {
        matches!(self, PaymentStatus::Open | PaymentStatus::Processing)
    }

    /// Is it decided for good?
    #[must_use]
    pub fn is_terminal(self) -> bool {
        !self.is_live()
    }
}

/// Pause before asking again whether the payment is decided, the first is number 0: 1, 2, 4, then every
/// 8 seconds, for about two minutes. `None` stops asking by itself; the person may still ask.
#[must_use]
pub fn poll_delay_ms(attempt: u32) -> Option<u32> {
    match attempt {
        0 => Some(1_000),
        1 => Some(2_000),
        2 => Some(4_000),
        3..=16 => Some(8_000),
        _ => None,
    }
}

/// May the person be sent to this address to pay? Only below one of the origins, which are compared as text, written
/// as browsers write them: no user name, other port or longer host passes for one.
#[must_use]
pub fn is_trusted(url: &str, origins: &[String]) -> bool {
    let below = |origin: &String| url.strip_prefix(origin.as_str()).is_some_and(|rest| rest.starts_with('/'));
    origins.iter().filter(|origin| split_scheme(origin).is_some()).any(below)
}
