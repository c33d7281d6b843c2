//! What a page finds of the browser around it, but for network and disk: the ports that a tab gives it.
use super::{ISSUER, TOKEN_MS, TabLocation, TabState};
use crate::network::authorization;
use crate::world::Fault;
use partner_renewal::app::pages::file_choice::FILE_CONTROL;
use partner_renewal::domain::envelope::account_key;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use partner_renewal::domain::tab_message::TabMessage;
use partner_renewal::ports::{
    Catalogue, ChosenFile, Clipboard, Clock, Document, Files, HistoryEntry, LazyPart, Navigator, Random, Session,
    SignInOutcome, SignInProblem, SignInReason, SignedIn, Spawner, TabChannel, Task, TextFile, Timer,
};
use sandbox::people;
use std::cell::Cell;
use std::future::poll_fn;
use std::rc::Rc;

/// The ports of one page of a tab.
pub(super) struct PagePorts {
    pub(super) tab: Rc<TabState>,
    pub(super) load: u32,
}

/// A part of the program that is downloaded later.
pub(super) struct LaterPart {
    tab: Rc<TabState>,
    is_here: Rc<Cell<bool>>,
}

impl LaterPart {
    /// The part as the page has it that a tab loads now.
    pub(super) fn new(tab: &Rc<TabState>) -> LaterPart {
        // Where nothing happens to it, the part is in the browser's cache.
        let is_here = !tab.world.has(Fault::LazyPartLost) && !tab.around.lazy_part_lost.get();
        LaterPart { tab: Rc::clone(tab), is_here: Rc::new(Cell::new(is_here)) }
    }
}

impl PagePorts {
    /// The ports of the page that a tab loads now.
    pub(super) fn new(tab: &Rc<TabState>) -> PagePorts {
        PagePorts { tab: Rc::clone(tab), load: tab.loads.get() }
    }

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

    pub(super) fn account(&self) -> Option<String> {
        self.tab.token.borrow().as_ref().map(|(session, _)| account_key(ISSUER, session.person))
    }
}

impl Session for PagePorts {
    fn authorization(&self) -> Option<String> {
        let token = self.tab.token.borrow();
        let (session, until) = token.as_ref()?;
        (self.tab.world.now_ms() < *until).then(|| authorization(session.person, session.signed_in_ms))
    }

    fn left_ms(&self) -> u32 {
        let left = self.tab.token.borrow().as_ref().map_or(0, |(_, until)| *until - self.tab.world.now_ms());
        u32::try_from(left).unwrap_or_default()
    }

