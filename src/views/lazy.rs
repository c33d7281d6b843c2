//! The lazy part: the pages that are downloaded when they are needed first. Everything that only they use is in that file.
use super::outline::outline;
use super::parts::dynamic::{remount_on_change, show_some};
use super::parts::loading::waiting;
use super::parts::problem::problem;
use super::{centre, confirmation, membership_extras, payment_return, steps};
use crate::app::App;
use crate::app::pages::Load;
use crate::app::pages::lazy::{LazyPage, LazyProgram, LoadedPage};
use crate::app::pages::membership::MembershipPage;
use crate::i18n::words;
use crate::ports::Task;
use leptos::prelude::*;
use std::rc::Rc;
#[cfg(feature = "split")]
use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

#[cfg(feature = "split")]
pub use part::install;

/// Draws a page. It is a pointer, so that the other parts know nothing of what it leads to.
pub type Draw = fn(&Rc<App>, &LazyPage) -> AnyView;

/// A page of the lazy part, or its outline until that is here.
pub fn view(app: &Rc<App>, page: &Rc<LazyPage>) -> AnyView {
    page_or_outline(app, page, || part::functions().map(|lazy| lazy.draw))
}

/// A page of a part, or its outline until that is here. `find` gives what draws the page once its program is here.
pub fn page_or_outline(app: &Rc<App>, page: &Rc<LazyPage>, find: fn() -> Option<Draw>) -> AnyView {
    let (app, page) = (Rc::clone(app), Rc::clone(page));
    remount_on_change(move || {
        let state = page.with_state(Load::clone);
        untrack(|| match state {
            Load::Loading => outline(&app, page.page(), waiting(words::site_loading())),
            // Only a page whose program is here is drawn.
            Load::Ready(()) => find().map(|draw| draw(&app, &page)).into_any(),
            Load::Failed(failure) => {
                let again = Rc::clone(&page);
                outline(&app, page.page(), problem(&app, &failure, Some(Rc::new(move || again.load()))))
            }
        })
    })
}

/// What a part gives without waiting for it; `None` where it is not downloaded.
#[cfg(feature = "split")]
pub fn if_downloaded<T, E>(part: impl Future<Output = Result<T, E>>) -> Option<T> {
    match pin!(part).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(found) => found.ok(),
        Poll::Pending => None,
    }
}

/// What the lazy part adds to the membership page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extra {
    /// The file for the calendar, as the way on or as one thing more.
    Calendar { is_main: bool },
    /// A draft that could not be read.
    UnreadableDraft,
}

/// What the lazy part adds to the membership page; nothing until it is here.
pub fn extra(page: &Rc<MembershipPage>, which: Extra) -> AnyView {
    let page = Rc::clone(page);
    show_some(move || {
        let lazy = page.has_extras().then(part::functions)??;
        Some(untrack(|| (lazy.extra)(&page, which)))
    })
}

/// The page itself.
fn inside(app: &Rc<App>, page: &LazyPage) -> AnyView {
    match LoadedPage::of(page) {
        Some(LoadedPage::Step(step)) => steps::view(app, &step),
        Some(LoadedPage::PaymentReturn(page)) => payment_return::view(app, &page),
        Some(LoadedPage::Centre(page)) => centre::view(app, &page),
        Some(LoadedPage::Confirmation(page)) => confirmation::view(app, &page),
        None => ().into_any(),
    }
}

/// The functions of the lazy part. They are pointers, so that the first part knows nothing of what they lead to.
pub struct LazyFunctions {
    draw: Draw,
    extra: fn(&Rc<MembershipPage>, Extra) -> AnyView,
    program: LazyProgram,
    fetch_centre: fn() -> Task<'static, bool>,
}

impl LazyFunctions {
    /// Whatever names it is downloaded with all of it.
    pub const HERE: &'static LazyFunctions = &LazyFunctions {
        draw: inside,
        extra: membership_extras::view,
        program: LazyProgram::here(),
        fetch_centre: centre::fetch,
    };
}

/// Downloads the membership centre and joins it to the program; `false` if it did not arrive. Its loader is in the lazy
/// part, whose pages alone ask for it.
pub fn fetch_centre() -> Task<'static, bool> {
    part::functions().map_or_else(|| Box::pin(async { false }) as _, |lazy| (lazy.fetch_centre)())
}

/// What the app calls in the lazy part; `None` where that is not here.
pub fn program() -> Option<LazyProgram> {
    part::functions().map(|lazy| lazy.program)
}

#[cfg(not(feature = "split"))]
mod part {
    //! A build in one piece: everything is here.
    use super::LazyFunctions;

    pub fn functions() -> Option<&'static LazyFunctions> {
        Some(LazyFunctions::HERE)
    }
}

#[cfg(feature = "split")]
mod part {
    //! A build in parts: the adapters download the lazy one.
    use super::LazyFunctions;
    use std::cell::Cell;

    thread_local! {
        static FUNCTIONS: Cell<Option<&'static LazyFunctions>> = const { Cell::new(None) };
    }

    pub fn functions() -> Option<&'static LazyFunctions> {
        FUNCTIONS.get()
    }

    /// The lazy part is here.
    pub fn install(functions: &'static LazyFunctions) {
        FUNCTIONS.set(Some(functions));
    }
}
