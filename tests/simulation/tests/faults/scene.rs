//! One person in one browser, in a world where nothing happens but what the test orders.
use chrono::DateTime;
use partner_renewal::app::pages::OpenPage;
use partner_renewal::domain::route::Page;
use sandbox::in_process::Snapshot;
use simulation::checks;
use simulation::person::{self, Mood};
use simulation::script::{OnRequest, OnTransaction, RequestOrder, TransactionOrder};
use simulation::tab::{Place, ProviderSession, Tab};
use simulation::world::World;
use std::rc::Rc;

pub struct Scene {
    pub world: Rc<World>,
    pub tabs: Vec<Tab>,
    pub provider: ProviderSession,
}

impl Scene {
    pub fn new() -> Scene {
        let start = DateTime::from_timestamp(1_795_510_800, 0).unwrap();
        let snapshot = Snapshot::prepare(start).unwrap();
        let world = World::calm(&snapshot, 7, start).unwrap();
        let provider = ProviderSession { person: "nadia", signed_in_ms: world.now_ms() };
        let tabs = vec![Tab::open(&world, 0, "/membership")];
        Scene { world, tabs, provider }
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
            self.settle(5_000);
            if checks::name(self.tabs[tab].draw().as_ref()) == page {
                return;
            }
            if !self.move_on(tab) {
                person::act(&self.world, &self.tabs[tab], Mood::Finishes);
            }
        }
        panic!("{page} was not reached, but {}", checks::name(self.tabs[tab].draw().as_ref()));
    }

    /// The browser of a tab that has left the site comes back from the sign-in or the payment page. `false` where it has not left.
    pub fn move_on(&mut self, tab: usize) -> bool {
        self.tabs[tab].leave_if_away();
        if let Place::SignIn { recent, .. } = self.tabs[tab].place() {
            if recent {
                self.provider.signed_in_ms = self.world.now_ms();
            }
            self.tabs[tab].return_from_sign_in(&self.provider.clone());
            return true;
        }
        if self.tabs[tab].place() == Place::PaymentPage {
            person::at_payment_page(&self.world, &mut self.tabs[tab], Mood::Finishes);
            return true;
        }
        false
    }

    /// Lets so many milliseconds pass, with everything that happens in them; tabs hear each other.
    pub fn settle(&self, ms: u32) {
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
            self.world.settle(i64::from(ms), &|| self.draw());
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
                    if let (Some(app), Place::Site) = (&other.app, other.place()) {
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
        self.settle(1_000);
        assert!(self.move_on(index), "a new tab signs in");
        self.settle(5_000);
    }

    pub fn order(&self, method: &'static str, path: &'static str, times: u32, what: OnRequest) {
        self.world.script.borrow_mut().requests.push(RequestOrder { method, path, times, what });
    }

    pub fn order_disk(&self, key: &'static str, writes: bool, times: u32, what: OnTransaction) {
        self.world.script.borrow_mut().transactions.push(TransactionOrder { key, writes, times, what });
    }

    pub fn page(&self) -> OpenPage {
        self.tabs[0].draw().unwrap()
    }

    pub fn page_name(&self) -> &'static str {
        checks::name(self.tabs[0].draw().as_ref())
    }

    pub fn follow(&self, page: Page) {
        self.tabs[0].follow(&page);
        self.draw();
    }

    /// Payments of the renewal of this scene.
    pub fn payments(&self) -> usize {
        let program = self.world.program.borrow();
        let renewal = program.renewals().unwrap().last().unwrap().id.clone();
        program.payments().unwrap().iter().filter(|payment| payment.renewal == renewal).count()
    }
}
