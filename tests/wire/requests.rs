//! What the site sends: bodies as the contract describes them, ids that cannot leave their place in a path.
use crate::operations::{agreement, attempt, branch, golden_value, proof, quote, renewal, signature};
use crate::support::{answer, fold, golden, names};
use chrono::NaiveDate;
use partner_renewal::domain::branch::BranchForm;
use partner_renewal::domain::company::ContactRole;
use partner_renewal::domain::invitation::Invitation;
use partner_renewal::domain::orders::DocumentKind;
use partner_renewal::domain::payment::PaymentMethod;
use partner_renewal::domain::profile::{FieldId, Profile};
use partner_renewal::domain::retry;
use partner_renewal::domain::signature::SignatureForm;
use partner_renewal::ports::{Credentials, Method, Request, RetryClass};
use partner_renewal::wire;
use proptest::prelude::*;
use serde_json::Value;

fn ida() -> Invitation {
    Invitation {
        name: "Ida Example".to_owned(),
        email: "ida@cedar.example".to_owned(),
        roles: vec![ContactRole::Technical],
        ..Invitation::default()
    }
}

fn graz() -> BranchForm {
    let address = [
        (FieldId::Country, "AT"),
        (FieldId::AddressLine1, "Beispielplatz 3"),
        (FieldId::City, "Graz"),
        (FieldId::PostalCode, "8010"),
    ];
    let address = address.into_iter().map(|(field, text)| (field, text.to_owned())).collect();
    BranchForm { name: "Graz office".to_owned(), address: Profile(address) }
}

/// The branch in Vienna at another address.
fn moved() -> BranchForm {
    let before = branch();
    let mut moved = BranchForm { name: before.location.name, address: before.address };
    moved.address.0.insert(FieldId::AddressLine1, "Beispielgasse 4".to_owned());
    moved
}

