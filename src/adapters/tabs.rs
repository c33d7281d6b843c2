//! How the tabs of this site tell each other something in one browser.
use super::browser::listen;
use super::keys;
use crate::domain::tab_message::TabMessage;
use wasm_bindgen::JsCast;
use web_sys::{BroadcastChannel, MessageEvent};

/// Tells all other tabs.
pub fn tell(message: &TabMessage) {
    if let Ok(channel) = BroadcastChannel::new(keys::DATABASE) {
        let _ = channel.post_message(&message.write().into());
        channel.close();
    }
}

/// Calls with each message of another tab.
pub fn on_told(callback: impl Fn(TabMessage) + 'static) {
    let Ok(channel) = BroadcastChannel::new(keys::DATABASE) else { return };
    listen(&channel, "message", move |event| {
        let text = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
        if let Some(message) = text.as_deref().and_then(TabMessage::read) {
            callback(message);
        }
    });
}
