//! Parts of a page that change. Each is boxed, so that all of them share one compiled form: a type of its own for
//! every part would weigh about a kilobyte of the download each.
use leptos::either::Either;
use leptos::prelude::*;
use leptos::reactive::graph::{Observer, Subscriber};

/// A part that is drawn again when a signal it reads changes.
pub fn dynamic(part: impl FnMut() -> AnyView + Send + 'static) -> AnyView {
    boxed(Box::new(part))
}

/// As `dynamic`, with new elements each time. Where controls may stand in another order or on another page, an element
/// that is used again would keep what was typed into it.
pub fn fresh(mut part: impl FnMut() -> AnyView + Send + 'static) -> AnyView {
    let mut left = false;
    dynamic(move || {
        left = !left;
        let view: Either<AnyView, AnyView> = if left { Either::Left(part()) } else { Either::Right(part()) };
        view.into_any()
    })
}

/// As `dynamic`; nothing is shown while the part is `None`.
pub fn optional(mut part: impl FnMut() -> Option<AnyView> + Send + 'static) -> AnyView {
    boxed(Box::new(move || part().unwrap_or_else(|| ().into_any())))
}

/// `"true"` while the condition holds: the value of an `aria-` attribute that is absent otherwise.
pub fn when(holds: impl Fn() -> bool + Send + Sync + 'static) -> Signal<Option<&'static str>> {
    Signal::derive(move || holds().then_some("true"))
}

/// A text that changes; `None` is no text.
pub fn changing(text: impl FnMut() -> Option<String> + Send + 'static) -> AnyView {
    boxed_text(Box::new(text))
}

#[inline(never)]
fn boxed(mut part: Box<dyn FnMut() -> AnyView + Send>) -> AnyView {
    (move || {
        unsubscribe_when_gone();
        part()
    })
    .into_any()
}

#[inline(never)]
fn boxed_text(mut text: Box<dyn FnMut() -> Option<String> + Send>) -> AnyView {
    (move || {
        unsubscribe_when_gone();
        text()
    })
    .into_any()
}

/// A part that is gone stays on the list of every signal it read until that signal changes. Signals that live as long
/// as the app (is there a connection, who is signed in) may never do: the list would grow with every page shown.
fn unsubscribe_when_gone() {
    if let Some(reader) = Observer::get() {
        on_cleanup(move || reader.clear_sources(&reader));
    }
}
