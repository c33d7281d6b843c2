//! Starts the site in the browser. Elsewhere there is nothing to run.

#[cfg(target_arch = "wasm32")]
fn main() {
    partner_renewal::adapters::start::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
