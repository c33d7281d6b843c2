//! The partner API as pairs: make the request, read the reply. One file per resource; nothing here sends anything.
//! Members this build does not know are ignored; an answer that lacks something needed is `Unreadable`.
pub mod account;
pub mod agreement;
pub mod company_verification;
pub mod competencies;
pub mod competency_details;
pub mod confirmation;
pub mod enrollment;
pub mod letter;
pub mod locations;
pub mod membership;
pub mod next;
pub mod orders;
pub mod organization;
pub mod payment;
pub mod payment_link;
pub mod people;
pub mod problem;
pub mod quote;
pub mod reconcile;
pub mod reference;
pub mod renewal;
pub mod tax_exemption;

use crate::domain::failure::{Failure, FailureKind};
use crate::domain::level::LevelName;
use crate::domain::money::{self, Money};
use crate::domain::{entity_tag, json, limits, percent};
use crate::ports::{Credentials, Method, Reconcile, Reply, Request, RetryClass};
use serde_json::Value;

/// A request to the API, and how to read its reply.
pub struct Call<T> {
    /// The request.
    pub request: Request,
    /// Reads the reply.
    pub read: fn(&Reply) -> Result<T, Failure>,
}

/// A path with an id in the place of the template's `{}`.
fn path(template: &str, id: &str) -> String {
    match template.split_once('{') {
        Some((before, after)) => [before, &percent::segment(id), after.trim_start_matches('}')].concat(),
        None => template.to_owned(),
    }
}

fn request(method: Method, path: String) -> Request {
    Request {
        method,
        path,
        if_match: None,
        idempotency_key: None,
        body: None,
        file: None,
        retry: if method == Method::Get { RetryClass::Safe } else { RetryClass::Never },
        credentials: Credentials::AccessToken,
        leads_on: false,
        is_action: method != Method::Get,
        reconcile: Reconcile::Nothing,
    }
}

fn get(path: String) -> Request {
    request(Method::Get, path)
}

/// A write that cannot be repeated: nothing tells the server that it is the same.
fn post(path: String, body: String) -> Request {
    Request { body: Some(body), ..request(Method::Post, path) }
}

/// A write that may be repeated: the entity tag lets it happen once. Without a tag that can be one the request is not
/// valid, and is not sent: it would write over whatever is there.
fn put(path: String, etag: &str, body: String, reconcile: Reconcile) -> Request {
    let (if_match, body) = (Some(entity_tag::strong(etag).unwrap_or_default()), Some(body));
    Request { if_match, body, retry: RetryClass::Conditional, reconcile, ..request(Method::Put, path) }
}

/// Reads the body of a good answer.
fn answer<T>(reply: &Reply, read: impl FnOnce(&Value) -> Option<T>) -> Result<T, Failure> {
    let value = problem::body(reply)?;
    read(&value).ok_or_else(|| problem::failure(reply, FailureKind::Unreadable))
}

/// Reads the body of a good answer that must carry an entity tag.
fn tagged<T>(reply: &Reply, read: impl FnOnce(&Value, String) -> Option<T>) -> Result<T, Failure> {
    answer(reply, |value| read(value, entity_tag::strong(&reply.etag)?))
}

/// A level or anything else with an id and a name.
fn level_name(value: &Value) -> Option<LevelName> {
    Some(LevelName { id: json::id(value, "id")?, name: json::text(value, "name")? })
}

fn money(value: &Value) -> Option<Money> {
    let currency = json::text(value, "currency").filter(|code| money::is_currency(code))?;
    Some(Money { minor: json::integer(value, "amount", limits::AMOUNT)?, currency })
}

/// A member that must be there, read.
fn member<T>(value: &Value, name: &str, read: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
    read(value.get(name)?)
}

/// What a member of the object names; `otherwise` if this build does not know it.
fn choice<T>(value: &Value, name: &str, known: fn(&str) -> Option<T>, otherwise: T) -> Option<T> {
    let named = value.get(name)?.as_str()?;
    Some(known(named).unwrap_or(otherwise))
}
