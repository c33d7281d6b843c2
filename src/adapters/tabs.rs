//! How the tabs of this site tell each other something in one browser.
use super::browser::listen;
use crate::domain::tab_message::TabMessage;
use crate::ports::{TabChannel, keys};
use wasm_bindgen::JsCast;
use web_sys::{BroadcastChannel, MessageEvent};

/// The channel to the other tabs; a tab receives none of its own messages.
pub struct Tabs(Option<BroadcastChannel>);

impl Tabs {
    /// Opens the channel. Where the browser has none, tabs find out from the store and the server.
    #[must_use]
    pub fn open() -> Tabs {
        Tabs(BroadcastChannel::new(keys::DATABASE).ok())
    }

    /// Calls with each message of another tab.
    pub fn on_message(&self, callback: impl Fn(TabMessage) + 'static) {
        let Some(channel) = &self.0 else { return };
        listen(channel, "message", move |event| {
            let text = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
            if let Some(message) = text.as_deref().and_then(TabMessage::read) {
                callback(message);
            }
        });
    }
}

impl TabChannel for Tabs {
    fn send(&self, message: &TabMessage) {
        if let Some(channel) = &self.0
            && channel.post_message(&message.write().into()).is_err()
        {
            // A message is a hint: the other tab finds out by itself when it saves or is shown.
        }
    }
}
