//! The running application: services that own the state, and one controller for each page. It reaches everything
//! outside through `ports` alone, so all of it runs in tests on the host.
pub mod account;
pub mod api;
pub mod autosave;
pub mod drafts;
mod early_answers;
pub mod form;
pub mod observable;
pub mod page_scope;
pub mod pages;
pub mod payment;
pub mod records;
pub mod renewals;
pub mod services;
pub mod session;

use crate::config::Config;
use crate::domain::route::Page;
use crate::domain::tab_message::TabMessage;
use crate::ports::Ports;
use observable::Observable;
use page_scope::PageScope;
use pages::lazy::LazyProgram;
use pages::{OpenPage, PageContext};
use services::{ServiceSet, Services};
use session::SignInState;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

struct Opened {
    path: String,
    signed_in: bool,
    scope: PageScope,
    page: OpenPage,
}

impl Opened {
    fn is_finishing_sign_in(&self) -> bool {
        matches!(self.page, OpenPage::Callback(_)) && self.scope.is_alive()
    }

    /// Does it stand in for a page whose program is not here?
    fn is_waiting(&self) -> bool {
        matches!(&self.page, OpenPage::Lazy(page) if !page.is_ready())
    }
}

/// Id of the button that opens the menu.
pub const MENU_BUTTON: &str = "menu-button";

/// The application.
pub struct App {
    services: Services,
    opened: RefCell<Option<Opened>>,
    /// Path of the page below the site's base.
    path: Observable<String>,
    online: Observable<bool>,
    /// Does a translator change the texts of the page?
    translated: Observable<bool>,
    /// Counts the changes after which all words and the page are drawn again.
    redraws: Observable<u32>,
    /// Once the person has moved inside the app a new page takes the focus.
    has_navigated: Cell<bool>,
}

impl App {
    /// `lazy_program` gives what the lazy part holds; it is called once that is here.
    #[must_use]
    pub fn new(ports: Ports, config: Rc<Config>, online: bool, lazy_program: fn() -> Option<LazyProgram>) -> Rc<App> {
        let path = Observable::new(ports.navigator.path());
        Rc::new(App {
            services: ServiceSet::new(Rc::new(ports), config, lazy_program),
            path,
            opened: RefCell::default(),
            online: Observable::new(online),
            translated: Observable::new(false),
            redraws: Observable::new(0),
            has_navigated: Cell::new(false),
        })
    }

    /// The services, for what views show of them.
    #[must_use]
    pub fn services(&self) -> &ServiceSet {
        &self.services
    }

    /// Path of the page below the site's base, with its leading slash.
    #[must_use]
    pub fn path(&self) -> String {
        self.path.get()
    }

    /// As `path`; whoever draws with it is drawn again when somebody signs in or out, too.
    #[must_use]
    pub fn path_and_sign_in(&self) -> String {
        self.services.sessions.track_sign_in();
        self.path.get()
    }

    /// Is the browser online, as far as it can tell?
    #[must_use]
    pub fn is_online(&self) -> bool {
        self.online.get()
    }

    /// Does a translator change the texts of the page?
    #[must_use]
    pub fn is_translated(&self) -> bool {
        self.translated.get()
    }

    /// Whoever calls this is drawn anew when all of the site is.
    pub fn track_redraws(&self) {
        self.redraws.with(|_| ());
    }

    /// May the page that opens take the focus? Not on the first page of a visit, nor while a sign-in is finished before it.
    #[must_use]
    pub fn take_focus(&self) -> bool {
        let opened = self.opened.borrow();
        // The page itself takes it, once its program is here.
        if opened.as_ref().is_some_and(|page| matches!(page.page, OpenPage::Callback(_)) || page.is_waiting()) {
            return false;
        }
        let has_navigated = self.has_navigated.replace(true);
        if has_navigated {
            self.services.sessions.forget_arrival();
        }
        has_navigated
    }

    /// Opens the page of the address, so that it asks for what it needs before it is drawn.
    pub fn open_first(self: &Rc<Self>) {
        // The view that draws it gets it by its path.
        let _page = self.open(&self.path.now());
    }

    /// The page at a path below the site's base. The page that is open already stays as it is; another one ends it.
    #[must_use]
    pub fn open(self: &Rc<Self>, path: &str) -> OpenPage {
        let signed_in = self.services.sessions.is_signed_in();
        if let Some(opened) = &*self.opened.borrow()
            && opened.path == path
            && (opened.scope.is_alive() || !matches!(opened.page, OpenPage::Callback(_)))
            && (opened.signed_in == signed_in || opened.is_finishing_sign_in())
        {
            return opened.page.clone();
        }
        let was_finishing_sign_in = self.close_page();
        let scope = PageScope::new(Rc::clone(&self.services.ports));
        let target = pages::Target::at(path);
        let context = PageContext::new(Rc::clone(&self.services), scope.clone(), target.page());
        let page = pages::open(&context, &target, signed_in);
        if matches!(page, OpenPage::SignInNeeded(_)) {
            self.sign_in_if_nobody(&scope, target.page());
        }
        if was_finishing_sign_in && !signed_in {
            // The person has followed a link on the page that said why the sign-in was refused.
            self.has_navigated.set(true);
        }
        *self.opened.borrow_mut() = Some(Opened { path: path.to_owned(), signed_in, scope, page: page.clone() });
        page
    }

    /// Ends the page that is open. Was it the one that finishes a sign-in?
    fn close_page(self: &Rc<Self>) -> bool {
        let before = self.opened.take();
        let finished_sign_in = matches!(before, Some(Opened { page: OpenPage::Callback(_), .. }));
        if let Some(before) = before {
            if before.is_waiting() {
                // The person has gone on before the page was there.
                self.has_navigated.set(true);
            }
            before.scope.end();
            // What was typed on it is written even if the next page is a short one.
            self.services.ports.spawner.spawn(self.services.drafts.flush());
        }
        finished_sign_in
    }

