//! What this build does not know is shown as unknown, and every page keeps a reason or a button.
use crate::operations::{golden_value, renewal};
use crate::support::{answer, golden};
use partner_renewal::domain::company::{ContactRole, LocationKind};
use partner_renewal::domain::company_verification::VerificationState;
use partner_renewal::domain::competency::{AfterRenewal, RequirementState, RequirementUnit};
use partner_renewal::domain::competency_details::{ReferenceState, RequirementKind};
use partner_renewal::domain::country::FieldKind;
use partner_renewal::domain::draft::AnswerKey;
use partner_renewal::domain::failure::Refusal;
use partner_renewal::domain::invitation::ContactField;
use partner_renewal::domain::letter::NoLetter;
use partner_renewal::domain::listing::{CARDS, Portion, ROWS};
use partner_renewal::domain::membership::{Blocker, BlockerAction, BlockerCode, Membership, MembershipStatus};
use partner_renewal::domain::orders::{DocumentKind, EventCode, OrderState, RefundState};
use partner_renewal::domain::payment::{DeclineReason, HostedPage, OrderNumber, Payment, PaymentMethod, PaymentStatus};
use partner_renewal::domain::payment_link::PaymentLinkState;
use partner_renewal::domain::profile::FieldId;
use partner_renewal::domain::quote::PromotionState;
use partner_renewal::domain::renewal::{Notice, RenewalStatus, Unavailable};
use partner_renewal::domain::renewal_progress::{Destination, where_to};
use partner_renewal::domain::step::Step;
use partner_renewal::domain::tax_exemption::TaxExemptionState;
use partner_renewal::wire;
use serde_json::{Value, json};

fn with(name: &str, pointer: &str, value: Value) -> String {
    let mut body: Value = serde_json::from_str(&golden(name)).unwrap();
    *body.pointer_mut(pointer).unwrap() = value;
    body.to_string()
}

fn payment(body: &str) -> Payment {
    (wire::payment::get("p").read)(&answer(200, body)).unwrap()
}

/// Every enum of the contract's words: each is read as what it is written as, and the contract lists the same words in the
/// same order.
#[test]
fn the_contract_lists_the_words_that_this_build_knows() {
    let folder = |path: &str| -> String {
        let files = std::fs::read_dir([env!("CARGO_MANIFEST_DIR"), "/", path].concat()).unwrap();
        files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect()
    };
    let contract = folder("tests/contract/schemas");
    let mut checked = 0;
    fn words<T: Copy + PartialEq + std::fmt::Debug>(
        all: &[T],
        name: fn(T) -> &'static str,
        from: fn(&str) -> Option<T>,
    ) -> String {
        for one in all {
            assert!(!name(*one).is_empty() && from(name(*one)) == Some(*one), "{one:?}");
        }
        assert_eq!(from(""), None);
        assert_eq!(from("Something_else"), None);
        all.iter().map(|one| name(*one)).collect::<Vec<_>>().join(", ")
    }
    let mut check = |words: String| {
        let listed = ["]", ", null]"].iter().any(|end| contract.contains(&format!("[{words}{end}")));
        assert!(listed, "no `enum: [{words}]` in tests/contract/schemas: these are the words that this build knows");
        checked += 1;
    };
    check(words(&Step::ALL, Step::slug, Step::from_slug));
    check(words(&FieldId::ALL, FieldId::name, FieldId::from_name));
    check(words(&FieldKind::ALL, FieldKind::name, FieldKind::from_name));
    check(words(&PaymentMethod::ALL, PaymentMethod::slug, PaymentMethod::from_slug));
    check(words(&OrderNumber::ALL, OrderNumber::name, OrderNumber::from_name));
    check(words(&PaymentStatus::ALL, PaymentStatus::name, PaymentStatus::from_name));
    check(words(&DeclineReason::ALL, DeclineReason::name, DeclineReason::from_name));
    check(words(&RenewalStatus::ALL, RenewalStatus::name, RenewalStatus::from_name));
    check(words(&Notice::ALL, Notice::name, Notice::from_name));
    check(words(&Unavailable::ALL, Unavailable::name, Unavailable::from_name));
    check(words(&MembershipStatus::ALL, MembershipStatus::name, MembershipStatus::from_name));
    check(words(&BlockerCode::ALL, BlockerCode::name, BlockerCode::from_name));
    check(words(&RequirementState::ALL, RequirementState::name, RequirementState::from_name));
    check(words(&RequirementUnit::ALL, RequirementUnit::name, RequirementUnit::from_name));
    check(words(&AfterRenewal::ALL, AfterRenewal::name, AfterRenewal::from_name));
    check(words(&RequirementKind::ALL, RequirementKind::name, RequirementKind::from_name));
    check(words(&ReferenceState::ALL, ReferenceState::name, ReferenceState::from_name));
    check(words(&ContactRole::ALL, ContactRole::name, ContactRole::from_name));
    check(words(&OrderState::ALL, OrderState::name, OrderState::from_name));
    check(words(&EventCode::ALL, EventCode::name, EventCode::from_name));
    check(words(&DocumentKind::ALL, DocumentKind::slug, DocumentKind::from_slug));
    check(words(&TaxExemptionState::ALL, TaxExemptionState::name, TaxExemptionState::from_name));
    check(words(&RefundState::ALL, RefundState::name, RefundState::from_name));
    check(words(&LocationKind::ALL, LocationKind::name, LocationKind::from_name));
    check(words(&VerificationState::ALL, VerificationState::name, VerificationState::from_name));
    check(words(&PaymentLinkState::ALL, PaymentLinkState::name, PaymentLinkState::from_name));
    check(words(&PromotionState::ALL, PromotionState::name, PromotionState::from_name));
    check(words(&ContactField::ALL, ContactField::name, ContactField::from_name));
    check(words(&BlockerAction::ALL, BlockerAction::name, BlockerAction::from_name));
    check(words(&NoLetter::ALL, NoLetter::name, NoLetter::from_name));
    for why in Refusal::ALL {
        let problem = ["urn:partner-renewal:problem:", why.name(), "'"].concat();
        assert!(contract.contains(&problem) && Refusal::from_name(why.name()) == Some(why), "{problem}");
    }
    // The refusals are the names of problems.
    assert_eq!(
        checked + 1,
        folder("src/domain").matches("named_enum! {\n").count(),
        "an enum of src/domain is not checked here"
    );
}

