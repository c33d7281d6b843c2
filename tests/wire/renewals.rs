//! Renewals: status, steps and where each golden renewal goes on.
use crate::operations::{agreement, golden_value, quote, renewal};
use crate::support::{answer, golden};
use partner_renewal::domain::level::LevelName;
use partner_renewal::domain::payment::{OrderNumber, PaymentMethod};
use partner_renewal::domain::renewal::{
    ChosenLevel, ChosenLocation, ChosenMethod, Notice, OfferedLevel, Renewal, RenewalStatus, Unavailable,
};
use partner_renewal::domain::renewal_progress::{Destination, first_incomplete, where_to};
use partner_renewal::domain::step::Step;
use partner_renewal::ports::Reply;
use partner_renewal::wire;

fn get(name: &str) -> Renewal {
    golden_value(&wire::renewal::get("r"), &format!("get-renewal.{name}.200"))
}

#[test]
fn each_golden_renewal_goes_on_where_the_contract_says() {
    use RenewalStatus as R;
    let at = Destination::Step;
    let expected = [
        ("draft", R::Draft, at(Step::Requirements)),
        ("draft-profile", R::Draft, at(Step::Profile)),
        ("draft-agreement", R::Draft, at(Step::Agreement)),
        ("signature-voided", R::Draft, at(Step::Agreement)),
        ("signed", R::Signed, at(Step::Location)),
        ("signed-level", R::Signed, at(Step::Level)),
        ("level-cleared", R::Signed, at(Step::Level)),
        ("signed-payment", R::Signed, at(Step::Payment)),
        ("signed-review", R::Signed, at(Step::Review)),
        ("declined", R::Signed, at(Step::Review)),
        ("cancelled-payment", R::Signed, at(Step::Review)),
        ("expired-payment", R::Signed, at(Step::Review)),
        ("awaiting_payment", R::AwaitingPayment, Destination::PaymentUnderWay),
        ("processing", R::Processing, Destination::PaymentUnderWay),
        ("awaiting_payment-bank-transfer", R::AwaitingPayment, Destination::Confirmation),
        ("awaiting_payment-purchase-order", R::AwaitingPayment, Destination::Confirmation),
        ("active", R::Active, Destination::Confirmation),
    ];
    for (name, status, destination) in expected {
        let found = get(name);
        assert_eq!(found.status, status, "{name}");
        assert_eq!(where_to(&found), destination, "{name}");
    }
}

#[test]
fn the_next_step_of_the_server_is_the_first_that_it_has_nothing_for() {
    for name in ["draft", "draft-profile", "draft-agreement", "signed", "signed-level", "signed-payment"] {
        let told = get(name);
        let derived = Renewal { next_step: None, ..told.clone() };
        assert_eq!(first_incomplete(&told), first_incomplete(&derived), "{name}");
    }
}

#[test]
fn what_the_server_changed_is_told() {
    assert_eq!(get("signature-voided").notices, [Notice::SignatureVoided]);
    assert_eq!(get("level-cleared").notices, [Notice::LevelCleared]);
    assert!(renewal().notices.is_empty());
}

#[test]
fn a_signed_renewal_carries_everything_that_was_chosen() {
    let found = renewal();
    assert_eq!((found.id.as_str(), found.etag.as_str()), ("renewal-1001", "\"tag-1\""));
    let profile = found.profile.clone().unwrap();
    assert_eq!((profile.at.as_str(), profile.etag.as_str()), ("2026-11-24T09:36:40Z", "\"profile-2\""));
    let signature = found.signature.as_ref().unwrap();
    assert_eq!((signature.name.as_str(), signature.signed_at.as_str()), ("Nadia Example", "2026-11-24T09:42:10Z"));
    assert_eq!(found.location.as_ref().map(|l| l.country.as_str()), Some("BG"));
    let level = found.level.as_ref().unwrap();
    assert_eq!((level.level.id.as_str(), level.fee.minor, level.fee.currency.as_str()), ("advanced", 119_000, "EUR"));
    assert_eq!(found.method.as_ref().map(|chosen| chosen.method), Some(PaymentMethod::Card));
}

#[test]
fn promise_62_the_text_that_is_signed_has_the_digest_of_the_server() {
    for language in ["bg", "en"] {
        let name = format!("get-agreement.{language}.200");
        let text = golden_value(&wire::agreement::current("BG", language), &name);
        assert!(text.is_intact(), "{language}");
        let mut edited = text.clone();
        edited.sections.first_mut().and_then(|s| s.paragraphs.first_mut()).unwrap().push(' ');
        assert!(!edited.is_intact(), "one space more is another text");
        let signed = Some(text.digest.clone());
        assert!(language != "en" || signed == renewal().signature.map(|signature| signature.digest));
    }
    assert_eq!(agreement().version, "2026.2");
}

