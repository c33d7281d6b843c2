//! Every operation that the site asks for, by its name in the contract.
use crate::support::{answer, fold, golden, names};
use chrono::NaiveDate;
use partner_renewal::domain::agreement::Agreement;
use partner_renewal::domain::branch::{Branch, BranchForm};
use partner_renewal::domain::failure::Failure;
use partner_renewal::domain::invitation::Invitation;
use partner_renewal::domain::orders::DocumentKind;
use partner_renewal::domain::payment::PaymentMethod;
use partner_renewal::domain::payment_machine::Journal;
use partner_renewal::domain::profile::Profile;
use partner_renewal::domain::proof::ProofFile;
use partner_renewal::domain::quote::Quote;
use partner_renewal::domain::renewal::Renewal;
use partner_renewal::domain::signature::{SignatureForm, SignatureInput};
use partner_renewal::ports::Reply;
use partner_renewal::wire::{self, Call};
use std::fmt::Debug;

/// Reads an answer as one operation would, into a text that tells what was read.
pub type Reader = fn(&Reply) -> Result<String, Failure>;

/// Golden bodies that the site has no reader for: `/health` is asked by operators, and a profile is changed in its step.
const NOT_ASKED: [&str; 2] = ["get-health", "put-profile"];

/// The value in a golden answer.
pub fn golden_value<T>(call: &Call<T>, name: &str) -> T {
    (call.read)(&answer(200, &golden(name))).unwrap_or_else(|failure| panic!("{name}: {failure:?}"))
}

/// A renewal that only waits to be paid.
pub fn renewal() -> Renewal {
    golden_value(&wire::renewal::get("renewal-1001"), "get-renewal.signed-review.200")
}

/// A first attempt to pay this quote, under this key.
pub fn attempt(quote: &Quote, key: &str) -> Journal {
    Journal::of_attempt(None, &renewal().id, None, quote, || key.to_owned())
}

/// The price of that renewal.
pub fn quote() -> Quote {
    golden_value(&wire::quote::create(&renewal(), None), "post-quotes.201")
}

/// The agreement that was signed.
pub fn agreement() -> Agreement {
    golden_value(&wire::agreement::current("BG", "en"), "get-agreement.en.200")
}

/// A complete signature under it.
pub fn signature() -> SignatureInput {
    let form = SignatureForm {
        name: "Nadia Example".to_owned(),
        name_confirmed: false,
        title: "Managing Director".to_owned(),
        authority: true,
        accepted: true,
    };
    form.parse("Nadia Example", &fold).unwrap()
}

/// A small file that proves a transfer.
pub fn proof() -> ProofFile {
    ProofFile::new("Transfer 24.11 – Sofia.pdf".to_owned(), b"%PDF-1.7 of a transfer".to_vec()).unwrap()
}

/// The branch in Vienna, as it is before it is changed.
pub fn branch() -> Branch {
    golden_value(&wire::locations::branches("o"), "get-locations.200").list.swap_remove(1)
}

fn told<T: Debug>(call: &Call<T>, reply: &Reply) -> Result<String, Failure> {
    (call.read)(reply).map(|value| format!("{value:?}"))
}

