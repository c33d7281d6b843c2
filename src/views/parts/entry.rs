//! The buttons that lead into the renewal.
use super::buttons::{button, button_unless, link, working};
use super::form::failure_box;
use super::step_words;
use super::typography::{actions, p};
use crate::app::App;
use crate::app::pages::entry::{MainAction, RenewalEntry, START_OVER, main_action};
use crate::domain::calendar::instant_ms;
use crate::domain::membership::{Membership, Verdict};
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::i18n::{format, words};
use leptos::prelude::*;
use std::rc::Rc;

/// How long ago a step was saved, where that is known.
fn saved(app: &Rc<App>, membership: &Membership) -> Option<String> {
    let at = instant_ms(membership.current_renewal.as_ref()?.saved_at.as_ref()?)?;
    let minutes = app.services().ports.clock.now_ms().saturating_sub(at).max(0) / 60_000;
    Some(format::ago(minutes)).filter(|ago| !ago.is_empty()).map(|ago| words::membership_saved(&ago))
}

/// How far the renewal has come; `saved` tells when.
fn progress(at: Step, saved: Option<String>) -> AnyView {
    let (number, total) = (at.number() as i64, Step::ALL.len() as i64);
    let text = words::membership_at(&format::number(number), &format::number(total), &step_words::name(at));
    let text = match saved {
        Some(saved) => [text.as_str(), ", ", &saved].concat(),
        None => text,
    };
    view! {
        <p class="progress">{text}</p>
        <svg class="progress-bar" aria-hidden="true" viewBox="0 0 7 1" preserveAspectRatio="none">
            <rect width=Step::ALL.len() height="1" />
            <rect class="progress-bar__done" width=at.number() - 1 height="1" />
        </svg>
    }
    .into_any()
}

/// A new renewal, the one under way, or the confirmation of the one just done.
pub fn start_button(app: &Rc<App>, entry: &Rc<RenewalEntry>, membership: &Membership, label: String) -> AnyView {
    start_button_as(app, entry, membership, label, "button")
}

/// As `start_button`, where a new renewal is begun by a button of this class.
pub fn start_button_as(
    app: &Rc<App>,
    entry: &Rc<RenewalEntry>,
    membership: &Membership,
    label: String,
    class: &'static str,
) -> AnyView {
    match main_action(membership) {
        MainAction::Confirmation(id) => {
            let is_awaited = membership.verdict() == Verdict::Renewed { pending: true };
            // The page says where the money has to go.
            let label = if is_awaited { words::orders_instructions() } else { words::membership_confirmation() };
            actions(vec![link("button", &Page::Reprint(id), label)])
        }
        MainAction::Resume { id, at } => {
            let progress = at.map(|at| progress(at, saved(app, membership)));
            resume(app, entry, id, progress)
        }
        MainAction::Payment(id) => {
            let going_on = Rc::clone(entry);
            let to_payment = ("button", words::membership_payment());
            lead_on(app, entry, None, to_payment, Box::new(move || going_on.resume(&id)), None)
        }
        MainAction::Begin => {
            let (pressed, organization) = (Rc::clone(entry), membership.organization.id.clone());
            lead_on(app, entry, None, (class, label), Box::new(move || pressed.begin(&organization)), None)
        }
        // What somebody else pays needs no word about its steps.
        MainAction::Nothing if membership.is_being_paid() => ().into_any(),
        MainAction::Nothing => match membership.with_colleague() {
            Some((beginning, at)) => {
                let begun = words::membership_begun(&beginning.name, &format::date_time_long(&beginning.at));
                view! { {progress(at, saved(app, membership))}<p class="caption">{begun}</p> }.into_any()
            }
            None => ().into_any(),
        },
    }
}

/// The one button, which leads into the renewal, and what stands before and beside it.
fn lead_on(
    app: &Rc<App>,
    entry: &Rc<RenewalEntry>,
    before: Option<AnyView>,
    (class, label): (&'static str, String),
    pressed: Box<dyn Fn()>,
    beside: Option<AnyView>,
) -> AnyView {
    let busy = entry.form().clone();
    let mut ways = vec![button_unless(class, label, move || busy.is_busy(), pressed)];
    ways.extend(beside);
    ways.push(working(entry.form()));
    view! { {failure_box(app, entry.form())}{before}{actions(ways)} }.into_any()
}

fn resume(app: &Rc<App>, entry: &Rc<RenewalEntry>, id: String, progress: Option<AnyView>) -> AnyView {
    let (going_on, giving_up) = (Rc::clone(entry), Rc::clone(entry));
    let (opening, closing) = (Rc::clone(app), Rc::clone(app));
    let discarded = id.clone();
    let to_continue = ("button", words::membership_continue());
    let over = button("button button--quiet", words::membership_start_over(), move || {
        opening.services().ports.document.open_dialog(START_OVER);
    });
    view! {
        {lead_on(app, entry, progress, to_continue, Box::new(move || going_on.resume(&id)), Some(over))}
        <dialog id=START_OVER class="dialog" aria-labelledby="start-over-title">
            <h2 id="start-over-title">{words::start_over_title()}</h2>
            {p(words::start_over_text())}
            {actions(vec![
                button("button", words::start_over_keep(), move || {
                    closing.services().ports.document.close_dialog(START_OVER);
                }),
                button("button button--danger", words::start_over_delete(), move || giving_up.start_over(&discarded)),
            ])}
        </dialog>
    }
    .into_any()
}
