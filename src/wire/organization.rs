//! Locations, contacts and the profile of an organization.
use super::{Call, answer, choice, path, tagged};
use crate::domain::company::{Contact, ContactDetails, ContactRole, Location, LocationKind, Prices};
use crate::domain::entity_tag;
use crate::domain::json::{self, Object};
use crate::domain::limits;
use crate::domain::profile::{FieldId, Profile, StoredProfile};
use serde_json::Value;

/// Headquarters and branches.
#[must_use]
pub fn locations(organization: &str) -> Call<Vec<Location>> {
    Call {
        request: super::get(path("/organizations/{}/locations", organization)),
        read: |reply| answer(reply, |value| json::list(value, "locations", location)),
    }
}

/// Contacts with their roles.
#[must_use]
pub fn contacts(organization: &str) -> Call<Vec<Contact>> {
    Call {
        request: super::get(path("/organizations/{}/contacts", organization)),
        read: |reply| answer(reply, |value| json::list(value, "contacts", contact)),
    }
}

/// The profile with its entity tag.
#[must_use]
pub fn profile(organization: &str) -> Call<StoredProfile> {
    Call { request: super::get(path("/organizations/{}/profile", organization)), read: |reply| tagged(reply, stored) }
}

/// All fields of a profile, as they are written.
pub(super) fn fields(profile: &Profile) -> Object {
    FieldId::ALL.iter().fold(Object::new(), |fields, field| fields.text(field.name(), profile.get(*field)))
}

/// The profile in the `current` of a `Changed` failure.
#[must_use]
pub fn read_profile(current: &str, etag: &str) -> Option<StoredProfile> {
    stored(&json::parse(current)?, entity_tag::strong(etag)?)
}

fn stored(value: &Value, etag: String) -> Option<StoredProfile> {
    // Every field is written back: one taken for empty because it was missing would be emptied on the server.
    let fields = FieldId::ALL.into_iter().map(|field| Some((field, json::text(value, field.name())?)));
    Some(StoredProfile { profile: Profile(fields.collect::<Option<_>>()?), etag })
}

fn location(value: &Value) -> Option<Location> {
    Some(Location {
        id: json::id(value, "id")?,
        kind: choice(value, "kind", LocationKind::from_name, LocationKind::Other)?,
        name: json::text(value, "name")?,
        address: json::list_lossy(value, "address", json::string),
        country: json::text(value, "country")?,
        levels: json::list_lossy(value, "levels", json::string),
        prices: prices(value),
    })
}

/// Told as a hint only: what cannot be read is not told.
fn prices(location: &Value) -> Option<Prices> {
    let tax = match location.get("tax")? {
        Value::Null => None,
        tax => Some((json::text(tax, "name")?, json::integer(tax, "rateBasisPoints", limits::BASIS_POINTS)?)),
    };
    Some(Prices { currency: json::text(location, "currency")?, tax })
}

fn contact(value: &Value) -> Option<Contact> {
    Some(Contact { details: contact_details(value)?, roles: roles(value), is_you: json::flag(value, "isYou") })
}

/// Roles held; those this build does not know are kept as `Other`.
fn roles(value: &Value) -> Vec<ContactRole> {
    json::list_lossy(value, "roles", |role| Some(ContactRole::from_name(role.as_str()?).unwrap_or(ContactRole::Other)))
}

/// How to reach somebody.
pub(super) fn contact_details(value: &Value) -> Option<ContactDetails> {
    Some(ContactDetails {
        name: json::text(value, "name")?,
        email: json::text_or_empty(value, "email"),
        phone: json::text_or_empty(value, "phone"),
    })
}
