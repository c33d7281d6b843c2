//! The static host, called as a service over a small built site: one test per rule of what is served, kept and sent.

#![allow(clippy::unwrap_used, clippy::panic)]

mod caching;
mod headers;
mod paths;
mod support;
