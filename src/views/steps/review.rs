//! Step 7: check your renewal and pay. Nothing is final before it; the button names the amount.
use super::method;
use crate::app::payment::{Till, is_pending};
use crate::app::screen;
use crate::app::session::App;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::level::LevelName;
use crate::domain::payment::{Payment, PaymentMethod};
use crate::domain::payment_machine::State;
use crate::domain::profile::{FieldId, Profile};
use crate::domain::quote::Quote;
use crate::domain::renewal::Renewal;
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::i18n::words;
use crate::views::parts::dynamic::fresh;
use crate::views::parts::form::{Form, sent_form, step_page};
use crate::views::parts::guard::{self, navigator, redirect};
use crate::views::parts::lines::money_table;
use crate::views::parts::loading::loaded;
use crate::views::parts::prose::{h2, inset, lead, p};
use crate::views::parts::rows::{Row, rows};
use crate::views::payment_return;
use crate::wire;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page, or, once the payment is created, the announcement that the person is about to leave.
pub fn view(app: App) -> AnyView {
    app.changing.set(false);
    let till = Till::new(app, payment_return::guide());
    let away = Memo::new(move |_| till.is_away());
    fresh(move || if away.get() { payment_return::leaving(app, till) } else { answers(app, till) })
}

/// What the page shows: the profile as it is, and the price.
type Shown = (Profile, Quote);

fn answers(app: App, till: Till) -> AnyView {
    let form = Form::new();
    let body = guard::step(app, Step::Review, move |renewal| {
        let kept = StoredValue::new(renewal);
        let find = move |app: App| async move { price(app, &kept.get_value()).await };
        loaded(app, find, move |found, again| match found {
            Err(page) => redirect(&page),
            Ok((profile, quote)) => inside(app, form, till, kept.get_value(), &profile, quote, again),
        })
    });
    step_page(app, Step::Review, form, words::review_title(), body)
}

/// A payment begun here whose end is not known comes first: before that there is no pay button.
async fn price(app: App, renewal: &Renewal) -> Result<Result<Shown, Page>, Failure> {
    if is_pending(app, renewal).await {
        return Ok(Err(Page::PaymentReturn));
    }
    let profile = app.ask(wire::organization::profile(&renewal.organization.id)).await?.profile;
    let quote = app.ask(wire::quote::create(renewal)).await?;
    Ok(Ok((profile, quote)))
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
        PaymentMethod::Unknown => words::method_unknown_how(),
    }
}

fn inside(
    app: App,
    form: Form,
    till: Till,
    renewal: Renewal,
    profile: &Profile,
    quote: Quote,
    requote: Callback<()>,
) -> AnyView {
    let label = words::review_pay(&screen::money(&quote.total));
    let next = renewal.method.as_ref().map(|chosen| what_pay_does(chosen.method));
    let new_date = screen::date_long(quote.new_membership_date);
    let table = money_table(&quote.lines, &quote.tax_lines, &quote.total);
    let missed = renewal.payment.as_ref().and_then(Payment::missed_deadline);
    let missed = missed.map(|deadline| inset(vec![words::review_missed(&screen::date_long(deadline))]));
    let list = rows(answer_rows(&renewal, profile), move || app.changing.set(true));
    follow(app, form, till, requote);
    let send = move || {
        // At once, before anything is waited for: the second click of a double click comes in the meantime.
        form.busy.set(true);
        form.failure.set(None);
        let (renewal, quote) = (renewal.clone(), quote.clone());
        spawn_local(async move { till.pay(&renewal, &quote).await });
    };
    view! {
        {missed}
        {lead(words::review_lead())}
        {h2(words::review_answers())}
        {list}
        {h2(words::review_cost())}
        {table}
        {p(words::review_new_date(&new_date))}
        {p(words::review_refund())}
        {sent_form(form, "button", label, view! { <p id="pay-means">{next}</p> }.into_any(), Box::new(send))}
    }
    .into_any()
}

/// What the page does when the payment moves on: it stays busy while the request is under way, tells a refusal, and
/// gives way to the page that asks when the answer is not known.
fn follow(app: App, form: Form, till: Till, requote: Callback<()>) {
    let go = navigator();
    Effect::new(move |_| match till.state.get() {
        State::Unknown(_) => {
            app.renewal.set(None);
            go(&Page::PaymentReturn, true);
        }
        State::Reviewing | State::Failed(_) => {
            let Some(failure) = till.failure.get_untracked() else { return };
            // Told here, once.
            till.failure.set(None);
            form.busy.set(false);
            if failure.kind == FailureKind::QuoteChanged {
                form.fail(failure);
                requote.run(());
            } else {
                let go = go.clone();
                spawn_local(async move { super::refused(app, form, failure, &go).await });
            }
        }
        State::Creating(_) | State::Created(_) | State::Redirected(_) | State::CheckingStatus(_) | State::Succeeded => {
        }
    });
}
