//! Step 3: sign the agreement. The text is shown whole, as the page itself, and its digest is checked
//! against the exact text shown before anyone can sign it.
use super::{current, refused, saved};
use crate::app::screen;
use crate::app::session::App;
use crate::domain::agreement::{Agreement, Change, changes};
use crate::domain::draft::AnswerKey;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::renewal::{Notice, Renewal};
use crate::domain::route::Page;
use crate::domain::signature::{SignatureField, SignatureForm, SignatureProblem};
use crate::domain::step::Step;
use crate::i18n::{self, words};
use crate::views::parts::choices::tick;
use crate::views::parts::field::{Field, text};
use crate::views::parts::form::{Form, step_form, step_page};
use crate::views::parts::guard::{self, navigator};
use crate::views::parts::loading::loaded;
use crate::views::parts::press::{button, link};
use crate::views::parts::problem::problem;
use crate::views::parts::prose::{h2, h3, inset, lead, p};
use crate::wire;
use leptos::prelude::*;

/// The page.
pub fn view(app: App) -> AnyView {
    let form = Form::new();
    // The text that was read when the server said that it is no longer the one in force.
    let read = RwSignal::new(None::<Agreement>);
    let body = guard::step(app, Step::Agreement, move |renewal| {
        let kept = StoredValue::new(renewal);
        let find = move |app: App| async move {
            let organization = kept.with_value(|renewal| renewal.organization.id.clone());
            let profile = app.ask(wire::organization::profile(&organization)).await?;
            let country = profile.profile.get(crate::domain::profile::FieldId::Country).to_owned();
            app.ask(wire::agreement::current(&country, i18n::language())).await
        };
        loaded(app, find, move |agreement: Agreement, again| {
            if agreement.is_intact() {
                inside(app, form, kept.get_value(), agreement, Reread { read, again })
            } else {
                // What came is not what the server says it is: nobody may sign it.
                let failure = Failure { kind: FailureKind::UnexpectedContentType, reference: String::new() };
                problem(&failure, Some(again))
            }
        })
    });
    step_page(app, Step::Agreement, form, words::agreement_title(), body)
}

/// What was read before, and how the text is read again.
#[derive(Clone, Copy)]
struct Reread {
    read: RwSignal<Option<Agreement>>,
    again: Callback<()>,
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
    let told = new.map(|list| words::agreement_changed_parts(&list));
    let told = told.into_iter().chain(gone.map(|list| words::agreement_gone_parts(&list))).chain(same).map(p);
    view! { <div class="inset">{h2(words::agreement_changed())}{told.collect::<Vec<_>>()}</div> }.into_any()
}

fn document(agreement: &Agreement, changes: &[Change]) -> AnyView {
    let sections = agreement
        .sections
        .iter()
        .enumerate()
        .map(|(place, section)| {
            let paragraphs = section.paragraphs.iter().map(|text| view! { {p(text.clone())} }).collect_view();
            let new = changes.contains(&Change::New(place)).then(|| p(words::agreement_mark()));
            view! { <section>{h3(section.heading.clone())}{new}{paragraphs}</section> }
        })
        .collect_view();
    view! {
        <article class="agreement" lang=agreement.language.clone()>
            {h2(agreement.title.clone())}
            {sections}
        </article>
    }
    .into_any()
}

fn facts(agreement: &Agreement) -> AnyView {
    view! {
        <dl class="summary-list">
            <div class="summary-list__row"><dt>{words::agreement_version()}</dt><dd>{agreement.version.clone()}</dd></div>
            <div class="summary-list__row"><dt>{words::agreement_effective()}</dt><dd>{screen::date_long(agreement.effective)}</dd></div>
            <div class="summary-list__row"><dt>{words::agreement_language()}</dt><dd>{screen::language_name(&agreement.language)}</dd></div>
            <div class="summary-list__row"><dt>{words::agreement_digest()}</dt><dd><code class="digest">{agreement.digest.clone()}</code></dd></div>
        </dl>
        <p class="no-print">{button("button button--secondary", words::agreement_print(), screen::print)}</p>
    }
    .into_any()
}

fn message(field: SignatureField, problem: SignatureProblem, company: &str, name: &str) -> (String, String) {
    let (id, text) = match (field, problem) {
        (SignatureField::NameConfirmed, _) => ("name-confirmed", words::agreement_name_confirm_missing(name)),
        (SignatureField::Name, SignatureProblem::EmailAddress) => ("signer-name", words::agreement_name_email()),
        (SignatureField::Name, SignatureProblem::LookAlike(letter)) => {
            ("signer-name", words::agreement_name_letter(&letter.to_string()))
        }
        (SignatureField::Name, SignatureProblem::TooLong) => ("signer-name", words::agreement_name_long()),
        (SignatureField::Name, _) => ("signer-name", words::agreement_name_missing()),
        (SignatureField::Title, SignatureProblem::TooLong) => ("signer-title", words::agreement_job_long()),
        (SignatureField::Title, _) => ("signer-title", words::agreement_job_missing()),
        (SignatureField::Authority, _) => ("authority", words::agreement_authority_missing(company)),
        (SignatureField::Accepted, _) => ("accepted", words::agreement_accept_missing()),
    };
    (id.to_owned(), text)
}

