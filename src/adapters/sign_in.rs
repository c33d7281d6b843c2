//! Signing in by a top-level redirect to the identity provider. The tokens live in the memory of this page alone;
//! what crosses the redirect is one transaction in sessionStorage, taken out before anything else happens.
use super::browser::{self, local_storage, session_storage};
use super::tabs::Tabs;
use super::{clock, config, fatal, network};
use crate::config::Config;
use crate::domain::envelope::account_key;
use crate::domain::json;
use crate::domain::route::{CALLBACK, Page};
use crate::domain::step::Step;
use crate::domain::tab_message::TabMessage;
use crate::oidc::{self, ProtocolError, Provider, Transaction};
use crate::ports::{Session, SignInOutcome, SignInProblem, SignInReason, SignedIn, TabChannel, Task, keys};
use crate::wire;
use futures_util::future::join;
use gloo_net::http::Request;
use js_sys::{JSON, Object, Reflect, Uint8Array};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, CryptoKey, Storage, StorageEvent, UrlSearchParams};

/// Difference between the provider's clock and ours that is forgiven, in milliseconds.
const SKEW_MS: i64 = 5 * 60_000;
/// An access token is not used in its last seconds: the request it goes with takes time too. In milliseconds.
const MARGIN_MS: f64 = 10_000.0;
/// Bytes in each random value of a transaction.
const RANDOM_BYTES: u32 = 32;

/// What the token endpoint gave, in memory only.
struct TokenSet {
    access_token: String,
    /// On the clock that never jumps.
    until_ms: f64,
    /// Tells the provider whose session to end.
    id_token: String,
}

/// The session of this page: nobody, or one person with a token.
pub struct OidcSession {
    config: Rc<Config>,
    tokens: RefCell<Option<TokenSet>>,
    tabs: Rc<Tabs>,
    /// Where to go on after the sign-in that this page finishes.
    return_page: RefCell<Page>,
    /// The provider's description that the first script may have asked for was looked at: it is good for one sign-in.
    has_asked_ahead: Cell<bool>,
}

impl OidcSession {
    /// Nobody is signed in yet.
    #[must_use]
    pub fn new(config: Rc<Config>, tabs: Rc<Tabs>) -> OidcSession {
        OidcSession {
            config,
            tokens: RefCell::default(),
            tabs,
            return_page: RefCell::new(Page::Membership),
            has_asked_ahead: Cell::new(false),
        }
    }

    /// The provider, and the text in which it describes itself.
    async fn provider(&self) -> Result<(Provider, String), SignInProblem> {
        if !self.has_asked_ahead.replace(true)
            && let Some(text) = config::started("discovery").await
            && let Ok(provider) = oidc::discovery(&text, &self.config.issuer)
        {
            return Ok((provider, text));
        }
        let text = network::get_text(&self.config.discovery).await.map_err(|_| SignInProblem::Unreachable)?;
        Ok((oidc::discovery(&text, &self.config.issuer)?, text))
    }

    /// The provider that this sign-in was begun at. It is asked anew where nothing was kept, or nothing that holds.
    async fn provider_of(&self, transaction: &Transaction) -> Result<Provider, SignInProblem> {
        let kept = transaction.discovery.as_deref().map(|text| oidc::discovery(text, &self.config.issuer));
        match kept {
            Some(Ok(provider)) => Ok(provider),
            Some(Err(_)) | None => self.provider().await.map(|(provider, _)| provider),
        }
    }

    /// A sign-in with these random values, after which the person goes on at the page with this path.
    fn transaction(&self, [state, nonce, verifier, challenge]: [String; 4], page: String) -> Transaction {
        Transaction {
            exchange: Some(oidc::token_form(&self.config.client_id, &redirect_uri(), &verifier)),
            state,
            nonce,
            verifier,
            challenge,
            page,
            // By the device: the page that it is read on does not know the server's time yet.
            created_ms: clock::device_ms(),
            max_age: None,
            interrupted: false,
            discovery: None,
            first: None,
        }
    }

