//! What stands in the place of a page that is for signed-in people, while nobody is signed in.
use super::buttons::button;
use super::dynamic::dynamic;
use super::loading::waiting;
use super::problem::{reference, status_link};
use super::typography::{actions, p};
use crate::app::App;
use crate::app::session::{SignInState, SignOut};
use crate::i18n::{Text, words};
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
                {what_is_left(sign_out).map(|text| p(text.read()))}
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

fn what_is_left(sign_out: SignOut) -> Option<Text> {
    match sign_out {
        SignOut::UnderWay => None,
        SignOut::Emptied => Some(words::SIGN_IN_OUT_EMPTIED),
        SignOut::NotEmptied => Some(words::SIGN_IN_OUT_LEFT),
        SignOut::ProviderNotTold => Some(words::SIGN_IN_OUT_PROVIDER),
    }
}

/// Why a sign-in did not go on, with a code to quote and the way to try again.
pub fn not_signed_in(why: &SignInProblem, again: AnyView) -> AnyView {
    view! {
        <div role="alert"><p class="lead" prop:textContent=why_not(why).read()></p>{p(words::sign_in_failed_do())}</div>
        {reference(why.code())}
        {actions(vec![again])}
        {status_link()}
    }
    .into_any()
}

fn why_not(why: &SignInProblem) -> Text {
    match why {
        SignInProblem::Unreachable => words::SIGN_IN_UNREACHABLE,
        SignInProblem::NoStorage => words::SIGN_IN_NO_STORAGE,
        SignInProblem::Refused(ProtocolError::AccessDenied) => words::SIGN_IN_DENIED,
        SignInProblem::Refused(ProtocolError::Algorithm) => words::SIGN_IN_ALGORITHM,
        SignInProblem::Refused(ProtocolError::DiscoveryIssuer) => words::SIGN_IN_ISSUER,
        SignInProblem::Signature | SignInProblem::Refused(_) => words::SIGN_IN_FAILED,
    }
}
