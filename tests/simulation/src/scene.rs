//! One person in one browser, in a world where nothing happens but what the test orders.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(clippy::missing_panics_doc, reason = "aids for tests")]
use crate::around::Around;
use crate::checks;
use crate::drawn::DrawnPage;
use crate::person::{self, Strategy};
use crate::script::{OnRequest, OnTransaction, RequestOrder, TransactionOrder};
use crate::tab::{ProviderSession, Tab, TabLocation};
use crate::world::{Arrived, World};
use chrono::DateTime;
use partner_renewal::app::App;
use partner_renewal::app::pages::profile::ProfilePage;
use partner_renewal::domain::route::Page;
use sandbox::in_process::{Caller, ProviderAction, Snapshot, StoredPayment, StoredRenewal, Webhook};
use std::rc::Rc;
use std::sync::OnceLock;

/// The page of this kind that is open in the first tab of a scene.
#[macro_export]
macro_rules! open_page {
    ($scene:expr, Step $kind:ident) => {
        match $scene.page() {
            $crate::drawn::DrawnPage::Step(partner_renewal::app::pages::lazy::OpenStep::$kind(page)) => page,
            other => panic!("{} is open", $crate::checks::name(Some(&other))),
        }
    };
    ($scene:expr, $kind:ident) => {
        match $scene.page() {
            $crate::drawn::DrawnPage::$kind(page) => page,
            other => panic!("{} is open", $crate::checks::name(Some(&other))),
        }
    };
}

/// Seconds since 1970 at which every scene begins.
const START: i64 = 1_795_510_800;

pub struct Scene {
    pub world: Rc<World>,
    pub tabs: Vec<Tab>,
    pub provider: ProviderSession,
}

impl Default for Scene {
    fn default() -> Scene {
        Scene::new()
    }
}

impl Scene {
    /// The primary contact of a company whose renewal is due opens the membership page.
    pub fn new() -> Scene {
        Scene::of("nadia")
    }

    /// Somebody else (`people.rs` of the sandbox) opens the membership page.
    pub fn of(person: &'static str) -> Scene {
        static SNAPSHOT: OnceLock<Snapshot> = OnceLock::new();
        let start = DateTime::from_timestamp(START, 0).unwrap();
        let snapshot = SNAPSHOT.get_or_init(|| Snapshot::prepare(start).unwrap());
        let world = World::calm(snapshot, 7, start).unwrap();
        let provider = ProviderSession { person, signed_in_ms: world.now_ms() };
        let tabs = vec![Tab::open(&world, 0, "/membership")];
        Scene { world, tabs, provider }
    }

    /// As `of`, once the page is shown.
    pub fn signed_in_as(person: &'static str) -> Scene {
        let mut scene = Scene::of(person);
        scene.sign_in();
        scene
    }

    /// The person comes back from the sign-in page that the first tab has left for.
    pub fn sign_in(&mut self) {
        self.run_until_idle(1_000);
        assert!(self.move_on(0), "the page leads to the sign-in");
        self.run_until_idle(5_000);
    }

    /// A renewal that stands at this page.
    pub fn at(page: &str) -> Scene {
        let mut scene = Scene::new();
        scene.go_to(0, page);
        scene
    }

    /// Presses the main buttons in a tab until this page is shown whole.
    pub fn go_to(&mut self, tab: usize, page: &str) {
        for _ in 0..60 {
            self.run_until_idle(5_000);
            if checks::name(self.tabs[tab].draw().as_ref()) == page {
                return;
            }
            if !self.move_on(tab) {
                person::act(&self.world, &self.tabs[tab], Strategy::Finish);
            }
        }
        panic!("{page} was not reached, but {}", checks::name(self.tabs[tab].draw().as_ref()));
    }

