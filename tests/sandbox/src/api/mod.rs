//! The partner API. It decides everything itself: who may do what, when, in which order and at which price.

mod access;
mod address_check;
mod agreement;
mod companies;
mod company_verification;
mod competencies;
mod confirmation;
mod contacts;
pub mod controls;
mod countries;
mod documents;
mod downloads;
mod enrollment;
pub(crate) mod extract;
#[cfg(feature = "faults")]
pub mod faults;
pub(crate) mod frame;
mod handover;
mod letter;
mod levels;
mod locations;
mod next;
mod orders;
mod papers;
mod payment_links;
mod payments;
mod problem;
mod profile;
mod proof;
mod refund;
mod renewals;
mod reverification;
mod role_requests;
mod settlement;
mod shape;
mod steps;
mod tax_authority;
mod tax_exemption;
mod verification;
pub(crate) mod view;
mod webhook;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{delete, get, post, put};
use axum::{Json, Router};
use serde_json::{Value, json};
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::config::Config;
use crate::issuer::Issuer;
use crate::keys::Keys;
use crate::store::Store;
use crate::store::signatures::sha256;
use controls::Controls;
use problem::Problem;
use verification::Questions;

/// Longest body the API reads.
pub const MAX_BODY: usize = 64 * 1024;
/// How long browsers may keep the answer to a preflight. Firefox keeps it for this long, Chromium for two hours, WebKit
/// for ten minutes.
const PREFLIGHT_KEPT: Duration = Duration::from_secs(86_400);

/// What the API's handlers share.
#[derive(Clone)]
pub struct ApiState(Arc<Inner>);

struct Inner {
    config: Config,
    keys: Keys,
    store: Store,
    controls: Controls,
    questions: Questions,
    link_questions: Questions,
    issuer: Option<Issuer>,
}

impl ApiState {
    /// An API on a database, trusting the tokens signed with these keys.
    pub fn new(config: &Config, keys: Keys, store: Store) -> Self {
        let issuer = config.issuer.as_deref().map(|name| Issuer::new(name, &config.audience));
        Self(Arc::new(Inner {
            config: config.clone(),
            keys,
            store,
            controls: Controls::default(),
            questions: Questions::default(),
            link_questions: Questions::default(),
            issuer,
        }))
    }

    fn config(&self) -> &Config {
        &self.0.config
    }

    fn keys(&self) -> &Keys {
        &self.0.keys
    }

    fn store(&self) -> &Store {
        &self.0.store
    }

    fn issuer(&self) -> Option<&Issuer> {
        self.0.issuer.as_ref()
    }

    fn controls(&self) -> &Controls {
        &self.0.controls
    }

    /// Those about letters.
    fn questions(&self) -> &Questions {
        &self.0.questions
    }

    /// Those about payment links.
    fn link_questions(&self) -> &Questions {
        &self.0.link_questions
    }

    /// Forgets what tests have asked for, and what was counted.
    pub(crate) fn forget(&self) {
        self.0.controls.forget();
        self.0.questions.forget();
        self.0.link_questions.forget();
    }
}

/// What a handler answers.
type Answer = Result<Response, Problem>;

/// The API as it is served.
pub fn router(state: ApiState) -> Router {
    routes()
        .layer(from_fn_with_state(state.clone(), controls::delay))
        .layer(cors(state.config()))
        .layer(from_fn_with_state(state.clone(), frame::complete))
        .with_state(state)
}

