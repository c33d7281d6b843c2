//! What each page and service claims, offers, sends and keeps, acted out by a person in a world where nothing happens
//! but what the test orders. One file for each.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
mod account;
mod agreement;
mod around;
mod asking;
mod choices;
mod competencies;
mod confirmation;
mod conflict;
mod country;
mod early_answers;
mod early_questions;
mod journal;
mod lazy_part;
mod letter;
mod locations;
mod membership;
mod membership_calendar;
mod orders;
mod organizations;
mod payment_method;
mod payment_presses;
mod payment_return;
mod people;
mod profile;
mod profile_cards;
mod proof;
mod records;
mod renewals;
mod requests;
mod requirements;
mod review;
mod role_offer;
mod saving;
mod sign_in;
mod verification;
