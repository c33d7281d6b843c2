//! Competencies and their requirements.
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
        ;
        /// A unit this build does not know.
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
    /// What is missing, in the program's words.
    pub missing: Option<String>,
}

/// A competency with its requirements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Competency {
    /// Name.
    pub name: String,
    /// Level of the competency, as the program names it.
    pub level: String,
    /// Requirements.
    pub requirements: Vec<Requirement>,
}

impl Competency {
    /// The requirements in the order in which they matter: what is missing comes first.
    pub fn most_urgent_first(&self) -> impl Iterator<Item = &Requirement> {
        const ORDER: [RequirementState; 4] = [
            RequirementState::Short,
            RequirementState::Unknown,
            RequirementState::Met,
            RequirementState::NotApplicable,
        ];
        ORDER.into_iter().flat_map(|state| self.requirements.iter().filter(move |one| one.state == state))
    }
}

impl Requirement {
    /// How much of what is needed is there, in whole percent up to 100; 100 where nothing is needed.
    #[must_use]
    pub fn percent(&self) -> i64 {
        if self.need > 0 { (self.have.saturating_mul(100) / self.need).clamp(0, 100) } else { 100 }
    }
}

/// Are the requirements met?
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
pub fn verdict(competencies: &[Competency]) -> RequirementsVerdict {
    let mut states = competencies.iter().flat_map(|c| &c.requirements).map(|r| r.state);
    let mut verdict = RequirementsVerdict::Met;
    for state in &mut states {
        match state {
            RequirementState::Short => return RequirementsVerdict::Short,
            RequirementState::Unknown => verdict = RequirementsVerdict::Unknown,
            RequirementState::Met | RequirementState::NotApplicable => {}
        }
    }
    verdict
}
