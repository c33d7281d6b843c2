//! What an answer may carry beside itself: the answers that the page to which the person goes would ask for.
use super::problem::body;
use crate::domain::step::Step;
use crate::domain::{entity_tag, json};
use crate::ports::{Method, Reply, Request};
use serde_json::Value;

/// An answer to a request that was not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlyAnswer {
    /// Method of the request.
    pub method: Method,
    /// Path of the request below the API's base, with its query.
    pub path: String,
    /// The answer.
    pub reply: Reply,
}

/// Asks that the answer to this request carry what `step` will ask for; `None` for the step at which the renewal stands. A
/// server that does not know it leaves it out.
pub fn ask_for(request: &mut Request, step: Option<Step>) {
    ask(request, step.map_or("due", Step::slug));
}

/// Asks that the account carry the membership of its organization, where it has only that one.
pub fn ask_for_membership(request: &mut Request) {
    ask(request, "membership");
}

fn ask(request: &mut Request, page: &str) {
    request.path.push_str("?next=");
    request.path.push_str(page);
    request.leads_on = true;
}

/// The answers that came beside this one; none where it is no good answer. What is not of the expected form is left out.
#[must_use]
pub fn early_answers(reply: &Reply) -> Vec<EarlyAnswer> {
    let Ok(value) = body(reply) else { return Vec::new() };
    json::list_lossy(&value, "next", |early| early_answer(early, reply))
}

fn early_answer(value: &Value, carrier: &Reply) -> Option<EarlyAnswer> {
    let method = match value.get("method")?.as_str()? {
        "GET" => Method::Get,
        "POST" => Method::Post,
        _ => return None,
    };
    let etag = match value.get("etag")? {
        Value::Null => String::new(),
        // Without its tag nothing could be written: it is asked for.
        etag => entity_tag::strong(etag.as_str()?)?,
    };
    let body = json::write(value.get("body")?);
    Some(EarlyAnswer { method, path: json::text(value, "path")?, reply: Reply { etag, body, ..carrier.clone() } })
}