/// A key that is added to the enum does not compile here until it is named, and fails until it is in the list.
#[test]
fn every_answer_that_may_be_kept_is_found_by_its_name() {
    let count = |key: AnswerKey| match key {
        AnswerKey::Profile(_) => FieldId::ALL.len(),
        AnswerKey::SignerName | AnswerKey::SignerTitle => 2,
        AnswerKey::Location | AnswerKey::Level => 2,
        AnswerKey::Method | AnswerKey::PurchaseOrder => 2,
        AnswerKey::PromotionCode | AnswerKey::AgreedTotal => 2,
    };
    assert_eq!(
        AnswerKey::PLAIN.len(),
        count(AnswerKey::SignerName)
            + count(AnswerKey::Level)
            + count(AnswerKey::Method)
            + count(AnswerKey::PromotionCode)
    );
    let fields = FieldId::ALL.map(AnswerKey::Profile);
    for key in fields.into_iter().chain(AnswerKey::PLAIN) {
        assert_eq!(AnswerKey::from_name(&key.name()), Some(key));
        assert!(Step::ALL.contains(&key.step()));
    }
}

#[test]
fn a_payment_method_this_build_does_not_know_is_no_card() {
    for name in ["direct_debit", "Card", "card ", "", "wallet"] {
        let found = payment(&with("get-payment.open.200", "/method", json!(name)));
        assert_eq!(found.method, PaymentMethod::Unknown, "{name}");
        assert!(!found.method.is_hosted() && !found.method.is_order());
        assert_eq!(found.method.usual_order_number(), OrderNumber::NotTaken);
        assert_eq!(found.hosted_page(&["http://localhost:8083".to_owned()]), HostedPage::NotNeeded);
        let paid = with("get-confirmation.paid.200", "/method", json!(name));
        let confirmation = (wire::confirmation::get("r").read)(&answer(200, &paid)).unwrap();
        assert_eq!(confirmation.method, PaymentMethod::Unknown, "{name}");
        let open = with("get-renewal.awaiting_payment.200", "/payment/method", json!(name));
        let renewal = (wire::renewal::get("r").read)(&answer(200, &open)).unwrap();
        assert_eq!(where_to(&renewal), Destination::PaymentUnderWay, "only the server can tell how it stands");
    }
    let chosen = with("get-renewal.signed-review.200", "/paymentMethod/method", json!("direct_debit"));
    assert_eq!((wire::renewal::get("r").read)(&answer(200, &chosen)).unwrap().method, None, "it is asked for again");
    let body = wire::renewal::choose_method(&renewal(), PaymentMethod::Unknown, None).request.body.unwrap();
    assert_eq!(body, r#"{"method":"","purchaseOrderNumber":null}"#, "no name is made up");
    assert!(
        PaymentMethod::Card.is_hosted()
            && PaymentMethod::BankTransfer.is_order()
            && PaymentMethod::PurchaseOrder.is_order()
    );
}

#[test]
fn an_open_card_payment_without_a_trusted_address_says_so() {
    let origins = ["http://localhost:8083".to_owned()];
    for none in [Value::Null, json!(""), json!(7), json!({})] {
        let found = payment(&with("get-payment.open.200", "/sessionUrl", none.clone()));
        assert_eq!(found.hosted_page(&origins), HostedPage::Missing, "{none}");
    }
    for wrong in ["https://evil.example/", "/pay", "javascript:alert(1)", "http://localhost:8083@evil.example/"] {
        let found = payment(&with("get-payment.open.200", "/sessionUrl", json!(wrong)));
        assert_eq!(found.hosted_page(&origins), HostedPage::Untrusted, "{wrong}");
    }
    let open = payment(&golden("get-payment.open.200"));
    assert_eq!(open.hosted_page(&origins), HostedPage::At("http://localhost:8083/pay/session-1001"));
    assert_eq!(open.hosted_page(&[]), HostedPage::Untrusted);
    for name in ["get-payment.processing.200", "get-payment.succeeded.200", "get-payment.bank-transfer.200"] {
        assert_eq!(payment(&golden(name)).hosted_page(&origins), HostedPage::NotNeeded, "{name}");
    }
}

#[test]
fn a_location_of_an_unknown_kind_is_no_branch() {
    let body = with("get-locations.200", "/locations/1/kind", json!("warehouse"));
    let found = (wire::organization::locations("o").read)(&answer(200, &body)).unwrap();
    assert_eq!(found.iter().map(|l| l.kind).collect::<Vec<_>>(), [LocationKind::Headquarters, LocationKind::Other]);
}

#[test]
fn the_membership_page_has_a_button_or_a_reason_whatever_may_renew_is() {
    let read = |name: &str, value: Value| -> Membership {
        (wire::membership::get("o").read)(&answer(200, &with(name, "/mayRenew", value))).unwrap()
    };
    for strange in [json!("true"), json!(1), json!(null), json!([]), json!({})] {
        let due = read("get-membership.due.200", strange.clone());
        assert_eq!((due.may_renew, due.offers_renewal()), (None, true), "{strange}");
        let blocked = read("get-membership.due.not-primary-contact.200", strange.clone());
        assert_eq!((blocked.may_renew, blocked.offers_renewal()), (None, false), "{strange}");
        assert!(!blocked.blockers.is_empty());
    }
    let refused = read("get-membership.due.200", json!(false));
    assert_eq!((refused.offers_renewal(), refused.blockers), (false, vec![BlockerCode::Other.into()]));
    let early = read("get-membership.not_due.200", json!(false));
    let waits = Blocker { action: BlockerAction::Wait, ..BlockerCode::WindowNotOpen.into() };
    assert_eq!(early.blockers, [waits], "the date is the reason");
}

#[test]
fn a_long_list_is_drawn_in_parts() {
    for parts in [ROWS, CARDS] {
        let (first, further) = (parts.first, parts.further);
        assert_eq!(parts.portion(0, 0), Portion { shown: 0, next: 0 });
        assert_eq!(parts.portion(first, 0), Portion { shown: first, next: 0 });
        assert_eq!(parts.portion(first + 1, 0), Portion { shown: first, next: 1 });
        assert_eq!(parts.portion(10_000, 0), Portion { shown: first, next: further });
        assert_eq!(parts.portion(10_000, 1), Portion { shown: first + further, next: further });
        assert_eq!(parts.portion(10_000, usize::MAX), Portion { shown: 10_000, next: 0 });
        for row in [0, first - 1, first, first + further - 1, first + further, 9_999] {
            let parts_needed = parts.until(row);
            assert!(parts.portion(10_000, parts_needed).shown > row, "{row}");
            assert!(
                parts_needed == 0 || parts.portion(10_000, parts_needed - 1).shown <= row,
                "{row}: no more than needed"
            );
        }
    }
    let locations = golden_value(&wire::organization::locations("o"), "get-locations.200");
    assert_eq!(ROWS.portion(locations.len(), 0).next, 0);
}
