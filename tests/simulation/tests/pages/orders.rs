//! Orders: how they stand, their documents, cancelling them and having the money back.
use partner_renewal::app::pages::Load;
use partner_renewal::app::pages::orders::{DONE, Done, OrderTask, OrdersPage};
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::orders::{DocumentKind, Order, OrderState};
use partner_renewal::domain::route::Page;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;
use std::rc::Rc;

fn orders(scene: &Scene) -> Rc<OrdersPage> {
    scene.visit(Page::Orders);
    open_page!(scene, Orders)
}

fn list(page: &OrdersPage) -> Vec<Order> {
    page.with_state(|state| state.ready().map(|orders| orders.list.clone()).unwrap_or_default())
}

#[test]
fn what_was_never_ordered_is_an_empty_list() {
    let scene = Scene::signed_in_as("nadia");
    assert_eq!(list(&orders(&scene)), []);
}

#[test]
fn earlier_orders_are_shown_the_newest_first_with_their_documents() {
    let scene = Scene::signed_in_as("dora");
    let page = orders(&scene);
    let all = list(&page);
    assert_eq!(all.len(), 3, "{all:?}");
    assert!(all.is_sorted_by(|newer, older| newer.new_membership_date > older.new_membership_date));
    assert!(all.iter().all(|order| order.state == OrderState::Paid));
    page.download(&all[0], DocumentKind::Receipt);
    page.download(&all[0], DocumentKind::Receipt);
    scene.run_until_idle(3_000);
    let first = scene.around().downloads.borrow().clone();
    assert_eq!(first.len(), 1, "a second press asks for nothing");
    page.download(&all[0], DocumentKind::Receipt);
    scene.run_until_idle(3_000);
    assert_ne!(scene.around().downloads.borrow()[1], first[0], "each time a new address: the last one may have ended");
    assert_eq!(scene.page_name(), "orders", "the browser saves it and stays");
}

#[test]
fn an_order_is_cancelled_though_the_answer_is_lost() {
    let scene = Scene::signed_in_as("milena");
    let page = orders(&scene);
    let order = list(&page).remove(0);
    assert!(order.can_cancel && order.deadline.is_some());
    page.begin(OrderTask::Cancel(order.clone()));
    page.give_up();
    scene.run_until_idle(1_000);
    assert_eq!(scene.arrived("POST", "/cancel").len(), 0, "nothing is done before it is said");
    scene.order("POST", "/cancel", 1, OnRequest::LoseAnswer);
    page.begin(OrderTask::Cancel(order.clone()));
    page.send();
    scene.run_until_idle(120_000);
    assert_eq!(scene.arrived("POST", "/cancel").len(), 1);
    assert_eq!(list(&page)[0].state, OrderState::Cancelled);
    assert_eq!(page.done(), Some(Done::Cancelled(order.reference)), "the list knows what the answer would have said");
    assert!(page.form().failure().is_none());
    assert_eq!(scene.around().take_focus().last(), Some(&DONE.to_owned()));
}

#[test]
fn an_order_that_is_not_cancelled_says_so_and_stays_as_it_is() {
    let scene = Scene::signed_in_as("milena");
    let page = orders(&scene);
    let order = list(&page).remove(0);
    scene.order("POST", "/cancel", 1, OnRequest::Lose);
    page.begin(OrderTask::Cancel(order));
    page.send();
    scene.run_until_idle(120_000);
    assert_eq!(list(&page)[0].state, OrderState::AwaitingPayment);
    assert!(matches!(
        page.form().failure().map(|failure| failure.kind),
        Some(FailureKind::Offline | FailureKind::Timeout)
    ));
    assert_eq!(page.done(), None);
}

#[test]
fn the_money_is_had_back_and_the_membership_page_knows() {
    let mut scene = Scene::signed_in_as("dora");
    let page = orders(&scene);
    let order = list(&page).remove(0);
    assert!(order.can_be_refunded(), "{order:?}");
    page.begin(OrderTask::Refund(order.clone()));
    scene.order("POST", "/refund", 1, OnRequest::LoseAnswer);
    page.send();
    scene.run_until_idle(120_000);
    let now = list(&page).remove(0);
    assert!(matches!(now.state, OrderState::Refunded | OrderState::RefundRequested), "{:?}", now.state);
    assert!(page.done().is_some() && !now.can_be_refunded());
    scene.visit(Page::Membership);
    let told = open_page!(scene, Membership).with_state(|state| state.ready().unwrap().current_renewal.clone());
    assert!(told.is_none_or(|renewal| renewal.refund_requested), "it says that a refund is asked for");
    scene.visit(Page::Orders);
    // Nothing calls it active any more.
    scene.reload();
    let page = orders(&scene);
    assert_ne!(list(&page)[0].state, OrderState::Paid);
}

#[test]
fn the_page_follows_what_another_tab_has_done() {
    let mut scene = Scene::signed_in_as("milena");
    let page = orders(&scene);
    assert_eq!(list(&page)[0].state, OrderState::AwaitingPayment);
    scene.second_tab("/orders");
    let simulation::drawn::DrawnPage::Orders(other) = scene.tabs[1].draw().unwrap() else { panic!("no orders") };
    let order = list(&other).remove(0);
    other.begin(OrderTask::Cancel(order));
    other.send();
    scene.run_until_idle(10_000);
    assert_eq!(list(&page)[0].state, OrderState::Cancelled);
}

#[test]
fn money_that_went_back_is_said_though_the_list_does_not_come() {
    let scene = Scene::signed_in_as("dora");
    let page = orders(&scene);
    let order = list(&page).remove(0);
    scene.order("GET", "/orders", 9, OnRequest::Lose);
    page.begin(OrderTask::Refund(order));
    page.send();
    scene.run_until_idle(120_000);
    assert!(matches!(page.done(), Some(Done::Refunded(_) | Done::RefundRequested(_))));
    let is_failed = page.with_state(|state| matches!(state, Load::Failed(_)));
    assert!(is_failed, "the list from before would say that it is paid");
}

#[test]
fn an_answer_from_before_the_cancel_does_not_bring_the_order_back() {
    let scene = Scene::signed_in_as("milena");
    let page = orders(&scene);
    let order = list(&page).remove(0);
    scene.order("GET", "/orders", 1, OnRequest::Hold(4_000));
    scene.app().page_shown();
    scene.run_until_idle(500);
    page.begin(OrderTask::Cancel(order));
    page.send();
    scene.run_until_idle(20_000);
    assert_eq!(list(&page)[0].state, OrderState::Cancelled);
}

#[test]
fn a_confirmation_in_another_tab_does_not_stay_when_its_money_went_back() {
    let mut scene = Scene::signed_in_as("dora");
    let page = orders(&scene);
    let order = list(&page).remove(0);
    scene.second_tab("/renewals/renewal-0912/confirmation");
    assert_eq!(simulation::checks::name(scene.tabs[1].draw().as_ref()), "confirmation");
    page.begin(OrderTask::Refund(order));
    page.send();
    scene.run_until_idle(20_000);
    let simulation::drawn::DrawnPage::Confirmation(other) = scene.tabs[1].draw().unwrap() else { return };
    assert!(other.with_state(|state| state.ready().is_none()), "nothing calls it renewed any more");
}