#[test]
fn period_and_estimate_are_shown_where_they_can_be_read() {
    let body = golden("get-renewal.signed-review.200");
    let read = |body: &str| (wire::renewal::get("r").read)(&answer(200, body)).unwrap();
    let known = read(&body);
    let period = known.period.map(|(from, to)| (from.to_string(), to.to_string()));
    assert_eq!(period, Some(("2027-01-25".to_owned(), "2028-01-25".to_owned())));
    let estimate = known.estimate.unwrap();
    assert_eq!((estimate.tax.minor, estimate.total.minor), (23_800, 142_800));
    for (now, other) in
        [(r#""period""#, r#""semicolon""#), (r#""estimate""#, r#""guess""#), (r#""from": "#, r#""from": 7, "was": "#)]
    {
        assert!(body.contains(now), "{now}");
        let without = read(&body.replace(now, other));
        assert!(without.period.is_none() || without.estimate.is_none(), "{other}");
        assert_eq!(without.level, known.level);
    }
}

#[test]
fn a_level_is_offered_or_says_why_not() {
    let sofia = golden_value(&wire::renewal::levels(&renewal()), "get-levels.200");
    let reasons: Vec<_> = sofia.iter().map(|l| (l.level.id.as_str(), l.unavailable)).collect();
    assert_eq!(reasons, [("foundation", None), ("advanced", None), ("premier", Some(Unavailable::NotInCountry))]);
    assert_eq!(sofia.iter().filter(|level| level.current).count(), 1);
    for level in &sofia {
        assert_eq!(level.unlocked_by.is_empty(), level.unavailable.is_none(), "it says what would help");
    }
    for level in &sofia {
        let names = |level: &OfferedLevel| level.included.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(level), names(&sofia[0]), "all name the same things");
        assert!(level.included.len() >= 9 && !level.who.is_empty());
    }
    let support = sofia.iter().map(|level| level.included[3].value.as_deref()).collect::<Vec<_>>();
    assert_eq!(support, [None, Some("10 hours a year"), Some("Without limit")]);
    let vienna = golden_value(&wire::renewal::levels(&renewal()), "get-levels.vienna.200");
    assert!(vienna.iter().all(|level| level.unavailable.is_none()));
}

#[test]
fn payment_methods_carry_their_deadline() {
    let methods = golden_value(&wire::renewal::methods(&renewal()), "get-payment-methods.200");
    let found: Vec<_> = methods.iter().map(|m| (m.method, m.deadline_days)).collect();
    use PaymentMethod as P;
    assert_eq!(found, [(P::Card, None), (P::BankTransfer, Some(30)), (P::PurchaseOrder, None)]);
}

#[test]
fn an_order_number_is_sent_only_where_the_program_says_so() {
    use OrderNumber::{NotTaken, Optional, Required};
    let rules = |text: &str| -> Vec<OrderNumber> {
        let methods = (wire::renewal::methods(&renewal()).read)(&answer(200, text)).unwrap();
        methods.iter().map(|one| one.order_number).collect()
    };
    let told = golden("get-payment-methods.200");
    assert_eq!(rules(&told), [Optional, Optional, Required]);
    let older = r#"{"methods":[{"id":"card"},{"id":"bank_transfer"},{"id":"purchase_order"}]}"#;
    assert_eq!(rules(older), [NotTaken, NotTaken, Required], "an older API takes it with a purchase order alone");
    assert_eq!(rules(&told.replace("optional", "none")), [NotTaken, NotTaken, Required]);
    for unknown in ["\"sometimes\"", "7", "null"] {
        let newer = told.replace("\"optional\"", unknown);
        assert_eq!(rules(&newer), [NotTaken, NotTaken, Required], "{unknown}");
    }
}

#[test]
fn a_quote_is_for_the_renewal_with_its_location_level_and_way_of_paying_alone() {
    let (quote, renewal) = (quote(), renewal());
    assert!(quote.is_for(&renewal));
    let other_location = renewal.location.clone().map(|chosen| ChosenLocation { id: "other".to_owned(), ..chosen });
    let other_level = renewal.level.clone().map(|chosen| {
        let level = LevelName { id: "other".to_owned(), ..chosen.level };
        ChosenLevel { level, ..chosen }
    });
    let other_method = renewal.method.clone().map(|c| ChosenMethod { method: PaymentMethod::BankTransfer, ..c });
    let other_number = renewal.method.clone().map(|c| ChosenMethod { purchase_order: Some("PO-2".to_owned()), ..c });
    for other in [
        Renewal { location: other_location, ..renewal.clone() },
        Renewal { location: None, ..renewal.clone() },
        Renewal { level: other_level, ..renewal.clone() },
        Renewal { level: None, ..renewal.clone() },
        Renewal { method: other_method, ..renewal.clone() },
        Renewal { method: other_number, ..renewal.clone() },
        Renewal { method: None, ..renewal.clone() },
    ] {
        assert!(!quote.is_for(&other), "{other:?}");
    }
}

#[test]
fn promise_11_the_lines_of_a_quote_sum_to_its_total() {
    let quote = quote();
    let amounts = quote.lines.iter().map(|l| &l.amount).chain(quote.tax_lines.iter().map(|l| &l.amount));
    let sum = amounts.cloned().reduce(|sum, amount| sum.checked_add(&amount).unwrap()).unwrap();
    assert_eq!((sum, quote.total.minor), (quote.total.clone(), 142_800));
    assert_eq!(quote.tax_lines.first().map(|line| (line.rate_basis_points, line.country.as_str())), Some((2000, "BG")));
    assert_eq!(quote.new_membership_date.to_string(), "2028-01-25");
}

/// Whoever is told that the renewal changed, and finds the profile confirmed under the tag that was sent, confirmed it with
/// the request whose answer was lost. That says nothing where the request was to change the profile too.
#[test]
fn a_confirmation_is_known_as_ones_own_unless_a_change_went_with_it() {
    let current: serde_json::Value = serde_json::from_str(&golden("put-renewal-profile.200")).unwrap();
    let problem = serde_json::json!({"type": "urn:partner-renewal:problem:changed", "current": current});
    let refused = Reply { etag: "\"renewal-9\"".to_owned(), ..answer(412, &problem.to_string()) };
    let profile = golden_value(&wire::organization::profile("o"), "get-profile.200").profile;
    for (change, is_done) in [(None, true), (Some(&profile), false)] {
        let request = wire::renewal::confirm_profile(&renewal(), "\"profile-2\"", change, false).request;
        assert_eq!(wire::reconcile::already_done(&request, &refused).is_some(), is_done);
    }
}
