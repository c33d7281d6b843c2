//! The end of the line: after a panic the rest of the page cannot be trusted, so the boot script freezes it.
use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

fn call(name: &str, text: &str) {
    let global = js_sys::global();
    let function = Reflect::get(&global, &JsValue::from_str(name)).ok().and_then(|f| f.dyn_into::<Function>().ok());
    if let Some(function) = function {
        let _ = function.call1(&JsValue::UNDEFINED, &JsValue::from_str(text));
    }
}

/// From now on a panic freezes the page and says how to go on.
pub fn install_panic_hook() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(|at| [at.file(), ":", &at.line().to_string()].concat());
        call("__fatal", &place.unwrap_or_default());
    }));
}

/// Says in the place of the app that it cannot start: `config` or `words`.
pub fn cannot_start(what: &str) {
    call("__cannotStart", what);
}
