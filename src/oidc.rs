//! The pure half of signing in: OpenID Connect's authorization code flow with PKCE, for a site without a server.
//! Each step is a pair: make the request, judge the response. Sending, storing and random numbers are the
//! adapter's. Whatever is not exactly as it should be is refused with a reason.
mod authorize;
mod callback;
mod encoding;
mod id_token;
mod issuer;
mod provider;
mod token;

pub use authorize::{Transaction, authorize_url, challenge, end_session_url};
pub use callback::{Code, read_callback};
pub use encoding::{base64url, from_base64url};
pub use id_token::{Algorithm, Identity, Parts, check_auth_time, check_id_token, parts, signing_key};
pub use issuer::IssuerRule;
pub use provider::{Provider, discovery, essentials};
pub use token::{Tokens, read_token_reply, token_form, token_request};

/// Why a sign-in does not go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProtocolError {
    /// The provider's description is no such document.
    DiscoveryUnreadable,
    /// The provider's description is that of another issuer.
    DiscoveryIssuer,
    /// An endpoint is not protected by TLS.
    InsecureEndpoint,
    /// The provider does not do PKCE with S256.
    NoPkce,
    /// The provider does not do the code flow.
    NoCodeFlow,
    /// A parameter of the return came twice.
    RepeatedParameter,
    /// The return does not belong to the sign-in that this tab began.
    StateMismatch,
    /// The sign-in was begun too long ago.
    TransactionExpired,
    /// The return comes from another issuer, or does not say from which although this one always does.
    CallbackIssuer,
    /// The person or the provider said no.
    AccessDenied,
    /// The provider needs the person: begin again without asking for silence.
    InteractionRequired,
    /// The provider answered with another error, by its code.
    ProviderError(String),
    /// The return carries neither code nor error.
    NoCode,
    /// The code was not exchanged, by the error's code.
    TokenRefused(String),
    /// The token endpoint's answer cannot be used.
    TokenUnreadable,
    /// The access token is not a bearer token.
    TokenType,
    /// There is no ID token.
    NoIdToken,
    /// The ID token is none.
    IdTokenUnreadable,
    /// Not signed with an algorithm that is accepted.
    Algorithm,
    /// The provider has no key that fits.
    NoKey,
    /// Issued by somebody else.
    Issuer,
    /// Issued by a tenant that may not sign in here.
    Tenant,
    /// Issued for somebody else.
    Audience,
    /// Issued on behalf of another party.
    AuthorizedParty,
    /// No longer good.
    Expired,
    /// Issued in the future, or not good yet.
    NotYetValid,
    /// Answers another request.
    Nonce,
    /// Does not say who it is.
    NoSubject,
    /// The person signed in longer ago than was asked for.
    SignInTooOld,
}

impl ProtocolError {
    /// The name under which support knows it, with the provider's own code where it gave one.
    #[must_use]
    pub fn code(&self) -> String {
        let name = match self {
            ProtocolError::DiscoveryUnreadable => "DiscoveryUnreadable",
            ProtocolError::DiscoveryIssuer => "DiscoveryIssuer",
            ProtocolError::InsecureEndpoint => "InsecureEndpoint",
            ProtocolError::NoPkce => "NoPkce",
            ProtocolError::NoCodeFlow => "NoCodeFlow",
            ProtocolError::RepeatedParameter => "RepeatedParameter",
            ProtocolError::StateMismatch => "StateMismatch",
            ProtocolError::TransactionExpired => "TransactionExpired",
            ProtocolError::CallbackIssuer => "CallbackIssuer",
            ProtocolError::AccessDenied => "AccessDenied",
            ProtocolError::InteractionRequired => "InteractionRequired",
            ProtocolError::ProviderError(code) => return ["ProviderError: ", code].concat(),
            ProtocolError::NoCode => "NoCode",
            ProtocolError::TokenRefused(code) => return ["TokenRefused: ", code].concat(),
            ProtocolError::TokenUnreadable => "TokenUnreadable",
            ProtocolError::TokenType => "TokenType",
            ProtocolError::NoIdToken => "NoIdToken",
            ProtocolError::IdTokenUnreadable => "IdTokenUnreadable",
            ProtocolError::Algorithm => "Algorithm",
            ProtocolError::NoKey => "NoKey",
            ProtocolError::Issuer => "Issuer",
            ProtocolError::Tenant => "Tenant",
            ProtocolError::Audience => "Audience",
            ProtocolError::AuthorizedParty => "AuthorizedParty",
            ProtocolError::Expired => "Expired",
            ProtocolError::NotYetValid => "NotYetValid",
            ProtocolError::Nonce => "Nonce",
            ProtocolError::NoSubject => "NoSubject",
            ProtocolError::SignInTooOld => "SignInTooOld",
        };
        name.to_owned()
    }
}
