//! Radio buttons and checkboxes.
use super::dynamic::when;
use super::field::message_line;
use super::form::Form;
use leptos::prelude::*;

/// One radio button.
pub struct Choice {
    /// Value.
    pub value: String,
    /// Name to choose by.
    pub label: String,
    /// More about it, as separate lines.
    pub hints: Vec<String>,
    /// Shown on the far side, such as a fee.
    pub aside: String,
    /// Why it cannot be chosen.
    pub unavailable: Option<String>,
}

/// A group of radio buttons under a legend. The first button carries the group's id, so that the error
/// summary can lead to it.
pub fn radios(
    form: Form,
    id: &'static str,
    legend: String,
    choices: Vec<Choice>,
    value: RwSignal<String>,
    on_choose: impl Fn(String) + Copy + 'static,
) -> AnyView {
    let message = form.message(id);
    let first = choices.iter().position(|choice| choice.unavailable.is_none()).unwrap_or(0);
    let buttons = choices
        .into_iter()
        .enumerate()
        .map(|(i, choice)| {
            let own = if i == first { id.to_owned() } else { [id, "-", &choice.value].concat() };
            radio(own, id, choice, value, on_choose)
        })
        .collect_view();
    view! {
        <fieldset class="fieldset field" class:field--error=Signal::derive(move || message.with(Option::is_some))
            aria-describedby=Signal::derive(move || message.with(Option::is_some).then(|| [id, "-error"].concat()))>
            <legend class="fieldset__legend">{legend}</legend>
            {message_line(id, message)}
            {buttons}
        </fieldset>
    }
    .into_any()
}

fn radio(
    own: String,
    group: &'static str,
    choice: Choice,
    value: RwSignal<String>,
    on_choose: impl Fn(String) + 'static,
) -> AnyView {
    let (name_id, more_id) = ([&own, "-name"].concat(), [&own, "-more"].concat());
    let has_more = !choice.hints.is_empty() || !choice.aside.is_empty();
    let hints = choice
        .hints
        .into_iter()
        .chain(choice.unavailable.clone())
        .map(|hint| view! { <span class="choice__hint">{hint}</span> })
        .collect_view();
    let name = view! { <span id=name_id.clone()>{choice.label}</span> };
    let aside = (!choice.aside.is_empty()).then(|| view! { <span class="choice__aside">{choice.aside}</span> });
    // What cannot be chosen is not a control: it is shown with its reason.
    if choice.unavailable.is_some() {
        return view! {
            <div class="choice choice--card choice--unavailable"><span class="choice__text">{name}{hints}</span>{aside}</div>
        }
        .into_any();
    }
    let id = choice.value;
    let mine = id.clone();
    // The name alone is the control's name; the rest of the card describes it.
    view! {
        <label class="choice choice--card">
            <input type="radio" id=own name=group value=id.clone() aria-labelledby=name_id
                aria-describedby=Signal::stored(has_more.then(|| more_id.clone()))
                prop:checked=Signal::derive(move || value.with(|now| *now == mine))
                on:change=move |_| { value.set(id.clone()); on_choose(id.clone()); } />
            <span class="choice__text">{name}<span id=more_id>{hints}</span></span>
            {aside}
        </label>
    }
    .into_any()
}

/// A checkbox that must be ticked on purpose.
pub fn tick(form: Form, id: &'static str, label: String, value: RwSignal<bool>) -> AnyView {
    let message = form.message(id);
    view! {
        <div class="field" class:field--error=Signal::derive(move || message.with(Option::is_some))>
            {message_line(id, message)}
            <label class="choice" for=id>
                <input type="checkbox" id=id name=id autocomplete="off" prop:checked=Signal::derive(move || value.get())
                    aria-describedby=Signal::derive(move || message.with(Option::is_some).then(|| [id, "-error"].concat()))
                    aria-invalid=when(move || message.with(Option::is_some))
                    on:change=move |event| value.set(event_target_checked(&event)) />
                <span class="choice__text">{label}</span>
            </label>
        </div>
    }
    .into_any()
}
