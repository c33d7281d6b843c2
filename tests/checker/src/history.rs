//! What was written down: lines of the clients, in the order of one clock, and the provider's ledger.

use serde::Deserialize;

/// How far an operation has come. What is unknown may have happened.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// It begins.
    Invoke,
    /// It happened.
    Ok,
    /// It did not happen.
    Fail,
    /// Nobody knows.
    Unknown,
}

/// What an operation is about; what does not apply is empty.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Ids {
    /// The renewal.
    pub renewal: String,
    /// The payment.
    pub payment: String,
    /// Key of an attempt.
    pub key: String,
    /// Version of an agreement.
    pub version: String,
    /// Who may pay from now on.
    pub person: String,
}

/// One line of a client.
#[derive(Clone, Debug, Deserialize)]
pub struct Line {
    /// Place in the order of all lines.
    pub time: u64,
    /// Who wrote it.
    pub client: String,
    /// How far it has come.
    pub op: Op,
    /// `create`, `look`, `show`, `pay`, `sign`, `paid`, `fresh`, `end`, `final`, `role`, `agreement` or `late`.
    pub what: String,
    /// Number of the operation within its client: its end has that of its beginning.
    #[serde(default)]
    pub n: u64,
    /// What it is about.
    #[serde(default)]
    pub ids: Ids,
    /// Minor units.
    #[serde(default)]
    pub amount: Option<i64>,
    /// Status of a payment, or what is on the screen.
    #[serde(default)]
    pub status: String,
    /// Did the answer say that it is new?
    #[serde(default)]
    pub created: bool,
    /// Requests for a payment that were sent.
    #[serde(default)]
    pub posts: u64,
}

/// Money taken or sent back.
#[derive(Clone, Debug, Deserialize)]
pub struct Entry {
    /// For this payment.
    pub payment: String,
    /// Of this renewal.
    #[serde(default)]
    pub renewal: Option<String>,
    /// Minor units.
    pub amount: i64,
}

/// The provider's books.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Ledger {
    /// Taken.
    pub captures: Vec<Entry>,
    /// Sent back.
    #[serde(default)]
    pub refunds: Vec<Entry>,
}

/// Everything that was written down.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// By time.
    pub lines: Vec<Line>,
    /// The provider's books at the end.
    pub ledger: Ledger,
}

/// A beginning with its end, if it has one.
pub struct Operation<'a> {
    /// The beginning.
    pub begun: &'a Line,
    /// The end.
    pub ended: Option<&'a Line>,
}

impl Operation<'_> {
    /// When it was over at the latest.
    pub fn until(&self) -> u64 {
        self.ended.map_or(u64::MAX, |line| line.time)
    }

    /// Did it end so?
    pub fn is(&self, op: Op) -> bool {
        self.ended.is_some_and(|line| line.op == op)
    }

    /// Did it make a payment, as far as its client knows?
    pub fn made(&self) -> bool {
        self.ended.is_some_and(|line| line.op == Op::Ok && line.created)
    }
}

impl History {
    /// Reads lines of JSON, in any order, and the ledger.
    ///
    /// # Errors
    /// When something is not of that form.
    pub fn read(lines: &str, ledger: &str) -> Result<History, serde_json::Error> {
        let read = lines.lines().filter(|line| !line.trim().is_empty()).map(serde_json::from_str);
        let mut lines = read.collect::<Result<Vec<Line>, _>>()?;
        lines.sort_by_key(|line| line.time);
        Ok(History { lines, ledger: serde_json::from_str(ledger)? })
    }

    /// Lines about this.
    pub fn about(&self, what: &str) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.what == what)
    }

    /// Operations of this name, by when they began.
    pub fn operations(&self, what: &str) -> Vec<Operation<'_>> {
        let begun = self.about(what).filter(|line| line.op == Op::Invoke);
        let end = |begun: &Line| {
            self.about(what).find(|line| line.op != Op::Invoke && line.client == begun.client && line.n == begun.n)
        };
        begun.map(|line| Operation { begun: line, ended: end(line) }).collect()
    }
}
