//! What the page to which the caller goes asks for, told in the answer that leads there.

use axum::body::to_bytes;
use axum::extract::{FromRequestParts, Path, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, RequestPartsExt};
use serde::Deserialize;
use serde_json::{Value, json};

use super::agreement::{self, Which};
use super::extract::{Caller, OptionalBody};
use super::problem::Problem;
use super::{Answer, ApiState, companies, competencies, countries, etag, levels, locations, profile, view};
use crate::people::Person;
use crate::store::records::Renewal;

/// The page to which the caller goes afterwards, if they say so: `?next=level`, `?next=due` for the step at which the
/// renewal stands, or `?next=membership`.
#[derive(Deserialize)]
pub struct Next {
    next: Option<String>,
}

impl FromRequestParts<ApiState> for Next {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &ApiState) -> Result<Self, Problem> {
        let Query(next) = parts.extract().await.map_err(|_| Problem::bad_request("The query cannot be read."))?;
        Ok(next)
    }
}

impl Next {
    /// What the membership page asks for; nothing where it is not wanted, or where there are several organizations.
    pub async fn of_account(
        &self,
        api: &ApiState,
        person: &'static Person,
        headers: &HeaderMap,
        organizations: &[Value],
    ) -> Option<Value> {
        self.next.as_deref().filter(|next| *next == "membership")?;
        let [only] = organizations else { return None };
        let id = only["id"].as_str()?.to_owned();
        let path = format!("/organizations/{id}/membership");
        let answer = companies::membership(State(api.clone()), Caller(person), Path(id), headers.clone()).await;
        Some(told("GET", path, answer).await.into_iter().collect())
    }
}

/// The renewal as it is now, with what the next step asks for where the caller named one that they may open.
pub async fn answer(
    status: StatusCode,
    api: &ApiState,
    person: &'static Person,
    headers: &HeaderMap,
    renewal: &Renewal,
    next: Next,
) -> Answer {
    let mut body = view::renewal(renewal);
    let tag = etag(&body);
    let named = next.next.map(|step| if step == "due" { view::next_step(renewal).to_owned() } else { step });
    let wanted = named.filter(|step| view::reaches(renewal, step));
    if let Some(step) = wanted {
        body["next"] = asked_by(&step, api, person, headers, renewal).await.into();
    }
    Ok((status, [(header::ETAG, tag)], Json(body)).into_response())
}

/// The answers that this step asks for, each as its own request would get it.
async fn asked_by(
    step: &str,
    api: &ApiState,
    person: &'static Person,
    headers: &HeaderMap,
    renewal: &Renewal,
) -> Vec<Value> {
    let organization = &renewal.organization;
    let at_organization = |end: &str| format!("/organizations/{}/{end}", organization.id);
    let at_renewal = |end: &str| format!("/renewals/{}/{end}", renewal.id);
    let (state, caller) = (|| State(api.clone()), || Caller(person));
    let (of_organization, of_renewal) = (|| Path(organization.id.clone()), || Path(renewal.id.clone()));
    let profile = async || {
        let answer = profile::read(state(), caller(), of_organization()).await;
        told("GET", at_organization("profile"), answer).await
    };
    let country = organization.field("country").to_owned();
    match step {
        "requirements" => {
            let answer = competencies::list(state(), caller(), of_organization(), headers.clone()).await;
            told("GET", at_organization("competencies"), answer).await.into_iter().collect()
        }
        "profile" => {
            let list = told("GET", "/reference/countries".into(), countries::list(caller()).await).await;
            let path = format!("/reference/countries/{country}");
            let rules = told("GET", path, countries::read(caller(), Path(country)).await).await;
            [profile().await, list, rules].into_iter().flatten().collect()
        }
        "agreement" => {
            let language = language(headers);
            let path = format!("/agreements/current?country={country}&language={language}");
            let which = Query(Which { country, language });
            let agreement = told("GET", path, agreement::current(state(), caller(), which).await).await;
            [profile().await, agreement].into_iter().flatten().collect()
        }
        "location" => {
            let answer = locations::list(state(), caller(), of_organization(), headers.clone()).await;
            told("GET", at_organization("locations"), answer).await.into_iter().collect()
        }
        "level" => {
            let answer = levels::levels(state(), caller(), of_renewal(), headers.clone()).await;
            told("GET", at_renewal("levels"), answer).await.into_iter().collect()
        }
        "payment" => {
            let answer = levels::payment_methods(state(), caller(), of_renewal()).await;
            told("GET", at_renewal("payment-methods"), answer).await.into_iter().collect()
        }
        "review" => {
            let quote = levels::quote(state(), caller(), of_renewal(), headers.clone(), OptionalBody::default()).await;
            let quote = told("POST", at_renewal("quotes"), quote).await;
            [profile().await, quote].into_iter().flatten().collect()
        }
        // A step that this program does not know asks for nothing that it could tell.
        _ => Vec::new(),
    }
}

/// An answer with the request that would get it. What is refused is left out: who asks for it is told why.
async fn told(method: &str, path: String, answer: Answer) -> Option<Value> {
    let (parts, body) = Response::into_parts(answer.ok()?);
    // A body that was made in this process is there whole.
    let bytes = to_bytes(body, usize::MAX).await.ok()?;
    let body: Value = serde_json::from_slice(&bytes).ok()?;
    let tag = parts.headers.get(header::ETAG).and_then(|tag| tag.to_str().ok());
    Some(json!({"method": method, "path": path, "etag": tag, "body": body}))
}

/// The language that the caller wants first; English where none is named.
pub(super) fn language(headers: &HeaderMap) -> String {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let first = wanted.split([',', ';']).next().unwrap_or_default().trim();
    if first.is_empty() { "en".to_owned() } else { first.to_owned() }
}
