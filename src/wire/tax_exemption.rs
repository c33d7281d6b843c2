//! Exemption from tax: how it stands, and asking for it.
use super::account::organization;
use super::payment::proof;
use super::{Call, answer, choice, level_name, member, path};
use crate::domain::calendar::instant_ms;
use crate::domain::json;
use crate::domain::percent;
use crate::domain::proof::ProofFile;
use crate::domain::tax_exemption::{QuotedTaxExemption, TaxExemption, TaxExemptionState};
use crate::ports::{Method, Request, RetryClass};
use serde_json::Value;

/// How it stands.
#[must_use]
pub fn get(organization: &str) -> Call<TaxExemption> {
    Call { request: super::get(at(organization)), read: |reply| answer(reply, exemption) }
}

/// Asks for it on a ground, with the certificate. Sent twice it is one request.
#[must_use]
pub fn ask(organization: &str, ground: &str, certificate: ProofFile) -> Call<TaxExemption> {
    let path = [&at(organization), "?ground=", &percent::segment(ground)].concat();
    let request = Request { file: Some(certificate), retry: RetryClass::Safe, ..super::request(Method::Put, path) };
    Call { request, read: |reply| answer(reply, exemption) }
}

fn at(organization: &str) -> String {
    path("/organizations/{}/tax-exemption", organization)
}

fn state(value: &Value) -> Option<TaxExemptionState> {
    choice(value, "state", TaxExemptionState::from_name, TaxExemptionState::Unknown)
}

fn exemption(value: &Value) -> Option<TaxExemption> {
    Some(TaxExemption {
        organization: member(value, "organization", organization)?.name,
        state: state(value)?,
        ground: value.get("ground").and_then(|ground| json::text(ground, "name")),
        since: json::text(value, "since").filter(|at| instant_ms(at).is_some()),
        reason: json::text(value, "reason"),
        certificate: value.get("certificate").and_then(proof),
        grounds: json::list_lossy(value, "grounds", level_name),
        can_request: json::flag(value, "canRequest"),
    })
}

/// What a price says of it. What cannot be read is shown as a state that nobody knows here.
pub(super) fn quoted(value: &Value) -> QuotedTaxExemption {
    QuotedTaxExemption {
        state: state(value).unwrap_or(TaxExemptionState::Unknown),
        ground: value.get("ground").and_then(|ground| json::text(ground, "name")).unwrap_or_default(),
    }
}