/// The API's routes, without what only a network needs.
pub(crate) fn routes() -> Router<ApiState> {
    let v1 = Router::new()
        .route("/health", get(health))
        .route("/account", get(companies::account))
        .route("/organizations/{o}/membership", get(companies::membership))
        .route("/organizations/{o}/competencies", get(competencies::list))
        .route("/organizations/{o}/references/{r}/resend", post(competencies::resend))
        .route("/organizations/{o}/locations", get(locations::list).post(locations::add))
        .route("/organizations/{o}/locations/{l}", post(locations::change).delete(locations::close))
        .route("/organizations/{o}/contacts", get(contacts::list).post(contacts::invite))
        .route("/organizations/{o}/contacts/{c}", delete(contacts::remove))
        .route("/organizations/{o}/contacts/{c}/roles", post(contacts::change_roles))
        .route("/organizations/{o}/handover", post(handover::offer).delete(handover::end))
        .route("/organizations/{o}/handover/acceptance", post(handover::accept))
        .route("/organizations/{o}/role-requests", post(role_requests::ask))
        .route("/organizations/{o}/role-requests/{c}", delete(role_requests::end))
        .route("/organizations/{o}/verification", get(company_verification::read))
        .route(
            "/organizations/{o}/verification/document",
            put(company_verification::receive).layer(DefaultBodyLimit::max(proof::MAX_READ)),
        )
        .route("/organizations/{o}/verification/appeals", post(company_verification::appeal))
        .route("/organizations/{o}/letter", get(letter::read).post(letter::issue).delete(letter::revoke))
        .route(
            "/organizations/{o}/enrollment",
            get(enrollment::read).post(enrollment::ask).delete(enrollment::withdraw),
        )
        .route(
            "/organizations/{o}/tax-exemption",
            get(tax_exemption::read).put(tax_exemption::request).layer(DefaultBodyLimit::max(proof::MAX_READ)),
        )
        .route("/organizations/{o}/profile", get(profile::read).put(profile::write))
        .route("/organizations/{o}/renewals", post(renewals::start))
        .route("/organizations/{o}/orders", get(orders::list))
        .route("/reference/countries", get(countries::list))
        .route("/reference/countries/{iso2}", get(countries::read))
        .route("/agreements/current", get(agreement::current))
        .route("/renewals/{r}", get(renewals::read).delete(renewals::remove))
        .route("/renewals/{r}/requirements", put(steps::requirements))
        .route("/renewals/{r}/profile", put(steps::profile))
        .route("/renewals/{r}/signature", put(steps::signature))
        .route("/renewals/{r}/location", put(steps::location))
        .route("/renewals/{r}/level", put(steps::level))
        .route("/renewals/{r}/payment-method", put(steps::payment_method))
        .route("/renewals/{r}/levels", get(levels::levels))
        .route("/renewals/{r}/payment-methods", get(levels::payment_methods))
        .route("/renewals/{r}/quotes", post(levels::quote))
        .route("/renewals/{r}/payments", post(payments::create))
        .route(
            "/renewals/{r}/payment-link",
            get(payment_links::read).post(payment_links::create).delete(payment_links::withdraw),
        )
        .route("/payment-links/{code}", get(payment_links::offer))
        .route("/payment-links/{code}/payments", post(payment_links::pay))
        .route("/renewals/{r}/confirmation", get(confirmation::read))
        .route("/renewals/{r}/refund", post(refund::ask))
        .route("/renewals/{r}/documents/signature", get(documents::signature))
        .route("/renewals/{r}/documents/{kind}/link", post(downloads::link))
        .route("/downloads/{code}", get(downloads::download))
        .route("/verifications/{code}", get(verification::read))
        .route("/payments/{p}", get(payments::read))
        .route("/payments/{p}/refresh", post(payments::refresh))
        .route("/payments/{p}/cancel", post(payments::cancel))
        .route("/payments/{p}/proof", put(proof::receive).layer(DefaultBodyLimit::max(proof::MAX_READ)));
    Router::new()
        .nest("/v1", v1)
        .nest("/sandbox", controls::router())
        .route("/health", get(health))
        .route("/webhooks/payments", post(webhook::receive))
        .fallback(|| async { Problem::not_found() })
        .layer(DefaultBodyLimit::max(MAX_BODY))
}

fn cors(config: &Config) -> CorsLayer {
    let request_id = HeaderName::from_static(frame::REQUEST_ID);
    let idempotency_key = HeaderName::from_static(payments::IDEMPOTENCY_KEY);
    let file_name = HeaderName::from_static(proof::FILE_NAME);
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(HeaderValue::try_from(config.site_origin()).ok()))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::IF_MATCH,
            header::ACCEPT_LANGUAGE,
            idempotency_key,
            file_name,
        ])
        .expose_headers([header::ETAG, header::DATE, header::LOCATION, header::RETRY_AFTER, request_id])
        .max_age(PREFLIGHT_KEPT)
}

async fn health() -> Json<Value> {
    Json(json!({"status": "ok"}))
}

/// The strong entity tag of a representation.
fn etag(representation: &Value) -> String {
    let digest = sha256(&representation.to_string());
    format!("\"{}\"", digest.get(..32).unwrap_or(&digest))
}
