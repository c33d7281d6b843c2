//! The confirmation: the thing to print, today and any later day.
use super::centre;
use super::outline::back;
use super::parts::buttons::{link, working};
use super::parts::certificate;
use super::parts::dynamic::remount_on_change;
use super::parts::fee_table::fee_table;
use super::parts::form::{error_summary, failure_box, plain_label, sent_form};
use super::parts::frame::{framed, print_reference};
use super::parts::icon::Icon;
use super::parts::loading::{loaded, shown};
use super::parts::marked_button::{marked_button, print_button};
use super::parts::messages;
use super::parts::summary_list::{Row, summary_list};
use super::parts::typography::{actions, h2, lead, p};
use super::steps::payment_method;
use crate::app::App;
use crate::app::pages::confirmation::{ConfirmationPage, PROOF_SENT};
use crate::domain::confirmation::Confirmation;
use crate::domain::money::Money;
use crate::domain::payment::BankTransfer;
use crate::domain::proof::kilobytes;
use crate::domain::route::Page;
use crate::i18n::{format, later_format, words};
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
pub fn view(app: &Rc<App>, page: &Rc<ConfirmationPage>) -> AnyView {
    let (drawn, again, with, titled) = (Rc::clone(page), Rc::clone(page), Rc::clone(app), Rc::clone(page));
    let body = loaded(
        app,
        move || drawn.with_state(|state| shown(state, |confirmation| document(&with, &drawn, confirmation))),
        move || again.load(),
    );
    let title = move || {
        titled.with_state(|state| match state.ready() {
            Some(confirmation) if confirmation.paid => words::confirmation_title(),
            Some(_) => words::confirmation_pending_title(),
            None => words::confirmation_loading_title(),
        })
    };
    let form = messages::plain(page.proof_form());
    let wrong = page.proof_form().clone();
    let summary = error_summary(app, &form);
    framed(
        app,
        "page page--beside",
        Rc::new(title),
        Some(Rc::new(move || wrong.has_errors())),
        Some(back(&Page::Confirmation)),
        Some(summary),
        body,
    )
}

/// The certificate of the renewed membership.
pub(super) fn certificate(confirmation: &Confirmation) -> AnyView {
    let number = &confirmation.organization.partner_id;
    let rows = vec![
        Row::new(words::confirmation_valid_from(), format::date_long(confirmation.previous_membership_date)),
        Row::new(words::confirmation_valid(), format::date_long(confirmation.new_membership_date)),
        Row::new(words::confirmation_partner_id(), number.clone()),
        Row::new(words::confirmation_reference(), confirmation.reference.clone()),
    ];
    certificate::certificate(&confirmation.organization.name, &confirmation.level.name, rows)
}

/// What is not paid for yet: what to do, by when, and what that takes.
pub(super) fn pending(confirmation: &Confirmation) -> AnyView {
    let payment = &confirmation.payment;
    let amount = format::money(&payment.still_awaited());
    let transfer = payment.bank_transfer.as_ref();
    let deadline = transfer.map(|transfer| transfer.deadline);
    let deadline = deadline.or(payment.purchase_order.as_ref().map(|(_, deadline)| *deadline));
    let figure = match deadline {
        Some(day) if transfer.is_some() => words::transfer_until(&amount, &format::date_long(day)),
        Some(day) => words::confirmation_order_until(&amount, &format::date_long(day)),
        None => amount.clone(),
    };
    let rows = match transfer {
        Some(details) => bank_rows(details, payment.received.as_ref()),
        None => vec![Row::new(words::confirmation_reference(), confirmation.reference.clone())],
    };
    let how = transfer.map(|_| words::transfer_lead());
    view! {
        <section class="panel" aria-labelledby="to-pay">
            <h2 id="to-pay" class="panel__figure">{figure}</h2>
            {p(words::confirmation_pending_line())}
            {how.map(p)}
            {summary_list(rows)}
        </section>
    }
    .into_any()
}

