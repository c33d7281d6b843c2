//! Signatures as evidence: each row whole, and whether the chain of them still holds.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use rusqlite::{Connection, OpenFlags, Row};

use super::signatures::{link, sha256};
use super::{Statements, StoreError, agreements, has_column};

/// The triggers that refuse every change of the evidence.
const GUARDS: [&str; 4] = [
    "agreement_is_evidence_delete",
    "agreement_is_evidence_update",
    "signature_is_evidence_delete",
    "signature_is_evidence_update",
];

const COLUMNS: &str = "number, id, renewal, person, organization_name, agreement, version, language, digest, name, \
                       title, statement, signed_at, previous, hash, account_name";
/// The same of a file from before the name of the account was written down.
const OLD_COLUMNS: &str = "number, id, renewal, person, organization_name, agreement, version, language, digest, name, \
                           title, statement, signed_at, previous, hash, NULL";

/// Everything that was written down about a signature.
#[derive(Clone, Debug)]
pub struct Record {
    /// Position in the chain, from 1.
    pub number: i64,
    /// Opaque id.
    pub id: String,
    /// The renewal it is part of.
    pub renewal: String,
    /// The account that signed.
    pub person: String,
    /// Legal name of the organization at that time.
    pub organization: String,
    /// Agreement signed.
    pub agreement: String,
    /// Its version.
    pub version: String,
    /// Language of the text.
    pub language: String,
    /// SHA-256 of the text.
    pub digest: String,
    /// Full name typed.
    pub name: String,
    /// Name of the account then; none when it was signed before that was written down.
    pub account_name: Option<String>,
    /// Job title typed.
    pub title: String,
    /// What the signer stated.
    pub statement: String,
    /// When, by the server's clock.
    pub signed_at: String,
    /// Hash of the signature before it; empty for the first.
    pub previous: String,
    /// Its own hash.
    pub hash: String,
}

fn read(r: &Row) -> Result<Record, rusqlite::Error> {
    Ok(Record {
        number: r.get(0)?,
        id: r.get(1)?,
        renewal: r.get(2)?,
        person: r.get(3)?,
        organization: r.get(4)?,
        agreement: r.get(5)?,
        version: r.get(6)?,
        language: r.get(7)?,
        digest: r.get(8)?,
        name: r.get(9)?,
        title: r.get(10)?,
        statement: r.get(11)?,
        signed_at: r.get(12)?,
        previous: r.get(13)?,
        hash: r.get(14)?,
        account_name: r.get(15)?,
    })
}

impl Record {
    /// All of them, in the order of the chain.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn all(db: &Connection) -> Result<Vec<Self>, rusqlite::Error> {
        let columns = if has_column(db, "signature", "account_name")? { COLUMNS } else { OLD_COLUMNS };
        let mut statement = db.prepare_cached(&format!("SELECT {columns} FROM signature ORDER BY number"))?;
        statement.query_map([], read)?.collect()
    }

    /// The one with this number.
    ///
    /// # Errors
    /// When the database refuses or there is none.
    pub fn find(db: &Connection, number: i64) -> Result<Self, rusqlite::Error> {
        db.query_cached(&format!("SELECT {COLUMNS} FROM signature WHERE number = ?1"), [number], read)
    }

    /// The hash that belongs to what is written.
    fn link(&self) -> String {
        let mut parts = vec![
            &self.id,
            &self.renewal,
            &self.person,
            &self.organization,
            &self.agreement,
            &self.version,
            &self.language,
            &self.digest,
            &self.name,
            &self.title,
            &self.statement,
            &self.signed_at,
        ];
        parts.extend(&self.account_name);
        link(&self.previous, &parts.into_iter().map(String::as_str).collect::<Vec<_>>())
    }
}

/// A signature with what is wrong about it.
#[derive(Debug)]
pub struct Checked {
    /// The signature.
    pub record: Record,
    /// What is wrong.
    pub faults: Vec<&'static str>,
}

/// What a look at all signatures found.
#[derive(Debug)]
pub struct Report {
    /// Each signature.
    pub signatures: Vec<Checked>,
    /// What is wrong with all of them together.
    pub faults: Vec<&'static str>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn holds(&self) -> bool {
        self.faults.is_empty() && self.signatures.iter().all(|checked| checked.faults.is_empty())
    }
}

/// One line for each signature, and one for each thing that is wrong with them together.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Checked { record, faults } in &self.signatures {
            let Record { number, id, signed_at, name, organization, .. } = record;
            let verdict = if faults.is_empty() { "good".to_owned() } else { format!("WRONG: {}", faults.join("; ")) };
            writeln!(f, "{number} {id} {signed_at} {name} for {organization}: {verdict}")?;
        }
        for fault in &self.faults {
            writeln!(f, "WRONG: {fault}")?;
        }
        Ok(())
    }
}

/// Looks at all signatures of a database file, which is not changed.
///
/// # Errors
/// When it cannot be read as such a database.
pub fn verify_file(path: &Path) -> Result<Report, StoreError> {
    verify(&Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?)
}

/// Looks at all signatures: each has the hash of what is written, follows the one before, and is under the text that
/// was in force.
///
/// # Errors
/// When the database refuses.
pub fn verify(db: &Connection) -> Result<Report, StoreError> {
    let mut signatures = Vec::new();
    let (mut last, mut before) = (0, String::new());
    for record in Record::all(db)? {
        let in_force = agreements::in_force_for(db, record.number, &record.language)?;
        let under = in_force.as_ref().is_some_and(|f| (&f.version, &f.digest) == (&record.version, &record.digest));
        let found = [
            (record.number != last + 1, "signatures before it are missing"),
            (record.previous != before, "it does not follow the one before it"),
            (record.link() != record.hash, "it is not what was signed"),
            (!under, "it is not under the agreement that was in force"),
            (in_force.is_some_and(|f| sha256(&f.text) != f.digest), "the text of its agreement is not what was signed"),
        ];
        let faults = found.into_iter().filter(|(wrong, _)| *wrong).map(|(_, fault)| fault).collect();
        last = record.number;
        before.clone_from(&record.hash);
        signatures.push(Checked { record, faults });
    }
    let found = [
        (given(db)? != last, "signatures after the last one are missing"),
        (!is_guarded(db)?, "signatures and agreements can be changed"),
    ];
    let faults = found.into_iter().filter(|(wrong, _)| *wrong).map(|(_, fault)| fault).collect();
    Ok(Report { signatures, faults })
}

/// Whether the signatures of a database have a place for the name of the account.
///
/// # Errors
/// When the database refuses.
/// The last number that was given to a signature, whatever has become of it.
fn given(db: &Connection) -> Result<i64, rusqlite::Error> {
    db.query_cached("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'signature'", [], |r| r.get(0))
}

fn is_guarded(db: &Connection) -> Result<bool, rusqlite::Error> {
    let mut names = db.prepare_cached("SELECT name FROM sqlite_schema WHERE type = 'trigger'")?;
    let names = names.query_map([], |r| r.get(0))?.collect::<Result<BTreeSet<String>, _>>()?;
    Ok(GUARDS.iter().all(|guard| names.contains(*guard)))
}
