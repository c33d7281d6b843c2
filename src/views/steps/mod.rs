//! The seven renewal steps, one file each.
pub mod agreement;
pub mod conflict;
pub mod level;
pub mod location;
pub mod method;
pub mod profile;
pub mod requirements;
pub mod review;

use super::parts::form::Form;
use super::parts::guard::navigator;
use crate::app::renewal::{adopt, page_of};
use crate::app::session::App;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::renewal::Renewal;
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::wire::{self, Call};
use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;

/// Saves a step: sends the call, takes the renewal it answers, forgets the local answers of the step and
/// goes on. A failure is shown in the form; nothing typed is lost.
pub fn saver(
    app: App,
    step: Step,
    form: Form,
) -> impl Fn(Call<Renewal>) -> Pin<Box<dyn Future<Output = ()>>> + Clone + 'static {
    let go = navigator();
    move |call| {
        let go = go.clone();
        Box::pin(async move {
            match app.ask(call).await {
                Ok(renewal) => saved(app, step, renewal, &go).await,
                Err(failure) => refused(app, form, failure, &go).await,
            }
        })
    }
}

/// The server has the step: takes the renewal it answered, forgets the local answers of the step and goes on.
pub async fn saved(app: App, step: Step, renewal: Renewal, go: &impl Fn(&Page, bool)) {
    let next = if app.changing.get_untracked() && renewal.next_step == Some(Step::Review) {
        Page::Step(Step::Review)
    } else {
        next_page(&renewal, step)
    };
    app.wizard.clear_step(step);
    adopt(app, renewal).await;
    app.wizard.flush_now().await;
    go(&next, false);
}

/// The step after this one, or an earlier one that became incomplete.
fn next_page(renewal: &Renewal, step: Step) -> Page {
    match (renewal.next_step, step.after()) {
        (Some(due), Some(after)) if due > after => Page::Step(after),
        _ => page_of(renewal),
    }
}

/// What the server refused: some refusals lead to another page, the others are told in the form.
pub async fn refused(app: App, form: Form, failure: Failure, go: &impl Fn(&Page, bool)) {
    match &failure.kind {
        FailureKind::AlreadyPaid(_) => {
            app.renewal.set(None);
            go(&Page::Confirmation, true);
        }
        FailureKind::PaymentInProgress(_) => {
            app.renewal.set(None);
            go(&Page::PaymentReturn, true);
        }
        FailureKind::Changed { .. } | FailureKind::StepOrder(_) => {
            // The renewal moved on elsewhere: take the server's version, keep what was typed, and say so.
            if let Some(known) = app.renewal.get_untracked()
                && let Ok(fresh) = app.ask(wire::renewal::get(&known.id)).await
            {
                adopt(app, fresh).await;
            }
            form.fail(failure);
        }
        _ => form.fail(failure),
    }
}

/// The renewal as it is now; the one given when the step opened may be older.
pub fn current(app: App, opened_with: &Renewal) -> Renewal {
    app.renewal.get_untracked().filter(|now| now.id == opened_with.id).unwrap_or_else(|| opened_with.clone())
}
