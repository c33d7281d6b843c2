//! Pages of the membership centre: a part of the program of its own, downloaded when one of them is opened.
mod address;
mod company_verification;
mod competencies;
mod enrollment;
mod letter;
mod locations;
mod orders;
mod organizations;
mod pay;
mod payment_link;
mod people;
mod proof;
mod requirement_details;
mod role_offer;
mod shared;
mod tax_exemption;
mod unreadable_draft;
mod verification;

use super::lazy::{Draw, page_or_outline};
use crate::app::App;
use crate::app::pages::centre::{CentrePage, CentreProgram};
use crate::app::pages::confirmation::ConfirmationPage;
use crate::app::pages::lazy::LazyPage;
use crate::app::pages::membership_extras::MembershipExtras;
use crate::app::pages::profile::ProfilePage;
use crate::domain::profile::Profile;
use leptos::prelude::*;
use std::rc::Rc;

pub use part::fetch;

/// A page of the membership centre, or its outline until that is here.
pub fn view(app: &Rc<App>, page: &Rc<LazyPage>) -> AnyView {
    page_or_outline(app, page, || part::functions().map(|centre| centre.draw))
}

fn inside(app: &Rc<App>, page: &LazyPage) -> AnyView {
    match CentrePage::of(page) {
        Some(CentrePage::Organizations(organizations)) => organizations::view(app, &organizations),
        Some(CentrePage::Competencies(competencies)) => competencies::view(app, &competencies),
        Some(CentrePage::People(people)) => people::view(app, page.page(), &people),
        Some(CentrePage::Locations(locations)) => locations::view(app, page.page(), &locations),
        Some(CentrePage::Orders(orders)) => orders::view(app, &orders),
        Some(CentrePage::Letter(letter)) => letter::view(app, page.page(), &letter),
        Some(CentrePage::CompanyVerification(found)) => company_verification::view(app, page.page(), &found),
        Some(CentrePage::TaxExemption(exemption)) => tax_exemption::view(app, page.page(), &exemption),
        Some(CentrePage::Enrollment(enrollment)) => enrollment::view(app, page.page(), &enrollment),
        Some(CentrePage::Verification(verification)) => verification::view(app, page.page(), &verification),
        Some(CentrePage::PaymentLink(link)) => payment_link::view(app, page.page(), &link),
        Some(CentrePage::Pay(pay)) => pay::view(app, page.page(), &pay),
        None => ().into_any(),
    }
}

/// The functions of the membership centre. They are pointers, so that the other parts know nothing of what they lead to.
#[derive(Clone, Copy)]
struct CentreFunctions {
    draw: Draw,
    proof: fn(&Rc<ConfirmationPage>) -> AnyView,
    address: fn(&Rc<ProfilePage>, &[Profile]) -> AnyView,
    unreadable_draft: fn(&Rc<MembershipExtras>, &str) -> AnyView,
    program: CentreProgram,
}

impl CentreFunctions {
    fn here() -> CentreFunctions {
        CentreFunctions {
            draw: inside,
            proof: proof::form,
            address: address::question,
            unreadable_draft: unreadable_draft::notice,
            program: CentreProgram::here(),
        }
    }
}

/// The form for the proof of a transfer; nothing where this part is not here.
pub fn proof(page: &Rc<ConfirmationPage>) -> AnyView {
    part::functions().map(|centre| (centre.proof)(page)).into_any()
}

/// The addresses to choose from; nothing where this part is not here.
pub fn address(page: &Rc<ProfilePage>, options: &[Profile]) -> AnyView {
    part::functions().map(|centre| (centre.address)(page, options)).into_any()
}

/// What is said of a draft that could not be read; nothing where this part is not here.
pub fn unreadable_draft(extras: &Rc<MembershipExtras>, text: &str) -> AnyView {
    part::functions().map(|centre| (centre.unreadable_draft)(extras, text)).into_any()
}

/// What the lazy part calls in the membership centre; `None` where that is not here.
pub fn program() -> Option<CentreProgram> {
    part::functions().map(|centre| centre.program)
}

#[cfg(not(feature = "split"))]
mod part {
    //! A build in one piece: everything is here.
    use super::CentreFunctions;
    use crate::ports::Task;

    pub fn functions() -> Option<CentreFunctions> {
        Some(CentreFunctions::here())
    }

    pub fn fetch() -> Task<'static, bool> {
        Box::pin(async { true })
    }
}

#[cfg(feature = "split")]
mod part {
    //! A build in parts: whatever only `find_centre` leads to is moved to that of the membership centre.
    use super::CentreFunctions;
    use crate::ports::Task;
    use crate::views::lazy::if_downloaded;
    use leptos::wasm_split::{SplitLoaderError, wasm_split};

    #[wasm_split(centre, fallible, wasm_split_path = leptos::wasm_split, preload(download_centre))]
    fn find_centre() -> Result<CentreFunctions, SplitLoaderError> {
        Ok(CentreFunctions::here())
    }

    pub fn functions() -> Option<CentreFunctions> {
        if_downloaded(find_centre())
    }

    pub fn fetch() -> Task<'static, bool> {
        Box::pin(async { download_centre().await.is_ok() })
    }
}
