//! `config.json`, which the operator of the site writes: reading it, and saying which key is wrong and why.
//! Pure text work; `adapters::config` downloads the file, and `public/boot.js` shows an error to the operator.
use crate::domain::json;
use crate::domain::text_checks::is_guid;
use crate::domain::web_address::{is_loopback, split};
use serde_json::Value;

/// What the operator of the site has set. README lists the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Base of the partner API, without a slash at the end: an address, or a path on the site's own origin.
    pub api: String,
    /// Issuer of the identity provider, exactly as it names itself.
    pub issuer: String,
    /// Address of the provider's description of itself.
    pub discovery: String,
    /// Id of this site at the identity provider.
    pub client_id: String,
    /// Scopes asked for, separated by spaces; `openid` is one of them.
    pub scope: String,
    /// What the provider is asked besides at each sign-in, as names and values: an audience, for example.
    pub authorize_parameters: Vec<(String, String)>,
    /// The parameter in which the provider's sign-out page takes the address to return to. `None`: that page is left out,
    /// and a sign-out ends with this site.
    pub sign_out_parameter: Option<&'static str>,
    /// Origins of the payment pages that may be left for, written as browsers write origins.
    pub payment_origins: Vec<String>,
    /// E-mail address shown where people need help.
    pub support_email: String,
    /// Ids of the tenants whose accounts may sign in. Empty: every tenant of the issuer.
    pub allowed_tenants: Vec<String>,
    /// Is this the sandbox, where nothing is real?
    pub sandbox: bool,
}

/// Why `config.json` cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// Name of the key, or of the file where no single key is at fault.
    pub key: &'static str,
    /// What is wrong there.
    pub problem: ConfigProblem,
}

/// What is wrong with a key, or with the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigProblem {
    /// The file could not be downloaded.
    Unreachable,
    /// The file is not a JSON object.
    NotJson,
    /// The key is not there.
    Missing,
    /// The value is not text.
    NotText,
    /// The value is not a list of texts.
    NotList,
    /// The value is neither `true` nor `false`.
    NotFlag,
    /// The text is empty.
    Empty,
    /// The text is not a web address, or has parts that do not belong there: a user name, a query, a fragment.
    NotAddress,
    /// The address is not encrypted. Only this very machine may be spoken to over `http`.
    NotSecure,
    /// The text is not an origin as browsers write it. Holds what to write, where that can be told.
    NotOrigin(Option<String>),
    /// The scopes do not contain `openid`, without which a provider sends no id token.
    NoOpenid,
    /// The text is not an e-mail address.
    NotEmail,
    /// An element is not the id of a tenant (a GUID).
    NotTenantId,
    /// The value is not an object of texts.
    NotTexts,
    /// A parameter that the site itself sets at each sign-in, by its name.
    OwnParameter(&'static str),
    /// Not one of the ways to sign out.
    NotSignOut,
    /// A configuration of the sandbox on a site that is not on this very machine.
    SandboxInPublic,
}

impl ConfigProblem {
    /// Name of the message that explains it, in the group `boot` of the catalogues.
    #[must_use]
    pub fn message_key(&self) -> &'static str {
        match self {
            ConfigProblem::Unreachable => "config_unreachable",
            ConfigProblem::NotJson => "config_json",
            ConfigProblem::Missing => "config_missing",
            ConfigProblem::NotText => "config_text",
            ConfigProblem::NotList => "config_list",
            ConfigProblem::NotFlag => "config_flag",
            ConfigProblem::Empty => "config_empty",
            ConfigProblem::NotAddress => "config_address",
            ConfigProblem::NotSecure => "config_secure",
            ConfigProblem::NotOrigin(_) => "config_origin",
            ConfigProblem::NoOpenid => "config_openid",
            ConfigProblem::NotEmail => "config_email",
            ConfigProblem::NotTenantId => "config_tenant",
            ConfigProblem::NotTexts => "config_texts",
            ConfigProblem::OwnParameter(_) => "config_parameter",
            ConfigProblem::NotSignOut => "config_sign_out",
            ConfigProblem::SandboxInPublic => "config_sandbox",
        }
    }
}

/// What the protocol itself asks for. A second value would be refused by the provider, or take the place of the first.
const OWN_PARAMETERS: [&str; 10] = [
    "response_type",
    "response_mode",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "max_age",
];

