//! The payment provider: a hosted page on an origin of its own, and the only place that ever sees a card's number.

mod card;
pub mod notices;
mod page;
pub mod provider;

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Form, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::map_response_with_state;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use crate::config::{Clock, Config};
use crate::pages::{self, from_another_origin};
use crate::store::{Store, StoreError};
use card::Card;
use notices::Notice;
use provider::{Decision, Ledger, Session};

/// A card form is short; anything longer is refused.
const MAX_BODY: usize = 4 * 1024;

/// What the provider's handlers share.
#[derive(Clone)]
pub struct PayState(Arc<Inner>);

struct Inner {
    store: Store,
    return_address: String,
    csp: HeaderValue,
    clock: Clock,
    notices: UnboundedSender<Notice>,
}

impl PayState {
    /// A provider that keeps its books in this database and says what happened through these notices.
    pub fn new(config: &Config, store: Store, notices: UnboundedSender<Notice>) -> Self {
        let return_address = format!("{}{}renew/payment/return", config.site_origin(), config.base_path);
        Self(Arc::new(Inner {
            store,
            return_address,
            csp: pages::policy(config, &page::PROVIDER),
            clock: config.clock.clone(),
            notices,
        }))
    }

    fn store(&self) -> &Store {
        &self.0.store
    }

    /// Back to the site. The address says which payment, or by which link, and nothing about how it stands.
    fn back(&self, session: &Session) -> Response {
        let usual = || format!("{}?payment={}", self.0.return_address, session.key);
        Redirect::to(&session.return_address.clone().unwrap_or_else(usual)).into_response()
    }

    /// Tells the merchant that something happened. A merchant that cannot be told asks by itself.
    fn tell(&self, session: &Session) {
        let _ = self.0.notices.send(Notice::about(self.store().ids(), &session.key, self.store().webhook_secret()));
    }
}

/// The provider's routes.
pub fn router(state: PayState) -> Router {
    Router::new()
        .route("/pay/{session}", get(show).post(pay))
        .route("/pay/{session}/challenge", post(challenge))
        .route("/pay/{session}/cancel", get(cancel))
        .route("/ledger", get(ledger))
        .route("/health", get(health))
        .fallback(|| async { page::not_found() })
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(map_response_with_state(state.clone(), secure))
        .with_state(state)
}

async fn health() -> Json<Value> {
    Json(json!({"status": "ok"}))
}

async fn secure(State(state): State<PayState>, response: Response) -> Response {
    pages::secure(&state.0.csp, &state.0.clock, response)
}

/// A page that cannot be shown.
enum PaymentPageError {
    /// No such session, or a form that came from elsewhere.
    NotFound,
    /// The database's fault.
    Broken,
}

impl IntoResponse for PaymentPageError {
    fn into_response(self) -> Response {
        match self {
            Self::NotFound => page::not_found(),
            Self::Broken => page::broken(),
        }
    }
}

impl From<StoreError> for PaymentPageError {
    fn from(error: StoreError) -> Self {
        eprintln!("payment page: {error}");
        Self::Broken
    }
}

impl From<rusqlite::Error> for PaymentPageError {
    fn from(error: rusqlite::Error) -> Self {
        StoreError::from(error).into()
    }
}

fn find(state: &PayState, id: &str) -> Result<Session, PaymentPageError> {
    let store = state.store();
    store.write(|tx| provider::session(tx, id, store.now()))?.ok_or(PaymentPageError::NotFound)
}

/// GET: the page, or back to the site when nothing is to be done here any more.
async fn show(State(state): State<PayState>, Path(id): Path<String>) -> Result<Response, PaymentPageError> {
    let session = find(&state, &id)?;
    Ok(match session.status.as_str() {
        "open" => page::card_form(StatusCode::OK, &session, "", &[]),
        "challenge" => page::challenge(&session),
        _ => state.back(&session),
    })
}

/// POST: the card.
async fn pay(
    State(state): State<PayState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(form): Form<card::Fields>,
) -> Result<Response, PaymentPageError> {
    if from_another_origin(&headers) {
        return Err(PaymentPageError::NotFound);
    }
    let session = find(&state, &id)?;
    if session.status != "open" {
        return show(State(state), Path(id)).await;
    }
    match Card::read(&form, state.store().today()) {
        Err(errors) => Ok(page::card_form(StatusCode::UNPROCESSABLE_ENTITY, &session, &form.name, &errors)),
        Ok(card) => decide(&state, &session, "open", card.decision(), Some(card.last4())),
    }
}

/// What the person answers to their bank.
#[derive(Deserialize)]
struct Answered {
    answer: String,
}

/// POST: the bank knows who it is, or that it is not.
async fn challenge(
    State(state): State<PayState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(form): Form<Answered>,
) -> Result<Response, PaymentPageError> {
    if from_another_origin(&headers) {
        return Err(PaymentPageError::NotFound);
    }
    let approved = form.answer == "approve";
    let decision = if approved { Decision::Approve } else { Decision::Decline("challenge_failed") };
    decide(&state, &find(&state, &id)?, "challenge", decision, None)
}

fn decide(
    state: &PayState,
    session: &Session,
    from: &str,
    decision: Decision,
    last4: Option<&str>,
) -> Result<Response, PaymentPageError> {
    let store = state.store();
    let first = store.write(|tx| provider::decide(tx, store.ids(), session, from, decision, last4, store.now()))?;
    if decision == Decision::Challenge {
        return Ok(Redirect::to(&format!("/pay/{}", session.id)).into_response());
    }
    if first {
        state.tell(session);
    }
    Ok(state.back(session))
}

/// GET, so that it can be a link: who knows the address may give it up, and can do nothing else by it.
async fn cancel(State(state): State<PayState>, Path(id): Path<String>) -> Result<Response, PaymentPageError> {
    let session = find(&state, &id)?;
    state.store().write(|tx| provider::cancel(tx, &session.key))?;
    state.tell(&session);
    Ok(state.back(&session))
}

/// GET, for tests: all that was captured.
async fn ledger(State(state): State<PayState>) -> Result<Json<Ledger>, PaymentPageError> {
    Ok(Json(state.store().write(provider::ledger)?))
}
