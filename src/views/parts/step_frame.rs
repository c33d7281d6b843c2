//! The frame of a step, which stands while its form is not here too.
use super::frame::{Back, framed};
use super::step_words;
use crate::app::App;
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::i18n::{format, words};
use leptos::prelude::*;
use std::rc::Rc;

/// The way back from a step: the step before, the review page when a change was asked for, or the membership.
fn back_of(app: &Rc<App>, step: Step) -> Back {
    if app.services().renewals.is_changing() && step != Step::Review {
        return Back { page: Page::Step(Step::Review), label: words::steps_back_review() };
    }
    let page = step.before().map_or(Page::Membership, Page::Step);
    Back { page, label: words::site_back() }
}

/// The frame of a step: way back, the summary of errors, `Step n of m`, heading, what stands beside the step, and `body`.
pub fn step_frame(
    app: &Rc<App>,
    step: Step,
    wrong: Option<Rc<dyn Fn() -> bool>>,
    summary: AnyView,
    rail: AnyView,
    body: AnyView,
) -> AnyView {
    let count = words::steps_count(&format::number(step.number() as i64), &format::number(Step::ALL.len() as i64));
    let before = view! { {summary}<p class="step-count no-print">{count}</p> };
    let body = view! { {rail}{body} };
    let title = Rc::new(move || step_words::title(step));
    framed(app, "page page--step", title, wrong, Some(back_of(app, step)), Some(before.into_any()), body.into_any())
}
