//! The partner program in one process, for development and tests: the site's static host, the partner API, an OpenID
//! provider and a hosted payment page, each an axum router that a test can call with no port.

pub mod api;
pub mod config;
pub mod countries;
pub mod idp;
pub mod ids;
pub mod in_process;
pub mod issuer;
pub mod keys;
pub mod listen;
pub mod names;
mod pages;
pub mod pay;
pub mod people;
pub mod site;
pub mod store;
