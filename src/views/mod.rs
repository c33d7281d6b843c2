//! What is on the screen. Views read `app` and `domain`; they never call an adapter.
mod competencies;
mod confirmation;
mod membership;
mod not_found;
mod organizations;
mod parts;
mod payment_return;
mod proof;
mod shell;
mod sign_in;
mod start;
mod steps;
mod year;

pub use shell::site;
