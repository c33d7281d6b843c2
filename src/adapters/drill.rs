//! The browser's side of the drills, in builds with the feature `drill` alone: which mistake is planted, and panics on
//! demand, of the three kinds that leave a page in different states.
use super::browser::{listen, local_storage, window};
use leptos::prelude::{RwSignal, Update};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::CustomEvent;

/// The mistake that is planted, by name: in the build, for tests that bring no page, or by the page's test.
pub fn planted() -> Option<String> {
    if let Some(built_in) = option_env!("PLANTED") {
        return Some(built_in.to_owned());
    }
    js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("__planted")).ok()?.as_string()
}

/// Puts a text where it does not belong.
pub fn misplace(key: &str, text: &str) {
    if let Some(storage) = local_storage() {
        let _ = storage.set_item(&["partner-renewal.", key].concat(), text);
    }
}

/// Panics when the page is told to: `handler`, `signal` (inside an update) or `task`.
#[allow(clippy::panic, reason = "that is what it is for")]
pub fn begin() {
    let Some(window) = window() else { return };
    let signal = RwSignal::new(0);
    listen(&window, "drill-panic", move |event| {
        let how = event.dyn_ref::<CustomEvent>().and_then(|event| event.detail().as_string());
        match how.as_deref() {
            Some("signal") => signal.update(|_| panic!("a drill inside a signal")),
            Some("task") => spawn_local(async { panic!("a drill inside a task") }),
            _ => panic!("a drill inside a handler"),
        }
    });
}
