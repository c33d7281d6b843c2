//! Every problem of the contract becomes the failure it stands for; the client acts on `type` alone.
use crate::support::{answer, golden, names};
use partner_renewal::domain::company::ContactDetails;
use partner_renewal::domain::failure::{Failure, FailureKind as K, Refusal};
use partner_renewal::domain::profile::FieldId;
use partner_renewal::domain::proof::ProofProblem;
use partner_renewal::domain::step::Step;
use partner_renewal::ports::Reply;
use partner_renewal::wire;
use serde_json::{Value, json};

/// The golden problem as an answer, with the status it names.
fn problem(name: &str) -> Reply {
    let body = golden(name);
    let value: Value = serde_json::from_str(&body).unwrap();
    let status = value.get("status").and_then(Value::as_u64).unwrap();
    let content_type = "application/problem+json".to_owned();
    Reply { content_type, ..answer(u16::try_from(status).unwrap(), &body) }
}

fn refused(reply: &Reply) -> Failure {
    (wire::account::get().read)(reply).unwrap_err()
}

fn fields(pairs: &[(&str, &str)]) -> K {
    K::Fields(pairs.iter().map(|(field, code)| ((*field).to_owned(), (*code).to_owned())).collect())
}

fn expected(name: &str) -> K {
    let nadia = ContactDetails {
        name: "Nadia Example".to_owned(),
        email: "nadia@cedar.example".to_owned(),
        phone: "+359 2 555 0101".to_owned(),
    };
    match name.strip_prefix("problem.").unwrap() {
        "address-suggested" => {
            let problem: Value = serde_json::from_str(&golden(name)).unwrap();
            K::AddressSuggested(problem["suggestions"].to_string())
        }
        "agreement-changed" => K::AgreementChanged,
        "already-paid" => K::AlreadyPaid(Some("renewal-1001".to_owned())),
        "already-paid.link" => K::AlreadyPaid(None),
        "bad-request" => K::Unexpected(400),
        "fields" => fields(&[("legalName", "required"), ("postalCode", "shape")]),
        "fields.contact" => fields(&[("contact", "unknown_option")]),
        "fields.changed-location" => fields(&[("postalCode", "required")]),
        "fields.invitation" => fields(&[("name", "required"), ("email", "shape"), ("roles", "required")]),
        "fields.new-location" => {
            fields(&[("name", "required"), ("addressLine1", "required"), ("postalCode", "shape"), ("city", "required")])
        }
        "fields.roles" => fields(&[("roles", "required")]),
        "appeal-not-possible"
        | "role-held"
        | "role-request-too-early"
        | "document-not-ready"
        | "location-changed"
        | "location-in-use"
        | "not-a-member"
        | "membership-not-lapsed"
        | "payment-link-ended"
        | "reference-answered"
        | "refund-over"
        | "refunded"
        | "role-required" => K::Refused(Refusal::from_name(slug(name)).unwrap()),
        "resend-too-early" => K::ResendTooEarly("2026-11-28".parse().ok()),
        "verification-pending.letter" => K::VerificationPending,
        "fields.tax-id" => fields(&[("taxId", "not_registered")]),
        "fields.country" => fields(&[("country", "unknown_option")]),
        "fields.ground" => fields(&[("ground", "unknown_option")]),
        "fields.level" => fields(&[("levelId", "unknown_option")]),
        "fields.location" => fields(&[("locationId", "unknown_option")]),
        "fields.reason" => fields(&[("reason", "too_long")]),
        "fields.payment-method" => fields(&[("method", "unknown_option"), ("purchaseOrderNumber", "too_long")]),
        "fields.requirements" => fields(&[("confirmed", "not_accepted")]),
        "fields.signature" => fields(&[("name", "name_differs"), ("title", "required"), ("accepted", "not_accepted")]),
        "fields.appeal" => fields(&[("kind", "unknown_option"), ("comment", "too_long")]),
        "idempotency-mismatch" | "idempotency-mismatch.appeal" => K::Unexpected(422),
        "if-match-required" => K::Unexpected(428),
        "internal" => K::Unexpected(500),
        "membership-lapsed" => K::Lapsed,
        "membership-suspended" => K::Suspended,
        "not-cancellable" | "not-cancellable.part" => K::NotCancellable,
        "not-found" => K::NotFound,
        "not-primary-contact" => K::NotPrimaryContact(Some(nadia)),
        "payment-in-progress.link" => K::PaymentInProgress(None),
        "payment-in-progress" => K::PaymentInProgress(Some("payment-1001".to_owned())),
        "proof-too-large" => K::Proof(ProofProblem::TooLarge),
        "proof-type" | "proof-type.content" => K::Proof(ProofProblem::Kind),
        "quote-changed" => K::QuoteChanged,
        "reauth-required" => K::RecentSignIn(900),
        "requirement-short" => K::RequirementShort,
        "sign-in-required" => K::SignInRequired,
        "step-order" => K::StepOrder(Some(Step::Agreement)),
        "too-many-requests" => K::TooMany(10),
        "transfer-settled" => K::TransferSettled,
        "handover-over" => K::OfferOver,
        // The browser follows the address of a document by itself: nothing here reads that it has ended.
        "link-ended" => K::Unexpected(410),
        "unavailable" => K::Unavailable(10),
        "verification-pending" => K::VerificationPending,
        "window-not-open" => K::WindowNotOpen("2026-11-25".parse().ok()),
        other => panic!("no failure is expected for problem.{other}"),
    }
}

