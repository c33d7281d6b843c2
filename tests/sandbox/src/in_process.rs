//! The program in the thread of whoever calls it: no socket, no timer, no other thread, and nothing by chance.
//!
//! A deterministic simulation runs many histories, each from the same prepared database:
//!
//! ```
//! use chrono::Utc;
//! use sandbox::in_process::{Caller, Program, ProviderAction, Snapshot};
//!
//! # fn main() -> Result<(), sandbox::in_process::Error> {
//! let now = "2026-11-24T09:00:00Z".parse().unwrap_or_default();
//! let snapshot = Snapshot::prepare(now)?;
//! let mut program = Program::new(&snapshot, 42, now)?;
//! let nadia = Caller { person: "nadia".into(), signed_in_at: now };
//! let answer = program.call(Some(&nadia), "GET", "/v1/account", &[], b"")?;
//! assert_eq!(answer.status, 200);
//! # Ok(())
//! # }
//! ```
//!
//! Requests go through the same routes and handlers as those that come over a network. Only the access token is not
//! looked at (the caller says who calls), and there is no CORS. The same seed and the same calls give the same answers, byte for byte.
//!
//! A [`Snapshot`] is shared by any number of threads; a [`Program`] belongs to one. Dropping a `Program` gives its
//! database back to the snapshot, so that the next one costs no copy.

mod decisions;
mod role;

use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use serde_json::{Map, Value};

use crate::api::extract::Identity;
use crate::api::{self, ApiState, controls, frame, view};
use crate::config::{Clock, Config};
use crate::ids::Ids;
use crate::keys::Keys;
use crate::pay::notices::Notice;
use crate::pay::provider::{self, Decision};
pub use crate::pay::provider::{Ledger, Movement};
use crate::store::contacts::Contact;
pub use crate::store::evidence::Record;
use crate::store::money::{Money, Prices};
use crate::store::payments::Payment;
use crate::store::records::{Organization, Renewal};
use crate::store::{Store, StoreError, agreements};

/// Seed of what every history begins with.
const PREPARED: u64 = 1;

/// Why something could not be done at all. Whatever the program refuses is a [`Response`], not an error.
#[derive(Debug)]
pub enum Error {
    /// The database refused.
    Store(StoreError),
    /// No HTTP client can send this request.
    Request(axum::http::Error),
    /// A handler waits for something, which nothing in this process would end.
    Waits,
    /// There is no payment, session, contact or organization of this name.
    Unknown(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Request(error) => write!(f, "such a request cannot be sent: {error}"),
            Self::Waits => f.write_str("a handler waits for something outside this call"),
            Self::Unknown(name) => write!(f, "there is no {name}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

/// A prepared database (people, companies, agreements, one renewal that is paid) from which each history starts. Clones
/// share it.
#[derive(Clone)]
pub struct Snapshot(Arc<Prepared>);

struct Prepared {
    at: DateTime<Utc>,
    /// Engines whose history is over.
    idle: Mutex<Vec<Engine>>,
}

/// A database with the API on top of it. Clones are the same.
#[derive(Clone)]
struct Engine {
    clock: Clock,
    ids: Ids,
    store: Store,
    api: ApiState,
    routes: Router,
}

impl Snapshot {
    /// Fills a database with the sandbox's companies, whose dates are counted from the day of `at`.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn prepare(at: DateTime<Utc>) -> Result<Self, Error> {
        let engine = Engine::begin(at)?;
        Ok(Self(Arc::new(Prepared { at, idle: Mutex::new(vec![engine]) })))
    }

    fn take(&self) -> Result<Engine, Error> {
        let idle = self.0.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match idle {
            Some(engine) => Ok(engine),
            None => Engine::begin(self.0.at),
        }
    }

    fn give_back(&self, engine: Engine) {
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner).push(engine);
    }
}

impl Engine {
    fn begin(at: DateTime<Utc>) -> Result<Self, Error> {
        let (clock, ids) = (Clock::standing(at), Ids::seeded(PREPARED));
        let config = Config { clock: clock.clone(), ids: ids.clone(), ..Config::default() };
        let store = Store::open(&config)?;
        store.restore_point()?;
        let api = ApiState::new(&config, Keys::generate(), store.clone());
        let routes = api::routes().with_state(api.clone());
        Ok(Self { clock, ids, store, api, routes })
    }
}

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Id of a person of `people.rs`; anybody else is answered like a bad token, with 401.
    pub person: String,
    /// When they signed in. Signing and paying want the last 15 minutes.
    pub signed_in_at: DateTime<Utc>,
}

/// An answer of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// Status code.
    pub status: u16,
    /// Names in lower case, with their values, in the order they are sent.
    pub headers: Vec<(String, String)>,
    /// The body's bytes.
    pub body: Vec<u8>,
}

