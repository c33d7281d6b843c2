//! The verification of the company: how it stands, what was sent, and an appeal against a rejection.
use super::shared::{company_name, form_page};
use crate::app::App;
use crate::app::form::{AppealField, FieldError};
use crate::app::pages::company_verification::{CompanyVerificationPage, SENT};
use crate::app::pages::correction::Correction;
use crate::app::pages::file_choice::FILE_CONTROL;
use crate::domain::address::mailto;
use crate::domain::company_verification::{Appeal, CompanyVerification, MAX_COMMENT, VerificationState};
use crate::domain::country::FieldRule;
use crate::domain::proof::{ACCEPTED, ProofProblem, kilobytes};
use crate::domain::route::Page;
use crate::i18n::{format, words};
use crate::views::parts::contact::ways;
use crate::views::parts::dynamic::show_some;
use crate::views::parts::field::{Field, Value, file, long_text, select, text};
use crate::views::parts::form::{FormView, plain_label, sent_form};
use crate::views::parts::loading::{loaded, shown};
use crate::views::parts::messages;
use crate::views::parts::profile_words;
use crate::views::parts::summary_list::{Row, summary_list};
use crate::views::parts::typography::{actions, h2, inset, lead, p};
use crate::views::steps::profile_card::unusual_shape;
use crate::views::steps::profile_verification::under_way;
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
pub fn view(app: &Rc<App>, at: &Page, page: &Rc<CompanyVerificationPage>) -> AnyView {
    let (drawn, again, with, on) = (Rc::clone(page), Rc::clone(page), Rc::clone(app), Rc::clone(page));
    let body = loaded(
        app,
        move || drawn.with_state(|state| shown(state, |found| untrack(|| inside(&with, &on, found)))),
        move || again.load(),
    );
    form_page(app, at, words::company_verification_title(), &form_of(page), body)
}

fn form_of(page: &Rc<CompanyVerificationPage>) -> FormView {
    let (form, correcting) = (page.form().clone(), Rc::clone(page));
    let plain = messages::plain(&form);
    let message = move |error: &FieldError| match error {
        FieldError::NotCorrected(_) => words::correction_nothing(),
        FieldError::Profile(field, problem) => correcting.with_correction(|correction| match correction.ready() {
            Some(correction) => profile_words::message(correction.rules(), *field, *problem),
            None => words::problem_fields(),
        }),
        FieldError::Appeal(AppealField::Kind) => words::appeal_kind_missing(),
        FieldError::Appeal(AppealField::Comment) => words::appeal_comment_long(&format::number(MAX_COMMENT as i64)),
        FieldError::Proof(ProofProblem::Missing) => words::appeal_file_missing(),
        other => (plain.message)(other),
    };
    FormView { form, message: Rc::new(message) }
}

fn inside(app: &Rc<App>, page: &Rc<CompanyVerificationPage>, found: &CompanyVerification) -> AnyView {
    let mut parts = vec![company_name(Some(found.organization.name.clone()))];
    match found.state {
        VerificationState::Accepted => parts.push(lead(words::company_verification_accepted())),
        VerificationState::Pending => {
            parts.push(lead(words::company_verification_pending()));
            parts.push(under_way(found.change.as_deref()));
            // The change says itself what waits for it.
            if found.change.is_none() {
                parts.extend(found.appeals.first().filter(|_| found.is_appealed()).map(received));
                parts.extend(found.working_days.map(|days| p(words::company_verification_days(days))));
                parts.push(p(words::company_verification_renew_then()));
            }
            parts.push(facts(app, found));
        }
        VerificationState::Rejected => {
            let rejected = words::company_verification_rejected();
            parts.push(view! { <p class="lead"><span class="status status--short">{rejected}</span></p> }.into_any());
            parts.push(facts(app, found));
            if !found.correctable.is_empty() {
                parts.push(correction(app, page));
            }
            parts.push(what_to_do(page, found));
        }
        VerificationState::Other => {
            parts.push(lead(words::company_verification_other()));
            parts.push(facts(app, found));
        }
    }
    if !found.appeals.is_empty() {
        parts.push(h2(words::company_verification_history()));
        parts.extend(found.appeals.iter().map(appeal));
    }
    parts.into_any()
}

/// Tells that the appeal has arrived, and takes the focus.
fn received(appeal: &Appeal) -> AnyView {
    let text = words::company_verification_sent(&format::date_time_long(&appeal.received_at));
    view! { <p class="inset" id=SENT tabindex="-1">{text}</p> }.into_any()
}

/// Since when, why, who can appeal and who can help: as far as the program tells.
fn facts(app: &Rc<App>, found: &CompanyVerification) -> AnyView {
    let mut rows = Vec::new();
    if let Some(day) = found.since {
        rows.push(Row::new(words::company_verification_since(), format::date_long(day)));
    }
    if !found.reason.is_empty() {
        rows.push(Row::new(words::company_verification_reason(), found.reason.clone()));
    }
    let can_be_appealed = found.state == VerificationState::Rejected && found.appeals_left > 0;
    let who = found.primary_contact.as_ref().filter(|_| can_be_appealed);
    let reached = [(who, words::COMPANY_VERIFICATION_WHO), (found.contact.as_ref(), words::COMPANY_VERIFICATION_HELP)];
    for (contact, label) in reached {
        rows.extend(contact.map(|known| Row::new(label.read(), known.name.clone()).with_ways(ways(known))));
    }
    vec![summary_list(rows), write(app, found)].into_any()
}

