//! Seven steps in order: where a renewal goes on, and which pages may be opened.
use super::read;
use partner_renewal::domain::payment::{PaymentMethod, PaymentStatus};
use partner_renewal::domain::renewal::{Notice, Renewal, RenewalStatus};
use partner_renewal::domain::renewal_progress::{Destination, first_incomplete, reachable, where_to};
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use partner_renewal::wire;

fn get(name: &str) -> Renewal {
    read(&wire::renewal::get("r"), &format!("get-renewal.{name}.200"))
}

/// The steps that may be opened.
fn open(renewal: &Renewal) -> Vec<Step> {
    Step::ALL.into_iter().filter(|step| reachable(renewal, *step)).collect()
}

#[test]
fn the_seven_steps_follow_each_other_and_know_their_paths() {
    let slugs = Step::ALL.map(Step::slug);
    assert_eq!(slugs, ["requirements", "profile", "agreement", "location", "level", "payment", "review"]);
    for (at, step) in Step::ALL.into_iter().enumerate() {
        assert_eq!(step.number(), at + 1);
        assert_eq!(Step::from_slug(step.slug()), Some(step));
        assert_eq!(step.before().and_then(Step::after), (at > 0).then_some(step));
        assert_eq!(Page::parse(&Page::Step(step).path()), Page::Step(step));
    }
    assert_eq!((Step::Requirements.before(), Step::Review.after()), (None, None));
    assert_eq!(Step::from_slug("Review"), None);
}

/// From an empty renewal to the receipt, as the server answers after each step.
#[test]
fn promise_49_each_step_opens_the_next_and_none_after_it() {
    let journey = [
        ("draft", Step::Requirements),
        ("draft-profile", Step::Profile),
        ("draft-agreement", Step::Agreement),
        ("signed", Step::Location),
        ("signed-level", Step::Level),
        ("signed-payment", Step::Payment),
        ("signed-review", Step::Review),
    ];
    for (name, step) in journey {
        let renewal = get(name);
        assert_eq!(where_to(&renewal), Destination::Step(step), "{name}");
        let expected: Vec<_> = Step::ALL.into_iter().take_while(|other| *other <= step).collect();
        assert_eq!(open(&renewal), expected, "{name}");
    }
}

#[test]
fn promise_49_no_step_may_be_opened_while_a_payment_is_under_way_or_done() {
    for name in [
        "awaiting_payment",
        "processing",
        "awaiting_payment-bank-transfer",
        "awaiting_payment-purchase-order",
        "active",
    ] {
        assert_eq!(open(&get(name)), [], "{name}");
    }
}

#[test]
fn promise_10_after_a_payment_that_failed_every_step_is_open_again() {
    for name in ["declined", "cancelled-payment", "expired-payment"] {
        assert_eq!(open(&get(name)), Step::ALL, "{name}");
    }
    let declined = Renewal { status: RenewalStatus::Declined, ..get("declined") };
    assert_eq!(where_to(&declined), Destination::Step(Step::Review));
}

#[test]
fn promise_05_a_payment_that_may_still_take_money_is_asked_about_and_never_passed_by() {
    for status in [PaymentStatus::Open, PaymentStatus::Processing] {
        let mut renewal = get("awaiting_payment");
        renewal.payment.as_mut().unwrap().status = status;
        for said in [RenewalStatus::Signed, RenewalStatus::Draft, RenewalStatus::Declined] {
            renewal.status = said;
            assert_eq!(where_to(&renewal), Destination::PaymentUnderWay, "{said:?}");
        }
    }
    let hidden = Renewal { payment: None, ..get("processing") };
    assert_eq!(where_to(&hidden), Destination::PaymentUnderWay, "even if the answer does not carry it");
}

#[test]
fn promise_06_the_confirmation_needs_the_money_or_an_order() {
    let with = |method: PaymentMethod, status: PaymentStatus| {
        let mut renewal = get("awaiting_payment");
        let payment = renewal.payment.as_mut().unwrap();
        (payment.method, payment.status) = (method, status);
        where_to(&renewal)
    };
    use PaymentMethod::{BankTransfer, Card, PurchaseOrder};
    assert_eq!(with(Card, PaymentStatus::Succeeded), Destination::Confirmation);
    assert_eq!(with(Card, PaymentStatus::Open), Destination::PaymentUnderWay);
    assert_eq!(with(BankTransfer, PaymentStatus::Open), Destination::Confirmation);
    assert_eq!(with(PurchaseOrder, PaymentStatus::Open), Destination::Confirmation);
    assert_eq!(with(BankTransfer, PaymentStatus::Processing), Destination::PaymentUnderWay);
}

#[test]
fn the_level_is_cleared_when_the_location_changes_and_is_asked_for_next() {
    let renewal = get("level-cleared");
    assert!(renewal.level.is_none() && renewal.location.is_some());
    assert_eq!(
        (where_to(&renewal), renewal.notices.as_slice()),
        (Destination::Step(Step::Level), &[Notice::LevelCleared][..])
    );
    assert!(!reachable(&renewal, Step::Payment), "the payment instructions come after the level");
}

#[test]
fn promise_62_a_voided_signature_leads_back_to_the_agreement() {
    let renewal = get("signature-voided");
    assert!(renewal.signature.is_none() && renewal.level.is_some());
    assert_eq!(where_to(&renewal), Destination::Step(Step::Agreement));
    assert_eq!(open(&renewal), [Step::Requirements, Step::Profile, Step::Agreement]);
    assert_eq!(renewal.notices, [Notice::SignatureVoided]);
}

/// An answer of a newer server may name a next step that this build does not know.
#[test]
fn without_a_known_next_step_the_first_thing_missing_decides() {
    let mut renewal = Renewal { next_step: None, ..get("signed-review") };
    assert_eq!(first_incomplete(&renewal), Step::Review);
    renewal.method = None;
    assert_eq!(first_incomplete(&renewal), Step::Payment);
    renewal.level = None;
    assert_eq!(first_incomplete(&renewal), Step::Level);
    renewal.location = None;
    assert_eq!(first_incomplete(&renewal), Step::Location);
    renewal.signature = None;
    assert_eq!(first_incomplete(&renewal), Step::Agreement);
    renewal.profile = None;
    assert_eq!(first_incomplete(&renewal), Step::Profile);
    renewal.requirements = None;
    assert_eq!(first_incomplete(&renewal), Step::Requirements);
}

#[test]
fn promise_33_pages_are_known_by_their_path_and_nothing_else_is_one() {
    for (path, page) in [
        ("/membership", Page::Membership),
        ("/membership/", Page::Membership),
        ("/organizations?x=1#y", Page::Organizations),
        ("/competencies", Page::Competencies),
        ("/renew/payment/return?payment=p&status=success", Page::PaymentReturn),
        ("/renew/confirmation", Page::Confirmation),
        ("/renewals/renewal-1001/confirmation", Page::Reprint("renewal-1001".to_owned())),
        ("/renewals/a%2Fb/confirmation", Page::Reprint("a/b".to_owned())),
        ("/renewals/../confirmation", Page::Start),
        ("/renewals//confirmation", Page::Start),
        ("/renewals/a/b/confirmation", Page::Start),
        ("/renew/moon", Page::Start),
        ("/Membership", Page::Start),
        ("", Page::Start),
    ] {
        assert_eq!(Page::parse(path), page, "{path}");
    }
    assert_eq!(Page::parse(&format!("/renewals/{}/confirmation", "x".repeat(129))), Page::Start);
}
