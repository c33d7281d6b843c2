//! The account, and the organization worked for.
use super::api::Api;
use super::observable::Observable;
use super::records;
use super::session::Sessions;
use crate::domain::company::Account;
use crate::domain::failure::Failure;
use crate::domain::renewal::Renewal;
use crate::domain::renewal_progress::{Destination, where_to};
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::ports::{Ports, Task, keys};
use crate::wire;
use std::cell::Cell;
use std::rc::Rc;

/// The one owner of the account and of the choice of an organization.
pub struct Accounts {
    ports: Rc<Ports>,
    api: Rc<Api>,
    sessions: Rc<Sessions>,
    account: Observable<Option<Account>>,
    /// Id of the organization worked for.
    organization: Observable<Option<String>>,
    /// The page that was asked for before an organization was chosen.
    wanted: Cell<Option<Page>>,
}

impl Accounts {
    #[must_use]
    pub fn new(ports: Rc<Ports>, api: Rc<Api>, sessions: Rc<Sessions>) -> Accounts {
        Accounts {
            ports,
            api,
            sessions,
            account: Observable::new(None),
            organization: Observable::new(None),
            wanted: Cell::new(None),
        }
    }

    /// The account, once loaded.
    #[must_use]
    pub fn account(&self) -> Option<Account> {
        self.account.get()
    }

    /// Id of the organization worked for.
    #[must_use]
    pub fn organization(&self) -> Option<String> {
        self.organization.get()
    }

    /// Notes the page that is open as the one that the person goes on with once they have chosen an organization.
    pub(super) fn note_wanted(&self) {
        self.wanted.set(Some(Page::parse(&self.ports.navigator.path())));
    }

    /// The page that was asked for before an organization was chosen. Given once.
    pub(super) fn take_wanted(&self) -> Option<Page> {
        self.wanted.take()
    }

    /// Name of the organization worked for, where the account has others too.
    #[must_use]
    pub fn one_of_several(&self) -> Option<String> {
        let (account, chosen) = (self.account.get()?, self.organization.get()?);
        let several = account.organizations.len() > 1;
        account.organizations.into_iter().find(|one| several && one.id == chosen).map(|one| one.name)
    }

    /// Id of the organization that this tab worked for before it was loaded, while the account is not known.
    pub(super) fn expected_organization(&self) -> Option<String> {
        let is_unknown = self.account.peek(Option::is_none);
        self.ports.session.tab_organization().filter(|_| is_unknown)
    }

    /// As `expected_organization`, for the renewal.
    pub(super) fn expected_renewal(&self) -> Option<String> {
        self.ports.session.tab_renewal(&self.expected_organization()?)
    }

    /// Id of the renewal that this tab works on for its organization, as far as the tab knows.
    pub(super) fn tab_renewal(&self) -> Option<String> {
        let organization = self.organization.now().or_else(|| self.expected_organization())?;
        self.ports.session.tab_renewal(&organization)
    }

    /// This tab works on this renewal.
    pub(super) fn note_renewal(&self, renewal: &Renewal) {
        self.ports.session.set_tab_renewal(&renewal.organization.id, &renewal.id);
        self.ports.session.set_progress(match where_to(renewal) {
            Destination::Step(step) => Some(step),
            Destination::PaymentUnderWay => Some(Step::Review),
            Destination::Confirmation => None,
        });
    }

    /// The name of who is signed in; where the provider tells none, the program does.
    #[must_use]
    pub fn person_name(&self) -> Option<String> {
        let name = match self.sessions.state() {
            super::session::SignInState::SignedIn(identity) => identity.name,
            _ => return None,
        };
        if !name.is_empty() {
            return Some(name);
        }
        self.account.with(|account| account.as_ref().map(|account| account.person.name.clone()))
    }

    /// The name that the program knows the signed-in person by; empty before the account is loaded.
    #[must_use]
    pub fn name_in_program(&self) -> String {
        self.account.peek(|account| account.as_ref().map(|account| account.person.name.clone())).unwrap_or_default()
    }

    /// Loads the account once and finds the organization worked for: the one of this tab before the one of the last tab.
    ///
    /// # Errors
    /// As `Api::call`.
    pub fn load(&self) -> Task<'_, Result<Account, Failure>> {
        Box::pin(self.load_once())
    }

    async fn load_once(&self) -> Result<Account, Failure> {
        if let Some(account) = self.account.now() {
            return Ok(account);
        }
        let works_for_one = self.ports.session.tab_organization().is_some();
        let account = self.api.call(wire::account::first(works_for_one)).await?;
        // The program has told the time now; by a clock that is wrong a good draft would go.
        let (store, now) = (Rc::clone(&self.ports.store), self.ports.clock.now_ms());
        self.ports.spawner.spawn(Box::pin(async move { records::delete_expired(&*store, now).await }));
        let chosen = match account.organizations.as_slice() {
            [only] => Some(only.id.clone()),
            several => {
                let belongs = |id: &String| several.iter().any(|one| one.id == *id);
                match self.ports.session.tab_organization().filter(belongs) {
                    Some(id) => Some(id),
                    None => self.remembered().await.filter(belongs),
                }
            }
        };
        if let Some(id) = &chosen {
            self.ports.session.set_tab_organization(id);
        }
        self.organization.set(chosen);
        self.account.set(Some(account.clone()));
        Ok(account)
    }

    async fn remembered(&self) -> Option<String> {
        match self.ports.store.read(&self.key()?).await {
            Ok(record) => records::organization_in(&record?),
            // Nothing is lost: the person chooses again.
            Err(_) => None,
        }
    }

    pub(super) async fn choose(&self, id: String) {
        self.organization.set(Some(id.clone()));
        self.ports.session.set_tab_organization(&id);
        if let Some(key) = self.key()
            && self.ports.store.put(&key, records::organization_record(&id)).await.is_err()
        {
            // Nothing is lost: the choice holds for this tab, and is asked for again in the next one.
        }
    }

    pub(super) fn forget(&self) {
        self.account.set(None);
        self.organization.set(None);
    }

    fn key(&self) -> Option<String> {
        self.sessions.identity().map(|identity| keys::organization(&identity.account_key))
    }
}
