//! The form of a step: the error summary, the guard against double clicks, the save status.
//! Rows ux-6 to ux-17 and ux-25 to ux-31 live here, once.
use super::dynamic::{changing, optional, when};
use super::frame::{Back, framed};
use super::press::{button, working};
use super::problem::problem;
use super::prose::h2;
use crate::app::screen;
use crate::app::session::App;
use crate::app::wizard::SaveState;
use crate::domain::failure::Failure;
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::i18n::words;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;
use std::pin::Pin;

/// Control ids in the order of the page, each with its message.
pub type Messages = Vec<(String, String)>;

/// What went wrong when the form was sent, and whether it is being sent.
#[derive(Clone, Copy)]
pub struct Form {
    /// Problems of fields.
    pub messages: RwSignal<Messages>,
    /// A failed request.
    pub failure: RwSignal<Option<Failure>>,
    /// Is a request under way?
    pub busy: RwSignal<bool>,
    /// Id of the box that tells the failed request.
    failure_id: &'static str,
}

impl Form {
    /// A form at rest.
    #[must_use]
    pub fn new() -> Form {
        Form::beside("failure")
    }

    /// One more form of a page, whose failed requests are told in a box with this id.
    #[must_use]
    pub fn beside(failure_id: &'static str) -> Form {
        Form { messages: RwSignal::default(), failure: RwSignal::default(), busy: RwSignal::new(false), failure_id }
    }

    /// Is a field wrong?
    #[must_use]
    pub fn wrong(self) -> Signal<bool> {
        Signal::derive(move || !self.messages.with(Vec::is_empty))
    }

    /// Nothing is wrong any more.
    pub fn clear(self) {
        self.messages.set(Vec::new());
        self.failure.set(None);
    }

    /// The message of a control.
    #[must_use]
    pub fn message(self, id: &str) -> Signal<Option<String>> {
        let id = id.to_owned();
        Signal::derive(move || {
            self.messages.with(|all| all.iter().find(|(field, _)| *field == id).map(|(_, text)| text.clone()))
        })
    }

    /// Shows these messages and moves the focus to the summary.
    pub fn refuse(self, messages: Messages) {
        self.failure.set(None);
        self.messages.set(messages);
        request_animation_frame(|| screen::focus_by_id("error-summary"));
    }

    /// Shows a failed request and moves the focus to it.
    pub fn fail(self, failure: Failure) {
        self.messages.set(Vec::new());
        self.failure.set(Some(failure));
        request_animation_frame(move || screen::focus_by_id(self.failure_id));
    }

    /// Runs `work` unless a run is under way: a second click is ignored for as long as the first one takes.
    pub fn run(self, work: impl Future<Output = ()> + 'static) {
        if !self.busy.get_untracked() {
            self.start(Box::pin(work));
        }
    }

    /// The same for all work: this part is compiled once.
    fn start(self, work: Pin<Box<dyn Future<Output = ()>>>) {
        self.busy.set(true);
        spawn_local(async move {
            work.await;
            let _ = self.busy.try_set(false);
        });
    }
}

/// The summary of errors: first thing in `main`, focused by `Form::refuse`.
pub fn error_summary(form: Form) -> AnyView {
    optional(move || {
        let messages = form.messages.get();
        (!messages.is_empty()).then(|| {
            let items = messages
                .into_iter()
                .map(|(id, text)| {
                    let link = ["#", &id].concat();
                    view! {
                        <li><a href=link rel="external" on:click=move |event| {
                            event.prevent_default();
                            screen::scroll_label_and_focus(&id);
                        }>{text}</a></li>
                    }
                })
                .collect_view();
            view! {
                <div class="error-summary" id="error-summary" tabindex="-1" on:blur=|_| screen::drop_tabindex("error-summary")>
                    <div role="alert">{h2(words::site_error_heading())}<ul>{items}</ul></div>
                </div>
            }
            .into_any()
        })
    })
}

/// The failed request, if there is one.
pub fn failure_box(form: Form) -> AnyView {
    optional(move || {
        form.failure
            .get()
            .map(|failure| view! { <div id=form.failure_id tabindex="-1">{problem(&failure, None)}</div> }.into_any())
    })
}

/// The way back from a step: the step before, the review page when a change was asked for, or the membership.
#[must_use]
pub fn back_of(app: App, step: Step) -> Back {
    if app.changing.get_untracked() && step != Step::Review {
        return Back { href: Page::Step(Step::Review).path(), label: words::steps_back_review() };
    }
    match step.before() {
        Some(before) => Back { href: Page::Step(before).path(), label: words::site_back() },
        None => Back { href: Page::Membership.path(), label: words::site_back() },
    }
}

