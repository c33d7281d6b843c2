//! What the program remembers: one SQLite database in memory or in a file, filled with invented companies.

pub mod agreements;
mod alliance;
pub mod appeals;
pub mod calendar;
mod companies;
pub mod competencies;
mod competency_fixtures;
mod competency_kinds;
pub mod contacts;
pub mod downloads;
pub mod enrollments;
pub mod events;
pub mod evidence;
mod fixtures;
pub mod handovers;
pub mod letters;
pub mod locations;
pub mod money;
mod past_orders;
pub mod payment_links;
pub mod payments;
pub mod program;
pub mod promotions;
pub mod proofs;
pub mod quotes;
pub mod records;
pub mod refunds;
pub mod role_requests;
pub mod signatures;
pub mod tax_exemptions;
pub mod words;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use program::Program;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension, Params, Row, TransactionBehavior};

use crate::config::{Clock, Config};
use crate::ids::Ids;

/// How many statements stay prepared: all that the program has, with room.
const STATEMENTS: usize = 128;

/// The statements that make an empty database.
const SCHEMA: &str = include_str!("schema.sql");

/// What can go wrong with the database.
#[derive(Debug)]
pub enum StoreError {
    /// SQLite refused.
    Database(rusqlite::Error),
    /// Something stored does not read.
    Stored(&'static str),
    /// The file is of the program with this id, and another one was asked for.
    OtherProgram(&'static str),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => write!(f, "the database refused: {error}"),
            Self::Stored(what) => write!(f, "the stored {what} does not read"),
            Self::OtherProgram(id) => write!(f, "the database is of another program: start with --program {id}"),
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
    ids: Ids,
    program: &'static Program,
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
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        // Without it SQLite plans a statement anew whenever another value is bound to it.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        if config.database.is_some() {
            connection.pragma_update(None, "journal_mode", "wal")?;
        }
        let store = Self(Arc::new(Inner {
            connection: Mutex::new(connection),
            clock: config.clock.clone(),
            ids: config.ids.clone(),
            program: config.program,
            webhook_secret: config.ids.token(),
        }));
        store.write(|tx| {
            let tables: i64 =
                tx.query_cached("SELECT count(*) FROM sqlite_schema WHERE type = 'table'", [], |r| r.get(0))?;
            if tables == 0 { begin(tx, &store.0) } else { upgrade(tx, config.program) }
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
            let mut names = tx.prepare_cached("SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'")?;
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
            begin(tx, &self.0)
        })
    }

    /// Runs `work` in one transaction that nothing else can interleave with: committed when it ends well, undone
    /// when it does not.
    ///
    /// # Errors
    /// Those of `work`, and the database's own.
    pub fn write<T, E: From<rusqlite::Error>>(&self, work: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        let mut connection = self.lock();
        if !connection.is_autocommit() {
            // Within the outer transaction of `restore_point`.
            connection.execute_cached("SAVEPOINT work", [])?;
            let result = work(&connection);
            if result.is_err() {
                connection.execute_cached("ROLLBACK TO work", [])?;
            }
            connection.execute_cached("RELEASE work", [])?;
            return result;
        }
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = work(&tx)?;
        tx.commit()?;
        Ok(value)
    }