    /// The browser of a tab that has left the site comes back from the sign-in or the payment page. `false` where it has not left.
    pub fn move_on(&mut self, tab: usize) -> bool {
        self.tabs[tab].leave_if_away();
        if let TabLocation::SignIn { recent, .. } = self.tabs[tab].place() {
            if recent {
                self.provider.signed_in_ms = self.world.now_ms();
            }
            self.tabs[tab].return_from_sign_in(&self.provider.clone());
            return true;
        }
        if self.tabs[tab].place() == TabLocation::PaymentPage {
            person::at_payment_page(&self.world, &mut self.tabs[tab], Strategy::Finish);
            return true;
        }
        false
    }

    /// Lets time pass until something is so, a hundredth of a second at a time; for a minute at most.
    pub fn run_until(&self, is_so: impl Fn() -> bool) {
        let end = self.world.now_ms() + 60_000;
        while !is_so() {
            assert!(self.world.now_ms() < end, "it did not come to be within a minute");
            self.run_until_idle(10);
        }
    }

    /// Lets so many milliseconds pass, with everything that happens in them; tabs hear each other.
    pub fn run_until_idle(&self, ms: u32) {
        let ran_out = Rc::new(std::cell::Cell::new(false));
        let end = Rc::clone(&ran_out);
        let timer = self.world.sleep(ms);
        self.world.spawn(
            None,
            Box::pin(async move {
                timer.await;
                end.set(true);
            }),
        );
        // Time stands still in a world that has failed.
        while !ran_out.get() && self.world.violation().is_none() {
            self.world.run_until_idle(i64::from(ms), &|| self.draw());
            self.draw();
        }
        assert!(self.world.violation().is_none(), "{:?}", self.world.violation());
    }

    fn draw(&self) {
        for (i, tab) in self.tabs.iter().enumerate() {
            if tab.draw().is_none() {
                continue;
            }
            for message in tab.state.outbox.take() {
                for (_, other) in self.tabs.iter().enumerate().filter(|(j, _)| *j != i) {
                    if let (Some(app), TabLocation::Site) = (&other.app, other.place()) {
                        app.tab_message(&message);
                    }
                }
            }
        }
    }

    /// A second tab of the same browser, signed in at this path.
    pub fn second_tab(&mut self, path: &str) {
        let index = self.tabs.len();
        self.tabs.push(Tab::open(&self.world, index, path));
        self.run_until_idle(1_000);
        assert!(self.move_on(index), "a new tab signs in");
        self.run_until_idle(5_000);
    }

    pub fn order(&self, method: &'static str, path: &'static str, times: u32, what: OnRequest) {
        self.world.script.borrow_mut().requests.push(RequestOrder { method, path, times, what });
    }

    pub fn order_disk(&self, key: &'static str, writes: bool, times: u32, what: OnTransaction) {
        self.world.script.borrow_mut().transactions.push(TransactionOrder { key, writes, times, what });
    }

    pub fn page(&self) -> DrawnPage {
        self.tabs[0].draw().unwrap()
    }

