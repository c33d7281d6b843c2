//! The list of everything this site keeps in a browser: where, under which name, how long. Nothing else is stored;
//! tokens and what is being typed live in memory only.
//!
//! | where | name | what | gone when |
//! |---|---|---|---|
//! | IndexedDB `partner-renewal` | `draft/<account>/<organization>/<renewal>` | what was typed and not yet sent | sent, started over, 30 days, sign-out |
//! | IndexedDB | `draft/<account>/<organization>/<renewal>/last` | the same, as it was when the page was left in mid-typing | as above |
//! | IndexedDB | `journal/<account>/<renewal>` | key and ids of the payment under way | the server says it is over, sign-out |
//! | IndexedDB | `organization/<account>` | the organization last worked for, in any tab | sign-out |
//! | IndexedDB | `quarantine/<account>` | the last draft that could not be read | the next one, deleted, 7 days, sign-out |
//! | IndexedDB | `form/<account>/<organization>/<form>` | what was typed into a form of the membership centre and not yet sent | sent, given up, a day later not shown any more, sign-out |
//! | sessionStorage | `partner-renewal.sign-in.<state>` | the sign-in under way, with the provider's description, the form for its tokens and the address of the account | its return, 15 minutes, sign-out |
//! | localStorage | `partner-renewal.next-sign-in` | the next sign-in without its random values, with the settings and the provider's description that it was prepared by | used once, replaced after each sign-in, a provider that cannot be reached, sign-out |
//! | sessionStorage | `partner-renewal.sign-in-again` | that a stale return already started a new sign-in | the next good sign-in |
//! | sessionStorage | `partner-renewal.account` | digest of the account last signed in, to notice another one | sign-out |
//! | sessionStorage | `partner-renewal.organization` | the organization that this tab works for | sign-in with another account, sign-out |
//! | sessionStorage | `partner-renewal.renewal` | the renewal that this tab worked on last, with its organization, to ask for it at once after a sign-in | sign-in with another account, sign-out |
//! | localStorage | `partner-renewal.config` | the settings of the site, to ask the provider for its description while they are asked for anew | replaced by the next page (not personal) |
//! | localStorage | `partner-renewal.config-at` | when the settings were asked for, in milliseconds since 1970 | replaced by the next page (not personal) |
//! | sessionStorage | `partner-renewal.config` | the settings of the site, for the return from the sign-in page | replaced by the next page (not personal) |
//! | sessionStorage | `partner-renewal.crashed` | when the page last stopped | the tab is closed, sign-out |
//! | sessionStorage | `partner-renewal.crashed-twice` | that it stopped twice within a minute | the next start, sign-out |
//! | localStorage | `partner-renewal.last.<account>` | the draft as it was when a page of this account was left in mid-typing | the first save after the next start, 30 days, sign-out |
//! | localStorage | `partner-renewal.language` | chosen language | never (not personal) |
//! | localStorage | `partner-renewal.begun` | at which step the renewal stands that was begun in this browser, and since when, for the start page | paid, started over, another account, sign-out |
//! | localStorage | `partner-renewal.requests` | the references of the last five answers, for the page of the site's status | sign-out |
//! | localStorage | `partner-renewal.epoch` | count of sign-outs, to tell other tabs | never (not personal) |
//!
//! `public/prepaint.js` reads the language and the step under the same names, keeps the settings and begins the next sign-in,
//! which `public/sign-in.js` keeps; `public/boot.js` writes the two of
//! crashes and reads which page a sign-in leads to; `public/reports.js` writes the references.

use crate::domain::named_enum::named_enum;