/// Where to transfer it to; how much and by when stands above.
fn bank_rows(transfer: &BankTransfer, received: Option<&Money>) -> Vec<Row> {
    let mut all = vec![
        Row::new(words::transfer_reference(), transfer.reference.clone()),
        Row::new(words::transfer_iban(), in_fours(&transfer.iban)),
        Row::new(words::transfer_bic(), transfer.bic.clone()),
        Row::new(words::transfer_account_name(), transfer.account_name.clone()),
        Row::new(words::transfer_bank(), transfer.bank.clone()),
    ];
    all.extend(received.map(|received| Row::new(words::confirmation_received(), format::money(received))));
    all
}

/// An account number in groups of four, as it is printed on paper (ISO 13616).
fn in_fours(number: &str) -> String {
    let mut grouped = String::new();
    for (i, letter) in number.chars().filter(|letter| !letter.is_whitespace()).enumerate() {
        if i > 0 && i % 4 == 0 {
            grouped.push(' ');
        }
        grouped.push(letter);
    }
    grouped
}

fn details(confirmation: &Confirmation) -> Vec<Row> {
    let date_name =
        if confirmation.paid { words::confirmation_new_date() } else { words::confirmation_new_date_pending() };
    let mut all = vec![
        Row::new(words::confirmation_company(), confirmation.organization.name.clone()),
        Row::new(words::confirmation_partner_id(), confirmation.organization.partner_id.clone()),
        Row::new(words::confirmation_level(), confirmation.level.name.clone()),
        Row::new(words::confirmation_location(), confirmation.location.name.clone())
            .with(vec![later_format::country_name(&confirmation.location.country)]),
        Row::new(words::confirmation_old_date(), format::date_long(confirmation.previous_membership_date)),
        Row::new(date_name, format::date_long(confirmation.new_membership_date)),
        Row::new(words::confirmation_method(), payment_method::name(confirmation.method)),
    ];
    if let Some(paid_at) = &confirmation.paid_at {
        all.push(Row::new(words::confirmation_paid_at(), format::date_time_long(paid_at)));
    }
    if let Some(number) = &confirmation.receipt_number {
        all.push(Row::new(words::confirmation_receipt(), number.clone()));
    }
    let number = confirmation.payment.order_number.iter();
    all.extend(number.map(|number| Row::new(words::confirmation_order(), number.clone())));
    if let Some((number, deadline)) = &confirmation.payment.purchase_order {
        all.push(
            Row::new(words::confirmation_order(), number.clone())
                .with(vec![words::confirmation_order_by(&format::date_long(*deadline))]),
        );
    }
    all
}

fn signature(confirmation: &Confirmation) -> AnyView {
    let signature = &confirmation.signature;
    // Whoever signs under another name than their account's has said so; both are evidence.
    let account_name = signature.account_name.iter().filter(|name| **name != signature.name);
    let mut all =
        vec![Row::new(words::confirmation_signer(), signature.name.clone()).with(vec![signature.title.clone()])];
    all.extend(account_name.map(|name| Row::new(words::agreement_account_name(), name.clone())));
    all.extend([
        Row::new(words::confirmation_signed_at(), format::date_time_long(&signature.signed_at)),
        Row::new(words::confirmation_version(), signature.version.clone())
            .with(vec![later_format::language_name(&signature.language)]),
        Row::new(words::confirmation_digest(), signature.digest.clone()),
    ]);
    view! { <section>{h2(words::confirmation_signature())}{summary_list(all)}</section> }.into_any()
}

