//! A tab of the browser: the real application with the ports of this world, loaded and ended as browsers do it.
mod ports;

use crate::around::Around;
use crate::disk::PageStore;
use crate::drawn::DrawnPage;
use crate::network::PageNetwork;
use crate::world::World;
use partner_renewal::app::App;
use partner_renewal::app::pages::lazy::LazyProgram;
use partner_renewal::config::Config;
use partner_renewal::domain::route::{CALLBACK, Page};
use partner_renewal::domain::tab_message::TabMessage;
use partner_renewal::ports::{Ports, SignInOutcome};
use ports::PagePorts;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

const ISSUER: &str = "http://localhost:8082";
/// How long an access token is good, in milliseconds.
const TOKEN_MS: i64 = 3_600_000;

/// Where the browser of a tab is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TabLocation {
    Site,
    /// At the identity provider, on the way back to this page.
    SignIn {
        return_to: Page,
        recent: bool,
        /// Did the session end in the middle of something that was pressed?
        interrupted: bool,
    },
    /// On the hosted payment page.
    PaymentPage,
}

/// Who is signed in at the identity provider in this browser, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderSession {
    pub person: &'static str,
    pub signed_in_ms: i64,
}

/// What outlives a page of the tab.
pub struct TabState {
    pub index: usize,
    pub world: Rc<World>,
    pub place: RefCell<TabLocation>,
    /// Paths of the site in the order they were visited.
    pub history: RefCell<Vec<String>>,
    /// How often a page was loaded.
    pub loads: Cell<u32>,
    /// The account that was signed in before, to notice another one.
    account_before: RefCell<Option<String>>,
    arrived: RefCell<Option<(ProviderSession, Page, SignInOutcome)>>,
    token: RefCell<Option<(ProviderSession, i64)>>,
    /// Messages of this tab to the others.
    pub outbox: RefCell<Vec<TabMessage>>,
    return_page: RefCell<Page>,
    pub around: Around,
    /// How many pages were opened one after the other, and the path of the last one.
    opened: Cell<u32>,
    drawn: RefCell<String>,
    /// The page that began the task that runs now, by its number in `opened`.
    running: Cell<Option<u32>>,
    /// What was typed last into the trading name on the page with this number in `opened`, and not sent.
    pub typed: RefCell<Option<(u32, String)>>,
    /// What the draft must hold of it when the site is loaded again: what was kept, or anything typed since.
    pub kept: RefCell<Vec<String>>,
}

impl TabState {
    /// Does a task run whose page the person has left?
    fn runs_for_a_page_that_was_left(&self) -> bool {
        self.running.get().is_some_and(|page| page != self.opened.get())
    }

    /// The person has typed a trading name.
    pub fn note_typed(&self, text: String) {
        let mut kept = self.kept.borrow_mut();
        if !kept.is_empty() {
            kept.push(text.clone());
        }
        self.typed.replace(Some((self.opened.get(), text)));
    }

    /// What was typed is in the browser from now on.
    pub fn note_kept(&self) {
        if let Some((_, text)) = &*self.typed.borrow() {
            self.kept.replace(vec![text.clone()]);
        }
    }

    /// What was typed is sent or given up: nothing is promised of it.
    pub fn forget_typed(&self) {
        self.typed.take();
        self.kept.take();
    }

    /// What was typed on the page that is open.
    pub fn typed_here(&self) -> Option<String> {
        self.typed.borrow().as_ref().filter(|(page, _)| *page == self.opened.get()).map(|(_, text)| text.clone())
    }
}

/// One tab.
pub struct Tab {
    pub state: Rc<TabState>,
    pub app: Option<Rc<App>>,
}

fn config() -> Config {
    let text = include_str!("../../contract/golden/config.json");
    match Config::parse(text, "localhost") {
        Ok(config) => config,
        Err(error) => unreachable_config(error.key),
    }
}

#[allow(clippy::panic, reason = "without the contract's configuration there is nothing to simulate")]
fn unreachable_config(key: &str) -> Config {
    panic!("the contract's config.json: {key}")
}

impl Tab {
    pub fn open(world: &Rc<World>, index: usize, path: &str) -> Tab {
        let state = Rc::new(TabState {
            index,
            world: Rc::clone(world),
            place: RefCell::new(TabLocation::Site),
            history: RefCell::new(vec![path.to_owned()]),
            loads: Cell::new(0),
            account_before: RefCell::default(),
            arrived: RefCell::default(),
            token: RefCell::default(),
            outbox: RefCell::default(),
            return_page: RefCell::new(Page::Membership),
            around: Around::default(),
            opened: Cell::new(0),
            drawn: RefCell::default(),
            running: Cell::new(None),
            typed: RefCell::default(),
            kept: RefCell::default(),
        });
        let mut tab = Tab { state, app: None };
        tab.load();
        tab
    }

