//! What is the same for everybody.

use crate::support::Sandbox;

#[tokio::test]
async fn the_countries_and_the_form_of_each() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    let countries = nadia.get("/reference/countries").await;
    countries.assert_golden("get-countries.200");
    for country in countries.json()["countries"].as_array().unwrap() {
        let country = country.as_str().unwrap();
        let answer = nadia.get(&format!("/reference/countries/{country}")).await;
        answer.assert_golden(&format!("get-country.{country}.200"));
    }
    nadia.get("/reference/countries/XX").await.assert_problem("not-found");
}

#[tokio::test]
async fn the_agreement_in_its_languages() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    for (asked, given) in [("en", "en"), ("bg", "bg"), ("bg-BG", "bg"), ("en-GB", "en"), ("fr", "en")] {
        let answer = nadia.get(&format!("/agreements/current?country=BG&language={asked}")).await;
        answer.assert_golden(&format!("get-agreement.{given}.200"));
    }
    nadia.get("/agreements/current?country=XX&language=en").await.assert_problem("not-found");
    let unread = nadia.get("/agreements/current?country=BG").await;
    assert_eq!(
        (unread.status.as_u16(), unread.text_of("type")),
        (400, "urn:partner-renewal:problem:bad-request".into())
    );
}

#[tokio::test]
async fn health_needs_no_token() {
    let sandbox = Sandbox::new();
    for path in ["/health", "/v1/health"] {
        let request = axum::http::Request::get(path).body(axum::body::Body::empty()).unwrap();
        sandbox.send(request).await.assert_golden("get-health.200");
    }
}
