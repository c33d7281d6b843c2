//! A request that failed, in words, with its way out and the reference to quote.
use super::buttons::{button, button_unless};
use super::dynamic::{reactive_text, show_some};
use super::typography::{actions, p};
use crate::app::App;
use crate::app::observable::Observable;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::proof::ProofProblem;
use crate::i18n::{format, words};
use leptos::prelude::*;
use std::rc::Rc;

/// What to say about a failure: what happened, and what to do.
#[must_use]
pub fn sentences(failure: &Failure) -> (String, String) {
    match &failure.kind {
        FailureKind::Offline => (words::problem_offline(), words::problem_offline_do()),
        FailureKind::Timeout => (words::problem_timeout(), words::problem_timeout_do()),
        FailureKind::Aborted => (words::problem_aborted(), words::problem_again_do()),
        FailureKind::InvalidRequest => (words::problem_invalid_request(), words::problem_invalid_request_do()),
        FailureKind::UnexpectedContentType => {
            (words::problem_unexpected_content_type(), words::problem_unexpected_content_type_do())
        }
        FailureKind::Unreadable => (words::problem_unreadable(), words::problem_support_do()),
        FailureKind::SignInRequired => (words::problem_sign_in(), words::problem_sign_in_do()),
        FailureKind::RecentSignIn(_) => (words::problem_recent(), words::problem_sign_in_do()),
        FailureKind::NotPrimaryContact(contact) => (
            words::problem_not_primary(),
            match contact {
                Some(contact) => words::problem_not_primary_do(&contact.name, &contact.email),
                None => words::problem_not_primary_unknown_do(),
            },
        ),
        FailureKind::NotFound => (words::problem_not_found(), words::problem_not_found_do()),
        FailureKind::WindowNotOpen(opens) => (
            words::problem_window(),
            opens
                .map_or_else(words::problem_window_unknown_do, |day| words::problem_window_do(&format::date_long(day))),
        ),
        FailureKind::Lapsed => (words::problem_lapsed(), words::problem_support_do()),
        FailureKind::Suspended => (words::problem_suspended(), words::problem_support_do()),
        FailureKind::VerificationPending => (words::problem_verification(), words::problem_verification_do()),
        FailureKind::RequirementShort => (words::problem_requirement(), words::problem_requirement_do()),
        FailureKind::StepOrder(_) => (words::problem_step_order(), words::problem_step_order_do()),
        FailureKind::QuoteChanged => (words::problem_quote(), words::problem_quote_do()),
        FailureKind::AgreementChanged => (words::problem_agreement(), words::problem_agreement_do()),
        FailureKind::PaymentInProgress(_) => (words::problem_in_progress(), words::problem_in_progress_do()),
        FailureKind::AlreadyPaid(_) => (words::problem_already_paid(), words::problem_already_paid_do()),
        FailureKind::NotCancellable => (words::problem_not_cancellable(), words::problem_in_progress_do()),
        FailureKind::EntityTagRewritten => (words::problem_tags(), words::problem_tags_do()),
        FailureKind::NotDownloaded => (words::problem_not_downloaded(), words::problem_not_downloaded_do()),
        FailureKind::JournalUnavailable => (words::problem_journal(), words::problem_journal_do()),
        FailureKind::Changed { .. } => (words::problem_changed(), words::problem_changed_do()),
        FailureKind::Fields(_) => (words::problem_fields(), words::problem_fields_do()),
        FailureKind::Proof(problem) => (proof_problem(*problem), words::problem_again_do()),
        FailureKind::TransferSettled => (words::problem_transfer_settled(), words::problem_transfer_settled_do()),
        FailureKind::OfferOver => (words::problem_offer_over(), words::problem_offer_over_do()),
        FailureKind::TooMany(seconds) => (words::problem_throttled(), words::problem_wait(i64::from(*seconds))),
        FailureKind::Unavailable(seconds) => (words::problem_unavailable(), words::problem_wait(i64::from(*seconds))),
        FailureKind::Unexpected(_) => (words::problem_unexpected(), words::problem_support_do()),
    }
}

/// What is wrong with a file that should prove a transfer, and what to choose.
#[must_use]
pub fn proof_problem(problem: ProofProblem) -> String {
    match problem {
        ProofProblem::Missing => words::proof_missing(),
        ProofProblem::TooLarge => words::proof_too_large(),
        ProofProblem::Kind => words::proof_kind(),
        ProofProblem::Unreadable => words::proof_unreadable(),
    }
}

/// Seconds the server asked to wait.
fn pause(failure: &Failure) -> u32 {
    match failure.kind {
        FailureKind::TooMany(seconds) | FailureKind::Unavailable(seconds) => seconds,
        _ => 0,
    }
}

/// The failed request as a box that is announced. `again` adds a button that asks once more, after the pause the server
/// asked for.
pub fn problem(app: &Rc<App>, failure: &Failure, again: Option<Rc<dyn Fn()>>) -> AnyView {
    problem_box(app, failure, "alert", again)
}

/// The failed request as a box that takes the focus: that announces it already.
pub fn focused_problem(app: &Rc<App>, failure: &Failure) -> AnyView {
    problem_box(app, failure, "none", None)
}

fn problem_box(app: &Rc<App>, failure: &Failure, role: &'static str, again: Option<Rc<dyn Fn()>>) -> AnyView {
    let (what, todo) = sentences(failure);
    let left = app.count_down(pause(failure));
    let (counted, asked) = (left.clone(), left.clone());
    let reloading = Rc::clone(app);
    let reload = (failure.kind == FailureKind::NotDownloaded).then(|| {
        let reload = move || reloading.services().ports.navigator.hide_and_reload();
        button("button button--quiet", words::problem_reload(), reload)
    });
    let again = again.map(|again| {
        let ask = move || {
            if asked.now() == 0 {
                again()
            }
        };
        button_unless("button button--secondary", words::problem_again(), move || left.get() > 0, ask)
    });
    let ways_on = Some([again, reload].into_iter().flatten().collect::<Vec<_>>()).filter(|ways| !ways.is_empty());
    let reference = (!failure.reference.is_empty()).then(|| reference_line(app, failure.reference.clone()));
    view! {
        <div class="problem">
            <div role=role><p class="problem__what" prop:textContent=what></p>{p(todo)}</div>
            {show_some(move || {
                let left = counted.get();
                (left > 0).then(|| view! { <p aria-hidden="true" prop:textContent=words::problem_countdown(i64::from(left))></p> }.into_any())
            })}
            {ways_on.map(actions)}
            {reference}
        </div>
    }
    .into_any()
}

/// Something to quote to those who can look into it.
pub fn reference(code: String) -> AnyView {
    view! { <p class="reference">{words::problem_reference()}{" "}<code translate="no">{code}</code></p> }.into_any()
}

fn reference_line(app: &Rc<App>, reference: String) -> AnyView {
    let copied = Observable::new(None);
    let (text, outcome, app) = (reference.clone(), copied.clone(), Rc::clone(app));
    view! {
        <p class="reference">
            {words::problem_reference()} {" "} <code translate="no">{reference}</code> {" "}
            {button("link-button", words::problem_copy(), move || app.copy(&text, &copied))}
            <span role="status">{reactive_text(move || (outcome.get() == Some(true)).then(words::problem_copied))}</span>
        </p>
    }
    .into_any()
}
