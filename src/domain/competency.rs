//! Competencies and their requirements.
use super::money::Money;
use super::named_enum::named_enum;

named_enum! {
    /// State of a requirement.
    pub enum RequirementState (name, from_name) {
        /// Met.
        Met = "met",
        /// Something is missing.
        Short = "short",
        /// The program could not tell.
        Unknown = "unknown",
        /// Does not apply to this company.
        NotApplicable = "not_applicable",
    }
}

named_enum! {
    /// What is counted.
    pub enum RequirementUnit (name, from_name) {
        /// Certified people.
        People = "people",
        /// Customers or references.
        Customers = "customers",
        /// Exams or assessments.
        Exams = "exams",
        /// Points.
        Points = "points",
        /// Users.
        Seats = "seats",
        /// Whole units of a currency.
        Money = "money",
        /// Hundredths.
        Percent = "percent",
        /// Ways to meet a requirement.
        Ways = "ways",
        ;
        /// A unit this build does not know.
        Other,
    }
}

named_enum! {
    /// What becomes of a competency if the membership is renewed now.
    pub enum AfterRenewal (name, from_name) {
        /// It stays as it is.
        Kept = "kept",
        /// It goes on at a lower level.
        Lowered = "lowered",
        /// It ends.
        Lost = "lost",
        /// The program does not know a requirement, and the renewal waits for it.
        Undecided = "undecided",
        /// The renewal waits for a requirement.
        Blocked = "blocked",
        ;
        /// Something this build does not know.
        Other,
    }
}

/// One requirement: need and have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Name in the language of the program.
    pub name: String,
    /// State decided by the server.
    pub state: RequirementState,
    /// How many are needed.
    pub need: i64,
    /// How many there are.
    pub have: i64,
    /// Of what.
    pub unit: RequirementUnit,
    /// What there is and what is needed, where it is money and the program tells the amounts.
    pub amounts: Option<(Money, Money)>,
    /// What is missing, in the program's words.
    pub missing: Option<String>,
}

/// A competency with its requirements, which may have details.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Competency<R = Requirement> {
    /// Name.
    pub name: String,
    /// Level of the competency, as the program names it.
    pub level: String,
    /// What becomes of it if the membership is renewed now, where that is told.
    pub after_renewal: Option<AfterRenewal>,
    /// Requirements.
    pub requirements: Vec<R>,
}

impl<R> Competency<R> {
    /// Is it given up, or lowered, by renewing? Then the renewal waits for none of its requirements.
    #[must_use]
    pub fn is_given_up(&self) -> bool {
        matches!(self.after_renewal, Some(AfterRenewal::Lowered | AfterRenewal::Lost))
    }
}

impl<R: AsRef<Requirement>> Competency<R> {
    /// The requirements in the order in which they matter: what is missing comes first.
    pub fn most_urgent_first(&self) -> impl Iterator<Item = &R> {
        const ORDER: [RequirementState; 4] = [
            RequirementState::Short,
            RequirementState::Unknown,
            RequirementState::Met,
            RequirementState::NotApplicable,
        ];
        ORDER.into_iter().flat_map(|state| self.requirements.iter().filter(move |one| one.as_ref().state == state))
    }
}

impl AsRef<Requirement> for Requirement {
    fn as_ref(&self) -> &Requirement {
        self
    }
}

impl Requirement {
    /// Is it short, or does the program not know?
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(self.state, RequirementState::Short | RequirementState::Unknown)
    }

    /// How much of what is needed is there, in whole percent up to 100; 100 where nothing is needed.
    #[must_use]
    pub fn percent(&self) -> i64 {
        if self.need > 0 { (self.have.saturating_mul(100) / self.need).clamp(0, 100) } else { 100 }
    }
}

/// Are the requirements met that a renewal waits for?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequirementsVerdict {
    /// All met or not applicable.
    Met,
    /// At least one short.
    Short,
    /// None short, at least one unknown.
    Unknown,
}

/// The verdict over all competencies.
#[must_use]
pub fn verdict<'a, R: AsRef<Requirement> + 'a>(
    competencies: impl IntoIterator<Item = &'a Competency<R>>,
) -> RequirementsVerdict {
    let mut verdict = RequirementsVerdict::Met;
    for competency in competencies.into_iter().filter(|competency| !competency.is_given_up()) {
        for requirement in &competency.requirements {
            match requirement.as_ref().state {
                RequirementState::Short => return RequirementsVerdict::Short,
                RequirementState::Unknown => verdict = RequirementsVerdict::Unknown,
                RequirementState::Met | RequirementState::NotApplicable => {}
            }
        }
    }
    verdict
}