    /// Where it begins.
    fn authorize_url(&self, provider: &Provider, transaction: &Transaction, force_login: bool) -> String {
        let Config { client_id, scope, authorize_parameters, .. } = &*self.config;
        oidc::authorize_url(provider, client_id, &redirect_uri(), scope, authorize_parameters, transaction, force_login)
    }

    /// The address of what the API is asked first after a sign-in.
    fn first(&self, works_for_one: bool) -> String {
        [self.config.api.as_str(), &wire::account::first(works_for_one).request.path].concat()
    }

    async fn redirect_to_provider(&self, page: &Page, reason: SignInReason) -> Result<(), SignInProblem> {
        let (provider, discovery) = self.provider().await?;
        let random = || browser::random_url_token(RANDOM_BYTES);
        let verifier = random();
        let challenge = oidc::challenge(&verifier);
        let transaction = Transaction {
            max_age: match reason {
                SignInReason::Recent(max_age) | SignInReason::TooOld(max_age) => Some(max_age),
                SignInReason::Page | SignInReason::Interrupted => None,
            },
            interrupted: reason == SignInReason::Interrupted,
            discovery: oidc::essentials(&discovery),
            first: Some(self.first(self.tab_organization().is_some())),
            ..self.transaction([random(), random(), verifier, challenge], page.path())
        };
        let storage = session_storage().ok_or(SignInProblem::NoStorage)?;
        forget_transactions(&storage);
        storage
            .set_item(&keys::sign_in(&transaction.state), &transaction.to_text())
            .map_err(|_| SignInProblem::NoStorage)?;
        let url = self.authorize_url(&provider, &transaction, matches!(reason, SignInReason::TooOld(_)));
        // In place of this page: Back from the provider leads to where the person was before.
        browser::replace_location(&url);
        Ok(())
    }

    /// Prepares the next sign-in of this browser, which `public/sign-in.js` begins before the program is there: it puts the
    /// random values in the places that are marked here.
    fn prepare_next(&self, provider: &Provider, discovery: Option<String>) {
        let marks = ["~state~", "~nonce~", "~verifier~", "~challenge~"].map(str::to_owned);
        let transaction = Transaction { discovery, ..self.transaction(marks, String::new()) };
        let url = self.authorize_url(provider, &transaction, false);
        fatal::keep_sign_in([&url, &transaction.to_text(), &self.first(false), &self.first(true)]);
    }

