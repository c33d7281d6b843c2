//! The program in one thread, as simulations run it: repeatable, and with the rules it has over a network.

#![allow(clippy::unwrap_used, clippy::panic)]

use chrono::{DateTime, Duration, Utc};
use sandbox::in_process::{Caller, Error, Program, ProviderAction, Response, Snapshot};
use serde_json::{Value, json};

const CEDAR: &str = "/v1/organizations/org-cedar";

fn morning() -> DateTime<Utc> {
    "2026-11-24T09:00:00Z".parse().unwrap()
}

/// Nadia of Cedar Example, who has just signed in, and everything the program answered her.
struct Nadia {
    program: Program,
    caller: Caller,
    heard: Vec<Response>,
    renewal: String,
    tag: String,
}

impl Nadia {
    fn new(snapshot: &Snapshot, seed: u64) -> Self {
        let program = Program::new(snapshot, seed, morning()).unwrap();
        let caller = Caller { person: "nadia".into(), signed_in_at: morning() };
        Self { program, caller, heard: Vec::new(), renewal: String::new(), tag: String::new() }
    }

    fn call(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Response {
        let headers = [headers, &[("content-type", "application/json")]].concat();
        let answer = self.program.call(Some(&self.caller), method, path, &headers, body.to_string().as_bytes());
        self.heard.push(answer.unwrap());
        self.heard.last().unwrap().clone()
    }

    fn get(&mut self, path: &str) -> Response {
        self.call("GET", path, &[], &json!({}))
    }

    fn post(&mut self, path: &str) -> Response {
        self.call("POST", path, &[], &json!({}))
    }

    fn step(&mut self, name: &str, body: &Value) {
        let (path, tag) = (format!("{}/{name}", self.renewal), self.tag.clone());
        let answer = self.call("PUT", &path, &[("if-match", &tag)], body);
        assert_eq!(answer.status, 200, "{name}: {}", answer.json());
        self.tag = answer.header("etag").unwrap().to_owned();
    }

    /// Everything up to the review.
    fn reaching_review(mut self, method: &Value) -> Self {
        for path in ["/v1/account", "/v1/reference/countries", "/v1/reference/countries/BG"] {
            assert_eq!(self.get(path).status, 200);
        }
        for part in ["membership", "competencies", "locations", "contacts"] {
            assert_eq!(self.get(&format!("{CEDAR}/{part}")).status, 200);
        }
        let started = self.post(&format!("{CEDAR}/renewals"));
        assert_eq!(started.status, 201);
        self.renewal = started.header("location").unwrap().to_owned();
        self.tag = started.header("etag").unwrap().to_owned();
        self.step("requirements", &json!({"confirmed": true}));
        let profile = self.get(&format!("{CEDAR}/profile"));
        self.step("profile", &json!({"profileEtag": profile.header("etag")}));
        let agreement = self.get("/v1/agreements/current?country=BG&language=en").json();
        self.step(
            "signature",
            &json!({
                "agreementId": agreement["id"], "version": agreement["version"], "digest": agreement["digest"],
                "language": "en", "name": "Nadia Example", "title": "Manager", "authority": true, "accepted": true,
            }),
        );
        self.step("location", &json!({"locationId": "loc-cedar-sofia"}));
        assert_eq!(self.get(&format!("{}/levels", self.renewal)).status, 200);
        self.step("level", &json!({"levelId": "advanced"}));
        assert_eq!(self.get(&format!("{}/payment-methods", self.renewal)).status, 200);
        self.step("payment-method", method);
        self
    }

    /// Begins to pay; returns the payment.
    fn pay(&mut self, key: &str) -> Value {
        let quote = self.post(&format!("{}/quotes", self.renewal)).json();
        let body = json!({"quoteId": quote["id"], "amount": quote["total"]});
        let answer = self.call("POST", &format!("{}/payments", self.renewal), &[("idempotency-key", key)], &body);
        assert_eq!(answer.status, 201, "{}", answer.json());
        answer.json()
    }

    fn refreshed(&mut self, payment: &str) -> Value {
        self.post(&format!("/v1/payments/{payment}/refresh")).json()
    }

    fn status(&self) -> &'static str {
        self.program.renewals().unwrap().last().unwrap().status
    }