/// Name of the file, for errors that are not about one key.
pub const FILE: &str = "config.json";

impl Config {
    /// Reads the text of `config.json` for a site on this host (as `location.hostname` writes it).
    ///
    /// # Errors
    /// Names the first key that cannot be used.
    pub fn parse(text: &str, site_host: &str) -> Result<Config, ConfigError> {
        let object = json::parse(text).filter(Value::is_object).ok_or_else(|| error(FILE, ConfigProblem::NotJson))?;
        let issuer = address(&object, "issuer")?;
        let config = Config {
            api: api(&object)?,
            discovery: discovery(&object, &issuer)?,
            issuer,
            client_id: filled(&object, "clientId")?,
            scope: scope(&object)?,
            authorize_parameters: authorize_parameters(&object)?,
            sign_out_parameter: sign_out_parameter(&object)?,
            payment_origins: payment_origins(&object)?,
            support_email: support_email(&object)?,
            allowed_tenants: allowed_tenants(&object)?,
            sandbox: sandbox(&object)?,
        };
        // public/reports.js sends there; what it sends must reach the operator and nobody else.
        optional_address(&object, "reports")?;
        if config.sandbox && !is_loopback(site_host) {
            return Err(error("sandbox", ConfigProblem::SandboxInPublic));
        }
        Ok(config)
    }
}

fn error(key: &'static str, problem: ConfigProblem) -> ConfigError {
    ConfigError { key, problem }
}

/// Text that must be there and not empty.
fn filled(object: &Value, key: &'static str) -> Result<String, ConfigError> {
    let value = object.get(key).ok_or_else(|| error(key, ConfigProblem::Missing))?;
    let text = value.as_str().ok_or_else(|| error(key, ConfigProblem::NotText))?;
    if text.trim().is_empty() { Err(error(key, ConfigProblem::Empty)) } else { Ok(text.to_owned()) }
}

/// A list of texts that must be there.
fn texts(object: &Value, key: &'static str) -> Result<Vec<String>, ConfigError> {
    let value = object.get(key).ok_or_else(|| error(key, ConfigProblem::Missing))?;
    let list = value.as_array().and_then(|list| list.iter().map(json::string).collect());
    list.ok_or_else(|| error(key, ConfigProblem::NotList))
}

fn address(object: &Value, key: &'static str) -> Result<String, ConfigError> {
    let text = filled(object, key)?;
    check_address(&text).map_err(|problem| error(key, problem))?;
    Ok(text)
}

/// An address that may be left out.
fn optional_address(object: &Value, key: &'static str) -> Result<Option<String>, ConfigError> {
    object.get(key).map(|_| address(object, key)).transpose()
}

/// Where OpenID Connect has it, unless the settings say otherwise.
fn discovery(object: &Value, issuer: &str) -> Result<String, ConfigError> {
    let usual = || [issuer.strip_suffix('/').unwrap_or(issuer), "/.well-known/openid-configuration"].concat();
    Ok(optional_address(object, "discovery")?.unwrap_or_else(usual))
}

/// A path is taken as it stands: browsers need not ask the site's own origin for leave before they send anything.
fn api(object: &Value) -> Result<String, ConfigError> {
    const KEY: &str = "api";
    let text = filled(object, KEY)?;
    if !is_path(&text) {
        check_address(&text).map_err(|problem| error(KEY, problem))?;
    }
    Ok(text.trim_end_matches('/').to_owned())
}

/// Segments of plain characters, each after its slash, and none that a browser would resolve.
fn is_path(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~');
    let is_segment = |part: &str| !part.is_empty() && part != "." && part != ".." && part.bytes().all(plain);
    let inner = text.strip_prefix('/').map(|rest| rest.strip_suffix('/').unwrap_or(rest));
    inner.is_some_and(|inner| inner.split('/').all(is_segment))
}

fn scope(object: &Value) -> Result<String, ConfigError> {
    let scope = filled(object, "scope")?;
    let asks = scope.split(' ').any(|one| one == "openid");
    if asks { Ok(scope) } else { Err(error("scope", ConfigProblem::NoOpenid)) }
}

