//! A page, its storage, a network that loses and delays, a server and a payment provider: small enough to visit
//! every state they can get into together.
use super::payment;
use partner_renewal::domain::payment::Payment;
use partner_renewal::domain::payment::PaymentMethod::Card;
use partner_renewal::domain::payment::PaymentStatus::{self, Cancelled, Open, Succeeded};
use partner_renewal::domain::payment_machine::{Effect, Event, Journal, ServerAnswer, State, step};

/// A request on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// `POST payments` under a key, for a quote.
    Create(String, String),
    /// `GET`: changes nothing.
    Ask,
    /// Cancel the payment with this id.
    Cancel(String),
}

/// A payment at the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    /// Key it was made under; empty for one of another browser.
    pub key: String,
    /// Its status.
    pub status: PaymentStatus,
}

/// Everything at one moment.
#[derive(Clone, Debug)]
pub struct World {
    /// The page.
    pub page: State,
    /// What it still has to do, in order.
    pub todo: Vec<Effect>,
    /// Its journal in the browser's storage.
    pub disk: Option<Journal>,
    /// Does the storage keep anything?
    pub storage: bool,
    /// Does another browser of the same company pay too?
    pub another: bool,
    /// The request whose answer the page waits for.
    pub asked: Option<Request>,
    /// The answer on its way to the page.
    pub answer: Option<ServerAnswer>,
    /// A request that nobody waits for any more and that may still arrive.
    pub late: Option<Request>,
    /// Payments at the server, by age.
    pub payments: Vec<Paid>,
    /// The quote that holds.
    pub quote: u8,
    /// Keys and quotes of the requests that left.
    pub sent: Vec<(String, String)>,
    /// Keys whose request the server refused for good.
    pub refused: Vec<String>,
    /// Keys made so far.
    pub keys: u8,
    /// Has this person, in this page, said that they want to leave?
    pub leaving: bool,
    /// Faults so far: kills and lost messages.
    pub faults: u8,
    /// Does the person have the role that may pay?
    pub primary: bool,
}

impl World {
    /// The review page has opened.
    pub fn new(storage: bool, another: bool) -> World {
        World {
            page: State::Reviewing,
            todo: Vec::new(),
            disk: None,
            storage,
            another,
            asked: None,
            answer: None,
            late: None,
            payments: Vec::new(),
            quote: 1,
            sent: Vec::new(),
            refused: Vec::new(),
            keys: 0,
            leaving: false,
            faults: 0,
            primary: true,
        }
    }

    /// Nothing is to be done and nothing is on its way.
    pub fn is_idle(&self) -> bool {
        self.todo.is_empty() && self.asked.is_none() && self.answer.is_none()
    }

    /// Does the page show a pay button that can be pressed?
    pub fn can_pay(&self) -> bool {
        self.is_idle() && matches!(self.page, State::Reviewing | State::Failed(_))
    }

    pub fn quote_id(&self) -> String {
        format!("q{}", self.quote)
    }

    /// The payment that may still take money, if any.
    pub fn live(&self) -> Option<&Paid> {
        self.payments.iter().find(|paid| paid.status.is_live())
    }

    pub fn happen(&mut self, event: Event) {
        match event {
            Event::Leave => self.leaving = true,
            Event::CameBack | Event::Cancel => self.leaving = false,
            _ => {}
        }
        let (page, effects) = step(self.page.clone(), event);
        self.page = page;
        self.todo.extend(effects);
    }

    fn send(&mut self, request: Request) {
        self.give_up();
        self.asked = Some(request);
    }

    /// Stops waiting. What has left may still arrive, if it changes anything.
    pub fn give_up(&mut self) {
        self.answer = None;
        if let Some(request) = self.asked.take().filter(|request| *request != Request::Ask) {
            self.late = Some(request);
        }
    }

    pub fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Commit(journal) => {
                self.disk = self.storage.then_some(journal);
                self.happen(Event::Committed);
            }
            Effect::Create(journal) => {
                self.sent.push((journal.attempt_key.clone(), journal.quote.clone()));
                self.sent.dedup();
                self.send(Request::Create(journal.attempt_key, journal.quote));
            }
            Effect::Ask | Effect::Refresh(_) => self.send(Request::Ask),
            Effect::Cancel(id) => self.send(Request::Cancel(id)),
            Effect::Forget(attempt) => {
                self.disk = self.disk.take().filter(|kept| attempt.is_some_and(|key| key != kept.attempt_key));
            }
            Effect::Navigate(_) | Effect::ShowReceipt | Effect::ShowOrder => {}
        }
    }

    fn word(&self, at: usize) -> Option<ServerAnswer> {
        let paid = self.payments.get(at)?;
        Some(ServerAnswer::Latest(Box::new(payment(&format!("p{at}"), Card, paid.status))))
    }

    /// The latest payment, as the server tells of it.
    pub fn latest(&self) -> Option<Payment> {
        match self.word(self.payments.len().wrapping_sub(1))? {
            ServerAnswer::Latest(payment) => Some(*payment),
            _ => None,
        }
    }

    /// The server by its rules: the same key gives the same payment, one payment is live at a time, an old quote is
    /// refused, and nothing is paid twice.
    pub fn serve(&mut self, request: &Request) -> ServerAnswer {
        let last = self.payments.len().wrapping_sub(1);
        match request {
            Request::Create(key, quote) => {
                let same = self.payments.iter().position(|paid| paid.key == *key);
                let live = self.payments.iter().position(|paid| paid.status.is_live());
                if same.is_none() && !self.primary {
                    self.refused.push(key.clone());
                    return ServerAnswer::Refused;
                }
                if let Some(found) = same.or(live).and_then(|at| self.word(at)) {
                    return found;
                }
                if self.payments.iter().any(|paid| paid.status == Succeeded) {
                    return ServerAnswer::AlreadyPaid;
                }
                if *quote != self.quote_id() {
                    self.refused.push(key.clone());
                    return ServerAnswer::Refused;
                }
                self.payments.push(Paid { key: key.clone(), status: Open });
                self.word(last.wrapping_add(1)).unwrap()
            }
            Request::Ask => {
                let quote_holds = |journal: &Journal| journal.quote == self.quote_id();
                let holds = matches!(&self.page, State::Unknown(journal) if quote_holds(journal));
                self.word(last).unwrap_or(ServerAnswer::NoPayment { quote_holds: holds })
            }
            Request::Cancel(id) => {
                let at: usize = id.trim_start_matches('p').parse().unwrap();
                if let Some(paid) = self.payments.get_mut(at).filter(|paid| paid.status == Open) {
                    paid.status = Cancelled;
                }
                self.word(at).unwrap()
            }
        }
    }

    /// The page dies and is opened again: it knows what is in storage, and asks.
    pub fn killed(&mut self) {
        self.give_up();
        self.todo.clear();
        self.page = State::Reviewing;
        self.leaving = false;
        match self.disk.clone() {
            Some(journal) => self.happen(Event::Resumed(journal)),
            None => self.send(Request::Ask),
        }
    }
}
