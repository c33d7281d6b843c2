//! The site's half of the contract: golden answers are read as they are meant, requests are written as they are
//! described, and whatever else arrives is a failure with a name, never a panic.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod companies;
mod company_verification;
mod competencies;
mod enrollment;
mod hostile;
mod letter;
mod next;
mod operations;
mod orders;
mod payment_links;
mod payments;
mod problems;
mod profile;
mod quotes;
mod ranges;
mod reference;
mod renewals;
mod requests;
#[path = "../support/mod.rs"]
mod support;
mod tags;
mod tax_exemption;
mod unknown;
