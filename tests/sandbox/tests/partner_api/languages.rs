//! Levels and prices in the language that is asked for.

use serde_json::{Value, json};

use crate::golden::golden;
use crate::support::{APPROVED, Sandbox};

const BULGARIAN: [(&str, &str); 1] = [("accept-language", "bg")];

fn names(lines: &Value) -> Vec<&str> {
    lines.as_array().unwrap().iter().map(|line| line["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn levels_and_taxes_are_told_in_the_language_asked_for() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let path = format!("{}/levels", walk.path);
    let told = walk.nadia.send("GET", &path, &BULGARIAN, None).await.json();
    let premier = &told["levels"][2];
    assert_eq!((&premier["name"], &premier["for"]), (&json!("Premier"), &json!("Партньори с две компетенции")));
    assert_eq!(premier["included"][0], json!({"name": "Значка на програмата", "value": "Premier"}));
    assert!(premier["unlockedBy"].as_str().unwrap().contains("Австрия"), "{premier}");
    walk.nadia.get(&path).await.assert_golden("get-levels.200");
    let path = format!("{}?next=level", walk.path);
    let read = walk.nadia.send("GET", &path, &BULGARIAN, None).await.json();
    assert_eq!(read["next"][0]["body"], told, "also where it comes before it is asked for");
    let locations = walk.nadia.send("GET", "/organizations/org-cedar/locations", &BULGARIAN, None).await.json();
    assert_eq!(locations["locations"][0]["tax"]["name"], "ДДС");
}

#[tokio::test]
async fn a_price_is_one_in_every_language_and_the_confirmation_tells_it_so() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("card").await;
    let (path, body) = (format!("{}/quotes", walk.path), golden("post-quotes.request"));
    let told = walk.nadia.send("POST", &path, &BULGARIAN, Some(body.clone())).await.json();
    assert_eq!(names(&told["lines"]), ["Такса за членство, Advanced", "Промоция WELCOME10, 10 % отстъпка"]);
    assert_eq!(names(&told["taxLines"]), ["ДДС"]);
    walk.nadia.post(&path, body).await.assert_golden("post-quotes.promotion.201");
    let payment = walk.payment().await;
    sandbox.pay(&payment, APPROVED).await;
    walk.refresh(&payment).await;
    let path = format!("{}/confirmation", walk.path);
    let told = walk.nadia.send("GET", &path, &BULGARIAN, None).await.json();
    assert_eq!((names(&told["lines"]), names(&told["taxLines"])), (vec!["Такса за членство, Advanced"], vec!["ДДС"]));
    let told = walk.nadia.get(&path).await.json();
    assert_eq!(names(&told["lines"]), ["Membership fee, Advanced"]);
}
