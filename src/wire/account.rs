//! `GET /account`.
use super::{Call, answer, member, next};
use crate::domain::company::{Account, Organization, Person};
use crate::domain::json;
use serde_json::Value;

/// Who is signed in, and for which companies.
#[must_use]
pub fn get() -> Call<Account> {
    Call { request: super::get("/account".to_owned()), read: |reply| answer(reply, account) }
}

/// What is asked first after a sign-in. Where the tab works for no organization yet, the membership is asked for with it:
/// nobody can ask beside it, because it is not known of which organization.
#[must_use]
pub fn first(works_for_one: bool) -> Call<Account> {
    let mut call = get();
    if !works_for_one {
        next::ask_for_membership(&mut call.request);
    }
    call
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