    fn captured(&self) -> Vec<i64> {
        self.program.ledger().unwrap().captures.iter().map(|capture| capture.amount).collect()
    }
}

fn id(payment: &Value) -> String {
    payment["id"].as_str().unwrap().to_owned()
}

/// A renewal that is paid by card; returns all that was heard, and how many calls it took.
fn golden(snapshot: &Snapshot, seed: u64) -> Nadia {
    let mut nadia = Nadia::new(snapshot, seed).reaching_review(&json!({"method": "card"}));
    let payment = nadia.pay("attempt-0000000000000001");
    let webhook = nadia.program.provider(&id(&payment), &ProviderAction::Approve).unwrap().unwrap();
    assert_eq!(nadia.program.deliver(&webhook).unwrap().status, 204);
    let read = format!("/v1/payments/{}", id(&payment));
    assert_eq!(nadia.get(&read).json()["status"], "succeeded");
    let (renewal, confirmation) = (nadia.renewal.clone(), format!("{}/confirmation", nadia.renewal));
    assert_eq!(nadia.get(&renewal).json()["status"], "active");
    assert_eq!(nadia.get(&confirmation).status, 200);
    nadia
}

#[test]
fn a_renewal_is_paid_once() {
    let nadia = golden(&Snapshot::prepare(morning()).unwrap(), 1);
    assert_eq!((nadia.status(), nadia.captured()), ("active", vec![142_800]));
    let stored = nadia.program.renewals().unwrap();
    let mine = stored.last().unwrap();
    assert_eq!((mine.organization.as_str(), mine.next_step, mine.complete.len()), ("org-cedar", "done", 6));
    let ledger = nadia.program.ledger().unwrap();
    assert_eq!(ledger.captures[0].renewal.as_deref(), Some(mine.id.as_str()));
    assert_eq!(ledger.refunds, []);
    let payment = nadia.program.payments().unwrap().pop().unwrap();
    assert_eq!((payment.status.as_str(), payment.received, payment.currency), ("succeeded", 142_800, "EUR"));
    let signed = nadia.program.signatures().unwrap().pop().unwrap();
    assert_eq!((signed.name.as_str(), signed.person.as_str()), ("Nadia Example", "nadia"));
    assert_eq!(nadia.program.profile("org-cedar").unwrap()["legalName"], "Cedar Example EOOD");
}

#[test]
fn the_same_seed_and_calls_give_the_same_answers() {
    let snapshot = Snapshot::prepare(morning()).unwrap();
    let first = golden(&snapshot, 7).heard;
    assert_eq!(first, golden(&snapshot, 7).heard, "from a database that was used before");
    assert_eq!(first, golden(&Snapshot::prepare(morning()).unwrap(), 7).heard, "from another snapshot");
    assert_ne!(first, golden(&snapshot, 8).heard);
    let together = [golden(&snapshot, 7), golden(&snapshot, 7)].map(|nadia| nadia.heard);
    assert_eq!(together, [first.clone(), first], "two at a time");
}

#[test]
fn each_history_begins_with_the_prepared_database() {
    let snapshot = Snapshot::prepare(morning()).unwrap();
    let mut nadia = golden(&snapshot, 1);
    nadia.program.hand_over("org-cedar", "con-oleg").unwrap();
    nadia.program.put_agreement_in_force("2027.1").unwrap();
    nadia.program.change_prices(200).unwrap();
    nadia.program.set_now(morning() + Duration::days(400));
    drop(nadia);
    let mut nadia = Nadia::new(&snapshot, 1).reaching_review(&json!({"method": "card"}));
    assert_eq!(nadia.pay("attempt-0000000000000001")["amount"]["amount"], 142_800);
    assert_eq!(nadia.program.primary_contact("org-cedar").unwrap(), "con-nadia");
    assert_eq!((nadia.captured(), nadia.program.now()), (vec![], morning()));
}

