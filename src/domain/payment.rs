//! Payments and payment methods.
use super::money::Money;
use chrono::NaiveDate;

/// How the fee can be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentMethod {
    /// By card on the provider's hosted page.
    Card,
    /// By bank transfer.
    BankTransfer,
    /// Against the company's purchase order.
    PurchaseOrder,
}

/// A method that the API offers for this renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedMethod {
    /// The method.
    pub method: PaymentMethod,
    /// Days until an unpaid order runs out, where that applies.
    pub deadline_days: Option<i64>,
}

/// Status of a payment, decided by the server alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentStatus {
    /// Waiting for the person (card) or the money (transfer, purchase order).
    Open,
    /// The provider has not decided.
    Processing,
    /// The money was captured.
    Succeeded,
    /// Refused by the bank.
    Declined,
    /// Cancelled.
    Cancelled,
    /// Ran out.
    Expired,
}

/// Why a card was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclineReason {
    /// Refused without a reason.
    CardDeclined,
    /// Not enough money.
    InsufficientFunds,
    /// The bank's check of the person failed or was refused.
    ChallengeFailed,
    /// A reason this build does not know.
    Other,
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
    /// Address of the hosted page while a card payment is open.
    pub session_url: Option<String>,
    /// Why the card was refused.
    pub decline_reason: Option<DeclineReason>,
    /// Bank details for a transfer.
    pub bank_transfer: Option<BankTransfer>,
    /// Number and deadline of a purchase order.
    pub purchase_order: Option<(String, NaiveDate)>,
    /// What has arrived of a transfer or a purchase order, once something has.
    pub received: Option<Money>,
    /// Proof of the transfer, once it was sent.
    pub proof: Option<UploadedProof>,
}

impl PaymentMethod {
    /// All methods with their names in the contract.
    pub const ALL: [(PaymentMethod, &'static str); 3] = [
        (PaymentMethod::Card, "card"),
        (PaymentMethod::BankTransfer, "bank_transfer"),
        (PaymentMethod::PurchaseOrder, "purchase_order"),
    ];

    /// Name in the contract.
    #[must_use]
    pub fn slug(self) -> &'static str {
        PaymentMethod::ALL.iter().find(|(method, _)| *method == self).map_or("", |(_, slug)| slug)
    }

    /// Is it paid on the provider's hosted page?
    #[must_use]
    pub fn is_hosted(self) -> bool {
        match self {
            PaymentMethod::Card => true,
            PaymentMethod::BankTransfer | PaymentMethod::PurchaseOrder => false,
        }
    }

    /// The method with this name.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<PaymentMethod> {
        PaymentMethod::ALL.iter().find(|(_, known)| *known == slug).map(|(method, _)| *method)
    }
}

impl Payment {
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
    origins.iter().filter(|origin| origin.contains("://")).any(below)
}
