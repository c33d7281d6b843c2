//! A renewal as the contract shows it: its status and next step follow from what is confirmed and paid.

use serde_json::{Value, json};

use crate::store::calendar;
use crate::store::money::{Money, price};
use crate::store::records::Renewal;

/// The steps in order, with whether each is complete.
fn steps(r: &Renewal) -> [(&'static str, bool); 6] {
    [
        ("requirements", r.requirements_at.is_some()),
        ("profile", r.profile.is_some()),
        ("agreement", r.signature.is_some()),
        ("location", r.location.is_some()),
        ("level", r.level.is_some()),
        ("payment", r.method.is_some()),
    ]
}

/// The first step that is not complete; `review` when all are.
pub fn first_incomplete(r: &Renewal) -> &'static str {
    steps(r).into_iter().find(|(_, complete)| !complete).map_or("review", |(name, _)| name)
}

/// The steps that are complete, in order.
pub fn complete(r: &Renewal) -> Vec<&'static str> {
    steps(r).into_iter().filter(|(_, complete)| *complete).map(|(name, _)| name).collect()
}

/// Whether every step before this one is complete.
pub fn reaches(r: &Renewal, step: &str) -> bool {
    steps(r).into_iter().take_while(|(name, _)| *name != step).all(|(_, complete)| complete)
}

/// Where the person goes on; `done` once it is paid, or an order waits for its money.
pub fn next_step(r: &Renewal) -> &'static str {
    let waits = r.payment.as_ref().is_some_and(|p| p.is_order() && p.is_live());
    if r.state != "live" || waits { "done" } else { first_incomplete(r) }
}

/// The renewal's status.
pub fn status(r: &Renewal) -> &'static str {
    match (r.state.as_str(), &r.payment) {
        ("active", _) => "active",
        ("cancelled", _) => "cancelled",
        (_, Some(payment)) if payment.is_open() => "awaiting_payment",
        (_, Some(payment)) if payment.is_processing() => "processing",
        _ if r.signature.is_some() => "signed",
        _ => "draft",
    }
}

/// The renewal as the contract writes it.
pub fn renewal(r: &Renewal) -> Value {
    let program = r.organization.program;
    let country = r.location.as_ref().map(|l| l.country.as_str());
    let level = r.level.map(|level| {
        let fee = level.fee(program.currency_in(country.unwrap_or_default()), r.prices);
        json!({"id": level.id, "name": level.name, "fee": fee.json()})
    });
    let estimate = r.level.zip(country).map(|(level, country)| {
        let total = price(program, level, country, r.prices, None, r.organization.is_tax_exempt).total;
        let tax = Money { amount: total.amount - level.fee(total.currency, r.prices).amount, ..total };
        json!({"tax": tax.json(), "total": total.json()})
    });
    let mut notices = Vec::new();
    if r.voided {
        notices.push("signature_voided");
    }
    if r.level_cleared {
        notices.push("level_cleared");
    }
    json!({
        "id": r.id,
        "organization": r.organization.named(),
        "status": status(r),
        "nextStep": next_step(r),
        "requirements": r.requirements_at.as_ref().map(|at| json!({"confirmedAt": at})),
        "profile": r.profile.as_ref().map(|(at, tag)| json!({"confirmedAt": at, "profileEtag": tag})),
        "signature": r.signature.as_ref().map(|s| s.json()),
        "location": r.location.as_ref().map(|l| l.json()),
        "level": level,
        "paymentMethod": r.method_json(),
        "payment": r.payment.as_ref().map(|p| p.json(program, r.reference.as_deref().unwrap_or_default())),
        "period": {"from": r.term, "to": calendar::next_date(r.term)},
        "estimate": estimate,
        "reference": r.reference,
        "notices": notices,
    })
}