/// The appeal, or why there is none.
fn what_to_do(page: &Rc<CompanyVerificationPage>, found: &CompanyVerification) -> AnyView {
    if found.can_appeal {
        return appeal_form(page, found);
    }
    let why = match &found.primary_contact {
        _ if found.appeals_left == 0 => words::company_verification_none_left(),
        None => words::company_verification_only_unknown(),
        Some(contact) => words::company_verification_only(&contact.name),
    };
    vec![h2(words::appeal_title()), inset(vec![why])].into_any()
}

/// A way to write to who of the program can help, with the company in the subject.
fn write(app: &Rc<App>, found: &CompanyVerification) -> AnyView {
    let support = &app.services().config.support_email;
    let to = found.contact.as_ref().map_or(support, |contact| &contact.email);
    let organization = &found.organization;
    let subject = [organization.name.as_str(), " (", &organization.partner_id, ")"].concat();
    // Where an appeal is possible it is the way on, and an e-mail one more.
    let class = if found.can_appeal { "link-button" } else { "button button--secondary" };
    let link = mailto(to, &subject, "")
        .map(|to| view! { <a class=class href=to>{words::company_verification_write()}</a> }.into_any());
    actions(link.into_iter().collect())
}

/// The fields that can be corrected, once they are known.
fn correction(app: &Rc<App>, page: &Rc<CompanyVerificationPage>) -> AnyView {
    let (drawn, again) = (Rc::clone(page), Rc::clone(page));
    let body = loaded(
        app,
        move || drawn.with_correction(|state| shown(state, |found| untrack(|| correction_form(&drawn, found)))),
        move || again.retry_correction(),
    );
    let (title, lead) = (words::correction_title(), words::correction_lead());
    view! { <section class="no-print">{h2(title)}{p(lead)}{body}</section> }.into_any()
}

fn correction_form(page: &Rc<CompanyVerificationPage>, correction: &Rc<Correction>) -> AnyView {
    let (form, sending) = (form_of(page), Rc::clone(page));
    let control = |rule: &FieldRule| {
        let (id, read, typing) = (rule.id, Rc::clone(correction), Rc::clone(correction));
        let value = Value {
            shown: Rc::new(move || read.field(id)),
            on_input: Rc::new(move |text| typing.type_field(id, text)),
        };
        let (asked, saying) = (Rc::clone(correction), Rc::clone(correction));
        let confirm = move |right| saying.confirm_unusual(id, right);
        let unusual = unusual_shape(&form, id, Rc::new(move || asked.unusual(id)), Rc::new(confirm));
        view! { {text(&form, profile_words::field(rule), value)} {unusual} }.into_any()
    };
    let controls = correction.fields().map(control).collect::<Vec<_>>();
    let label = plain_label(words::correction_send());
    sent_form(&form.form, "button", label, controls.into_any(), ().into_any(), Box::new(move || sending.correct()))
}

fn appeal_form(page: &Rc<CompanyVerificationPage>, found: &CompanyVerification) -> AnyView {
    let form = form_of(page);
    let (chosen, choosing, shown, typing) = (Rc::clone(page), Rc::clone(page), Rc::clone(page), Rc::clone(page));
    let (picking, kept, sending) = (Rc::clone(page), Rc::clone(page), Rc::clone(page));
    let field = |field: AppealField, label| Field { id: field.control().to_owned(), label, ..Field::default() };
    let kind =
        Value { shown: Rc::new(move || chosen.kind()), on_input: Rc::new(move |kind| choosing.choose_kind(kind)) };
    let comment =
        Value { shown: Rc::new(move || shown.comment()), on_input: Rc::new(move |text| typing.type_comment(text)) };
    let document = Field {
        id: FILE_CONTROL.to_owned(),
        label: words::appeal_file(),
        hint: words::proof_hint(),
        accept: ACCEPTED,
        ..Field::default()
    };
    let kinds = found.document_kinds.clone();
    let controls = vec![
        select(&form, field(AppealField::Kind, words::appeal_kind()), kinds, kind),
        long_text(&form, field(AppealField::Comment, words::form_optional(&words::appeal_comment())), comment),
        file(&form, document, move || picking.choose_file()),
        show_some(move || kept.kept_file().map(|name| p(words::proof_chosen(&name)))),
    ];
    let label = plain_label(words::appeal_send());
    let send = Box::new(move || sending.send());
    let mut parts = vec![h2(words::appeal_title()), p(words::appeal_lead()), p(words::appeal_left(found.appeals_left))];
    parts.extend(found.working_days.map(|days| p(words::company_verification_days(days))));
    // Where the data can be corrected, that comes first.
    let class = if found.correctable.is_empty() { "button" } else { "button button--secondary" };
    parts.push(sent_form(page.form(), class, label, controls.into_any(), ().into_any(), send));
    view! { <section class="no-print">{parts}</section> }.into_any()
}

/// An appeal that was received.
fn appeal(appeal: &Appeal) -> AnyView {
    let size = format::number(kilobytes(appeal.file_size));
    let document = Row::new(appeal.kind.clone(), words::company_verification_file(&appeal.file_name, &size));
    let received = format::date_time_long(&appeal.received_at);
    let mut rows = vec![document];
    if !appeal.comment.is_empty() {
        rows.push(Row::new(words::appeal_comment(), appeal.comment.clone()));
    }
    rows.push(Row::new(words::company_verification_received(), received));
    if let Some(day) = appeal.rejected_on {
        rows.push(Row::new(words::company_verification_rejected_on(), format::date_long(day)));
    }
    summary_list(rows)
}
