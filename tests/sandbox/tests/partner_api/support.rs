//! The API and the payment provider without a port, and people who call them.

use std::path::Path;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use chrono::{Duration, NaiveDate};
use sandbox::api::{self, ApiState};
use sandbox::config::{Clock, Config};
use sandbox::keys::{Claims, Keys};
use sandbox::pay::notices::Notice;
use sandbox::pay::{self, PayState};
use sandbox::store::Store;
use sandbox::store::program::Program;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tower::ServiceExt;

use crate::golden::{assert_golden, golden};

pub const APPROVED: &str = "4242 4242 4242 4242";
pub const DECLINED: &str = "4000 0000 0000 0002";
pub const INSUFFICIENT: &str = "4000 0000 0000 9995";
pub const CHALLENGE: &str = "4000 0000 0000 3220";
pub const PROCESSING: &str = "4000 0000 0000 0077";

pub struct Sandbox {
    pub config: Config,
    pub keys: Keys,
    pub store: Store,
    api: Router,
    pay: Router,
    notices: Mutex<UnboundedReceiver<Notice>>,
}

/// A person with an access token.
pub struct Caller<'a> {
    sandbox: &'a Sandbox,
    token: String,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

/// A renewal of Cedar Example, walked through step by step.
pub struct Walk<'a> {
    pub nadia: Caller<'a>,
    pub path: String,
    pub etag: String,
}

impl Sandbox {
    /// On the day on which the golden bodies take place.
    pub fn new() -> Self {
        let clock = Clock::fixed(NaiveDate::from_ymd_opt(2026, 11, 24).unwrap());
        Self::of(Config { clock, ..Config::default() })
    }

    /// The second program, on the same day.
    pub fn of_alliance() -> Self {
        let Config { clock, .. } = Self::new().config;
        Self::of(Config { clock, program: Program::named("alliance").unwrap(), ..Config::default() })
    }

    /// With its books in a file.
    pub fn in_file(database: &Path) -> Self {
        let Config { clock, .. } = Self::new().config;
        Self::of(Config { clock, database: Some(database.into()), ..Config::default() })
    }

    fn of(config: Config) -> Self {
        let (keys, store) = (Keys::generate(), Store::open(&config).unwrap());
        let (notices, received) = unbounded_channel();
        let state = ApiState::new(&config, keys.clone(), store.clone());
        let (api, pay) = (api::router(state.clone()), pay::router(PayState::new(&config, store.clone(), notices)));
        #[cfg(feature = "faults")]
        let (api, pay, received) = {
            let faults = sandbox::api::faults::Faults::new(state);
            (faults.over_api(api), faults.over_page(pay), faults.relay(received))
        };
        Self { config, keys, store, api, pay, notices: Mutex::new(received) }
    }

    pub fn caller(&self, person: &str) -> Caller<'_> {
        self.caller_with(&Claims::access(&self.config, person, "openid profile partner", self.config.clock.now()))
    }

    /// Whoever these claims are of.
    pub fn caller_with(&self, claims: &Claims) -> Caller<'_> {
        Caller { sandbox: self, token: self.keys.sign(claims).unwrap() }
    }

    pub fn pass(&self, time: Duration) {
        self.config.clock.advance(time);
    }

    /// Says something to the database that no request can.
    pub fn sql(&self, statement: &str) {
        self.store.write(|tx| tx.execute_batch(statement)).unwrap();
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        answer(self.api.clone(), request).await
    }

    pub async fn control(&self, name: &str, body: Value) -> Answer {
        let request = Request::post(format!("/sandbox/{name}")).header("content-type", "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// Opens an address of the payment provider.
    pub async fn visit(&self, address: &str) -> Answer {
        let path = address.strip_prefix("http://localhost:8083").unwrap_or(address);
        answer(self.pay.clone(), Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form of the payment provider's page.
    pub async fn submit(&self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let path = address.strip_prefix("http://localhost:8083").unwrap_or(address);
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        answer(self.pay.clone(), request.body(Body::from(form)).unwrap()).await
    }

    /// Pays on the hosted page.
    pub async fn pay(&self, payment: &Value, card: &str) -> Answer {
        let fields = [("number", card), ("expiry", "12/29"), ("code", "123"), ("name", "Nadia Example")];
        self.submit(payment["sessionUrl"].as_str().unwrap(), &fields).await
    }

    /// The next notice of the provider.
    pub async fn notice(&self) -> Notice {
        let mut notices = self.notices.lock().await;
        tokio::time::timeout(std::time::Duration::from_secs(5), notices.recv()).await.unwrap().unwrap()
    }

    /// Whether the provider has nothing to tell.
    pub async fn is_silent(&self) -> bool {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        self.notices.lock().await.try_recv().is_err()
    }

    /// The routers of the API and of the payment page.
    #[cfg(feature = "faults")]
    pub fn routers(&self) -> [Router; 2] {
        [self.api.clone(), self.pay.clone()]
    }

    /// The value of an `Authorization` header.
    #[cfg(feature = "faults")]
    pub fn bearer(&self, person: &str) -> String {
        format!("Bearer {}", self.caller(person).token)
    }

    pub async fn captures(&self) -> Vec<Value> {
        self.visit("/ledger").await.json()["captures"].as_array().unwrap().clone()
    }

    /// What was sent back, in minor units.
    pub async fn refunds(&self) -> Vec<i64> {
        let refunds = self.visit("/ledger").await.json()["refunds"].as_array().unwrap().clone();
        refunds.iter().map(|refund| refund["amount"].as_i64().unwrap()).collect()
    }

    /// Nadia begins to renew.
    pub async fn walk(&self) -> Walk<'_> {
        self.walk_of("nadia", "org-cedar").await
    }

    /// Somebody begins to renew for an organization.
    pub async fn walk_of(&self, person: &str, organization: &str) -> Walk<'_> {
        let nadia = self.caller(person);
        let started = nadia.post(&format!("/organizations/{organization}/renewals"), json!({})).await;
        assert_eq!(started.status, StatusCode::CREATED, "{}", started.text);
        let (path, etag) = (format!("/renewals/{}", started.text_of("id")), started.etag());
        Walk { nadia, path, etag }
    }
}

async fn answer(router: Router, request: Request<Body>) -> Answer {
    let response = router.oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    Answer { status: parts.status, headers: parts.headers, text: String::from_utf8(body.to_vec()).unwrap() }
}

impl Caller<'_> {
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<Value>) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("/v1{path}"));
        request = request.header("authorization", format!("Bearer {}", self.token));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = match body {
            Some(body) => request.header("content-type", "application/json").body(Body::from(body.to_string())),
            None => request.body(Body::empty()),
        };
        self.sandbox.send(request.unwrap()).await
    }

    /// Sends a request that is not JSON.
    pub async fn send_file(&self, mut request: Request<Body>) -> Answer {
        let bearer = format!("Bearer {}", self.token).parse().unwrap();
        request.headers_mut().insert("authorization", bearer);
        self.sandbox.send(request).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send("POST", path, &[], Some(body)).await
    }

    pub async fn put(&self, path: &str, etag: &str, body: Value) -> Answer {
        self.send("PUT", path, &[("if-match", etag)], Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, &[], None).await
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|v| v.to_str().unwrap()).unwrap_or_default()
    }

    pub fn etag(&self) -> String {
        self.header("etag").to_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{} {}", self.status, self.text))
    }

    /// The text of a member of the body.
    pub fn text_of(&self, name: &str) -> String {
        self.json()[name].as_str().unwrap_or_else(|| panic!("no {name} in {}", self.text)).to_owned()
    }

    /// Asserts an answer by the golden body whose name ends with its status.
    pub fn assert_golden(&self, name: &str) {
        let status = name.rsplit('.').next().unwrap();
        assert_eq!(self.status.as_str(), status, "{name}: {}", self.text);
        assert_golden(&self.json(), name);
    }

    /// Asserts a refusal by its golden body.
    pub fn assert_problem(&self, name: &str) {
        let name = format!("problem.{name}");
        assert_eq!(json!(self.status.as_u16()), golden(&name)["status"], "{name}: {}", self.text);
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_golden(&self.json(), &name);
        assert_eq!(self.text_of("instance"), self.header("request-id"));
    }
}

