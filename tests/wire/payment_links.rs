//! Payment links as they are read.
use crate::operations::golden_value;
use crate::support::{answer, golden};
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::payment::is_trusted;
use partner_renewal::domain::payment_link::{PaymentLink, PaymentLinkOffer, PaymentLinkState};
use partner_renewal::ports::Reply;
use partner_renewal::wire;
use serde_json::{Value, json};

fn changed(name: &str, member: &str, value: Value) -> Reply {
    let mut body: Value = serde_json::from_str(&golden(name)).unwrap();
    body[member] = value;
    answer(200, &body.to_string())
}

fn link(member: &str, value: Value) -> Result<PaymentLink, FailureKind> {
    let reply = changed("get-payment-link.200", member, value);
    (wire::payment_link::get("r").read)(&reply).map_err(|failure| failure.kind)
}

fn offer(member: &str, value: Value) -> Result<PaymentLinkOffer, FailureKind> {
    let reply = changed("get-payment-link-offer.200", member, value);
    (wire::payment_link::look_up("c").read)(&reply).map_err(|failure| failure.kind)
}

#[test]
fn a_link_has_a_code_an_end_and_its_own_price() {
    let made = golden_value(&wire::payment_link::get("r"), "post-payment-link.200");
    let read = (made.code.as_str(), made.expires_at.as_str(), made.amount.minor, made.state);
    assert_eq!(read, ("ACDEF-GHJKM-NPQRT-UVWXY-23456", "2026-12-01T09:50:00Z", 142_800, PaymentLinkState::Open));
    let told = golden_value(&wire::payment_link::look_up("c"), "get-payment-link-offer.200");
    let read = (told.company.as_str(), told.amount.minor, told.state);
    assert_eq!(read, ("Cedar Example EOOD", 142_800, PaymentLinkState::Open));
}

#[test]
fn each_state_is_read_and_one_that_this_build_does_not_know_lets_nobody_pay() {
    for state in PaymentLinkState::ALL {
        assert_eq!(link("state", json!(state.name())).unwrap().state, state);
        assert_eq!(offer("state", json!(state.name())).unwrap().state, state);
    }
    for word in ["Open", "open ", "reserved", ""] {
        assert_eq!(link("state", json!(word)).unwrap().state, PaymentLinkState::Processing, "{word}");
        assert_eq!(offer("state", json!(word)).unwrap().state, PaymentLinkState::Processing, "{word}");
    }
}

#[test]
fn a_link_that_cannot_be_shown_rightly_is_unreadable() {
    for (member, value) in [
        ("code", json!("")),
        ("code", json!("two words")),
        ("code", Value::Null),
        ("expiresAt", json!("soon")),
        ("amount", json!(142_800)),
        ("state", Value::Null),
    ] {
        assert_eq!(link(member, value), Err(FailureKind::Unreadable), "{member}");
    }
    for member in ["company", "amount", "state"] {
        assert_eq!(offer(member, json!(7)), Err(FailureKind::Unreadable), "{member}");
    }
}

#[test]
fn a_link_that_is_withdrawn_leaves_an_answer_without_a_body() {
    let withdraw = wire::payment_link::withdraw("r");
    assert!((withdraw.read)(&answer(204, "")).is_ok());
    assert!((withdraw.read)(&answer(200, "")).is_err());
}

#[test]
fn the_payment_page_is_left_for_only_where_it_is_one_that_the_site_trusts() {
    let url = golden_value(&wire::payment_link::pay("c"), "post-payment-link-payments.200");
    assert!(is_trusted(&url, &["http://localhost:8083".to_owned()]));
    assert!(!is_trusted(&url, &["https://pay.example".to_owned()]));
    let none = (wire::payment_link::pay("c").read)(&answer(200, r#"{"sessionUrl": null}"#));
    assert_eq!(none.unwrap_err().kind, FailureKind::Unreadable);
}

#[test]
fn a_payment_tells_whether_it_was_made_by_a_link() {
    let read = |name: &str| golden_value(&wire::payment::get("p"), name).is_by_link;
    assert!(read("get-payment.open-by-link.200"));
    assert!(!read("get-payment.open.200"), "an API that says nothing of it has no links");
}
