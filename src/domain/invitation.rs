//! Inviting a contact: what is typed, and what can be wrong with it.
use super::company::{ContactRole, Contacts};
use super::named_enum::named_enum;
use super::profile_rules::{is_email, is_phone};

/// Longest name, in characters.
const MAX_NAME: usize = 200;
/// Longest address, in characters.
const MAX_EMAIL: usize = 200;

named_enum! {
    /// A field of the invitation. Its name is that of the contract.
    pub enum ContactField (name, from_name) {
        /// Full name.
        Name = "name",
        /// Work address.
        Email = "email",
        /// Phone number; may be empty.
        Phone = "phone",
        /// Roles of theirs.
        Roles = "roles",
    }
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactProblem {
    /// Nothing was entered, or no role chosen.
    Missing,
    /// Longer than the limit.
    TooLong,
    /// Not an email address.
    Email,
    /// Not a phone number.
    Phone,
    /// The organization has a contact with this address.
    Taken,
    /// The program does not take it, and this build does not know why.
    Refused,
}

impl ContactProblem {
    /// The problem behind a code of the contract.
    #[must_use]
    pub fn from_code(field: ContactField, code: &str) -> ContactProblem {
        match (code, field) {
            ("required", _) => ContactProblem::Missing,
            ("too_long", _) => ContactProblem::TooLong,
            ("taken", _) => ContactProblem::Taken,
            ("shape", ContactField::Email) => ContactProblem::Email,
            ("shape", ContactField::Phone) => ContactProblem::Phone,
            _ => ContactProblem::Refused,
        }
    }
}

/// Who is invited, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Invitation {
    /// Full name.
    pub name: String,
    /// Work address.
    pub email: String,
    /// Phone number; may be empty.
    pub phone: String,
    /// Roles of theirs.
    pub roles: Vec<ContactRole>,
}

impl Invitation {
    /// The invitation without spaces at its ends.
    ///
    /// # Errors
    /// Every field that is not in order, in the order of the page.
    pub fn checked(&self) -> Result<Invitation, Vec<(ContactField, ContactProblem)>> {
        let [name, email, phone] = [&self.name, &self.email, &self.phone].map(|text| text.trim().to_owned());
        let long = |text: &str, most: usize| text.chars().count() > most;
        let problems = [
            (ContactField::Name, ContactProblem::Missing, name.is_empty()),
            (ContactField::Name, ContactProblem::TooLong, long(&name, MAX_NAME)),
            (ContactField::Email, ContactProblem::Missing, email.is_empty()),
            (ContactField::Email, ContactProblem::Email, !email.is_empty() && !is_email(&email)),
            (ContactField::Email, ContactProblem::TooLong, is_email(&email) && long(&email, MAX_EMAIL)),
            (ContactField::Phone, ContactProblem::Phone, !phone.is_empty() && !is_phone(&phone)),
            (ContactField::Roles, ContactProblem::Missing, self.roles.is_empty()),
        ];
        let problems: Vec<_> =
            problems.into_iter().filter(|(.., found)| *found).map(|(field, what, _)| (field, what)).collect();
        if problems.is_empty() {
            Ok(Invitation { name, email, phone, roles: self.roles.clone() })
        } else {
            Err(problems)
        }
    }
}

impl Contacts {
    /// Would this role be left empty, which must not be, if this contact did not have it any more?
    #[must_use]
    pub fn needs(&self, contact: &str, role: ContactRole) -> bool {
        let holds =
            |is_this: bool| self.list.iter().any(|one| (one.id == contact) == is_this && one.roles.contains(&role));
        self.required_roles.contains(&role) && holds(true) && !holds(false)
    }
}
