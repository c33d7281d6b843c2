//! Parts of a page that change. Each is boxed, so that all of them share one compiled form: a type of its own for
//! every part would weigh about a kilobyte of the download each.
use leptos::either::Either;
use leptos::prelude::*;

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
fn boxed(part: Box<dyn FnMut() -> AnyView + Send>) -> AnyView {
    part.into_any()
}

#[inline(never)]
fn boxed_text(text: Box<dyn FnMut() -> Option<String> + Send>) -> AnyView {
    text.into_any()
}
