//! Exemption from tax as it is read.
use crate::operations::{golden_value, renewal};
use crate::support::{answer, golden};
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::tax_exemption::{TaxExemption, TaxExemptionState as S};
use partner_renewal::wire;
use serde_json::{Value, json};

fn exemption(name: &str) -> TaxExemption {
    golden_value(&wire::tax_exemption::get("o"), &format!("get-tax-exemption{name}.200"))
}

fn changed(member: &str, value: Value) -> Result<TaxExemption, FailureKind> {
    let mut body: Value = serde_json::from_str(&golden("get-tax-exemption.requested.200")).unwrap();
    body[member] = value;
    (wire::tax_exemption::get("o").read)(&answer(200, &body.to_string())).map_err(|failure| failure.kind)
}

#[test]
fn each_state_says_what_belongs_to_it() {
    let none = exemption("");
    assert_eq!((none.state, none.ground, none.since, none.certificate), (S::NotRequested, None, None, None));
    assert_eq!((none.can_request, exemption(".colleague").can_request), (true, false));
    let ids: Vec<_> = none.grounds.iter().map(|ground| ground.id.as_str()).collect();
    assert_eq!(ids, ["charity", "public_body", "international_organization"]);
    let requested = exemption(".requested");
    assert_eq!((requested.state, requested.ground.as_deref()), (S::Requested, Some("Charitable organization")));
    assert_eq!(requested.certificate.unwrap().name, "Certificate 2026.pdf");
    let rejected = exemption(".rejected");
    assert_eq!((rejected.state, rejected.can_request), (S::Rejected, true));
    assert_eq!(rejected.reason.as_deref(), Some("The certificate names another company."));
    let accepted = exemption(".accepted");
    assert_eq!((accepted.state, accepted.can_request), (S::Accepted, false));
}

#[test]
fn what_a_later_api_says_differently_is_taken_carefully() {
    assert_eq!(changed("state", json!("expired")).unwrap().state, S::Unknown);
    assert_eq!(changed("state", json!(7)), Err(FailureKind::Unreadable));
    assert_eq!(changed("since", json!("yesterday")).unwrap().since, None);
    assert_eq!(changed("ground", json!("charity")).unwrap().ground, None);
    assert_eq!(changed("certificate", json!({"name": 1})).unwrap().certificate, None);
    assert_eq!(changed("grounds", json!([{"id": "charity"}, 7])).unwrap().grounds, []);
    assert!(!changed("canRequest", json!("yes")).unwrap().can_request);
}

#[test]
fn a_price_tells_of_it_where_the_program_does() {
    let mut body: Value = serde_json::from_str(&golden("post-quotes.201")).unwrap();
    let mut told = |exemption: Value| {
        body["taxExemption"] = exemption;
        (wire::quote::create(&renewal(), None).read)(&answer(201, &body.to_string())).unwrap().tax_exemption
    };
    assert_eq!(told(Value::Null), None, "an older API says nothing");
    let accepted = told(json!({"state": "accepted", "ground": {"id": "charity", "name": "Charity"}})).unwrap();
    assert_eq!((accepted.state, accepted.ground.as_str()), (S::Accepted, "Charity"));
    for unknown in [json!({"state": "expired"}), json!({}), json!(7)] {
        assert_eq!(told(unknown.clone()).map(|one| one.state), Some(S::Unknown), "{unknown}");
    }
}
