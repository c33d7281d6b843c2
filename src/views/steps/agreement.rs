//! Sign the agreement. The text is shown whole, as the page itself.
use crate::app::App;
use crate::app::pages::agreement::{AgreementPage, Shown};
use crate::domain::agreement::{Agreement, Change};
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::i18n::{format, later_format, words};
use crate::views::parts::buttons::link;
use crate::views::parts::choices::tick;
use crate::views::parts::dynamic::{condition, show_some};
use crate::views::parts::field::{Field, Value, text};
use crate::views::parts::form::{FormView, plain_label, save_status, sent_form, step_page_beside};
use crate::views::parts::frame::{href, print_reference};
use crate::views::parts::loading::{loaded, shown};
use crate::views::parts::marked_button::print_button;
use crate::views::parts::messages;
use crate::views::parts::rail::rail;
use crate::views::parts::sheet::rows as rows_of;
use crate::views::parts::summary_list::Row;
use crate::views::parts::typography::{h2, inset, p};
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
    let (listed, with) = (Rc::clone(page), Rc::clone(app));
    let contents = move || {
        listed.with_state(|state| match state.ready() {
            Some(shown) => contents(&with, &shown.agreement),
            None => ().into_any(),
        })
    };
    let rail = rail(app, Step::Agreement, Rc::new(contents));
    step_page_beside(app, Step::Agreement, &form, rail, body)
}

/// Id of the heading of a section.
fn section_id(place: usize) -> String {
    ["section-", &place.to_string()].concat()
}

/// The sections of the text, each a way to it. Browsers that can mark the one that is read.
fn contents(app: &Rc<App>, agreement: &Agreement) -> AnyView {
    let at = href(&Page::Step(Step::Agreement));
    let items = agreement.sections.iter().enumerate().map(|(place, section)| {
        let (id, app) = (section_id(place), Rc::clone(app));
        let link = [&at, "#", &id].concat();
        view! {
            <li><a href=link rel="external" on:click=move |event| {
                event.prevent_default();
                app.services().ports.document.focus(&id);
            }>{section.heading.clone()}</a></li>
        }
        .into_any()
    });
    let items = items.collect::<Vec<_>>();
    view! {
        {h2(words::agreement_contents())}
        <ul class="contents" lang=agreement.language.clone() translate="no">{items}</ul>
    }
    .into_any()
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
            view! { <section><h3 id=section_id(place)>{section.heading.clone()}</h3>{new}{paragraphs}</section> }
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
    let reference = [words::agreement_version(), agreement.version.clone()].join(" ");
    print_reference(app, &reference);
    let rows = vec![
        ([""; 2], Row::new(words::agreement_version(), agreement.version.clone())),
        ([""; 2], Row::new(words::agreement_effective(), format::date_long(agreement.effective))),
        ([""; 2], Row::new(words::agreement_language(), later_format::language_name(&agreement.language))),
        (["no-print", ""], Row::new(words::agreement_reading(), words::agreement_minutes(agreement.reading_minutes()))),
    ];
    view! {
        {rows_of("facts", rows)}
        <p class="no-print">{print_button(app, "button button--secondary", words::agreement_print())}</p>
    }
    .into_any()
}

/// By what the text is known again.
fn fingerprint(agreement: &Agreement) -> AnyView {
    let digest = Row::new(words::agreement_digest(), agreement.digest.clone());
    rows_of("facts facts--digest", vec![([""; 2], digest)])
}

fn inside(app: &Rc<App>, page: &Rc<AgreementPage>, form: &FormView, shown: &Shown) -> AnyView {
    let (company, name) = (shown.company().to_owned(), page.account_name());
    let signed_note = shown.signed().map(|s| words::agreement_signed(&s.name, &format::date_time_long(&s.signed_at)));
    let marked = shown.changes.as_deref().unwrap_or_default();
    let (translated, language) = (Rc::clone(app), later_format::language_name(&shown.agreement.language));
    let sending = Rc::clone(page);
    let promise = save_status(app, Some(words::saving_idle));
    let signing = signature(page, form, &company, &name);
    view! {
        {shown.is_voided().then(|| inset(vec![words::agreement_voided()]))}
        {shown.is_outdated().then(|| inset(vec![words::agreement_outdated()]))}
        {signed_note.map(|text| inset(vec![text]))}
        // On paper it is the agreement itself, under its own heading.
        <h1 lang=shown.agreement.language.clone() translate="no">{shown.agreement.title.clone()}</h1>
        <p class="lead no-print">{words::agreement_lead(&company)}</p>
        {show_some(move || translated.is_translated().then(|| inset(vec![words::agreement_translated(&language)])))}
        {facts(app, &shown.agreement)}
        {shown.changes.as_ref().map(|changes| news(&shown.agreement, changes))}
        {document(&shown.agreement, marked)}
        {fingerprint(&shown.agreement)}
        <div class="no-print">
            {sent_form(&form.form, "button", plain_label(words::agreement_submit()), signing, promise, Box::new(move || sending.send()))}
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
        <fieldset class="fieldset signature card">
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
