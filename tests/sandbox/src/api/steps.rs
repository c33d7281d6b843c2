//! The seven steps but the last: each is confirmed on its own, in order, on what the caller saw.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use rusqlite::Connection;
use serde_json::{Map, Value};

use super::extract::{Body, Caller, Recent, check_if_match, is_same_tag};
use super::next::{self, Next};
use super::problem::Problem;
use super::{Answer, ApiState, access, levels, payments, profile as profiles, renewals, view};
use crate::countries;
use crate::names;
use crate::people::Person;
use crate::store::locations::Location;
use crate::store::records::Renewal;
use crate::store::signatures::{self, Signing};
use crate::store::{agreements, timestamp};

/// Longest name or job title under an agreement, in characters.
const MAX_NAME: usize = 200;
/// Longest purchase order number, in characters.
const MAX_ORDER_NUMBER: usize = 35;

/// What every step reads of its request.
struct Step<'a> {
    api: &'a ApiState,
    person: &'static Person,
    renewal: &'a str,
    headers: &'a HeaderMap,
    name: &'static str,
}

impl Step<'_> {
    /// Changes the renewal, once the caller may, saw it as it is, and has completed the steps before.
    async fn take(self, next: Next, change: impl FnOnce(&Connection, &mut Renewal) -> Result<(), Problem>) -> Answer {
        let store = self.api.store();
        let renewal = store.write(|tx| {
            renewals::owned(tx, self.person, self.renewal)?;
            let seen = view::renewal(&renewals::refreshed(tx, store, self.renewal)?);
            if self.name == "payment" {
                payments::cancel_open_card(tx, store, self.renewal)?;
            }
            let mut renewal = access::changeable(tx, self.person, self.renewal, store.today())?;
            check_if_match(self.headers, "renewal", &seen)?;
            if !view::reaches(&renewal, self.name) {
                return Err(Problem::step_order(view::first_incomplete(&renewal)));
            }
            change(tx, &mut renewal)?;
            renewal.save(tx)?;
            renewal.note_saved(tx, store.now())?;
            // A profile in another country is under another agreement: that is known at once, not at the next question.
            renewals::refreshed(tx, store, self.renewal)
        })?;
        next::answer(StatusCode::OK, self.api, self.person, self.headers, &renewal, next).await
    }
}

/// Refuses when there are field errors.
fn all_right(errors: &[(&str, &str)]) -> Result<(), Problem> {
    if errors.is_empty() { Ok(()) } else { Err(Problem::fields(errors)) }
}

/// Step 1: the requirements are met, says the program, and the person confirms it.
pub async fn requirements(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path(renewal): Path<String>,
    headers: HeaderMap,
    next: Next,
    body: Body,
) -> Answer {
    let step = Step { api: &api, person, renewal: &renewal, headers: &headers, name: "requirements" };
    step.take(next, |_, renewal| {
        if let Some(detail) = renewal.organization.shortage()?.as_ref().map(in_words) {
            return Err(Problem::conflict("requirement-short", "A requirement is not met", detail));
        }
        if !body.is_true("confirmed") {
            return Err(Problem::fields(&[("confirmed", "not_accepted")]));
        }
        renewal.requirements_at = Some(timestamp(api.store().now()));
        Ok(())
    })
    .await
}

/// A requirement that is not met, in words.
fn in_words(requirement: &Value) -> String {
    let text = |name| requirement.get(name).and_then(Value::as_str).unwrap_or_default();
    let numbers = requirement.get("have").zip(requirement.get("need")).filter(|_| text("state") == "short");
    match numbers {
        Some((have, need)) => format!("{}: {have} of {need}.", text("name")),
        None => format!("{}: not known yet.", text("name")),
    }
}

/// Step 2: the profile is right, in the version the person saw or in the one they send to take its place.
pub async fn profile(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path(renewal): Path<String>,
    headers: HeaderMap,
    next: Next,
    body: Body,
) -> Answer {
    let step = Step { api: &api, person, renewal: &renewal, headers: &headers, name: "profile" };
    step.take(next, |tx, renewal| {
        let seen = body.exact("profileEtag");
        let tag = profiles::tag(&renewal.organization);
        if seen.is_empty() {
            return Err(Problem::bad_request("The body has no profileEtag."));
        }
        if !is_same_tag(seen, &tag) {
            return Err(Problem::changed("profile", profiles::json(&renewal.organization), &tag));
        }
        match body.0.get("profile") {
            None => {}
            Some(Value::Object(profile)) => {
                profiles::replace(tx, renewal, profile, body.is_true("suggestAddress"), api.store().today())?;
            }
            Some(_) => return Err(Problem::bad_request("The profile is not an object.")),
        }
        if countries::find(renewal.organization.field("country")).is_none() {
            // There is no agreement to sign in such a country.
            return Err(Problem::fields(&[("country", "unknown_option")]));
        }
        renewal.profile = Some((timestamp(api.store().now()), profiles::tag(&renewal.organization)));
        Ok(())
    })
    .await
}

