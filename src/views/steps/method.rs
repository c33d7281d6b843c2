//! Step 6: how do you want to pay? The method and its instructions.
use super::{current, saver};
use crate::app::screen;
use crate::app::session::App;
use crate::domain::draft::AnswerKey;
use crate::domain::payment::{OfferedMethod, PaymentMethod};
use crate::domain::renewal::Renewal;
use crate::domain::step::Step;
use crate::i18n::words;
use crate::views::parts::choices::{Choice, radios};
use crate::views::parts::dynamic::optional;
use crate::views::parts::field::{Field, text};
use crate::views::parts::form::{Form, step_form, step_page};
use crate::views::parts::guard;
use crate::views::parts::loading::loaded;
use crate::views::parts::prose::lead;
use crate::wire;
use leptos::prelude::*;

/// Longest purchase order number the program accepts, in characters.
const ORDER_NUMBER_MAX: usize = 35;

/// The page.
pub fn view(app: App) -> AnyView {
    let form = Form::new();
    let body = guard::step(app, Step::Payment, move |renewal| {
        let for_methods = renewal.clone();
        let find = move |app: App| app.ask(wire::renewal::methods(&for_methods));
        loaded(app, find, move |methods, _| inside(app, form, renewal.clone(), methods))
    });
    step_page(app, Step::Payment, form, words::method_title(), body)
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

fn instructions(offer: &OfferedMethod) -> String {
    let days = offer.deadline_days.unwrap_or(30);
    match offer.method {
        PaymentMethod::Card => words::method_card_how(),
        PaymentMethod::BankTransfer => words::method_transfer_how(days),
        PaymentMethod::PurchaseOrder => words::method_order_how(days),
        PaymentMethod::Unknown => words::method_unknown_how(),
    }
}

fn choice(offer: &OfferedMethod) -> Choice {
    Choice {
        value: offer.method.slug().to_owned(),
        label: name(offer.method),
        hints: vec![instructions(offer)],
        aside: String::new(),
        unavailable: None,
    }
}

fn inside(app: App, form: Form, renewal: Renewal, methods: Vec<OfferedMethod>) -> AnyView {
    let saved = renewal.method.clone();
    let chosen = app.wizard.answer(AnswerKey::Method).or(saved.as_ref().map(|m| m.method.slug().to_owned()));
    let value = RwSignal::new(chosen.unwrap_or_default());
    let order =
        app.wizard.answer(AnswerKey::PurchaseOrder).or(saved.and_then(|m| m.purchase_order)).unwrap_or_default();
    let order = RwSignal::new(order);
    let choices = methods.iter().map(choice).collect();
    let save = saver(app, Step::Payment, form);
    let send = move || {
        let id = value.get_untracked();
        let Some(method) = methods.iter().map(|offer| offer.method).find(|method| method.slug() == id) else {
            form.refuse(vec![("method".to_owned(), words::method_missing())]);
            return;
        };
        let number = order.with_untracked(|number| number.trim().to_owned());
        let number = (method == PaymentMethod::PurchaseOrder).then_some(number);
        if let Some(number) = &number {
            let wrong = match number.chars().count() {
                0 => Some(words::method_order_missing()),
                n if n > ORDER_NUMBER_MAX => Some(words::method_order_long(&screen::number(ORDER_NUMBER_MAX as i64))),
                _ => None,
            };
            if let Some(message) = wrong {
                form.refuse(vec![("purchase-order".to_owned(), message)]);
                return;
            }
        }
        form.run(save(wire::renewal::choose_method(&current(app, &renewal), method, number)));
    };
    let order_field = optional(move || {
        (value.get() == PaymentMethod::PurchaseOrder.slug()).then(|| {
            let field = Field {
                id: "purchase-order".to_owned(),
                label: words::method_order_number(),
                hint: words::method_order_hint(),
                width: "input--medium",
                ..Field::default()
            };
            text(form, field, order.get_untracked(), move |typed| {
                order.set(typed.clone());
                app.wizard.set(AnswerKey::PurchaseOrder, typed);
            })
        })
    });
    let group = radios(form, "method", words::method_legend(), choices, value, move |id| {
        app.wizard.set(AnswerKey::Method, id);
    });
    let body = view! { {group} {order_field} };
    view! { {lead(words::method_lead())} {step_form(app, form, words::form_save(), body.into_any(), send)} }.into_any()
}
