//! What the operator of the site has set in `config.json`.

/// The configuration.
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
    /// Origins of the payment pages that may be left for.
    pub payment_origins: Vec<String>,
    /// Where help is to be had.
    pub support_email: String,
    /// Is this the sandbox, where nothing is real?
    pub sandbox: bool,
}
