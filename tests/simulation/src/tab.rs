//! A tab of the browser: the real application with the ports of this world, loaded and ended as browsers do it.
use crate::around::Around;
use crate::disk::PageStore;
use crate::network::{PageNetwork, authorization};
use crate::world::{Fault, World};
use partner_renewal::app::App;
use partner_renewal::app::pages::OpenPage;
use partner_renewal::app::pages::confirmation::PROOF;
use partner_renewal::config::Config;
use partner_renewal::domain::envelope::account_key;
use partner_renewal::domain::route::{CALLBACK, Page};
use partner_renewal::domain::tab_message::TabMessage;
use partner_renewal::ports::{
    Arrival, Catalogue, ChosenFile, Clipboard, Clock, Document, Files, HistoryEntry, Navigator, Ports, Random, Session,
    SignInProblem, SignInReason, SignedIn, Spawner, TabChannel, Task, Timer,
};
use sandbox::people;
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;

const ISSUER: &str = "http://localhost:8082";
/// How long an access token is good, in milliseconds.
const TOKEN_MS: i64 = 3_600_000;

/// Where the browser of a tab is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
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
    pub place: RefCell<Place>,
    /// Paths of the site in the order they were visited.
    pub history: RefCell<Vec<String>>,
    /// How often a page was loaded.
    pub loads: Cell<u32>,
    /// The account that was signed in before, to notice another one.
    account_before: RefCell<Option<String>>,
    arrived: RefCell<Option<(ProviderSession, Page, Arrival)>>,
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

    /// The person has typed a trading name. What is typed while the page is being sent goes with the answer.
    pub fn note_typed(&self, text: String, is_sending: bool) {
        if is_sending {
            return self.forget_typed();
        }
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

struct PagePorts {
    tab: Rc<TabState>,
    load: u32,
}

impl PagePorts {
    fn page(&self) -> (usize, u32) {
        (self.tab.index, self.load)
    }

    fn is_open(&self) -> bool {
        self.tab.loads.get() == self.load
    }

    /// A page that is gone does nothing.
    fn must_be_open(&self, what: &str) {
        if !self.is_open() {
            self.tab.world.fail(format!("a page that is gone did: {what}"));
        }
    }

    fn account(&self) -> Option<String> {
        self.tab.token.borrow().as_ref().map(|(session, _)| account_key(ISSUER, session.person))
    }
}

impl Session for PagePorts {
    fn authorization(&self) -> Option<String> {
        let token = self.tab.token.borrow();
        let (session, until) = token.as_ref()?;
        (self.tab.world.now_ms() < *until).then(|| authorization(session.person, session.signed_in_ms))
    }

    fn begin(&self, page: &Page, reason: SignInReason) -> Task<'_, Result<(), SignInProblem>> {
        self.must_be_open("leave for the sign-in");
        let max_age = match reason {
            SignInReason::Recent(seconds) => Some(seconds),
            SignInReason::Page | SignInReason::Interrupted => None,
        };
        self.tab.around.ages.borrow_mut().push(max_age);
        if let Some(why) = self.tab.around.sign_in.borrow().clone() {
            return Box::pin(async { Err(why) });
        }
        if self.tab.world.happens(Fault::SignInUnreachable, 6) {
            let wait = self.tab.world.sleep(50);
            return Box::pin(async move {
                wait.await;
                Err(SignInProblem::Unreachable)
            });
        }
        *self.tab.place.borrow_mut() = Place::SignIn {
            return_to: page.clone(),
            recent: matches!(reason, SignInReason::Recent(_)),
            interrupted: reason == SignInReason::Interrupted,
        };
        // The page is being left.
        Box::pin(std::future::pending())
    }

    fn finish(&self) -> Task<'_, Result<SignedIn, SignInProblem>> {
        let wait = self.tab.world.sleep(30);
        Box::pin(async move {
            wait.await;
            if let Some(why) = self.tab.around.sign_in.borrow().clone() {
                return Err(why);
            }
            let arrived = self.tab.arrived.take();
            let Some((session, return_to, arrival)) = arrived else {
                *self.tab.place.borrow_mut() =
                    Place::SignIn { return_to: Page::Membership, recent: false, interrupted: false };
                return std::future::pending().await;
            };
            self.tab.return_page.replace(return_to);
            let account = account_key(ISSUER, session.person);
            let before = self.tab.account_before.replace(Some(account.clone()));
            let other = before.is_some_and(|before| before != account);
            let arrival = if other { Arrival::OtherAccount } else { arrival };
            let name = people::find(session.person).map(|person| person.name.to_owned()).unwrap_or_default();
            let until = self.tab.world.now_ms() + TOKEN_MS;
            self.tab.token.replace(Some((session, until)));
            Ok(SignedIn { account_key: account, name, arrival })
        })
    }

    fn return_page(&self) -> Page {
        self.tab.return_page.borrow().clone()
    }

    fn forget(&self) {
        self.tab.token.replace(None);
    }

    fn sign_out(&self) -> Task<'_, ()> {
        self.tab.token.replace(None);
        self.tab.outbox.borrow_mut().push(TabMessage::SignedOut);
        self.tab.world.disk.borrow_mut().unload_copies.clear();
        Box::pin(async {})
    }
}

