//! The site where a company renews its yearly membership in a partner program.
//!
//! Rules, wire formats, sign-in steps and words are pure and compile everywhere; what touches the browser
//! compiles for it alone. Dependencies point inward: views, app, ports, domain.
#[cfg(target_arch = "wasm32")]
pub mod adapters;
#[cfg(target_arch = "wasm32")]
pub mod app;
pub mod config;
pub mod domain;
pub mod i18n;
pub mod oidc;
pub mod ports;
#[cfg(target_arch = "wasm32")]
pub mod views;
pub mod wire;
