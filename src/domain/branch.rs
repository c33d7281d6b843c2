//! The branches of an organization as they are added, changed and closed.
use super::company::Location;
use super::country::{CountryRules, FieldRule};
pub use super::profile::ADDRESS;
use super::profile::{FieldId, FieldProblem, Profile};
use super::profile_rules;

/// Longest name, in characters.
pub const MAX_NAME: usize = 200;

/// A location with what is needed to change it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The location.
    pub location: Location,
    /// The fields of its address; those of `ADDRESS` alone.
    pub address: Profile,
    /// Changes with whatever can be changed; sent back with a change.
    pub version: String,
    /// May the signed-in person change and close it?
    pub can_change: bool,
}

/// The locations of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branches {
    /// Headquarters first.
    pub list: Vec<Branch>,
    /// May the signed-in person add a branch?
    pub can_add: bool,
}

/// A branch as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BranchForm {
    /// Its name.
    pub name: String,
    /// Country and address.
    pub address: Profile,
}

/// What is wrong with a branch that was typed: the name, if it is, and fields of the address.
pub type BranchProblems = (Option<FieldProblem>, Vec<(FieldId, FieldProblem)>);

impl BranchForm {
    /// Reads what was typed by the rules of its country.
    ///
    /// # Errors
    /// All that is not in order.
    pub fn checked(&self, rules: &CountryRules) -> Result<BranchForm, BranchProblems> {
        let name = self.name.trim();
        let wrong_name = match name.chars().count() {
            0 => Some(FieldProblem::Missing),
            length if length > MAX_NAME => Some(FieldProblem::TooLong),
            _ => None,
        };
        let mut address = self.address.clone();
        let mut problems = Vec::new();
        for rule in address_fields(rules) {
            match profile_rules::read(self.address.get(rule.id), rule, false) {
                Ok(value) => address.0.insert(rule.id, value),
                Err(problem) => problems.push((rule.id, problem)),
            }
        }
        if wrong_name.is_some() || !problems.is_empty() {
            return Err((wrong_name, problems));
        }
        Ok(BranchForm { name: name.to_owned(), address })
    }
}

/// The fields of an address in a country, in its order.
pub fn address_fields(rules: &CountryRules) -> impl Iterator<Item = &FieldRule> {
    rules.sections.iter().flat_map(|section| &section.fields).filter(|rule| ADDRESS.contains(&rule.id))
}
