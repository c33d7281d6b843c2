//! The form of a step: the error summary, the guard against double clicks, the save status.
//! Rows ux-6 to ux-17 and ux-25 to ux-31 live here, once.
use super::buttons::{button, working};
use super::dynamic::{reactive, reactive_attr, reactive_text, show_some};
use super::problem::focused_problem;
use super::rail::rail;
use super::step_frame::step_frame;
use crate::app::App;
use crate::app::autosave::SaveState;
use crate::app::form::{ERROR_SUMMARY, FieldError, Form};
use crate::domain::step::Step;
use crate::i18n::words;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::web_sys::HtmlInputElement;
use std::rc::Rc;

/// A form with the words for what may be wrong in it.
#[derive(Clone)]
pub struct FormView {
    pub form: Form,
    pub message: Rc<dyn Fn(&FieldError) -> String>,
}

/// The summary of errors: first thing in `main`. It takes the focus, which announces it once.
pub fn error_summary(app: &Rc<App>, form: &FormView) -> AnyView {
    let (app, form) = (Rc::clone(app), form.clone());
    show_some(move || {
        let errors = form.form.errors();
        if errors.is_empty() {
            return None;
        }
        let items = errors
            .iter()
            .map(|error| {
                let (id, app) = (error.control(), Rc::clone(&app));
                let link = ["#", id].concat();
                view! {
                    <li><a href=link rel="external" on:click=move |event| {
                        event.prevent_default();
                        app.services().ports.document.focus_control(id);
                    }><span prop:textContent=(form.message)(error)></span></a></li>
                }
            })
            .collect_view();
        let blurred = Rc::clone(&app);
        Some(view! {
            <div class="error-summary" id=ERROR_SUMMARY role="group" aria-labelledby="error-summary-title" tabindex="-1"
                on:blur=move |_| blurred.services().ports.document.drop_tabindex(ERROR_SUMMARY)>
                <h2 id="error-summary-title">{words::site_error_heading()}</h2>
                <ul>{items}</ul>
            </div>
        }
        .into_any())
    })
}

/// The failed request, if there is one.
pub fn failure_box(app: &Rc<App>, form: &Form) -> AnyView {
    let (app, form) = (Rc::clone(app), form.clone());
    show_some(move || {
        let failure = form.failure()?;
        Some(view! { <div id=form.failure_id tabindex="-1">{focused_problem(&app, &failure)}</div> }.into_any())
    })
}

/// A step: its frame with what is wrong in the form, and `body`, which holds the form.
pub fn step_page(app: &Rc<App>, step: Step, form: &FormView, body: AnyView) -> AnyView {
    // The last step has the order beside it.
    let rail = if step == Step::Review { ().into_any() } else { rail(app, step, Rc::new(|| ().into_any())) };
    step_page_beside(app, step, form, rail, body)
}

/// As `step_page`, with a rail of its own.
pub fn step_page_beside(app: &Rc<App>, step: Step, form: &FormView, rail: AnyView, body: AnyView) -> AnyView {
    let wrong = form.form.clone();
    let body = view! { {failure_box(app, &form.form)}{body} };
    step_frame(app, step, Some(Rc::new(move || wrong.has_errors())), error_summary(app, form), rail, body.into_any())
}

/// A form whose submit runs `send`, with the save status by its button.
pub fn step_form(app: &Rc<App>, form: &FormView, label: String, body: AnyView, send: impl Fn() + 'static) -> AnyView {
    sent_form(&form.form, "button", plain_label(label), body, save_status(app, None), Box::new(send))
}

/// The label of a form's button, in the site's words.
pub fn plain_label(label: String) -> AnyView {
    view! { <bdi>{label}</bdi> }.into_any()
}

/// A form with one button, whose submit runs `send` unless a request is under way. The button is never `disabled`: while
/// a request runs it keeps the focus and says so. `beside` stands by the button.
pub fn sent_form(
    form: &Form,
    class: &'static str,
    label: AnyView,
    body: AnyView,
    beside: AnyView,
    send: Box<dyn Fn()>,
) -> AnyView {
    let (sending, disabled, answering) = (form.clone(), form.clone(), form.clone());
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !sending.is_sending() {
            send();
        }
    };
    view! {
        <form novalidate on:submit=on_submit
            // Of a group of radio buttons each has the name of the group, which is the control.
            on:input=move |event| answering.answered(&event_target::<HtmlInputElement>(&event).name())>
            {body}
            <div class="actions">
                <button type="submit" class=class aria-disabled=reactive_attr(move || disabled.is_busy())>{label}</button>
                {working(form)}
                {beside}
            </div>
        </form>
    }
    .into_any()
}

/// Words of a state; none where nothing was changed yet.
fn save_words(state: SaveState) -> String {
    match state {
        SaveState::Idle => String::new(),
        SaveState::Saving => words::saving_saving(),
        SaveState::Saved => words::saving_saved(),
        SaveState::NotKept => words::saving_not_kept(),
        SaveState::Stale => words::saving_stale(),
        SaveState::Newer => words::saving_newer(),
    }
}

/// Only trouble is announced; a live region that speaks at every pause in typing is noise (row ux-58).
fn is_trouble(state: SaveState) -> bool {
    match state {
        SaveState::Idle | SaveState::Saving | SaveState::Saved => false,
        SaveState::NotKept | SaveState::Stale | SaveState::Newer => true,
    }
}

/// `Saved`, `Saving` or `Not saved on this device`, told quietly; `promise` is said while nothing was typed yet.
pub fn save_status(app: &Rc<App>, promise: Option<fn() -> String>) -> AnyView {
    let drafts = Rc::clone(&app.services().drafts);
    let state: Rc<dyn Fn() -> SaveState> = Rc::new(move || drafts.save_state());
    let (shown, announced, stale) = (Rc::clone(&state), Rc::clone(&state), Rc::clone(&state));
    let class = move || match state() {
        SaveState::Idle => "save-status",
        SaveState::Saving => "save-status save-status--saving",
        SaveState::Saved => "save-status save-status--saved",
        SaveState::NotKept | SaveState::Stale | SaveState::Newer => "save-status save-status--failed",
    };
    let app = Rc::clone(app);
    view! {
        <p class=reactive(class) id="save-status">{reactive_text(move || match (shown(), promise) {
            (SaveState::Idle, Some(promise)) => Some(promise()),
            (state, _) => Some(save_words(state)),
        })}</p>
        <p class="visually-hidden" role="alert">{reactive_text(move || Some(announced()).filter(|state| is_trouble(*state)).map(save_words))}</p>
        {show_some(move || (stale() == SaveState::Stale).then(|| {
            let app = Rc::clone(&app);
            view! { <p>{button("link-button", words::saving_take_newer(), move || app.take_newer_draft())}</p> }.into_any()
        }))}
    }
    .into_any()
}
