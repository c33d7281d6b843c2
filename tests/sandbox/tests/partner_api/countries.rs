//! Companies of every country of the program.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::golden::golden;
use crate::support::{Caller, Sandbox, Walk};

const PROFILE: &str = "/organizations/org-cedar/profile";
const LOCATIONS: &str = "/organizations/org-cedar/locations";

/// Fields of the form of a country.
fn fields(form: &Value) -> Vec<Value> {
    let sections = form["sections"].as_array().unwrap();
    sections.iter().flat_map(|section| section["fields"].as_array().unwrap().clone()).collect()
}

/// Moves the seat to the address that the form gives as an example, and confirms the profile.
async fn settle(walk: &mut Walk<'_>, country: &str) {
    let seen = walk.nadia.get(PROFILE).await;
    let mut profile = seen.json();
    for field in fields(&walk.nadia.get(&format!("/reference/countries/{country}")).await.json()) {
        if field["example"] != "" && field["kind"] != "select" {
            profile[field["id"].as_str().unwrap()] = field["example"].clone();
        }
    }
    let saved = walk.put("profile", json!({"profileEtag": seen.etag(), "profile": profile})).await;
    assert_eq!(saved.status, StatusCode::OK, "{country}: {}", saved.text);
}

/// Adds a branch at that address.
async fn branch(nadia: &Caller<'_>, country: &str) -> Value {
    let mut body = golden("post-locations.request");
    body["country"] = json!(country);
    for field in fields(&nadia.get(&format!("/reference/countries/{country}")).await.json()) {
        if let Some(part) = body.get_mut(field["id"].as_str().unwrap()) {
            *part = field["example"].clone();
        }
    }
    let added = nadia.post(LOCATIONS, body).await.json();
    added["locations"]
        .as_array()
        .unwrap()
        .iter()
        .find(|l| l["country"] == country && l["kind"] == "branch")
        .unwrap()
        .clone()
}

#[tokio::test]
async fn a_company_that_moves_to_any_country_can_renew_there() {
    let sandbox = Sandbox::new();
    let countries = sandbox.caller("nadia").get("/reference/countries").await.json()["countries"].clone();
    for country in countries.as_array().unwrap().iter().map(|code| code.as_str().unwrap()) {
        let sandbox = Sandbox::new();
        let mut walk = sandbox.walk().await.to("requirements").await;
        settle(&mut walk, country).await;

        let agreement = walk.nadia.get(&format!("/agreements/current?country={country}&language=bg")).await.json();
        let mut signature = golden("put-signature.request");
        for (name, value) in
            [("agreementId", "id"), ("version", "version"), ("language", "language"), ("digest", "digest")]
        {
            signature[name] = agreement[value].clone();
        }
        let signed = walk.put("signature", signature).await;
        assert_eq!(signed.status, StatusCode::OK, "{country}: {}", signed.text);

        let branch = branch(&walk.nadia, country).await;
        let chosen = walk.put("location", json!({"locationId": branch["id"]})).await;
        for answer in [chosen, walk.level().await, walk.method("card").await] {
            assert_eq!(answer.status, StatusCode::OK, "{country}: {}", answer.text);
        }
        let methods = walk.nadia.get(&format!("{}/payment-methods", walk.path)).await.json();
        assert_eq!(methods["methods"].as_array().map(Vec::len), Some(3), "{country}");
        let quote = walk.quote().await;
        assert_eq!(quote["total"]["currency"], branch["currency"], "{country}");
        assert!(quote["total"]["amount"].as_i64().unwrap() > 0, "{country}");
    }
}

#[tokio::test]
async fn an_address_begins_with_what_is_big_where_it_is_written_so() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    for (country, address, currency) in [
        ("JP", json!(["〒100-0001", "Tokyo Chiyoda-ku", "Example-cho 1-9-1"]), "JPY"),
        ("CN", json!(["518000", "Guangdong Shenzhen", "Example Road 20"]), "USD"),
        ("KR", json!(["Seoul Jongno-gu", "Example-ro 21", "03051"]), "KRW"),
    ] {
        let branch = branch(&nadia, country).await;
        assert_eq!((&branch["address"], &branch["currency"]), (&address, &json!(currency)));
    }
}

#[tokio::test]
async fn a_postcode_has_to_have_a_shape_of_its_country() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    let mut branch = golden("post-locations.request");
    branch["country"] = json!("CA");
    branch["region"] = json!("ON");
    branch["postalCode"] = json!("80100");
    let refused = nadia.post(LOCATIONS, branch.clone()).await.json();
    assert_eq!(refused["errors"], json!([{"field": "postalCode", "code": "shape"}]));
    branch["postalCode"] = json!("k1a 0b1");
    assert_eq!(nadia.post(LOCATIONS, branch).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_number_that_a_country_requires_cannot_be_left_out() {
    const NUMBERS: [&str; 2] = ["registrationNumber", "taxId"];
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    let countries = nadia.get("/reference/countries").await.json()["countries"].clone();
    let mut required = 0;
    for country in countries.as_array().unwrap().iter().map(|code| code.as_str().unwrap()) {
        let sandbox = Sandbox::new();
        let nadia = sandbox.caller("nadia");
        let seen = nadia.get(PROFILE).await;
        let mut profile = seen.json();
        let fields = fields(&nadia.get(&format!("/reference/countries/{country}")).await.json());
        for field in &fields {
            if field["example"] != "" && field["kind"] != "select" {
                profile[field["id"].as_str().unwrap()] = field["example"].clone();
            }
        }
        for number in NUMBERS {
            profile[number] = json!(" ");
        }
        let missing: Vec<Value> = fields
            .iter()
            .filter(|field| field["required"] == true && NUMBERS.contains(&field["id"].as_str().unwrap()))
            .map(|field| json!({"field": field["id"], "code": "required"}))
            .collect();
        let answer = nadia.put(PROFILE, &seen.etag(), profile).await;
        if missing.is_empty() {
            assert_eq!(answer.status, StatusCode::OK, "{country}: {}", answer.text);
        } else {
            assert_eq!(answer.json()["errors"], json!(missing), "{country}");
            required += 1;
        }
    }
    assert!(required > 0, "no country requires a number");
}
