//! What stands in the place of a page that is for signed-in people, while nobody is signed in.
use super::buttons::button;
use super::dynamic::dynamic;
use super::loading::waiting;
use super::problem::reference;
use super::typography::{actions, p};
use crate::app::App;
use crate::app::session::{SignInState, SignOut};
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
            SignInState::Failed(why) => {
                not_signed_in(&why, button("button", words::problem_again(), move || again.sign_in()))
            }
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

/// Why a sign-in did not go on, with a code to quote and the way to try again.
pub fn not_signed_in(why: &SignInProblem, again: AnyView) -> AnyView {
    view! {
        <div role="alert"><p class="lead" prop:textContent=why_not(why)></p>{p(words::sign_in_failed_do())}</div>
        {reference(why.code())}
        {actions(vec![again])}
    }
    .into_any()
}

fn why_not(why: &SignInProblem) -> String {
    match why {
        SignInProblem::Unreachable => words::sign_in_unreachable(),
        SignInProblem::NoStorage => words::sign_in_no_storage(),
        SignInProblem::Refused(ProtocolError::AccessDenied) => words::sign_in_denied(),
        SignInProblem::Signature | SignInProblem::Refused(_) => words::sign_in_failed(),
    }
}
