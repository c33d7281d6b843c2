//! What a requirement of a competency is made of: people, references, what is measured, and the ways to meet it.
use super::competency::{Competency, Requirement, RequirementState};
use super::named_enum::named_enum;
use chrono::NaiveDate;
use std::rc::Rc;

named_enum! {
    /// What a requirement asks for.
    pub enum RequirementKind (name, from_name) {
        /// Certified people.
        People = "people",
        /// References of customers.
        References = "references",
        /// Revenue, usage or anything else that is measured.
        Performance = "performance",
        /// Assessments.
        Assessment = "assessment",
        /// A course with a test.
        Course = "course",
        /// One of several ways.
        Alternatives = "alternatives",
    }
}

named_enum! {
    /// What a customer has said of a reference.
    pub enum ReferenceState (name, from_name) {
        /// Nothing yet.
        Awaiting = "awaiting",
        /// That it is right.
        Approved = "approved",
        /// That it is not.
        Rejected = "rejected",
        ;
        /// Something this build does not know.
        Other,
    }
}

/// The competencies of an organization with their details.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Competencies {
    /// Today, by the server.
    pub as_of: NaiveDate,
    /// May the person have a customer asked again?
    pub can_resend: bool,
    /// Lists are shared with what draws them in parts.
    pub list: Rc<[DetailedCompetency]>,
}

/// A competency with its details.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetailedCompetency {
    pub competency: Competency<DetailedRequirement>,
    /// Last day on which it holds, where that is told.
    pub expires_on: Option<NaiveDate>,
    /// The level it will have after a renewal, where it is lowered.
    pub new_level: Option<String>,
    /// Why a renewal keeps, lowers or ends it, in the program's words.
    pub reason: Option<String>,
}

/// A requirement with its details.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetailedRequirement {
    pub requirement: Requirement,
    pub details: Details,
}

/// What a requirement is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Details {
    /// Nothing is told, or nothing this build can read: part of it would say that there is no more.
    NotTold,
    People(Rc<[CertifiedPerson]>),
    References(Rc<[Reference]>),
    Performance(Performance),
    Assessments(Rc<[TestResult]>),
    Courses(Rc<[TestResult]>),
    /// One of them has to be met.
    Ways(Vec<Way>),
}

/// One of several ways to meet a requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    pub name: String,
    pub state: RequirementState,
    /// All that it takes. None of them has ways itself.
    pub requirements: Vec<DetailedRequirement>,
}

impl Competencies {
    /// The competencies without what is told of them besides.
    pub fn competencies(&self) -> impl Iterator<Item = &Competency<DetailedRequirement>> {
        self.list.iter().map(|one| &one.competency)
    }

    /// The reference with this id, also of one of several ways.
    #[must_use]
    pub fn reference(&self, id: &str) -> Option<&Reference> {
        self.competencies().flat_map(|competency| &competency.requirements).find_map(|one| one.reference(id))
    }
}

impl DetailedRequirement {
    /// Its reference with this id, also of one of several ways.
    #[must_use]
    pub fn reference(&self, id: &str) -> Option<&Reference> {
        match &self.details {
            Details::References(references) => references.iter().find(|one| one.id == id),
            Details::Ways(ways) => {
                ways.iter().flat_map(|way| &way.requirements).find_map(|requirement| requirement.reference(id))
            }
            Details::NotTold
            | Details::People(_)
            | Details::Performance(_)
            | Details::Assessments(_)
            | Details::Courses(_) => None,
        }
    }
}

impl AsRef<Requirement> for DetailedRequirement {
    fn as_ref(&self) -> &Requirement {
        &self.requirement
    }
}

/// Somebody with certificates, or on the way to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertifiedPerson {
    pub name: String,
    /// Do they count for the requirement now?
    pub counts: bool,
    pub missing_exams: Vec<String>,
    pub certificates: Vec<Certificate>,
    /// The competency for which they count already, where they can count once only.
    pub counts_in: Option<String>,
}

/// A certificate of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    pub name: String,
    /// None where it does not end.
    pub ends_on: Option<NaiveDate>,
    /// Does it end before the membership date?
    pub ends_before: bool,
}

/// A customer who was asked to confirm a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub id: String,
    pub customer: String,
    pub state: ReferenceState,
    /// Day on which the customer was asked last.
    pub sent_on: Option<NaiveDate>,
    /// First day on which the customer may be asked again.
    pub resend_from: Option<NaiveDate>,
    /// Why the customer has rejected it, in their words.
    pub reason: Option<String>,
}

impl Reference {
    /// The day on which the customer was asked last, if they may be asked again on this day.
    #[must_use]
    pub fn due_for_resend(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.sent_on
            .filter(|_| self.state == ReferenceState::Awaiting && self.resend_from.is_some_and(|day| day <= today))
    }
}

/// What is measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Performance {
    /// Last day that is counted.
    pub measured_until: Option<NaiveDate>,
}

/// An assessment, or the test of a course, that somebody took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestResult {
    pub name: String,
    pub person: Option<String>,
    /// Points, or percent of a course.
    pub score: i64,
    pub needed: i64,
    /// Day on which it was taken, or a course was passed.
    pub taken_on: Option<NaiveDate>,
    /// Last day on which it counts.
    pub counts_until: Option<NaiveDate>,
}
