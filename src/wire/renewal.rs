//! Renewals and their steps.
use super::account::organization;
use super::organization::fields;
use super::payment::payment;
use super::problem::empty;
use super::{Call, answer, choice, level_name, member, money, path, post, put, request, tagged};
use crate::domain::agreement::Agreement;
use crate::domain::json::{self, Object};
use crate::domain::payment::{OfferedMethod, OrderNumber, PaymentMethod};
use crate::domain::profile::Profile;
use crate::domain::renewal::{
    ChosenLevel, ChosenLocation, ChosenMethod, ConfirmedProfile, Estimate, Included, Notice, OfferedLevel, Renewal,
    RenewalStatus, Signature, Unavailable,
};
use crate::domain::signature::SignatureInput;
use crate::domain::step::Step;
use crate::domain::{entity_tag, limits};
use crate::ports::{Credentials, Method, Reconcile};
use chrono::NaiveDate;
use serde_json::Value;

/// Starts the renewal, or gives the one under way.
#[must_use]
pub fn start(organization: &str) -> Call<Renewal> {
    let request = post(path("/organizations/{}/renewals", organization), "{}".to_owned());
    Call { request, read: |reply| tagged(reply, renewal) }
}

/// The renewal as the server has it.
#[must_use]
pub fn get(id: &str) -> Call<Renewal> {
    Call { request: super::get(path("/renewals/{}", id)), read: |reply| tagged(reply, renewal) }
}

/// Confirms that the requirements are met.
#[must_use]
pub fn confirm_requirements(renewal: &Renewal) -> Call<Renewal> {
    complete(renewal, Step::Requirements, Object::new().flag("confirmed", true))
}

/// Confirms that the profile at this entity tag is right, or that `change` is in its place. `suggest` to be told of a
/// better address instead of changing it; a server that knows nothing of that changes it.
#[must_use]
pub fn confirm_profile(
    renewal: &Renewal,
    profile_etag: &str,
    change: Option<&Profile>,
    suggest: bool,
) -> Call<Renewal> {
    let body = Object::new().text("profileEtag", &entity_tag::strong(profile_etag).unwrap_or_default());
    let body = match change {
        Some(profile) => body.json("profile", &fields(profile).finish()),
        None => body,
    };
    let body = if suggest && change.is_some() { body.flag("suggestAddress", true) } else { body };
    complete(renewal, Step::Profile, body)
}

/// Signs exactly this text.
#[must_use]
pub fn sign(renewal: &Renewal, agreement: &Agreement, signature: &SignatureInput) -> Call<Renewal> {
    let body = Object::new()
        .text("agreementId", &agreement.id)
        .text("version", &agreement.version)
        .text("language", &agreement.language)
        .text("digest", &agreement.digest)
        .text("name", signature.name())
        .text("title", signature.title())
        .flag("authority", true)
        .flag("accepted", true);
    let body = if signature.differs() { body.flag("nameDiffers", true) } else { body };
    let mut call = at(renewal, "/renewals/{}/signature", Step::Agreement, body);
    call.request.credentials = Credentials::RecentSignIn;
    call
}

/// Chooses the location.
#[must_use]
pub fn choose_location(renewal: &Renewal, id: &str) -> Call<Renewal> {
    complete(renewal, Step::Location, Object::new().text("locationId", id))
}

/// Levels offered at the chosen location.
#[must_use]
pub fn levels(renewal: &Renewal) -> Call<Vec<OfferedLevel>> {
    Call {
        request: super::get(path("/renewals/{}/levels", &renewal.id)),
        read: |reply| answer(reply, |value| json::list(value, "levels", offered_level)),
    }
}

/// Chooses the level.
#[must_use]
pub fn choose_level(renewal: &Renewal, id: &str) -> Call<Renewal> {
    complete(renewal, Step::Level, Object::new().text("levelId", id))
}

/// Payment methods offered; those this build does not know are left out.
#[must_use]
pub fn methods(renewal: &Renewal) -> Call<Vec<OfferedMethod>> {
    Call {
        request: super::get(path("/renewals/{}/payment-methods", &renewal.id)),
        read: |reply| {
            answer(reply, |value| {
                value.get("methods")?.as_array()?;
                Some(json::list_lossy(value, "methods", offered_method))
            })
        },
    }
}

/// Chooses how the person wants to pay.
#[must_use]
pub fn choose_method(renewal: &Renewal, method: PaymentMethod, purchase_order: Option<String>) -> Call<Renewal> {
    let body =
        Object::new().text("method", method.slug()).text_or_null("purchaseOrderNumber", purchase_order.as_deref());
    at(renewal, "/renewals/{}/payment-method", Step::Payment, body)
}

/// Gives the renewal up, to start over.
#[must_use]
pub fn discard(renewal: &Renewal) -> Call<()> {
    Call { request: request(Method::Delete, path("/renewals/{}", &renewal.id)), read: empty }
}

