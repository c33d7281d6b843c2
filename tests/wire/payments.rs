//! Payments and confirmations: only the server's `succeeded` is success.
use crate::operations::golden_value;
use crate::support::{answer, golden, names};
use partner_renewal::domain::confirmation::Confirmation;
use partner_renewal::domain::money::Money;
use partner_renewal::domain::payment::{DeclineReason, Payment, PaymentMethod, PaymentStatus};
use partner_renewal::domain::renewal::RenewalStatus;
use partner_renewal::wire;

fn payment(name: &str) -> Payment {
    golden_value(&wire::payment::get("p"), &format!("get-payment.{name}.200"))
}

fn confirmation(name: &str) -> Confirmation {
    golden_value(&wire::confirmation::get("r"), &format!("get-confirmation.{name}.200"))
}

/// A method that this build offers is offered, chosen and paid with in the golden bodies too.
#[test]
fn every_payment_method_has_its_golden_bodies() {
    let offered = golden("get-payment-methods.200");
    let known = names();
    for method in PaymentMethod::ALL {
        let slug = method.slug();
        assert!(offered.contains(&format!("\"{slug}\"")), "get-payment-methods.200.json does not offer {slug}");
        let name = slug.replace('_', "-");
        let wanted = ["put-payment-method.*.request", "put-payment-method.*.200", "post-payments.*.201"]
            .map(|n| n.replace('*', &name));
        for body in wanted {
            assert!(known.contains(&body), "tests/contract/golden has no {body}.json");
        }
        let made = golden_value(&wire::payment::get("p"), &format!("post-payments.{name}.201"));
        assert_eq!(made.method, method, "post-payments.{name}.201.json");
    }
}

#[test]
fn each_golden_payment_has_its_status_and_method() {
    use PaymentMethod as M;
    use PaymentStatus as S;
    let expected = [
        ("open", M::Card, S::Open, None),
        ("open-order-number", M::Card, S::Open, None),
        ("processing", M::Card, S::Processing, None),
        ("succeeded", M::Card, S::Succeeded, None),
        ("declined", M::Card, S::Declined, Some(DeclineReason::CardDeclined)),
        ("declined-insufficient-funds", M::Card, S::Declined, Some(DeclineReason::InsufficientFunds)),
        ("declined-challenge-failed", M::Card, S::Declined, Some(DeclineReason::ChallengeFailed)),
        ("cancelled", M::Card, S::Cancelled, None),
        ("expired", M::Card, S::Expired, None),
        ("bank-transfer", M::BankTransfer, S::Open, None),
        ("bank-transfer-part", M::BankTransfer, S::Open, None),
        ("bank-transfer-proof", M::BankTransfer, S::Open, None),
        ("bank-transfer-succeeded", M::BankTransfer, S::Succeeded, None),
        ("bank-transfer-expired", M::BankTransfer, S::Expired, None),
        ("purchase-order", M::PurchaseOrder, S::Open, None),
    ];
    for (name, method, status, reason) in expected {
        let found = payment(name);
        assert_eq!((found.method, found.status, found.decline_reason), (method, status, reason), "{name}");
        assert_eq!((found.amount.minor, found.amount.currency.as_str()), (142_800, "EUR"), "{name}");
    }
    assert_eq!(payment("open").session_url.as_deref(), Some("http://localhost:8083/pay/session-1001"));
}

#[test]
fn orders_carry_what_the_person_needs_to_pay() {
    let transfer = payment("bank-transfer").bank_transfer.unwrap();
    assert_eq!((transfer.iban.as_str(), transfer.reference.as_str()), ("AT340000000012345678", "R-2026-00001"));
    assert_eq!(transfer.deadline.to_string(), "2026-12-24");
    let (number, deadline) = payment("purchase-order").purchase_order.unwrap();
    assert_eq!((number.as_str(), deadline.to_string().as_str()), ("PO-2026-117", "2026-12-24"));
    assert_eq!(payment("open-order-number").order_number.as_deref(), Some("PO-2026-117"));
    assert_eq!((payment("open").order_number, payment("purchase-order").order_number), (None, None));
}

#[test]
fn what_has_still_to_arrive_is_the_amount_less_what_has_come() {
    let part = payment("bank-transfer-part");
    assert_eq!(part.received.as_ref().map(|received| received.minor), Some(100_000));
    assert_eq!(part.still_awaited(), Money { minor: 42_800, currency: "EUR".to_owned() });
    assert_eq!(Payment { received: None, ..part.clone() }.still_awaited(), part.amount);
    let foreign = Some(Money { minor: 100_000, currency: "USD".to_owned() });
    assert_eq!(Payment { received: foreign, ..part.clone() }.still_awaited(), part.amount, "it cannot be compared");
}

