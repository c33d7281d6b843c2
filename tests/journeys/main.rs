//! Journeys through the rules: when a renewal is possible, where it goes on, what is kept of it, what is signed.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod dates;
mod drafts;
mod profile;
mod proof;
mod signing;
mod steps;
#[path = "../support/mod.rs"]
mod support;

use partner_renewal::wire::Call;
use support::{answer, golden, names};

/// The value in a golden answer of the contract.
fn read<T>(call: &Call<T>, name: &str) -> T {
    assert!(names().iter().any(|known| known == name), "there is no golden body {name}");
    (call.read)(&answer(200, &golden(name))).unwrap_or_else(|failure| panic!("{name}: {failure:?}"))
}
