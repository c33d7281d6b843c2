//! `GET /account`.
use super::{Call, answer, member};
use crate::domain::company::{Account, Organization, Person};
use crate::domain::json;
use serde_json::Value;

/// Who is signed in, and for which companies.
#[must_use]
pub fn get() -> Call<Account> {
    Call { request: super::get("/account".to_owned()), read: |reply| answer(reply, account) }
}

fn account(value: &Value) -> Option<Account> {
    Some(Account {
        person: member(value, "person", |person| Some(Person { name: json::text_or_empty(person, "name") }))?,
        organizations: json::list(value, "organizations", organization)?,
    })
}

/// An organization, in full or as the short form other answers carry.
pub(super) fn organization(value: &Value) -> Option<Organization> {
    Some(Organization {
        id: json::id(value, "id")?,
        name: json::text(value, "name")?,
        partner_id: json::text_or_empty(value, "partnerId"),
        membership_date: json::date(value, "membershipDate"),
    })
}
