//! What can happen next in a world, and a short name for each world to know it again by.
use super::attempt;
use super::world::{Paid, Request, World};
use partner_renewal::domain::payment::PaymentStatus::{self, Declined, Expired, Open, Processing, Succeeded};
use partner_renewal::domain::payment_machine::{Effect, Event, Journal, ServerAnswer, State};

/// One letter for each status.
const STATUS: [&str; 6] = ["o", "p", "s", "d", "c", "x"];

fn brief(journal: Option<&Journal>, name: &mut String) {
    let Some(journal) = journal else { return };
    let payment = journal.payment.as_deref().unwrap_or("-");
    name.extend([
        journal.attempt_key.as_str(),
        journal.quote.as_str(),
        payment,
        if journal.handed_off { "!" } else { "" },
    ]);
}

/// The worlds that one may become; `true` marks those that no fault and no stranger brings about.
pub struct Moves<'a> {
    from: &'a World,
    next: Vec<(bool, World)>,
}

impl Moves<'_> {
    /// Everything that can happen next.
    pub fn of(world: &World) -> Vec<(bool, World)> {
        let mut moves = Moves { from: world, next: Vec::new() };
        if let Some(effect) = world.todo.first() {
            moves.good(|w| {
                w.todo.remove(0);
                w.carry_out(effect.clone());
            });
        }
        moves.fault(World::killed);
        // Only writing to storage takes time: everything else is done before anything else can happen.
        if world.todo.first().is_none_or(|effect| matches!(effect, Effect::Commit(_))) {
            moves.network();
            moves.person();
            moves.provider();
            moves.others();
        }
        moves.next
    }

    fn add(&mut self, good: bool, change: impl FnOnce(&mut World)) {
        let mut next = self.from.clone();
        change(&mut next);
        self.next.push((good, next));
    }

    fn good(&mut self, change: impl FnOnce(&mut World)) {
        self.add(true, change);
    }

    fn fault(&mut self, change: impl FnOnce(&mut World)) {
        if self.from.faults < self.from.most_faults() {
            self.add(false, |w| {
                w.faults += 1;
                change(w);
            });
        }
    }

    fn network(&mut self) {
        if let Some(request) = &self.from.asked {
            self.good(|w| {
                w.asked = None;
                w.answer = Some(w.serve(request));
            });
        }
        if let Some(word) = &self.from.answer {
            self.good(|w| {
                w.answer = None;
                w.happen(Event::Answered(word.clone()));
            });
        }
        if let Some(request) = &self.from.late {
            self.good(|w| {
                w.late = None;
                w.serve(request);
            });
        }
        if self.from.asked.is_some() || self.from.answer.is_some() {
            self.fault(|w| {
                w.asked = None;
                w.answer = None;
                w.happen(Event::NoAnswer);
            });
            self.fault(|w| {
                w.give_up();
                w.happen(Event::NoAnswer);
            });
        }
    }

    fn person(&mut self) {
        let world = self.from;
        if world.can_pay() && world.keys < world.most_keys() {
            self.good(|w| {
                w.keys += 1;
                let journal = attempt(&format!("k{}", w.keys), &w.quote_id());
                w.happen(Event::Pay(journal));
            });
        }
        let events: &[Event] = match world.page {
            State::Created(_) | State::Redirected(_) => &[Event::Leave, Event::CameBack, Event::Cancel],
            State::CheckingStatus(_) => &[Event::CameBack, Event::Cancel, Event::StillOpen],
            State::Unknown(_) => &[Event::CameBack],
            State::Succeeded => &[Event::ReceiptShown],
            State::Reviewing | State::Creating(_) | State::Failed(_) => &[],
        };
        // A press waits for storage; the clock does not.
        for event in events.iter().filter(|event| world.todo.is_empty() || **event == Event::StillOpen) {
            self.good(|w| w.happen(event.clone()));
        }
    }

    fn provider(&mut self) {
        let next: &[PaymentStatus] = match self.from.live().map(|paid| paid.status) {
            Some(Open) => &[Processing, Succeeded, Expired],
            Some(Processing) => &[Succeeded, Declined],
            _ => &[],
        };
        for status in next {
            self.good(|w| {
                w.payments.iter_mut().filter(|paid| paid.status.is_live()).for_each(|paid| paid.status = *status);
            });
        }
    }

    /// The price changes; somebody else of the company pays in another browser.
    fn others(&mut self) {
        let world = self.from;
        if world.quote == 1 {
            self.add(false, |w| w.quote = 2);
        }
        let free = world.payments.iter().all(|paid| paid.status.is_terminal() && paid.status != Succeeded);
        if free && world.another && !world.payments.iter().any(|paid| paid.key.is_empty()) {
            self.add(false, |w| w.payments.push(Paid { key: String::new(), status: Open }));
        }
    }
}

