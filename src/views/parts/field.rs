//! One field of a form: label, hint, message and control tied together (rows ux-11 to ux-18 and ux-44 to ux-46).
use super::dynamic::{reactive, reactive_attr, show_some};
use super::form::FormView;
use crate::app::pages::answer::Answer;
use crate::domain::draft::MAX_ANSWER;
use crate::i18n::words;
use leptos::prelude::*;
use std::rc::Rc;

/// How a field behaves.
#[derive(Clone, Default)]
pub struct Field {
    /// Id of the control; the error summary links to it.
    pub id: String,
    /// Label, with `(optional)` where it may stay empty.
    pub label: String,
    /// One short sentence, or empty.
    pub hint: String,
    /// `type` of the input; empty means text.
    pub kind: &'static str,
    /// Purpose token for autofill; empty means none.
    pub autocomplete: &'static str,
    /// `inputmode`; empty means the browser's choice.
    pub inputmode: &'static str,
    /// Extra class that tells the expected length, or empty.
    pub width: &'static str,
    /// Media types to offer where it is a file; empty means any.
    pub accept: &'static str,
}

/// The value that a control shows, and what happens to what is typed.
pub struct Value {
    pub shown: Rc<dyn Fn() -> String>,
    pub on_input: Rc<dyn Fn(String)>,
}

impl Value {
    /// An answer that is typed.
    pub fn of(answer: &Rc<Answer>) -> Value {
        let (shown, typing) = (Rc::clone(answer), Rc::clone(answer));
        Value { shown: Rc::new(move || shown.typed()), on_input: Rc::new(move |typed| typing.set(typed)) }
    }
}

fn has_error(form: &FormView, id: &str) -> impl Fn() -> bool + 'static {
    let (form, id) = (form.form.clone(), id.to_owned());
    move || form.error_of(&id).is_some()
}

/// Ids of hint and message, for `aria-describedby`.
fn described_by(form: &FormView, field: &Field) -> Signal<Option<String>> {
    let (id, has_hint, has_error) = (field.id.clone(), !field.hint.is_empty(), has_error(form, &field.id));
    reactive(move || {
        let hint = has_hint.then(|| [&id, "-hint"].concat());
        let error = has_error().then(|| [&id, "-error"].concat());
        match (hint, error) {
            (Some(hint), Some(error)) => Some([hint, error].join(" ")),
            (hint, error) => hint.or(error),
        }
    })
}

/// The message of a field, with the hidden word `Error:` before it.
pub fn message_line(form: &FormView, control: &str) -> AnyView {
    let (form, control) = (form.clone(), control.to_owned());
    show_some(move || {
        let error = form.form.error_of(&control)?;
        let id = [&control, "-error"].concat();
        Some(view! {
            <p class="error-message" id=id><span class="visually-hidden">{words::site_error_word()}{" "}</span><span prop:textContent=(form.message)(&error)></span></p>
        }.into_any())
    })
}

/// Label, hint and message around a control.
fn around(form: &FormView, field: &Field, control: AnyView) -> AnyView {
    let hint = (!field.hint.is_empty()).then(|| {
        view! { <p class="hint" id=[&field.id, "-hint"].concat() prop:textContent=field.hint.clone()></p> }.into_any()
    });
    view! {
        <div class="field" class:field--error=reactive(has_error(form, &field.id))>
            // As a property, so that it goes on changing when a translator has put other nodes in the place of the text.
            <label class="field__label" for=field.id.clone() prop:textContent=field.label.clone()></label>
            {hint}
            {message_line(form, &field.id)}
            {control}
        </div>
    }
    .into_any()
}

fn some(text: &'static str) -> Option<&'static str> {
    (!text.is_empty()).then_some(text)
}

/// A line of text.
pub fn text(form: &FormView, field: Field, value: Value) -> AnyView {
    let described = described_by(form, &field);
    let Value { shown, on_input } = value;
    // Names, addresses and numbers are not prose: a spell checker would mark them all.
    let control = view! {
        <input id=field.id.clone() name=field.id.clone() class=["input ", field.width].concat()
            type=some(field.kind).unwrap_or("text") autocomplete=some(field.autocomplete).unwrap_or("off")
            inputmode=some(field.inputmode).unwrap_or("text") spellcheck="false" autocapitalize="off" dir="auto"
            // What is longer would be shown and not kept.
            maxlength=MAX_ANSWER.to_string()
            prop:value=reactive(move || shown())
            aria-describedby=described aria-invalid=reactive_attr(has_error(form, &field.id))
            on:input=move |event| on_input(event_target_value(&event)) />
    };
    around(form, &field, control.into_any())
}

/// Text of several lines.
pub fn long_text(form: &FormView, field: Field, value: Value) -> AnyView {
    let described = described_by(form, &field);
    let Value { shown, on_input } = value;
    let control = view! {
        <textarea id=field.id.clone() name=field.id.clone() class="input" autocomplete="off" dir="auto"
            maxlength=MAX_ANSWER.to_string() prop:value=reactive(move || shown())
            aria-describedby=described aria-invalid=reactive_attr(has_error(form, &field.id))
            on:input=move |event| on_input(event_target_value(&event))></textarea>
    };
    around(form, &field, control.into_any())
}

/// A file of one of the media types that `accept` lists; `on_choose` runs when one is chosen.
pub fn file(form: &FormView, field: Field, on_choose: impl Fn() + 'static) -> AnyView {
    let described = described_by(form, &field);
    let control = view! {
        <input id=field.id.clone() name=field.id.clone() class="input input--file" type="file" autocomplete="off"
            accept=field.accept aria-describedby=described aria-invalid=reactive_attr(has_error(form, &field.id))
            on:change=move |_| on_choose() />
    };
    around(form, &field, control.into_any())
}

/// One of several options, from a list.
pub fn select(form: &FormView, field: Field, options: Vec<(String, String)>, value: Value) -> AnyView {
    let described = described_by(form, &field);
    let Value { shown, on_input } = value;
    let known: Vec<String> = options.iter().map(|(id, _)| id.clone()).collect();
    let current = Rc::clone(&shown);
    let none_chosen = reactive(move || !known.contains(&current()));
    let options = options
        .into_iter()
        .map(|(id, name)| {
            let (mine, current) = (id.clone(), Rc::clone(&shown));
            view! { <option value=id prop:selected=reactive(move || current() == mine)>{name}</option> }
        })
        .collect_view();
    let control = view! {
        <select id=field.id.clone() name=field.id.clone() class=["select ", field.width].concat()
            autocomplete=some(field.autocomplete).unwrap_or("off")
            aria-describedby=described aria-invalid=reactive_attr(has_error(form, &field.id))
            on:change=move |event| on_input(event_target_value(&event))>
            <option value="" prop:selected=none_chosen>{words::form_choose()}</option>
            {options}
        </select>
    };
    around(form, &field, control.into_any())
}
