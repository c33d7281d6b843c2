//! Sign the agreement. The text is shown whole, as the page itself.
use crate::app::App;
use crate::app::pages::agreement::{AgreementPage, Shown};
use crate::domain::agreement::{Agreement, Change};
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::i18n::{format, words};
use crate::views::parts::buttons::{button, link};
use crate::views::parts::choices::tick;
use crate::views::parts::dynamic::{condition, show_some};
use crate::views::parts::field::{Field, Value, text};
use crate::views::parts::form::{FormView, step_form, step_page};
use crate::views::parts::loading::{loaded, shown};
use crate::views::parts::messages;
use crate::views::parts::typography::{h2, h3, inset, lead, p};
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
pub fn view(app: &Rc<App>, page: &Rc<AgreementPage>) -> AnyView {
    let form = form(page);
    let (drawn, again, with, inner) = (Rc::clone(page), Rc::clone(page), Rc::clone(app), form.clone());
    let body = loaded(
        app,
        move || drawn.with_state(|state| shown(state, |found| inside(&with, &drawn, &inner, found))),
        move || again.load(),
    );
    step_page(app, Step::Agreement, &form, body)
}

fn form(page: &Rc<AgreementPage>) -> FormView {
    let (company, name) = (Rc::clone(page), Rc::clone(page));
    let company =
        move || company.with_state(|state| state.ready().map(|shown| shown.company().to_owned())).unwrap_or_default();
    messages::of_signature(page.form(), Rc::new(company), Rc::new(move || name.account_name()))
}

/// What is new for somebody who has read the text before.
fn news(agreement: &Agreement, changes: &[Change]) -> AnyView {
    let list = |pick: &dyn Fn(&Change) -> Option<String>| {
        let headings: Vec<String> = changes.iter().filter_map(pick).collect();
        (!headings.is_empty()).then(|| headings.join("; "))
    };
    let new = list(&|change| match change {
        Change::New(place) => agreement.sections.get(*place).map(|section| section.heading.clone()),
        Change::Gone(_) => None,
    });
    let gone = list(&|change| match change {
        Change::Gone(heading) => Some(heading.clone()),
        Change::New(_) => None,
    });
    let same = changes.is_empty().then(words::agreement_same_text);
    let parts = new.map(|list| words::agreement_changed_parts(&list));
    let parts = parts.into_iter().chain(gone.map(|list| words::agreement_gone_parts(&list))).chain(same).map(p);
    view! { <div class="inset">{h2(words::agreement_changed())}{parts.collect::<Vec<_>>()}</div> }.into_any()
}

/// The text as it is signed: no translator may touch it.
fn document(agreement: &Agreement, changes: &[Change]) -> AnyView {
    let sections = agreement
        .sections
        .iter()
        .enumerate()
        .map(|(place, section)| {
            let paragraphs = section.paragraphs.iter().map(|text| p(text.clone())).collect_view();
            let new = changes.contains(&Change::New(place)).then(|| p(words::agreement_mark()));
            view! { <section>{h3(section.heading.clone())}{new}{paragraphs}</section> }
        })
        .collect_view();
    view! {
        <article class="agreement" lang=agreement.language.clone() translate="no">
            {h2(agreement.title.clone())}
            {sections}
        </article>
    }
    .into_any()
}

fn facts(app: &Rc<App>, agreement: &Agreement) -> AnyView {
    let app = Rc::clone(app);
    view! {
        <dl class="summary-list">
            <div class="summary-list__row"><dt>{words::agreement_version()}</dt><dd translate="no"><bdi>{agreement.version.clone()}</bdi></dd></div>
            <div class="summary-list__row"><dt>{words::agreement_effective()}</dt><dd>{format::date_long(agreement.effective)}</dd></div>
            <div class="summary-list__row"><dt>{words::agreement_language()}</dt><dd>{format::language_name(&agreement.language)}</dd></div>
            <div class="summary-list__row"><dt>{words::agreement_digest()}</dt><dd><code class="digest" translate="no">{agreement.digest.clone()}</code></dd></div>
        </dl>
        <p class="no-print">{button("button button--secondary", words::agreement_print(), move || app.services().ports.document.print())}</p>
    }
    .into_any()
}

