//! Runs random histories of the real application against the real server logic. One seed is one history, on every machine.
//!
//! `HISTORIES` how many (default 20,000), `SEED` one of them again with its log, `FIRST` the first seed of a run,
//! `UNTIL_FAILURE=1` ends the run at the first seed that fails.
//! A run that covers too little fails as well: see `Totals::missing_coverage`.
#![allow(clippy::indexing_slicing, reason = "indices are below the lengths they were made from")]
#![allow(clippy::print_stdout, reason = "it is a program that reports")]
use chrono::{DateTime, Utc};
use mimalloc::MiMalloc;
use sandbox::in_process::Snapshot;
use simulation::history::{self, Outcome};
use simulation::world::{self, Fault};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// A quarter of a run is spent on memory: this allocator is faster at small pieces than the system's.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Lines of a history that are printed when it fails: its end tells what went wrong.
const LAST_LINES: usize = 60;
/// Histories that failed before; each is run again.
const PAST_FAILURES: [u64; 10] =
    [16_629, 37_604, 40_941, 3_144_733, 3_284_171, 4_342_089, 7_000_032, 7_009_549, 7_035_906, 7_050_628];

/// What a run must reach at least once.
const REQUIRED: [&str; 41] = [
    "orders",
    "orders: cancelled",
    "orders: document",
    "orders: refund asked for",
    "letter: issued",
    "letter: checked",
    "letter: revoked",
    "tax exemption: asked for",
    "proof: sent",
    "competencies",
    "competencies: asked again",
    "people",
    "locations",
    "people: invited",
    "people: roles changed",
    "people: removed",
    "locations: added",
    "locations: closed",
    "membership",
    "requirements",
    "profile",
    "agreement",
    "location",
    "level",
    "payment method",
    "review",
    "payment return",
    "confirmation",
    "sign-in needed",
    "claim: saved",
    "claim: asking",
    "claim: not answered",
    "claim: no payment",
    "claim: refused",
    "claim: declined",
    "claim: cancelled",
    "claim: expired",
    "claim: open",
    "claim: processing",
    "confirmed: paid",
    "confirmed: pending",
];

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_510_800, 0).unwrap_or_default()
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

#[derive(Default)]
struct Totals {
    histories: u64,
    events: Vec<u32>,
    faults: BTreeMap<Fault, u64>,
    reached: BTreeMap<&'static str, u64>,
    failed: Vec<(u64, String)>,
}

impl Totals {
    fn add(&mut self, seed: u64, outcome: &Outcome) {
        self.histories += 1;
        self.events.push(outcome.events);
        for fault in &outcome.faults {
            *self.faults.entry(*fault).or_default() += 1;
        }
        for what in &outcome.reached {
            *self.reached.entry(what).or_default() += 1;
        }
        if let Some(violation) = &outcome.violation {
            self.failed.push((seed, violation.0.clone()));
        }
    }

    fn merge(&mut self, other: Totals) {
        self.histories += other.histories;
        self.events.extend(other.events);
        self.failed.extend(other.failed);
        for (fault, count) in other.faults {
            *self.faults.entry(fault).or_default() += count;
        }
        for (what, count) in other.reached {
            *self.reached.entry(what).or_default() += count;
        }
    }

    fn percent(&self, count: u64) -> f64 {
        count as f64 * 100.0 / self.histories.max(1) as f64
    }

    /// What this run did not reach often enough to say anything.
    fn missing_coverage(&self) -> Vec<String> {
        let mut events = self.events.clone();
        events.sort_unstable();
        let mut missing = Vec::new();
        let median = events.get(events.len() / 2).copied().unwrap_or_default();
        if median < 60 {
            missing.push(format!("a history has {median} events in the middle, and needs 60"));
        }
        for fault in Fault::ALL {
            let percent = self.percent(self.faults.get(&fault).copied().unwrap_or_default());
            if percent < 2.0 {
                missing.push(format!("{fault:?} in {percent:.1} % of the histories, and needs 2 %"));
            }
        }
        for what in REQUIRED.into_iter().filter(|what| !self.reached.contains_key(what)) {
            missing.push(format!("{what} was never reached"));
        }
        let confirmed = self.percent(self.reached.get("confirmation").copied().unwrap_or_default());
        if confirmed < 30.0 {
            missing.push(format!("{confirmed:.1} % reach the confirmation, and 30 % should"));
        }
        missing
    }

