//! Step 7: check your renewal and pay. Nothing is final before it; the button names the amount.
use super::method;
use crate::app::payment::{Attempt, pay};
use crate::app::screen;
use crate::app::session::App;
use crate::app::settled::settle;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::membership::LevelName;
use crate::domain::payment::{Payment, PaymentMethod};
use crate::domain::profile::{FieldId, Profile};
use crate::domain::quote::Quote;
use crate::domain::renewal::Renewal;
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::i18n::words;
use crate::views::parts::dynamic::dynamic;
use crate::views::parts::form::{Form, step_page, submit};
use crate::views::parts::guard::{self, navigator};
use crate::views::parts::lines::money_table;
use crate::views::parts::loading::loaded;
use crate::views::parts::rows::{Row, rows};
use crate::views::payment_return;
use crate::wire;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// The page, or, once the payment is created, the announcement that the person is about to leave.
pub fn view(app: App) -> AnyView {
    app.changing.set(false);
    let leaving: RwSignal<Option<Payment>> = RwSignal::new(None);
    dynamic(move || match leaving.get() {
        Some(payment) => payment_return::leaving(app, payment, leaving),
        None => answers(app, leaving),
    })
}

fn answers(app: App, leaving: RwSignal<Option<Payment>>) -> AnyView {
    let form = Form::new();
    let body = guard::step(app, Step::Review, move |renewal| {
        let kept = StoredValue::new(renewal);
        let find = move |app: App| async move {
            let renewal = kept.get_value();
            let profile = app.ask(wire::organization::profile(&renewal.organization.id)).await?.profile;
            let quote = app.ask(wire::quote::create(&renewal)).await?;
            Ok::<_, Failure>((profile, quote))
        };
        loaded(app, find, move |(profile, quote), again| {
            inside(app, form, leaving, kept.get_value(), &profile, quote, again)
        })
    });
    step_page(app, Step::Review, form, words::review_title(), body)
}

fn answer_rows(renewal: &Renewal, profile: &Profile) -> Vec<Row> {
    let at = |step: Step| Page::Step(step).path();
    let address: Vec<String> =
        [FieldId::AddressLine1, FieldId::AddressLine2, FieldId::City, FieldId::Region, FieldId::PostalCode]
            .into_iter()
            .map(|field| profile.get(field).to_owned())
            .filter(|line| !line.is_empty())
            .collect();
    let contact: Vec<String> = [FieldId::ContactEmail, FieldId::ContactPhone]
        .into_iter()
        .map(|field| profile.get(field).to_owned())
        .filter(|line| !line.is_empty())
        .collect();
    let signature = renewal.signature.as_ref();
    let method = renewal.method.as_ref();
    let level = renewal.level.as_ref().map(|chosen| (&chosen.level, &chosen.fee));
    vec![
        Row::new(words::review_requirements(), words::review_requirements_confirmed())
            .changed_at(at(Step::Requirements)),
        Row::new(words::review_company(), profile.get(FieldId::LegalName)).changed_at(at(Step::Profile)),
        Row::new(words::review_address(), screen::country_name(profile.get(FieldId::Country)))
            .with(address)
            .changed_at(at(Step::Profile)),
        Row::new(words::review_tax_id(), profile.get(FieldId::TaxId)).changed_at(at(Step::Profile)),
        Row::new(words::review_contact(), profile.get(FieldId::ContactName))
            .with(contact)
            .changed_at(at(Step::Profile)),
        Row::new(
            words::review_agreement(),
            signature.map_or_else(String::new, |s| words::review_signed(&s.name, &s.title)),
        )
        .with(
            signature
                .map(|s| words::review_version(&s.version, &screen::date_time_long(&s.signed_at)))
                .into_iter()
                .collect(),
        )
        .changed_at(at(Step::Agreement)),
        Row::new(words::review_location(), renewal.location.as_ref().map_or("", |location| &location.name))
            .with(
                renewal.location.as_ref().map(|location| screen::country_name(&location.country)).into_iter().collect(),
            )
            .changed_at(at(Step::Location)),
        Row::new(
            words::review_level(),
            level.map_or_else(String::new, |(LevelName { name, .. }, fee)| {
                words::review_level_fee(name, &screen::money(fee))
            }),
        )
        .changed_at(at(Step::Level)),
        Row::new(words::review_method(), method.map_or_else(String::new, |chosen| method::name(chosen.method)))
            .with(method.and_then(|chosen| chosen.purchase_order.clone()).into_iter().collect())
            .changed_at(at(Step::Payment)),
    ]
}

fn what_pay_does(method: PaymentMethod) -> String {
    match method {
        PaymentMethod::Card => words::review_card_next(),
        PaymentMethod::BankTransfer => words::review_transfer_next(),
        PaymentMethod::PurchaseOrder => words::review_order_next(),
    }
}

fn inside(
    app: App,
    form: Form,
    leaving: RwSignal<Option<Payment>>,
    renewal: Renewal,
    profile: &Profile,
    quote: Quote,
    requote: Callback<()>,
) -> AnyView {
    let go = navigator();
    let label = words::review_pay(&screen::money(&quote.total));
    let next = renewal.method.as_ref().map(|chosen| what_pay_does(chosen.method));
    let new_date = screen::date_long(quote.new_membership_date);
    let table = money_table(&quote.lines, &quote.tax_lines, &quote.total);
    let list = rows(answer_rows(&renewal, profile), move || app.changing.set(true));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let (go, renewal, quote) = (go.clone(), renewal.clone(), quote.clone());
        form.run(async move {
            match pay(app, &renewal, &quote).await {
                Attempt::Leave(payment) => {
                    app.renewal.set(None);
                    leaving.set(Some(payment));
                }
                Attempt::Pending | Attempt::Paid => {
                    app.renewal.set(None);
                    settle(app, &renewal.id).await;
                    go(&Page::Confirmation, true);
                }
                Attempt::Unknown => {
                    app.renewal.set(None);
                    go(&Page::PaymentReturn, true);
                }
                Attempt::PriceChanged => {
                    form.fail(Failure { kind: FailureKind::QuoteChanged, reference: String::new() });
                    requote.run(());
                }
                Attempt::Refused(failure) => super::refused(app, form, failure, &go).await,
            }
        });
    };
    view! {
        <p class="lead">{words::review_lead()}</p>
        <h2>{words::review_answers()}</h2>
        {list}
        <h2>{words::review_cost()}</h2>
        {table}
        <p>{words::review_new_date(&new_date)}</p>
        <p>{words::review_refund()}</p>
        <form novalidate on:submit=send>
            <p id="pay-means">{next}</p>
            <div class="actions">{submit(form, Signal::stored(label))}</div>
        </form>
    }
    .into_any()
}