impl Clock for PagePorts {
    fn now_ms(&self) -> i64 {
        self.tab.world.now_ms()
    }
}

impl Timer for PagePorts {
    fn sleep(&self, ms: u32) -> Task<'static, ()> {
        self.tab.world.sleep(ms)
    }

    fn next_frame(&self) -> Task<'static, ()> {
        self.tab.world.sleep(16)
    }
}

impl Random for PagePorts {
    fn hex(&self, bytes: u32) -> String {
        (0..bytes).map(|_| format!("{:02x}", self.tab.world.below(256))).collect()
    }

    fn below_thousand(&self) -> u32 {
        self.tab.world.below(1000) as u32
    }
}

impl Spawner for PagePorts {
    fn spawn(&self, task: Task<'static, ()>) {
        if self.is_open() {
            let tab = Rc::clone(&self.tab);
            let (page, mut task) = (tab.running.get().unwrap_or_else(|| tab.opened.get()), task);
            let run = poll_fn(move |context| {
                tab.running.set(Some(page));
                let polled = task.as_mut().poll(context);
                tab.running.set(None);
                polled
            });
            self.tab.world.spawn(Some(self.page()), Box::pin(run));
        }
    }
}

impl TabChannel for PagePorts {
    fn send(&self, message: &TabMessage) {
        self.tab.outbox.borrow_mut().push(message.clone());
    }
}

impl Navigator for PagePorts {
    fn base_path(&self) -> String {
        String::new()
    }

    fn origin(&self) -> String {
        "http://localhost:8080".to_owned()
    }

    fn path(&self) -> String {
        self.tab.history.borrow().last().cloned().unwrap_or_else(|| "/".to_owned())
    }

    fn go(&self, page: &Page, entry: HistoryEntry) {
        self.must_be_open("go to a page");
        if self.tab.runs_for_a_page_that_was_left() {
            self.tab.world.fail(format!("a page that was left leads to {}", page.path()));
        }
        self.tab.world.log(|| format!("tab {} goes to {}", self.tab.index, page.path()));
        let mut history = self.tab.history.borrow_mut();
        if entry == HistoryEntry::Replace {
            history.pop();
        }
        history.push(page.path());
    }

    fn leave_for(&self, url: &str) {
        self.must_be_open("leave the site");
        if !url.starts_with("http://localhost:8083/") {
            self.tab.world.fail(format!("left for {url}"));
        }
        *self.tab.place.borrow_mut() = Place::PaymentPage;
    }

    fn hide_and_reload(&self) {
        self.must_be_open("reload");
        self.tab.around.reloads.set(self.tab.around.reloads.get() + 1);
    }
}

impl Catalogue for PagePorts {
    fn switch(&self, language: &'static str) -> Task<'static, bool> {
        let (wait, can) = (self.tab.world.sleep(20), !self.tab.around.refuses.get());
        self.tab.around.languages.borrow_mut().push(language);
        Box::pin(async move {
            wait.await;
            can
        })
    }
}

impl Files for PagePorts {
    fn chosen(&self, control: &str) -> Option<Rc<dyn ChosenFile>> {
        let file = self.tab.around.file.borrow().clone();
        file.filter(|_| control == PROOF).map(|file| file as Rc<dyn ChosenFile>)
    }