impl Response {
    /// The value of the first header with this name, which is written in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON; `null` when it is not JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// What happens to a payment outside the program: on the hosted page, at the provider, or at the bank. A person who
/// leaves the page without an answer does nothing to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProviderAction {
    /// The card is accepted, and the money captured.
    Approve,
    /// The card is refused: `card_declined`, `insufficient_funds` or `challenge_failed`.
    Decline(&'static str),
    /// The bank asks on the hosted page whether it is the person.
    Challenge,
    /// The provider has not decided; `Approve` or `Decline` decides later.
    Process,
    /// The link back to the site on the hosted page.
    Cancel,
    /// The session is over, whatever the clock says.
    Expire,
    /// So many minor units arrive: of a transfer or a purchase order, or of a card once more or late.
    Receive(i64),
}

/// What the provider wants to tell the program. Whoever has it delivers it never, once or several times, now or later.
#[derive(Clone, Debug)]
pub struct Webhook(Notice);

/// A renewal as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredRenewal {
    /// Its id.
    pub id: String,
    /// The organization's id.
    pub organization: String,
    /// Status as the contract names it.
    pub status: &'static str,
    /// Next step as the contract names it.
    pub next_step: &'static str,
    /// Steps that are complete, in order.
    pub complete: Vec<&'static str>,
    /// All of it, as `GET /renewals/{id}` writes it.
    pub json: Value,
}

/// A payment as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPayment {
    /// Its id.
    pub id: String,
    /// The renewal it is for.
    pub renewal: String,
    /// Method as the contract names it.
    pub method: String,
    /// Status as the contract names it.
    pub status: String,
    /// Minor units to be paid.
    pub amount: i64,
    /// ISO 4217.
    pub currency: &'static str,
    /// Minor units that have arrived and were not sent back, as far as the program knows.
    pub received: i64,
}

/// The program in one history. Its clock stands still until it is set.
pub struct Program {
    snapshot: Snapshot,
    engine: Engine,
}

impl Drop for Program {
    fn drop(&mut self) {
        self.snapshot.give_back(self.engine.clone());
    }
}

