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

/// The frame of a step: way back, the summary of errors, `Step n of m`, heading, the list of steps, and `body`.
pub fn step_frame(app: &Rc<App>, step: Step, wrong: Rc<dyn Fn() -> bool>, summary: AnyView, body: AnyView) -> AnyView {
    let count = words::steps_count(&format::number(step.number() as i64), &format::number(Step::ALL.len() as i64));
    let before = view! { {summary}<p class="step-count">{count}</p> };
    let body = view! { {step_list(step)}{body} };
    let title = Rc::new(move || step_words::title(step));
    framed(app, "page page--step", title, wrong, Some(back_of(app, step)), Some(before.into_any()), body.into_any())
}

/// The list of steps: where one is, not a navigation (row ux-33).
fn step_list(now: Step) -> AnyView {
    let items = Step::ALL
        .into_iter()
        .map(|step| {
            let state = if step < now { words::steps_done() } else { words::steps_to_do() };
            let text = view! { {step_words::name(step)}<span class="visually-hidden">{if step == now { String::new() } else { [", ", &state].concat() }}</span> };
            view! { <li aria-current=Signal::stored((step == now).then_some("step"))><span class=if step < now { "step-list__done" } else { "" }>{text}</span></li> }
        })
        .collect_view();
    view! {
        <ol class="step-list no-print" aria-label=words::steps_all()>{items}</ol>
    }
    .into_any()
}