    /// Keeps the database as it is now, for `restore`: from here on everything happens within one transaction.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn restore_point(&self) -> Result<(), StoreError> {
        Ok(self.lock().execute_batch("BEGIN")?)
    }

    /// The database as it was at `restore_point`. Faster than a copy: statements stay prepared and no page is read.
    ///
    /// # Errors
    /// When there is no restore point or the database refuses.
    pub fn restore(&self) -> Result<(), StoreError> {
        Ok(self.lock().execute_batch("ROLLBACK; BEGIN")?)
    }

    /// The moment it is.
    pub fn now(&self) -> DateTime<Utc> {
        self.0.clock.now()
    }

    /// The date it is.
    pub fn today(&self) -> NaiveDate {
        self.0.clock.today()
    }

    /// Whose books these are.
    pub fn program(&self) -> &'static Program {
        self.0.program
    }

    /// Where ids come from.
    pub fn ids(&self) -> &Ids {
        &self.0.ids
    }

    /// The secret the payment provider signs its webhooks with.
    pub fn webhook_secret(&self) -> &str {
        &self.0.webhook_secret
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.0.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Statements that stay prepared between calls: preparing one costs more than running it.
pub trait Statements {
    /// Runs a query and reads its first row.
    ///
    /// # Errors
    /// `QueryReturnedNoRows` when there is none; when the database refuses.
    fn query_cached<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row) -> Result<T, rusqlite::Error>,
    ) -> Result<T, rusqlite::Error>;

    /// Runs a statement; returns how many rows it changed.
    ///
    /// # Errors
    /// When the database refuses.
    fn execute_cached(&self, sql: &str, params: impl Params) -> Result<usize, rusqlite::Error>;
}

impl Statements for Connection {
    fn query_cached<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row) -> Result<T, rusqlite::Error>,
    ) -> Result<T, rusqlite::Error> {
        self.prepare_cached(sql)?.query_row(params, read)
    }

    fn execute_cached(&self, sql: &str, params: impl Params) -> Result<usize, rusqlite::Error> {
        self.prepare_cached(sql)?.execute(params)
    }
}

fn begin(tx: &Connection, inner: &Inner) -> Result<(), StoreError> {
    let Inner { clock, ids, program, .. } = inner;
    tx.execute_batch(SCHEMA)?;
    add_tables(tx)?;
    tx.execute_cached("INSERT INTO setting VALUES ('program', ?1)", [program.id])?;
    agreements::begin(tx, program)?;
    fixtures::fill(tx, program, clock, ids)
}

/// Brings a database that an earlier sandbox made up to date.
fn upgrade(tx: &Connection, program: &Program) -> Result<(), StoreError> {
    let sql = "SELECT value FROM setting WHERE name = 'program'";
    let stored = stored_program(tx.query_cached(sql, [], |r| r.get(0)).optional()?)?;
    if stored.id != program.id {
        return Err(StoreError::OtherProgram(stored.id));
    }
    let added = [
        ("signature", "account_name"),
        ("organization", "held_since"),
        ("renewal", "started_by"),
        ("renewal", "started_at"),
        ("contact", "invited_at"),
        ("location", "fields"),
        ("location", "closed_at"),
        ("renewal", "saved_at"),
        ("renewal", "previous_level"),
        ("quote", "promotion"),
        ("payment", "link"),
        ("provider_session", "return_address"),
        ("organization", "reverified_since"),
    ];
    for (table, column) in added {
        if !has_column(tx, table, column)? {
            tx.execute_batch(&format!("ALTER TABLE {table} ADD COLUMN {column} TEXT"))?;
        }
    }
    add_tables(tx)
}

/// The program that a database names; one from before there were several is of the first.
fn stored_program(id: Option<String>) -> Result<&'static Program, StoreError> {
    id.map_or(Ok(&program::EXAMPLE), |id| Program::named(&id).map_err(|_| StoreError::Stored("program")))
}

/// Makes the tables that a database from before them lacks.
fn add_tables(tx: &Connection) -> Result<(), StoreError> {
    for table in [
        handovers::TABLE,
        refunds::TABLE,
        downloads::TABLE,
        letters::TABLE,
        payment_links::TABLE,
        role_requests::TABLE,
        appeals::TABLES,
        tax_exemptions::TABLE,
        enrollments::TABLE,
    ] {
        tx.execute_batch(table)?;
    }
    events::begin(tx)
}

pub(super) fn has_column(db: &Connection, table: &str, column: &str) -> Result<bool, rusqlite::Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM pragma_table_info(?1) WHERE name = ?2)";
    db.query_cached(sql, [table, column], |r| r.get(0))
}

/// The next number of a series, from 1.
///
/// # Errors
/// When the database refuses.
pub fn next_number(tx: &Connection, series: &str) -> Result<i64, rusqlite::Error> {
    tx.query_cached(
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