#[test]
fn what_the_provider_decides_is_known_once_it_is_asked() {
    let snapshot = Snapshot::prepare(morning()).unwrap();
    let outcomes = [
        (ProviderAction::Decline("insufficient_funds"), "declined"),
        (ProviderAction::Cancel, "cancelled"),
        (ProviderAction::Expire, "expired"),
        (ProviderAction::Process, "processing"),
        (ProviderAction::Challenge, "open"),
    ];
    for (action, status) in outcomes {
        let mut nadia = Nadia::new(&snapshot, 1).reaching_review(&json!({"method": "card"}));
        let payment = id(&nadia.pay("attempt-0000000000000001"));
        let webhook = nadia.program.provider(&payment, &action).unwrap();
        assert_eq!(webhook.is_none(), action == ProviderAction::Challenge, "{action:?}");
        let read = format!("/v1/payments/{payment}");
        assert_eq!(nadia.get(&read).json()["status"], "open", "{action:?} before anybody asks");
        let known = nadia.refreshed(&payment);
        assert_eq!((known["status"].as_str(), nadia.captured()), (Some(status), vec![]), "{action:?}");
        let approved = nadia.program.provider(&payment, &ProviderAction::Approve).unwrap();
        assert_eq!(approved.is_some(), ["processing", "open"].contains(&status), "approved after {action:?}");
    }
}

#[test]
fn a_webhook_counts_once_however_often_it_comes() {
    let mut nadia = Nadia::new(&Snapshot::prepare(morning()).unwrap(), 1).reaching_review(&json!({"method": "card"}));
    let payment = id(&nadia.pay("attempt-0000000000000001"));
    let processing = nadia.program.provider(&payment, &ProviderAction::Process).unwrap().unwrap();
    let paid = nadia.program.provider(&payment, &ProviderAction::Approve).unwrap().unwrap();
    assert_eq!(nadia.status(), "awaiting_payment", "nothing is delivered yet");
    for webhook in [&paid, &processing, &paid, &paid] {
        assert_eq!(nadia.program.deliver(webhook).unwrap().status, 204);
        assert_eq!((nadia.status(), nadia.captured()), ("active", vec![142_800]));
    }
    assert!(nadia.program.provider(&payment, &ProviderAction::Approve).unwrap().is_none(), "approved twice");
    let again = nadia.program.provider(&payment, &ProviderAction::Receive(142_800)).unwrap().unwrap();
    nadia.program.deliver(&again).unwrap();
    let ledger = nadia.program.ledger().unwrap();
    assert_eq!((ledger.captures.len(), ledger.refunds.len()), (2, 1), "a second capture goes back");
}

#[test]
fn money_of_an_order_arrives_in_parts_and_late() {
    let snapshot = Snapshot::prepare(morning()).unwrap();
    let mut nadia = Nadia::new(&snapshot, 1).reaching_review(&json!({"method": "bank_transfer"}));
    let payment = id(&nadia.pay("attempt-0000000000000001"));
    let receive = |nadia: &mut Nadia, amount| {
        let webhook = nadia.program.provider(&payment, &ProviderAction::Receive(amount)).unwrap().unwrap();
        nadia.program.deliver(&webhook).unwrap();
    };
    receive(&mut nadia, 100_000);
    assert_eq!(nadia.status(), "awaiting_payment");
    nadia.program.set_now(morning() + Duration::days(45));
    assert_eq!(nadia.refreshed(&payment)["status"], "expired");
    receive(&mut nadia, 42_800);
    assert_eq!((nadia.status(), nadia.captured()), ("active", vec![100_000, 42_800]));
}

#[test]
fn an_order_has_its_documents_and_its_money_back() {
    let mut nadia = golden(&Snapshot::prepare(morning()).unwrap(), 1);
    assert_eq!(nadia.get(&format!("{CEDAR}/orders")).json()["orders"][0]["state"], "paid");
    let link = nadia.post(&format!("{}/documents/receipt/link", nadia.renewal)).json();
    let path = link["url"].as_str().unwrap().strip_prefix("http://localhost:8081").unwrap().to_owned();
    let receipt = nadia.program.call(None, "GET", &path, &[], b"").unwrap();
    assert_eq!((receipt.status, receipt.header("content-type")), (200, Some("text/html; charset=utf-8")));
    for _ in 0..2 {
        let refunded = nadia.post(&format!("{}/refund", nadia.renewal)).json();
        assert_eq!(refunded["state"], "refunded", "{refunded}");
    }
    let ledger = nadia.program.ledger().unwrap();
    assert_eq!(ledger.captures, ledger.refunds);
    assert_eq!(nadia.status(), "cancelled");
}

