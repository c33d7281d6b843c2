//! One history: the person, the world and the faults by turns, the checks after every event, and the way to the end with
//! faults switched off.
use crate::checks::{self, Seen};
use crate::drawn::DrawnPage;
use crate::person::{self, AUSTRIA, Strategy};
use crate::tab::{ProviderSession, Tab, TabLocation};
use crate::world::{Fault, Violation, World};
use chrono::{DateTime, Utc};
use partner_renewal::app::pages::Load;
use partner_renewal::app::pages::entry::{MainAction, main_action};
use partner_renewal::app::pages::lazy::OpenStep;
use partner_renewal::app::payment::PaymentClaim;
use partner_renewal::domain::competency::{RequirementsVerdict, verdict};
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::tab_message::TabMessage;
use sandbox::in_process::{ProviderAction, Snapshot};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

/// What came of a history.
pub struct Outcome {
    pub events: u32,
    pub faults: BTreeSet<Fault>,
    pub reached: BTreeSet<&'static str>,
    pub violation: Option<Violation>,
    pub log: Vec<String>,
}

/// Milliseconds within which a page has an answer when nothing goes wrong.
const CALM_MS: i64 = 60_000;
/// Pages that a person may need to the end.
const MAX_PAGES: u32 = 150;

struct History {
    world: Rc<World>,
    tabs: Vec<Tab>,
    seen: RefCell<Vec<Seen>>,
    provider: ProviderSession,
}

/// Runs the history of a seed.
pub fn run(snapshot: &Snapshot, seed: u64, start: DateTime<Utc>) -> Outcome {
    let world = match World::new(snapshot, seed, start) {
        Ok(world) => world,
        Err(error) => return broken(error.to_string()),
    };
    let provider = ProviderSession { person: world.person().0, signed_in_ms: world.now_ms() };
    let first = Tab::open(&world, 0, "/membership");
    let mut history = History { world: Rc::clone(&world), tabs: vec![first], seen: RefCell::default(), provider };
    history.seen.borrow_mut().push(Seen::default());
    if !world.one_in(3) {
        history.go_to_review();
    }
    let turns = 60 + world.below(80);
    for _ in 0..turns {
        if world.violation().is_some() {
            break;
        }
        history.turn();
    }
    if world.violation().is_none() {
        history.finish();
    }
    checks::ledger(&world);
    drop(history);
    world.end();
    if Rc::strong_count(&world) > 1 {
        world.fail("something of a tab that is gone still holds the world".to_owned());
    }
    Outcome {
        events: world.events.get(),
        faults: world.faults.borrow().clone(),
        reached: world.reached.borrow().clone(),
        violation: world.violation(),
        log: world.take_log(),
    }
}

fn broken(why: String) -> Outcome {
    let violation = Some(Violation(why));
    Outcome { events: 0, faults: BTreeSet::new(), reached: BTreeSet::new(), violation, log: Vec::new() }
}

impl History {
    /// Two histories of three begin where the money is: nothing goes wrong on the way to the review page.
    fn go_to_review(&mut self) {
        self.world.is_hostile.set(false);
        for _ in 0..MAX_PAGES {
            self.run_until_idle(CALM_MS);
            if self.world.violation().is_some() || self.has_arrived() {
                break;
            }
            if matches!(self.tabs[0].draw(), Some(DrawnPage::Step(OpenStep::Review(_)))) {
                break;
            }
            person::act(&self.world, &self.tabs[0], Strategy::Finish);
            self.follow_redirects();
            self.observe();
        }
        self.world.is_hostile.set(true);
    }

    fn turn(&mut self) {
        match self.world.below(20) {
            0..=8 => self.run_until_idle(self.world.below(1_500) as i64),
            9..=16 => self.person_acts(),
            _ => self.inject_fault(),
        }
        self.follow_redirects();
        self.observe();
    }

    fn run_until_idle(&self, ms: i64) {
        self.world.run_until_idle(ms, &|| self.observe());
    }

    fn observe(&self) {
        let are_held = self.world.program.borrow().required_roles_are_held("org-cedar");
        if !matches!(are_held, Ok(true)) {
            self.world.fail(format!("the roles that somebody has to hold are held: {are_held:?}"));
        }
        for (tab, seen) in self.tabs.iter().zip(self.seen.borrow_mut().iter_mut()) {
            checks::observe(&self.world, tab, seen, self.tabs.len() == 1);
        }
        self.deliver_tab_messages();
    }

