//! The pages of the site as a closed set: what may be remembered over a sign-in, and where links lead.
use super::percent;
use super::step::Step;
use super::text_checks::is_id;

/// A page that a person can be brought back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// `/`
    Start,
    /// `/membership`
    Membership,
    /// `/organizations`
    Organizations,
    /// `/competencies`
    Competencies,
    /// `/renew/{step}`
    Step(Step),
    /// `/renew/payment/return`
    PaymentReturn,
    /// `/renew/confirmation`
    Confirmation,
    /// `/renewals/{id}/confirmation`
    Reprint(String),
    /// `/organizations/{id}/people`
    People(String),
    /// `/organizations/{id}/locations`
    Locations(String),
    /// `/orders`
    Orders,
    /// `/verification`
    CompanyVerification,
    /// `/organizations/{id}/letter`
    Letter(String),
    /// `/organizations/{id}/tax-exemption`
    TaxExemption(String),
    /// `/organizations/{id}/enrollment`
    Enrollment(String),
    /// `/verify/{code}`: for anybody, without signing in.
    Verification(String),
    /// `/renew/payment/link`
    PaymentLink,
    /// `/pay/{code}`: for anybody, without signing in.
    Pay(String),
}

/// Path of the return from the identity provider, below the base: no page to link to.
pub const CALLBACK: &str = "/sign-in/callback";

/// Pages with a fixed path.
const FIXED: [(Page, &str); 9] = [
    (Page::Start, "/"),
    (Page::Membership, "/membership"),
    (Page::Organizations, "/organizations"),
    (Page::Competencies, "/competencies"),
    (Page::PaymentReturn, "/renew/payment/return"),
    (Page::Confirmation, "/renew/confirmation"),
    (Page::Orders, "/orders"),
    (Page::PaymentLink, "/renew/payment/link"),
    (Page::CompanyVerification, "/verification"),
];

/// A page of one thing: what its path has before and after the id of that.
struct WithId {
    page: fn(String) -> Page,
    before: &'static str,
    after: &'static str,
}

const REPRINT: WithId = WithId { page: Page::Reprint, before: "/renewals/", after: "/confirmation" };
const PEOPLE: WithId = WithId { page: Page::People, before: "/organizations/", after: "/people" };
const LOCATIONS: WithId = WithId { page: Page::Locations, before: "/organizations/", after: "/locations" };
const LETTER: WithId = WithId { page: Page::Letter, before: "/organizations/", after: "/letter" };
const TAX_EXEMPTION: WithId = WithId { page: Page::TaxExemption, before: "/organizations/", after: "/tax-exemption" };
const ENROLLMENT: WithId = WithId { page: Page::Enrollment, before: "/organizations/", after: "/enrollment" };
const VERIFICATION: WithId = WithId { page: Page::Verification, before: "/verify/", after: "" };
const PAY: WithId = WithId { page: Page::Pay, before: "/pay/", after: "" };
const WITH_ID: [WithId; 8] = [REPRINT, PEOPLE, LOCATIONS, LETTER, TAX_EXEMPTION, ENROLLMENT, VERIFICATION, PAY];

impl WithId {
    fn page(&self, id: &str) -> Option<Page> {
        is_id(id).then(|| (self.page)(id.to_owned()))
    }

    fn at(&self, path: &str) -> Option<Page> {
        let id = path.strip_prefix(self.before)?.strip_suffix(self.after).filter(|id| !id.contains('/'))?;
        self.page(&percent::decode(id)?)
    }
}

impl Page {
    /// The page of one thing, with the id of that.
    fn with_id(&self) -> Option<(&'static WithId, &str)> {
        match self {
            Page::Reprint(id) => Some((&REPRINT, id)),
            Page::People(id) => Some((&PEOPLE, id)),
            Page::Locations(id) => Some((&LOCATIONS, id)),
            Page::Letter(id) => Some((&LETTER, id)),
            Page::TaxExemption(id) => Some((&TAX_EXEMPTION, id)),
            Page::Enrollment(id) => Some((&ENROLLMENT, id)),
            Page::Verification(code) => Some((&VERIFICATION, code)),
            Page::Pay(code) => Some((&PAY, code)),
            Page::Start
            | Page::Membership
            | Page::Organizations
            | Page::Competencies
            | Page::Step(_)
            | Page::PaymentReturn
            | Page::Orders
            | Page::CompanyVerification
            | Page::PaymentLink
            | Page::Confirmation => None,
        }
    }

    /// Path below the site's base.
    #[must_use]
    pub fn path(&self) -> String {
        if let Some((kind, id)) = self.with_id() {
            return [kind.before, &percent::segment(id), kind.after].concat();
        }
        match self {
            Page::Step(step) => ["/renew/", step.slug()].concat(),
            fixed => FIXED.iter().find(|(page, _)| page == fixed).map_or("/", |(_, path)| path).to_owned(),
        }
    }

    /// Is it for people who have no account here: whoever checks a letter, or pays for somebody else?
    #[must_use]
    pub fn is_public(&self) -> bool {
        matches!(self, Page::Verification(_) | Page::Pay(_))
    }

    /// The page at a path below the site's base; query and fragment do not count.
    #[must_use]
    pub fn find(path: &str) -> Option<Page> {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let path = path.strip_suffix('/').unwrap_or(path);
        if path.is_empty() {
            return Some(Page::Start);
        }
        if let Some((page, _)) = FIXED.iter().find(|(_, known)| *known == path) {
            return Some(page.clone());
        }
        if let Some(slug) = path.strip_prefix("/renew/") {
            return Step::from_slug(slug).map(Page::Step);
        }
        WITH_ID.iter().find_map(|kind| kind.at(path))
    }

    /// As `find`; anything unknown is the start.
    #[must_use]
    pub fn parse(path: &str) -> Page {
        Page::find(path).unwrap_or(Page::Start)
    }

    /// The page that a sign-in was begun for, by the path that was kept meanwhile. Anything unknown is the membership page,
    /// where everybody arrives after signing in.
    #[must_use]
    pub fn after_sign_in(path: &str) -> Page {
        Page::find(path).unwrap_or(Page::Membership)
    }
}