    fn page(&self) -> (usize, u32) {
        (self.state.index, self.state.loads.get())
    }

    /// The page is gone, with everything that it had begun.
    pub fn unload(&mut self) {
        self.app = None;
        self.state.world.end_page(self.page());
        self.state.token.replace(None);
        self.state.typed.take();
    }

    /// Loads the site at the present address.
    pub fn load(&mut self) {
        self.unload();
        self.state.loads.set(self.state.loads.get() + 1);
        let ports = Rc::new(PagePorts::new(&self.state));
        let (account, person) = (Rc::clone(&ports), Rc::clone(&self.state));
        let store = PageStore::new(&self.state.world, Rc::new(move || account.account()));
        let signed_in = move || person.token.borrow().as_ref().map(|(session, _)| session.person.to_owned());
        let (state, worked_for) = (Rc::clone(&self.state), Rc::clone(&self.state));
        let was_left = move || state.runs_for_a_page_that_was_left();
        let organization = move || worked_for.around.organization.borrow().clone();
        let network = PageNetwork::new(&self.state.world, Rc::new(signed_in), Rc::new(organization), Rc::new(was_left));
        let all = Ports {
            transport: Rc::new(network),
            store: Rc::new(store),
            session: Rc::clone(&ports) as Rc<_>,
            clock: Rc::clone(&ports) as Rc<_>,
            timer: Rc::clone(&ports) as Rc<_>,
            random: Rc::clone(&ports) as Rc<_>,
            spawner: Rc::clone(&ports) as Rc<_>,
            tabs: Rc::clone(&ports) as Rc<_>,
            navigator: Rc::clone(&ports) as Rc<_>,
            catalogue: Rc::clone(&ports) as Rc<_>,
            lazy_part: Rc::new(ports::LaterPart::new(&self.state)),
            centre_part: Rc::new(ports::LaterPart::new(&self.state)),
            files: Rc::clone(&ports) as Rc<_>,
            document: Rc::clone(&ports) as Rc<_>,
            clipboard: ports,
        };
        self.state.world.log(|| format!("tab {} loads {:?}", self.state.index, self.path()));
        self.app = Some(App::new(all, Rc::new(config()), true, || Some(LazyProgram::here())));
    }

    pub fn path(&self) -> String {
        self.state.history.borrow().last().cloned().unwrap_or_else(|| "/".to_owned())
    }

    pub fn place(&self) -> TabLocation {
        self.state.place.borrow().clone()
    }

    /// Draws the page: what the view does whenever something changes.
    pub fn draw(&self) -> Option<DrawnPage> {
        let app = self.app.as_ref()?;
        if self.place() != TabLocation::Site {
            return None;
        }
        let path = self.path();
        if *self.state.drawn.borrow() != path {
            self.state.drawn.replace(path.clone());
            self.state.opened.set(self.state.opened.get() + 1);
        }
        app.path_changed(path.clone());
        let page = DrawnPage::of(app.open(&path));
        if let DrawnPage::Organizations(page) = &page {
            // What the view does as it draws a card.
            page.cards().iter().for_each(|card| card.load_once());
        }
        Some(page)
    }

    /// The browser has left the site: its page is hidden, then gone.
    pub fn leave_if_away(&mut self) {
        if self.app.is_some() && self.place() != TabLocation::Site {
            self.hide();
            self.unload();
        }
    }

    pub fn hide(&self) {
        if let Some(app) = &self.app {
            app.page_hidden();
            self.state.note_kept();
        }
    }

    /// The person has signed in at the provider and comes back.
    pub fn return_from_sign_in(&mut self, session: &ProviderSession) {
        let TabLocation::SignIn { return_to, recent, interrupted } = self.place() else { return };
        let arrival = match (recent, interrupted) {
            (true, _) => SignInOutcome::Recent,
            (false, true) => SignInOutcome::Interrupted,
            (false, false) => SignInOutcome::Plain,
        };
        self.state.arrived.replace(Some((session.clone(), return_to, arrival)));
        self.arrive(CALLBACK);
    }

    /// The browser comes to this address of the site.
    pub fn arrive(&mut self, path: &str) {
        *self.state.place.borrow_mut() = TabLocation::Site;
        let mut history = self.state.history.borrow_mut();
        history.pop();
        history.push(path.to_owned());
        drop(history);
        self.load();
    }

    /// The person follows a link of the page.
    pub fn follow(&self, page: &Page) {
        self.state.history.borrow_mut().push(page.path());
    }

    /// The browser's Back, within the site.
    pub fn back(&self) {
        let mut history = self.state.history.borrow_mut();
        if history.len() > 1 {
            history.pop();
        }
    }
}
