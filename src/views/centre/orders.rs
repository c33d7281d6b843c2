//! The orders of an organization: how each stands, what happened, its documents, and the ways on.
use super::shared::{company_name, done, download, question};
use crate::app::App;
use crate::app::pages::orders::{DONE, Done, OrderTask, Orders, OrdersPage, QUESTION};
use crate::domain::orders::{DocumentKind, EventCode, Order, OrderEvent, OrderState, RefundState};
use crate::domain::payment::PaymentMethod;
use crate::domain::route::Page;
use crate::i18n::{Text, format, later_format, words};
use crate::views::outline::back;
use crate::views::parts::buttons::{button, link, working};
use crate::views::parts::form::failure_box;
use crate::views::parts::frame::fixed;
use crate::views::parts::loading::{loaded, shown};
use crate::views::parts::long_list::cards_in_parts;
use crate::views::parts::summary_list::{Row, summary_list};
use crate::views::parts::typography::{actions, lead, p};
use crate::views::steps::payment_method;
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
pub fn view(app: &Rc<App>, page: &Rc<OrdersPage>) -> AnyView {
    let (drawn, again, told, with) = (Rc::clone(page), Rc::clone(page), Rc::clone(page), Rc::clone(page));
    let body = loaded(
        app,
        move || drawn.with_state(|state| shown(state, |orders| inside(&with, orders))),
        move || again.load(),
    );
    let body = view! {
        {failure_box(app, page.form())}
        {done(DONE, move || told.done().map(what_is_done))}
        {body}
        {asked(page)}
    };
    fixed(app, words::orders_title(), Some(back(&Page::Orders)), body.into_any())
}

fn what_is_done(done: Done) -> String {
    match done {
        Done::Cancelled(reference) => words::orders_cancelled(&reference),
        Done::Refunded(reference) => words::orders_refunded(&reference),
        Done::RefundRequested(reference) => words::orders_refund_requested(&reference),
    }
}

fn inside(page: &Rc<OrdersPage>, orders: &Orders) -> AnyView {
    let to_letter = link("", &Page::Letter(orders.organization.id.clone()), words::orders_to_letter());
    let name = company_name(Some(orders.organization.name.clone()));
    if orders.list.is_empty() {
        let to_membership = link("", &Page::Membership, words::payment_to_membership());
        return view! { {name}{lead(words::orders_none())}<p class="no-print">{to_membership}</p><p class="no-print">{to_letter}</p> }.into_any();
    }
    let (page, list) = (Rc::clone(page), orders.list.clone());
    let draw = move |from: usize, to: usize| {
        let part = list.get(from..to).unwrap_or_default();
        part.iter().enumerate().map(|(at, one)| order(&page, one, from + at == 0)).collect_view().into_any()
    };
    view! {
        {name}
        {lead(words::orders_lead())}
        {cards_in_parts(orders.list.len(), Rc::new(draw))}
        <p class="no-print">{to_letter}</p>
    }
    .into_any()
}

/// How an order stands: the class of its mark, and the word.
fn standing(state: OrderState) -> (&'static str, Text) {
    match state {
        OrderState::AwaitingPayment => ("status status--unknown", words::ORDER_STATE_AWAITING),
        OrderState::Processing => ("status status--unknown", words::ORDER_STATE_PROCESSING),
        OrderState::Paid => ("status status--met", words::ORDER_STATE_PAID),
        OrderState::RefundRequested => ("status status--unknown", words::ORDER_STATE_REFUND_REQUESTED),
        OrderState::Refunded => ("status status--not-applicable", words::ORDER_STATE_REFUNDED),
        OrderState::Cancelled => ("status status--not-applicable", words::ORDER_STATE_CANCELLED),
        OrderState::Expired => ("status status--not-applicable", words::ORDER_STATE_EXPIRED),
        OrderState::Declined => ("status status--short", words::ORDER_STATE_DECLINED),
        OrderState::Unknown => ("status status--unknown", words::ORDER_STATE_UNKNOWN),
    }
}

/// What the order is for: nothing says that a membership runs before it is paid, or after the money went back.
fn heading(order: &Order) -> String {
    let date = format::date_long(order.new_membership_date);
    match order.state {
        OrderState::Paid | OrderState::RefundRequested => words::orders_until(&date),
        OrderState::AwaitingPayment | OrderState::Processing | OrderState::Declined | OrderState::Unknown => {
            words::orders_renewal(&date)
        }
        OrderState::Refunded | OrderState::Cancelled | OrderState::Expired => words::orders_not_in_force(&date),
    }
}

/// What is to be known about it now, if anything is.
fn advice(order: &Order) -> Option<String> {
    if let Some(deadline) = order.deadline {
        let awaited = order.awaited.as_ref().unwrap_or(&order.total);
        return Some(words::orders_pay_by(&format::money(awaited), &format::date_long(deadline)));
    }
    let refund = order.refund?;
    let until = format::date_long(refund.until);
    match refund.state {
        RefundState::Possible => Some(words::orders_refund_until(&until)),
        RefundState::Requested => Some(words::orders_refund_waits()),
        RefundState::Over | RefundState::Done | RefundState::Unknown => None,
    }
}