impl Program {
    /// A program that begins with the prepared database at a moment, in whole seconds; `seed` decides its ids.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn new(snapshot: &Snapshot, seed: u64, now: DateTime<Utc>) -> Result<Self, Error> {
        let engine = snapshot.take()?;
        engine.store.restore()?;
        engine.api.forget();
        engine.ids.reseed(seed);
        engine.clock.set(now);
        Ok(Self { snapshot: snapshot.clone(), engine })
    }

    /// Sets the clock, in whole seconds; it may go back.
    pub fn set_now(&mut self, now: DateTime<Utc>) {
        self.engine.clock.set(now);
    }

    /// The moment it is.
    pub fn now(&self) -> DateTime<Utc> {
        self.engine.clock.now()
    }

    /// One request to the API, such as `GET /v1/account`; without a caller it has no access token. A body that is JSON
    /// needs its `content-type` among the headers, as over a network.
    ///
    /// # Errors
    /// `Request` when no client can send it. Everything else is answered.
    pub fn call(
        &mut self,
        who: Option<&Caller>,
        method: &str,
        path_and_query: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Response, Error> {
        let mut request = Request::builder().method(method).uri(path_and_query);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(Caller { person, signed_in_at }) = who {
            request = request.extension(Identity { person: person.clone(), signed_in_at: signed_in_at.timestamp() });
        }
        self.send(request.body(Body::from(body.to_vec())).map_err(Error::Request)?)
    }

    fn send(&self, request: Request<Body>) -> Result<Response, Error> {
        at_once(async {
            let answer = frame::answer(&self.engine.api, &self.engine.routes, request).await;
            let (parts, body) = answer.into_parts();
            let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
            let headers = parts.headers.iter().map(|(n, v)| (n.to_string(), text(v.as_bytes()))).collect();
            // A body that was made in this process is there whole.
            let body = to_bytes(body, usize::MAX).await.map_err(|_| Error::Waits)?;
            Ok(Response { status: parts.status.as_u16(), headers, body: body.to_vec() })
        })?
    }

    /// Lets something happen to a payment outside the program, which does not know of it until it asks: when a webhook
    /// is delivered, when the payment is refreshed, or when its time is over. Returns what the provider wants to tell;
    /// none when nothing happened, because the session is not in a state for it.
    ///
    /// # Errors
    /// `Unknown` when there is no such payment, or it has no session for this.
    pub fn provider(&mut self, payment: &str, action: &ProviderAction) -> Result<Option<Webhook>, Error> {
        let Engine { store, ids, .. } = &self.engine;
        let happened = store.write(|tx| {
            let unknown = || Error::Unknown(payment.to_owned());
            let now = store.now();
            if let ProviderAction::Receive(amount) = action {
                let amount = Money { amount: *amount, ..Payment::find(tx, payment)?.ok_or_else(unknown)?.amount };
                provider::capture(tx, ids, payment, amount, now)?;
                return Ok(true);
            }
            let session = provider::session_of(tx, payment, now)?.ok_or_else(unknown)?;
            let decision = match action {
                ProviderAction::Approve => Decision::Approve,
                ProviderAction::Decline(reason) => Decision::Decline(reason),
                ProviderAction::Challenge => Decision::Challenge,
                ProviderAction::Process => Decision::Wait,
                ProviderAction::Cancel | ProviderAction::Receive(_) => return Ok(provider::cancel(tx, payment)?),
                ProviderAction::Expire => return Ok(provider::expire(tx, payment)?),
            };
            let decides = matches!(decision, Decision::Approve | Decision::Decline(_));
            if session.is_open() || decides && session.status == "processing" {
                return Ok(provider::decide(tx, ids, &session, &session.status, decision, None, now)?);
            }
            Ok::<_, Error>(false)
        })?;
        // The bank's question is between the person and the bank.
        let tells = happened && *action != ProviderAction::Challenge;
        Ok(tells.then(|| Webhook(Notice::about(ids, payment, store.webhook_secret()))))
    }

    /// Delivers a webhook. The same one may be delivered again, which changes nothing.
    ///
    /// # Errors
    /// When the request cannot be made.
    pub fn deliver(&mut self, webhook: &Webhook) -> Result<Response, Error> {
        self.send(webhook.0.request().map_err(Error::Request)?)
    }

    /// Changes the fees to a percentage of those listed: quotes that were told before do not hold any more.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn change_prices(&mut self, percent: i64) -> Result<(), Error> {
        Ok(self.engine.store.write(|tx| Prices::change(tx, percent))?)
    }

    /// Puts a later version of the agreement in force, of this name.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn put_agreement_in_force(&mut self, version: &str) -> Result<(), Error> {
        let store = &self.engine.store;
        Ok(store.write(|tx| agreements::put_in_force(tx, store.program(), version))?)
    }

    /// Forgets every idempotency key, as a program does with old ones.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn purge_idempotency_keys(&mut self) -> Result<(), Error> {
        Ok(self.engine.store.write(controls::purge_idempotency_keys)?)
    }

    /// The provider's books.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn ledger(&self) -> Result<Ledger, Error> {
        Ok(self.engine.store.write(provider::ledger)?)
    }

    /// All renewals as they are stored; nothing is asked of the provider.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn renewals(&self) -> Result<Vec<StoredRenewal>, Error> {
        self.engine.store.write(|tx| {
            let ids = strings(tx, "SELECT id FROM renewal ORDER BY rowid")?;
            let found = ids.iter().map(|id| Renewal::find(tx, id)).collect::<Result<Vec<_>, _>>()?;
            Ok(found.into_iter().flatten().map(StoredRenewal::of).collect())
        })
    }

    /// All payments as they are stored; nothing is asked of the provider.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn payments(&self) -> Result<Vec<StoredPayment>, Error> {
        self.engine.store.write(|tx| {
            let ids = strings(tx, "SELECT id FROM payment ORDER BY number")?;
            let found = ids.iter().map(|id| Payment::find(tx, id)).collect::<Result<Vec<_>, _>>()?;
            Ok(found.into_iter().flatten().map(StoredPayment::of).collect())
        })
    }

    /// Every signature that was given, in the order of the chain, also those that do not count any more.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn signatures(&self) -> Result<Vec<Record>, Error> {
        Ok(self.engine.store.write(Record::all)?)
    }

    /// The stored profile of an organization.
    ///
    /// # Errors
    /// `Unknown` when there is no such organization.
    pub fn profile(&self, organization: &str) -> Result<Map<String, Value>, Error> {
        let found = self.engine.store.write(|tx| Organization::find(tx, organization))?;
        found.map(|found| found.profile).ok_or_else(|| Error::Unknown(organization.to_owned()))
    }

    /// Id of the contact who is the Primary Program Contact of an organization.
    ///
    /// # Errors
    /// `Unknown` when nobody is.
    pub fn primary_contact(&self, organization: &str) -> Result<String, Error> {
        let contacts = self.engine.store.write(|tx| Contact::all(tx, organization))?;
        let primary = contacts.into_iter().find(Contact::is_primary);
        primary.map(|contact| contact.id).ok_or_else(|| Error::Unknown(organization.to_owned()))
    }
}

impl StoredRenewal {
    fn of(renewal: Renewal) -> Self {
        Self {
            status: view::status(&renewal),
            next_step: view::next_step(&renewal),
            complete: view::complete(&renewal),
            json: view::renewal(&renewal),
            id: renewal.id,
            organization: renewal.organization.id.clone(),
        }
    }
}

impl StoredPayment {
    fn of(payment: Payment) -> Self {
        let Money { amount, currency } = payment.amount;
        let Payment { id, renewal, method, status, received, .. } = payment;
        Self { id, renewal, method, status, amount, currency, received }
    }
}

fn strings(db: &Connection, sql: &str) -> Result<Vec<String>, rusqlite::Error> {
    db.prepare_cached(sql)?.query_map([], |r| r.get(0))?.collect()
}

/// The result of a future that has no reason to wait.
fn at_once<T>(future: impl Future<Output = T>) -> Result<T, Error> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Ok(value),
        Poll::Pending => Err(Error::Waits),
    }
}