    fn report(&self, seconds: f64) {
        let mut events = self.events.clone();
        events.sort_unstable();
        let median = events.get(events.len() / 2).copied().unwrap_or_default();
        let per_second = self.histories as f64 / seconds.max(0.001);
        println!(
            "{} histories in {seconds:.1} s ({per_second:.0} a second), {median} events in the middle",
            self.histories
        );
        let faults = self.faults.iter().map(|(fault, count)| format!("{fault:?} {:.1} %", self.percent(*count)));
        println!("faults: {}", faults.collect::<Vec<_>>().join(", "));
        let reached = self.reached.iter().map(|(what, count)| format!("{what} {:.1} %", self.percent(*count)));
        println!("reached: {}", reached.collect::<Vec<_>>().join(", "));
    }
}

fn one(snapshot: &Snapshot, seed: u64) -> Outcome {
    let run = catch_unwind(AssertUnwindSafe(|| history::run(snapshot, seed, start())));
    run.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Outcome {
            events: 0,
            faults: Default::default(),
            reached: Default::default(),
            violation: Some(world::Violation(format!("a panic: {}", text.unwrap_or_default()))),
            log: Vec::new(),
        }
    })
}

/// Runs the seeds in their order on all processors; `until_failure`: those before the first one that fails, and it.
fn run_all(snapshot: &Snapshot, seeds: &[u64], until_failure: bool) -> Totals {
    let (next, end) = (AtomicUsize::new(0), AtomicUsize::new(seeds.len()));
    let work = || {
        let mut totals = Totals::default();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= end.load(Ordering::Relaxed) {
                return totals;
            }
            let outcome = one(snapshot, seeds[at]);
            totals.add(seeds[at], &outcome);
            if until_failure && outcome.violation.is_some() {
                // Every seed before this one is run or running: the first that fails is among them.
                end.fetch_min(at, Ordering::Relaxed);
            }
        }
    };
    let mut totals = Totals::default();
    std::thread::scope(|scope| {
        let threads = std::thread::available_parallelism().map_or(2, usize::from);
        let parts: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        for part in parts {
            match part.join() {
                Ok(part) => totals.merge(part),
                Err(_) => totals.failed.push((0, "a thread ended".to_owned())),
            }
        }
    });
    totals
}

fn main() -> ExitCode {
    let snapshot = match Snapshot::prepare(start()) {
        Ok(snapshot) => snapshot,
        Err(error) => {
            println!("simulation: {error}");
            return ExitCode::FAILURE;
        }
    };
    if let Some(seed) = number("SEED") {
        let outcome = one(&snapshot, seed);
        for line in &outcome.log {
            println!("{line}");
        }
        println!("{:?}", outcome.violation);
        return ExitCode::from(u8::from(outcome.violation.is_some()));
    }
    let (first, histories) = (number("FIRST").unwrap_or(1), number("HISTORIES").unwrap_or(20_000));
    let seeds: Vec<u64> = PAST_FAILURES.into_iter().chain(first..first.saturating_add(histories)).collect();
    let began = Instant::now();
    let until_failure = number("UNTIL_FAILURE").is_some();
    let mut totals = run_all(&snapshot, &seeds, until_failure);
    totals.report(began.elapsed().as_secs_f64());
    totals.failed.sort();
    for (seed, why) in totals.failed.iter().take(5) {
        println!("\nseed {seed}: {why}");
    }
    if let Some((seed, _)) = totals.failed.first() {
        let outcome = one(&snapshot, *seed);
        let from = outcome.log.len().saturating_sub(LAST_LINES);
        println!("\nthe end of seed {seed} (all of it: SEED={seed} make simulate):");
        outcome.log.iter().skip(from).for_each(|line| println!("  {line}"));
        println!("\nsimulation: {} of {} histories failed", totals.failed.len(), totals.histories);
        return ExitCode::FAILURE;
    }
    let is_long = number("HISTORIES").is_none_or(|histories| histories >= 2_000);
    // A run until the first failure asks for that alone.
    let tame = if is_long && !until_failure { totals.missing_coverage() } else { Vec::new() };
    for what in &tame {
        println!("too tame: {what}");
    }
    println!("{} passed, {} failed", totals.histories, tame.len());
    ExitCode::from(u8::from(!tame.is_empty()))
}
