//! Pages of the membership centre: a part of the program of its own, downloaded when one of them is opened.
mod letter;
mod locations;
mod orders;
mod organizations;
mod people;
mod role_offer;
mod shared;
mod verification;

use super::outline::outline;
use super::parts::dynamic::remount_on_change;
use super::parts::loading::waiting;
use super::parts::problem::problem;
use crate::app::App;
use crate::app::pages::Load;
use crate::app::pages::centre::CentrePage;
use crate::app::pages::lazy::LazyPage;
use crate::i18n::words;
use leptos::prelude::*;
use std::rc::Rc;

pub use part::fetch;

/// A page of the membership centre, or its outline until that is here.
pub fn view(app: &Rc<App>, page: &Rc<LazyPage>) -> AnyView {
    let (app, page) = (Rc::clone(app), Rc::clone(page));
    remount_on_change(move || {
        let state = page.with_state(Load::clone);
        untrack(|| match state {
            Load::Loading => outline(&app, page.page(), waiting(words::site_loading())),
            Load::Ready(()) => part::draw().map(|draw| draw(&app, &page)).into_any(),
            Load::Failed(failure) => {
                let again = Rc::clone(&page);
                outline(&app, page.page(), problem(&app, &failure, Some(Rc::new(move || again.load()))))
            }
        })
    })
}

/// Draws a page. It is a pointer, so that the other parts know nothing of what it leads to.
type Draw = fn(&Rc<App>, &LazyPage) -> AnyView;

fn inside(app: &Rc<App>, page: &LazyPage) -> AnyView {
    match CentrePage::of(page) {
        Some(CentrePage::Organizations(organizations)) => organizations::view(app, &organizations),
        Some(CentrePage::People(people)) => people::view(app, page.page(), &people),
        Some(CentrePage::Locations(locations)) => locations::view(app, page.page(), &locations),
        Some(CentrePage::Orders(orders)) => orders::view(app, &orders),
        Some(CentrePage::Letter(letter)) => letter::view(app, page.page(), &letter),
        Some(CentrePage::Verification(verification)) => verification::view(app, page.page(), &verification),
        None => ().into_any(),
    }
}

#[cfg(not(feature = "split"))]
mod part {
    //! A build in one piece: everything is here.
    use super::{Draw, inside};
    use crate::ports::Task;

    pub fn draw() -> Option<Draw> {
        Some(inside)
    }

    pub fn fetch() -> Task<'static, bool> {
        Box::pin(async { true })
    }
}

#[cfg(feature = "split")]
mod part {
    //! A build in parts: whatever only `find_centre` leads to is moved to that of the membership centre.
    use super::{Draw, inside};
    use crate::ports::Task;
    use leptos::wasm_split::{SplitLoaderError, wasm_split};
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    #[wasm_split(centre, fallible, wasm_split_path = leptos::wasm_split, preload(download_centre))]
    fn find_centre() -> Result<Draw, SplitLoaderError> {
        Ok(inside)
    }

    pub fn draw() -> Option<Draw> {
        match pin!(find_centre()).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(draw) => draw.ok(),
            // It is not downloaded.
            Poll::Pending => None,
        }
    }

    pub fn fetch() -> Task<'static, bool> {
        Box::pin(async { download_centre().await.is_ok() })
    }
}