    /// What tabs tell each other arrives at once.
    fn deliver_tab_messages(&self) {
        for (i, tab) in self.tabs.iter().enumerate() {
            let messages: Vec<TabMessage> = tab.state.outbox.take();
            for message in messages {
                for (_, other) in self.tabs.iter().enumerate().filter(|(j, _)| *j != i) {
                    if let (Some(app), TabLocation::Site) = (&other.app, other.place()) {
                        app.tab_message(&message);
                        self.receive_payment_message(other, &message);
                    }
                }
            }
        }
    }

    /// A tab that hears of a payment no longer says from memory that there is none.
    fn receive_payment_message(&self, tab: &Tab, message: &TabMessage) {
        let is_payment = matches!(message, TabMessage::Payment { .. } | TabMessage::Completed { .. });
        if let (true, Some(DrawnPage::PaymentReturn(page))) = (is_payment, tab.draw())
            && matches!(page.claim(), PaymentClaim::NoPayment | PaymentClaim::Refused(_))
        {
            self.world.fail("no payment is told by a tab that has heard of one".to_owned());
        }
    }

    fn person_acts(&mut self) {
        let at = self.world.below(self.tabs.len());
        let twice = self.world.happens(Fault::PressedTwice, 4);
        let tab = &self.tabs[at];
        if person::act(&self.world, tab, Strategy::Explore) && twice {
            person::act(&self.world, tab, Strategy::Explore);
        }
    }

    /// Browsers that have left the site are elsewhere; some come back.
    fn follow_redirects(&mut self) {
        for at in 0..self.tabs.len() {
            self.tabs[at].leave_if_away();
            match self.tabs[at].place() {
                TabLocation::SignIn { recent, .. } => {
                    if recent {
                        self.provider.signed_in_ms = self.world.now_ms();
                    }
                    let session = self.provider.clone();
                    self.tabs[at].return_from_sign_in(&session);
                }
                TabLocation::PaymentPage if !self.world.one_in(8) => {
                    person::at_payment_page(&self.world, &mut self.tabs[at], Strategy::Explore);
                }
                TabLocation::PaymentPage => {
                    // Closed, or left by Back: nothing happened there.
                    self.tabs[at].arrive("/membership");
                }
                TabLocation::Site => {}
            }
        }
    }

    fn inject_fault(&mut self) {
        let world = Rc::clone(&self.world);
        let at = world.below(self.tabs.len());
        if world.happens(Fault::TabKilled, 3) {
            self.tabs[at].load();
        } else if world.happens(Fault::TabReloaded, 3) {
            self.tabs[at].hide();
            self.tabs[at].load();
        } else if world.happens(Fault::WentBack, 3) {
            self.tabs[at].back();
        } else if self.tabs.len() < 2 && world.happens(Fault::SecondTab, 3) {
            world.foreign_changes.set(world.foreign_changes.get() + 1);
            let paths = ["/membership", "/renew/review", "/renew/payment/return", "/organizations"];
            let path = paths[world.below(if world.has(Fault::OtherOrganization) { 4 } else { 3 })];
            self.tabs.push(Tab::open(&world, 1, path));
            self.seen.borrow_mut().push(Seen::default());
        } else if world.happens(Fault::ColleagueEdits, 3) {
            let field = ["website", "tradingName", "city", "country"][world.below(4)];
            let value = format!("https://{}.example", world.next_id());
            if field == "country" {
                world.colleague_changes(&AUSTRIA.map(|(field, value)| (field.name(), value)));
            } else {
                world.colleague_changes(&[(field, value.as_str())]);
            }
        } else if world.happens(Fault::PricesChanged, 3) {
            world.foreign_changes.set(world.foreign_changes.get() + 1);
            let percent = 90 + world.below(30) as i64;
            self.check(|program| program.change_prices(percent));
        } else if world.happens(Fault::AgreementChanged, 4) {
            world.foreign_changes.set(world.foreign_changes.get() + 1);
            let version = format!("2027.{}", world.next_id());
            self.check(|program| program.put_agreement_in_force(&version));
        } else if world.happens(Fault::RoleLost, 5) {
            world.foreign_changes.set(world.foreign_changes.get() + 1);
            let contact = if world.one_in(2) { "con-oleg" } else { "con-nadia" };
            if world.one_in(2) {
                self.check(|program| program.offer_role("org-cedar", contact));
            } else {
                self.check(|program| program.hand_over("org-cedar", contact));
            }
        } else if world.happens(Fault::ClockJumped, 3) {
            world.set_now(world.now_ms() + 60_000 * (1 + world.below(200) as i64));
        } else if world.happens(Fault::LanguageChanged, 3) {
            if let Some(app) = &self.tabs[at].app {
                app.change_language("bg");
            }
        } else if world.happens(Fault::SignedOut, 6) {
            if let Some(app) = &self.tabs[at].app {
                self.tabs[at].state.forget_typed();
                app.sign_out();
            }
        } else if world.happens(Fault::OtherAccount, 8) {
            if let Some(app) = &self.tabs[at].app {
                self.tabs[at].state.forget_typed();
                app.sign_out();
            }
            let (own, _) = world.person();
            self.provider.person = if self.provider.person == own { "oleg" } else { own };
        } else if let Some(app) = &self.tabs[at].app {
            self.tabs[at].hide();
            app.page_shown();
        }
        let late: Option<_> = world.webhooks.borrow_mut().pop();
        if let Some(webhook) = late {
            person::deliver(&world, &webhook);
        }
    }

