//! Something asked of the API: on its way, here, or failed with a way to ask again.
use super::dynamic::dynamic;
use super::problem::problem;
use crate::app::session::App;
use crate::domain::failure::Failure;
use crate::i18n::words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

/// Draws what came. It gets the call that asks once more.
type Shown = Rc<dyn Fn(Callback<()>) -> AnyView>;
type Work = Rc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<Shown, Failure>>>>>;

#[derive(Clone)]
enum Load {
    Waiting,
    Ready(Shown),
    Failed(Failure),
}

/// Asks for something and shows what came, or that it is on its way, or why it is not here.
/// `show` also gets a call that asks once more.
pub fn loaded<T, F>(
    app: App,
    work: impl Fn(App) -> F + 'static,
    show: impl Fn(T, Callback<()>) -> AnyView + 'static,
) -> AnyView
where
    T: Clone + 'static,
    F: Future<Output = Result<T, Failure>> + 'static,
{
    let show = Rc::new(show);
    shown(Rc::new(move || {
        let (future, show) = (work(app), Rc::clone(&show));
        Box::pin(async move {
            let value = future.await?;
            Ok(Rc::new(move |again| show(value.clone(), again)) as Shown)
        })
    }))
}

/// The same for all that can be asked for: this part is compiled once.
fn shown(work: Work) -> AnyView {
    let state = RwSignal::new_local(Load::Waiting);
    let work = StoredValue::new_local(work);
    let ask = move || {
        state.set(Load::Waiting);
        let Some(future) = work.try_with_value(|work| work()) else { return };
        spawn_local(async move {
            let next = future.await.map_or_else(Load::Failed, Load::Ready);
            // The page may have been left meanwhile, and its signal with it.
            let _ = state.try_set(next);
        });
    };
    ask();
    let again = Callback::new(move |()| ask());
    dynamic(move || match state.get() {
        Load::Waiting => waiting(words::site_loading()),
        Load::Ready(show) => show(again),
        Load::Failed(failure) => problem(&failure, Some(again)),
    })
}

/// Says that something is on its way.
pub fn waiting(text: String) -> AnyView {
    view! { <p class="loading" role="status">{text}</p> }.into_any()
}