/// Every request of the site with the golden body of the contract, where it has one.
fn requests() -> Vec<(Option<&'static str>, Request, Method, &'static str)> {
    use Method::{Delete, Get, Post, Put};
    let (renewal, quote) = (renewal(), quote());
    let method =
        |method, order: Option<&str>| wire::renewal::choose_method(&renewal, method, order.map(str::to_owned)).request;
    let profile = golden_value(&wire::organization::profile("o"), "put-profile.200").profile;
    let sign = wire::renewal::sign(&renewal, &agreement(), &signature()).request;
    let pay = wire::payment::create(&attempt(&quote, "key-1")).request;
    let at = "/renewals/renewal-1001/payment-method";
    let asked_on = NaiveDate::from_ymd_opt(2026, 11, 14).unwrap();
    vec![
        (None, wire::account::get().request, Get, "/account"),
        (None, wire::membership::get("o").request, Get, "/organizations/o/membership"),
        (None, wire::competencies::get("o").request, Get, "/organizations/o/competencies"),
        (None, wire::competency_details::get("o").request, Get, "/organizations/o/competencies"),
        (
            Some("post-reference-resend"),
            wire::competency_details::resend("o", "r/1", asked_on).request,
            Post,
            "/organizations/o/references/r%2F1/resend",
        ),
        (None, wire::organization::locations("o").request, Get, "/organizations/o/locations"),
        (None, wire::organization::contacts("o").request, Get, "/organizations/o/contacts"),
        (
            Some("post-handover"),
            wire::organization::offer_role("o", "con-oleg").request,
            Post,
            "/organizations/o/handover",
        ),
        (Some("post-contacts"), wire::people::invite("o", &ida()).request, Post, "/organizations/o/contacts"),
        (
            Some("post-contact-roles"),
            wire::people::change_roles(
                "o",
                "c/1",
                &[ContactRole::Technical, ContactRole::Other, ContactRole::SalesMarketing],
            )
            .request,
            Post,
            "/organizations/o/contacts/c%2F1/roles",
        ),
        (None, wire::people::remove("o", "c/1").request, Delete, "/organizations/o/contacts/c%2F1"),
        (Some("post-locations"), wire::locations::add("o", &graz()).request, Post, "/organizations/o/locations"),
        (
            Some("post-location"),
            wire::locations::change("o", &branch(), &moved()).request,
            Post,
            "/organizations/o/locations/loc-cedar-vienna",
        ),
        (None, wire::locations::close("o", "l").request, Delete, "/organizations/o/locations/l"),
        (None, wire::people::ask_for_role("o").request, Post, "/organizations/o/role-requests"),
        (None, wire::people::end_role_request("o", "c/1").request, Delete, "/organizations/o/role-requests/c%2F1"),
        (None, wire::company_verification::get("o").request, Get, "/organizations/o/verification"),
        (
            None,
            wire::company_verification::send_document("o", proof()).request,
            Put,
            "/organizations/o/verification/document",
        ),
        (
            Some("post-appeal"),
            wire::company_verification::appeal(
                "o",
                "register_extract",
                "The number has ten digits since 2024.",
                "key-1",
            )
            .request,
            Post,
            "/organizations/o/verification/appeals",
        ),
        (None, wire::organization::end_offer("o").request, Delete, "/organizations/o/handover"),
        (None, wire::organization::accept_role("o").request, Post, "/organizations/o/handover/acceptance"),
        (None, wire::organization::profile("o").request, Get, "/organizations/o/profile"),
        (
            Some("put-profile"),
            wire::organization::replace_profile("o", "\"profile-1\"", &profile).request,
            Put,
            "/organizations/o/profile",
        ),
        (None, wire::reference::countries().request, Get, "/reference/countries"),
        (None, wire::reference::country("BG").request, Get, "/reference/countries/BG"),
        (None, wire::agreement::current("BG", "en").request, Get, "/agreements/current?country=BG&language=en"),
        (Some("post-renewals"), wire::renewal::start("o").request, Post, "/organizations/o/renewals"),
        (None, wire::renewal::get("r").request, Get, "/renewals/r"),
        (None, wire::renewal::discard(&renewal).request, Delete, "/renewals/renewal-1001"),
        (
            Some("put-requirements"),
            wire::renewal::confirm_requirements(&renewal).request,
            Put,
            "/renewals/renewal-1001/requirements",
        ),
        (
            Some("put-renewal-profile"),
            wire::renewal::confirm_profile(&renewal, "\"profile-2\"", None, true).request,
            Put,
            "/renewals/renewal-1001/profile",
        ),
        (
            Some("put-renewal-profile.change"),
            wire::renewal::confirm_profile(&renewal, "\"profile-1\"", Some(&profile), true).request,
            Put,
            "/renewals/renewal-1001/profile",
        ),
        (Some("put-signature"), sign, Put, "/renewals/renewal-1001/signature"),
        (
            Some("put-location"),
            wire::renewal::choose_location(&renewal, "loc-cedar-sofia").request,
            Put,
            "/renewals/renewal-1001/location",
        ),
        (None, wire::renewal::levels(&renewal).request, Get, "/renewals/renewal-1001/levels"),
        (
            Some("put-level"),
            wire::renewal::choose_level(&renewal, "advanced").request,
            Put,
            "/renewals/renewal-1001/level",
        ),
        (None, wire::renewal::methods(&renewal).request, Get, "/renewals/renewal-1001/payment-methods"),
        (Some("put-payment-method.card"), method(PaymentMethod::Card, None), Put, at),
        (Some("put-payment-method.card-order-number"), method(PaymentMethod::Card, Some("PO-2026-117")), Put, at),
        (Some("put-payment-method.bank-transfer"), method(PaymentMethod::BankTransfer, None), Put, at),
        (Some("put-payment-method.purchase-order"), method(PaymentMethod::PurchaseOrder, Some("PO-2026-117")), Put, at),
        (None, wire::quote::create(&renewal, None).request, Post, "/renewals/renewal-1001/quotes"),
        (
            Some("post-quotes"),
            wire::quote::create(&renewal, Some(" WELCOME10\n")).request,
            Post,
            "/renewals/renewal-1001/quotes",
        ),
        (Some("post-payments"), pay, Post, "/renewals/renewal-1001/payments"),
        (
            Some("post-payment-link"),
            wire::payment_link::create("r/1", &quote).request,
            Post,
            "/renewals/r%2F1/payment-link",
        ),
        (None, wire::payment_link::get("r").request, Get, "/renewals/r/payment-link"),
        (None, wire::payment_link::withdraw("r").request, Delete, "/renewals/r/payment-link"),
        (None, wire::payment_link::look_up(" acdef-GHJKM/x ").request, Get, "/payment-links/acdef-GHJKM%2Fx"),
        (None, wire::payment_link::pay(" c ").request, Post, "/payment-links/c/payments"),
        (None, wire::payment::get("p").request, Get, "/payments/p"),
        (None, wire::payment::refresh("p").request, Post, "/payments/p/refresh"),
        (None, wire::payment::cancel("p").request, Post, "/payments/p/cancel"),
        (None, wire::payment::send_proof("p", proof()).request, Put, "/payments/p/proof"),
        (None, wire::confirmation::get("r").request, Get, "/renewals/r/confirmation"),
        (None, wire::letter::get("o").request, Get, "/organizations/o/letter"),
        (None, wire::enrollment::get("o").request, Get, "/organizations/o/enrollment"),
        (None, wire::tax_exemption::get("o").request, Get, "/organizations/o/tax-exemption"),
        (
            None,
            wire::tax_exemption::ask("o", "a b&c", proof()).request,
            Put,
            "/organizations/o/tax-exemption?ground=a%20b%26c",
        ),
        (None, wire::enrollment::ask("o").request, Post, "/organizations/o/enrollment"),
        (None, wire::enrollment::withdraw("o").request, Delete, "/organizations/o/enrollment"),
        (None, wire::letter::issue("o").request, Post, "/organizations/o/letter"),
        (None, wire::letter::revoke("o").request, Delete, "/organizations/o/letter"),
        (None, wire::letter::verify(" acdef-GHJKM x ").request, Get, "/verifications/acdef-GHJKM%20x"),
        (None, wire::orders::list("o").request, Get, "/organizations/o/orders"),
        (
            Some("post-refund"),
            wire::orders::ask_for_refund("r", Some("We are merging with another partner.")).request,
            Post,
            "/renewals/r/refund",
        ),
        (
            None,
            wire::orders::document_link("r", DocumentKind::Receipt).request,
            Post,
            "/renewals/r/documents/receipt/link",
        ),
    ]
}

