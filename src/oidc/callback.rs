//! Coming back from the provider.
use super::Refusal;
use super::authorize::Transaction;
use super::encoding::query_pairs;
use super::provider::Provider;

/// An authorization code. Good once, and only together with the transaction's verifier.
pub struct Code(pub(super) String);

const PARAMETERS: [&str; 4] = ["state", "iss", "error", "code"];

/// Judges the return by the query of its address.
///
/// # Errors
/// If it is not the answer to this transaction, or the provider's answer is no.
pub fn read_callback(
    query: &str,
    transaction: &Transaction,
    provider: &Provider,
    now_ms: i64,
) -> Result<Code, Refusal> {
    let pairs = query_pairs(query);
    let all =
        |wanted: &'static str| pairs.iter().filter(move |(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let value = |wanted: &'static str| all(wanted).next();
    if PARAMETERS.into_iter().any(|name| all(name).nth(1).is_some()) {
        return Err(Refusal::RepeatedParameter);
    }
    // First of all: is it ours? Nothing else in it is believed before that.
    if transaction.state.is_empty() || value("state") != Some(&transaction.state) {
        return Err(Refusal::StateMismatch);
    }
    if !transaction.is_fresh(now_ms) {
        return Err(Refusal::TransactionExpired);
    }
    match value("iss") {
        Some(issuer) if issuer != provider.issuer => return Err(Refusal::CallbackIssuer),
        None if provider.names_itself => return Err(Refusal::CallbackIssuer),
        _ => {}
    }
    match (value("error"), value("code")) {
        (Some("access_denied"), _) => Err(Refusal::AccessDenied),
        (Some("login_required" | "interaction_required" | "consent_required" | "account_selection_required"), _) => {
            Err(Refusal::InteractionRequired)
        }
        (Some(error), _) => Err(Refusal::ProviderError(error_code(error))),
        (None, Some(code)) if !code.is_empty() => Ok(Code(code.to_owned())),
        (None, _) => Err(Refusal::NoCode),
    }
}

/// An error's code, fit to be shown: anything else than a code is dropped.
pub(super) fn error_code(error: &str) -> String {
    error.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')).take(64).collect()
}
