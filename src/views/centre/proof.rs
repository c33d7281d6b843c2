//! Proof of a bank transfer: a file from whoever has sent the money already. It decides nothing; it helps people find
//! a transfer that came with another amount or reference.
use crate::app::pages::confirmation::ConfirmationPage;
use crate::app::pages::file_choice::FILE_CONTROL;
use crate::domain::proof::ACCEPTED;
use crate::i18n::words;
use crate::views::parts::dynamic::show_some;
use crate::views::parts::field::{Field, file};
use crate::views::parts::form::{plain_label, sent_form};
use crate::views::parts::messages;
use crate::views::parts::typography::p;
use leptos::prelude::*;
use std::rc::Rc;

/// The form, below what has arrived.
pub fn form(page: &Rc<ConfirmationPage>) -> AnyView {
    let form = messages::plain(page.proof_form());
    let label = if page.proof().is_some() { words::proof_replace() } else { words::proof_send() };
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
    let send = Box::new(move || sending.send_proof());
    let (class, control) = ("button button--secondary", control.into_any());
    sent_form(page.proof_form(), class, plain_label(label), control, ().into_any(), send)
}
