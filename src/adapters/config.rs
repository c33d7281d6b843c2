//! `config.json`: where the partner API and the identity provider are. Its download was started by the boot script.
use super::network;
use crate::domain::json;
use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Url;

/// What the operator of the site has set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Base of the partner API, without a last slash.
    pub api: String,
    /// Issuer of the identity provider, exactly as it names itself.
    pub issuer: String,
    /// Id of this site at the identity provider.
    pub client_id: String,
    /// Scopes asked for, separated by spaces.
    pub scope: String,
    /// Tenants (GUIDs) that may sign in at a shared endpoint of Microsoft; all may if none is listed.
    pub allowed_tenants: Vec<String>,
    /// Origins of the payment pages that may be left for.
    pub payment_origins: Vec<String>,
    /// Where help is to be had.
    pub support_email: String,
    /// Is this the sandbox, where nothing is real?
    pub sandbox: bool,
}

/// Why there is no configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfigError {
    /// The file could not be had.
    Unreachable,
    /// It is not JSON of the shape above, or an address in it is none.
    Unusable,
}

/// A download that the boot script has started: `globalThis.__boot[name]`, a promise of text.
pub(super) async fn started(name: &str) -> Option<String> {
    let boot = Reflect::get(&js_sys::global(), &JsValue::from_str("__boot")).ok()?;
    let promise: Promise = Reflect::get(&boot, &JsValue::from_str(name)).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()?.as_string()
}

/// The configuration.
///
/// # Errors
/// If the file cannot be had or used.
pub async fn load() -> Result<Config, ConfigError> {
    let text = match started("config").await {
        Some(text) => text,
        None => network::get_text("config.json").await.map_err(|_| ConfigError::Unreachable)?,
    };
    read(&text).filter(|config| check(config).is_some()).ok_or(ConfigError::Unusable)
}

fn read(text: &str) -> Option<Config> {
    let value = json::parse(text)?;
    let member = |name| json::text(&value, name);
    let origins = value.get("paymentOrigins")?.as_array()?.iter();
    Some(Config {
        api: member("api")?.trim_end_matches('/').to_owned(),
        issuer: member("issuer")?,
        client_id: member("clientId")?,
        allowed_tenants: match value.get("allowedTenants") {
            None => Vec::new(),
            Some(_) => json::list(&value, "allowedTenants", json::string)?,
        },
        scope: member("scope")?,
        payment_origins: origins.map(|origin| origin.as_str().map(str::to_owned)).collect::<Option<_>>()?,
        support_email: member("supportEmail")?,
        sandbox: json::flag(&value, "sandbox"),
    })
}

fn check(config: &Config) -> Option<()> {
    let addresses = [&config.api, &config.issuer].into_iter().chain(&config.payment_origins);
    for address in addresses {
        secure(address)?;
    }
    // An origin is compared as text, so it must be written as the browser writes it.
    let exact = |origin: &String| Url::new(origin).is_ok_and(|url| url.origin() == *origin);
    let filled = ![&config.client_id, &config.scope].into_iter().any(String::is_empty);
    (filled && config.payment_origins.iter().all(exact)).then_some(())
}

/// HTTPS, or HTTP on this very machine.
fn secure(address: &str) -> Option<()> {
    let url = Url::new(address).ok()?;
    let local = matches!(url.hostname().as_str(), "localhost" | "127.0.0.1" | "[::1]");
    let secure = url.protocol() == "https:" || (url.protocol() == "http:" && local);
    let bare =
        url.username().is_empty() && url.password().is_empty() && url.search().is_empty() && url.hash().is_empty();
    (secure && bare).then_some(())
}