    fn save_text(&self, name: &str, text: &str) -> bool {
        let can = !self.tab.around.refuses.get();
        if can {
            self.tab.around.saved.borrow_mut().push((name.to_owned(), text.to_owned()));
        }
        can
    }
}

impl Document for PagePorts {
    fn set_title(&self, _: &str) {}

    fn focus_heading(&self) {
        self.focus("h1");
    }

    fn focus(&self, id: &str) {
        self.must_be_open("move the focus");
        self.tab.around.focus.borrow_mut().push(id.to_owned());
    }

    fn focus_control(&self, _: &str) {}

    fn reorder(&self, _: &[String]) {}

    fn drop_tabindex(&self, _: &str) {}

    fn open_dialog(&self, _: &str) {}

    fn close_dialog(&self, id: &str) {
        self.tab.around.closed_dialogs.borrow_mut().push(id.to_owned());
    }

    fn print(&self) {}
}

impl Clipboard for PagePorts {
    fn copy(&self, text: &str) -> Task<'static, bool> {
        let can = !self.tab.around.refuses.get();
        if can {
            self.tab.around.clipboard.replace(text.to_owned());
        }
        Box::pin(async move { can })
    }
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
            place: RefCell::new(Place::Site),
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
        self.state.world.disk.borrow_mut().page_ended();
    }

    /// Loads the site at the present address.
    pub fn load(&mut self) {
        self.unload();
        self.state.loads.set(self.state.loads.get() + 1);
        let ports = Rc::new(PagePorts { tab: Rc::clone(&self.state), load: self.state.loads.get() });
        let (account, person) = (Rc::clone(&ports), Rc::clone(&self.state));
        let store = PageStore::new(&self.state.world, Rc::new(move || account.account()));
        let signed_in = move || person.token.borrow().as_ref().map(|(session, _)| session.person.to_owned());
        let state = Rc::clone(&self.state);
        let was_left = move || state.runs_for_a_page_that_was_left();
        let network = PageNetwork::new(&self.state.world, Rc::new(signed_in), Rc::new(was_left));
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
            files: Rc::clone(&ports) as Rc<_>,
            document: Rc::clone(&ports) as Rc<_>,
            clipboard: ports,
        };
        self.state.world.log(|| format!("tab {} loads {:?}", self.state.index, self.path()));
        self.app = Some(App::new(all, config(), true));
    }

    pub fn path(&self) -> String {
        self.state.history.borrow().last().cloned().unwrap_or_else(|| "/".to_owned())
    }

    pub fn place(&self) -> Place {
        self.state.place.borrow().clone()
    }

    /// Draws the page: what the view does whenever something changes.
    pub fn draw(&self) -> Option<OpenPage> {
        let app = self.app.as_ref()?;
        if self.place() != Place::Site {
            return None;
        }
        let path = self.path();
        if *self.state.drawn.borrow() != path {
            self.state.drawn.replace(path.clone());
            self.state.opened.set(self.state.opened.get() + 1);
        }
        app.path_changed(path.clone());
        let page = app.open(&path);
        if let OpenPage::Organizations(page) = &page {
            // What the view does as it draws a card.
            page.cards().iter().for_each(|card| card.load_once());
        }
        Some(page)
    }

    /// The browser has left the site: its page is hidden, then gone.
    pub fn leave_if_away(&mut self) {
        if self.app.is_some() && self.place() != Place::Site {
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
        let Place::SignIn { return_to, recent, interrupted } = self.place() else { return };
        let arrival = match (recent, interrupted) {
            (true, _) => Arrival::Recent,
            (false, true) => Arrival::Interrupted,
            (false, false) => Arrival::Plain,
        };
        self.state.arrived.replace(Some((session.clone(), return_to, arrival)));
        self.arrive(CALLBACK);
    }

    /// The browser comes to this address of the site.
    pub fn arrive(&mut self, path: &str) {
        *self.state.place.borrow_mut() = Place::Site;
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
