//! The signed-in session, the organization worked for, and everything a page may ask for.
use super::records;
use super::wizard::Wizard;
use crate::adapters::config::Config;
use crate::adapters::http::HttpTransport;
use crate::adapters::sign_in::{OidcSession, on_signed_out_elsewhere};
use crate::adapters::storage::StoreState;
use crate::adapters::{browser, keys};
use crate::domain::company::{Account, Organization};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::renewal::Renewal;
use crate::domain::route::Page;
use crate::ports::{Arrival, RecordStore, Reply, Request, Session, SignInProblem, SignedIn, Task, Transport};
use crate::wire::Call;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;
use std::rc::Rc;

/// Age of a sign-in that is recent, in seconds, where the API has not said it yet.
const RECENT_S: u32 = 900;

/// Who is signed in. The token itself stays inside `App`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Partition of everything stored for this account.
    pub account_key: String,
    /// Full name, for the header and the signature.
    pub name: String,
}

struct Inner {
    config: Config,
    transport: HttpTransport,
    store: Rc<dyn RecordStore>,
    session: Rc<dyn Session>,
    /// True once the person has moved inside the app: only then does a new page take the focus.
    moved: Cell<bool>,
    /// True until the API has taken the token: one that it never took is not replaced by another without being asked.
    untried: Cell<bool>,
}

/// The shared state of the app. Copy it freely.
#[derive(Clone, Copy)]
pub struct App {
    inner: StoredValue<Rc<Inner>, LocalStorage>,
    /// Who is signed in.
    pub identity: RwSignal<Option<Identity>>,
    /// The account, once loaded.
    pub account: RwSignal<Option<Account>>,
    /// Id of the organization worked for.
    pub organization: RwSignal<Option<String>>,
    /// The renewal under way as last answered by the server.
    pub renewal: RwSignal<Option<Renewal>>,
    /// Set when a step was opened by `Change` on the review page: saving leads back there.
    pub changing: RwSignal<bool>,
    /// The draft and its saving.
    pub wizard: Wizard,
    /// Is the browser online, as far as it can tell?
    pub online: RwSignal<bool>,
    /// What there is to say about the sign-in.
    pub arrival: RwSignal<Arrival>,
    /// Signed out, here or in another tab.
    pub signed_out: RwSignal<bool>,
    /// Bumped when the renewal under way turns out to be settled: paid, or its order placed, here or anywhere else.
    pub settled: RwSignal<u32>,
    /// Bumped when the language changes, so that every word is read again.
    pub language: RwSignal<u32>,
}

impl App {
    /// Makes the state; call inside a reactive owner, once.
    #[must_use]
    pub fn new(config: Config, store: Rc<dyn RecordStore>, store_state: StoreState) -> App {
        let session: Rc<dyn Session> = Rc::new(OidcSession::new(config.clone()));
        let for_transport = Rc::clone(&session);
        let transport = HttpTransport::new(&config, Rc::new(move || for_transport.authorization()));
        let app = App {
            wizard: Wizard::new(Rc::clone(&store), store_state),
            inner: StoredValue::new_local(Rc::new(Inner {
                config,
                transport,
                store,
                session,
                moved: Cell::new(false),
                untried: Cell::new(false),
            })),
            identity: RwSignal::new(None),
            account: RwSignal::new(None),
            organization: RwSignal::new(None),
            renewal: RwSignal::new(None),
            changing: RwSignal::new(false),
            online: RwSignal::new(browser::is_online()),
            arrival: RwSignal::new(Arrival::Plain),
            signed_out: RwSignal::new(false),
            settled: RwSignal::new(0),
            language: RwSignal::new(0),
        };
        browser::on_online_change(move |online| app.online.set(online));
        browser::on_hidden(move || app.wizard.leave());
        browser::on_page_restored(|| {
            // It may belong to somebody who has signed out since: nothing of it is shown before all is asked anew.
            browser::hide();
            browser::reload();
        });
        on_signed_out_elsewhere(move || app.forget());
        super::settled::watch(app);
        app
    }

    /// The configuration.
    #[must_use]
    pub fn config(self) -> Config {
        self.inner.with_value(|inner| inner.config.clone())
    }

    /// The store of drafts and journals.
    #[must_use]
    pub fn store(self) -> Rc<dyn RecordStore> {
        self.inner.with_value(|inner| Rc::clone(&inner.store))
    }

    /// May a page take the focus? Not on the first page of a visit.
    #[must_use]
    pub fn moved(self) -> bool {
        let moved = self.inner.with_value(|inner| inner.moved.replace(true));
        if moved && self.arrival.get_untracked() == Arrival::Recent {
            self.arrival.set(Arrival::Plain);
        }
        moved
    }

    /// Sends the call and reads its answer. When the API asks for a new sign-in, the draft is saved and
    /// the person is sent to sign in; they come back to the same page.
    ///
    /// # Errors
    /// Whatever kept a usable answer from coming.
    pub async fn ask<T>(self, call: Call<T>) -> Result<T, Failure> {
        let path = &call.request.path;
        let weighty = path.ends_with("/signature") || path.ends_with("/payments");
        let result = self.sent(call.request).await.and_then(|reply| (call.read)(&reply));
        if let Some(max_age) = self.sign_in_due(result.as_ref().err(), weighty) {
            self.sign_in_again(max_age).await;
        }
        result
    }

    // The three parts of `ask` that are the same for every call: they are compiled once.