#[test]
fn a_confirmation_is_paid_or_pending() {
    let paid = confirmation("paid");
    assert!(paid.paid);
    assert_eq!(paid.receipt_number.as_deref(), Some("RC-2026-00001"));
    assert_eq!(paid.paid_at.as_deref(), Some("2026-11-24T09:55:31Z"));
    for name in ["pending", "pending-purchase-order"] {
        let pending = confirmation(name);
        assert!(!pending.paid && pending.receipt_number.is_none() && pending.paid_at.is_none(), "{name}");
        assert_eq!(pending.new_membership_date.to_string(), "2028-01-25");
    }
}

#[test]
fn the_day_on_which_renewal_opens_again_is_the_programs_or_is_not_said() {
    assert_eq!(confirmation("paid").window_opens, "2027-10-28".parse().ok());
    let body = golden("get-confirmation.paid.200");
    for odd in ["", r#""windowOpens": null,"#, r#""windowOpens": "soon","#] {
        let other = body.replace(r#""windowOpens": "2027-10-28","#, odd);
        assert_ne!(other, body);
        let found = (wire::confirmation::get("r").read)(&answer(200, &other)).unwrap();
        assert_eq!(found.window_opens, None, "{odd}");
    }
}

#[test]
fn promise_06_a_state_this_build_does_not_know_is_not_success() {
    let call = wire::payment::get("p");
    let body = golden("get-payment.succeeded.200");
    for word in ["Succeeded", "succeeded ", "paid", "authorized", "refunded", "", "on_hold"] {
        let other = body.replace("\"succeeded\"", &format!("\"{word}\""));
        let status = (call.read)(&answer(200, &other)).unwrap().status;
        assert_eq!(status, PaymentStatus::Processing, "{word}: not decided, so that nothing can be paid twice");
    }
    let body = golden("get-confirmation.paid.200");
    for word in ["Paid", "settled", ""] {
        let other = body.replace("\"paid\"", &format!("\"{word}\""));
        let found = (wire::confirmation::get("r").read)(&answer(200, &other)).unwrap();
        assert!(!found.paid, "{word}");
    }
    let body = golden("get-renewal.active.200");
    let other = body.replace("\"active\"", "\"archived\"");
    let found = (wire::renewal::get("r").read)(&answer(200, &other)).unwrap();
    assert_eq!(found.status, RenewalStatus::Processing);
}

#[test]
fn what_has_arrived_of_a_transfer_is_read() {
    let received = |name| payment(name).received.map(|money| money.minor);
    assert_eq!(received("bank-transfer-part"), Some(100_000));
    assert_eq!(received("bank-transfer-succeeded"), Some(142_800));
    assert_eq!((received("bank-transfer"), received("succeeded")), (None, None));
    let body = golden("get-payment.bank-transfer.200").replace(r#""receivedAmount": null"#, r#""receivedAmount": 7"#);
    assert_eq!((wire::payment::get("p").read)(&answer(200, &body)).unwrap().received, None);
}

#[test]
fn an_order_that_ran_out_tells_the_day_on_which_its_money_was_due() {
    let latest = |name: &str| {
        let body = golden(&["get-renewal.", name, ".200"].concat());
        (wire::renewal::get("r").read)(&answer(200, &body)).unwrap().payment
    };
    let transfer = latest("expired-payment").unwrap();
    assert_eq!(transfer.missed_deadline(), "2026-12-24".parse().ok());
    let order = latest("awaiting_payment-purchase-order").unwrap();
    assert_eq!(order.missed_deadline(), None, "its money is still awaited");
    assert_eq!(Payment { status: PaymentStatus::Expired, ..order }.missed_deadline(), "2026-12-24".parse().ok());
    for name in ["awaiting_payment-bank-transfer", "cancelled-payment", "declined"] {
        assert_eq!(latest(name).unwrap().missed_deadline(), None, "{name}");
    }
    let card = Payment { bank_transfer: None, ..transfer };
    assert_eq!(card.missed_deadline(), None, "a payment page that ran out has taken nothing");
}

#[test]
fn proof_of_a_transfer_is_read_or_was_not_sent() {
    let proof = payment("bank-transfer-proof").proof.unwrap();
    assert_eq!((proof.name.as_str(), proof.size), ("Transfer of 24 November.pdf", 48_213));
    assert_eq!(proof.received_at, "2026-11-24T09:58:12Z");
    assert_eq!(payment("bank-transfer").proof, None);
    for unknown in [r#""proof": "a file""#, r#""proof": {"name": 1}"#, r#""other": null"#] {
        let body = golden("get-payment.bank-transfer.200").replace(r#""proof": null"#, unknown);
        assert_eq!((wire::payment::get("p").read)(&answer(200, &body)).unwrap().proof, None, "{unknown}");
    }
}
