//! The confirmation: the thing to print, today and any later day.
use super::parts::form::{Form, error_summary, failure_box};
use super::parts::frame::{Back, framed};
use super::parts::guard::{self, redirect};
use super::parts::lines::money_table;
use super::parts::loading::loaded;
use super::parts::press::{button, link, working};
use super::parts::prose::{actions, h2, p};
use super::parts::rows::{Row, rows};
use super::proof;
use super::steps::method;
use crate::app::renewal::{membership, page_of};
use crate::app::screen;
use crate::app::session::App;
use crate::app::settled::tidy;
use crate::domain::confirmation::Confirmation;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::money::Money;
use crate::domain::payment::BankTransfer;
use crate::domain::route::Page;
use crate::i18n::words;
use crate::wire;
use leptos::prelude::*;

/// The confirmation of the renewal of the organization worked for.
pub fn latest(app: App) -> AnyView {
    show(app, Page::Confirmation, None)
}

/// The confirmation of a renewal by its id.
pub fn reprint(app: App, id: String) -> AnyView {
    show(app, Page::Reprint(id.clone()), Some(id))
}

fn show(app: App, here: Page, id: Option<String>) -> AnyView {
    // Of the file that proves a transfer; its errors are told at the top of the page.
    let form = Form::beside("proof-failure");
    let title = RwSignal::new(words::confirmation_loading_title());
    let body = guard::signed_in(app, here, move || {
        let id = id.clone();
        let work = move |app| find(app, id.clone());
        loaded(app, work, move |found, again| match found {
            Err(page) => redirect(&page),
            Ok(confirmation) => {
                title.set(if confirmation.paid {
                    words::confirmation_title()
                } else {
                    words::confirmation_pending_title()
                });
                document(app, &confirmation, form, again)
            }
        })
    });
    let back = Back { href: Page::Membership.path(), label: words::payment_to_membership() };
    framed(app, title.into(), form.wrong(), Some(back), Some(error_summary(form)), body)
}

async fn find(app: App, id: Option<String>) -> Result<Result<Confirmation, Page>, Failure> {
    let is_latest = id.is_none();
    let id = match id {
        Some(id) => id,
        None => match membership(app).await? {
            Err(page) => return Ok(Err(page)),
            Ok(membership) => match membership.current_renewal {
                Some(current) => current.id,
                None => return Ok(Err(Page::Membership)),
            },
        },
    };
    match app.ask(wire::confirmation::get(&id)).await {
        // Not paid yet, so there is nothing to confirm.
        Err(Failure { kind: FailureKind::StepOrder(_), .. }) => Ok(Err(unpaid(app, &id).await?)),
        found => {
            if is_latest && found.as_ref().is_ok_and(|confirmation| confirmation.paid) {
                tidy(app, id);
            }
            found.map(Ok)
        }
    }
}

/// Where a renewal without a payment goes on.
async fn unpaid(app: App, id: &str) -> Result<Page, Failure> {
    Ok(page_of(&app.ask(wire::renewal::get(id)).await?))
}

fn panel(confirmation: &Confirmation) -> AnyView {
    let (class, line) = if confirmation.paid {
        ("panel panel--success", words::confirmation_until(&screen::date_long(confirmation.new_membership_date)))
    } else {
        ("panel panel--pending", words::confirmation_pending_line())
    };
    view! {
        <div class=class>
            {p(line)}
            <p class="panel__reference">{words::confirmation_reference()}{" "}<strong>{confirmation.reference.clone()}</strong></p>
        </div>
    }
    .into_any()
}

fn transfer(transfer: &BankTransfer, amount: &str, received: Option<&Money>) -> AnyView {
    let mut list = vec![
        Row::new(words::transfer_amount(), amount),
        Row::new(words::transfer_account_name(), transfer.account_name.clone()),
        Row::new(words::transfer_iban(), transfer.iban.clone()),
        Row::new(words::transfer_bic(), transfer.bic.clone()),
        Row::new(words::transfer_bank(), transfer.bank.clone()),
        Row::new(words::transfer_reference(), transfer.reference.clone()),
        Row::new(words::transfer_deadline(), screen::date_long(transfer.deadline)),
    ];
    list.extend(received.map(|received| Row::new(words::confirmation_received(), screen::money(received))));
    view! {
        <section>
            {h2(words::transfer_title())}
            {p(words::transfer_lead())}
            {rows(list, || ())}
        </section>
    }
    .into_any()
}

