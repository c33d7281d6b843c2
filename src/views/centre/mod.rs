//! Pages of the membership centre: a part of the program of its own, downloaded when one of them is opened.
mod competencies;
mod letter;
mod locations;
mod orders;
mod organizations;
mod pay;
mod payment_link;
mod people;
mod requirement_details;
mod role_offer;
mod shared;
mod verification;

use super::lazy::{Draw, page_or_outline};
use crate::app::App;
use crate::app::pages::centre::CentrePage;
use crate::app::pages::lazy::LazyPage;
use leptos::prelude::*;
use std::rc::Rc;

pub use part::fetch;

/// A page of the membership centre, or its outline until that is here.
pub fn view(app: &Rc<App>, page: &Rc<LazyPage>) -> AnyView {
    page_or_outline(app, page, part::draw)
}

fn inside(app: &Rc<App>, page: &LazyPage) -> AnyView {
    match CentrePage::of(page) {
        Some(CentrePage::Organizations(organizations)) => organizations::view(app, &organizations),
        Some(CentrePage::Competencies(competencies)) => competencies::view(app, &competencies),
        Some(CentrePage::People(people)) => people::view(app, page.page(), &people),
        Some(CentrePage::Locations(locations)) => locations::view(app, page.page(), &locations),
        Some(CentrePage::Orders(orders)) => orders::view(app, &orders),
        Some(CentrePage::Letter(letter)) => letter::view(app, page.page(), &letter),
        Some(CentrePage::Verification(verification)) => verification::view(app, page.page(), &verification),
        Some(CentrePage::PaymentLink(link)) => payment_link::view(app, page.page(), &link),
        Some(CentrePage::Pay(pay)) => pay::view(app, page.page(), &pay),
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
    use crate::views::lazy::if_downloaded;
    use leptos::wasm_split::{SplitLoaderError, wasm_split};

    #[wasm_split(centre, fallible, wasm_split_path = leptos::wasm_split, preload(download_centre))]
    fn find_centre() -> Result<Draw, SplitLoaderError> {
        Ok(inside)
    }

    pub fn draw() -> Option<Draw> {
        if_downloaded(find_centre())
    }

    pub fn fetch() -> Task<'static, bool> {
        Box::pin(async { download_centre().await.is_ok() })
    }
}
