//! Where in the site the person is, and how to go elsewhere: leptos_router's history, without its component tree.
use super::browser;
use super::dom;
use super::system::BrowserSpawner;
use crate::domain::route::Page;
use crate::ports::{HistoryEntry, Navigator, Spawner};
use any_spawner::Executor;
use leptos::prelude::{Effect, GetUntracked, Set, With};
use leptos_router::location::{BrowserUrl, LocationChange, LocationProvider};
use std::cell::Cell;

/// Browsers refuse more than a hundred new addresses in half a minute: from then on pages are loaded.
const MAX_PUSHES: u32 = 90;
/// Length of that time, in milliseconds.
const PUSH_WINDOW_MS: f64 = 30_000.0;

/// The history of this tab.
pub struct History {
    url: Option<BrowserUrl>,
    pushes: Cell<u32>,
    counted_from_ms: Cell<f64>,
}

impl History {
    /// Takes over clicks on links and the browser's Back and Forward.
    #[must_use]
    pub fn follow() -> History {
        // A link can be pressed before Leptos has mounted anything, and the router would find nobody to run its task. That
        // somebody runs them already is as good.
        let _ = Executor::init_wasm_bindgen();
        // Without an address of its own, as in a sandboxed frame, every link loads its page.
        let url = BrowserUrl::new().ok();
        if let Some(url) = &url {
            url.init(Some(browser::base_path().into()));
        }
        History { url, pushes: Cell::new(0), counted_from_ms: Cell::new(0.0) }
    }

    /// Calls with the path, whenever it is another one. Call inside a reactive owner that lives as long as the page.
    pub fn on_path(&self, callback: impl Fn(String) + 'static) {
        let Some(url) = self.url.clone() else { return };
        Effect::new(move |before: Option<String>| {
            let path = url.as_url().with(|url| url.path().to_owned());
            // The address bar follows when the page has changed.
            url.ready_to_complete();
            let followed = url.clone();
            BrowserSpawner.spawn(Box::pin(async move {
                browser::sleep(0).await;
                correct_address(&followed);
            }));
            if before.as_ref() != Some(&path) {
                callback(browser::below_base(&path));
            }
            path
        });
    }

    fn may_push(&self) -> bool {
        let now = super::clock::monotonic_ms();
        if now - self.counted_from_ms.get() > PUSH_WINDOW_MS {
            self.counted_from_ms.set(now);
            self.pushes.set(0);
        }
        self.pushes.set(self.pushes.get().saturating_add(1));
        self.pushes.get() <= MAX_PUSHES
    }
}

/// Pushes the address of the page where the address bar shows another one. The router adds no entry for what it takes for
/// the newest one, and counts those wrong after Forward and after an entry was replaced.
fn correct_address(url: &BrowserUrl) {
    let path = browser::below_base(url.as_url().get_untracked().path());
    if path != browser::current_path() {
        browser::push_url(&path);
    }
}

impl Navigator for History {
    fn base_path(&self) -> String {
        browser::base_path()
    }

    fn origin(&self) -> String {
        browser::origin()
    }

    fn path(&self) -> String {
        match &self.url {
            Some(url) => browser::below_base(url.as_url().get_untracked().path()),
            None => browser::current_path(),
        }
    }

    fn go(&self, page: &Page, entry: HistoryEntry) {
        let to = [browser::base_path(), page.path()].concat();
        let parsed = BrowserUrl::parse(&to).ok().filter(|_| self.may_push());
        match (&self.url, parsed) {
            (Some(url), Some(new)) => {
                let replace = entry == HistoryEntry::Replace;
                url.complete_navigation(&LocationChange { value: to, replace, ..LocationChange::default() });
                url.as_url().set(new);
                correct_address(url);
            }
            _ if entry == HistoryEntry::Replace => browser::replace_location(&to),
            _ => browser::go(&to),
        }
    }

    fn leave_for(&self, url: &str) {
        browser::go(url);
    }

    fn hide_and_reload(&self) {
        dom::hide();
        browser::reload();
    }
}
