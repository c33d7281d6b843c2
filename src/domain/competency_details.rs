//! What a requirement of a competency is made of: people, references, what is measured, assessments and courses.
use super::money::Money;
use super::named_enum::named_enum;
use chrono::NaiveDate;

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
    /// What is needed and what there is, where it is money.
    pub amounts: Option<(Money, Money)>,
    /// Last day that is counted.
    pub measured_until: Option<NaiveDate>,
}

/// An assessment that somebody took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    pub name: String,
    pub person: Option<String>,
    pub score: i64,
    pub needed: i64,
    pub taken_on: Option<NaiveDate>,
    /// Last day on which it counts.
    pub expires_on: Option<NaiveDate>,
}

/// The test of a course that somebody took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    pub name: String,
    pub person: String,
    pub percent: i64,
    pub needed: i64,
    /// None while it is not passed.
    pub passed_on: Option<NaiveDate>,
    /// Last day on which it counts.
    pub holds_until: Option<NaiveDate>,
}
