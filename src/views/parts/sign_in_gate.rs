//! What stands in the place of a page that is for signed-in people, while nobody is signed in.
use super::buttons::button;
use super::dynamic::dynamic;
use super::loading::waiting;
use super::problem::problem;
use super::typography::p;
use crate::app::App;
use crate::app::session::{SignInState, SignOut};
use crate::domain::failure::{Failure, FailureKind};
use crate::i18n::words;
use crate::oidc::ProtocolError;
use crate::ports::SignInProblem;
use leptos::prelude::*;
use std::rc::Rc;

/// The way to the sign-in, and why it cannot be gone.
pub fn gate(app: &Rc<App>) -> AnyView {
    let app = Rc::clone(app);
    dynamic(move || {
        let again = Rc::clone(&app);
        match app.services().sessions.state() {
            SignInState::SignedOut(sign_out) => view! {
                {p(words::sign_in_out())}
                {what_is_left(sign_out).map(p)}
                <p>{button("button", words::sign_in_button(), move || again.sign_in())}</p>
            }
            .into_any(),
            SignInState::Failed(why) => cannot_sign_in(&app, &why),
            SignInState::Nobody | SignInState::SignedIn(_) => waiting(words::sign_in_going()),
        }
    })
}

fn what_is_left(sign_out: SignOut) -> Option<String> {
    match sign_out {
        SignOut::UnderWay => None,
        SignOut::Emptied => Some(words::sign_in_out_emptied()),
        SignOut::NotEmptied => Some(words::sign_in_out_left()),
        SignOut::ProviderNotTold => Some(words::sign_in_out_provider()),
    }
}

/// Why the sign-in page cannot be gone to, and what to do.
fn cannot_sign_in(app: &Rc<App>, why: &SignInProblem) -> AnyView {
    let kind = match why {
        SignInProblem::Unreachable => FailureKind::Offline,
        SignInProblem::NoStorage => FailureKind::Aborted,
        SignInProblem::Signature | SignInProblem::Refused(_) => FailureKind::UnexpectedContentType,
    };
    let failure = Failure { kind, reference: why.code() };
    let again = Rc::clone(app);
    view! { {p(why_not(why))} {problem(app, &failure, Some(Rc::new(move || again.sign_in())))} }.into_any()
}

/// Why a sign-in did not go on, in words.
#[must_use]
pub fn why_not(why: &SignInProblem) -> String {
    match why {
        SignInProblem::Unreachable => words::sign_in_unreachable(),
        SignInProblem::NoStorage => words::sign_in_no_storage(),
        SignInProblem::Refused(ProtocolError::AccessDenied) => words::sign_in_denied(),
        SignInProblem::Signature | SignInProblem::Refused(_) => words::sign_in_failed(),
    }
}