fn typed(app: App, key: AnswerKey, saved: Option<String>) -> RwSignal<String> {
    RwSignal::new(app.wizard.answer(key).or(saved).unwrap_or_default())
}

fn inside(app: App, form: Form, renewal: Renewal, agreement: Agreement, reread: Reread) -> AnyView {
    let person = app.account.with_untracked(|a| a.as_ref().map(|a| a.person.name.clone())).unwrap_or_default();
    let company = renewal.organization.name.clone();
    let signed = renewal.signature.clone().filter(|signature| signature.digest == agreement.digest);
    let name = typed(app, AnswerKey::SignerName, signed.as_ref().map(|s| s.name.clone()));
    let title = typed(app, AnswerKey::SignerTitle, signed.as_ref().map(|s| s.title.clone()));
    let (authority, accepted) = (RwSignal::new(false), RwSignal::new(false));
    let name_confirmed = RwSignal::new(false);
    let voided = renewal.notices.contains(&Notice::SignatureVoided);
    let outdated = renewal.signature.is_some() && signed.is_none();
    let signed_note = signed.as_ref().map(|s| words::agreement_signed(&s.name, &screen::date_time_long(&s.signed_at)));
    let before = reread.read.get_untracked();
    let new = before.as_ref().map(|before| changes(before, &agreement));
    let marked = new.as_deref().unwrap_or_default();
    let shown = (document(&agreement, marked), facts(&agreement), new.as_ref().map(|new| news(&agreement, new)));

    let go = navigator();
    let (expected, firm) = (person.clone(), company.clone());
    let send = move || {
        let filled = SignatureForm {
            name: name.get_untracked(),
            name_confirmed: name_confirmed.get_untracked(),
            title: title.get_untracked(),
            authority: authority.get_untracked(),
            accepted: accepted.get_untracked(),
        };
        match filled.parse(&expected, &screen::fold_name) {
            Ok(input) => {
                let call = wire::renewal::sign(&current(app, &renewal), &agreement, &input);
                let (go, agreement) = (go.clone(), agreement.clone());
                form.run(async move {
                    match app.ask(call).await {
                        Ok(renewal) => saved(app, Step::Agreement, renewal, &go).await,
                        Err(failure) if failure.kind == FailureKind::AgreementChanged => {
                            reread.read.set(Some(agreement));
                            form.fail(failure);
                            reread.again.run(());
                        }
                        Err(failure) => refused(app, form, failure, &go).await,
                    }
                });
            }
            Err(problems) => form.refuse(
                problems.into_iter().map(|(field, problem)| message(field, problem, &firm, &expected)).collect(),
            ),
        }
    };
    let name_field = Field {
        id: "signer-name".to_owned(),
        label: words::agreement_name(),
        hint: words::agreement_name_hint(&person),
        autocomplete: "name",
        ..Field::default()
    };
    let title_field = Field {
        id: "signer-title".to_owned(),
        label: words::agreement_job(),
        autocomplete: "organization-title",
        ..Field::default()
    };
    let body = view! {
        <fieldset class="fieldset signature">
            <legend class="fieldset__legend">{words::agreement_sign_for(&company)}</legend>
            {p(words::agreement_electronic())}
            {text(form, name_field, name.get_untracked(), move |typed| { name.set(typed.clone()); app.wizard.set(AnswerKey::SignerName, typed); })}
            {tick(form, "name-confirmed", words::agreement_name_confirm(&person), name_confirmed)}
            {text(form, title_field, title.get_untracked(), move |typed| { title.set(typed.clone()); app.wizard.set(AnswerKey::SignerTitle, typed); })}
            {tick(form, "authority", words::agreement_authority(&company), authority)}
            {tick(form, "accepted", words::agreement_accept(), accepted)}
        </fieldset>
    };
    view! {
        {voided.then(|| inset(vec![words::agreement_voided()]))}
        {outdated.then(|| inset(vec![words::agreement_outdated()]))}
        {signed_note.map(|text| inset(vec![text]))}
        {lead(words::agreement_lead(&company))}
        {shown.1}
        {shown.2}
        {shown.0}
        <div class="no-print">
            {step_form(app, form, words::agreement_submit(), body.into_any(), send)}
            <details class="decline">
                <summary>{words::agreement_decline()}</summary>
                {p(words::agreement_decline_means())}
                <p>{link("", &Page::Membership, words::agreement_decline_leave())}</p>
            </details>
        </div>
    }
    .into_any()
}
