//! The browser side of the ports: storage, network, sign-in, clock, `Intl` and the page itself.
pub mod browser;
pub mod clock;
pub mod config;
pub mod dom;
pub mod fatal;
pub mod formatter;
pub mod history;
pub mod http;
pub mod intl;
pub mod lazy_part;
pub mod locale;
pub mod memory;
pub mod network;
pub mod sign_in;
pub mod start;
pub mod storage;
pub mod system;
pub mod tabs;

/// Memory for the whole program.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
