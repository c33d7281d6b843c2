//! Leaving for the provider, to sign in or out.
use super::encoding::{base64url, with_query};
use super::provider::Provider;
use crate::domain::json::{self, Object};
use crate::domain::limits;
use sha2::{Digest, Sha256};

/// How long a person may take to sign in: 15 minutes.
const LIFE_MS: i64 = 15 * 60_000;
/// Fewest characters of a random value: 32 bytes in base64url.
const RANDOM_LENGTH: usize = 43;

/// Asks the person, whoever is signed in there.
const PROMPT: (&str, &str) = ("prompt", "login");

/// One sign-in under way. Kept in the tab, used once.
#[derive(Clone, PartialEq, Eq)]
pub struct Transaction {
    /// Ties the return to this tab.
    pub state: String,
    /// Ties the ID token to this request.
    pub nonce: String,
    /// Proves to the token endpoint who asked for the code.
    pub verifier: String,
    /// The PKCE challenge of the verifier, for the address alone.
    pub challenge: String,
    /// Where to go on afterwards, by `Page::path`.
    pub page: String,
    /// When it was begun by the clock of the device, milliseconds since 1970.
    pub created_ms: i64,
    /// Longest time since the person signed in that was asked for, in seconds.
    pub max_age: Option<u32>,
    /// Did the session end in the middle of something that was pressed?
    pub interrupted: bool,
    /// The provider's description, as it was when the sign-in was begun: it is not asked for again at the return, which
    /// comes within minutes.
    pub discovery: Option<String>,
    /// The form that turns the code into tokens, all but the code at its end: the first script of the page sends it at the
    /// return, before the program is there.
    pub exchange: Option<String>,
    /// Address of what the API is asked first after the sign-in, for that script too.
    pub first: Option<String>,
}

impl Transaction {
    /// Text to keep.
    #[must_use]
    pub fn to_text(&self) -> String {
        let object = Object::new()
            .text("state", &self.state)
            .text("nonce", &self.nonce)
            .text("verifier", &self.verifier)
            .text("page", &self.page)
            .integer("created", self.created_ms);
        let object = match self.max_age {
            Some(seconds) => object.integer("maxAge", i64::from(seconds)),
            None => object,
        };
        let object = if self.interrupted { object.flag("interrupted", true) } else { object };
        let texts = [("discovery", &self.discovery), ("exchange", &self.exchange), ("first", &self.first)];
        let with = |object: Object, (name, text): (&str, &Option<String>)| match text {
            Some(text) => object.text(name, text),
            None => object,
        };
        texts.into_iter().fold(object, with).finish()
    }

    /// Reads it back; `None` if it is anything else, or its random values are too short to be any.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Transaction> {
        let value = json::parse(text)?;
        let random = |name| json::text(&value, name).filter(|text| text.len() >= RANDOM_LENGTH);
        Some(Transaction {
            state: random("state")?,
            nonce: random("nonce")?,
            verifier: random("verifier")?,
            page: json::text(&value, "page")?,
            created_ms: json::integer(&value, "created", limits::INSTANT_MS)?,
            max_age: json::integer(&value, "maxAge", limits::SIGN_IN_AGE_S)
                .and_then(|seconds| u32::try_from(seconds).ok()),
            interrupted: json::flag(&value, "interrupted"),
            discovery: json::text(&value, "discovery"),
            // For the address and the script alone.
            challenge: String::new(),
            exchange: None,
            first: None,
        })
    }

    /// Was it begun recently? One from the future is not.
    #[must_use]
    pub fn is_fresh(&self, now_ms: i64) -> bool {
        // A minute either way: the clock may have been corrected in between.
        (-60_000..LIFE_MS).contains(&now_ms.saturating_sub(self.created_ms))
    }
}

/// The PKCE challenge of a verifier, by S256.
#[must_use]
pub fn challenge(verifier: &str) -> String {
    base64url(&Sha256::digest(verifier.as_bytes()))
}

/// Where to send the browser to sign in. The person is asked in any case where `force_login`, because a provider may not heed
/// the age alone. `more` are parameters of the operator's.
#[must_use]
pub fn authorize_url(
    provider: &Provider,
    client_id: &str,
    redirect_uri: &str,
    scope: &str,
    more: &[(String, String)],
    transaction: &Transaction,
    force_login: bool,
) -> String {
    let max_age = transaction.max_age.map(|seconds| seconds.to_string());
    let mut pairs = vec![
        ("response_type", "code"),
        ("response_mode", "query"),
        ("client_id", client_id),
        ("redirect_uri", redirect_uri),
        ("scope", scope),
        ("state", &transaction.state),
        ("nonce", &transaction.nonce),
        ("code_challenge", &transaction.challenge),
        ("code_challenge_method", "S256"),
    ];
    pairs.extend(max_age.as_deref().map(|seconds| ("max_age", seconds)));
    if force_login {
        pairs.push(PROMPT);
    }
    for (name, value) in more {
        if !force_login || name != PROMPT.0 {
            pairs.push((name, value));
        }
    }
    with_query(&provider.authorization_endpoint, &pairs)
}

/// Where to send the browser to sign out, if the provider has such a place. `return_parameter` is the name by which it
/// takes the address to return to.
#[must_use]
pub fn end_session_url(
    provider: &Provider,
    client_id: &str,
    id_token_hint: Option<&str>,
    return_parameter: &str,
    return_to: &str,
) -> Option<String> {
    let endpoint = provider.end_session_endpoint.as_deref()?;
    let mut pairs = vec![("client_id", client_id), (return_parameter, return_to)];
    // A page that is not the standard's has no use for the token.
    let hint = id_token_hint.filter(|_| return_parameter == "post_logout_redirect_uri");
    pairs.extend(hint.map(|hint| ("id_token_hint", hint)));
    Some(with_query(endpoint, &pairs))
}
