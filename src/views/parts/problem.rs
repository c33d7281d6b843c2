//! A request that failed, in words, with its way out and the reference to quote.
use super::dynamic::{changing, optional};
use super::press::{button, button_unless};
use super::prose::p;
use crate::app::screen;
use crate::app::session::App;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::proof::ProofProblem;
use crate::i18n::words;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What to say about a failure: what happened, and what to do.
#[must_use]
pub fn sentences(failure: &Failure) -> (String, String) {
    match &failure.kind {
        FailureKind::Offline => (words::problem_offline(), words::problem_offline_do()),
        FailureKind::Timeout => (words::problem_timeout(), words::problem_timeout_do()),
        FailureKind::Aborted => (words::problem_aborted(), words::problem_again_do()),
        FailureKind::InvalidRequest => (words::problem_invalid_request(), words::problem_invalid_request_do()),
        FailureKind::UnexpectedContentType => (words::problem_not_ours(), words::problem_not_ours_do()),
        FailureKind::Unreadable => (words::problem_unreadable(), words::problem_support_do()),
        FailureKind::SignInRequired => (words::problem_sign_in(), words::problem_sign_in_do()),
        FailureKind::RecentSignIn(_) => (words::problem_recent(), words::problem_sign_in_do()),
        FailureKind::NotPrimaryContact(reach) => (
            words::problem_not_primary(),
            match reach {
                Some(reach) => words::problem_not_primary_do(&reach.name, &reach.email),
                None => words::problem_not_primary_unknown_do(),
            },
        ),
        FailureKind::NotFound => (words::problem_not_found(), words::problem_not_found_do()),
        FailureKind::WindowNotOpen(opens) => (
            words::problem_window(),
            opens
                .map_or_else(words::problem_window_unknown_do, |day| words::problem_window_do(&screen::date_long(day))),
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
        FailureKind::Changed { .. } => (words::problem_changed(), words::problem_changed_do()),
        FailureKind::Fields(_) => (words::problem_fields(), words::problem_fields_do()),
        FailureKind::Proof(problem) => (proof(*problem), words::problem_again_do()),
        FailureKind::TransferSettled => (words::problem_settled(), words::problem_settled_do()),
        FailureKind::TooMany(seconds) => (words::problem_throttled(), words::problem_wait(i64::from(*seconds))),
        FailureKind::Unavailable(seconds) => (words::problem_unavailable(), words::problem_wait(i64::from(*seconds))),
        FailureKind::Unexpected(_) => (words::problem_unexpected(), words::problem_support_do()),
    }
}

/// What is wrong with a file that should prove a transfer, and what to choose.
#[must_use]
pub fn proof(problem: ProofProblem) -> String {
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

/// The failed request as a box. `again` adds a button that asks once more, after the pause the server asked for.
pub fn problem(failure: &Failure, again: Option<Callback<()>>) -> AnyView {
    let (what, todo) = sentences(failure);
    let reference = failure.reference.clone();
    let left = RwSignal::new(pause(failure));
    Effect::new(move |_| {
        if left.get() > 0 {
            set_timeout(
                move || {
                    let _ = left.try_update(|left| *left = left.saturating_sub(1));
                },
                std::time::Duration::from_secs(1),
            );
        }
    });
    view! {
        <div class="problem">
            <div role="alert"><p class="problem__what"><strong>{what}</strong></p>{p(todo)}</div>
            {optional(move || (left.get() > 0).then(|| view! { <p aria-hidden="true">{words::problem_countdown(i64::from(left.get()))}</p> }.into_any()))}
            {again.map(|again| button_unless(
                "button button--secondary",
                words::problem_again(),
                move || left.get() > 0,
                move || if left.get_untracked() == 0 { again.run(()) },
            ))}
            {(!reference.is_empty()).then(|| reference_line(reference))}
        </div>
    }
    .into_any()
}

fn reference_line(reference: String) -> AnyView {
    let copied = RwSignal::new(false);
    let text = reference.clone();
    view! {
        <p class="reference">
            {words::problem_reference()} {" "} <code>{reference}</code> {" "}
            {button("link-button", words::problem_copy(), move || {
                let text = text.clone();
                spawn_local(async move { let done = screen::copy_text(&text).await; let _ = copied.try_set(done); });
            })}
            <span role="status">{changing(move || copied.get().then(words::problem_copied))}</span>
        </p>
    }
    .into_any()
}

/// Says that the session ended, with the way to sign in again. Used where the app cannot go on by itself.
pub fn signed_out_notice(app: App) -> AnyView {
    optional(move || {
        app.signed_out
            .get()
            .then(|| view! { <div class="banner" role="status">{p(words::site_signed_out())}</div> }.into_any())
    })
}
