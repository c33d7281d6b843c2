//! Single faults, played by hand against the real application and the real program: each was met in the running site
//! before, or is a sibling of one that was. The comment names the row of the list of faults it belongs to.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
mod draft;
mod late_answers;
mod pages;
mod payment;
mod saving;
