//! The browser around the page: time, chance, the address, the network's state, and Web Storage.
use crate::ports::keys;
use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{EventTarget, PageTransitionEvent, Storage, Url, Window};

/// What the boot script offers; `undefined` without it.
pub(super) fn boot() -> JsValue {
    Reflect::get(&js_sys::global(), &"__boot".into()).unwrap_or_default()
}

pub(super) fn window() -> Option<Window> {
    web_sys::window()
}

/// Calls `callback` on every `event` for as long as the page lives.
pub(super) fn listen(target: &EventTarget, event: &str, callback: impl FnMut(web_sys::Event) + 'static) {
    let closure = Closure::<dyn FnMut(web_sys::Event)>::new(callback);
    // It throws for a callback that is no function only.
    let _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    closure.forget();
}

/// A call that is due; dropping it cancels it.
pub struct Timer {
    id: i32,
    _callback: Closure<dyn FnMut()>,
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(window) = window() {
            window.clear_timeout_with_handle(self.id);
        }
    }
}

fn timeout_ms(ms: u32) -> i32 {
    i32::try_from(ms).unwrap_or(i32::MAX)
}

/// Calls `callback` after `ms` milliseconds unless the timer is dropped before.
#[must_use]
pub fn set_timeout(ms: u32, callback: impl FnOnce() + 'static) -> Timer {
    let callback = Closure::once(callback);
    let function: &Function = callback.as_ref().unchecked_ref();
    // It fails without a window or a function only, and both are there; 0 is the id of no timer.
    let id = window()
        .and_then(|w| w.set_timeout_with_callback_and_timeout_and_arguments_0(function, timeout_ms(ms)).ok())
        .unwrap_or_default();
    Timer { id, _callback: callback }
}

/// Calls a JavaScript function after `ms` milliseconds.
pub(super) fn call_after(ms: u32, function: &Function) {
    if let Some(window) = window() {
        // It throws for a callback that is no function only.
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(function, timeout_ms(ms));
    }
}

/// Resolves after `ms` milliseconds.
pub async fn sleep(ms: u32) {
    // The promise is never rejected.
    let _ = JsFuture::from(Promise::new(&mut |resolve, _| call_after(ms, &resolve))).await;
}

fn random(bytes: u32) -> Vec<u8> {
    let array = Uint8Array::new_with_length(bytes);
    if let Some(crypto) = window().and_then(|w| w.crypto().ok()) {
        // Every page has `crypto`, and it throws for more than 65,536 bytes only.
        let _ = crypto.get_random_values_with_array_buffer_view(&array);
    }
    array.to_vec()
}

/// That many random bytes as hexadecimal digits.
#[must_use]
pub fn random_hex(bytes: u32) -> String {
    let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or('0');
    let mut digits = String::new();
    for byte in random(bytes) {
        digits.push(digit(byte >> 4));
        digits.push(digit(byte & 15));
    }
    digits
}

/// That many random bytes in the alphabet of base64url, without padding.
#[must_use]
pub fn random_url_token(bytes: u32) -> String {
    crate::oidc::base64url(&random(bytes))
}

/// A random number below 1000, to spread retries.
#[must_use]
pub fn random_thousandth() -> u32 {
    random(2).into_iter().fold(0, |sum, byte| sum * 256 + u32::from(byte)) % 1000
}

/// Resolves when the page has been drawn as it is now.
pub async fn next_frame() {
    let promise = Promise::new(&mut |resolve, _| {
        if window().is_none_or(|window| window.request_animation_frame(&resolve).is_err()) {
            call_after(0, &resolve);
        }
    });
    if JsFuture::from(promise).await.is_err() {
        // The promise is never rejected.
    }
}

/// Path that the site is served under, without its last slash: empty at the root.
#[must_use]
pub fn base_path() -> String {
    let base = window().and_then(|w| w.document()).and_then(|d| d.base_uri().ok().flatten());
    let path = base.and_then(|base| Url::new(&base).ok()).map(|url| url.pathname()).unwrap_or_default();
    // Everything up to the last slash: a base without one names a file.
    path.rsplit_once('/').map(|(folder, _)| folder.to_owned()).unwrap_or_default()
}

/// Origin of the site.
#[must_use]
pub fn origin() -> String {
    window().and_then(|w| w.location().origin().ok()).unwrap_or_default()
}

/// Host of the site, without a port.
#[must_use]
pub fn hostname() -> String {
    window().and_then(|w| w.location().hostname().ok()).unwrap_or_default()
}

/// Path of the page below the base, with its leading slash.
#[must_use]
pub fn current_path() -> String {
    below_base(&window().and_then(|w| w.location().pathname().ok()).unwrap_or_default())
}

/// The part of a path below the site's base, with its leading slash.
pub(super) fn below_base(path: &str) -> String {
    match path.strip_prefix(&base_path()) {
        Some(below) if below.starts_with('/') => below.to_owned(),
        _ => "/".to_owned(),
    }
}

