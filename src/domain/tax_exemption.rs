//! Exemption from tax: asked for on a ground and with a certificate, decided by the program.
use super::level::LevelName;
use super::named_enum::named_enum;
use super::payment::UploadedProof;

named_enum! {
    /// How it stands.
    pub enum TaxExemptionState (name, from_name) {
        /// It was never asked for.
        NotRequested = "none",
        /// It is being looked at; prices are as before.
        Requested = "requested",
        /// Prices have no tax.
        Accepted = "accepted",
        /// Prices are as before.
        Rejected = "rejected",
        ;
        /// A state this build does not know.
        Unknown,
    }
}

/// The exemption of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxExemption {
    /// Name of the organization.
    pub organization: String,
    pub state: TaxExemptionState,
    /// Name of the ground that it was asked for on.
    pub ground: Option<String>,
    /// When it was asked for or decided: an RFC 3339 instant in UTC.
    pub since: Option<String>,
    /// Why it was rejected, in the program's words.
    pub reason: Option<String>,
    /// The certificate that was sent.
    pub certificate: Option<UploadedProof>,
    /// Grounds on which it can be asked for.
    pub grounds: Vec<LevelName>,
    /// May the signed-in person ask for it now?
    pub can_request: bool,
}

/// What a price says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotedTaxExemption {
    pub state: TaxExemptionState,
    /// Name of the ground; empty where the program does not say it.
    pub ground: String,
}