fn inside(app: &Rc<App>, page: &Rc<AgreementPage>, form: &FormView, shown: &Shown) -> AnyView {
    let (company, name) = (shown.company().to_owned(), page.account_name());
    let signed_note = shown.signed().map(|s| words::agreement_signed(&s.name, &format::date_time_long(&s.signed_at)));
    let marked = shown.changes.as_deref().unwrap_or_default();
    let text_and_facts = (document(&shown.agreement, marked), facts(app, &shown.agreement));
    let (translated, language) = (Rc::clone(app), format::language_name(&shown.agreement.language));
    let sending = Rc::clone(page);
    view! {
        {shown.is_voided().then(|| inset(vec![words::agreement_voided()]))}
        {shown.is_outdated().then(|| inset(vec![words::agreement_outdated()]))}
        {signed_note.map(|text| inset(vec![text]))}
        {lead(words::agreement_lead(&company))}
        {show_some(move || translated.is_translated().then(|| inset(vec![words::agreement_translated(&language)])))}
        {text_and_facts.1}
        {shown.changes.as_ref().map(|changes| news(&shown.agreement, changes))}
        {text_and_facts.0}
        <div class="no-print">
            {step_form(app, form, words::agreement_submit(), signature(page, form, &company, &name), move || sending.send())}
            <details class="decline">
                <summary>{words::agreement_decline()}</summary>
                {p(words::agreement_decline_means())}
                <p>{link("", &Page::Membership, words::agreement_decline_leave())}</p>
            </details>
        </div>
    }
    .into_any()
}

/// Asked where the name that is typed is another one than the account's.
fn name_confirmation(page: &Rc<AgreementPage>, form: &FormView, account_name: &str) -> AnyView {
    let (page, form, account_name) = (Rc::clone(page), form.clone(), account_name.to_owned());
    let typing = Rc::clone(&page);
    let asked = condition(move || typing.name_differs());
    show_some(move || {
        asked.get().then(|| {
            let (ticked, ticking) = (Rc::clone(&page), Rc::clone(&page));
            let label = if account_name.is_empty() {
                words::agreement_name_confirm_unnamed()
            } else {
                words::agreement_name_confirm(&account_name)
            };
            tick(&form, "name-confirmed", label, move || ticked.is_name_confirmed(), move |on| ticking.confirm_name(on))
        })
    })
}

fn signature(page: &Rc<AgreementPage>, form: &FormView, company: &str, account_name: &str) -> AnyView {
    let name_field = Field {
        id: "signer-name".to_owned(),
        label: words::agreement_name(),
        hint: if account_name.is_empty() { String::new() } else { words::agreement_name_hint(account_name) },
        autocomplete: "name",
        ..Field::default()
    };
    let title_field = Field {
        id: "signer-title".to_owned(),
        label: words::agreement_job(),
        autocomplete: "organization-title",
        ..Field::default()
    };
    let [a, b, c, d, e, f] = std::array::from_fn(|_| Rc::clone(page));
    let name = Value { shown: Rc::new(move || a.name()), on_input: Rc::new(move |typed| b.type_name(typed)) };
    view! {
        <fieldset class="fieldset signature">
            <legend class="fieldset__legend">{words::agreement_sign_for(company)}</legend>
            {p(words::agreement_electronic())}
            {text(form, name_field, name)}
            {name_confirmation(page, form, account_name)}
            {text(form, title_field, Value::of(page.title()))}
            {tick(form, "authority", words::agreement_authority(company), move || c.has_authority(), move |on| d.tick_authority(on))}
            {tick(form, "accepted", words::agreement_accept(), move || e.has_accepted(), move |on| f.tick_accepted(on))}
        </fieldset>
    }
    .into_any()
}
