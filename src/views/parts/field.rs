//! One field of a form: label, hint, message and control tied together (rows ux-11 to ux-18 and ux-44 to ux-46).
use super::dynamic::{optional, when};
use super::form::Form;
use crate::i18n::words;
use leptos::prelude::*;

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

/// Ids of hint and message, for `aria-describedby`.
fn described_by(field: &Field, message: Signal<Option<String>>) -> Signal<Option<String>> {
    let (id, has_hint) = (field.id.clone(), !field.hint.is_empty());
    Signal::derive(move || {
        let hint = has_hint.then(|| [&id, "-hint"].concat());
        let error = message.with(Option::is_some).then(|| [&id, "-error"].concat());
        match (hint, error) {
            (Some(hint), Some(error)) => Some([hint, error].join(" ")),
            (hint, error) => hint.or(error),
        }
    })
}

/// The message of a field, with the hidden word `Error:` before it.
pub fn message_line(id: &str, message: Signal<Option<String>>) -> AnyView {
    let id = [id, "-error"].concat();
    optional(move || {
        let id = id.clone();
        message.get().map(|text| view! {
            <p class="error-message" id=id><span class="visually-hidden">{words::site_error_word()}{" "}</span>{text}</p>
        }.into_any())
    })
}

/// Label, hint and message around a control.
fn around(field: &Field, message: Signal<Option<String>>, control: AnyView) -> AnyView {
    let hint = (!field.hint.is_empty()).then(|| {
        view! { <p class="hint" id=[&field.id, "-hint"].concat()>{field.hint.clone()}</p> }
    });
    view! {
        <div class="field" class:field--error=Signal::derive(move || message.with(Option::is_some))>
            <label class="field__label" for=field.id.clone()>{field.label.clone()}</label>
            {hint}
            {message_line(&field.id, message)}
            {control}
        </div>
    }
    .into_any()
}

/// A line of text.
pub fn text(form: Form, field: Field, value: String, on_input: impl Fn(String) + 'static) -> AnyView {
    let message = form.message(&field.id);
    let described = described_by(&field, message);
    let some = |text: &'static str| (!text.is_empty()).then_some(text);
    // Names, addresses and numbers are not prose: a spell checker would mark them all.
    let control = view! {
        <input id=field.id.clone() name=field.id.clone() class=["input ", field.width].concat()
            type=some(field.kind).unwrap_or("text") autocomplete=some(field.autocomplete).unwrap_or("off")
            inputmode=some(field.inputmode) accept=some(field.accept) spellcheck="false" autocapitalize="off" value=value
            aria-describedby=described aria-invalid=when(move || message.with(Option::is_some))
            on:input=move |event| on_input(event_target_value(&event)) />
    };
    around(&field, message, control.into_any())
}

/// A file of one of the media types that `accept` lists. It is an input like the others, whose text nobody reads.
pub fn file(form: Form, field: Field, accept: &'static str) -> AnyView {
    text(form, Field { kind: "file", width: "input--file", accept, ..field }, String::new(), |_| ())
}

/// One of several options, from a list.
pub fn select(
    form: Form,
    field: Field,
    options: Vec<(String, String)>,
    value: String,
    on_change: impl Fn(String) + 'static,
) -> AnyView {
    let message = form.message(&field.id);
    let described = described_by(&field, message);
    let known = options.iter().any(|(id, _)| *id == value);
    let chosen = value.clone();
    let options = options
        .into_iter()
        .map(|(id, name)| {
            let selected = id == chosen;
            view! { <option value=id selected=selected>{name}</option> }
        })
        .collect_view();
    let control = view! {
        <select id=field.id.clone() name=field.id.clone() class=["select ", field.width].concat()
            autocomplete=(!field.autocomplete.is_empty()).then_some(field.autocomplete)
            aria-describedby=described aria-invalid=when(move || message.with(Option::is_some))
            on:change=move |event| on_change(event_target_value(&event))>
            <option value="" selected=!known>{words::form_choose()}</option>
            {options}
        </select>
    };
    around(&field, message, control.into_any())
}
