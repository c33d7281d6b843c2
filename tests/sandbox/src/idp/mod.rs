//! The OpenID provider: authorization code with PKCE for one public client, and an account chooser with no passwords.

mod authorize;
mod behavior;
mod memory;
mod page;
mod params;
mod sign_out;
mod token;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::map_response_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::config::Config;
use crate::keys::Keys;
use crate::pages;
pub use behavior::Behavior;
use memory::Memory;

/// The cookie by which the provider knows a browser again.
const COOKIE: &str = "sandbox_idp";
/// The scopes the provider grants; others are left out, as OpenID Connect asks.
const SCOPES: [&str; 4] = ["openid", "profile", "email", "partner"];
/// Requests of the protocol are short; anything longer is refused.
const MAX_BODY: usize = 16 * 1024;

/// What the provider's handlers share.
#[derive(Clone)]
pub struct IdpState(Arc<Inner>);

struct Inner {
    config: Config,
    keys: Keys,
    /// Keys that sign nothing any more.
    former_keys: Keys,
    /// How often the keys were asked for.
    keys_asked: AtomicU32,
    csp: HeaderValue,
    memory: Mutex<Memory>,
}

impl IdpState {
    /// A provider nobody has signed in to yet.
    pub fn new(config: &Config, keys: Keys) -> Self {
        Self(Arc::new(Inner {
            config: config.clone(),
            keys,
            former_keys: Keys::generate(),
            keys_asked: AtomicU32::default(),
            csp: pages::policy(config, &page::PROVIDER),
            memory: Mutex::default(),
        }))
    }

    fn config(&self) -> &Config {
        &self.0.config
    }

    fn keys(&self) -> &Keys {
        &self.0.keys
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.0.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The provider's routes.
pub fn router(state: IdpState) -> Router {
    let site = HeaderValue::try_from(state.config().site_origin()).ok();
    let config = state.config();
    let exposed = [header::DATE].into_iter().filter(|_| !config.behaves(Behavior::NoExposedHeaders));
    let cors = CorsLayer::new()
        .allow_origin(AllowOrigin::list(site))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::CONTENT_TYPE])
        .expose_headers(exposed.collect::<Vec<_>>())
        .max_age(std::time::Duration::from_secs(600));
    let for_the_site = Router::new()
        .route(&config.description_path(), get(discovery))
        .route("/jwks", get(jwks))
        .route("/token", post(token::exchange))
        .layer(cors);
    Router::new()
        .route("/authorize", get(authorize::ask).post(authorize::answer))
        .route("/end-session", get(sign_out::by_link).post(sign_out::by_form))
        .route("/sandbox/end-all-sessions", post(sign_out::end_all_sessions))
        .route("/sandbox/revoke-all-tokens", post(sign_out::revoke_all_tokens))
        .route("/health", get(health))
        .merge(for_the_site)
        .fallback(page::not_found)
        .layer(axum::extract::DefaultBodyLimit::max(MAX_BODY))
        .layer(map_response_with_state(state.clone(), secure))
        .with_state(state)
}

async fn health() -> Json<Value> {
    Json(json!({"status": "ok"}))
}

async fn jwks(State(state): State<IdpState>) -> Json<Value> {
    let asked = state.0.keys_asked.fetch_add(1, Ordering::SeqCst);
    let config = state.config();
    let is_former = config.behaves(Behavior::RotatedKeys) && asked.is_multiple_of(2);
    let keys = if is_former { &state.0.former_keys } else { state.keys() };
    Json(if config.behaves(Behavior::KeysWithoutAlg) { keys.bare_jwks() } else { keys.jwks() })
}

async fn discovery(State(state): State<IdpState>) -> Json<Value> {
    let config = state.config();
    let (pages, scripts) = (config.idp_origin(), config.script_origin());
    let mut description = json!({
        "issuer": config.described_issuer(),
        "authorization_endpoint": format!("{pages}/authorize"),
        "token_endpoint": format!("{scripts}/token"),
        "jwks_uri": format!("{scripts}/jwks"),
        "end_session_endpoint": format!("{pages}/end-session"),
        "scopes_supported": SCOPES,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "token_endpoint_auth_methods_supported": ["none"],
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": ["none", "login", "select_account"],
        "claims_supported":
            ["iss", "sub", "aud", "exp", "iat", "nonce", "auth_time", "name", "email"],
        "authorization_response_iss_parameter_supported": true,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
    });
    description.as_object_mut().into_iter().for_each(|members| config.change_description(members));
    Json(description)
}

async fn secure(State(state): State<IdpState>, response: Response) -> Response {
    pages::secure(&state.0.csp, &state.0.config.clock, response)
}

/// The value of the provider's cookie, when the browser sent one.
fn session_cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, value)| value)
}

/// Sends the browser on by GET.
fn see_other(location: &str) -> Response {
    axum::response::Redirect::to(location).into_response()
}
