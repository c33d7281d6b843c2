//! Long scenarios at random, over more than the search can visit: two tabs, jumps of the clock, lost roles, new prices,
//! releases of the site and purged storage beside kills and a network that loses, repeats and delays.
//! `HISTORIES` says how many; a scenario that failed is told again first, from `histories.proptest-regressions`.
use super::quote;
use super::search::{always, keys_are_kept};
use super::world::{Paid, Request, World};
use partner_renewal::domain::payment::PaymentStatus::{self, Declined, Expired, Open, Processing, Succeeded};
use partner_renewal::domain::payment_machine::{Effect, Event, Journal, ServerAnswer, State};
use proptest::prelude::*;
use proptest::test_runner::{FileFailurePersistence, TestRunner};

/// Something that happens; where it can't, nothing does.
#[derive(Clone, Debug)]
enum Move {
    /// The page does what is next.
    Act,
    Serve,
    Answer,
    /// A request that nobody waits for any more arrives.
    LateArrives,
    Pay {
        informed: bool,
    },
    Person(usize),
    Provider(usize),
    Lose,
    Delay,
    Duplicate,
    Kill,
    Deploy,
    ClockJump,
    Role(bool),
    PriceChange,
    StoragePurge,
    SecondTab,
    /// Somebody else of the company pays in another browser.
    Stranger,
}

fn moves() -> impl Strategy<Value = Move> {
    prop_oneof![
        12 => Just(Move::Act),
        10 => Just(Move::Serve),
        10 => Just(Move::Answer),
        3 => Just(Move::LateArrives),
        6 => any::<bool>().prop_map(|informed| Move::Pay { informed }),
        8 => (0_usize..5).prop_map(Move::Person),
        4 => (0_usize..4).prop_map(Move::Provider),
        2 => Just(Move::Lose),
        2 => Just(Move::Delay),
        2 => Just(Move::Duplicate),
        2 => Just(Move::Kill),
        1 => Just(Move::Deploy),
        1 => Just(Move::ClockJump),
        1 => any::<bool>().prop_map(Move::Role),
        1 => Just(Move::PriceChange),
        1 => Just(Move::StoragePurge),
        2 => Just(Move::SecondTab),
        1 => Just(Move::Stranger),
    ]
}

/// What a tab has of its own.
struct Tab {
    page: State,
    todo: Vec<Effect>,
    asked: Option<Request>,
    answer: Option<ServerAnswer>,
    late: Option<Request>,
    leaving: bool,
}

struct Scenario {
    /// The server, the storage and the tab in front.
    world: World,
    behind: Tab,
    /// Is all that holds of one tab with its storage still to be expected?
    alone: bool,
}

impl Scenario {
    fn new() -> Scenario {
        let world = World::new(true, false);
        let page = State::Reviewing;
        let behind = Tab { page, todo: Vec::new(), asked: None, answer: None, late: None, leaving: false };
        Scenario { world, behind, alone: true }
    }

    fn swap(&mut self) {
        let (world, tab) = (&mut self.world, &mut self.behind);
        std::mem::swap(&mut world.page, &mut tab.page);
        std::mem::swap(&mut world.todo, &mut tab.todo);
        std::mem::swap(&mut world.asked, &mut tab.asked);
        std::mem::swap(&mut world.answer, &mut tab.answer);
        std::mem::swap(&mut world.late, &mut tab.late);
        std::mem::swap(&mut world.leaving, &mut tab.leaving);
    }

    /// Only writing to storage takes time: everything else is done before anything else can happen.
    fn run_effects(&mut self) {
        while self.world.todo.first().is_some_and(|effect| !matches!(effect, Effect::Commit(_))) {
            self.act();
        }
    }

    fn act(&mut self) {
        if !self.world.todo.is_empty() {
            let before = self.world.clone();
            let effect = self.world.todo.remove(0);
            self.world.carry_out(effect);
            self.check(&before);
        }
    }

    fn check(&self, before: &World) {
        always(before, &self.world);
        if self.alone {
            keys_are_kept(before, &self.world);
        }
    }

    fn happen(&mut self, what: &Move) {
        self.alone &= !matches!(what, Move::SecondTab | Move::StoragePurge | Move::Stranger);
        if matches!(what, Move::Act) {
            self.act();
        } else if matches!(what, Move::SecondTab) {
            self.swap();
        } else {
            let before = self.world.clone();
            change(&mut self.world, what);
            self.check(&before);
        }
        self.run_effects();
    }

    /// No more faults, and a person who wants to pay: both tabs get to the receipt, within so many moves.
    fn ends_well(&mut self) {
        for _tab in 0..2 {
            self.world.primary = true;
            let mut moves = 0;
            while self.world.page != State::Succeeded {
                moves += 1;
                assert!(moves < 60, "promise 45: no end is in sight: {:?}", self.world);
                let before = self.world.clone();
                go_on(&mut self.world);
                self.check(&before);
                self.run_effects();
            }
            self.swap();
        }
    }
}

