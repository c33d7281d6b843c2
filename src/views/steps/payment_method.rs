//! How do you want to pay? The method and its instructions.
use crate::app::App;
use crate::app::pages::payment_method::{PaymentMethodPage, Shown};
use crate::domain::payment::{OfferedMethod, OrderNumber, PaymentMethod};
use crate::domain::step::Step;
use crate::i18n::words;
use crate::views::parts::choices::{Choice, radios};
use crate::views::parts::dynamic::show_some;
use crate::views::parts::field::{Field, Value, text};
use crate::views::parts::form::{FormView, step_form, step_page};
use crate::views::parts::icon::Icon;
use crate::views::parts::loading::{loaded, shown};
use crate::views::parts::messages;
use crate::views::parts::typography::lead;
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
pub fn view(app: &Rc<App>, page: &Rc<PaymentMethodPage>) -> AnyView {
    let (drawn, again, with) = (Rc::clone(page), Rc::clone(page), Rc::clone(app));
    let body = loaded(
        app,
        move || drawn.with_state(|state| shown(state, |found| inside(&with, &drawn, found))),
        move || again.load(),
    );
    step_page(app, Step::Payment, &messages::plain(page.form()), body)
}

/// Name of a method.
#[must_use]
pub fn name(method: PaymentMethod) -> String {
    match method {
        PaymentMethod::Card => words::method_card(),
        PaymentMethod::BankTransfer => words::method_transfer(),
        PaymentMethod::PurchaseOrder => words::method_order(),
        PaymentMethod::Unknown => words::method_unknown(),
    }
}

fn picture(method: PaymentMethod) -> Option<Icon> {
    match method {
        PaymentMethod::Card => Some(Icon::Card),
        PaymentMethod::BankTransfer => Some(Icon::Bank),
        PaymentMethod::PurchaseOrder => Some(Icon::Order),
        PaymentMethod::Unknown => None,
    }
}

/// When the membership is confirmed, what comes, and what is needed: the same three of each method.
fn instructions(offer: &OfferedMethod) -> Vec<String> {
    let days = offer.deadline_days;
    match offer.method {
        PaymentMethod::Card => vec![words::method_card_when(), words::method_card_what(), words::method_card_need()],
        PaymentMethod::BankTransfer => vec![
            days.map_or_else(words::method_transfer_when_soon, words::method_transfer_when),
            words::method_transfer_what(),
            words::method_transfer_need(),
        ],
        PaymentMethod::PurchaseOrder => vec![
            days.map_or_else(words::method_order_when_soon, words::method_order_when),
            words::method_order_what(),
            words::method_order_need(),
        ],
        PaymentMethod::Unknown => vec![words::method_unknown_how()],
    }
}

/// What the button that pays does.
#[must_use]
pub fn what_pay_does(method: PaymentMethod) -> String {
    match method {
        PaymentMethod::Card => words::review_card_next(),
        PaymentMethod::BankTransfer => words::review_transfer_next(),
        PaymentMethod::PurchaseOrder => words::review_order_next(),
        PaymentMethod::Unknown => words::method_unknown_how(),
    }
}

/// What comes next where the money is awaited; nothing where this build cannot know.
#[must_use]
pub fn awaited(method: PaymentMethod) -> Option<String> {
    match method {
        PaymentMethod::BankTransfer => Some(words::confirmation_next_transfer()),
        PaymentMethod::PurchaseOrder => Some(words::confirmation_next_order()),
        // The server confirms no card payment before its money is there.
        PaymentMethod::Card | PaymentMethod::Unknown => None,
    }
}

fn choice(offer: &OfferedMethod) -> Choice {
    Choice {
        value: offer.method.slug().to_owned(),
        label: name(offer.method),
        is_name: false,
        hints: instructions(offer),
        icon: picture(offer.method),
        unavailable: None,
    }
}

fn inside(app: &Rc<App>, page: &Rc<PaymentMethodPage>, shown: &Shown) -> AnyView {
    let form = messages::plain(page.form());
    let choices = shown.methods.iter().map(choice).collect();
    let sending = Rc::clone(page);
    let group = radios(&form, "method", words::method_legend(), choices, page.chosen());
    let (asked, for_order) = (Rc::clone(page), form.clone());
    let order = show_some(move || {
        let label = match asked.order_number_rule() {
            OrderNumber::Required => words::method_order_number(),
            OrderNumber::Optional => words::form_optional(&words::method_order_number()),
            OrderNumber::NotTaken => return None,
        };
        Some(order_number(&for_order, &asked, label))
    });
    let body = view! { {group} {order} };
    view! {
        {lead(words::method_lead())}
        {step_form(app, &form, words::form_save(), body.into_any(), move || sending.send())}
    }
    .into_any()
}

fn order_number(form: &FormView, page: &Rc<PaymentMethodPage>, label: String) -> AnyView {
    let field = Field {
        id: "purchase-order".to_owned(),
        label,
        hint: words::method_order_hint(),
        width: "input--medium",
        ..Field::default()
    };
    text(form, field, Value::of(page.order_number()))
}
