//! The services that pages share, each the one owner of its state.
use super::account::Accounts;
use super::api::Api;
use super::autosave::DraftAutosave;
use super::drafts::Drafts;
use super::observable::Observable;
use super::pages::lazy::LazyProgram;
use super::renewals::Renewals;
use super::session::{Sessions, SignOut};
use crate::config::Config;
use crate::domain::company::Organization;
use crate::domain::tab_message::TabMessage;
use crate::ports::{Ports, keys};
use std::rc::Rc;

/// All services of the app.
pub struct ServiceSet {
    pub ports: Rc<Ports>,
    pub config: Rc<Config>,
    pub sessions: Rc<Sessions>,
    pub api: Rc<Api>,
    pub accounts: Rc<Accounts>,
    pub drafts: Rc<Drafts>,
    pub renewals: Rc<Renewals>,
    /// The lazy part's functions, once it is here.
    pub(super) lazy_program: fn() -> Option<LazyProgram>,
    /// Has something that the person asked for failed, which no form tells?
    action_failed: Observable<bool>,
}

/// The services, shared.
pub type Services = Rc<ServiceSet>;

impl ServiceSet {
    #[must_use]
    pub fn new(ports: Rc<Ports>, config: Rc<Config>, lazy_program: fn() -> Option<LazyProgram>) -> Services {
        let sessions = Rc::new(Sessions::new(Rc::clone(&ports)));
        let drafts = Rc::new(Drafts::new(Rc::clone(&ports)));
        let api = Rc::new(Api::new(Rc::clone(&ports), Rc::clone(&sessions), Rc::clone(&drafts)));
        let accounts = Rc::new(Accounts::new(Rc::clone(&ports), Rc::clone(&api), Rc::clone(&sessions)));
        let renewals =
            Rc::new(Renewals::new(Rc::clone(&api), Rc::clone(&sessions), Rc::clone(&accounts), Rc::clone(&drafts)));
        let action_failed = Observable::new(false);
        Rc::new(ServiceSet { ports, config, sessions, api, accounts, drafts, renewals, lazy_program, action_failed })
    }

    /// Has something that the person asked for failed, which no form tells?
    #[must_use]
    pub fn action_failed(&self) -> bool {
        self.action_failed.get()
    }

    /// What keeps the draft. Call it from the lazy part only, as `Drafts::autosave`.
    #[must_use]
    pub fn autosave(&self) -> Rc<DraftAutosave> {
        self.drafts.autosave()
    }

    pub(super) fn set_action_failed(&self, failed: bool) {
        self.action_failed.set_if_new(failed);
    }

    /// The organization worked for, if the account is loaded and one is chosen.
    #[must_use]
    pub fn organization(&self) -> Option<Organization> {
        let id = self.accounts.organization()?;
        self.accounts.account()?.organizations.into_iter().find(|organization| organization.id == id)
    }

    /// Works for another organization from now on.
    pub(super) async fn choose_organization(&self, id: String) {
        self.autosave().flush().await;
        self.autosave().unload();
        self.renewals.invalidate();
        self.accounts.choose(id).await;
    }

    /// The renewal is paid, or its order placed: what was typed for it goes, and other tabs hear of it.
    pub(super) async fn mark_completed(&self, renewal: &str) {
        self.renewals.invalidate();
        self.autosave().discard().await;
        self.ports.tabs.send(&TabMessage::Completed { renewal: renewal.to_owned() });
    }

    /// A renewal is begun, given up, or a step further: other tabs hear of it.
    pub(super) fn tell_progress(&self, renewal: &str) {
        self.ports.tabs.send(&TabMessage::Progress { renewal: renewal.to_owned() });
    }

    /// The receipt is shown: removes what a page that ended too early has left in this browser of the renewal.
    pub(super) async fn clear_leftovers(&self, renewal: &str) {
        let (Some(identity), Some(organization)) = (self.sessions.identity(), self.accounts.organization()) else {
            return;
        };
        self.autosave().clear_leftovers(&identity.account_key, &organization, renewal).await;
        if self.ports.store.remove(&keys::journal(&identity.account_key, renewal)).await.is_err() {
            // The renewal is paid: a journal that is left behind leads to its receipt.
        }
    }

    /// Forgets the person in this page.
    pub(super) fn forget(&self) {
        self.api.abort_all();
        self.drafts.stop();
        self.renewals.invalidate();
        self.accounts.forget();
        self.sessions.forget();
    }

    /// Signs out: forgets everything of ours in this browser, then ends the session at the provider.
    pub(super) async fn sign_out(&self) {
        // Told and forgotten first: the rest may take its time, or never come to an end without a network.
        let leaving = self.ports.session.sign_out();
        self.forget();
        let emptied = self.ports.store.clear().await;
        self.sessions.note_sign_out(if emptied.is_ok() { SignOut::Emptied } else { SignOut::NotEmptied });
        if !leaving.await && emptied.is_ok() {
            self.sessions.note_sign_out(SignOut::ProviderNotTold);
        }
    }
}
