//! Something asked of the API: on its way, here, or failed with a way to ask again.
use super::dynamic::remount_on_change;
use super::problem::problem;
use crate::app::App;
use crate::app::pages::Load;
use crate::i18n::words;
use leptos::prelude::*;
use std::rc::Rc;

/// What stands in the place of something that was asked for, until it is here.
pub enum Shown {
    Ready(AnyView),
    Loading,
    Failed(crate::domain::failure::Failure),
}

/// Draws what came.
pub fn shown<T>(state: &Load<T>, draw: impl FnOnce(&T) -> AnyView) -> Shown {
    match state {
        Load::Loading => Shown::Loading,
        Load::Ready(value) => Shown::Ready(draw(value)),
        Load::Failed(failure) => Shown::Failed(failure.clone()),
    }
}

/// Something that was asked for. `again` asks once more.
pub fn loaded(app: &Rc<App>, state: impl Fn() -> Shown + 'static, again: impl Fn() + 'static) -> AnyView {
    boxed(app, Box::new(state), Rc::new(again))
}

/// The same for all that can be asked for: this part is compiled once.
fn boxed(app: &Rc<App>, state: Box<dyn Fn() -> Shown>, again: Rc<dyn Fn()>) -> AnyView {
    let app = Rc::clone(app);
    remount_on_change(move || match state() {
        Shown::Loading => waiting(words::site_loading()),
        Shown::Ready(view) => view,
        Shown::Failed(failure) => problem(&app, &failure, Some(Rc::clone(&again))),
    })
}

/// Says that something is on its way.
pub fn waiting(text: String) -> AnyView {
    view! { <p class="loading" role="status" prop:textContent=text></p> }.into_any()
}
