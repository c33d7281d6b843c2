//! What each person of the README is told.

use axum::http::StatusCode;
use serde_json::json;

use crate::golden::golden;
use crate::support::Sandbox;

#[tokio::test]
async fn each_membership_is_that_of_the_golden_body() {
    let sandbox = Sandbox::new();
    for (person, organization, name) in [
        ("oleg", "cedar", "due.not-primary-contact"),
        ("petra", "birch", "not_due"),
        ("quinn", "maple", "due.first-day"),
        ("greta", "rowan", "grace"),
        ("lars", "alder", "lapsed"),
        ("sinead", "hazel", "suspended"),
        ("rita", "willow", "due.requirement-short"),
        ("viktor", "poplar", "due.verification-pending"),
        ("ronja", "elder", "due.verification-rejected"),
        ("dora", "aspen", "not_due.renewed"),
    ] {
        let path = format!("/organizations/org-{organization}/membership");
        sandbox.caller(person).get(&path).await.assert_golden(&format!("get-membership.{name}.200"));
    }
}

#[tokio::test]
async fn a_colleague_sees_who_began_the_renewal_and_where_it_stands() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await;
    walk.requirements().await;
    walk.profile().await;
    let path = "/organizations/org-cedar/membership";
    sandbox.caller("oleg").get(path).await.assert_golden("get-membership.due.colleague.200");
    assert_eq!(walk.nadia.get(path).await.json()["currentRenewal"]["startedBy"]["isYou"], true);
}

#[tokio::test]
async fn why_a_company_is_held_up_is_told_in_the_language_asked_for() {
    let sandbox = Sandbox::new();
    let sinead = sandbox.caller("sinead");
    for (language, reason) in [
        ("", "Two invoices of last year are not paid."),
        ("de", "Two invoices of last year are not paid."),
        ("bg-BG,en;q=0.5", "Две фактури от миналата година не са платени."),
    ] {
        let headers = [("accept-language", language)];
        let answer = sinead.send("GET", "/organizations/org-hazel/membership", &headers, None).await;
        assert_eq!(answer.json()["blockers"][0]["reason"], reason, "{language}");
    }
}

#[tokio::test]
async fn a_short_requirement_is_shown() {
    let sandbox = Sandbox::new();
    let path = "/organizations/org-willow/competencies";
    sandbox.caller("rita").get(path).await.assert_golden("get-competencies.short.200");
}

#[tokio::test]
async fn an_unknown_requirement_stops_like_a_short_one() {
    let sandbox = Sandbox::new();
    let competencies = golden("get-competencies.unknown.200")["competencies"].to_string();
    let sql = "UPDATE organization SET competencies = ?1 WHERE id = 'org-cedar'";
    sandbox.store.write(|tx| tx.execute(sql, [competencies])).unwrap();
    let mut walk = sandbox.walk().await;
    let shown = walk.nadia.get("/organizations/org-cedar/competencies").await;
    shown.assert_golden("get-competencies.unknown.200");
    let refused = walk.requirements().await;
    assert_eq!(refused.text_of("type"), "urn:partner-renewal:problem:requirement-short");
    assert_eq!(refused.text_of("detail"), "Performance points: not known yet.");
}

#[tokio::test]
async fn dora_has_a_confirmation_and_a_receipt_and_no_second_renewal() {
    let sandbox = Sandbox::new();
    let dora = sandbox.caller("dora");
    let confirmation = dora.get("/renewals/renewal-0912/confirmation").await.json();
    assert_eq!(confirmation["state"], "paid");
    assert_eq!(confirmation["reference"], "R-2026-00912");
    assert_eq!(confirmation["receiptNumber"], "RC-2026-00912");
    assert_eq!(confirmation["paidAt"].as_str().unwrap().get(..10), Some("2026-11-12"));
    assert_eq!(
        (&confirmation["previousMembershipDate"], &confirmation["newMembershipDate"]),
        (&json!("2027-01-03"), &json!("2028-01-03"),)
    );
    assert_eq!(confirmation["signature"]["name"], "Dora Example");
    assert_eq!(confirmation["total"], json!({"amount": 58_800, "currency": "EUR"}));
    let refused = dora.post("/organizations/org-aspen/renewals", json!({})).await;
    assert_eq!(refused.json()["renewal"], "renewal-0912");
    assert!(sandbox.captures().await.is_empty(), "the ledger begins with the sandbox");
}

#[tokio::test]
async fn tomas_renews_one_company_and_the_other_stays_as_it_is() {
    let sandbox = Sandbox::new();
    let tomas = sandbox.caller("tomas");
    let days = |organization: &'static str| {
        let tomas = &tomas;
        async move { tomas.get(&format!("/organizations/{organization}/membership")).await.json() }
    };
    assert_eq!(days("org-linden").await["daysLeft"], 45);
    assert_eq!(days("org-spruce").await["daysLeft"], 30);
    assert_eq!(tomas.post("/organizations/org-linden/renewals", json!({})).await.status, StatusCode::CREATED);
    assert!(days("org-linden").await["currentRenewal"].is_object());
    assert!(days("org-spruce").await["currentRenewal"].is_null());
}