#[test]
fn every_request_goes_to_its_path_with_its_method() {
    for (_, request, method, path) in requests() {
        assert_eq!((request.method, request.path.as_str()), (method, path));
    }
}

#[test]
fn every_golden_request_is_what_the_site_writes() {
    let mut written = Vec::new();
    for (name, request, ..) in requests() {
        let Some(name) = name.map(|name| format!("{name}.request")) else { continue };
        let body: Value = serde_json::from_str(request.body.as_deref().unwrap()).unwrap();
        let wanted: Value = serde_json::from_str(&golden(&name)).unwrap();
        assert_eq!(body, wanted, "{name}");
        written.push(name);
    }
    written.sort();
    let described: Vec<_> = names().into_iter().filter(|name| name.ends_with(".request")).collect();
    assert_eq!(written, described);
}

#[test]
fn promise_43_every_replacement_names_the_version_it_replaces() {
    for (_, request, method, path) in requests() {
        let tag = request.if_match.as_deref();
        // A file takes the place of whatever was sent before it, by contract.
        let replaces = method == Method::Put && request.file.is_none();
        assert_eq!(tag.is_some_and(|tag| tag.starts_with('"')), replaces, "{path}");
    }
}

#[test]
fn promise_45_only_what_happens_once_however_often_it_is_sent_is_repeated() {
    for (_, request, method, path) in requests() {
        // Safe to repeat by contract: what is done with contacts, their roles and locations, requests for a role, a refund, an address
        // of a document, a letter, a request to enroll again and a payment link with their ends, the payment page of such a link, asking a customer
        // again.
        let parts = [
            "/handover",
            "/contacts",
            "/role-requests",
            "/letter",
            "/enrollment",
            "/locations",
            "/payment-link",
            "/refresh",
            "/refund",
            "/resend",
            "/link",
        ];
        let safe = parts.iter().any(|part| path.contains(part));
        let harmless = matches!(method, Method::Get | Method::Put) || safe;
        assert_eq!(request.retry != RetryClass::Never, harmless || request.idempotency_key.is_some(), "{path}");
    }
}

#[test]
fn promise_45_retries_are_few_short_and_spread() {
    let longest: Vec<_> = (0..5).map(|attempt| retry::delay_ms(attempt, 1000)).collect();
    assert_eq!(longest, [Some(250), Some(500), Some(1000), None, None]);
    assert_eq!(retry::delay_ms(0, 0), Some(0), "full jitter begins at nothing");
    assert_eq!(retry::delay_ms(2, 500), Some(500));
    assert_eq!(retry::delay_ms(1, u32::MAX), Some(500));
    assert_eq!(retry::delay_ms(u32::MAX, 1), None);
}

#[test]
fn promise_02_a_payment_and_an_appeal_carry_their_key_and_nothing_else_does() {
    for (_, request, _, path) in requests() {
        // By a payment link there is one session, whoever opens it.
        let pays = path.starts_with("/renewals/") && path.ends_with("/payments");
        let key = (pays || path.ends_with("/appeals")).then_some("key-1");
        assert_eq!(request.idempotency_key.as_deref(), key, "{path}");
    }
    let again = |key: &str| wire::payment::create(&attempt(&quote(), key)).request;
    assert_eq!(again("key-1"), again("key-1"), "a repeated request is the same to the byte");
}

