//! Competencies and their requirements.
use super::competency_details::{Assessment, CertifiedPerson, Course, Performance, Reference};
use super::named_enum::named_enum;
use chrono::NaiveDate;

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

/// What the program says of a competency if the membership is renewed now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IfRenewed {
    pub result: AfterRenewal,
    /// The level it will have, where it is lowered.
    pub level: Option<String>,
    /// Why, in the program's words.
    pub reason: Option<String>,
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
    /// Who and what it is made of, where that was asked for and told.
    pub details: Details,
}

/// What a requirement is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Details {
    /// Nothing is told, or nothing this build can read: part of it would say that there is no more.
    NotTold,
    People(Vec<CertifiedPerson>),
    References(Vec<Reference>),
    Performance(Performance),
    Assessments(Vec<Assessment>),
    Courses(Vec<Course>),
    /// One of them has to be met.
    Ways(Vec<Way>),
}

/// One of several ways to meet a requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    pub name: String,
    pub state: RequirementState,
    /// All that it takes. None of them has ways itself.
    pub requirements: Vec<Requirement>,
}

/// A competency with its requirements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Competency {
    /// Name.
    pub name: String,
    /// Level of the competency, as the program names it.
    pub level: String,
    /// Last day on which it holds, where that is told.
    pub expires_on: Option<NaiveDate>,
    /// What becomes of it if the membership is renewed now, where that is told.
    pub if_renewed: Option<IfRenewed>,
    /// Requirements.
    pub requirements: Vec<Requirement>,
}

/// The competencies of an organization with their details.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Competencies {
    /// Today, by the server.
    pub as_of: NaiveDate,
    /// May the person have a customer asked again?
    pub can_resend: bool,
    pub list: Vec<Competency>,
}

impl Competency {
    /// Is it given up, or lowered, by renewing? Then the renewal waits for none of its requirements.
    #[must_use]
    pub fn is_given_up(&self) -> bool {
        let result = self.if_renewed.as_ref().map(|told| told.result);
        matches!(result, Some(AfterRenewal::Lowered | AfterRenewal::Lost))
    }

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
pub fn verdict(competencies: &[Competency]) -> RequirementsVerdict {
    let kept = competencies.iter().filter(|competency| !competency.is_given_up());
    let mut states = kept.flat_map(|c| &c.requirements).map(|r| r.state);
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
