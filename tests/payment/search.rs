//! Every state that page, storage, network, server and provider can get into together, with kills, lost and late
//! messages, two attempts and two quotes: the rules hold in all of them, and none is a dead end.
use super::moves::Moves;
use super::world::World;
use partner_renewal::domain::payment::PaymentStatus::{self, Succeeded};
use partner_renewal::domain::payment_machine::{Effect, State};
use std::collections::HashMap;

/// All states, and for each those that it can be reached from without a fault.
struct Visited {
    worlds: Vec<World>,
    before: Vec<Vec<usize>>,
}

fn visit(start: World, check: fn(&World, &World)) -> Visited {
    let mut known: HashMap<String, usize> = HashMap::from([(start.name(), 0)]);
    let mut all = Visited { worlds: vec![start], before: vec![Vec::new()] };
    let mut at = 0;
    while let Some(world) = all.worlds.get(at).cloned() {
        for (good, next) in Moves::of(&world) {
            check(&world, &next);
            let found = *known.entry(next.name()).or_insert(all.worlds.len());
            if found == all.worlds.len() {
                all.worlds.push(next);
                all.before.push(Vec::new());
            }
            if good {
                all.before[found].push(at);
            }
        }
        at += 1;
    }
    all
}

fn has(world: &World, status: PaymentStatus) -> bool {
    world.payments.iter().any(|paid| paid.status == status)
}

/// What holds wherever the journal can be kept, and where it cannot.
pub fn always(before: &World, after: &World) {
    let captured = after.payments.iter().filter(|paid| paid.status == Succeeded).count();
    assert!(captured <= 1, "promise 1: {after:?}");
    assert!(after.page != State::Succeeded || captured == 1, "promise 6: shown as paid: {after:?}");
    if let State::Failed(status) = after.page {
        assert!(has(after, status), "promise 5: shown as {status:?} without the server's word: {after:?}");
    }
    if let State::Redirected(journal) = &after.page {
        assert!(journal.handed_off, "promise 13: a journal that is written sends away: {after:?}");
    }
    let leaves = matches!(before.todo.first(), Some(Effect::Navigate(_))) && after.todo.len() < before.todo.len();
    assert!(!leaves || before.leaving || before.faults < after.faults, "promise 13: sent away: {before:?}");
}

/// A request leaves under a key that is written down, and a new key only once the earlier one can do nothing more.
pub fn keys_are_kept(before: &World, after: &World) {
    if after.sent.len() > before.sent.len() {
        let (key, _) = after.sent.last().unwrap();
        let written = after.disk.as_ref().map(|journal| &journal.attempt_key);
        assert_eq!(written, Some(key), "promise 15: asked for before it was durable: {after:?}");
        for (earlier, quote) in before.sent.iter().filter(|(earlier, _)| earlier != key) {
            let made = before.payments.iter().find(|paid| paid.key == *earlier);
            let over = made.is_some_and(|paid| paid.status.is_terminal());
            let impossible = made.is_none() && (before.refused.contains(earlier) || *quote != before.quote_id());
            assert!(over || impossible, "promise 10: a new key beside {earlier}: {after:?}");
        }
    }
}

/// With storage, the page keeps its key through everything.
fn with_journal(before: &World, after: &World) {
    always(before, after);
    keys_are_kept(before, after);
    if after.can_pay() {
        let own = after.live().filter(|paid| !paid.key.is_empty());
        assert!(own.is_none(), "promise 5: a pay button beside a live payment: {after:?}");
    }
}

/// Every state can go on, without faults, to one where the person sees how it ended or may pay.
fn nothing_is_a_dead_end(all: &Visited) {
    let ended = |world: &World| {
        world.is_idle() && (world.page == State::Succeeded || (world.can_pay() && world.live().is_none()))
    };
    let mut reaches: Vec<bool> = all.worlds.iter().map(ended).collect();
    let mut next: Vec<usize> = (0..reaches.len()).filter(|at| reaches[*at]).collect();
    assert!(!next.is_empty());
    while let Some(at) = next.pop() {
        for before in &all.before[at] {
            if !std::mem::replace(&mut reaches[*before], true) {
                next.push(*before);
            }
        }
    }
    let stuck = reaches.iter().position(|reaches| !reaches);
    assert!(stuck.is_none(), "a dead end: {:?}", stuck.and_then(|at| all.worlds.get(at)));
}

fn searched(start: World, check: fn(&World, &World)) {
    let all = visit(start, check);
    assert!(all.worlds.len() > 10_000, "only {} states were visited", all.worlds.len());
    assert!(all.worlds.iter().any(|world| world.page == State::Succeeded));
    nothing_is_a_dead_end(&all);
}

#[test]
fn promise_15_in_every_state_a_fee_is_taken_once_and_shown_as_what_it_is() {
    searched(World::new(true, false), with_journal);
}

#[test]
fn promise_17_without_storage_the_server_alone_keeps_it_single() {
    searched(World::new(false, false), always);
}

#[test]
fn promise_16_with_another_browser_that_pays_too_it_stays_single() {
    searched(World::new(true, true), always);
}
