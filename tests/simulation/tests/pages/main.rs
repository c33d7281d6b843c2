//! What each page and service claims, offers, sends and keeps, acted out by a person in a world where nothing happens
//! but what the test orders. One file for each.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
mod competencies;
mod review;
