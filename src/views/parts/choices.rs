//! Radio buttons and checkboxes.
use super::dynamic::{reactive, reactive_attr};
use super::field::message_line;
use super::form::FormView;
use super::icon::{Icon, icon};
use super::long_list::in_parts;
use crate::app::pages::answer::Answer;
use leptos::prelude::*;
use std::rc::Rc;

/// One radio button.
#[derive(Clone)]
pub struct Choice {
    pub value: String,
    /// Name to choose by.
    pub label: String,
    /// Is it a name given by the program, which no translator may change?
    pub is_name: bool,
    /// More about it, as separate lines.
    pub hints: Vec<String>,
    /// A picture of its kind.
    pub icon: Option<Icon>,
    /// Why it cannot be chosen.
    pub unavailable: Option<String>,
}

/// Does this control have an error?
fn has_error(form: &FormView, id: &'static str) -> impl Fn() -> bool + Clone + 'static {
    let form = form.form.clone();
    move || form.error_of(id).is_some()
}

/// A group of radio buttons under a legend. The first button carries the group's id, so that the error summary can lead
/// to it.
pub fn radios(form: &FormView, id: &'static str, legend: String, choices: Vec<Choice>, chosen: &Rc<Answer>) -> AnyView {
    let first = choices.iter().position(|choice| choice.unavailable.is_none()).unwrap_or(0);
    let current = chosen.now();
    let needed = choices.iter().position(|choice| choice.value == current).unwrap_or(first);
    let (rows, chosen) = (choices.len(), Rc::clone(chosen));
    let draw = move |from, to| {
        let part = choices.iter().enumerate().take(to).skip(from);
        part.map(|(i, choice)| {
            let own = if i == first { id.to_owned() } else { [id, "-", &choice.value].concat() };
            radio(own, id, choice.clone(), Rc::clone(&chosen))
        })
        .collect_view()
        .into_any()
    };
    group(form, id, legend, in_parts(rows, needed, Rc::new(draw)))
}

/// The frame of a group of radio buttons, with its legend, which is only read out, and what is wrong.
pub fn group(form: &FormView, id: &'static str, legend: String, buttons: AnyView) -> AnyView {
    group_under(form, id, "visually-hidden", legend, buttons)
}

/// As `group`, with the class of its legend.
pub fn group_under(
    form: &FormView,
    id: &'static str,
    legend_class: &'static str,
    legend: String,
    buttons: AnyView,
) -> AnyView {
    let (marked, described) = (has_error(form, id), has_error(form, id));
    view! {
        <fieldset class="fieldset field" class:field--error=reactive(marked)
            aria-describedby=reactive(move || described().then(|| [id, "-error"].concat()))>
            <legend class=legend_class>{legend}</legend>
            {message_line(form, id)}
            {buttons}
        </fieldset>
    }
    .into_any()
}

/// A radio button: its id, the name of its group, what it stands for, and the ids of what names and describes it.
pub fn radio_button(
    own: String,
    group: &'static str,
    value: String,
    name_id: String,
    more_id: Option<String>,
    chosen: Rc<Answer>,
) -> AnyView {
    let (mine, choosing, sent) = (value.clone(), Rc::clone(&chosen), value.clone());
    view! {
        <input type="radio" id=own name=group value=value aria-labelledby=name_id aria-describedby=Signal::stored(more_id)
            prop:checked=reactive(move || chosen.get() == mine)
            on:change=move |_| choosing.set(sent.clone()) />
    }
    .into_any()
}

fn radio(own: String, group: &'static str, choice: Choice, chosen: Rc<Answer>) -> AnyView {
    let (name_id, more_id) = ([&own, "-name"].concat(), [&own, "-more"].concat());
    let has_more = !choice.hints.is_empty();
    let hints = choice
        .hints
        .into_iter()
        .chain(choice.unavailable.clone())
        .map(|hint| view! { <span class="choice__hint"><bdi>{hint}</bdi></span> }.into_any())
        .collect_view();
    let translate = if choice.is_name { "no" } else { "yes" };
    let name = view! { <span id=name_id.clone()><bdi translate=translate>{choice.label}</bdi></span> };
    // What cannot be chosen is not a control: it is shown with its reason.
    if choice.unavailable.is_some() {
        return view! {
            <div class="choice choice--card choice--unavailable"><span class="choice__text">{name}{hints}</span></div>
        }
        .into_any();
    }
    let described_by = has_more.then(|| more_id.clone());
    // The name alone is the control's name; the rest of the card describes it.
    view! {
        <label class="choice choice--card">
            {radio_button(own, group, choice.value, name_id, described_by, chosen)}
            <span class="choice__text">{name}<span id=more_id>{hints}</span></span>
            {choice.icon.map(icon)}
        </label>
    }
    .into_any()
}

/// A checkbox that must be ticked on purpose.
pub fn tick(
    form: &FormView,
    id: &'static str,
    label: String,
    is_ticked: impl Fn() -> bool + 'static,
    on_tick: impl Fn(bool) + 'static,
) -> AnyView {
    boxed_tick(form, id, label, Box::new(is_ticked), Box::new(on_tick))
}

#[inline(never)]
fn boxed_tick(
    form: &FormView,
    id: &'static str,
    label: String,
    is_ticked: Box<dyn Fn() -> bool>,
    on_tick: Box<dyn Fn(bool)>,
) -> AnyView {
    let (marked, described, invalid) = (has_error(form, id), has_error(form, id), has_error(form, id));
    view! {
        <div class="field" class:field--error=reactive(marked)>
            {message_line(form, id)}
            <label class="choice" for=id>
                <input type="checkbox" id=id name=id autocomplete="off" prop:checked=reactive(is_ticked)
                    aria-describedby=reactive(move || described().then(|| [id, "-error"].concat()))
                    aria-invalid=reactive_attr(invalid)
                    on:change=move |event| on_tick(event_target_checked(&event)) />
                <span class="choice__text">{label}</span>
            </label>
        </div>
    }
    .into_any()
}