#[test]
fn only_what_anybody_with_a_code_may_do_is_sent_without_an_access_token() {
    for (_, request, _, path) in requests() {
        let is_anonymous = request.credentials == Credentials::Anonymous;
        let has_code = path.starts_with("/verifications/") || path.starts_with("/payment-links/");
        assert_eq!(is_anonymous, has_code, "{path}");
    }
}

#[test]
fn a_file_is_sent_as_it_is_and_nothing_else_carries_one() {
    for (_, request, _, path) in requests() {
        let carries = ["/proof", "/document"].iter().any(|end| path.ends_with(end)) || path.contains("?ground=");
        assert_eq!(request.file, carries.then(proof), "{path}");
        assert!(request.file.is_none() || request.body.is_none(), "{path}");
    }
}

#[test]
fn promise_11_the_amount_sent_is_the_one_that_was_shown() {
    let mut quote = quote();
    quote.total.minor = i64::MAX;
    let body = wire::payment::create(&attempt(&quote, "k")).request.body.unwrap();
    assert!(body.contains(r#""amount":9223372036854775807,"currency":"EUR""#), "{body}");
}

#[test]
fn a_missing_answer_of_the_signature_never_becomes_consent() {
    let body = wire::renewal::sign(&renewal(), &agreement(), &signature()).request.body.unwrap();
    let body: Value = serde_json::from_str(&body).unwrap();
    // The type of the signature exists only with both boxes ticked; the digest is that of the text shown.
    assert_eq!((body.get("authority"), body.get("accepted")), (Some(&Value::Bool(true)), Some(&Value::Bool(true))));
    assert_eq!(body.get("digest").and_then(Value::as_str), Some(agreement().digest.as_str()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_id_leaves_its_place_in_the_path(id in "\\PC{0,20}|[./%?#\\\\]{0,6}") {
        let paths = [wire::renewal::get(&id), wire::renewal::get(&[&id, "/../x"].concat())];
        for path in paths.map(|call| call.request.path) {
            let segment = path.strip_prefix("/renewals/").unwrap();
            prop_assert!(!segment.is_empty() && !segment.contains(['/', '?', '#', '\\', ' ']), "{path}");
            prop_assert!(!matches!(segment.replace("%2E", ".").as_str(), "." | ".."), "{path}");
        }
        let query = wire::agreement::current(&id, "en").request.path;
        prop_assert_eq!(query.matches(['&', '?']).count(), 2);
    }

    #[test]
    fn text_of_any_kind_is_sent_as_it_was_typed(text in any::<String>()) {
        let call = wire::renewal::choose_method(&renewal(), PaymentMethod::PurchaseOrder, Some(text.clone()));
        let body: Value = serde_json::from_str(call.request.body.as_deref().unwrap()).unwrap();
        prop_assert_eq!(body.get("purchaseOrderNumber").and_then(Value::as_str), Some(text.as_str()));
    }
}

/// Both names are evidence: the one that signed, and that the person knew that their account says another.
#[test]
fn a_signature_tells_that_its_name_differs_from_the_accounts_only_when_it_does() {
    let body = |account: &str| -> Value {
        let form = SignatureForm {
            name: "Nadia Example".to_owned(),
            name_confirmed: true,
            title: "Managing Director".to_owned(),
            authority: true,
            accepted: true,
        };
        let input = form.parse(account, &fold).unwrap();
        serde_json::from_str(&wire::renewal::sign(&renewal(), &agreement(), &input).request.body.unwrap()).unwrap()
    };
    for other in ["Example, Nadia (Cedar - External)", ""] {
        assert_eq!(body(other)["nameDiffers"], true, "{other:?}");
    }
    for same in ["Nadia Example", "NADIA EXAMPLE"] {
        assert_eq!(body(same).get("nameDiffers"), None, "{same:?}");
    }
    let text = golden("get-renewal.signed-review.200");
    let account_name = |text: &str| {
        let found = (wire::renewal::get("r").read)(&answer(200, text)).unwrap();
        found.signature.and_then(|signature| signature.account_name)
    };
    assert_eq!(account_name(&text).as_deref(), Some("Nadia Example"));
    let earlier = text.replacen("\"accountName\": \"Nadia Example\",", "", 1);
    assert_ne!(earlier, text);
    assert_eq!(account_name(&earlier), None, "signed before the program kept the account's name");
}
