//! Orders, refunds and addresses of documents as they are read.
use crate::operations::golden_value;
use crate::support::{answer, golden};
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::orders::{DocumentKind, EventCode, Order, OrderState, Refund, RefundState};
use partner_renewal::domain::payment::PaymentMethod;
use partner_renewal::ports::{Credentials, RetryClass};
use partner_renewal::wire;
use serde_json::{Value, json};

fn orders(name: &str) -> Vec<Order> {
    golden_value(&wire::orders::list("o"), &format!("get-orders.{name}"))
}

/// The order of `get-orders.200` with another value in the place of one.
fn changed(pointer: &str, value: Value) -> Result<Order, FailureKind> {
    let mut body: Value = serde_json::from_str(&golden("get-orders.200")).unwrap();
    *body.pointer_mut(&format!("/orders/0/{pointer}")).unwrap() = value;
    let read = (wire::orders::list("o").read)(&answer(200, &body.to_string()));
    read.map(|mut orders| orders.remove(0)).map_err(|failure| failure.kind)
}

#[test]
fn a_paid_order_is_read_with_all_that_belongs_to_it() {
    let order = orders("200").remove(0);
    assert_eq!(
        (order.state, order.method, order.renewal.as_str()),
        (OrderState::Paid, PaymentMethod::Card, "renewal-1001")
    );
    assert_eq!((order.total.minor, order.new_membership_date.to_string().as_str()), (142_800, "2028-01-25"));
    let refund = Refund { until: "2026-12-08".parse().unwrap(), state: RefundState::Possible };
    assert_eq!((order.refund, order.can_be_refunded(), order.deadline), (Some(refund), true, None));
    assert_eq!(order.documents, DocumentKind::ALL);
    let events: Vec<_> = order.events.iter().map(|event| (event.code, event.amount.as_ref().unwrap().minor)).collect();
    assert_eq!(events, [(EventCode::Ordered, 142_800), (EventCode::Paid, 142_800)]);
}

#[test]
fn what_can_be_done_depends_on_who_asks() {
    let waiting = |name: &str| {
        let order = orders(name).remove(0);
        assert_eq!((order.state, order.deadline), (OrderState::AwaitingPayment, "2026-12-24".parse().ok()));
        (order.can_cancel, order.can_send_proof, order.can_be_refunded())
    };
    assert_eq!(waiting("awaiting-payment.200"), (true, true, false));
    assert_eq!(waiting("colleague.200"), (false, false, false));
    assert_eq!(orders("none.200"), []);
    let several = orders("several.200");
    let refunds: Vec<_> = several.iter().map(|order| order.refund.unwrap().state).collect();
    assert_eq!(refunds, [RefundState::Possible, RefundState::Over, RefundState::Over]);
    let refunded: Order = golden_value(&wire::orders::ask_for_refund("r", None), "post-refund.200");
    assert_eq!((refunded.state, refunded.can_be_refunded()), (OrderState::Refunded, false));
}

#[test]
fn words_this_build_does_not_know_promise_nothing() {
    assert_eq!(changed("state", json!("Paid")).unwrap().state, OrderState::Unknown);
    assert_eq!(changed("method", json!("shells")).unwrap().method, PaymentMethod::Unknown);
    for refund in
        [json!({"until": "2026-12-08", "state": "perhaps"}), json!({"state": "possible"}), json!("yes"), Value::Null]
    {
        assert!(!changed("refund", refund.clone()).unwrap().can_be_refunded(), "{refund}");
    }
    assert_eq!(
        changed("documents/1", json!("poem")).unwrap().documents,
        [DocumentKind::Receipt, DocumentKind::Agreement]
    );
    for (pointer, value) in
        [("events/0/code", json!("dreamt")), ("events/0/at", json!("yesterday")), ("events/0", json!(7))]
    {
        assert_eq!(changed(pointer, value).unwrap().events.len(), 1, "{pointer}");
    }
    assert_eq!(changed("events/0/amount", json!("all")).unwrap().events[0].amount, None);
    let order = changed("canCancel", json!("true")).unwrap();
    assert!(!order.can_cancel && !changed("canSendProof", json!(1)).unwrap().can_send_proof);
}

#[test]
fn an_order_that_cannot_be_shown_rightly_is_unreadable() {
    for (pointer, value) in [
        ("state", Value::Null),
        ("total", json!(142_800)),
        ("deadline", json!("soon")),
        ("payment", json!("..")),
        ("level", Value::Null),
        ("newMembershipDate", json!("2028-02-30")),
    ] {
        assert_eq!(changed(pointer, value), Err(FailureKind::Unreadable), "{pointer}");
    }
    assert_eq!(changed("deadline", json!("2026-12-24")).unwrap().deadline, "2026-12-24".parse().ok());
}

#[test]
fn an_address_of_a_document_is_one_of_the_web() {
    let read = |url: &str| {
        let body = json!({"url": url, "expiresAt": "2026-11-24T10:12:00Z"}).to_string();
        (wire::orders::document_link("r", DocumentKind::Invoice).read)(&answer(200, &body)).map(|link| link.url)
    };
    for url in ["https://api.example/v1/downloads/x", "http://localhost:8081/v1/downloads/x"] {
        assert_eq!(read(url).as_deref(), Ok(url));
    }
    for url in [
        "javascript:alert(1)",
        "data:text/html,x",
        "/v1/downloads/x",
        "HTTPS",
        "",
        "https://api.example/a b",
        "file:///etc",
    ] {
        assert_eq!(read(url).unwrap_err().kind, FailureKind::Unreadable, "{url}");
    }
    let timeless = r#"{"url": "https://api.example/x", "expiresAt": "later"}"#;
    assert!((wire::orders::document_link("r", DocumentKind::Invoice).read)(&answer(200, timeless)).is_err());
}

#[test]
fn a_refund_needs_a_recent_sign_in_and_may_be_asked_for_twice() {
    let request = wire::orders::ask_for_refund("r", None).request;
    assert_eq!((request.credentials, request.retry), (Credentials::RecentSignIn, RetryClass::Safe));
    assert_eq!((request.body.as_deref(), request.is_action), (Some("{}"), true));
}