fn authorize_parameters(object: &Value) -> Result<Vec<(String, String)>, ConfigError> {
    const KEY: &str = "authorizeParameters";
    let mut pairs = Vec::new();
    let Some(value) = object.get(KEY) else { return Ok(pairs) };
    let members = value.as_object().ok_or(error(KEY, ConfigProblem::NotTexts))?;
    for (name, value) in members {
        if let Some(own) = OWN_PARAMETERS.iter().find(|own| *own == name) {
            return Err(error(KEY, ConfigProblem::OwnParameter(own)));
        }
        let text = value.as_str().ok_or(error(KEY, ConfigProblem::NotTexts))?;
        pairs.push((name.clone(), text.to_owned()));
    }
    Ok(pairs)
}

/// OpenID Connect names one parameter, Amazon Cognito another.
fn sign_out_parameter(object: &Value) -> Result<Option<&'static str>, ConfigError> {
    const KEY: &str = "signOut";
    match object.get(KEY).map(Value::as_str) {
        None | Some(Some("redirect")) => Ok(Some("post_logout_redirect_uri")),
        Some(Some("cognito")) => Ok(Some("logout_uri")),
        Some(Some("local")) => Ok(None),
        Some(_) => Err(error(KEY, ConfigProblem::NotSignOut)),
    }
}

fn payment_origins(object: &Value) -> Result<Vec<String>, ConfigError> {
    let origins = texts(object, "paymentOrigins")?;
    for origin in &origins {
        check_origin(origin).map_err(|problem| error("paymentOrigins", problem))?;
    }
    Ok(origins)
}

fn support_email(object: &Value) -> Result<String, ConfigError> {
    let address = filled(object, "supportEmail")?;
    let parts = address.split_once('@').filter(|(name, host)| !name.is_empty() && !host.is_empty());
    let spaced = address.bytes().any(|b| b.is_ascii_whitespace() || b.is_ascii_control());
    match parts {
        Some((_, host)) if !spaced && !host.contains('@') => Ok(address),
        _ => Err(error("supportEmail", ConfigProblem::NotEmail)),
    }
}

fn allowed_tenants(object: &Value) -> Result<Vec<String>, ConfigError> {
    const KEY: &str = "allowedTenants";
    if object.get(KEY).is_none() {
        return Ok(Vec::new());
    }
    let tenants = texts(object, KEY)?;
    // An empty list could be meant as "nobody" and would be read as "everybody".
    if tenants.is_empty() || !tenants.iter().all(|tenant| is_guid(tenant)) {
        return Err(error(KEY, ConfigProblem::NotTenantId));
    }
    Ok(tenants)
}

fn sandbox(object: &Value) -> Result<bool, ConfigError> {
    match object.get("sandbox") {
        None => Ok(false),
        Some(value) => value.as_bool().ok_or_else(|| error("sandbox", ConfigProblem::NotFlag)),
    }
}

/// A base address: a path may follow the host, no query and no fragment.
fn check_address(text: &str) -> Result<(), ConfigProblem> {
    let address = split(text).ok_or(ConfigProblem::NotAddress)?;
    let in_path = |b: u8| b.is_ascii_graphic() && !matches!(b, b'?' | b'#' | b'\\' | b'"' | b'<' | b'>');
    if !address.rest.bytes().all(in_path) {
        return Err(ConfigProblem::NotAddress);
    }
    if address.is_secure() { Ok(()) } else { Err(ConfigProblem::NotSecure) }
}

/// Payment pages are recognized by their origin as text, so it has to be written as browsers write it: in lower case,
/// without the scheme's own port, without a path.
fn check_origin(text: &str) -> Result<(), ConfigProblem> {
    let address = split(text).ok_or(ConfigProblem::NotOrigin(None))?;
    if !address.is_secure() {
        return Err(ConfigProblem::NotSecure);
    }
    let mut right = [address.scheme, "://", address.host].concat().to_ascii_lowercase();
    let number = address.port.trim_start_matches([':', '0']);
    let usual = if right.starts_with("https") { "443" } else { "80" };
    if !number.is_empty() && number != usual {
        right.push(':');
        right.push_str(number);
    }
    if right == text { Ok(()) } else { Err(ConfigProblem::NotOrigin(Some(right))) }
}