    fn begin(&self, page: &Page, reason: SignInReason) -> Task<'_, Result<(), SignInProblem>> {
        self.must_be_open("leave for the sign-in");
        self.tab.around.sign_in_reasons.borrow_mut().push(reason);
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
        let place = TabLocation::SignIn {
            return_to: page.clone(),
            recent: matches!(reason, SignInReason::Recent(_) | SignInReason::TooOld(_)),
            interrupted: reason == SignInReason::Interrupted,
        };
        let ms = self.tab.around.sign_in_ms.get();
        if ms == 0 {
            *self.tab.place.borrow_mut() = place;
            // The page is being left.
            return Box::pin(std::future::pending());
        }
        let wait = self.tab.world.sleep(ms);
        Box::pin(async move {
            wait.await;
            *self.tab.place.borrow_mut() = place;
            std::future::pending().await
        })
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
                    TabLocation::SignIn { return_to: Page::Membership, recent: false, interrupted: false };
                return std::future::pending().await;
            };
            self.tab.return_page.replace(return_to);
            let account = account_key(ISSUER, session.person);
            let before = self.tab.account_before.replace(Some(account.clone()));
            let other = before.is_some_and(|before| before != account);
            if other {
                self.tab.around.organization.take();
                self.set_progress(None);
            }
            let arrival = if other { SignInOutcome::OtherAccount } else { arrival };
            let name = people::find(session.person).map(|person| person.name.to_owned()).unwrap_or_default();
            let until = self.tab.world.now_ms() + TOKEN_MS;
            self.tab.token.replace(Some((session, until)));
            Ok(SignedIn { account_key: account, name, arrival })
        })
    }

    fn return_page(&self) -> Page {
        self.tab.return_page.borrow().clone()
    }

    fn tab_organization(&self) -> Option<String> {
        self.tab.around.organization.borrow().clone()
    }

    fn set_tab_organization(&self, id: &str) {
        self.tab.around.organization.replace(Some(id.to_owned()));
    }

    fn tab_renewal(&self, organization: &str) -> Option<String> {
        let kept = self.tab.around.renewal.borrow();
        kept.as_ref().filter(|(of, _)| of == organization).map(|(_, id)| id.clone())
    }

    fn set_tab_renewal(&self, organization: &str, id: &str) {
        self.tab.around.renewal.replace(Some((organization.to_owned(), id.to_owned())));
    }

    fn set_progress(&self, step: Option<Step>) {
        self.tab.world.disk.borrow_mut().progress = step;
    }

    fn forget(&self) {
        self.tab.token.replace(None);
        self.tab.around.organization.replace(None);
        self.tab.around.renewal.replace(None);
    }

    fn sign_out(&self) -> Task<'_, bool> {
        self.tab.token.replace(None);
        self.tab.around.organization.replace(None);
        self.tab.outbox.borrow_mut().push(TabMessage::SignedOut);
        self.tab.world.disk.borrow_mut().unload_copies.clear();
        self.tab.world.disk.borrow_mut().progress = None;
        let is_reached =
            self.tab.around.sign_in.borrow().is_none() && !self.tab.world.happens(Fault::SignInUnreachable, 6);
        Box::pin(async move { is_reached })
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
        if url.starts_with("http://localhost:8081/v1/downloads/") {
            // The browser saves what is there, and stays where it is.
            self.tab.around.downloads.borrow_mut().push(url.to_owned());
            return;
        }
        if !url.starts_with("http://localhost:8083/") {
            self.tab.world.fail(format!("left for {url}"));
        }
        *self.tab.place.borrow_mut() = TabLocation::PaymentPage;
    }

    fn hide_and_reload(&self) {
        self.must_be_open("reload");
        self.tab.around.reloads.set(self.tab.around.reloads.get() + 1);
    }
}

impl LazyPart for LaterPart {
    fn is_loaded(&self) -> bool {
        self.is_here.get()
    }

    fn load(&self) -> Task<'static, Result<(), FailureKind>> {
        let (wait, tab, is_here) = (self.tab.world.sleep(80), Rc::clone(&self.tab), Rc::clone(&self.is_here));
        tab.around.lazy_part_asked.set(tab.around.lazy_part_asked.get() + 1);
        Box::pin(async move {
            wait.await;
            if tab.around.lazy_part_lost.get() || tab.world.happens(Fault::LazyPartLost, 3) {
                return Err(FailureKind::NotDownloaded);
            }
            is_here.set(true);
            Ok(())
        })
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
        file.filter(|_| control == FILE_CONTROL).map(|file| file as Rc<dyn ChosenFile>)
    }

    fn save_text(&self, file: &TextFile) -> bool {
        let can = !self.tab.around.refuses.get();
        if can {
            self.tab.around.saved.borrow_mut().push((file.name.to_owned(), file.text.to_owned()));
        }
        can
    }
}

impl Document for PagePorts {
    fn set_title(&self, _: &str) {}

    fn show_start_page(&self) {}

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

    fn open_dialog(&self, id: &str) {
        self.must_be_open("open a dialog");
        self.tab.around.opened_dialogs.borrow_mut().push(id.to_owned());
    }

    fn close_dialog(&self, id: &str) {
        self.tab.around.closed_dialogs.borrow_mut().push(id.to_owned());
    }

    fn set_print_reference(&self, _: &str) {}

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
