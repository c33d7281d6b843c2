//! A request that failed, in words, with its way out and the reference to quote.
use super::buttons::{button, button_unless};
use super::dynamic::{reactive_text, show_some};
use super::typography::{actions, p};
use crate::app::App;
use crate::app::observable::Observable;
use crate::domain::failure::{Failure, FailureKind, Refusal};
use crate::domain::proof::ProofProblem;
use crate::i18n::{Text, format, words};
use leptos::prelude::*;
use std::rc::Rc;

/// What is said of a failure: what happened, and what to do.
enum Sentences {
    Plain(Text, Text),
    Filled(String, String),
}
use Sentences::{Filled, Plain};

/// What to say about a failure: what happened, and what to do.
fn sentences(failure: &Failure) -> Sentences {
    match &failure.kind {
        FailureKind::Offline => Plain(words::PROBLEM_OFFLINE, words::PROBLEM_OFFLINE_DO),
        FailureKind::Timeout => Plain(words::PROBLEM_TIMEOUT, words::PROBLEM_TIMEOUT_DO),
        FailureKind::Aborted => Plain(words::PROBLEM_ABORTED, words::PROBLEM_AGAIN_DO),
        FailureKind::InvalidRequest => Plain(words::PROBLEM_INVALID_REQUEST, words::PROBLEM_INVALID_REQUEST_DO),
        FailureKind::UnexpectedContentType => {
            Plain(words::PROBLEM_UNEXPECTED_CONTENT_TYPE, words::PROBLEM_UNEXPECTED_CONTENT_TYPE_DO)
        }
        FailureKind::Unreadable => Plain(words::PROBLEM_UNREADABLE, words::PROBLEM_SUPPORT_DO),
        FailureKind::SignInRequired => Plain(words::PROBLEM_SIGN_IN, words::PROBLEM_SIGN_IN_DO),
        FailureKind::RecentSignIn(_) => Plain(words::PROBLEM_RECENT, words::PROBLEM_SIGN_IN_DO),
        FailureKind::NotPrimaryContact(contact) => Filled(
            words::problem_not_primary(),
            match contact {
                Some(contact) => words::problem_not_primary_do(&contact.name, &contact.email),
                None => words::problem_not_primary_unknown_do(),
            },
        ),
        FailureKind::NotFound => Plain(words::PROBLEM_NOT_FOUND, words::PROBLEM_NOT_FOUND_DO),
        FailureKind::WindowNotOpen(opens) => Filled(
            words::problem_window(),
            opens
                .map_or_else(words::problem_window_unknown_do, |day| words::problem_window_do(&format::date_long(day))),
        ),
        FailureKind::Lapsed => Plain(words::PROBLEM_LAPSED, words::PROBLEM_SUPPORT_DO),
        FailureKind::Suspended => Plain(words::PROBLEM_SUSPENDED, words::PROBLEM_SUPPORT_DO),
        FailureKind::VerificationPending => Plain(words::PROBLEM_VERIFICATION, words::PROBLEM_VERIFICATION_DO),
        FailureKind::RequirementShort => Plain(words::PROBLEM_REQUIREMENT, words::PROBLEM_REQUIREMENT_DO),
        FailureKind::StepOrder(_) => Plain(words::PROBLEM_STEP_ORDER, words::PROBLEM_STEP_ORDER_DO),
        FailureKind::QuoteChanged => Plain(words::PROBLEM_QUOTE, words::PROBLEM_QUOTE_DO),
        FailureKind::AgreementChanged => Plain(words::PROBLEM_AGREEMENT, words::PROBLEM_AGREEMENT_DO),
        FailureKind::PaymentInProgress(_) => Plain(words::PROBLEM_IN_PROGRESS, words::PROBLEM_IN_PROGRESS_DO),
        FailureKind::AlreadyPaid(_) => Plain(words::PROBLEM_ALREADY_PAID, words::PROBLEM_ALREADY_PAID_DO),
        FailureKind::NotCancellable => Plain(words::PROBLEM_NOT_CANCELLABLE, words::PROBLEM_IN_PROGRESS_DO),
        FailureKind::EntityTagRewritten => Plain(words::PROBLEM_TAGS, words::PROBLEM_TAGS_DO),
        FailureKind::NotDownloaded => Plain(words::PROBLEM_NOT_DOWNLOADED, words::PROBLEM_NOT_DOWNLOADED_DO),
        FailureKind::JournalUnavailable => Plain(words::PROBLEM_JOURNAL, words::PROBLEM_JOURNAL_DO),
        FailureKind::Changed { .. } => Plain(words::PROBLEM_CHANGED, words::PROBLEM_CHANGED_DO),
        FailureKind::Fields(_) => Plain(words::PROBLEM_FIELDS, words::PROBLEM_FIELDS_DO),
        FailureKind::Proof(problem) => Plain(proof_problem(*problem), words::PROBLEM_AGAIN_DO),
        FailureKind::TransferSettled => Plain(words::PROBLEM_TRANSFER_SETTLED, words::PROBLEM_TRANSFER_SETTLED_DO),
        FailureKind::OfferOver => Plain(words::PROBLEM_OFFER_OVER, words::PROBLEM_OFFER_OVER_DO),
        FailureKind::Refused(Refusal::RoleRequired) => Plain(words::REFUSAL_ROLE, words::REFUSAL_ROLE_DO),
        FailureKind::Refused(Refusal::LocationChanged) => Plain(words::REFUSAL_CHANGED, words::REFUSAL_CHANGED_DO),
        FailureKind::Refused(Refusal::LocationInUse) => Plain(words::REFUSAL_IN_USE, words::REFUSAL_IN_USE_DO),
        FailureKind::Refused(Refusal::RefundOver) => Plain(words::REFUSAL_REFUND_OVER, words::REFUSAL_REFUND_OVER_DO),
        FailureKind::Refused(Refusal::Refunded) => Plain(words::REFUSAL_REFUNDED, words::REFUSAL_REFUNDED_DO),
        FailureKind::Refused(Refusal::DocumentNotReady) => Plain(words::REFUSAL_DOCUMENT, words::REFUSAL_DOCUMENT_DO),
        FailureKind::Refused(Refusal::NotAMember) => Plain(words::REFUSAL_NOT_MEMBER, words::REFUSAL_NOT_MEMBER_DO),
        FailureKind::Refused(Refusal::NotLapsed) => Plain(words::REFUSAL_NOT_LAPSED, words::REFUSAL_NOT_LAPSED_DO),
        FailureKind::Refused(Refusal::PaymentLinkEnded) => {
            Plain(words::REFUSAL_LINK_ENDED, words::REFUSAL_LINK_ENDED_DO)
        }
        FailureKind::ResendTooEarly(from) => Filled(
            words::refusal_too_early(),
            from.map_or_else(words::refusal_too_early_unknown_do, |day| {
                words::refusal_too_early_do(&format::date_long(day))
            }),
        ),
        FailureKind::Refused(Refusal::AppealNotPossible) => Plain(words::REFUSAL_APPEAL, words::REFUSAL_APPEAL_DO),
        FailureKind::Refused(Refusal::RoleHeld) => Plain(words::REFUSAL_ROLE_HELD, words::REFUSAL_ROLE_HELD_DO),
        FailureKind::Refused(Refusal::RoleRequestTooEarly) => {
            Plain(words::REFUSAL_ROLE_EARLY, words::REFUSAL_ROLE_EARLY_DO)
        }
        FailureKind::Refused(Refusal::ReferenceAnswered) => Plain(words::REFUSAL_ANSWERED, words::REFUSAL_ANSWERED_DO),
        FailureKind::TooMany(seconds) => Filled(words::problem_throttled(), words::problem_wait(i64::from(*seconds))),
        FailureKind::Unavailable(seconds) => {
            Filled(words::problem_unavailable(), words::problem_wait(i64::from(*seconds)))
        }
        // The profile asks about it; it is never shown as a failure.
        FailureKind::AddressSuggested(_) | FailureKind::Unexpected(_) => {
            Plain(words::PROBLEM_UNEXPECTED, words::PROBLEM_SUPPORT_DO)
        }
    }
}