fn order(page: &Rc<OrdersPage>, order: &Order, is_first: bool) -> AnyView {
    let (class, state) = standing(order.state);
    let mut rows = vec![
        Row::new(words::orders_reference(), order.reference.clone()),
        Row::new(words::orders_total(), format::money(&order.total)),
        Row::new(words::confirmation_level(), order.level.name.clone()),
        Row::new(words::confirmation_location(), order.location.name.clone())
            .with(vec![later_format::country_name(&order.location.country)]),
        Row::new(words::confirmation_method(), payment_method::name(order.method)),
    ];
    rows.extend(order.order_number.iter().map(|number| Row::new(words::confirmation_order(), number.clone())));
    let events = order.events.iter().map(event).collect::<Vec<_>>();
    view! {
        <section class="card">
            <h2>{heading(order)}<span class="visually-hidden">{" "}<bdi>{order.reference.clone()}</bdi></span></h2>
            <p><span class=class>{state.read()}</span></p>
            {advice(order).map(p)}
            {summary_list(rows)}
            <details open=is_first>
                <summary>{words::orders_events()}</summary>
                <dl class="dated">{events}</dl>
            </details>
            {documents(page, order)}
            {ways(page, order)}
        </section>
    }
    .into_any()
}

fn event(event: &OrderEvent) -> AnyView {
    let word = match event.code {
        EventCode::Ordered => words::ORDER_EVENT_ORDERED,
        EventCode::ProofReceived => words::ORDER_EVENT_PROOF,
        EventCode::MoneyReceived => words::ORDER_EVENT_RECEIVED,
        EventCode::MoneyReturned => words::ORDER_EVENT_RETURNED,
        EventCode::Paid => words::ORDER_EVENT_PAID,
        EventCode::Declined => words::ORDER_EVENT_DECLINED,
        EventCode::Cancelled => words::ORDER_EVENT_CANCELLED,
        EventCode::Expired => words::ORDER_EVENT_EXPIRED,
        EventCode::RefundRequested => words::ORDER_EVENT_REFUND_REQUESTED,
        EventCode::Refunded => words::ORDER_EVENT_REFUNDED,
    };
    let amount = event.amount.as_ref().map(|amount| [": ", &format::money(amount)].concat()).unwrap_or_default();
    let text = [word.read(), amount].concat();
    view! { <div><dt>{format::date_time_long(&event.at)}</dt><dd>{text}</dd></div> }.into_any()
}

/// What there is to download. Its address is asked for when it is wanted: it ends after a while.
fn documents(page: &Rc<OrdersPage>, order: &Order) -> AnyView {
    let buttons = order.documents.iter().map(|kind| {
        let (busy, fetching, of, kind) = (page.form().clone(), Rc::clone(page), order.clone(), *kind);
        let label = match kind {
            DocumentKind::Receipt => words::orders_receipt(),
            DocumentKind::Invoice => words::orders_invoice(),
            DocumentKind::Agreement => words::orders_agreement(),
        };
        let id = [kind.slug(), "-", &order.renewal].concat();
        download(id, label, &order.reference, move || {
            if !busy.is_sending() {
                fetching.download(&of, kind);
            }
        })
    });
    actions(buttons.collect())
}

/// What can be done with it.
fn ways(page: &Rc<OrdersPage>, order: &Order) -> AnyView {
    let to_confirmation = |label| link("button button--secondary", &Page::Reprint(order.renewal.clone()), label);
    let is_awaited = order.deadline.is_some() && order.method != PaymentMethod::Card;
    let confirmation = match order.state {
        OrderState::Paid | OrderState::RefundRequested => Some(to_confirmation(words::orders_confirmation())),
        OrderState::AwaitingPayment if is_awaited => Some(to_confirmation(words::orders_instructions())),
        // For who pays; whoever else is in the company sees it here.
        OrderState::AwaitingPayment if order.can_cancel => {
            Some(link("button button--secondary", &Page::PaymentReturn, words::orders_payment()))
        }
        OrderState::AwaitingPayment
        | OrderState::Processing
        | OrderState::Refunded
        | OrderState::Cancelled
        | OrderState::Expired
        | OrderState::Declined
        | OrderState::Unknown => None,
    };
    let way = |label, task: OrderTask| {
        let asking = Rc::clone(page);
        button("button button--quiet", label, move || asking.begin(task.clone()))
    };
    let cancel = order.can_cancel.then(|| way(words::orders_cancel(), OrderTask::Cancel(order.clone())));
    let refund = order.can_be_refunded().then(|| way(words::orders_refund(), OrderTask::Refund(order.clone())));
    let ways: Vec<AnyView> = [confirmation, cancel, refund].into_iter().flatten().collect();
    if ways.is_empty() { ().into_any() } else { actions(ways) }
}

/// Asks before an order is cancelled, or its money asked back.
fn asked(page: &Rc<OrdersPage>) -> AnyView {
    let (asked, doing, keeping, busy) = (Rc::clone(page), Rc::clone(page), Rc::clone(page), page.form().clone());
    let texts = move || {
        Some(match asked.task()? {
            OrderTask::Cancel(order) => [
                words::orders_cancel_title(&order.reference),
                if order.method == PaymentMethod::Card {
                    words::orders_cancel_card_text()
                } else {
                    words::orders_cancel_text()
                },
                words::orders_cancel_do(),
            ],
            OrderTask::Refund(order) => {
                let date = format::date_long(order.previous_membership_date);
                [
                    words::orders_refund_title(&format::money(&order.total)),
                    words::orders_refund_text(&date),
                    words::orders_refund_do(),
                ]
            }
        })
    };
    let question = question(QUESTION, texts, move || busy.is_busy(), move || doing.send(), move || keeping.give_up());
    view! { {question}{working(page.form())} }.into_any()
}