    fn sign_in_if_nobody(&self, scope: &PageScope, page: Page) {
        let services = Rc::clone(&self.services);
        if services.sessions.state() == SignInState::Nobody {
            scope.spawn(async move { services.sessions.begin(&page).await });
        }
    }

    /// The person wants to sign in, here and now.
    pub fn sign_in(&self) {
        let page = Page::parse(&self.path.now());
        let services = Rc::clone(&self.services);
        // Not the page's own task: a page whose person has signed out has ended.
        self.services.ports.spawner.spawn(Box::pin(async move {
            services.drafts.flush().await;
            services.sessions.begin(&page).await;
        }));
    }

    /// The life of the page that is open.
    fn scope(&self) -> Option<PageScope> {
        self.opened.borrow().as_ref().map(|opened| opened.scope.clone())
    }

    /// The person signs out.
    pub fn sign_out(self: &Rc<Self>) {
        let services = Rc::clone(&self.services);
        self.end_page();
        self.services.ports.spawner.spawn(Box::pin(async move { services.sign_out().await }));
    }

    /// Another tab has signed out.
    pub fn signed_out_elsewhere(self: &Rc<Self>) {
        self.end_page();
        self.services.forget();
    }

    /// Nothing that the page has begun goes on; what it shows gives way when the sign-in state changes. A page for
    /// anybody stays as it is.
    fn end_page(&self) {
        if let Some(opened) = &*self.opened.borrow()
            && (opened.signed_in || !matches!(opened.page, OpenPage::Lazy(_)))
        {
            opened.scope.end();
        }
    }

    /// Changes the language of the site, and says so where it cannot. What was typed and chosen stays.
    pub fn change_language(self: &Rc<Self>, language: &'static str) {
        let (this, before) = (Rc::clone(self), self.scope());
        self.services.ports.spawner.spawn(Box::pin(async move {
            this.services.drafts.flush().await;
            this.services.set_action_failed(false);
            let is_switched = this.services.ports.catalogue.switch(language).await;
            this.services.set_action_failed(!is_switched);
            if is_switched {
                // They came in the language before.
                this.services.api.early_answers().forget();
                this.redraws.update(|count| *count = count.wrapping_add(1));
                if before.is_some_and(|scope| scope.is_alive()) {
                    // What the program says on it is in the language before.
                    this.recheck();
                }
                // The button that was pressed is gone with the menu around it.
                this.services.ports.timer.next_frame().await;
                this.services.ports.document.focus(MENU_BUTTON);
            }
        }));
    }

    /// Takes the newer draft that another tab wrote, and opens the page anew with it. The page with the older answers ends
    /// at once: what is typed while the newer ones are read would go over them.
    pub fn take_newer_draft(&self) {
        self.end_page();
        self.opened.take();
        self.services.renewals.invalidate();
        self.services.drafts.take_newer();
        self.redraws.update(|count| *count = count.wrapping_add(1));
    }

    /// Counts seconds down to nothing, for as long as the page is open.
    #[must_use]
    pub fn count_down(&self, seconds: u32) -> Observable<u32> {
        let left = Observable::new(seconds);
        if let Some(scope) = self.scope().filter(|_| seconds > 0) {
            let (counted, services) = (left.clone(), Rc::clone(&self.services));
            scope.spawn(async move {
                while counted.now() > 0 {
                    services.ports.timer.sleep(1_000).await;
                    counted.update(|left| *left = left.saturating_sub(1));
                }
            });
        }
        left
    }

    /// Puts a text on the clipboard; `copied` then tells whether it is there.
    pub fn copy(&self, text: &str, copied: &Observable<Option<bool>>) {
        let Some(scope) = self.scope() else { return };
        let (copied, copying) = (copied.clone(), self.services.ports.clipboard.copy(text));
        scope.spawn(async move { copied.set(Some(copying.await)) });
    }

    // What happens around the page; the adapters call these.

    /// The person is at another address of this site.
    pub fn path_changed(&self, path: String) {
        if self.path.now() != path {
            self.services.set_action_failed(false);
            self.path.set(path);
        }
    }

    /// The page is hidden or left.
    pub fn page_hidden(&self) {
        self.services.drafts.page_hidden();
    }

    /// The page is shown after it was hidden: the payment may have been made anywhere meanwhile.
    pub fn page_shown(&self) {
        self.recheck();
    }

    /// The browser shows the page again from its back/forward cache. It may belong to somebody who has signed out since:
    /// nothing of it is shown before all is asked anew.
    pub fn page_restored(&self) {
        self.services.ports.navigator.hide_and_reload();
    }

    pub fn online_changed(&self, online: bool) {
        self.online.set_if_new(online);
    }

    /// A translator has begun to change the texts of the page.
    pub fn page_translated(&self) {
        self.translated.set_if_new(true);
    }

    /// Another tab has told something. A message is a hint: what it says is asked for.
    pub fn tab_message(self: &Rc<Self>, message: &TabMessage) {
        match message {
            TabMessage::Saved { rev, key } => self.services.drafts.other_tab_saved(key, *rev),
            TabMessage::Completed { .. } | TabMessage::Payment { .. } | TabMessage::Progress { .. } => self.recheck(),
            TabMessage::SignedOut => self.signed_out_elsewhere(),
        }
    }

    fn recheck(&self) {
        match &*self.opened.borrow() {
            Some(Opened { page: OpenPage::Lazy(page), .. }) => page.recheck(),
            Some(Opened { page: OpenPage::Membership(page), .. }) => page.recheck(),
            _ => {}
        }
    }
}
