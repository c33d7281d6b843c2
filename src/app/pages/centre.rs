//! Pages of the membership centre, which are a part of the program of their own: what is seldom needed while renewing.
use super::company_verification::CompanyVerificationPage;
use super::competencies::CompetenciesPage;
use super::enrollment::EnrollmentPage;
use super::lazy::{LazyController, LazyPage};
use super::letter::LetterPage;
use super::locations::LocationsPage;
use super::orders::OrdersPage;
use super::organizations::OrganizationsPage;
use super::pay::PayPage;
use super::payment_link::PaymentLinkPage;
use super::people::PeoplePage;
use super::tax_exemption::TaxExemptionPage;
use super::verification::VerificationPage;
use super::{PageContext, calendar};
use crate::domain::membership::Membership;
use crate::domain::route::Page;
use std::rc::Rc;

/// What the lazy part calls in the membership centre: function pointers, so that it knows nothing of what they lead to.
#[derive(Clone, Copy)]
pub struct CentreProgram {
    /// Gives the person the days of a membership as a file; `false` if the browser refuses it.
    pub(super) save_calendar: fn(&PageContext, &Membership) -> bool,
}

impl CentreProgram {
    /// Call it from the membership centre only: whatever calls it is downloaded with all of it.
    #[must_use]
    pub fn here() -> CentreProgram {
        CentreProgram { save_calendar: calendar::save }
    }
}

/// The controller of a page of the membership centre.
#[derive(Clone)]
pub enum CentrePage {
    Organizations(Rc<OrganizationsPage>),
    Competencies(Rc<CompetenciesPage>),
    People(Rc<PeoplePage>),
    Locations(Rc<LocationsPage>),
    Orders(Rc<OrdersPage>),
    Letter(Rc<LetterPage>),
    CompanyVerification(Rc<CompanyVerificationPage>),
    TaxExemption(Rc<TaxExemptionPage>),
    Enrollment(Rc<EnrollmentPage>),
    Verification(Rc<VerificationPage>),
    PaymentLink(Rc<PaymentLinkPage>),
    Pay(Rc<PayPage>),
}

impl CentrePage {
    /// The controller of a page whose program is here. Call it from the membership centre only.
    #[must_use]
    pub fn of(page: &LazyPage) -> Option<CentrePage> {
        page.controller(open)
    }
}

fn open(context: &PageContext) -> Option<CentrePage> {
    Some(match &context.page {
        Page::Organizations => CentrePage::Organizations(OrganizationsPage::open(context)),
        Page::Competencies => CentrePage::Competencies(CompetenciesPage::open(context)),
        Page::People(organization) => CentrePage::People(PeoplePage::open(context, organization)),
        Page::Locations(organization) => CentrePage::Locations(LocationsPage::open(context, organization)),
        Page::Orders => CentrePage::Orders(OrdersPage::open(context)),
        Page::Letter(organization) => CentrePage::Letter(LetterPage::open(context, organization)),
        Page::CompanyVerification => CentrePage::CompanyVerification(CompanyVerificationPage::open(context)),
        Page::TaxExemption(organization) => CentrePage::TaxExemption(TaxExemptionPage::open(context, organization)),
        Page::Enrollment(organization) => CentrePage::Enrollment(EnrollmentPage::open(context, organization)),
        Page::Verification(code) => CentrePage::Verification(VerificationPage::open(context, code)),
        Page::PaymentLink => CentrePage::PaymentLink(PaymentLinkPage::open(context)),
        Page::Pay(code) => CentrePage::Pay(PayPage::open(context, code)),
        Page::Start
        | Page::Membership
        | Page::Step(_)
        | Page::PaymentReturn
        | Page::Confirmation
        | Page::Reprint(_) => return None,
    })
}

impl LazyController for CentrePage {
    fn recheck(&self, _: &PageContext) {
        match self {
            CentrePage::Orders(page) => page.recheck(),
            CentrePage::Letter(page) => page.recheck(),
            CentrePage::CompanyVerification(page) => page.recheck(),
            CentrePage::PaymentLink(page) => page.recheck(),
            CentrePage::TaxExemption(page) => page.recheck(),
            CentrePage::Enrollment(page) => page.recheck(),
            CentrePage::Pay(page) => page.recheck(),
            CentrePage::Organizations(page) => page.recheck(),
            CentrePage::People(page) => page.recheck(),
            CentrePage::Locations(page) => page.recheck(),
            // What they tell changes from day to day.
            CentrePage::Competencies(_) | CentrePage::Verification(_) => {}
        }
    }
}