#[tokio::test]
async fn every_profile_is_one_that_its_country_accepts() {
    let sandbox = Sandbox::new();
    for (person, organization) in [
        ("nadia", "cedar"),
        ("petra", "birch"),
        ("quinn", "maple"),
        ("greta", "rowan"),
        ("lars", "alder"),
        ("sinead", "hazel"),
        ("rita", "willow"),
        ("viktor", "poplar"),
        ("tomas", "spruce"),
        ("tomas", "linden"),
        ("dora", "aspen"),
        ("lena", "langenstein"),
        ("ines", "cypress"),
        ("nils", "juniper"),
        ("vesela", "laurel"),
        ("orla", "myrtle"),
        ("milena", "larch"),
        ("edgar", "walnut"),
    ] {
        let (caller, path) = (sandbox.caller(person), format!("/organizations/org-{organization}/profile"));
        let profile = caller.get(&path).await;
        let saved = caller.put(&path, &profile.etag(), profile.json()).await;
        assert_eq!((saved.status, saved.json()), (StatusCode::OK, profile.json()), "{organization}");
    }
}

#[tokio::test]
async fn a_number_of_an_unusual_shape_is_accepted_and_another_field_is_not() {
    let sandbox = Sandbox::new();
    let (orla, path) = (sandbox.caller("orla"), "/organizations/org-myrtle/profile");
    for (field, value) in [
        ("taxId", "XI 123 456 789"),
        ("taxId", "GBGD001"),
        ("taxId", "not yet known"),
        ("registrationNumber", "R0000123"),
        ("registrationNumber", "SC123456"),
        ("registrationNumber", "IP12345R"),
        ("registrationNumber", "CHC-000 1"),
    ] {
        let seen = orla.get(path).await;
        let mut profile = seen.json();
        profile[field] = json!(value);
        let saved = orla.put(path, &seen.etag(), profile).await;
        assert_eq!((saved.status, saved.text_of(field)), (StatusCode::OK, value.to_owned()), "{}", saved.text);
    }
    let seen = orla.get(path).await;
    for (field, value, code) in [
        ("taxId", "1".repeat(31), "too_long"),
        ("registrationNumber", "1".repeat(31), "too_long"),
        ("registrationNumber", String::new(), "required"),
        ("postalCode", "1234".to_owned(), "shape"),
    ] {
        let mut profile = seen.json();
        profile[field] = json!(value);
        let refused = orla.put(path, &seen.etag(), profile).await.json();
        assert_eq!(refused["errors"], json!([{"field": field, "code": code}]));
    }
}

#[tokio::test]
async fn the_usual_shapes_of_british_numbers_are_told() {
    let sandbox = Sandbox::new();
    let rules = sandbox.caller("orla").get("/reference/countries/GB").await.json();
    let shapes = |id: &str| {
        let fields = rules["sections"][0]["fields"].as_array().unwrap();
        let field = fields.iter().find(|field| field["id"] == id).unwrap();
        field["shapes"].as_array().unwrap().iter().map(|shape| shape.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for (id, shape) in
        [("taxId", "XI999999999"), ("registrationNumber", "A9999999"), ("registrationNumber", "AA999999")]
    {
        assert!(shapes(id).iter().any(|s| s == shape), "{id} {shape}");
    }
}

#[tokio::test]
async fn a_company_in_a_country_that_is_not_offered_moves_before_it_goes_on() {
    let sandbox = Sandbox::new();
    let (arta, organization) = (sandbox.caller("arta"), "/organizations/org-hawthorn");
    let profile = format!("{organization}/profile");
    let stored = arta.get(&profile).await;
    assert_eq!(stored.text_of("country"), "XK");
    arta.get("/reference/countries/XK").await.assert_problem("not-found");
    arta.get("/agreements/current?country=XK&language=en").await.assert_problem("not-found");
    assert_eq!(arta.get(&format!("{organization}/membership")).await.json()["mayRenew"], true);
    let started = arta.post(&format!("{organization}/renewals"), json!({})).await;
    let path = format!("/renewals/{}", started.text_of("id"));
    let confirmed = json!({"confirmed": true});
    let renewal = arta.put(&format!("{path}/requirements"), &started.etag(), confirmed).await;
    let confirm = |seen: String| json!({"profileEtag": seen});
    let step = format!("{path}/profile");
    let refused = arta.put(&step, &renewal.etag(), confirm(stored.etag())).await;
    refused.assert_problem("fields.country");
    let refused = arta.put(&profile, &stored.etag(), stored.json()).await;
    assert_eq!(refused.json()["errors"], json!([{"field": "country", "code": "unknown_option"}]));
    let mut moved = stored.json();
    for (field, value) in [("country", "AT"), ("city", "Vienna"), ("postalCode", "1010")] {
        moved[field] = json!(value);
    }
    let saved = arta.put(&profile, &stored.etag(), moved).await;
    assert_eq!((saved.status, saved.text_of("registrationNumber")), (StatusCode::OK, "811234567".to_owned()));
    assert_eq!(arta.put(&step, &renewal.etag(), confirm(saved.etag())).await.status, StatusCode::OK);
}
