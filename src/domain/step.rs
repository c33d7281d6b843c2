//! The seven renewal steps and their order.
use super::payment::{PaymentMethod, PaymentStatus};
use super::renewal::{Renewal, RenewalStatus};

/// A renewal step, in the order of the wizard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Check your requirements.
    Requirements,
    /// Review your organization profile.
    Profile,
    /// Sign the agreement.
    Agreement,
    /// Where is your company located?
    Location,
    /// Choose your renewal level.
    Level,
    /// How do you want to pay?
    Payment,
    /// Check your renewal and pay.
    Review,
}

impl Step {
    /// All steps in order.
    pub const ALL: [Step; 7] =
        [Step::Requirements, Step::Profile, Step::Agreement, Step::Location, Step::Level, Step::Payment, Step::Review];

    /// Position from 1 to 7.
    #[must_use]
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// Name in the contract and last part of the step's path.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Step::Requirements => "requirements",
            Step::Profile => "profile",
            Step::Agreement => "agreement",
            Step::Location => "location",
            Step::Level => "level",
            Step::Payment => "payment",
            Step::Review => "review",
        }
    }

    /// The step with this name.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|step| step.slug() == slug)
    }

    /// The step before, if any.
    #[must_use]
    pub fn before(self) -> Option<Step> {
        self.number().checked_sub(2).and_then(|i| Step::ALL.get(i).copied())
    }

    /// The step after, if any.
    #[must_use]
    pub fn after(self) -> Option<Step> {
        Step::ALL.get(self.number()).copied()
    }
}

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
    renewal.next_step.unwrap_or_else(|| {
        let complete = [
            renewal.requirements.is_some(),
            renewal.profile.is_some(),
            renewal.signature.is_some(),
            renewal.location.is_some(),
            renewal.level.is_some(),
            renewal.method.is_some(),
        ];
        let mut steps = Step::ALL.into_iter().zip(complete);
        steps.find(|(_, complete)| !complete).map_or(Step::Review, |(step, _)| step)
    })
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
            PaymentStatus::Open if payment.method != PaymentMethod::Card => return Destination::Confirmation,
            PaymentStatus::Open | PaymentStatus::Processing => return Destination::PaymentUnderWay,
            PaymentStatus::Declined | PaymentStatus::Cancelled | PaymentStatus::Expired => {}
        }
    }
    match renewal.status {
        RenewalStatus::Paid | RenewalStatus::Active => Destination::Confirmation,
        RenewalStatus::AwaitingPayment | RenewalStatus::Processing => Destination::PaymentUnderWay,
        RenewalStatus::Draft
        | RenewalStatus::Signed
        | RenewalStatus::Declined
        | RenewalStatus::ExpiredOrder
        | RenewalStatus::Cancelled => Destination::Step(first_incomplete(renewal)),
    }
}
