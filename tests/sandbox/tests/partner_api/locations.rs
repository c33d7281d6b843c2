//! Adding branches, changing and closing them.

use serde_json::{Value, json};

use crate::golden::golden;
use crate::support::Sandbox;

const PATH: &str = "/organizations/org-cedar/locations";
const VIENNA: &str = "/organizations/org-cedar/locations/loc-cedar-vienna";

#[tokio::test]
async fn a_branch_that_is_added_twice_is_one() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    for _ in 0..2 {
        nadia.post(PATH, golden("post-locations.request")).await.assert_golden("post-locations.200");
    }
}

#[tokio::test]
async fn an_address_is_held_against_the_rules_of_its_country() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    let mut empty = golden("post-locations.request");
    for field in ["name", "addressLine1", "city"] {
        empty[field] = json!(" ");
    }
    empty["postalCode"] = json!("80100");
    nadia.post(PATH, empty).await.assert_problem("fields.new-location");
    for (country, code) in [("", "required"), ("ZZ", "unknown_option")] {
        let mut body = golden("post-locations.request");
        body["country"] = json!(country);
        let errors = nadia.post(PATH, body).await.json()["errors"].clone();
        assert_eq!(errors, json!([{"field": "country", "code": code}]));
    }
    let mut changed = golden("post-location.request");
    changed["postalCode"] = json!("");
    nadia.post(VIENNA, changed).await.assert_problem("fields.changed-location");
}

#[tokio::test]
async fn a_change_is_made_once_and_only_on_what_was_seen() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    for _ in 0..2 {
        // The second one brings the version from before, as after a lost answer.
        nadia.post(VIENNA, golden("post-location.request")).await.assert_golden("post-location.200");
    }
    let mut other = golden("post-location.request");
    other["addressLine1"] = json!("Beispielgasse 6");
    nadia.post(VIENNA, other.clone()).await.assert_problem("location-changed");
    other["version"] = nadia.get(PATH).await.json()["locations"][1]["version"].clone();
    let now = nadia.post(VIENNA, other).await.json();
    assert_eq!(now["locations"][1]["address"], json!(["Beispielgasse 6", "1010 Wien"]));
}

#[tokio::test]
async fn a_branch_is_closed_unless_a_renewal_is_made_for_it() {
    let sandbox = Sandbox::new();
    let mut walk = sandbox.walk().await.to("location").await;
    let vienna = json!({"locationId": "loc-cedar-vienna"});
    walk.put("location", vienna.clone()).await;
    walk.nadia.delete(VIENNA).await.assert_problem("location-in-use");
    walk.put("location", json!({"locationId": "loc-cedar-sofia"})).await;
    for _ in 0..2 {
        walk.nadia.delete(VIENNA).await.assert_golden("delete-location.200");
    }
    walk.nadia.post(VIENNA, golden("post-location.request")).await.assert_problem("not-found");
    let refused = walk.put("location", vienna).await;
    assert_eq!(refused.json()["errors"][0]["code"], "unknown_option", "nobody renews for a branch that is closed");
}

#[tokio::test]
async fn only_who_renews_may_and_the_headquarters_stay() {
    let sandbox = Sandbox::new();
    let (nadia, oleg) = (sandbox.caller("nadia"), sandbox.caller("oleg"));
    let seen = oleg.get(PATH).await.json();
    assert_eq!((&seen["canAdd"], &seen["locations"][1]["canChange"]), (&Value::Bool(false), &Value::Bool(false)));
    oleg.post(PATH, golden("post-locations.request")).await.assert_problem("not-primary-contact");
    oleg.post(VIENNA, golden("post-location.request")).await.assert_problem("not-primary-contact");
    oleg.delete(VIENNA).await.assert_problem("not-primary-contact");
    let headquarters = format!("{PATH}/loc-cedar-sofia");
    nadia.post(&headquarters, golden("post-location.request")).await.assert_problem("not-found");
    nadia.delete(&headquarters).await.assert_problem("not-found");
    nadia.delete("/organizations/org-linden/locations/loc-cedar-vienna").await.assert_problem("not-found");
}

#[tokio::test]
async fn the_headquarters_are_where_the_profile_says() {
    let sandbox = Sandbox::new();
    let nadia = sandbox.caller("nadia");
    let profile = nadia.get("/organizations/org-cedar/profile").await;
    let mut moved = profile.json();
    moved["addressLine1"] = json!("9 Example Square");
    moved["city"] = json!("Plovdiv");
    moved["postalCode"] = json!("4000");
    let saved = nadia.put("/organizations/org-cedar/profile", &profile.etag(), moved).await.json();
    assert_eq!(saved["addressLines"], json!(["9 Example Square", "4000 Plovdiv"]));
    let list = nadia.get(PATH).await.json();
    assert_eq!(
        (&list["locations"][0]["kind"], &list["locations"][0]["address"]),
        (&json!("hq"), &saved["addressLines"])
    );
}
