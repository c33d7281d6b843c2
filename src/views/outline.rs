//! A page that is not open: its heading and the way back, with something in the place of the page.
use super::parts::frame::{Back, PAGE, PANEL_PAGE, framed};
use super::parts::step_frame::step_frame;
use super::start;
use crate::app::App;
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::i18n::words;
use leptos::prelude::*;
use std::rc::Rc;

/// The outline of a page around `inside`.
pub fn outline(app: &Rc<App>, page: &Page, inside: AnyView) -> AnyView {
    let title = match page {
        Page::Start => return start::view(app),
        Page::Step(step) => {
            // The rail comes with the step; it has its room already.
            let rail = view! { <div class="rail"></div> }.into_any();
            return step_frame(app, *step, None, ().into_any(), rail, inside);
        }
        Page::Membership => words::MEMBERSHIP_TITLE,
        Page::Organizations => words::ORGANIZATIONS_TITLE,
        Page::Competencies => words::COMPETENCIES_TITLE,
        Page::PaymentReturn => words::PAYMENT_CHECKING_TITLE,
        Page::People(_) => words::PEOPLE_TITLE,
        Page::Locations(_) => words::LOCATIONS_TITLE,
        Page::Orders => words::ORDERS_TITLE,
        Page::CompanyVerification => words::COMPANY_VERIFICATION_TITLE,
        Page::Letter(_) => words::LETTER_TITLE,
        Page::TaxExemption(_) => words::TAX_EXEMPTION_TITLE,
        Page::Enrollment(_) => words::ENROLLMENT_TITLE,
        Page::Verification(_) => words::VERIFY_TITLE,
        Page::PaymentLink => words::PAYMENT_LINK_TITLE,
        Page::Pay(_) => words::PAY_TITLE,
        Page::Confirmation | Page::Reprint(_) => words::CONFIRMATION_LOADING_TITLE,
    };
    let class = if matches!(page, Page::PaymentReturn | Page::Pay(_)) { PANEL_PAGE } else { PAGE };
    framed(app, class, Rc::new(move || title.read()), None, Some(back(page)), None, inside)
}

/// The way back from a page that is no step.
pub fn back(page: &Page) -> Back {
    let (page, label) = match page {
        Page::Start | Page::Membership | Page::Verification(_) | Page::Pay(_) => (Page::Start, words::SITE_TO_START),
        Page::Letter(_) | Page::TaxExemption(_) => (Page::Orders, words::ORDERS_TITLE),
        Page::PaymentLink => (Page::Step(Step::Review), words::PAYMENT_TO_REVIEW),
        Page::People(_) | Page::Locations(_) => (Page::Organizations, words::CENTRE_TO_ORGANIZATIONS),
        Page::Organizations
        | Page::Enrollment(_)
        | Page::Orders
        | Page::CompanyVerification
        | Page::Competencies
        | Page::Step(_)
        | Page::PaymentReturn
        | Page::Confirmation
        | Page::Reprint(_) => (Page::Membership, words::PAYMENT_TO_MEMBERSHIP),
    };
    Back { page, label: label.read() }
}
