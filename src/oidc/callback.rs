//! Coming back from the provider.
use super::ProtocolError;
use super::authorize::Transaction;
use super::encoding::query_pairs;
use super::id_token::Identity;
use super::provider::Provider;

/// An authorization code. Good once, and only together with the transaction's verifier.
pub struct Code {
    pub(super) code: String,
    /// The one tenant's issuer that the return named, at a shared endpoint.
    issuer: Option<String>,
}

impl Code {
    /// Does the token come from whom the return named?
    ///
    /// # Errors
    /// `CallbackIssuer` if it comes from another tenant.
    pub fn check_issuer(&self, identity: &Identity) -> Result<(), ProtocolError> {
        match &self.issuer {
            Some(issuer) if *issuer != identity.issuer => Err(ProtocolError::CallbackIssuer),
            _ => Ok(()),
        }
    }
}

const PARAMETERS: [&str; 4] = ["state", "iss", "error", "code"];

/// Judges the return by the query of its address. `allowed_tenants` is as in `check_id_token`.
///
/// # Errors
/// If it is not the answer to this transaction, or the provider's answer is no.
pub fn read_callback(
    query: &str,
    transaction: &Transaction,
    provider: &Provider,
    allowed_tenants: &[String],
    now_ms: i64,
) -> Result<Code, ProtocolError> {
    let pairs = query_pairs(query);
    let all = |key: &'static str| pairs.iter().filter(move |(name, _)| name == key).map(|(_, value)| value.as_str());
    let value = |key: &'static str| all(key).next();
    if PARAMETERS.into_iter().any(|name| all(name).nth(1).is_some()) {
        return Err(ProtocolError::RepeatedParameter);
    }
    // First of all: is it ours? Nothing else in it is believed before that.
    if transaction.state.is_empty() || value("state") != Some(&transaction.state) {
        return Err(ProtocolError::StateMismatch);
    }
    if !transaction.is_fresh(now_ms) {
        return Err(ProtocolError::TransactionExpired);
    }
    match value("iss") {
        Some(issuer) if !provider.issuer.admits_callback(issuer, allowed_tenants) => {
            return Err(ProtocolError::CallbackIssuer);
        }
        None if provider.callback_names_issuer => return Err(ProtocolError::CallbackIssuer),
        _ => {}
    }
    match (value("error"), value("code")) {
        (Some("access_denied"), _) => Err(ProtocolError::AccessDenied),
        (Some("login_required" | "interaction_required" | "consent_required" | "account_selection_required"), _) => {
            Err(ProtocolError::InteractionRequired)
        }
        (Some(error), _) => Err(ProtocolError::ProviderError(error_code(error))),
        (None, Some(code)) if !code.is_empty() => {
            let issuer = value("iss").filter(|issuer| !provider.issuer.is(issuer)).map(str::to_owned);
            Ok(Code { code: code.to_owned(), issuer })
        }
        (None, _) => Err(ProtocolError::NoCode),
    }
}

/// An error's code, fit to be shown: anything else than a code is dropped.
pub(super) fn error_code(error: &str) -> String {
    let plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    error.bytes().filter(plain).take(64).map(char::from).collect()
}