fn details(confirmation: &Confirmation) -> Vec<Row> {
    let date_name =
        if confirmation.paid { words::confirmation_new_date() } else { words::confirmation_new_date_pending() };
    let mut list = vec![
        Row::new(words::confirmation_company(), confirmation.organization.name.clone()),
        Row::new(words::confirmation_partner_id(), confirmation.organization.partner_id.clone()),
        Row::new(words::confirmation_level(), confirmation.level.name.clone()),
        Row::new(words::confirmation_location(), confirmation.location.name.clone())
            .with(vec![screen::country_name(&confirmation.location.country)]),
        Row::new(words::confirmation_old_date(), screen::date_long(confirmation.previous_membership_date)),
        Row::new(date_name, screen::date_long(confirmation.new_membership_date)),
        Row::new(words::confirmation_method(), method::name(confirmation.method)),
    ];
    if let Some(paid_at) = &confirmation.paid_at {
        list.push(Row::new(words::confirmation_paid_at(), screen::date_time_long(paid_at)));
    }
    if let Some(number) = &confirmation.receipt_number {
        list.push(Row::new(words::confirmation_receipt(), number.clone()));
    }
    if let Some((number, deadline)) = &confirmation.payment.purchase_order {
        list.push(
            Row::new(words::confirmation_order(), number.clone())
                .with(vec![words::confirmation_order_by(&screen::date_long(*deadline))]),
        );
    }
    list
}

fn signature(app: App, confirmation: &Confirmation) -> AnyView {
    let signature = &confirmation.signature;
    let list = vec![
        Row::new(words::confirmation_signer(), signature.name.clone()).with(vec![signature.title.clone()]),
        Row::new(words::confirmation_signed_at(), screen::date_time_long(&signature.signed_at)),
        Row::new(words::confirmation_version(), signature.version.clone())
            .with(vec![screen::language_name(&signature.language)]),
        Row::new(words::confirmation_digest(), signature.digest.clone()),
    ];
    view! { <section>{h2(words::confirmation_signature())}{rows(list, || ())}{signed_copy(app, confirmation)}</section> }
        .into_any()
}

/// What was signed, with the evidence, as a file.
fn signed_copy(app: App, confirmation: &Confirmation) -> AnyView {
    let form = Form::new();
    let (renewal, reference) = (confirmation.renewal.clone(), confirmation.reference.clone());
    let fetch = move || {
        let (renewal, reference) = (renewal.clone(), reference.clone());
        form.run(async move {
            match app.ask(wire::confirmation::signed_copy(&renewal)).await {
                Ok(text) => screen::save_as(&[reference.as_str(), ".txt"].concat(), &text),
                Err(failure) => form.fail(failure),
            }
        });
    };
    view! {
        <div class="no-print">
            {failure_box(form)}
            {actions(vec![button("button button--secondary", words::confirmation_signed_copy(), fetch), working(form)])}
        </div>
    }
    .into_any()
}

fn next(confirmation: &Confirmation) -> AnyView {
    let items = if confirmation.paid {
        vec![words::confirmation_next_active(), words::confirmation_next_invoice(), words::confirmation_next_year()]
    } else if confirmation.payment.bank_transfer.is_some() {
        vec![
            words::confirmation_next_transfer(),
            words::confirmation_next_until_paid(),
            words::confirmation_next_return(),
        ]
    } else {
        vec![words::confirmation_next_order(), words::confirmation_next_until_paid(), words::confirmation_next_return()]
    };
    let items = items.into_iter().map(|text| view! { <li>{text}</li> }).collect_view();
    view! { <section>{h2(words::confirmation_next())}<ul>{items}</ul></section> }.into_any()
}

fn document(app: App, confirmation: &Confirmation, form: Form, again: Callback<()>) -> AnyView {
    let payment = &confirmation.payment;
    let owed = payment.bank_transfer.as_ref().filter(|_| !confirmation.paid);
    let amount = screen::money(&confirmation.total);
    let cost = if confirmation.paid { words::confirmation_cost_paid() } else { words::review_cost() };
    view! {
        {panel(confirmation)}
        <p class="no-print">{button("button", words::confirmation_print(), screen::print)}</p>
        {owed.map(|details| transfer(details, &amount, payment.received.as_ref()))}
        {owed.map(|_| proof::section(app, form, payment, again))}
        <section>{h2(words::confirmation_details())}{rows(details(confirmation), || ())}</section>
        <section>{h2(cost)}{money_table(&confirmation.lines, &confirmation.tax_lines, &confirmation.total)}</section>
        {signature(app, confirmation)}
        {next(confirmation)}
        <p class="no-print">{link("", &Page::Reprint(confirmation.renewal.clone()), words::confirmation_link())}</p>
    }
    .into_any()
}
