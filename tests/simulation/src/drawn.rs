//! What a tab shows: the page that is open with its controller, whichever part of the program it is in.
use partner_renewal::app::pages::OpenPage;
use partner_renewal::app::pages::callback::CallbackPage;
use partner_renewal::app::pages::centre::CentrePage;
use partner_renewal::app::pages::company_verification::CompanyVerificationPage;
use partner_renewal::app::pages::competencies::CompetenciesPage;
use partner_renewal::app::pages::confirmation::ConfirmationPage;
use partner_renewal::app::pages::enrollment::EnrollmentPage;
use partner_renewal::app::pages::lazy::{LazyPage, LoadedPage, OpenStep};
use partner_renewal::app::pages::letter::LetterPage;
use partner_renewal::app::pages::locations::LocationsPage;
use partner_renewal::app::pages::membership::MembershipPage;
use partner_renewal::app::pages::orders::OrdersPage;
use partner_renewal::app::pages::organizations::OrganizationsPage;
use partner_renewal::app::pages::pay::PayPage;
use partner_renewal::app::pages::payment_link::PaymentLinkPage;
use partner_renewal::app::pages::payment_return::PaymentReturnPage;
use partner_renewal::app::pages::people::PeoplePage;
use partner_renewal::app::pages::tax_exemption::TaxExemptionPage;
use partner_renewal::app::pages::verification::VerificationPage;
use partner_renewal::domain::route::Page;
use std::rc::Rc;

#[derive(Clone)]
pub enum DrawnPage {
    Start,
    NotFound,
    SignInNeeded(Page),
    Callback(Rc<CallbackPage>),
    Membership(Rc<MembershipPage>),
    /// The program of this page is not here: on its way, or it did not arrive.
    NotHere(Rc<LazyPage>),
    Organizations(Rc<OrganizationsPage>),
    Competencies(Rc<CompetenciesPage>),
    Step(OpenStep),
    PaymentReturn(Rc<PaymentReturnPage>),
    Confirmation(Rc<ConfirmationPage>),
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

impl DrawnPage {
    /// What the view draws of a page that is open.
    pub fn of(page: OpenPage) -> DrawnPage {
        match page {
            OpenPage::Start => DrawnPage::Start,
            OpenPage::NotFound => DrawnPage::NotFound,
            OpenPage::SignInNeeded(page) => DrawnPage::SignInNeeded(page),
            OpenPage::Callback(page) => DrawnPage::Callback(page),
            OpenPage::Membership(page) => DrawnPage::Membership(page),
            OpenPage::Lazy(page) => {
                let loaded = page.with_state(|state| state.ready().and_then(|()| LoadedPage::of(&page)));
                loaded.map_or(DrawnPage::NotHere(page), DrawnPage::of_loaded)
            }
        }
    }

    fn of_loaded(page: LoadedPage) -> DrawnPage {
        match page {
            LoadedPage::Step(step) => DrawnPage::Step(step),
            LoadedPage::PaymentReturn(page) => DrawnPage::PaymentReturn(page),
            LoadedPage::Confirmation(page) => DrawnPage::Confirmation(page),
            LoadedPage::Centre(page) => {
                let loaded = page.with_state(|state| state.ready().and_then(|()| CentrePage::of(&page)));
                match loaded {
                    Some(CentrePage::Organizations(page)) => DrawnPage::Organizations(page),
                    Some(CentrePage::Competencies(page)) => DrawnPage::Competencies(page),
                    Some(CentrePage::People(page)) => DrawnPage::People(page),
                    Some(CentrePage::Locations(page)) => DrawnPage::Locations(page),
                    Some(CentrePage::Orders(page)) => DrawnPage::Orders(page),
                    Some(CentrePage::Letter(page)) => DrawnPage::Letter(page),
                    Some(CentrePage::CompanyVerification(page)) => DrawnPage::CompanyVerification(page),
                    Some(CentrePage::TaxExemption(page)) => DrawnPage::TaxExemption(page),
                    Some(CentrePage::Enrollment(page)) => DrawnPage::Enrollment(page),
                    Some(CentrePage::Verification(page)) => DrawnPage::Verification(page),
                    Some(CentrePage::PaymentLink(page)) => DrawnPage::PaymentLink(page),
                    Some(CentrePage::Pay(page)) => DrawnPage::Pay(page),
                    None => DrawnPage::NotHere(page),
                }
            }
        }
    }
}
