//! Locations, contacts and the profile of an organization.
use super::{Call, answer, choice, path, post, tagged};
use crate::domain::calendar::instant_ms;
use crate::domain::company::{
    Contact, ContactDetails, ContactRole, Contacts, Location, LocationKind, Prices, RoleOffer, RoleRequest,
};
use crate::domain::entity_tag;
use crate::domain::json::{self, Object};
use crate::domain::limits;
use crate::domain::profile::{ADDRESS, FieldId, Profile, StoredProfile};
use crate::domain::reverification::Reverification;
use crate::ports::{Method, Reconcile, Request, RetryClass};
use serde_json::Value;
use std::rc::Rc;

/// Most suggestions of an address that are read.
const MAX_SUGGESTIONS: usize = 3;

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
pub fn contacts(organization: &str) -> Call<Contacts> {
    read_contacts(super::get(path("/organizations/{}/contacts", organization)))
}

/// Offers the role of the Primary Program Contact to a contact. The same offer twice is one.
#[must_use]
pub fn offer_role(organization: &str, contact: &str) -> Call<Contacts> {
    let body = Object::new().text("contact", contact).finish();
    let request = post(path("/organizations/{}/handover", organization), body);
    read_contacts(Request { retry: RetryClass::Safe, ..request })
}

/// Takes the offer back, or declines it; where there is none nothing is changed.
#[must_use]
pub fn end_offer(organization: &str) -> Call<Contacts> {
    let request = super::request(Method::Delete, path("/organizations/{}/handover", organization));
    read_contacts(Request { retry: RetryClass::Safe, ..request })
}

/// Takes over the role that is offered. Whoever has taken it is told the same again.
#[must_use]
pub fn accept_role(organization: &str) -> Call<Contacts> {
    let request = post(path("/organizations/{}/handover/acceptance", organization), "{}".to_owned());
    read_contacts(Request { retry: RetryClass::Safe, ..request })
}

pub(super) fn read_contacts(request: Request) -> Call<Contacts> {
    Call {
        request,
        read: |reply| {
            answer(reply, |value| {
                let offer = value.get("handover").and_then(role_offer);
                Some(Contacts {
                    list: json::list(value, "contacts", contact)?,
                    offer,
                    role_requests: json::list_lossy(value, "roleRequests", role_request),
                    can_request_role: json::flag(value, "canRequestRole"),
                    request_from: instant(value, "requestFrom"),
                    can_change: json::flag(value, "canChange"),
                    roles: roles(value, "roles"),
                    required_roles: roles(value, "requiredRoles"),
                })
            })
        },
    }
}

/// An offer that cannot be read is none: it ends by itself.
fn role_offer(value: &Value) -> Option<RoleOffer> {
    Some(RoleOffer {
        from: json::text(value, "from")?,
        to: json::text(value, "to")?,
        is_to_you: json::flag(value, "isToYou"),
        until: instant(value, "until")?,
    })
}

fn role_request(value: &Value) -> Option<RoleRequest> {
    Some(RoleRequest {
        contact: json::id(value, "contact")?,
        name: json::text(value, "name")?,
        is_you: json::flag(value, "isYou"),
        at: instant(value, "requestedAt")?,
    })
}

/// An RFC 3339 instant, as text.
pub(super) fn instant(value: &Value, name: &str) -> Option<String> {
    let text = json::text(value, name)?;
    instant_ms(&text).map(|_| text)
}

/// The profile with its entity tag.
#[must_use]
pub fn profile(organization: &str) -> Call<StoredProfile> {
    Call { request: super::get(path("/organizations/{}/profile", organization)), read: |reply| tagged(reply, stored) }
}

/// Puts another profile in the place of the one at this entity tag.
#[must_use]
pub fn replace_profile(organization: &str, etag: &str, profile: &Profile) -> Call<StoredProfile> {
    let body = fields(profile).finish();
    let request = super::put(path("/organizations/{}/profile", organization), etag, body, Reconcile::Nothing);
    Call { request, read: |reply| tagged(reply, stored) }
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

/// The addresses in an `AddressSuggested` failure, each over the one that was `sent`. No more than can be compared.
#[must_use]
pub fn suggested_addresses(suggestions: &str, sent: &Profile) -> Vec<Profile> {
    let Some(Value::Array(suggestions)) = json::parse(suggestions) else { return Vec::new() };
    let read = |suggestion: &Value| {
        suggestion.as_object()?;
        let mut suggested = sent.clone();
        for field in ADDRESS {
            if let Some(value) = json::text(suggestion, field.name()) {
                suggested.0.insert(field, value);
            }
        }
        Some(suggested)
    };
    suggestions.iter().filter_map(read).take(MAX_SUGGESTIONS).collect()
}

fn stored(value: &Value, etag: String) -> Option<StoredProfile> {
    // Every field is written back: one taken for empty because it was missing would be emptied on the server.
    let fields = FieldId::ALL.into_iter().map(|field| Some((field, json::text(value, field.name())?)));
    let profile = Profile(fields.collect::<Option<_>>()?);
    Some(StoredProfile {
        profile,
        etag,
        tax_check: json::text_or_empty(value, "taxIdCheck"),
        address_check: json::text_or_empty(value, "addressCheck"),
        address_lines: json::list_lossy(value, "addressLines", json::string),
        reverification: value.get("verification").and_then(reverification),
    })
}

pub(super) fn reverification(value: &Value) -> Option<Rc<Reverification>> {
    Some(Rc::new(Reverification {
        fields: json::list_lossy(value, "fields", json::string),
        working_days: json::integer(value, "workingDays", limits::DAYS)?,
        blocks: json::list_lossy(value, "blocks", json::string),
        pending_since: json::date(value, "pendingSince"),
    }))
}

pub(super) fn location(value: &Value) -> Option<Location> {
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

fn contact(value: &Value) -> Option<Rc<Contact>> {
    Some(Rc::new(Contact {
        id: json::id(value, "id")?,
        details: contact_details(value)?,
        roles: roles(value, "roles"),
        is_you: json::flag(value, "isYou"),
        is_invited: json::flag(value, "isInvited"),
        can_take_over: json::flag(value, "canTakeOver"),
    }))
}

/// Roles held; those this build does not know are kept as `Other`.
fn roles(value: &Value, name: &str) -> Vec<ContactRole> {
    json::list_lossy(value, name, |role| Some(ContactRole::from_name(role.as_str()?).unwrap_or(ContactRole::Other)))
}

/// How to reach somebody.
pub(super) fn contact_details(value: &Value) -> Option<ContactDetails> {
    Some(ContactDetails {
        name: json::text(value, "name")?,
        email: json::text_or_empty(value, "email"),
        phone: json::text_or_empty(value, "phone"),
    })
}
