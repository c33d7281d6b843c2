//! What is on the screen. Views show the state of the controllers in `app` and forward what the person does; they never
//! call an adapter, ask the API or decide.
mod centre;
mod confirmation;
pub mod lazy;
mod membership;
mod membership_extras;
mod membership_timeline;
mod not_found;
mod outline;
mod parts;
mod payment_return;
mod shell;
mod sign_in;
mod start;
mod steps;
#[cfg(feature = "styles")]
mod styles;

pub use shell::site;
