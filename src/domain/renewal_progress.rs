//! Where a renewal goes on: at a step, with its payment, or at its confirmation.
use super::payment::PaymentStatus;
use super::renewal::{Phase, Renewal};
use super::step::Step;

/// Where a renewal goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// At this step.
    Step(Step),
    /// A payment is under way: ask the server about it.
    PaymentUnderWay,
    /// Paid, or ordered and waiting for the money.
    Confirmation,
}

/// The first step that is not complete on the server.
#[must_use]
pub fn first_incomplete(renewal: &Renewal) -> Step {
    let missing = || Step::ALL.into_iter().find(|step| !renewal.has(*step));
    renewal.next_step.or_else(missing).unwrap_or(Step::Review)
}

/// May this step be opened? All before it are complete, and no payment is live or done.
#[must_use]
pub fn reachable(renewal: &Renewal, step: Step) -> bool {
    match where_to(renewal) {
        Destination::Step(first) => step <= first,
        Destination::PaymentUnderWay | Destination::Confirmation => false,
    }
}

/// Where this renewal goes on.
#[must_use]
pub fn where_to(renewal: &Renewal) -> Destination {
    if let Some(payment) = &renewal.payment {
        match payment.status {
            PaymentStatus::Succeeded => return Destination::Confirmation,
            PaymentStatus::Open if payment.method.is_order() => return Destination::Confirmation,
            PaymentStatus::Open | PaymentStatus::Processing => return Destination::PaymentUnderWay,
            PaymentStatus::Declined | PaymentStatus::Cancelled | PaymentStatus::Expired => {}
        }
    }
    match renewal.status.phase() {
        Phase::Done => Destination::Confirmation,
        Phase::Payment => Destination::PaymentUnderWay,
        Phase::Steps => Destination::Step(first_incomplete(renewal)),
    }
}