impl<'a> Walk<'a> {
    /// Confirms a step with a body, on what was seen last.
    pub async fn put(&mut self, step: &str, body: Value) -> Answer {
        let answer = self.nadia.put(&format!("{}/{step}", self.path), &self.etag, body).await;
        if answer.status == StatusCode::OK {
            self.etag = answer.etag();
        }
        answer
    }

    pub async fn requirements(&mut self) -> Answer {
        self.put("requirements", golden("put-requirements.request")).await
    }

    pub async fn profile(&mut self) -> Answer {
        let seen = self.nadia.get("/organizations/org-cedar/profile").await.etag();
        self.put("profile", json!({"profileEtag": seen})).await
    }

    pub async fn signature(&mut self) -> Answer {
        self.put("signature", golden("put-signature.request")).await
    }

    pub async fn location(&mut self) -> Answer {
        self.put("location", golden("put-location.request")).await
    }

    pub async fn level(&mut self) -> Answer {
        self.put("level", golden("put-level.request")).await
    }

    pub async fn method(&mut self, kind: &str) -> Answer {
        self.put("payment-method", golden(&format!("put-payment-method.{kind}.request"))).await
    }

    /// To the end of a step, by what the golden bodies enter.
    pub async fn to(mut self, step: &str) -> Self {
        for name in ["requirements", "profile", "signature", "location", "level", "card"] {
            let answer = match name {
                "requirements" => self.requirements().await,
                "profile" => self.profile().await,
                "signature" => self.signature().await,
                "location" => self.location().await,
                "level" => self.level().await,
                method => self.method(method).await,
            };
            assert_eq!(answer.status, StatusCode::OK, "{name}: {}", answer.text);
            if name == step {
                break;
            }
        }
        self
    }

    pub async fn read(&self) -> Answer {
        self.nadia.get(&self.path).await
    }

    pub async fn quote(&self) -> Value {
        let answer = self.nadia.send("POST", &format!("{}/quotes", self.path), &[], None).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        answer.json()
    }

    pub async fn post_payment(&self, key: &str, quote: &Value) -> Answer {
        let body = json!({"quoteId": quote["id"], "amount": quote["total"]});
        let headers = [("idempotency-key", key)];
        self.nadia.send("POST", &format!("{}/payments", self.path), &headers, Some(body)).await
    }

    /// Asks for a price and pays it by an attempt of its own.
    pub async fn payment(&self) -> Value {
        let quote = self.quote().await;
        let key = format!("attempt-{}", uuid::Uuid::new_v4());
        let answer = self.post_payment(&key, &quote).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        answer.json()
    }

    pub async fn refresh(&self, payment: &Value) -> Answer {
        self.on_payment(payment, "refresh").await
    }

    pub async fn cancel(&self, payment: &Value) -> Answer {
        self.on_payment(payment, "cancel").await
    }

    pub async fn read_payment(&self, payment: &Value) -> Answer {
        self.nadia.get(&format!("/payments/{}", payment["id"].as_str().unwrap())).await
    }

    async fn on_payment(&self, payment: &Value, action: &str) -> Answer {
        let path = format!("/payments/{}/{action}", payment["id"].as_str().unwrap());
        self.nadia.send("POST", &path, &[], None).await
    }
}
