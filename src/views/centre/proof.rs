//! Proof of a bank transfer: a file from whoever has sent the money already. It decides nothing; it helps people find
//! a transfer that came with another amount or reference.
use crate::app::App;
use crate::app::pages::confirmation::{ConfirmationPage, PROOF_SENT};
use crate::app::pages::file_choice::FILE_CONTROL;
use crate::domain::proof::{ACCEPTED, kilobytes};
use crate::i18n::{format, words};
use crate::views::parts::dynamic::{remount_on_change, show_some};
use crate::views::parts::field::{Field, file};
use crate::views::parts::form::{failure_box, plain_label, sent_form};
use crate::views::parts::messages;
use crate::views::parts::typography::{h2, p};
use leptos::prelude::*;
use std::rc::Rc;

/// The part of the page with the form.
pub fn section(app: &Rc<App>, page: &Rc<ConfirmationPage>) -> AnyView {
    let (app, page) = (Rc::clone(app), Rc::clone(page));
    view! {
        <section class="no-print">
            {h2(words::proof_title())}
            {p(words::proof_lead())}
            {remount_on_change(move || inside(&app, &page))}
        </section>
    }
    .into_any()
}

fn inside(app: &Rc<App>, page: &Rc<ConfirmationPage>) -> AnyView {
    let form = messages::plain(page.proof_form());
    let proof = page.proof();
    let label = if proof.is_some() { words::proof_replace() } else { words::proof_send() };
    let sent = proof.map(|proof| {
        let size = format::number(kilobytes(proof.size));
        let text = words::proof_sent(&proof.name, &size, &format::date_time_long(&proof.received_at));
        view! { <p class="inset" id=PROOF_SENT tabindex="-1">{text}</p> }
    });
    let field = Field {
        id: FILE_CONTROL.to_owned(),
        label: words::proof_label(),
        hint: words::proof_hint(),
        accept: ACCEPTED,
        ..Field::default()
    };
    let (choosing, chosen, sending) = (Rc::clone(page), Rc::clone(page), Rc::clone(page));
    let control = view! {
        {file(&form, field, move || choosing.file().choose())}
        {show_some(move || chosen.file().kept_name().map(|name| p(words::proof_chosen(&name))))}
    };
    view! {
        {sent}
        {failure_box(app, page.proof_form())}
        {sent_form(page.proof_form(), "button button--secondary", plain_label(label), control.into_any(), ().into_any(), Box::new(move || sending.send_proof()))}
    }
    .into_any()
}