    pub fn page_name(&self) -> &'static str {
        checks::name(self.tabs[0].draw().as_ref())
    }

    pub fn follow(&self, page: Page) {
        self.tabs[0].follow(&page);
        self.draw();
    }

    /// Follows a link, and waits until the page is shown.
    pub fn visit(&self, page: Page) {
        self.follow(page);
        self.run_until_idle(5_000);
    }

    pub fn app(&self) -> Rc<App> {
        Rc::clone(self.tabs[0].app.as_ref().unwrap())
    }

    /// What stands around the pages of the first tab.
    pub fn around(&self) -> &Around {
        &self.tabs[0].state.around
    }

    /// The browser loads the page of the first tab anew, and the person signs in again.
    pub fn reload(&mut self) {
        self.tabs[0].load();
        self.sign_in();
    }

    /// Requests with this method and end of the path that have reached the program so far.
    pub fn arrived(&self, method: &str, path: &str) -> Vec<Arrived> {
        let without_query = |path: &str| path.split('?').next().unwrap_or_default().to_owned();
        let fits = |one: &&Arrived| one.method == method && without_query(&one.path).ends_with(path);
        self.world.arrived.borrow().iter().filter(fits).cloned().collect()
    }

    /// Presses the button of the profile, and once more where the program asks first because it will verify the change.
    pub fn send_profile(&self, page: &Rc<ProfilePage>) {
        page.send();
        self.run_until_idle(10);
        if !page.asked_about().is_empty() {
            page.send();
        }
    }

    /// The profiles that were sent to take the place of the stored one, each with the entity tag that it names.
    pub fn sent_profiles(&self) -> Vec<(String, serde_json::Value)> {
        let bodies = self.arrived("PUT", "/profile").into_iter().map(|sent| {
            let body: serde_json::Value = serde_json::from_str(&sent.body).unwrap();
            (body["profileEtag"].as_str().unwrap_or_default().to_owned(), body["profile"].clone())
        });
        bodies.filter(|(_, profile)| !profile.is_null()).collect()
    }

    /// Text of the record whose key begins so.
    pub fn stored(&self, key: &str) -> Option<String> {
        let disk = self.world.disk.borrow();
        disk.records.iter().find(|(known, _)| known.starts_with(key)).map(|(_, (_, text))| text.clone())
    }

    /// The answer typed under this name, as the stored draft has it.
    pub fn stored_answer(&self, name: &str) -> Option<String> {
        let record: serde_json::Value = serde_json::from_str(&self.stored("draft/")?).unwrap();
        let payload: serde_json::Value = serde_json::from_str(record["payload"].as_str()?).unwrap();
        payload["answers"][name].as_str().map(str::to_owned)
    }

    /// The renewal that was begun last.
    pub fn renewal(&self) -> StoredRenewal {
        self.world.program.borrow().renewals().unwrap().pop().unwrap()
    }

    /// The payment that was begun last.
    pub fn payment(&self) -> StoredPayment {
        self.world.program.borrow().payments().unwrap().pop().unwrap()
    }

    /// Something happens to the last payment at its provider, which the program does not know of yet.
    pub fn at_provider(&self, action: &ProviderAction) -> Option<Webhook> {
        let payment = self.payment();
        self.world.program.borrow_mut().provider(&payment.id, action).unwrap()
    }

    /// The same, and the provider tells the program.
    pub fn provider_tells(&self, action: &ProviderAction) {
        let webhook = self.at_provider(action).unwrap();
        self.world.program.borrow_mut().deliver(&webhook).unwrap();
    }

    /// A payment of the renewal is begun in another browser, which this one hears nothing of.
    pub fn pay_elsewhere(&self) {
        let now = DateTime::from_timestamp_millis(self.world.now_ms()).unwrap();
        let who = Caller { person: self.provider.person.to_owned(), signed_in_at: now };
        let path = format!("/v1/renewals/{}", self.renewal().id);
        let post = |path: String, headers: &[(&str, &str)], body: &str| {
            let mut program = self.world.program.borrow_mut();
            let answer = program.call(Some(&who), "POST", &path, headers, body.as_bytes()).unwrap();
            assert!(answer.status < 300, "{}", String::from_utf8_lossy(&answer.body));
            answer.json()
        };
        let json = ("content-type", "application/json");
        let quote = post(format!("{path}/quotes"), &[json], "{}");
        let body = serde_json::json!({"quoteId": quote["id"], "amount": quote["total"]}).to_string();
        post(format!("{path}/payments"), &[json, ("idempotency-key", "another-browser-1")], &body);
    }

    /// Payments of the renewal of this scene.
    pub fn payments(&self) -> usize {
        let program = self.world.program.borrow();
        let renewal = program.renewals().unwrap().last().unwrap().id.clone();
        program.payments().unwrap().iter().filter(|payment| payment.renewal == renewal).count()
    }
}
