//! Who may see a page: signed-in people, and for a step those who completed the steps before it.
//! A redirect replaces the history entry, so that Back never leads into a trap.
use super::dynamic::dynamic;
use super::loading::{loaded, waiting};
use super::press::button;
use super::problem::problem;
use super::prose::p;
use crate::app::renewal::{Found, page_of, under_way};
use crate::app::session::App;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::renewal::Renewal;
use crate::domain::renewal_progress::reachable;
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::i18n::words;
use crate::oidc::ProtocolError;
use crate::ports::SignInProblem;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::sync::Arc;

/// Goes to a page of the app; `replace` leaves no trace of the present one.
pub fn navigator() -> impl Fn(&Page, bool) + Clone + 'static {
    let navigate = use_navigate();
    move |page, replace| navigate(&page.path(), NavigateOptions { replace, ..NavigateOptions::default() })
}

/// Shows `inside` to a signed-in person; anyone else is taken to sign in and comes back to `page`.
pub fn signed_in(app: App, page: Page, inside: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    admitted(app, page, Box::new(inside))
}

/// The same for every page: this part is compiled once.
fn admitted(app: App, page: Page, inside: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
    let failed = RwSignal::new(None);
    let begin = move |page: Page| {
        spawn_local(async move {
            if let Err(why) = app.begin_sign_in(page).await {
                let _ = failed.try_set(Some(why));
            }
        });
    };
    if app.identity.with_untracked(Option::is_none) && !app.signed_out.get_untracked() {
        begin(page.clone());
    }
    let again = Callback::new(move |()| {
        failed.set(None);
        begin(page.clone());
    });
    dynamic(move || {
        if app.identity.with(Option::is_some) {
            inside()
        } else if app.signed_out.get() {
            view! {
                {p(words::sign_in_out())}
                <p>{button("button", words::sign_in_button(), move || { app.signed_out.set(false); again.run(()); })}</p>
            }
            .into_any()
        } else if let Some(why) = failed.get() {
            cannot_sign_in(&why, again)
        } else {
            waiting(words::sign_in_going())
        }
    })
}

/// Why the sign-in page cannot be gone to, and what to do.
fn cannot_sign_in(why: &SignInProblem, again: Callback<()>) -> AnyView {
    let kind = match why {
        SignInProblem::Unreachable => FailureKind::Offline,
        SignInProblem::NoStorage => FailureKind::Aborted,
        SignInProblem::Signature | SignInProblem::Refused(_) => FailureKind::UnexpectedContentType,
    };
    let failure = Failure { kind, reference: why.code() };
    view! { {p(why_not(why))} {problem(&failure, Some(again))} }.into_any()
}

/// Why a sign-in did not go on, in words.
pub fn why_not(why: &SignInProblem) -> String {
    match why {
        SignInProblem::Unreachable => words::sign_in_unreachable(),
        SignInProblem::NoStorage => words::sign_in_no_storage(),
        SignInProblem::Refused(ProtocolError::AccessDenied) => words::sign_in_denied(),
        SignInProblem::Signature | SignInProblem::Refused(_) => words::sign_in_failed(),
    }
}

/// Goes to another page in place of this one.
pub fn redirect(page: &Page) -> AnyView {
    let go = navigator();
    let page = page.clone();
    // After the render that asked for it, so that the router is not changed while it draws.
    Effect::new(move |_| go(&page, true));
    waiting(words::site_loading())
}

/// The body of a step: shown when all steps before it are complete on the server, else the first page that is due.
pub fn step(app: App, step: Step, inside: impl Fn(Renewal) -> AnyView + Send + Sync + 'static) -> AnyView {
    reached(app, step, Arc::new(inside))
}

/// The same for every step: this part is compiled once.
fn reached(app: App, step: Step, inside: Arc<dyn Fn(Renewal) -> AnyView + Send + Sync>) -> AnyView {
    signed_in(app, Page::Step(step), move || {
        let find = move |app| async move {
            Ok::<_, Failure>(match under_way(app, false).await? {
                Found::Elsewhere(page) => Err(page),
                Found::Renewal(renewal) if reachable(&renewal, step) => Ok(*renewal),
                Found::Renewal(renewal) => Err(page_of(&renewal)),
            })
        };
        let inside = Arc::clone(&inside);
        loaded(app, find, move |found, _| match found {
            Ok(renewal) => inside(renewal),
            Err(page) => redirect(&page),
        })
    })
}