    fn check<E: std::fmt::Display>(&self, change: impl FnOnce(&mut sandbox::in_process::Program) -> Result<(), E>) {
        if let Err(error) = change(&mut self.world.program.borrow_mut()) {
            self.world.fail(format!("the world could not do it: {error}"));
        }
    }

    /// With faults switched off, a person who presses the main button arrives at the confirmation, or at a page that names
    /// who can go on.
    fn finish(&mut self) {
        self.world.is_hostile.set(false);
        self.world.log(|| "faults are switched off".to_owned());
        self.provider = ProviderSession { person: self.world.person().0, signed_in_ms: self.world.now_ms() };
        let late: Vec<_> = self.world.webhooks.take();
        for webhook in late {
            person::deliver(&self.world, &webhook);
        }
        self.provider_decides();
        for _ in 0..MAX_PAGES {
            self.run_until_idle(CALM_MS);
            if self.world.violation().is_some() || self.has_arrived() {
                return;
            }
            checks::saves_again(&self.world, &self.tabs[0]);
            self.tabs[0].leave_if_away();
            match self.tabs[0].place() {
                TabLocation::SignIn { recent, .. } => {
                    if recent {
                        self.provider.signed_in_ms = self.world.now_ms();
                    }
                    let session = self.provider.clone();
                    self.tabs[0].return_from_sign_in(&session);
                }
                TabLocation::PaymentPage => person::at_payment_page(&self.world, &mut self.tabs[0], Strategy::Finish),
                TabLocation::Site => {
                    person::act(&self.world, &self.tabs[0], Strategy::Finish);
                }
            }
            self.observe();
        }
        let page = self.tabs[0].draw();
        let (name, failure) = (checks::name(page.as_ref()), page.as_ref().and_then(checks::step_failure));
        let kind = failure.map(|failure| failure.kind);
        self.world.fail(format!("no way on from {name} at {} ({kind:?})", self.tabs[0].path()));
    }

    /// The provider makes up its mind about every payment that it still works on.
    fn provider_decides(&self) {
        let payments = self.world.program.borrow().payments().unwrap_or_default();
        // Those that were in the books before are somebody else's.
        let made = payments.iter().skip(self.world.payments_before);
        for payment in made.filter(|payment| payment.status == "processing") {
            let told = self.world.program.borrow_mut().provider(&payment.id, &ProviderAction::Approve);
            match told {
                Ok(Some(webhook)) => person::deliver(&self.world, &webhook),
                Ok(None) => {}
                Err(error) => self.world.fail(format!("the provider could not decide: {error}")),
            }
        }
    }

    fn has_arrived(&self) -> bool {
        let page = self.tabs[0].draw();
        // The page names who can go on.
        let named = page.as_ref().and_then(checks::step_failure).map(|failure| failure.kind);
        if matches!(named, Some(FailureKind::NotPrimaryContact(_))) {
            return true;
        }
        match page {
            Some(DrawnPage::Confirmation(page)) => page.with_state(|state| state.ready().is_some()),
            Some(DrawnPage::Membership(page)) => page.with_state(|state| {
                state.ready().is_some_and(|membership| {
                    let stopped = main_action(membership) == MainAction::Nothing;
                    if stopped && membership.blockers.is_empty() {
                        self.world.fail("nothing is offered, and no reason is given".to_owned());
                    }
                    stopped
                })
            }),
            Some(DrawnPage::Step(OpenStep::Requirements(page))) => page.with_state(|state| match state {
                Load::Ready(shown) => verdict(&shown.competencies) != RequirementsVerdict::Met,
                Load::Loading | Load::Failed(_) => false,
            }),
            _ => false,
        }
    }
}
