//! Faults that a test orders, each for the next request or transaction that fits.
use partner_renewal::ports::StoreError;

/// What happens to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OnRequest {
    /// It never arrives.
    Lose,
    /// The program carries it out, and nothing of its answer comes back.
    LoseAnswer,
    /// Something in between answers in the program's place: status and body.
    Answer(u16, String),
    /// The same with status 412 and an entity tag, as where somebody else has changed it.
    Changed(String, &'static str),
    /// The same with no problem document, but with how many seconds to wait.
    Wait(u16, u32),
    /// The request takes so many milliseconds to arrive.
    Delay(u32),
    /// The answer takes so many milliseconds.
    Hold(u32),
    /// The answer comes with this entity tag.
    Tag(&'static str),
    /// A member of the answer's JSON, by its pointer, is replaced.
    Replace(&'static str, serde_json::Value),
}

/// What happens to a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnTransaction {
    /// It is aborted and changes nothing.
    Abort,
    /// It is refused for this reason and changes nothing.
    Refuse(StoreError),
    /// It is carried out after so many milliseconds, and its end is told then.
    Slow(u32),
    /// It is carried out at once, and the page hears nothing of it.
    Silent,
}

/// An order for requests.
#[derive(Clone, Debug)]
pub struct RequestOrder {
    pub method: &'static str,
    /// End of the path, without the query.
    pub path: &'static str,
    pub times: u32,
    pub what: OnRequest,
}

/// An order for transactions on records whose keys begin so.
#[derive(Clone, Debug)]
pub struct TransactionOrder {
    pub key: &'static str,
    pub writes: bool,
    pub times: u32,
    pub what: OnTransaction,
}

/// All orders that are not carried out yet.
#[derive(Default)]
pub struct Script {
    pub requests: Vec<RequestOrder>,
    pub transactions: Vec<TransactionOrder>,
}

impl Script {
    /// The order for this request, counted down.
    pub fn for_request(&mut self, method: &str, path: &str) -> Option<OnRequest> {
        let path = path.split('?').next().unwrap_or_default();
        let order =
            self.requests.iter_mut().find(|one| one.times > 0 && one.method == method && path.ends_with(one.path))?;
        order.times -= 1;
        Some(order.what.clone())
    }

    /// The order for this transaction, counted down.
    pub fn for_transaction(&mut self, key: &str, writes: bool) -> Option<OnTransaction> {
        let order = self
            .transactions
            .iter_mut()
            .find(|one| one.times > 0 && one.writes == writes && key.starts_with(one.key))?;
        order.times -= 1;
        Some(order.what)
    }
}
