//! Parts of a page that change. Each is boxed, so that all of them share one compiled form: a type of its own for every
//! part would weigh about a kilobyte of the download each. What they read lives on the one thread of the page.
use leptos::either::Either;
use leptos::prelude::*;
use leptos::reactive::graph::{Observer, Subscriber};
use send_wrapper::SendWrapper;

/// A part that is drawn again when something it reads changes.
pub fn dynamic(part: impl FnMut() -> AnyView + 'static) -> AnyView {
    boxed(Box::new(part))
}

/// As `dynamic`, with new elements each time. Where controls may stand in another order or on another page, an element
/// that is used again would keep what was typed into it.
pub fn remount_on_change(part: impl FnMut() -> AnyView + 'static) -> AnyView {
    boxed_remount(Box::new(part))
}

#[inline(never)]
fn boxed_remount(mut part: Box<dyn FnMut() -> AnyView>) -> AnyView {
    let mut left = false;
    dynamic(move || {
        left = !left;
        let view: Either<AnyView, AnyView> = if left { Either::Left(part()) } else { Either::Right(part()) };
        view.into_any()
    })
}

/// As `dynamic`; nothing is shown while the part is `None`.
pub fn show_some(part: impl FnMut() -> Option<AnyView> + 'static) -> AnyView {
    boxed_some(Box::new(part))
}

#[inline(never)]
fn boxed_some(mut part: Box<dyn FnMut() -> Option<AnyView>>) -> AnyView {
    boxed(Box::new(move || part().unwrap_or_else(|| ().into_any())))
}

/// Whether something holds. Whoever draws with it is drawn again only when that changes.
pub fn condition(holds: impl Fn() -> bool + 'static) -> Memo<bool> {
    boxed_condition(Box::new(holds))
}

#[inline(never)]
fn boxed_condition(holds: Box<dyn Fn() -> bool>) -> Memo<bool> {
    let holds = SendWrapper::new(holds);
    Memo::new(move |_| {
        let holds = &*holds;
        holds()
    })
}

/// A value that changes, such as that of an attribute.
pub fn reactive<T: Clone + PartialEq + Send + Sync + 'static>(value: impl Fn() -> T + 'static) -> Signal<T> {
    boxed_value(Box::new(value))
}

#[inline(never)]
fn boxed_value<T: Clone + PartialEq + Send + Sync + 'static>(value: Box<dyn Fn() -> T>) -> Signal<T> {
    let value = SendWrapper::new(value);
    Signal::derive(move || {
        let read = &*value;
        read()
    })
}

/// `"true"` while the condition holds: the value of an `aria-` attribute that is absent otherwise.
pub fn reactive_attr(holds: impl Fn() -> bool + 'static) -> Signal<Option<&'static str>> {
    boxed_attr(Box::new(holds))
}

#[inline(never)]
fn boxed_attr(holds: Box<dyn Fn() -> bool>) -> Signal<Option<&'static str>> {
    reactive(move || holds().then_some("true"))
}

/// A text that changes; `None` is no text. It is the whole content of an element of its own, so that it goes on changing
/// when a translator has put other nodes in the place of the text.
pub fn reactive_text(text: impl Fn() -> Option<String> + 'static) -> AnyView {
    boxed_text(Box::new(text))
}

#[inline(never)]
fn boxed(part: Box<dyn FnMut() -> AnyView>) -> AnyView {
    let mut part = SendWrapper::new(part);
    (move || {
        unsubscribe_when_gone();
        part()
    })
    .into_any()
}

#[inline(never)]
fn boxed_text(text: Box<dyn Fn() -> Option<String>>) -> AnyView {
    let content = reactive(move || {
        unsubscribe_when_gone();
        text().unwrap_or_default()
    });
    view! { <span prop:textContent=content></span> }.into_any()
}

/// A part that is gone stays on the list of everything it read until that changes. What lives as long as the app (is
/// there a connection, who is signed in) may never do: the list would grow with every page shown.
fn unsubscribe_when_gone() {
    if let Some(reader) = Observer::get() {
        on_cleanup(move || reader.clear_sources(&reader));
    }
}
