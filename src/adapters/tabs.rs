//! What the tabs of this site tell each other in one browser. A message is a hint: whoever hears it asks the server.
use super::browser::listen;
use super::keys;
use wasm_bindgen::JsCast;
use web_sys::{BroadcastChannel, MessageEvent};

/// Tells all other tabs.
pub fn tell(message: &str) {
    if let Ok(channel) = BroadcastChannel::new(keys::DATABASE) {
        let _ = channel.post_message(&message.into());
        channel.close();
    }
}

/// Calls with each text that another tab tells.
pub fn on_told(callback: impl Fn(&str) + 'static) {
    let Ok(channel) = BroadcastChannel::new(keys::DATABASE) else { return };
    listen(&channel, "message", move |event| {
        if let Some(text) = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string()) {
            callback(&text);
        }
    });
}
