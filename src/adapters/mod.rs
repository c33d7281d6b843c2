//! The browser side of the ports: storage, network, sign-in, clock, `Intl` and the page itself.
pub mod browser;
pub mod clock;
pub mod config;
pub mod fatal;
pub mod http;
pub mod intl;
pub mod keys;
pub mod locale;
pub mod memory;
pub mod network;
pub mod page;
pub mod sign_in;
pub mod start;
pub mod storage;
pub mod tabs;
