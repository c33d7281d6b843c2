//! The second program: what it decides otherwise, and the whole way to the confirmation by the API alone.
use axum::http::StatusCode;
use sandbox::config::Config;
use sandbox::store::Store;
use sandbox::store::program::Program;
use serde_json::{Value, json};

use crate::support::{APPROVED, Answer, Sandbox, Walk};

async fn membership(sandbox: &Sandbox, person: &str, organization: &str) -> Value {
    sandbox.caller(person).get(&format!("/organizations/{organization}/membership")).await.json()
}

#[tokio::test]
async fn its_window_has_sixty_days_and_its_grace_period_fourteen() {
    let sandbox = Sandbox::of_alliance();
    for (person, organization, left, status) in [
        ("henrik", "org-sequoia", 60, "not_due"),
        ("imogen", "org-ginkgo", 59, "due"),
        ("runa", "org-baobab", -14, "grace"),
        ("vito", "org-mangrove", -15, "lapsed"),
    ] {
        let found = membership(&sandbox, person, organization).await;
        assert_eq!((&found["daysLeft"], &found["status"]), (&json!(left), &json!(status)), "{person}");
        assert_eq!((&found["windowDays"], &found["graceDays"]), (&json!(60), &json!(14)));
    }
    let early = membership(&sandbox, "henrik", "org-sequoia").await;
    assert_eq!(early["windowOpens"], "2026-11-25", "tomorrow");
    let refused = sandbox.caller("henrik").post("/organizations/org-sequoia/renewals", json!({})).await;
    assert_eq!((refused.status, &refused.json()["windowOpens"]), (StatusCode::CONFLICT, &json!("2026-11-25")));
    let begun = sandbox.caller("imogen").post("/organizations/org-ginkgo/renewals", json!({})).await;
    assert_eq!(begun.status, StatusCode::CREATED);
}

#[tokio::test]
async fn it_asks_for_no_competencies() {
    let sandbox = Sandbox::of_alliance();
    let found = membership(&sandbox, "yana", "org-acacia").await;
    assert_eq!((&found["overview"]["requirements"], &found["overview"]["requirementsMet"]), (&json!(0), &json!(0)));
    assert_eq!(found["blockers"], json!([]));
    let competencies = sandbox.caller("yana").get("/organizations/org-acacia/competencies").await.json();
    assert_eq!(competencies["competencies"], json!([]));
}

#[tokio::test]
async fn two_levels_in_yen_lead_to_a_confirmation_of_its_own() {
    let sandbox = Sandbox::of_alliance();
    let mut walk = sandbox.walk_of("yana", "org-acacia").await;
    done(walk.put("requirements", json!({"confirmed": true})).await);
    let profile = walk.nadia.get("/organizations/org-acacia/profile").await;
    done(walk.put("profile", json!({"profileEtag": profile.etag()})).await);
    let agreement = walk.nadia.get("/agreements/current?country=BG&language=bg").await.json();
    assert!(agreement["title"].as_str().unwrap().contains("съюза"));
    let signature = json!({
        "agreementId": agreement["id"], "version": agreement["version"], "language": "bg",
        "digest": agreement["digest"], "name": "Yana Example", "title": "Owner", "authority": true, "accepted": true,
    });
    done(walk.put("signature", signature).await);
    done(walk.put("location", json!({"locationId": "loc-acacia-varna"})).await);

    let levels = get(&walk, "levels").await.json();
    let each = |level: &Value| (level["id"].clone(), level["fee"].clone(), level["available"].clone());
    let levels: Vec<_> = levels["levels"].as_array().unwrap().iter().map(each).collect();
    let yen = |amount: i64| json!({"amount": amount, "currency": "JPY"});
    let expected = [("associate", 48_000), ("principal", 132_500)];
    assert_eq!(levels, expected.map(|(id, fee)| (json!(id), yen(fee), json!(true))));
    let foreign = walk.put("level", json!({"levelId": "advanced"})).await;
    assert_eq!(foreign.status, StatusCode::UNPROCESSABLE_ENTITY, "a level of the first program");
    done(walk.put("level", json!({"levelId": "principal"})).await);

    let methods = get(&walk, "payment-methods").await.json();
    assert!(methods.to_string().contains(r#""deadlineDays":10"#), "{methods}");
    done(walk.put("payment-method", json!({"method": "card"})).await);
    let with_code = json!({"promotionCode": "WELCOME10"});
    let quote = walk.nadia.post(&format!("{}/quotes", walk.path), with_code).await.json();
    assert_eq!((&quote["total"], &quote["refundDays"]), (&yen(159_000), &json!(7)));
    assert_eq!(quote["promotion"]["state"], "unknown", "a code of the first program");

    let payment = walk.payment().await;
    assert_eq!(payment["amount"], yen(159_000));
    let page = sandbox.visit(payment["sessionUrl"].as_str().unwrap()).await;
    assert!(page.text.contains("Example Reseller Alliance") && page.text.contains("159,000"), "{}", page.text);
    sandbox.pay(&payment, APPROVED).await;
    assert_eq!(walk.refresh(&payment).await.text_of("status"), "succeeded");
    let confirmation = get(&walk, "confirmation").await.json();
    assert_eq!((&confirmation["state"], &confirmation["total"]), (&json!("paid"), &yen(159_000)));
    assert_eq!(confirmation["newMembershipDate"], "2027-12-24");
    assert_eq!(confirmation["windowOpens"], "2027-10-26", "59 days before");
    let told = walk.nadia.get("/organizations/org-acacia/orders").await;
    assert_eq!(told.json()["orders"][0]["refund"]["until"], "2026-12-01", "seven days after the payment");
}

fn done(answer: Answer) {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
}

async fn get(walk: &Walk<'_>, part: &str) -> Answer {
    walk.nadia.get(&format!("{}/{part}", walk.path)).await
}

#[tokio::test]
async fn books_of_one_program_are_not_opened_as_those_of_another() {
    let path = std::env::temp_dir().join(format!("program-{}.sqlite", uuid::Uuid::new_v4()));
    let of = |id| Config { database: Some(path.clone()), program: Program::named(id).unwrap(), ..Config::default() };
    drop(Store::open(&of("alliance")).unwrap());
    drop(Store::open(&of("alliance")).unwrap());
    let refused = Store::open(&of("example")).err().unwrap().to_string();
    assert_eq!(refused, "the database is of another program: start with --program alliance");
    for ending in ["", "-wal", "-shm"] {
        // The last two are there only while a connection is open.
        let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
    }
    assert_eq!(Program::named("other").unwrap_err(), "there is example and alliance");
}
