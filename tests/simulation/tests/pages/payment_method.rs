//! Step 6: how the fee is paid.
use partner_renewal::app::form::FieldError;
use partner_renewal::app::pages::Load;
use partner_renewal::app::pages::payment_method::ORDER_NUMBER_MAX;
use partner_renewal::domain::payment::{OrderNumber, PaymentMethod};
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;

#[test]
fn without_a_method_nothing_is_sent() {
    let scene = Scene::at("payment method");
    let page = open_page!(scene, Step PaymentMethod);
    let offered: Vec<PaymentMethod> =
        page.with_state(|state| state.ready().unwrap().methods.iter().map(|one| one.method).collect());
    assert_eq!(offered, [PaymentMethod::Card, PaymentMethod::BankTransfer, PaymentMethod::PurchaseOrder]);
    assert_eq!(page.chosen().get(), "");
    assert_eq!(page.order_number_rule(), OrderNumber::NotTaken);
    page.send();
    assert_eq!(page.form().errors(), [FieldError::MethodMissing]);
    page.chosen().set("cheque".to_owned());
    page.send();
    assert_eq!(page.form().error_of("method"), Some(FieldError::MethodMissing), "one that is not offered is none");
    scene.run_until_idle(1_000);
    assert!(scene.arrived("PUT", "/payment-method").is_empty());
}

#[test]
fn an_api_that_takes_no_order_number_with_a_card_is_sent_none_even_if_one_was_typed() {
    let scene = Scene::at("level");
    let older = r#"{"methods":[{"id":"card"},{"id":"bank_transfer"},{"id":"purchase_order"}]}"#;
    scene.order("GET", "/payment-methods", 1, OnRequest::Answer(200, older.to_owned()));
    open_page!(scene, Step Level).chosen().set("advanced".to_owned());
    open_page!(scene, Step Level).send();
    scene.run_until_idle(5_000);
    let page = open_page!(scene, Step PaymentMethod);
    page.chosen().set("purchase_order".to_owned());
    page.order_number().set("PO-7".to_owned());
    let drawing = Drawing::of(|| (page.chosen().get(), page.order_number_rule()));
    page.chosen().set("card".to_owned());
    assert!(drawing.is_outdated());
    assert_eq!(page.order_number_rule(), OrderNumber::NotTaken);
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "review");
    let sent = scene.arrived("PUT", "/payment-method");
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].body, r#"{"method":"card","purchaseOrderNumber":null}"#);
    assert_eq!(scene.stored_answer("method"), None, "the server has it now");
    assert_eq!(scene.stored_answer("purchaseOrder"), None);
}

#[test]
fn a_purchase_order_needs_its_number_which_is_kept_and_sent_without_spaces_around() {
    let mut scene = Scene::at("payment method");
    let page = open_page!(scene, Step PaymentMethod);
    page.chosen().set("purchase_order".to_owned());
    assert_eq!(page.order_number_rule(), OrderNumber::Required);
    for nothing in ["", "   "] {
        page.order_number().set(nothing.to_owned());
        page.send();
        assert_eq!(page.form().errors(), [FieldError::PurchaseOrderMissing], "{nothing:?}");
        assert_eq!(page.form().error_of("purchase-order"), Some(FieldError::PurchaseOrderMissing));
    }
    page.order_number().set(" PO-2026-7 ".to_owned());
    assert_eq!(page.order_number().typed(), " PO-2026-7 ", "as typed");
    scene.run_until_idle(1_000);
    scene.reload();
    let page = open_page!(scene, Step PaymentMethod);
    assert_eq!((page.chosen().get().as_str(), page.order_number().typed().as_str()), ("purchase_order", " PO-2026-7 "));
    page.send();
    scene.run_until_idle(5_000);
    let sent = scene.arrived("PUT", "/payment-method");
    assert_eq!(sent[0].body, r#"{"method":"purchase_order","purchaseOrderNumber":"PO-2026-7"}"#);
    scene.visit(Page::Step(Step::Payment));
    let page = open_page!(scene, Step PaymentMethod);
    assert_eq!((page.chosen().get().as_str(), page.order_number().typed().as_str()), ("purchase_order", "PO-2026-7"));
}

#[test]
fn a_card_or_a_transfer_is_taken_with_an_order_number_and_without_one() {
    for (method, typed, sent) in [
        ("card", " PO-8 ", r#"{"method":"card","purchaseOrderNumber":"PO-8"}"#),
        ("card", "  ", r#"{"method":"card","purchaseOrderNumber":null}"#),
        ("bank_transfer", "PO-9", r#"{"method":"bank_transfer","purchaseOrderNumber":"PO-9"}"#),
    ] {
        let scene = Scene::at("payment method");
        let page = open_page!(scene, Step PaymentMethod);
        page.chosen().set(method.to_owned());
        assert_eq!(page.order_number_rule(), OrderNumber::Optional);
        page.order_number().set("9".repeat(ORDER_NUMBER_MAX + 1));
        page.send();
        assert_eq!(page.form().errors(), [FieldError::PurchaseOrderTooLong]);
        page.order_number().set(typed.to_owned());
        page.send();
        scene.run_until_idle(5_000);
        assert_eq!(scene.page_name(), "review", "{method}");
        assert_eq!(scene.arrived("PUT", "/payment-method")[0].body, sent);
        assert_eq!(scene.stored_answer("purchaseOrder"), None, "the server has it now");
    }
}

#[test]
fn the_longest_order_number_is_taken_and_a_longer_one_is_refused_here() {
    let scene = Scene::at("payment method");
    let page = open_page!(scene, Step PaymentMethod);
    page.chosen().set("purchase_order".to_owned());
    page.order_number().set("ж".repeat(ORDER_NUMBER_MAX + 1));
    page.send();
    assert_eq!(page.form().errors(), [FieldError::PurchaseOrderTooLong]);
    assert_eq!(page.form().error_of("purchase-order"), Some(FieldError::PurchaseOrderTooLong));
    scene.run_until_idle(1_000);
    assert!(scene.arrived("PUT", "/payment-method").is_empty());
    page.order_number().set("P".repeat(ORDER_NUMBER_MAX));
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "review");
}

#[test]
fn methods_that_do_not_come_are_told_and_asked_for_again() {
    let scene = Scene::at("level");
    scene.order("GET", "/payment-methods", 1, OnRequest::Answer(500, "{}".to_owned()));
    open_page!(scene, Step Level).chosen().set("advanced".to_owned());
    open_page!(scene, Step Level).send();
    scene.run_until_idle(5_000);
    let page = open_page!(scene, Step PaymentMethod);
    assert!(page.with_state(|state| matches!(state, Load::Failed(_))));
    page.chosen().set("card".to_owned());
    page.send();
    assert_eq!(page.form().errors(), [FieldError::MethodMissing], "nothing is offered yet");
    let drawing = Drawing::of(|| page.with_state(|_| ()));
    page.load();
    scene.run_until_idle(3_000);
    assert!(drawing.is_outdated());
    assert_eq!(page.chosen().get(), "card", "what was chosen meanwhile stays");
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "review");
}
