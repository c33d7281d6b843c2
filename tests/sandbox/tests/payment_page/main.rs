//! The hosted payment page, called as a service.

#![allow(clippy::unwrap_used, clippy::panic)]

mod card;
mod pages;
mod support;