    fn sent(self, request: Request) -> Task<'static, Result<Reply, Failure>> {
        let inner = self.inner.with_value(Rc::clone);
        Box::pin(async move {
            let answer = inner.transport.send(request).await;
            answer.map_err(|kind| Failure { kind, reference: String::new() })
        })
    }

    /// Must the person sign in, and if so, how recent must their sign-in be?
    fn sign_in_due(self, failure: Option<&Failure>, weighty: bool) -> Option<Option<u32>> {
        self.inner.with_value(|inner| match failure.map(|failure| &failure.kind) {
            Some(FailureKind::SignInRequired) if inner.untried.replace(false) => None,
            // Signing and paying want a recent sign-in too: asked for at once, it is one way and not two.
            Some(FailureKind::SignInRequired) => Some(weighty.then_some(RECENT_S)),
            Some(FailureKind::RecentSignIn(max_age)) => Some(Some(*max_age)),
            Some(_) => None,
            None => {
                inner.untried.set(false);
                None
            }
        })
    }

    fn sign_in_again(self, max_age: Option<u32>) -> Task<'static, ()> {
        // Where that fails, the failure itself is shown, with a way to try again.
        Box::pin(async move {
            let _ = self.leave_to_sign_in(Page::parse(&browser::current_path()), max_age).await;
        })
    }

    /// Finishes the sign-in that the address of this page belongs to.
    ///
    /// # Errors
    /// If it is refused.
    pub async fn finish_sign_in(self) -> Result<(), SignInProblem> {
        let done = self.session().finish().await?;
        self.take_over(done);
        Ok(())
    }

    /// The page that was wanted before the sign-in.
    #[must_use]
    pub fn wanted(self) -> Page {
        self.session().wanted()
    }

    fn take_over(self, done: SignedIn) {
        // The person did not move inside the app yet: the page they come back to is the first of the visit.
        self.inner.with_value(|inner| {
            inner.moved.set(false);
            inner.untried.set(true);
        });
        self.arrival.set(done.arrival);
        self.signed_out.set(false);
        self.identity.set(Some(Identity { account_key: done.account_key, name: done.name }));
    }

    /// The name of who is signed in; where the provider tells none, the program does.
    #[must_use]
    pub fn name(self) -> Option<String> {
        let told = self.identity.with(|who| who.as_ref().map(|who| who.name.clone()))?;
        if !told.is_empty() {
            return Some(told);
        }
        self.account.with(|account| account.as_ref().map(|account| account.person.name.clone()))
    }

    fn session(self) -> Rc<dyn Session> {
        self.inner.with_value(|inner| Rc::clone(&inner.session))
    }

    /// Saves the draft and leaves for the sign-in page; the person returns to `page`.
    ///
    /// # Errors
    /// If the provider cannot be reached.
    pub async fn begin_sign_in(self, page: Page) -> Result<(), SignInProblem> {
        self.leave_to_sign_in(page, None).await
    }

    async fn leave_to_sign_in(self, page: Page, max_age: Option<u32>) -> Result<(), SignInProblem> {
        self.wizard.flush_now().await;
        self.session().begin(&page, max_age).await
    }

    /// Signs out: forgets everything of ours in this browser, then ends the session at the provider.
    pub async fn sign_out(self) {
        let store = self.store();
        let session = self.session();
        // Told and forgotten first: the rest may take its time, or never come to an end without a network.
        let leaving = session.sign_out();
        self.forget();
        let _ = store.clear().await;
        leaving.await;
    }

    fn forget(self) {
        self.inner.with_value(|inner| {
            inner.session.forget();
            inner.transport.abort_all();
        });
        self.wizard.end();
        self.identity.set(None);
        self.account.set(None);
        self.renewal.set(None);
        self.organization.set(None);
        self.signed_out.set(true);
    }

    /// Loads the account once and finds the organization last worked for.
    ///
    /// # Errors
    /// As `ask`.
    pub async fn load_account(self) -> Result<Account, Failure> {
        if let Some(account) = self.account.get_untracked() {
            return Ok(account);
        }
        let account = self.ask(crate::wire::account::get()).await?;
        let store = self.store();
        spawn_local(async move { records::sweep(&*store).await });
        let remembered = match self.organization_key() {
            Some(key) => self.store().read(&key).await.ok().flatten(),
            None => None,
        };
        let chosen = match account.organizations.as_slice() {
            [only] => Some(only.id.clone()),
            several => remembered
                .and_then(|record| records::organization_in(&record))
                .filter(|id| several.iter().any(|o| o.id == *id)),
        };
        self.organization.set(chosen);
        self.account.set(Some(account.clone()));
        Ok(account)
    }

    /// Works for another organization from now on.
    pub async fn choose_organization(self, id: String) {
        self.wizard.flush_now().await;
        self.wizard.close();
        self.renewal.set(None);
        if let Some(key) = self.organization_key() {
            records::replace(&*self.store(), &key, records::organization_record(&id)).await;
        }
        self.organization.set(Some(id));
    }

    /// The organization worked for, if the account is loaded and one is chosen.
    #[must_use]
    pub fn current_organization(self) -> Option<Organization> {
        let id = self.organization.get_untracked()?;
        self.account.with_untracked(|account| {
            account.as_ref().and_then(|a| a.organizations.iter().find(|o| o.id == id).cloned())
        })
    }

    fn organization_key(self) -> Option<String> {
        self.identity.with_untracked(|who| who.as_ref().map(|who| keys::organization(&who.account_key)))
    }
}