    async fn complete_sign_in(&self) -> Result<SignedIn, SignInProblem> {
        let query = browser::current_query();
        // The code must not stay in the address, the history or a copied link.
        browser::replace_url(CALLBACK);
        let Some(transaction) = take_transaction(&query) else { return self.restart_once().await };
        self.return_page.replace(Page::after_sign_in(&transaction.page));
        let provider = self.provider_of(&transaction).await?;
        let code =
            oidc::read_callback(&query, &transaction, &provider, &self.config.allowed_tenants, clock::device_ms())?;
        let form = oidc::token_form(&self.config.client_id, &redirect_uri(), &transaction.verifier);
        let form = oidc::token_request(&form, &code);
        // Neither waits for the other: the keys are the provider's, whatever the answer will be. Both may be under way since
        // the page was opened (public/prepaint.js), which is then whose request is answered.
        let (answer, jwks) =
            join(post_form(&provider.token_endpoint, form), network::get_text(&provider.jwks_uri)).await;
        let (status, content_type, body) = answer?;
        let tokens = oidc::read_token_reply(status, &content_type, &body)?;
        let jwks = jwks.map_err(|_| SignInProblem::Unreachable)?;
        check_signature(&tokens.id_token, &jwks, &provider.jwks_uri).await?;
        sync_clock().await;
        let identity = oidc::check_id_token(
            &tokens.id_token,
            &provider,
            &self.config.allowed_tenants,
            &self.config.client_id,
            &transaction.nonce,
            clock::now_ms(),
            SKEW_MS,
        )?;
        code.check_issuer(&identity)?;
        if let Some(max_age) = transaction.max_age {
            oidc::check_auth_time(&identity, max_age, clock::now_ms(), SKEW_MS)?;
        }
        #[allow(clippy::cast_precision_loss, reason = "at most a day in milliseconds")]
        let life_ms = (tokens.expires_in * 1000) as f64;
        *self.tokens.borrow_mut() = Some(TokenSet {
            access_token: tokens.access_token,
            // As if it had been asked for when the page was opened: that is never too late.
            until_ms: life_ms - MARGIN_MS.min(life_ms / 2.0),
            id_token: tokens.id_token,
        });
        let account_key = account_key(&identity.issuer, &identity.sub);
        let mut arrival = match (transaction.max_age, transaction.interrupted) {
            (Some(_), _) => SignInOutcome::Recent,
            (None, true) => SignInOutcome::Interrupted,
            (None, false) => SignInOutcome::Plain,
        };
        if let Some(storage) = session_storage() {
            browser::forget(&storage, keys::SIGN_IN_AGAIN);
            if browser::kept(&storage, keys::ACCOUNT).is_some_and(|before| before != account_key) {
                arrival = SignInOutcome::OtherAccount;
                forget_tab(&storage);
                self.set_progress(None);
            }
            // Where it cannot be kept, the next sign-in does not tell that the account is another one; data stay apart.
            let _ = storage.set_item(keys::ACCOUNT, &account_key);
        }
        self.prepare_next(&provider, transaction.discovery);
        let name = if identity.name.is_empty() { identity.email } else { identity.name };
        Ok(SignedIn { account_key, name, arrival })
    }

    /// The return belongs to no sign-in of this tab: a bookmark, Back, or somebody else's. One new sign-in is begun;
    /// if its return is as strange, the person is told.
    async fn restart_once(&self) -> Result<SignedIn, SignInProblem> {
        let storage = session_storage().ok_or(SignInProblem::NoStorage)?;
        if browser::kept(&storage, keys::SIGN_IN_AGAIN).is_some() {
            browser::forget(&storage, keys::SIGN_IN_AGAIN);
            return Err(ProtocolError::StateMismatch.into());
        }
        storage.set_item(keys::SIGN_IN_AGAIN, "1").map_err(|_| SignInProblem::NoStorage)?;
        self.redirect_to_provider(&Page::Membership, SignInReason::Page).await?;
        // The page is being left.
        std::future::pending().await
    }

    /// `false` if the provider could not be asked, or is not to be, or ends no sessions.
    async fn end_provider_session(&self, id_token: Option<String>) -> bool {
        let Some(parameter) = self.config.sign_out_parameter else { return false };
        let Ok((provider, _)) = self.provider().await else { return false };
        let home = [browser::origin(), browser::base_path(), "/".to_owned()].concat();
        let url = oidc::end_session_url(&provider, &self.config.client_id, id_token.as_deref(), parameter, &home);
        if let Some(url) = &url {
            browser::replace_location(url);
        }
        url.is_some()
    }
}

impl Session for OidcSession {
    fn authorization(&self) -> Option<String> {
        let tokens = self.tokens.borrow();
        let good = tokens.as_ref().filter(|tokens| clock::monotonic_ms() < tokens.until_ms)?;
        Some(["Bearer ", &good.access_token].concat())
    }

    fn left_ms(&self) -> u32 {
        let until = self.tokens.borrow().as_ref().map_or(0.0, |tokens| tokens.until_ms);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most a day in milliseconds")]
        let left = (until - clock::monotonic_ms()).max(0.0) as u32;
        left
    }