/// What a good network, a provider that approves and a person who wants to pay do next.
fn go_on(w: &mut World) {
    change(w, &Move::Provider(1));
    if !w.todo.is_empty() {
        let effect = w.todo.remove(0);
        w.carry_out(effect);
    } else if w.asked.is_some() {
        change(w, &Move::Serve);
    } else if w.answer.is_some() {
        change(w, &Move::Answer);
    } else {
        match w.page {
            State::Reviewing | State::Failed(_) => change(w, &Move::Pay { informed: true }),
            _ => w.happen(Event::CameBack),
        }
    }
}

fn change(w: &mut World, what: &Move) {
    match what {
        Move::Serve => {
            if let Some(request) = w.asked.take() {
                w.answer = Some(w.serve(&request));
            }
        }
        Move::Duplicate => {
            if let Some(request) = w.asked.take() {
                w.serve(&request);
                w.answer = Some(w.serve(&request));
            }
        }
        Move::Answer => {
            if let Some(word) = w.answer.take() {
                w.happen(Event::Answered(word));
            }
        }
        Move::LateArrives => {
            if let Some(request) = w.late.take() {
                w.serve(&request);
            }
        }
        Move::Lose if w.asked.is_some() || w.answer.is_some() => {
            (w.asked, w.answer) = (None, None);
            w.happen(Event::NoAnswer);
        }
        Move::Delay if w.asked.is_some() || w.answer.is_some() => {
            w.give_up();
            w.happen(Event::NoAnswer);
        }
        Move::Pay { informed } if w.can_pay() => pay(w, *informed),
        Move::Person(at) if w.todo.is_empty() => {
            let events = [Event::Leave, Event::CameBack, Event::Cancel, Event::StillOpen, Event::ReceiptShown];
            events.get(*at).into_iter().for_each(|event| w.happen(event.clone()));
        }
        Move::Provider(at) => provider(w, *at),
        Move::Kill | Move::Deploy => {
            if matches!(what, Move::Deploy) {
                // The new release reads what the old one wrote.
                w.disk = w.disk.take().and_then(|journal| Journal::from_json(&journal.to_json()));
            }
            w.killed();
            w.faults = w.faults.saturating_add(1);
        }
        Move::ClockJump => {
            w.quote = w.quote.saturating_add(1);
            w.payments.iter_mut().filter(|paid| paid.status == Open).for_each(|paid| paid.status = Expired);
        }
        Move::PriceChange => w.quote = w.quote.saturating_add(1),
        Move::Role(primary) => w.primary = *primary,
        Move::StoragePurge => w.disk = None,
        Move::Stranger if w.live().is_none() && !w.payments.iter().any(|paid| paid.status == Succeeded) => {
            w.payments.push(Paid { key: String::new(), status: Open });
        }
        _ => {}
    }
}

/// The button as the page has it: under the key that is kept, if that is of the same attempt.
fn pay(w: &mut World, informed: bool) {
    let latest = w.latest().filter(|_| informed);
    let kept = w.disk.clone().filter(|journal| !journal.attempt_key.is_empty());
    match kept {
        // The page that asks comes first.
        Some(journal) if informed && journal.is_pending(latest.as_ref()) => w.happen(Event::Resumed(journal)),
        kept => {
            w.keys = w.keys.saturating_add(1);
            let key = format!("k{}", w.keys);
            w.happen(Event::Pay(Journal::of_attempt(kept, "r", latest.as_ref(), &quote(&w.quote_id()), || key)));
        }
    }
}

fn provider(w: &mut World, at: usize) {
    let next: &[PaymentStatus] = match w.live().map(|paid| paid.status) {
        Some(Open) => &[Processing, Succeeded, Expired, Declined],
        Some(Processing) => &[Declined, Succeeded],
        _ => &[],
    };
    if let Some(status) = next.get(at) {
        w.payments.iter_mut().filter(|paid| paid.status.is_live()).for_each(|paid| paid.status = *status);
    }
}

#[test]
fn promise_15_random_stories_take_one_fee_and_come_to_an_end() {
    let cases = std::env::var("HISTORIES").ok().and_then(|text| text.parse().ok()).unwrap_or(500);
    let kept = FileFailurePersistence::Direct("tests/payment/histories.proptest-regressions");
    let config = ProptestConfig { cases, failure_persistence: Some(Box::new(kept)), ..ProptestConfig::default() };
    let scenarios = prop::collection::vec(moves(), 1..120);
    let told = TestRunner::new(config).run(&scenarios, |moves| {
        let mut scenario = Scenario::new();
        moves.iter().for_each(|what| scenario.happen(what));
        scenario.ends_well();
        Ok(())
    });
    told.unwrap();
}
