//! The partner API, called as a service and held against the contract's golden bodies.

#![allow(clippy::unwrap_used, clippy::panic)]

mod access;
mod address_check;
mod changes;
mod company_verification;
mod competencies;
mod contacts;
mod controls;
mod countries;
mod downloads;
mod enrollment;
mod evidence;
#[cfg(feature = "faults")]
mod faults;
mod frame;
mod golden;
mod handover;
mod languages;
mod letter;
mod locations;
mod next;
mod once;
mod orders;
mod paying;
mod payment_links;
mod people;
mod problems;
mod promotion;
mod proof;
mod recent;
mod reference;
mod refund;
mod role_requests;
mod scenario;
mod second_program;
mod settlement;
mod signing;
mod support;
mod tax_exemption;
mod webhook;
