//! Adding, changing and closing branches. All of it is safe to repeat, by contract.
use super::organization::location;
use super::{Call, answer, path, post, request};
use crate::domain::branch::{ADDRESS, Branch, BranchForm, Branches};
use crate::domain::json::{self, Object};
use crate::domain::profile::{FieldId, Profile};
use crate::ports::{Method, Request, RetryClass};
use serde_json::Value;

/// Headquarters and branches, with what is needed to change them.
#[must_use]
pub fn branches(organization: &str) -> Call<Branches> {
    read(super::get(path("/organizations/{}/locations", organization)))
}

/// Adds a branch. One with the same name and address is not added again.
#[must_use]
pub fn add(organization: &str, branch: &BranchForm) -> Call<Branches> {
    let body = Object::new().text("country", branch.address.get(FieldId::Country));
    safe(post(path("/organizations/{}/locations", organization), fields(body, branch)))
}

/// Changes a branch that is still at this version.
#[must_use]
pub fn change(organization: &str, before: &Branch, branch: &BranchForm) -> Call<Branches> {
    let body = Object::new().text("version", &before.version);
    safe(post(branch_path(organization, &before.location.id), fields(body, branch)))
}

/// Closes a branch.
#[must_use]
pub fn close(organization: &str, branch: &str) -> Call<Branches> {
    safe(request(Method::Delete, branch_path(organization, branch)))
}

fn branch_path(organization: &str, branch: &str) -> String {
    [path("/organizations/{}/locations/", organization), path("{}", branch)].concat()
}

fn fields(body: Object, branch: &BranchForm) -> String {
    let body = body.text("name", &branch.name);
    ADDRESS.iter().fold(body, |body, field| body.text(field.name(), branch.address.get(*field))).finish()
}

fn safe(request: Request) -> Call<Branches> {
    read(Request { retry: RetryClass::Safe, ..request })
}

fn read(request: Request) -> Call<Branches> {
    Call {
        request,
        read: |reply| {
            answer(reply, |value| {
                let list = json::list(value, "locations", branch)?;
                Some(Branches { list, can_add: json::flag(value, "canAdd") })
            })
        },
    }
}

/// A location whose parts the program does not tell can be read, and not changed.
fn branch(value: &Value) -> Option<Branch> {
    let told = value.get("fields").zip(json::text(value, "version"));
    let can_change = told.is_some() && json::flag(value, "canChange");
    let (address, version) = told.map(|(fields, version)| (address(fields), version)).unwrap_or_default();
    Some(Branch { location: location(value)?, address, version, can_change })
}

fn address(fields: &Value) -> Profile {
    Profile(ADDRESS.into_iter().map(|field| (field, json::text_or_empty(fields, field.name()))).collect())
}
