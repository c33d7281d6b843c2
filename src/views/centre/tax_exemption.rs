//! Exemption from tax: how it stands, and the form that asks for it.
use super::shared::{company_name, form_page};
use crate::app::App;
use crate::app::pages::file_choice::FILE_CONTROL;
use crate::app::pages::tax_exemption::TaxExemptionPage;
use crate::domain::proof::ACCEPTED;
use crate::domain::route::Page;
use crate::domain::tax_exemption::{TaxExemption, TaxExemptionState};
use crate::i18n::{format, words};
use crate::views::parts::dynamic::show_some;
use crate::views::parts::field::{Field, Value, file, select};
use crate::views::parts::form::{FormView, plain_label, sent_form};
use crate::views::parts::loading::{loaded, shown};
use crate::views::parts::messages;
use crate::views::parts::typography::{h2, inset, lead, p};
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
pub fn view(app: &Rc<App>, at: &Page, page: &Rc<TaxExemptionPage>) -> AnyView {
    let (drawn, again, on) = (Rc::clone(page), Rc::clone(page), Rc::clone(page));
    let body = loaded(
        app,
        move || drawn.with_state(|state| shown(state, |exemption| inside(&on, exemption))),
        move || again.load(),
    );
    form_page(app, at, words::tax_exemption_title(), &messages::plain(page.form()), body)
}

fn inside(page: &Rc<TaxExemptionPage>, exemption: &TaxExemption) -> AnyView {
    let rest = if exemption.can_request {
        form(page, exemption)
    } else if exemption.state == TaxExemptionState::Accepted {
        ().into_any()
    } else {
        p(words::tax_exemption_only_primary())
    };
    view! {
        {company_name(Some(exemption.organization.clone()))}
        {lead(words::tax_exemption_lead())}
        {inset(standing(exemption))}
        {rest}
    }
    .into_any()
}

/// How it stands, in sentences.
fn standing(exemption: &TaxExemption) -> Vec<String> {
    let ground = exemption.ground.clone().unwrap_or_default();
    let since = exemption.since.as_deref().map(format::date_time_long).unwrap_or_default();
    match exemption.state {
        TaxExemptionState::NotRequested => vec![words::tax_exemption_none()],
        TaxExemptionState::Requested => {
            let file = exemption.certificate.as_ref().map(|file| words::tax_exemption_file(&file.name));
            let said = [words::tax_exemption_requested(&since, &ground), words::tax_exemption_unchanged()];
            said.into_iter().chain(file).collect()
        }
        TaxExemptionState::Accepted => vec![words::tax_exemption_accepted(&since, &ground)],
        TaxExemptionState::Rejected => {
            [words::tax_exemption_rejected(&since, &ground)].into_iter().chain(exemption.reason.clone()).collect()
        }
        TaxExemptionState::Unknown => vec![words::tax_exemption_unknown()],
    }
}

fn form(page: &Rc<TaxExemptionPage>, exemption: &TaxExemption) -> AnyView {
    let form: FormView = messages::plain(page.form());
    let (title, label) = match exemption.state {
        TaxExemptionState::Requested => (words::tax_exemption_instead(), words::tax_exemption_send_again()),
        _ => (words::tax_exemption_ask(), words::tax_exemption_send()),
    };
    let grounds = exemption.grounds.iter().map(|ground| (ground.id.clone(), ground.name.clone())).collect();
    let (chosen, choosing, kept, picking, sending) =
        (Rc::clone(page), Rc::clone(page), Rc::clone(page), Rc::clone(page), Rc::clone(page));
    let ground = Field { id: "ground".to_owned(), label: words::tax_exemption_ground(), ..Field::default() };
    let certificate = Field {
        id: FILE_CONTROL.to_owned(),
        label: words::tax_exemption_certificate(),
        hint: words::proof_hint(),
        accept: ACCEPTED,
        ..Field::default()
    };
    let value = Value {
        shown: Rc::new(move || chosen.ground()),
        on_input: Rc::new(move |ground| choosing.choose_ground(ground)),
    };
    let controls = view! {
        {select(&form, ground, grounds, value)}
        {file(&form, certificate, move || picking.file().choose())}
        {show_some(move || kept.file().kept_name().map(|name| p(words::proof_chosen(&name))))}
    };
    view! {
        {h2(title)}
        {sent_form(page.form(), "button", plain_label(label), controls.into_any(), ().into_any(), Box::new(move || sending.send()))}
    }
    .into_any()
}