/// Step 3: the agreement in force is signed by the person whose account it is, with the name that is theirs. Where the
/// account says another, they confirm it, and both are evidence.
pub async fn signature(
    State(api): State<ApiState>,
    Caller(person): Caller,
    _: Recent,
    Path(renewal): Path<String>,
    headers: HeaderMap,
    next: Next,
    body: Body,
) -> Answer {
    let step = Step { api: &api, person, renewal: &renewal, headers: &headers, name: "agreement" };
    step.take(next, |tx, renewal| {
        let (language, country) = (body.text("language"), renewal.organization.field("country"));
        let Some(in_force) = agreements::in_force(tx, renewal.organization.program, country, language)? else {
            return Err(Problem::bad_request("There is no agreement in that language."));
        };
        let named = [body.text("agreementId"), body.text("version"), body.text("digest")];
        if named != [in_force.id.as_str(), &in_force.version, in_force.digest] {
            return Err(Problem::agreement_changed(&in_force.version));
        }
        all_right(&signer_errors(&body, person))?;
        let (name, title) = (collapse_whitespace(body.text("name")), collapse_whitespace(body.text("title")));
        renewal.signature = Some(signatures::append(
            tx,
            &Signing {
                id: &api.store().ids().id("sig"),
                renewal: &renewal.id,
                person: person.id,
                organization: renewal.organization.name(),
                agreement: &in_force.id,
                version: &in_force.version,
                language: in_force.language,
                digest: in_force.digest,
                name: &name,
                title: &title,
                account_name: person.name,
                at: &timestamp(api.store().now()),
            },
        )?);
        renewal.voided = false;
        Ok(())
    })
    .await
}

fn collapse_whitespace(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn signer_errors(body: &Body, person: &Person) -> Vec<(&'static str, &'static str)> {
    let (name, title) = (collapse_whitespace(body.text("name")), collapse_whitespace(body.text("title")));
    let too_long = |text: &str| text.chars().count() > MAX_NAME;
    let is_unconfirmed = |name: &str| !names::same(name, person.name) && !body.is_true("nameDiffers");
    let found = [
        (name.is_empty(), "name", "required"),
        (too_long(&name), "name", "too_long"),
        (!name.is_empty() && !too_long(&name) && is_unconfirmed(&name), "name", "name_differs"),
        (title.is_empty(), "title", "required"),
        (too_long(&title), "title", "too_long"),
        (!body.is_true("authority"), "authority", "not_accepted"),
        (!body.is_true("accepted"), "accepted", "not_accepted"),
    ];
    found.into_iter().filter(|(wrong, ..)| *wrong).map(|(_, field, code)| (field, code)).collect()
}

/// Step 4: the location, which sets currency, tax and levels.
pub async fn location(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path(renewal): Path<String>,
    headers: HeaderMap,
    next: Next,
    body: Body,
) -> Answer {
    let step = Step { api: &api, person, renewal: &renewal, headers: &headers, name: "location" };
    step.take(next, |tx, renewal| {
        let location = chosen(&body.0, "locationId", |id| Location::find_open(tx, &renewal.organization.id, id))?;
        if renewal.level.is_some_and(|level| !level.offered_in(&location.country)) {
            renewal.level = None;
            renewal.level_cleared = true;
        }
        renewal.location = Some(location);
        Ok(())
    })
    .await
}

/// Step 5: the level.
pub async fn level(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path(renewal): Path<String>,
    headers: HeaderMap,
    next: Next,
    body: Body,
) -> Answer {
    let step = Step { api: &api, person, renewal: &renewal, headers: &headers, name: "level" };
    step.take(next, |_, renewal| {
        let country = renewal.location.as_ref().map(|l| l.country.as_str()).unwrap_or_default();
        let program = renewal.organization.program;
        let offered = |id: &str| Ok(program.level(id).filter(|level| level.offered_in(country)));
        renewal.level = Some(chosen(&body.0, "levelId", offered)?);
        renewal.level_cleared = false;
        Ok(())
    })
    .await
}

/// What a field names.
fn chosen<T>(
    body: &Map<String, Value>,
    field: &str,
    find: impl FnOnce(&str) -> Result<Option<T>, rusqlite::Error>,
) -> Result<T, Problem> {
    match body.get(field).and_then(Value::as_str).unwrap_or_default() {
        "" => Err(Problem::fields(&[(field, "required")])),
        id => find(id)?.ok_or_else(|| Problem::fields(&[(field, "unknown_option")])),
    }
}

/// Step 6: how to pay. A card payment that was begun and not made is cancelled at the provider first.
pub async fn payment_method(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path(renewal): Path<String>,
    headers: HeaderMap,
    next: Next,
    body: Body,
) -> Answer {
    let step = Step { api: &api, person, renewal: &renewal, headers: &headers, name: "payment" };
    step.take(next, |_, renewal| {
        let (method, number) = (body.text("method"), body.text("purchaseOrderNumber").trim());
        let (by_order, today) = (method == "purchase_order", api.store().today());
        let found = [
            (method.is_empty(), "method", "required"),
            (!method.is_empty() && !levels::offered(renewal, today).contains(&method), "method", "unknown_option"),
            (by_order && number.is_empty(), "purchaseOrderNumber", "required"),
            (number.chars().count() > MAX_ORDER_NUMBER, "purchaseOrderNumber", "too_long"),
        ];
        let errors: Vec<_> = found.into_iter().filter(|(wrong, ..)| *wrong).map(|(_, f, code)| (f, code)).collect();
        all_right(&errors)?;
        renewal.method = Some(method.into());
        renewal.order_number = Some(number.to_owned()).filter(|number| !number.is_empty());
        Ok(())
    })
    .await
}
