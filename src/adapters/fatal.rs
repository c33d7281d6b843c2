//! Calls to the boot script, which does what is to be done without the app: after a panic the rest of the page cannot be
//! trusted and is frozen.
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

fn call(name: &str, texts: &[&str]) {
    let global = js_sys::global();
    let function = Reflect::get(&global, &JsValue::from_str(name)).ok().and_then(|f| f.dyn_into::<Function>().ok());
    if let Some(function) = function {
        let texts: Array = texts.iter().map(|text| JsValue::from_str(text)).collect();
        // Where this fails too, nothing is left that could show why.
        let _ = function.apply(&JsValue::UNDEFINED, &texts);
    }
}

/// From now on a panic freezes the page and says how to go on. In a build in parts a panic is a trap
/// (scripts/trap-panics.mjs): there the boot script does this by itself, and no hook would be called.
#[cfg(not(feature = "split"))]
pub fn install_panic_hook() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(|at| [at.file(), ":", &at.line().to_string()].concat());
        call("__fatal", &[&place.unwrap_or_default()]);
    }));
}

/// Tells the page that a request to this address got no answer. Where the content security policy has blocked it, the
/// page names the origin to the operator; the app itself cannot see the difference.
pub(super) fn note_unanswered(url: &str) {
    call("__unanswered", &[url]);
}

/// Says in the place of the app that it cannot start. `reason` is `["words"]`, or `["config", key, word, right]`: the key
/// that is wrong, the name of the message that explains it (`ConfigProblem::message_key`), and what to write instead where that is known.
pub fn cannot_start(reason: &[&str]) {
    call("__cannotStart", reason);
}

/// Keeps the next sign-in for a page on which the app is not there yet: the address where it begins, the text that is kept
/// meanwhile, and the addresses of what the API is asked first, without an organization of the tab and with one.
pub(super) fn keep_sign_in(texts: [&str; 4]) {
    call("__keepSignIn", &texts);
}
