//! What the tabs of this site tell each other. A message is a hint: the tab that receives it asks the server.

const SAVED: &str = "saved:";
// Tabs of an earlier build send and read this word.
const COMPLETED: &str = "settled:";
const PAYMENT: &str = "payment:";
const PROGRESS: &str = "progress:";
const SIGNED_OUT: &str = "signed-out";

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TabMessage {
    /// A draft is saved.
    Saved {
        /// Its revision.
        rev: u64,
        /// Its key in the store.
        key: String,
    },
    /// A renewal is completed: paid, or its order placed.
    Completed {
        /// Its id.
        renewal: String,
    },
    /// Something is new about the payment of a renewal.
    Payment {
        /// Id of the renewal.
        renewal: String,
    },
    /// A renewal is begun, given up, or a step further.
    Progress {
        /// Its id.
        renewal: String,
    },
    /// The person has signed out.
    SignedOut,
}

impl TabMessage {
    /// The message as text.
    #[must_use]
    pub fn write(&self) -> String {
        match self {
            TabMessage::Saved { rev, key } => [SAVED, &rev.to_string(), " ", key].concat(),
            TabMessage::Completed { renewal } => [COMPLETED, renewal].concat(),
            TabMessage::Payment { renewal } => [PAYMENT, renewal].concat(),
            TabMessage::Progress { renewal } => [PROGRESS, renewal].concat(),
            TabMessage::SignedOut => SIGNED_OUT.to_owned(),
        }
    }

    /// The message in a text; `None` for anything else, such as one of another build.
    #[must_use]
    pub fn read(text: &str) -> Option<TabMessage> {
        if text == SIGNED_OUT {
            return Some(TabMessage::SignedOut);
        }
        if let Some(renewal) = text.strip_prefix(COMPLETED) {
            return Some(TabMessage::Completed { renewal: renewal.to_owned() });
        }
        if let Some(renewal) = text.strip_prefix(PAYMENT) {
            return Some(TabMessage::Payment { renewal: renewal.to_owned() });
        }
        if let Some(renewal) = text.strip_prefix(PROGRESS) {
            return Some(TabMessage::Progress { renewal: renewal.to_owned() });
        }
        let (rev, key) = text.strip_prefix(SAVED)?.split_once(' ')?;
        Some(TabMessage::Saved { rev: rev.parse().ok()?, key: key.to_owned() })
    }
}