/// Name of the database and of the channel between tabs.
pub const DATABASE: &str = "partner-renewal";
/// Version of the database. Each store that is added makes it one higher, because a browser adds stores to the database
/// that it has only when the version rises. The first version had four.
pub const VERSION: u32 = Store::ALL.len() as u32 - 3;
/// Prefix of everything in Web Storage.
pub const PREFIX: &str = "partner-renewal.";
/// Prefix of sign-ins under way, in sessionStorage.
pub const SIGN_IN: &str = "partner-renewal.sign-in.";
/// Set while a stale return has started a new sign-in, in sessionStorage.
pub const SIGN_IN_AGAIN: &str = "partner-renewal.sign-in-again";
/// The next sign-in, in localStorage.
pub const NEXT_SIGN_IN: &str = "partner-renewal.next-sign-in";
/// Digest of the account last signed in, in sessionStorage.
pub const ACCOUNT: &str = "partner-renewal.account";
/// Id of the organization that the tab works for, in sessionStorage.
pub const TAB_ORGANIZATION: &str = "partner-renewal.organization";
/// The renewal that the tab worked on last, behind its organization and a slash, in sessionStorage.
pub const TAB_RENEWAL: &str = "partner-renewal.renewal";
/// The settings of the site, in sessionStorage and localStorage.
pub const CONFIG: &str = "partner-renewal.config";
/// Set by the boot script when the page has stopped twice within a minute, in sessionStorage.
pub const CRASHED_TWICE: &str = "partner-renewal.crashed-twice";
/// Chosen language, in localStorage.
pub const LANGUAGE: &str = "partner-renewal.language";
/// The step at which the renewal stands that was begun in this browser, in localStorage.
pub const BEGUN: &str = "partner-renewal.begun";
/// Count of sign-outs, in localStorage.
pub const EPOCH: &str = "partner-renewal.epoch";
/// Prefix of the last keystrokes of an account, in localStorage.
pub const UNLOAD_SLOT: &str = "partner-renewal.last.";
/// When the settings were asked for, in localStorage.
pub const CONFIG_AT: &str = "partner-renewal.config-at";
/// What stays in Web Storage after a sign-out.
pub const KEPT: [&str; 4] = [LANGUAGE, EPOCH, CONFIG, CONFIG_AT];

named_enum! {
    /// An object store of the database. A record's store is the part of its key before the first slash.
    pub enum Store (name, from_name) {
        /// What was typed and not yet sent.
        Draft = "draft",
        /// The payment under way.
        Journal = "journal",
        /// The organization last worked for.
        Organization = "organization",
        /// What could not be read.
        Quarantine = "quarantine",
        /// What was typed into a form that belongs to no renewal.
        Form = "form",
    }
}

impl Store {
    /// Key of a record in this store.
    fn key(self, parts: &[&str]) -> String {
        [&[self.name()], parts].concat().join("/")
    }
}

/// Key of the draft of a renewal.
#[must_use]
pub fn draft(account: &str, organization: &str, renewal: &str) -> String {
    Store::Draft.key(&[account, organization, renewal])
}

/// Key of what a draft was when its page was left before it could be written in the usual way.
#[must_use]
pub fn last(draft: &str) -> String {
    [draft, "/last"].concat()
}

/// Name of the one slot in localStorage for what an account typed last before its page was left.
#[must_use]
pub fn unload_slot(account: &str) -> String {
    [UNLOAD_SLOT, account].concat()
}

/// Key of the payment journal of a renewal.
#[must_use]
pub fn journal(account: &str, renewal: &str) -> String {
    Store::Journal.key(&[account, renewal])
}

/// Key of the one slot for a draft that could not be read: an account's own, so that no other is offered it.
#[must_use]
pub fn quarantine(account: &str) -> String {
    Store::Quarantine.key(&[account])
}

/// Key of the organization last worked for.
#[must_use]
pub fn organization(account: &str) -> String {
    Store::Organization.key(&[account])
}

/// Key of what was typed into a form of an organization.
#[must_use]
pub fn form(account: &str, organization: &str, form: &str) -> String {
    Store::Form.key(&[account, organization, form])
}

/// Key of the sign-in with this `state`.
#[must_use]
pub fn sign_in(state: &str) -> String {
    [SIGN_IN, state].concat()
}

/// The object store that holds a record.
#[must_use]
pub fn store_of(key: &str) -> &'static str {
    let kind = key.split('/').next().unwrap_or_default();
    Store::from_name(kind).unwrap_or(Store::Quarantine).name()
}