/// All operations with how the site reads their answers.
pub const OPERATIONS: [(&str, Reader); 57] = [
    ("delete-contact", |reply| told(&wire::people::remove("o", "c"), reply)),
    ("delete-location", |reply| told(&wire::locations::close("o", "l"), reply)),
    ("delete-handover", |reply| told(&wire::organization::end_offer("o"), reply)),
    ("delete-role-request", |reply| told(&wire::people::end_role_request("o", "c"), reply)),
    ("delete-enrollment", |reply| told(&wire::enrollment::withdraw("o"), reply)),
    ("delete-letter", |reply| told(&wire::letter::revoke("o"), reply)),
    ("get-account", |reply| told(&wire::account::get(), reply)),
    ("get-agreement", |reply| told(&wire::agreement::current("BG", "en"), reply)),
    ("get-competencies", |reply| told(&wire::competency_details::get("o"), reply)),
    ("get-company-verification", |reply| told(&wire::company_verification::get("o"), reply)),
    ("get-confirmation", |reply| told(&wire::confirmation::get("r"), reply)),
    ("get-contacts", |reply| told(&wire::organization::contacts("o"), reply)),
    ("get-countries", |reply| told(&wire::reference::countries(), reply)),
    ("get-country", |reply| told(&wire::reference::country("BG"), reply)),
    ("get-enrollment", |reply| told(&wire::enrollment::get("o"), reply)),
    ("get-letter", |reply| told(&wire::letter::get("o"), reply)),
    ("get-levels", |reply| told(&wire::renewal::levels(&renewal()), reply)),
    ("get-locations", |reply| told(&wire::organization::locations("o"), reply)),
    ("get-membership", |reply| told(&wire::membership::get("o"), reply)),
    ("get-orders", |reply| told(&wire::orders::list("o"), reply)),
    ("get-payment", |reply| told(&wire::payment::get("p"), reply)),
    ("get-payment-link", |reply| told(&wire::payment_link::get("r"), reply)),
    ("get-payment-link-offer", |reply| told(&wire::payment_link::look_up("c"), reply)),
    ("get-payment-methods", |reply| told(&wire::renewal::methods(&renewal()), reply)),
    ("get-profile", |reply| told(&wire::organization::profile("o"), reply)),
    ("get-renewal", |reply| told(&wire::renewal::get("r"), reply)),
    ("get-tax-exemption", |reply| told(&wire::tax_exemption::get("o"), reply)),
    ("get-verification", |reply| told(&wire::letter::verify("c"), reply)),
    ("post-acceptance", |reply| told(&wire::organization::accept_role("o"), reply)),
    ("post-appeal", |reply| told(&wire::company_verification::appeal("o", "k", "", "key"), reply)),
    ("post-contact-roles", |reply| told(&wire::people::change_roles("o", "c", &[]), reply)),
    ("post-contacts", |reply| told(&wire::people::invite("o", &Invitation::default()), reply)),
    ("post-location", |reply| told(&wire::locations::change("o", &branch(), &BranchForm::default()), reply)),
    ("post-locations", |reply| told(&wire::locations::add("o", &BranchForm::default()), reply)),
    ("post-document-link", |reply| told(&wire::orders::document_link("r", DocumentKind::Receipt), reply)),
    ("post-handover", |reply| told(&wire::organization::offer_role("o", "c"), reply)),
    ("post-enrollment", |reply| told(&wire::enrollment::ask("o"), reply)),
    ("post-letter", |reply| told(&wire::letter::issue("o"), reply)),
    ("post-payment-cancel", |reply| told(&wire::payment::cancel("p"), reply)),
    ("post-payment-link", |reply| told(&wire::payment_link::create("r", &quote()), reply)),
    ("post-payment-link-payments", |reply| told(&wire::payment_link::pay("c"), reply)),
    ("post-payment-refresh", |reply| told(&wire::payment::refresh("p"), reply)),
    ("post-payments", |reply| told(&wire::payment::create(&attempt(&quote(), "key")), reply)),
    ("post-quotes", |reply| told(&wire::quote::create(&renewal(), None), reply)),
    ("post-reference-resend", |reply| told(&wire::competency_details::resend("o", "r", NaiveDate::MIN), reply)),
    ("post-refund", |reply| told(&wire::orders::ask_for_refund("r", None), reply)),
    ("post-role-request", |reply| told(&wire::people::ask_for_role("o"), reply)),
    ("post-renewals", |reply| told(&wire::renewal::start("o"), reply)),
    ("put-level", |reply| told(&wire::renewal::choose_level(&renewal(), "l"), reply)),
    ("put-location", |reply| told(&wire::renewal::choose_location(&renewal(), "l"), reply)),
    ("put-payment-method", |reply| told(&wire::renewal::choose_method(&renewal(), PaymentMethod::Card, None), reply)),
    ("put-payment-proof", |reply| told(&wire::payment::send_proof("p", proof()), reply)),
    ("put-profile", |reply| told(&wire::organization::replace_profile("o", "\"1\"", &Profile::default()), reply)),
    ("put-renewal-profile", |reply| told(&wire::renewal::confirm_profile(&renewal(), "\"1\"", None, true), reply)),
    ("put-verification-document", |reply| told(&wire::company_verification::send_document("o", proof()), reply)),
    ("put-tax-exemption", |reply| told(&wire::tax_exemption::ask("o", "charity", proof()), reply)),
    ("put-requirements", |reply| told(&wire::renewal::confirm_requirements(&renewal()), reply)),
];

/// Signing is apart: it needs an agreement that is intact.
pub fn sign(reply: &Reply) -> Result<String, Failure> {
    told(&wire::renewal::sign(&renewal(), &agreement(), &signature()), reply)
}

/// The golden answers: operation, status, name.
pub fn golden_answers() -> Vec<(String, u16, String)> {
    let parts = names().into_iter().filter_map(|name| {
        let (rest, status) = name.rsplit_once('.')?;
        let operation = rest.split('.').next()?.to_owned();
        Some((operation, status.parse().ok()?, name))
    });
    parts.collect()
}

/// How the site reads the answers of this operation.
pub fn reader(operation: &str) -> Option<Reader> {
    if operation == "put-signature" {
        return Some(sign);
    }
    OPERATIONS.iter().find(|(name, _)| *name == operation).map(|(_, reader)| *reader)
}

#[test]
fn every_golden_answer_is_read() {
    let mut count = 0;
    for (operation, status, name) in golden_answers() {
        let Some(read) = reader(&operation) else {
            assert!(NOT_ASKED.contains(&operation.as_str()), "nothing reads {name}");
            continue;
        };
        let text = read(&answer(status, &golden(&name))).unwrap_or_else(|failure| panic!("{name}: {failure:?}"));
        assert!(!text.is_empty());
        count += 1;
    }
    assert!(count > 80, "only {count} golden answers were found");
}

#[test]
fn members_that_nobody_described_change_nothing() {
    for (operation, status, name) in golden_answers() {
        let Some(read) = reader(&operation) else { continue };
        let body = golden(&name);
        let more = body.trim_end().replacen('{', r#"{"newInVersion2":{"deep":[1,null]},"#, 1);
        assert_eq!(read(&answer(status, &more)), read(&answer(status, &body)), "{name}");
    }
}
