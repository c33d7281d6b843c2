//! A provider without a port, with one session open.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use chrono::{Duration, NaiveDate};
use sandbox::config::{Clock, Config};
use sandbox::pay::notices::Notice;
use sandbox::pay::provider::{self, Order, Session};
use sandbox::pay::{self, PayState};
use sandbox::store::Store;
use sandbox::store::money::Money;
use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tower::ServiceExt;

pub const BACK: &str = "http://localhost:8080/renew-here/renew/payment/return?payment=payment_1";
pub const APPROVED: &str = "4242 4242 4242 4242";

pub struct Provider {
    pub config: Config,
    pub store: Store,
    pub page: String,
    pub notices: UnboundedReceiver<Notice>,
    router: Router,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Provider {
    pub fn new() -> Self {
        let clock = Clock::fixed(NaiveDate::from_ymd_opt(2026, 11, 24).unwrap());
        let config = Config { clock, base_path: "/renew-here/".into(), ..Config::default() };
        let store = Store::open(&config).unwrap();
        let order = Order {
            return_address: None,
            key: "payment_1",
            merchant: "Example Partner Program",
            description: "Membership renewal of <b>Cedar</b> & Sons",
            amount: Money { amount: 142_800, currency: "EUR" },
            expires_at: store.now() + Duration::minutes(30),
        };
        let session = store.write(|tx| provider::open_session(tx, store.ids(), &order)).unwrap();
        let (sender, notices) = unbounded_channel();
        let router = pay::router(PayState::new(&config, store.clone(), sender));
        Self { config, store, page: format!("/pay/{session}"), notices, router }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8(body.to_vec()).unwrap() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form)).unwrap()).await
    }

    pub async fn pay(&self, card: &str) -> Answer {
        self.post(&self.page, &card_fields(card)).await
    }

    pub fn session(&self) -> Session {
        let found = self.store.write(|tx| provider::session_of(tx, "payment_1", self.store.now()));
        found.unwrap().unwrap()
    }

    pub async fn captures(&self) -> Value {
        serde_json::from_str::<Value>(&self.get("/ledger").await.body).unwrap()["captures"].clone()
    }

    /// Every text in the database.
    pub fn everything(&self) -> String {
        let read = |tx: &rusqlite::Connection| {
            let mut all = tx.prepare("SELECT * FROM provider_session JOIN provider_capture")?;
            let columns = all.column_count();
            let rows = all.query_map([], |r| {
                let texts: Result<Vec<String>, _> =
                    (0..columns).map(|i| r.get_ref(i).map(|v| format!("{v:?} {:?}", v.as_str()))).collect();
                texts
            })?;
            Ok::<_, rusqlite::Error>(rows.collect::<Result<Vec<_>, _>>()?.concat().join("\n"))
        };
        self.store.write(read).unwrap()
    }
}

pub fn card_fields(card: &str) -> [(&str, &str); 4] {
    [("number", card), ("expiry", "12/29"), ("code", "123"), ("name", "Nadia Example")]
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|v| v.to_str().unwrap()).unwrap_or_default()
    }

    /// Asserts that the browser is sent back to the site, with nothing in the address but which payment.
    pub fn assert_back(&self) {
        assert_eq!((self.status, self.header("location")), (StatusCode::SEE_OTHER, BACK), "{}", self.body);
    }
}
