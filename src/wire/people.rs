//! Inviting contacts, giving them roles and removing them, and requests for the role that renews. All of it is safe to repeat, by contract.
use super::organization::read_contacts;
use super::{Call, path, post, request};
use crate::domain::company::{ContactRole, Contacts};
use crate::domain::invitation::Invitation;
use crate::domain::json::{Object, texts};
use crate::ports::{Method, Request, RetryClass};

/// Invites somebody; the same once more sends the invitation again.
#[must_use]
pub fn invite(organization: &str, invitation: &Invitation) -> Call<Contacts> {
    let body = Object::new()
        .text("name", &invitation.name)
        .text("email", &invitation.email)
        .text("phone", &invitation.phone)
        .json("roles", &names(&invitation.roles))
        .finish();
    safe(post(path("/organizations/{}/contacts", organization), body))
}

/// Gives a contact these roles, and takes the others but the Primary Program Contact's.
#[must_use]
pub fn change_roles(organization: &str, contact: &str, roles: &[ContactRole]) -> Call<Contacts> {
    let body = Object::new().json("roles", &names(roles)).finish();
    safe(post([contact_path(organization, contact).as_str(), "/roles"].concat(), body))
}

/// Takes somebody out of the organization.
#[must_use]
pub fn remove(organization: &str, contact: &str) -> Call<Contacts> {
    safe(request(Method::Delete, contact_path(organization, contact)))
}

/// Asks for the role of the Primary Program Contact. Whoever has asked is told the same again.
#[must_use]
pub fn ask_for_role(organization: &str) -> Call<Contacts> {
    safe(post(path("/organizations/{}/role-requests", organization), "{}".to_owned()))
}

/// Declines the request of a contact, or takes it back; where there is none nothing is changed.
#[must_use]
pub fn end_role_request(organization: &str, contact: &str) -> Call<Contacts> {
    let path = [path("/organizations/{}/role-requests/", organization), path("{}", contact)].concat();
    safe(request(Method::Delete, path))
}

fn contact_path(organization: &str, contact: &str) -> String {
    [path("/organizations/{}/contacts/", organization), path("{}", contact)].concat()
}

fn names(roles: &[ContactRole]) -> String {
    texts(roles.iter().filter(|role| **role != ContactRole::Other).map(|role| role.name()))
}

fn safe(request: Request) -> Call<Contacts> {
    read_contacts(Request { retry: RetryClass::Safe, ..request })
}