impl World {
    /// Attempts in one scenario; one where another browser multiplies the scenarios.
    fn most_keys(&self) -> u8 {
        if self.another { 1 } else { 2 }
    }

    /// Kills and lost messages in one scenario.
    fn most_faults(&self) -> u8 {
        if self.storage && !self.another { 2 } else { 1 }
    }

    /// A short text that is the same for the same state.
    pub fn name(&self) -> String {
        let mut name = String::with_capacity(160);
        let page = match &self.page {
            State::Reviewing => ('r', None),
            State::Creating(journal) => ('a', Some(journal)),
            State::Created(journal) => ('c', Some(journal)),
            State::Redirected(journal) => ('h', Some(journal)),
            State::CheckingStatus(journal) => ('b', Some(journal)),
            State::Unknown(journal) => ('u', Some(journal)),
            State::Succeeded => ('s', None),
            State::Failed(status) => (char::from(b'0' + *status as u8), None),
        };
        name.push(page.0);
        for journal in [page.1, self.disk.as_ref()] {
            name.push('|');
            brief(journal, &mut name);
        }
        for effect in &self.todo {
            let (letter, journal) = match effect {
                Effect::Commit(journal) => ('C', Some(journal)),
                Effect::Create(journal) => ('P', Some(journal)),
                Effect::Ask => ('A', None),
                Effect::Refresh(_) => ('R', None),
                Effect::Cancel(_) => ('X', None),
                Effect::Navigate(_) => ('N', None),
                Effect::ShowReceipt => ('S', None),
                Effect::ShowOrder => ('O', None),
                Effect::Forget(attempt) => {
                    name.push_str(attempt.as_deref().unwrap_or("*"));
                    ('F', None)
                }
            };
            name.push(letter);
            brief(journal, &mut name);
        }
        for request in [&self.asked, &self.late] {
            name.push('|');
            match request {
                Some(Request::Create(key, quote)) => name.extend([key.as_str(), quote]),
                Some(Request::Cancel(id)) => name.push_str(id),
                Some(Request::Ask) => name.push('?'),
                None => {}
            }
        }
        name.push('|');
        match &self.answer {
            Some(ServerAnswer::Latest(paid)) => name.extend([paid.id.as_str(), STATUS[paid.status as usize]]),
            Some(ServerAnswer::NoPayment { quote_holds }) => name.push(if *quote_holds { '=' } else { '!' }),
            Some(ServerAnswer::AlreadyPaid) => name.push('$'),
            Some(ServerAnswer::Refused) => name.push('-'),
            None => {}
        }
        name.push('|');
        self.payments.iter().for_each(|paid| name.extend([paid.key.as_str(), STATUS[paid.status as usize]]));
        self.sent.iter().for_each(|(key, quote)| name.extend([key.as_str(), quote]));
        self.refused.iter().for_each(|key| name.extend(["-", key]));
        name.extend([self.quote, self.keys, self.faults, u8::from(self.leaving)].map(|n| char::from(b'0' + n)));
        name
    }
}
