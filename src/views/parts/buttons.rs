//! Buttons and links to go on with. Their handlers are boxed, so that all share one compiled form.
use super::dynamic::{reactive_attr, reactive_text};
use super::frame::href;
use crate::app::form::Form;
use crate::domain::route::Page;
use crate::i18n::words;
use leptos::prelude::*;

/// A button that does something on this page.
pub fn button(class: &'static str, label: String, press: impl Fn() + 'static) -> AnyView {
    boxed(class, label, Signal::stored(None), Box::new(press))
}

/// As `button`; `off` says why not to press it now: it stays readable and keeps the focus.
pub fn button_unless(
    class: &'static str,
    label: String,
    off: impl Fn() -> bool + 'static,
    press: impl Fn() + 'static,
) -> AnyView {
    boxed(class, label, reactive_attr(off), Box::new(press))
}

#[inline(never)]
fn boxed(class: &'static str, label: String, off: Signal<Option<&'static str>>, press: Box<dyn Fn()>) -> AnyView {
    view! { <button type="button" class=class aria-disabled=off on:click=move |_| press()>{label}</button> }.into_any()
}

/// Tells that a request of this form is under way, or that there is something to send again.
pub fn working(form: &Form) -> AnyView {
    let form = form.clone();
    status(Box::new(move || {
        let again = || form.has_changed_since().then(words::form_changed_since);
        form.is_busy().then(words::site_working).or_else(again)
    }))
}

/// Tells that something is under way.
pub fn busy(is_busy: impl Fn() -> bool + 'static) -> AnyView {
    status(Box::new(move || is_busy().then(words::site_working)))
}

fn status(text: Box<dyn Fn() -> Option<String>>) -> AnyView {
    view! { <span class="busy" role="status">{reactive_text(text)}</span> }.into_any()
}

/// A link to a page of this site.
pub fn link(class: &'static str, page: &Page, label: String) -> AnyView {
    view! { <a class=class href=href(page)>{label}</a> }.into_any()
}
