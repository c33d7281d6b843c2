//! Something asked of the API: on its way, here, or failed.
use super::session::App;
use crate::domain::failure::Failure;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;

/// State of something asked for.
#[derive(Clone, Debug)]
pub enum Load<T> {
    /// On its way.
    Waiting,
    /// Here.
    Ready(T),
    /// Failed; may be asked again.
    Failed(Failure),
}

/// Runs `work` into a signal, now and on each call of the returned function.
pub fn load<T, W, F>(app: App, work: W) -> (RwSignal<Load<T>, LocalStorage>, impl Fn() + Copy + Send + Sync + 'static)
where
    T: 'static,
    W: Fn(App) -> F + 'static,
    F: Future<Output = Result<T, Failure>> + 'static,
{
    let state = RwSignal::new_local(Load::Waiting);
    let work = StoredValue::new_local(work);
    let again = move || {
        state.set(Load::Waiting);
        let Some(future) = work.try_with_value(|work| work(app)) else { return };
        spawn_local(async move {
            let next = match future.await {
                Ok(value) => Load::Ready(value),
                Err(failure) => Load::Failed(failure),
            };
            // The page may have been left meanwhile, and its signal with it.
            let _ = state.try_set(next);
        });
    };
    again();
    (state, again)
}
