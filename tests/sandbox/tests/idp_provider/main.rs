//! The OpenID provider, called as a service: what it grants, and one test per thing it refuses.

#![allow(clippy::unwrap_used, clippy::panic)]

mod authorize;
mod behaviors;
mod keys;
mod pages;
mod sign_out;
mod support;
mod token;
