//! The seven renewal steps, one file each.
pub mod agreement;
pub mod conflict;
pub mod level;
pub mod location;
pub mod payment_method;
pub mod profile;
pub mod requirements;
pub mod review;
