//! The renewal steps and their order.
use super::named_enum::named_enum;

named_enum! {
    /// A renewal step, in the order in which they are taken. Its name is also the last part of its path.
    pub enum Step (slug, from_slug) {
        /// Check your requirements.
        Requirements = "requirements",
        /// Review your organization profile.
        Profile = "profile",
        /// Sign the agreement.
        Agreement = "agreement",
        /// Where is your company located?
        Location = "location",
        /// Choose your renewal level.
        Level = "level",
        /// How do you want to pay?
        Payment = "payment",
        /// Check your renewal and pay.
        Review = "review",
    }
}

impl Step {
    /// Position, the first is 1.
    #[must_use]
    pub fn number(self) -> usize {
        self as usize + 1
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
