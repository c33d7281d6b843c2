//! What the program remembers: one SQLite database in memory or in a file, filled with invented companies.

pub mod agreements;
pub mod calendar;
mod companies;
pub mod evidence;
mod fixtures;
pub mod money;
pub mod payments;
pub mod proofs;
pub mod quotes;
pub mod records;
pub mod signatures;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::config::{Clock, Config};
use crate::keys::random_token;

/// The statements that make an empty database.
const SCHEMA: &str = include_str!("schema.sql");

/// What can go wrong with the database.
#[derive(Debug)]
pub enum StoreError {
    /// SQLite refused.
    Database(rusqlite::Error),
    /// Something stored does not read.
    Stored(&'static str),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => write!(f, "the database refused: {error}"),
            Self::Stored(what) => write!(f, "the stored {what} does not read"),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(_: serde_json::Error) -> Self {
        Self::Stored("document")
    }
}

/// The database. Clones share it.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    connection: Mutex<Connection>,
    clock: Clock,
    webhook_secret: String,
}

impl Store {
    /// Opens the database of this configuration. An empty one is filled with fixtures dated from the clock's today.
    ///
    /// # Errors
    /// When the file cannot be opened or written.
    pub fn open(config: &Config) -> Result<Self, StoreError> {
        let connection = match &config.database {
            None => Connection::open_in_memory()?,
            Some(path) => Connection::open(path)?,
        };
        connection.pragma_update(None, "foreign_keys", true)?;
        if config.database.is_some() {
            connection.pragma_update(None, "journal_mode", "wal")?;
        }
        let store = Self(Arc::new(Inner {
            connection: Mutex::new(connection),
            clock: config.clock.clone(),
            webhook_secret: random_token(),
        }));
        store.write(|tx| {
            let tables: i64 =
                tx.query_row("SELECT count(*) FROM sqlite_schema WHERE type = 'table'", [], |r| r.get(0))?;
            if tables == 0 { begin(tx, &store.0.clock) } else { Ok(()) }
        })?;
        Ok(store)
    }

    /// Throws everything away and fills the database again.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn reset(&self) -> Result<(), StoreError> {
        // Tables are dropped in no particular order.
        self.lock().pragma_update(None, "foreign_keys", false)?;
        let done = self.refill();
        self.lock().pragma_update(None, "foreign_keys", true)?;
        done
    }

    fn refill(&self) -> Result<(), StoreError> {
        self.write(|tx| {
            let mut names = tx.prepare("SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'")?;
            let rows = names.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?;
            let (mut tables, mut triggers) = (Vec::new(), Vec::new());
            for row in rows {
                match row? {
                    (kind, name) if kind == "table" => tables.push(name),
                    (kind, name) if kind == "trigger" => triggers.push(name),
                    _ => {}
                }
            }
            for name in triggers {
                tx.execute_batch(&format!("DROP TRIGGER {name}"))?;
            }
            for name in tables {
                tx.execute_batch(&format!("DROP TABLE {name}"))?;
            }
            begin(tx, &self.0.clock)
        })
    }

    /// Runs `work` in one transaction that nothing else can interleave with: committed when it ends well, undone
    /// when it does not.
    ///
    /// # Errors
    /// Those of `work`, and the database's own.
    pub fn write<T, E: From<rusqlite::Error>>(&self, work: impl FnOnce(&Transaction) -> Result<T, E>) -> Result<T, E> {
        let mut connection = self.lock();
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = work(&tx)?;
        tx.commit()?;
        Ok(value)
    }

    /// The moment it is.
    pub fn now(&self) -> DateTime<Utc> {
        self.0.clock.now()
    }

    /// The date it is.
    pub fn today(&self) -> NaiveDate {
        self.0.clock.today()
    }

    /// The secret the payment provider signs its webhooks with.
    pub fn webhook_secret(&self) -> &str {
        &self.0.webhook_secret
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.0.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn begin(tx: &Transaction, clock: &Clock) -> Result<(), StoreError> {
    tx.execute_batch(SCHEMA)?;
    agreements::begin(tx)?;
    fixtures::fill(tx, clock)
}

/// The next number of a series, from 1.
///
/// # Errors
/// When the database refuses.
pub fn next_number(tx: &Transaction, series: &str) -> Result<i64, rusqlite::Error> {
    tx.query_row(
        "INSERT INTO counter VALUES (?1, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
        [series],
        |r| r.get(0),
    )
}

/// A moment as the contract writes it: UTC, whole seconds.
pub fn timestamp(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A moment read back.
///
/// # Errors
/// When the text is not a moment.
pub fn moment(text: &str) -> Result<DateTime<Utc>, StoreError> {
    DateTime::parse_from_rfc3339(text).map(|m| m.to_utc()).map_err(|_| StoreError::Stored("moment"))
}

/// A new opaque id.
pub fn new_id(kind: &str) -> String {
    format!("{kind}_{}", uuid::Uuid::new_v4().simple())
}
