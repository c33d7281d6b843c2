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

/// Pages with a fixed path, and the id each is remembered by.
const FIXED: [(Page, &str, &str); 9] = [
    (Page::Start, "/", "start"),
    (Page::Membership, "/membership", "membership"),
    (Page::Organizations, "/organizations", "organizations"),
    (Page::Competencies, "/competencies", "competencies"),
    (Page::PaymentReturn, "/renew/payment/return", "payment-return"),
    (Page::Confirmation, "/renew/confirmation", "confirmation"),
    (Page::Orders, "/orders", "orders"),
    (Page::PaymentLink, "/renew/payment/link", "payment-link"),
    (Page::CompanyVerification, "/verification", "verification"),
];

/// A page of one thing: what its path has before and after the id of that, and the name it is remembered by.
struct WithId {
    page: fn(String) -> Page,
    before: &'static str,
    after: &'static str,
    name: &'static str,
}

const REPRINT: WithId = WithId { page: Page::Reprint, before: "/renewals/", after: "/confirmation", name: "reprint:" };
const PEOPLE: WithId = WithId { page: Page::People, before: "/organizations/", after: "/people", name: "people:" };
const LOCATIONS: WithId =
    WithId { page: Page::Locations, before: "/organizations/", after: "/locations", name: "locations:" };
const LETTER: WithId = WithId { page: Page::Letter, before: "/organizations/", after: "/letter", name: "letter:" };
const TAX_EXEMPTION: WithId =
    WithId { page: Page::TaxExemption, before: "/organizations/", after: "/tax-exemption", name: "tax-exemption:" };
const ENROLLMENT: WithId =
    WithId { page: Page::Enrollment, before: "/organizations/", after: "/enrollment", name: "enrollment:" };
const VERIFICATION: WithId = WithId { page: Page::Verification, before: "/verify/", after: "", name: "verify:" };
const PAY: WithId = WithId { page: Page::Pay, before: "/pay/", after: "", name: "pay:" };
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
            fixed => FIXED.iter().find(|(page, ..)| page == fixed).map_or("/", |(_, path, _)| path).to_owned(),
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
        if let Some((page, ..)) = FIXED.iter().find(|(_, known, _)| *known == path) {
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

    /// A short name for this page, to be kept while the person signs in. Never an address.
    #[must_use]
    pub fn to_id(&self) -> String {
        if let Some((kind, id)) = self.with_id() {
            return [kind.name, id].concat();
        }
        match self {
            Page::Step(step) => ["step:", step.slug()].concat(),
            fixed => FIXED.iter().find(|(page, ..)| page == fixed).map_or("", |(_, _, id)| id).to_owned(),
        }
    }

    /// The page with that name. Anything unknown is the membership page, where everybody arrives after signing in.
    #[must_use]
    pub fn from_id(id: &str) -> Page {
        if let Some((page, ..)) = FIXED.iter().find(|(_, _, known)| *known == id) {
            return page.clone();
        }
        if let Some(slug) = id.strip_prefix("step:") {
            return Step::from_slug(slug).map_or(Page::Membership, Page::Step);
        }
        let known = WITH_ID.iter().find_map(|kind| kind.page(id.strip_prefix(kind.name)?));
        known.unwrap_or(Page::Membership)
    }
}
