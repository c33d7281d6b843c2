//! The real application in a simulated world: virtual time, a network and a disk that fail, and the real server logic.
//!
//! `src/main.rs` runs random histories; `tests/faults` plays single faults by hand, `tests/pages` what each page does.
#![allow(clippy::indexing_slicing, reason = "indices are below the lengths they were made from")]
#![allow(clippy::missing_errors_doc, clippy::must_use_candidate, reason = "aids for tests")]
pub mod around;
mod centre;
pub mod checks;
pub mod disk;
pub mod drawing;
pub mod drawn;
pub mod history;
pub mod network;
pub mod person;
pub mod random;
pub mod scene;
pub mod script;
pub mod tab;
pub mod world;
