//! The organization profile: raw text per field, and how two versions of it differ.
pub use super::profile_field::{FieldId, FieldProblem};
use super::reverification::Reverification;
use super::texts::Texts;
use std::rc::Rc;

/// The fields of an address within its country.
pub const ADDRESS: [FieldId; 5] =
    [FieldId::AddressLine1, FieldId::AddressLine2, FieldId::City, FieldId::Region, FieldId::PostalCode];

/// Is this field part of an address?
#[must_use]
pub fn is_of_address(field: FieldId) -> bool {
    field == FieldId::Country || ADDRESS.contains(&field)
}

/// Values of the profile as text; a field that is absent is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile(pub Texts<FieldId>);

impl Profile {
    /// The value of a field; empty if not given.
    #[must_use]
    pub fn get(&self, field: FieldId) -> &str {
        self.0.get(field).unwrap_or_default()
    }
}

/// A profile with the entity tag it was read at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredProfile {
    /// The values.
    pub profile: Profile,
    /// Strong entity tag, for `If-Match`.
    pub etag: String,
    /// Word key of what the tax authority says of the number, such as `pending`; empty where nothing is known.
    pub tax_check: String,
    /// Word key of what the program's address check says of the address, such as `pending`; empty where nothing is known.
    pub address_check: String,
    /// The address as it is written in its country, without the country; empty where the answer does not tell.
    pub address_lines: Vec<String>,
    /// What the program does when legal data change; `None` where the answer does not tell.
    pub reverification: Option<Rc<Reverification>>,
}

impl StoredProfile {
    /// One that was sent: what the program says of it is not known yet.
    #[must_use]
    pub fn of(profile: Profile, etag: String) -> StoredProfile {
        StoredProfile {
            profile,
            etag,
            tax_check: String::new(),
            address_check: String::new(),
            address_lines: Vec::new(),
            reverification: None,
        }
    }
}

/// A field that two versions of the profile disagree on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which field.
    pub field: FieldId,
    /// What this person typed.
    pub mine: String,
    /// What is on the server now.
    pub theirs: String,
}

impl Profile {
    /// The fields that they changed and that are not the same in mine, in the order of `FieldId::ALL`. Spaces at the ends
    /// do not count. What I alone changed is no conflict.
    #[must_use]
    pub fn differences(base: &Profile, mine: &Profile, theirs: &Profile) -> Vec<Difference> {
        FieldId::ALL
            .into_iter()
            .filter(|field| {
                let (base, mine, theirs) =
                    (base.get(*field).trim(), mine.get(*field).trim(), theirs.get(*field).trim());
                theirs != base && theirs != mine
            })
            .map(|field| Difference { field, mine: mine.get(field).to_owned(), theirs: theirs.get(field).to_owned() })
            .collect()
    }
}
