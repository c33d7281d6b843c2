//! The lazy part: the pages that are downloaded when they are needed first. Everything that only they use is in that file.
use super::outline::outline;
use super::parts::dynamic::remount_on_change;
use super::parts::loading::waiting;
use super::parts::problem::problem;
use super::{competencies, confirmation, organizations, payment_return, steps};
use crate::app::App;
use crate::app::pages::Load;
use crate::app::pages::lazy::{LazyPage, LoadedPage};
use crate::i18n::words;
use leptos::prelude::*;
use std::rc::Rc;

pub use part::fetch;

/// A page of the lazy part, or its outline until that is here.
pub fn view(app: &Rc<App>, page: &Rc<LazyPage>) -> AnyView {
    let (app, page) = (Rc::clone(app), Rc::clone(page));
    remount_on_change(move || {
        let state = page.with_state(Load::clone);
        untrack(|| match state {
            Load::Loading => outline(&app, page.page(), waiting(words::site_loading())),
            Load::Ready(()) => part::draw(&app, &page),
            Load::Failed(failure) => {
                let again = Rc::clone(&page);
                outline(&app, page.page(), problem(&app, &failure, Some(Rc::new(move || again.load()))))
            }
        })
    })
}

/// The page itself.
fn inside(app: &Rc<App>, page: &LazyPage) -> AnyView {
    match LoadedPage::of(page) {
        Some(LoadedPage::Organizations(page)) => organizations::view(app, &page),
        Some(LoadedPage::Competencies(page)) => competencies::view(app, &page),
        Some(LoadedPage::Step(step)) => steps::view(app, &step),
        Some(LoadedPage::PaymentReturn(page)) => payment_return::view(app, &page),
        Some(LoadedPage::Confirmation(page)) => confirmation::view(app, &page),
        None => ().into_any(),
    }
}

#[cfg(not(feature = "split"))]
mod part {
    //! A build in one piece: everything is here.
    use super::{App, LazyPage, inside};
    use crate::ports::Task;
    use leptos::prelude::AnyView;
    use std::rc::Rc;

    pub fn draw(app: &Rc<App>, page: &Rc<LazyPage>) -> AnyView {
        inside(app, page)
    }

    pub fn fetch() -> Task<'static, bool> {
        Box::pin(async { true })
    }
}

#[cfg(feature = "split")]
mod part {
    //! A build in two parts: whatever only `draw_lazy` leads to is moved to the second one (scripts/build.sh).
    use super::{App, LazyPage, inside};
    use crate::ports::Task;
    use leptos::prelude::{AnyView, IntoAny};
    use leptos::wasm_split::{SplitLoaderError, wasm_split};
    use std::future::Future;
    use std::pin::pin;
    use std::rc::Rc;
    use std::task::{Context, Poll, Waker};

    #[wasm_split(lazy, fallible, wasm_split_path = leptos::wasm_split, preload(download))]
    fn draw_lazy(app: Rc<App>, page: Rc<LazyPage>) -> Result<AnyView, SplitLoaderError> {
        Ok(inside(&app, &page))
    }

    pub fn draw(app: &Rc<App>, page: &Rc<LazyPage>) -> AnyView {
        let drawing = pin!(draw_lazy(Rc::clone(app), Rc::clone(page)));
        match drawing.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(view)) => view,
            // Only a page whose program is here is drawn, so there is nothing to wait for.
            Poll::Ready(Err(_)) | Poll::Pending => ().into_any(),
        }
    }

    pub fn fetch() -> Task<'static, bool> {
        Box::pin(async { download().await.is_ok() })
    }
}