fn complete(renewal: &Renewal, step: Step, body: Object) -> Call<Renewal> {
    at(renewal, &["/renewals/{}/", step.slug()].concat(), step, body)
}

fn at(renewal_before: &Renewal, template: &str, step: Step, body: Object) -> Call<Renewal> {
    let path = path(template, &renewal_before.id);
    let request = put(path, &renewal_before.etag, body.finish(), Reconcile::Step(step));
    Call { request, read: |reply| tagged(reply, renewal) }
}

fn renewal(value: &Value, etag: String) -> Option<Renewal> {
    let confirmed_at = |step: &Value| json::text(step, "confirmedAt");
    let confirmed_profile = |step: &Value| {
        Some(ConfirmedProfile {
            at: confirmed_at(step)?,
            etag: json::text(step, "profileEtag").and_then(|etag| entity_tag::strong(&etag))?,
        })
    };
    Some(Renewal {
        id: json::id(value, "id")?,
        etag,
        organization: member(value, "organization", organization)?,
        status: status(value)?,
        next_step: json::text(value, "nextStep").and_then(|slug| Step::from_slug(&slug)),
        requirements: json::optional(value, "requirements", confirmed_at)?,
        profile: json::optional(value, "profile", confirmed_profile)?,
        signature: json::optional(value, "signature", signature)?,
        location: json::optional(value, "location", location)?,
        level: json::optional(value, "level", |level| {
            Some(ChosenLevel { level: level_name(level)?, fee: member(level, "fee", money)? })
        })?,
        // A method this build does not know is asked for again.
        method: json::optional(value, "paymentMethod", |chosen| Some(chosen_method(chosen)))?.flatten(),
        payment: json::optional(value, "payment", payment)?,
        period: value.get("period").and_then(period),
        estimate: value.get("estimate").and_then(estimate),
        notices: json::list_lossy(value, "notices", |notice| Notice::from_name(notice.as_str()?)),
    })
}

/// The status. One this build does not know is shown as a payment being checked, where nothing can be paid twice.
pub(super) fn status(value: &Value) -> Option<RenewalStatus> {
    choice(value, "status", RenewalStatus::from_name, RenewalStatus::Processing)
}

/// The signature.
pub(super) fn signature(value: &Value) -> Option<Signature> {
    Some(Signature {
        version: json::text(value, "version")?,
        language: json::text(value, "language")?,
        digest: json::text(value, "digest")?,
        name: json::text(value, "name")?,
        account_name: json::text(value, "accountName"),
        title: json::text_or_empty(value, "title"),
        signed_at: json::text(value, "signedAt")?,
    })
}

/// Shown beside the steps, which can do without it.
fn period(value: &Value) -> Option<(NaiveDate, NaiveDate)> {
    Some((json::date(value, "from")?, json::date(value, "to")?))
}

/// Shown beside the steps, which can do without it.
fn estimate(value: &Value) -> Option<Estimate> {
    Some(Estimate { tax: member(value, "tax", money)?, total: member(value, "total", money)? })
}

/// The location chosen.
pub(super) fn location(value: &Value) -> Option<ChosenLocation> {
    Some(ChosenLocation {
        id: json::id(value, "id")?,
        name: json::text(value, "name")?,
        country: json::text(value, "country")?,
    })
}

/// The way of paying chosen; `None` for a method that this build does not know.
pub(super) fn chosen_method(value: &Value) -> Option<ChosenMethod> {
    Some(ChosenMethod {
        method: PaymentMethod::from_slug(value.get("method")?.as_str()?)?,
        purchase_order: json::text(value, "purchaseOrderNumber"),
    })
}

fn included(value: &Value) -> Option<Included> {
    Some(Included { name: json::text(value, "name")?, value: json::text(value, "value") })
}

fn offered_level(value: &Value) -> Option<OfferedLevel> {
    let available = json::flag(value, "available");
    let reason = choice(value, "reason", Unavailable::from_name, Unavailable::Other).unwrap_or(Unavailable::Other);
    Some(OfferedLevel {
        level: level_name(value)?,
        description: json::text_or_empty(value, "description"),
        included: json::list_lossy(value, "included", included),
        who: json::text_or_empty(value, "for"),
        fee: member(value, "fee", money)?,
        current: json::flag(value, "current"),
        unavailable: (!available).then_some(reason),
        unlocked_by: json::text_or_empty(value, "unlockedBy"),
    })
}

fn offered_method(value: &Value) -> Option<OfferedMethod> {
    let method = PaymentMethod::from_slug(value.get("id")?.as_str()?)?;
    let told = json::text(value, "orderNumber").and_then(|word| OrderNumber::from_name(&word));
    Some(OfferedMethod {
        method,
        deadline_days: json::integer(value, "deadlineDays", limits::DAYS),
        order_number: told.unwrap_or_else(|| method.usual_order_number()),
    })
}