    fn begin(&self, page: &Page, reason: SignInReason) -> Task<'_, Result<(), SignInProblem>> {
        let page = page.clone();
        Box::pin(async move {
            let begun = self.redirect_to_provider(&page, reason).await;
            if begun.is_err()
                && let Some(storage) = local_storage()
            {
                // The next page says it too, and does not leave for a provider that is not there.
                browser::forget(&storage, keys::NEXT_SIGN_IN);
            }
            begun
        })
    }

    fn finish(&self) -> Task<'_, Result<SignedIn, SignInProblem>> {
        Box::pin(self.complete_sign_in())
    }

    fn return_page(&self) -> Page {
        self.return_page.borrow().clone()
    }

    fn tab_organization(&self) -> Option<String> {
        browser::kept(&session_storage()?, keys::TAB_ORGANIZATION)
    }

    fn set_tab_organization(&self, id: &str) {
        if let Some(storage) = session_storage() {
            // Where it cannot be kept, the record of the organization last worked for in any tab holds.
            let _ = storage.set_item(keys::TAB_ORGANIZATION, id);
        }
    }

    fn tab_renewal(&self, organization: &str) -> Option<String> {
        let kept = browser::kept(&session_storage()?, keys::TAB_RENEWAL)?;
        Some(kept.strip_prefix(organization)?.strip_prefix('/')?.to_owned())
    }

    fn set_tab_renewal(&self, organization: &str, id: &str) {
        if let Some(storage) = session_storage() {
            // Where it cannot be kept, the membership tells which renewal there is.
            let _ = storage.set_item(keys::TAB_RENEWAL, &[organization, "/", id].concat());
        }
    }

    fn set_progress(&self, step: Option<Step>) {
        let Some(storage) = local_storage() else { return };
        match step {
            Some(step) => {
                let progress =
                    json::Object::new().integer("step", step.number() as i64).integer("at", clock::device_ms());
                // Where it cannot be kept, the start page says nothing of it.
                let _ = storage.set_item(keys::BEGUN, &progress.finish());
            }
            None => browser::forget(&storage, keys::BEGUN),
        }
    }

    fn forget(&self) {
        self.tokens.take();
        if let Some(storage) = session_storage() {
            forget_tab(&storage);
            browser::forget(&storage, keys::ACCOUNT);
        }
    }

    fn sign_out(&self) -> Task<'_, bool> {
        let id_token = self.tokens.take().map(|tokens| tokens.id_token);
        forget_web_storage();
        announce_sign_out();
        self.tabs.send(&TabMessage::SignedOut);
        Box::pin(self.end_provider_session(id_token))
    }
}

/// Forgets what the tab worked on.
fn forget_tab(storage: &Storage) {
    browser::forget(storage, keys::TAB_ORGANIZATION);
    browser::forget(storage, keys::TAB_RENEWAL);
}

fn redirect_uri() -> String {
    [browser::origin(), browser::base_path(), CALLBACK.to_owned()].concat()
}

/// Takes the sign-in that this return answers out of the tab's storage: it is good once.
fn take_transaction(query: &str) -> Option<Transaction> {
    let state = UrlSearchParams::new_with_str(query).ok()?.get("state")?;
    let storage = session_storage()?;
    let key = keys::sign_in(&state);
    let text = browser::kept(&storage, &key);
    browser::forget(&storage, &key);
    Transaction::from_text(&text?).filter(|transaction| transaction.state == state)
}

fn forget_transactions(storage: &Storage) {
    for name in browser::names(storage).into_iter().filter(|name| name.starts_with(keys::SIGN_IN)) {
        browser::forget(storage, &name);
    }
}

/// Removes what is ours, and only that: other sites of this origin keep theirs.
fn forget_web_storage() {
    for storage in [session_storage(), local_storage()] {
        let Some(storage) = storage else { continue };
        for name in browser::names(&storage) {
            if name.starts_with(keys::PREFIX) && !keys::KEPT.contains(&name.as_str()) {
                browser::forget(&storage, &name);
            }
        }
    }
}