#[test]
fn anybody_asks_about_a_letter_and_each_history_counts_from_nothing() {
    let snapshot = Snapshot::prepare(morning()).unwrap();
    for _ in 0..2 {
        let mut nadia = Nadia::new(&snapshot, 1);
        let code = nadia.post(&format!("{CEDAR}/letter")).json()["code"].as_str().unwrap().to_owned();
        let path = format!("/v1/verifications/{code}");
        for number in 0..31 {
            let answer = nadia.program.call(None, "GET", &path, &[], b"").unwrap();
            assert_eq!(answer.status, if number < 30 { 200 } else { 429 }, "{number}");
        }
        assert_eq!(nadia.call("DELETE", &format!("{CEDAR}/letter"), &[], &json!({})).json()["code"], Value::Null);
    }
}

#[test]
fn what_changes_around_a_renewal_is_noticed() {
    let snapshot = Snapshot::prepare(morning()).unwrap();
    let mut nadia = Nadia::new(&snapshot, 1).reaching_review(&json!({"method": "card"}));
    let quote = nadia.post(&format!("{}/quotes", nadia.renewal)).json();
    nadia.program.change_prices(110).unwrap();
    let (path, key) = (format!("{}/payments", nadia.renewal), [("idempotency-key", "attempt-0000000000000001")]);
    let body = json!({"quoteId": quote["id"], "amount": quote["total"]});
    assert_eq!(nadia.call("POST", &path, &key, &body).json()["type"], "urn:partner-renewal:problem:quote-changed");
    nadia.program.put_agreement_in_force("2027.1").unwrap();
    let renewal = nadia.renewal.clone();
    assert_eq!(nadia.get(&renewal).json()["notices"], json!(["signature_voided"]));
    nadia.program.hand_over("org-cedar", "con-oleg").unwrap();
    assert_eq!(nadia.get(&renewal).status, 403);
    assert!(matches!(nadia.program.hand_over("org-cedar", "con-petra"), Err(Error::Unknown(_))));
}

#[test]
fn who_calls_and_since_when_counts() {
    let snapshot = Snapshot::prepare(morning()).unwrap();
    let mut program = Program::new(&snapshot, 1, morning()).unwrap();
    let problem = |answer: Response| answer.json()["type"].as_str().unwrap().rsplit(':').next().unwrap().to_owned();
    let nobody = program.call(None, "GET", "/v1/account", &[], b"").unwrap();
    assert_eq!((nobody.status, problem(nobody)), (401, "sign-in-required".to_owned()));
    let stranger = Caller { person: "nobody".into(), signed_in_at: morning() };
    assert_eq!(program.call(Some(&stranger), "GET", "/v1/account", &[], b"").unwrap().status, 401);
    drop(program);
    let mut nadia = Nadia::new(&snapshot, 1).reaching_review(&json!({"method": "card"}));
    nadia.program.set_now(morning() + Duration::seconds(901));
    let (path, key) = (format!("{}/payments", nadia.renewal), [("idempotency-key", "attempt-0000000000000001")]);
    assert_eq!(problem(nadia.call("POST", &path, &key, &json!({}))), "reauth-required");
    let header = nadia.program.call(Some(&nadia.caller), "GET", "/v1/account", &[("if-match", "a\nb")], b"");
    assert!(matches!(header, Err(Error::Request(_))));
}

/// `cargo test --locked --profile simulate -p sandbox --test in_process -- --ignored --nocapture` says what a call costs.
#[test]
#[ignore = "measures time"]
fn what_a_call_costs() {
    let snapshot = Snapshot::prepare(morning()).unwrap();
    golden(&snapshot, 0);
    let start = std::time::Instant::now();
    let calls: usize = (0..2_000).map(|seed| golden(&snapshot, seed).heard.len()).sum();
    let spent = start.elapsed();
    let each = spent / u32::try_from(calls).unwrap();
    eprintln!("{calls} calls in 2000 histories: {:?} a history, {each:?} a call", spent / 2_000);
    assert!(each < std::time::Duration::from_micros(200), "{each:?} a call");
}
