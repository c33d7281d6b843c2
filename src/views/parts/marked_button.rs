//! Buttons with an icon beside their word.
use super::icon::{Icon, icon};
use crate::app::App;
use leptos::prelude::*;
use std::rc::Rc;

/// A button that does something on this page.
pub fn marked_button(class: &'static str, mark: Icon, label: String, press: impl Fn() + 'static) -> AnyView {
    boxed(class, mark, label, Box::new(press))
}

#[inline(never)]
fn boxed(class: &'static str, mark: Icon, label: String, press: Box<dyn Fn()>) -> AnyView {
    view! { <button type="button" class=class on:click=move |_| press()>{icon(mark)}{label}</button> }.into_any()
}

/// The button that prints the page.
#[inline(never)]
pub fn print_button(app: &Rc<App>, class: &'static str, label: String) -> AnyView {
    let app = Rc::clone(app);
    marked_button(class, Icon::Print, label, move || app.services().ports.document.print())
}