/// Other tabs see the count change; a browser that denies storage has only the message between tabs.
fn announce_sign_out() {
    if let Some(storage) = local_storage() {
        // A count that cannot be read begins anew: other tabs see that it has changed, and that is all it is for.
        let before = browser::kept(&storage, keys::EPOCH).and_then(|n| n.parse::<u64>().ok());
        // Where it cannot be written, the message between tabs tells the others.
        let _ = storage.set_item(keys::EPOCH, &before.unwrap_or_default().wrapping_add(1).to_string());
    }
}

/// Calls when another tab has signed out, as far as the store of this origin tells.
pub fn on_sign_out_counted(callback: impl Fn() + 'static) {
    let Some(window) = browser::window() else { return };
    browser::listen(&window, "storage", move |event| {
        if event.dyn_ref::<StorageEvent>().is_some_and(|event| event.key().as_deref() == Some(keys::EPOCH)) {
            callback();
        }
    });
}

/// Status, content type and body of the token endpoint's answer.
async fn post_form(url: &str, form: String) -> Result<(u16, String, String), SignInProblem> {
    let controller = AbortController::new().map_err(|_| SignInProblem::Unreachable)?;
    let builder = network::plain(Request::post(url)).header("content-type", "application/x-www-form-urlencoded");
    let answer = network::send(builder, Some(form.into()), network::WRITE_MS, &controller).await;
    let (response, body) = answer.map_err(|_| SignInProblem::Unreachable)?;
    network::note_time(&response);
    Ok((response.status(), response.headers().get("content-type").unwrap_or_default(), body))
}

/// A device's clock may be a day off. Where the provider did not tell the time, this site's own host does.
async fn sync_clock() {
    if clock::offset_ms().is_none() {
        // Without an answer the time is the device's, and a token that seems to be from another day is refused in words.
        let _ = network::get_text("config.json").await;
    }
}

async fn check_signature(jwt: &str, jwks: &str, jwks_uri: &str) -> Result<(), SignInProblem> {
    let parts = oidc::parts(jwt)?;
    let mut key = oidc::signing_key(jwks, &parts);
    if key.is_err() {
        // The keys may have been replaced between the two answers, which were asked for at once.
        let newer = network::get_text(jwks_uri).await.map_err(|_| SignInProblem::Unreachable)?;
        key = oidc::signing_key(&newer, &parts);
    }
    let key = key?;
    match verify(&parts, &key).await {
        Ok(true) => Ok(()),
        _ => Err(SignInProblem::Signature),
    }
}

async fn verify(parts: &oidc::Parts, jwk: &str) -> Result<bool, JsValue> {
    let subtle = browser::window().ok_or(JsValue::UNDEFINED)?.crypto()?.subtle();
    let algorithm = Object::new();
    let oidc::Algorithm { name, curve, .. } = parts.algorithm;
    // Each algorithm reads its own of these.
    for (property, value) in [("name", *name), ("namedCurve", curve), ("hash", "SHA-256"), ("saltLength", "32")] {
        Reflect::set(&algorithm, &property.into(), &value.into())?;
    }
    let jwk: Object = JSON::parse(jwk)?.dyn_into()?;
    let usages = js_sys::Array::of1(&"verify".into());
    let key = subtle.import_key_with_object("jwk", &jwk, &algorithm, false, &usages)?;
    let key: CryptoKey = JsFuture::from(key).await?.dyn_into()?;
    let signature = Uint8Array::from(parts.signature.as_slice());
    let signed = Uint8Array::from(parts.signing_input.as_bytes());
    let verdict =
        subtle.verify_with_object_and_buffer_source_and_buffer_source(&algorithm, &key, &signature, &signed)?;
    Ok(JsFuture::from(verdict).await?.is_truthy())
}
