//! The loader of `config.json`. Its download was started by the script that runs before the first paint.

use super::{browser, network};
use crate::config::{Config, ConfigError, ConfigProblem, FILE};
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A download that the boot script has started: `globalThis.__boot[name]`, a promise of text.
pub(super) async fn started(name: &str) -> Option<String> {
    let promise: Promise = Reflect::get(&browser::boot(), &JsValue::from_str(name)).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()?.as_string()
}

/// What the boot script downloads when it is asked to: `globalThis.__boot[name](argument)`, a promise of text. `None` if it
/// cannot be had; the next call asks for it anew.
pub(super) async fn given(name: &str, argument: &str) -> Option<String> {
    let boot = browser::boot();
    let function: Function = Reflect::get(&boot, &JsValue::from_str(name)).ok()?.dyn_into().ok()?;
    let promise: Promise = function.call1(&boot, &JsValue::from_str(argument)).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()?.as_string()
}

/// The configuration.
///
/// # Errors
/// If the file cannot be had, or a key in it cannot be used.
pub async fn load() -> Result<Config, ConfigError> {
    let text = match started("config").await {
        Some(text) => text,
        None => {
            network::get_text(FILE).await.map_err(|_| ConfigError { key: FILE, problem: ConfigProblem::Unreachable })?
        }
    };
    Config::parse(&text, &browser::hostname())
}
