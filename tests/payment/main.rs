//! Paying exactly once with a page that can die at any moment: the machine, its journal, and where it may lead.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod histories;
mod journal;
mod moves;
mod search;
mod table;
mod trusted;
mod world;

use partner_renewal::domain::money::Money;
use partner_renewal::domain::payment::{Payment, PaymentMethod, PaymentStatus};
use partner_renewal::domain::payment_machine::Journal;
use partner_renewal::domain::quote::Quote;

fn fee() -> Money {
    Money { minor: 142_800, currency: "EUR".to_owned() }
}

fn quote(id: &str) -> Quote {
    Quote {
        id: id.to_owned(),
        location: "l".to_owned(),
        level: "v".to_owned(),
        method: None,
        lines: Vec::new(),
        tax_lines: Vec::new(),
        total: fee(),
        promotion: None,
        tax_exemption: None,
        refund_days: Some(14),
        new_membership_date: "2028-01-25".parse().unwrap(),
    }
}

/// A new attempt under this key.
fn attempt(key: &str, quote_id: &str) -> Journal {
    Journal::of_attempt(None, "r", None, &quote(quote_id), || key.to_owned())
}

fn payment(id: &str, method: PaymentMethod, status: PaymentStatus) -> Payment {
    Payment {
        id: id.to_owned(),
        renewal: "r".to_owned(),
        method,
        status,
        amount: fee(),
        session_url: None,
        decline_reason: None,
        bank_transfer: None,
        purchase_order: None,
        order_number: None,
        received: None,
        proof: None,
        is_by_link: false,
    }
}
