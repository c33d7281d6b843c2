//! Time, random numbers and tasks of the browser, behind their ports.
use super::{browser, clock};
use crate::ports::{Clock, Random, Spawner, Task, Timer};
use wasm_bindgen_futures::spawn_local;

/// The clock that is corrected by the server's.
pub struct BrowserClock;

impl Clock for BrowserClock {
    fn now_ms(&self) -> i64 {
        clock::now_ms()
    }
}

/// The browser's timers.
pub struct BrowserTimer;

impl Timer for BrowserTimer {
    fn sleep(&self, ms: u32) -> Task<'static, ()> {
        Box::pin(browser::sleep(ms))
    }

    fn next_frame(&self) -> Task<'static, ()> {
        Box::pin(browser::next_frame())
    }
}

/// The browser's source of random numbers.
pub struct BrowserRandom;

impl Random for BrowserRandom {
    fn hex(&self, bytes: u32) -> String {
        browser::random_hex(bytes)
    }

    fn below_thousand(&self) -> u32 {
        browser::random_thousandth()
    }
}

/// Runs tasks between the browser's own. `spawn_local` is compiled anew for every kind of task, so it is called here only.
pub struct BrowserSpawner;

impl Spawner for BrowserSpawner {
    fn spawn(&self, task: Task<'static, ()>) {
        spawn_local(task);
    }
}