fn slug(name: &str) -> &str {
    name.trim_start_matches("problem.")
}

fn golden_problems() -> Vec<String> {
    names().into_iter().filter(|name| name.starts_with("problem.")).collect()
}

#[test]
fn promise_44_every_problem_of_the_contract_has_its_failure() {
    for name in golden_problems().iter().filter(|name| !name.starts_with("problem.changed")) {
        assert_eq!(refused(&problem(name)).kind, expected(name), "{name}");
    }
}

#[test]
fn promise_44_title_and_detail_decide_nothing() {
    for name in golden_problems() {
        let mut reply = problem(&name);
        let mut value: Value = serde_json::from_str(&reply.body).unwrap();
        value["title"] = json!("Already paid");
        value["detail"] = json!("urn:partner-renewal:problem:already-paid");
        reply.body = value.to_string();
        let (told, plain) = (refused(&reply).kind, refused(&problem(&name)).kind);
        assert_eq!(told, plain, "{name}");
    }
}

#[test]
fn promise_43_what_somebody_else_changed_comes_with_its_version() {
    let K::Changed { current, etag } = refused(&problem("problem.changed")).kind else { panic!("not changed") };
    let theirs = wire::organization::read_profile(&current, &etag).unwrap();
    assert_eq!(theirs.etag, "\"tag-1\"");
    assert_eq!(theirs.profile.get(FieldId::AddressLine1), "9 Example Boulevard");
    assert!(wire::organization::read_profile(&current, "").is_none(), "without a tag nothing can be saved over it");
    let K::Changed { current, .. } = refused(&problem("problem.changed.renewal")).kind else { panic!("not changed") };
    assert!(current.contains("renewal-1001") && wire::organization::read_profile(&current, "\"1\"").is_none());
}

#[test]
fn a_failure_can_be_quoted_by_the_request_id_or_else_by_its_instance() {
    let mut reply = problem("problem.internal");
    assert_eq!(refused(&reply).reference, "req-test");
    reply.request_id.clear();
    assert_eq!(refused(&reply).reference, "req-0028");
}

#[test]
fn a_day_that_is_not_told_or_cannot_be_read_is_none() {
    let mut body: Value = serde_json::from_str(&golden("problem.resend-too-early")).unwrap();
    for strange in [json!(null), json!("soon"), json!(7)] {
        body["resendFrom"] = strange;
        let reply = Reply { body: body.to_string(), ..problem("problem.resend-too-early") };
        assert_eq!(refused(&reply).kind, K::ResendTooEarly(None));
    }
}

#[test]
fn promise_45_retry_after_is_obeyed_and_never_for_longer_than_an_hour() {
    let wait =
        |seconds: Option<u32>| refused(&Reply { retry_after: seconds, ..problem("problem.too-many-requests") }).kind;
    assert_eq!(wait(Some(42)), K::TooMany(42));
    assert_eq!(wait(Some(0)), K::TooMany(0));
    assert_eq!(wait(Some(u32::MAX)), K::TooMany(3_600));
    assert_eq!(wait(None), K::TooMany(10));
}

#[test]
fn promise_44_an_unknown_problem_is_judged_by_its_status_alone() {
    let unknown = |status: u16| {
        let body = r#"{"type":"urn:partner-renewal:problem:of-next-year","detail":"already paid"}"#;
        refused(&Reply { content_type: "application/problem+json".to_owned(), ..answer(status, body) }).kind
    };
    assert_eq!(unknown(401), K::SignInRequired);
    assert_eq!(unknown(404), K::NotFound);
    assert_eq!(unknown(409), K::Unexpected(409));
    assert_eq!(unknown(429), K::TooMany(10));
    assert_eq!(unknown(500), K::Unexpected(500));
    assert_eq!(unknown(503), K::Unavailable(10));
}

#[test]
fn a_type_of_somebody_else_is_not_one_of_ours() {
    for kind in ["about:blank", "already-paid", "https://evil.example/already-paid", "URN:partner-renewal:problem:x"] {
        let body = json!({ "type": kind, "renewal": "renewal-1001" }).to_string();
        assert_eq!(refused(&answer(409, &body)).kind, K::Unexpected(409), "{kind}");
    }
}

#[test]
fn members_of_a_problem_in_the_wrong_form_are_left_out() {
    let told = |slug: &str, member: &str| {
        let body = format!(r#"{{"type":"urn:partner-renewal:problem:{slug}",{member}}}"#);
        refused(&answer(409, &body)).kind
    };
    assert_eq!(told("window-not-open", r#""windowOpens":20261125"#), K::WindowNotOpen(None));
    assert_eq!(told("step-order", r#""nextStep":"moon""#), K::StepOrder(None));
    assert_eq!(told("payment-in-progress", r#""payment":{}"#), K::PaymentInProgress(None));
    assert_eq!(told("not-primary-contact", r#""primaryContact":[]"#), K::NotPrimaryContact(None));
    assert_eq!(told("fields", r#""errors":"all""#), K::Fields(Vec::new()));
    assert_eq!(told("fields", r#""errors":[1,{"field":"city"}]"#), fields(&[("city", "")]));
}