/// What there is to keep: this page on paper, what was signed with the evidence, and an address that stays.
fn documents(app: &Rc<App>, page: &Rc<ConfirmationPage>, confirmation: &Confirmation) -> AnyView {
    let saving = Rc::clone(page);
    let kind = if confirmation.paid { "button" } else { "button button--secondary" };
    let signed = words::confirmation_signed_copy();
    // What others can check by a code.
    let letter = Page::Letter(confirmation.organization.id.clone());
    view! {
        <div class="no-print">
            {failure_box(app, page.copy_form())}
            {actions(vec![
                print_button(app, kind, words::confirmation_print()),
                marked_button("button button--secondary", Icon::Download, signed, move || saving.save_signed_copy()),
                link("", &Page::Reprint(confirmation.renewal.clone()), words::confirmation_link()),
                confirmation.paid.then(|| link("", &Page::Orders, words::orders_title())).into_any(),
                confirmation.paid.then(|| link("", &letter, words::letter_title())).into_any(),
                working(page.copy_form()),
            ])}
        </div>
    }
    .into_any()
}

fn next(confirmation: &Confirmation) -> AnyView {
    let rows = if confirmation.paid {
        let opens = confirmation.window_opens.map(format::date_long);
        [
            Some((words::confirmation_next_now(), words::confirmation_next_active())),
            Some((words::confirmation_next_soon(), words::confirmation_next_invoice())),
            opens.map(|day| (day, words::confirmation_next_year())),
        ]
    } else {
        let awaited = payment_method::awaited(confirmation.method);
        [
            awaited.map(|text| (words::confirmation_next_now(), text)),
            Some((words::confirmation_next_then(), words::confirmation_next_until_paid())),
            Some((words::confirmation_next_always(), words::confirmation_next_return())),
        ]
    };
    let mut items = Vec::new();
    for row in rows {
        let Some((when, text)) = row else { continue };
        items.push(view! { <div><dt>{when}</dt><dd>{text}</dd></div> }.into_any());
    }
    view! { <section>{h2(words::confirmation_next())}<dl class="dated">{items}</dl></section> }.into_any()
}

/// Proof of a transfer: what has arrived, and a form that is opened by those who have sent the money.
fn proof(app: &Rc<App>, page: &Rc<ConfirmationPage>) -> AnyView {
    let (app, page) = (Rc::clone(app), Rc::clone(page));
    view! {
        <section class="no-print">
            {h2(words::proof_title())}
            {remount_on_change(move || proof_state(&app, &page))}
        </section>
    }
    .into_any()
}

fn proof_state(app: &Rc<App>, page: &Rc<ConfirmationPage>) -> AnyView {
    let proof = page.proof();
    let label = if proof.is_some() { words::proof_replace() } else { words::proof_open() };
    let sent = proof.map(|proof| {
        let size = format::number(kilobytes(proof.size));
        let text = words::proof_sent(&proof.name, &size, &format::date_time_long(&proof.received_at));
        view! { <p class="inset" id=PROOF_SENT tabindex="-1">{text}</p> }
    });
    let form = if page.is_proof_open() {
        centre::proof(page)
    } else {
        let opened = Rc::clone(page);
        let open = Box::new(move || opened.open_proof());
        let none = ().into_any();
        sent_form(page.proof_form(), "button button--secondary", plain_label(label), none, ().into_any(), open)
    };
    view! {
        {sent.is_none().then(|| p(words::proof_lead()))}
        {sent}
        {failure_box(app, page.proof_form())}
        {form}
    }
    .into_any()
}

fn document(app: &Rc<App>, page: &Rc<ConfirmationPage>, confirmation: &Confirmation) -> AnyView {
    let paid = confirmation.paid;
    let cost = if paid { words::confirmation_cost_paid() } else { words::review_cost() };
    print_reference(app, &confirmation.reference);
    view! {
        {paid.then(|| lead(words::confirmation_until(&format::date_long(confirmation.new_membership_date))))}
        {if paid { certificate(confirmation) } else { pending(confirmation) }}
        {documents(app, page, confirmation)}
        {confirmation.owed_transfer().map(|_| proof(app, page))}
        <section>{h2(words::confirmation_details())}{summary_list(details(confirmation))}</section>
        <section>{h2(cost)}{fee_table(&confirmation.lines, &confirmation.tax_lines, &confirmation.total)}</section>
        {signature(confirmation)}
        <div class="side">{next(confirmation)}</div>
    }
    .into_any()
}
