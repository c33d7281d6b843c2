//! The pages of the app and the addresses that a web server answers with the start document are the same set.
#![allow(clippy::unwrap_used)]

use partner_renewal::domain::route::{CALLBACK, Page};
use partner_renewal::domain::step::Step;
use std::collections::BTreeSet;

/// One page of each kind. A new kind of page does not compile until it stands here.
fn pages() -> Vec<Page> {
    let listed = |page: &Page| match page {
        Page::Start
        | Page::Membership
        | Page::Organizations
        | Page::Competencies
        | Page::Step(_)
        | Page::PaymentReturn
        | Page::Confirmation
        | Page::Reprint(_)
        | Page::People(_)
        | Page::Locations(_)
        | Page::Orders
        | Page::CompanyVerification
        | Page::Letter(_)
        | Page::TaxExemption(_)
        | Page::Enrollment(_)
        | Page::Verification(_)
        | Page::PaymentLink
        | Page::Pay(_) => (),
    };
    let mut pages = vec![
        Page::Start,
        Page::Membership,
        Page::Organizations,
        Page::Competencies,
        Page::PaymentReturn,
        Page::Confirmation,
        Page::Reprint("*".to_owned()),
        Page::People("*".to_owned()),
        Page::Locations("*".to_owned()),
        Page::Orders,
        Page::CompanyVerification,
        Page::Letter("*".to_owned()),
        Page::TaxExemption("*".to_owned()),
        Page::Enrollment("*".to_owned()),
        Page::Verification("*".to_owned()),
        Page::PaymentLink,
        Page::Pay("*".to_owned()),
    ];
    pages.extend(Step::ALL.map(Page::Step));
    pages.iter().for_each(listed);
    pages
}

#[test]
fn deploy_routes_are_the_pages_of_the_app() {
    let mut expected: BTreeSet<String> = pages().iter().map(Page::path).map(|path| path.replace("%2A", "*")).collect();
    assert!(expected.contains("/renewals/*/confirmation"), "{expected:?}");
    expected.insert(CALLBACK.to_owned());
    // The page for support, which is drawn without the program (public/status.js).
    expected.insert("/status".to_owned());
    let deployed: BTreeSet<String> = include_str!("../deploy/routes.txt").lines().map(str::to_owned).collect();
    assert_eq!(deployed, expected, "deploy/routes.txt has one line for each page of src/domain/route.rs");
}

#[test]
fn only_a_letter_that_is_checked_and_a_payment_for_somebody_else_need_no_account() {
    let public: Vec<Page> = pages().into_iter().filter(Page::is_public).collect();
    assert_eq!(public, [Page::Verification("*".to_owned()), Page::Pay("*".to_owned())]);
}