/// Query of the page's address, without its question mark.
#[must_use]
pub fn current_query() -> String {
    let query = window().and_then(|w| w.location().search().ok()).unwrap_or_default();
    query.trim_start_matches('?').to_owned()
}

/// Changes the address shown, to a path below the base, without loading anything.
pub fn replace_url(path: &str) {
    if let Some(history) = window().and_then(|w| w.history().ok()) {
        let url = [&base_path(), path].concat();
        // A browser may allow no more changes for a moment. A code that stays in the address is used up, and was good
        // together with this tab's verifier only.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&url));
    }
}

/// Adds an entry to the history for a path below the base, without loading anything.
pub(super) fn push_url(path: &str) {
    if let Some(history) = window().and_then(|w| w.history().ok()) {
        let url = [&base_path(), path].concat();
        if history.push_state_with_url(&JsValue::NULL, "", Some(&url)).is_err() {
            // A browser allows no more for a moment: the page is loaded instead.
            go(&url);
        }
    }
}

/// Leaves for another address.
pub fn go(url: &str) {
    if let Some(window) = window() {
        // It throws for an address that cannot be parsed only, and callers have checked theirs.
        let _ = window.location().assign(url);
    }
}

/// Leaves for another address, which takes this page's place in the history.
pub fn replace_location(url: &str) {
    if let Some(window) = window() {
        // As above.
        let _ = window.location().replace(url);
    }
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = window() {
        // It throws in a frame of another origin only, and this site allows none.
        let _ = window.location().reload();
    }
}

/// Calls when the page is hidden or left: the last moment at which saving is sure to start.
pub fn on_hidden(callback: impl Fn() + Clone + 'static) {
    let (Some(window), Some(document)) = (window(), window().and_then(|w| w.document())) else { return };
    let on_hide = callback.clone();
    let watched = document.clone();
    listen(&document, "visibilitychange", move |_| {
        if watched.hidden() {
            on_hide();
        }
    });
    listen(&window, "pagehide", move |_| callback());
}

/// Calls when the page is shown after it was hidden.
pub fn on_shown(callback: impl Fn() + 'static) {
    let Some(document) = window().and_then(|w| w.document()) else { return };
    let watched = document.clone();
    listen(&document, "visibilitychange", move |_| {
        if !watched.hidden() {
            callback();
        }
    });
}

/// Calls when the browser shows the page again from its back/forward cache.
pub fn on_page_restored(callback: impl Fn() + 'static) {
    let Some(window) = window() else { return };
    listen(&window, "pageshow", move |event| {
        if event.dyn_ref::<PageTransitionEvent>().is_some_and(PageTransitionEvent::persisted) {
            callback();
        }
    });
}

/// Calls with `true` when the network comes and with `false` when it goes.
pub fn on_online_change(callback: impl Fn(bool) + Clone + 'static) {
    let Some(window) = window() else { return };
    let on_offline = callback.clone();
    listen(&window, "online", move |_| callback(true));
    listen(&window, "offline", move |_| on_offline(false));
}

/// Is there a network, as far as the browser can tell?
#[must_use]
pub fn is_online() -> bool {
    window().is_none_or(|w| w.navigator().on_line())
}

/// Is there a mark under this name in sessionStorage? It is good once.
pub(super) fn take_session_mark(name: &str) -> bool {
    let Some(storage) = session_storage() else { return false };
    let marked = kept(&storage, name).is_some();
    if marked && storage.remove_item(name).is_err() {
        // The mark then counts once more, which costs a draft its place at the next start, not its content.
    }
    marked
}

/// The storage of this site; none where the browser denies it, which callers tell or do without.
pub(super) fn local_storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}

/// The storage of this tab, as `local_storage`.
pub(super) fn session_storage() -> Option<Storage> {
    window()?.session_storage().ok()?
}

/// What is kept under this name; nothing where the browser refuses to read.
pub(super) fn kept(storage: &Storage, name: &str) -> Option<String> {
    // A browser that refuses to read has refused to write before: there is nothing.
    storage.get_item(name).ok()?
}

/// The names under which something is kept, other sites' of this origin among them.
pub(super) fn names(storage: &Storage) -> Vec<String> {
    let count = storage.length().unwrap_or_default();
    // A name that cannot be read is one of a storage that is denied, where nothing can be done about what it holds.
    (0..count).filter_map(|i| storage.key(i).ok().flatten()).collect()
}

/// Forgets what is kept under this name.
pub(super) fn forget(storage: &Storage, name: &str) {
    // It throws where storage is denied as a whole only; then there is nothing to forget.
    let _ = storage.remove_item(name);
}

/// Remembers the language.
pub fn store_language(language: &str) {
    if let Some(storage) = local_storage() {
        // Full or denied: the choice then lasts as long as the page.
        let _ = storage.set_item(keys::LANGUAGE, language);
    }
}
