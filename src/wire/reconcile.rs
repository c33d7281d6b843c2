//! A conditional write whose answer got lost is sent again and meets its own result as a conflict. The conflict carries
//! the current version; when that already holds what was sent, the write has happened and the version is its answer.
use crate::domain::json;
use crate::domain::step::Step;
use crate::ports::{Reconcile, Reply, Request};
use serde_json::Value;

/// The answer that a conditional write would have got, if the current version in this conflict already holds it.
#[must_use]
pub fn already_done(request: &Request, reply: &Reply) -> Option<Reply> {
    if reply.status != 412 || request.reconcile == Reconcile::Nothing {
        return None;
    }
    let problem = json::parse(&reply.body)?;
    let current = problem.get("current")?;
    let sent = json::parse(request.body.as_deref()?)?;
    let done = match request.reconcile {
        Reconcile::Nothing => false,
        Reconcile::Step(step) => step_done(step, &sent, current),
    };
    done.then(|| Reply {
        status: 200,
        content_type: "application/json".to_owned(),
        body: json::write(current),
        ..reply.clone()
    })
}

fn step_done(step: Step, sent: &Value, renewal: &Value) -> bool {
    let member = |name: &str| renewal.get(name).filter(|value| !value.is_null());
    let same = |name: &str, sent_as: &str, stored_as: &str| {
        member(name).and_then(|stored| stored.get(stored_as)).is_some_and(|stored| sent.get(sent_as) == Some(stored))
    };
    match step {
        Step::Requirements => member("requirements").is_some(),
        // Where the profile was changed in the same request, its new tag is not known here: the profile tells.
        Step::Profile => sent.get("profile").is_none() && same("profile", "profileEtag", "profileEtag"),
        // The ticks are not part of the signature: without both of them there is none.
        Step::Agreement => member("signature")
            .is_some_and(|stored| same_members(sent, stored, &["authority", "accepted", "nameDiffers"])),
        Step::Location => same("location", "locationId", "id"),
        Step::Level => same("level", "levelId", "id"),
        Step::Payment => member("paymentMethod").is_some_and(|stored| same_members(sent, stored, &[])),
        Step::Review => false,
    }
}

/// Are all members of `sent` but those the same in `stored`?
fn same_members(sent: &Value, stored: &Value, but: &[&str]) -> bool {
    sent.as_object().is_some_and(|members| {
        members.iter().all(|(name, value)| but.contains(&name.as_str()) || stored.get(name) == Some(value))
    })
}