/// What is wrong with a file that should prove a transfer, and what to choose.
#[must_use]
pub fn proof_problem(problem: ProofProblem) -> Text {
    match problem {
        ProofProblem::Missing => words::PROOF_MISSING,
        ProofProblem::TooLarge => words::PROOF_TOO_LARGE,
        ProofProblem::Kind => words::PROOF_KIND,
        ProofProblem::Unreadable => words::PROOF_UNREADABLE,
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
    let (what, todo) = match sentences(failure) {
        Plain(what, todo) => (what.read(), todo.read()),
        Filled(what, todo) => (what, todo),
    };
    let left = app.count_down(pause(failure));
    let (counted, asked) = (left.clone(), left.clone());
    let mut ways_on = Vec::new();
    if let Some(again) = again {
        let ask = move || {
            if asked.now() == 0 {
                again()
            }
        };
        ways_on.push(button_unless("button button--secondary", words::problem_again(), move || left.get() > 0, ask));
    }
    if matches!(failure.kind, FailureKind::NotDownloaded) {
        let reloading = Rc::clone(app);
        let reload = move || reloading.services().ports.navigator.hide_and_reload();
        ways_on.push(button("button button--quiet", words::problem_reload(), reload));
    }
    let reference = (!failure.reference.is_empty()).then(|| reference_line(app, failure.reference.clone()));
    view! {
        <div class="problem">
            <div role=role><p class="problem__what" prop:textContent=what></p>{p(todo)}</div>
            {show_some(move || {
                let left = counted.get();
                (left > 0).then(|| view! { <p aria-hidden="true" prop:textContent=words::problem_countdown(i64::from(left))></p> }.into_any())
            })}
            {(!ways_on.is_empty()).then(|| actions(ways_on))}
            {reference}
            {status_link()}
        </div>
    }
    .into_any()
}

/// The way to what support asks for: which build runs here, and what answers.
#[inline(never)]
pub fn status_link() -> AnyView {
    view! { <p><a href="status" rel="external" prop:textContent=words::boot_status()></a></p> }.into_any()
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