/// The frame of a step: way back, summary, `Step n of 7`, heading, and `body`, which holds the form.
pub fn step_page(app: App, step: Step, form: Form, title: String, body: AnyView) -> AnyView {
    let count = words::steps_count(&screen::number(step.number() as i64), &screen::number(Step::ALL.len() as i64));
    let before = view! {
        {error_summary(form)}
        <p class="step-count">{count}</p>
    };
    let body = view! {
        {step_list(step)}
        {failure_box(form)}
        {body}
    };
    framed(app, Signal::stored(title), form.wrong(), Some(back_of(app, step)), Some(before.into_any()), body.into_any())
}

/// A form whose submit runs `send`, with the save status by its button.
pub fn step_form(app: App, form: Form, label: String, body: AnyView, send: impl Fn() + 'static) -> AnyView {
    let body = view! { {body}{save_status(app)} };
    sent_form(form, "button", label, body.into_any(), Box::new(send))
}

/// A form with one button, whose submit runs `send` unless a request is under way. The button is never `disabled`:
/// while a request runs it keeps the focus and says so.
pub fn sent_form(form: Form, class: &'static str, label: String, body: AnyView, send: Box<dyn Fn()>) -> AnyView {
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !form.busy.get_untracked() {
            send();
        }
    };
    view! {
        <form novalidate on:submit=on_submit>
            {body}
            <div class="actions">
                <button type="submit" class=class aria-disabled=when(move || form.busy.get())>{label}</button>
                {working(form)}
            </div>
        </form>
    }
    .into_any()
}

/// `Saved`, `Saving` or `Not saved on this device`, told quietly.
pub fn save_status(app: App) -> AnyView {
    let saving = app.wizard.saving;
    let class = move || match saving.get() {
        SaveState::Idle => "save-status",
        SaveState::Saving => "save-status save-status--saving",
        SaveState::Saved => "save-status save-status--saved",
        SaveState::NotKept | SaveState::Stale | SaveState::Newer => "save-status save-status--failed",
    };
    let words = move || match saving.get() {
        SaveState::Idle => words::saving_idle(),
        SaveState::Saving => words::saving_saving(),
        SaveState::Saved => words::saving_saved(),
        SaveState::NotKept => words::saving_not_kept(),
        SaveState::Stale => words::saving_stale(),
        SaveState::Newer => words::saving_newer(),
    };
    let text = changing(move || Some(words()));
    // Only trouble is announced; a live region that speaks at every pause in typing is noise (row ux-58).
    let well = move || matches!(saving.get(), SaveState::Idle | SaveState::Saving | SaveState::Saved);
    let trouble = changing(move || (!well()).then(words));
    view! {
        <p class=class id="save-status">{text}</p>
        <p class="visually-hidden" role="alert">{trouble}</p>
        {optional(move || (saving.get() == SaveState::Stale).then(|| view! {
            <p>{button("link-button", words::saving_take_newer(), move || spawn_local(async move {
                app.wizard.take_newer().await;
                app.language.update(|n| *n += 1);
            }))}</p>
        }.into_any()))}
    }
    .into_any()
}

/// The list of steps: where one is, not a navigation (row ux-33).
fn step_list(now: Step) -> AnyView {
    let items = Step::ALL
        .into_iter()
        .map(|step| {
            let state = if step < now { words::steps_done() } else { words::steps_to_do() };
            let text = view! { {name(step)}<span class="visually-hidden">{(step != now).then(|| [", ", &state].concat())}</span> };
            view! { <li aria-current=Signal::stored((step == now).then_some("step"))><span class:step-list__done=step < now>{text}</span></li> }
        })
        .collect_view();
    view! {
        <ol class="step-list no-print" aria-label=words::steps_all()>{items}</ol>
    }
    .into_any()
}

/// Short name of a step.
#[must_use]
pub fn name(step: Step) -> String {
    match step {
        Step::Requirements => words::steps_requirements(),
        Step::Profile => words::steps_profile(),
        Step::Agreement => words::steps_agreement(),
        Step::Location => words::steps_location(),
        Step::Level => words::steps_level(),
        Step::Payment => words::steps_payment(),
        Step::Review => words::steps_review(),
    }
}
