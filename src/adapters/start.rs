//! The first steps in the browser: words, configuration and storage at once, then the app. This is the one place that
//! knows adapters, app and views.
use super::dom::{self, Dom};
use super::formatter::IntlFormatter;
use super::history::History;
use super::http::HttpTransport;
use super::lazy_part::DownloadedPart;
use super::locale::{self, Catalogues};
use super::sign_in::{OidcSession, on_sign_out_counted};
use super::system::{BrowserClock, BrowserRandom, BrowserSpawner, BrowserTimer};
use super::tabs::Tabs;
use super::{browser, config, fatal, later, storage};
use crate::app::App;
use crate::config::{Config, ConfigProblem};
use crate::i18n::{format, later_format};
use crate::ports::{Ports, RecordStore, Spawner};
use crate::views;
use leptos::prelude::mount_to;
use std::rc::Rc;
use web_sys::HtmlElement;

/// Starts the site. What cannot be had is told in the place of the app.
pub fn start() {
    #[cfg(not(feature = "split"))]
    fatal::install_panic_hook();
    BrowserSpawner.spawn(Box::pin(async {
        // The downloads run already; opening the database is what takes time here.
        let store = storage::open().await;
        if locale::install().await.is_err() {
            return fatal::cannot_start(&["words"]);
        }
        match config::load().await {
            Ok(config) => {
                let Some(root) = dom::mount_point() else { return };
                let (app, history) = open_site(Rc::new(config), store);
                // What the page asks of the network is on its way before the drawing begins, which takes longer than
                // all else here.
                browser::sleep(0).await;
                draw(root, app, history);
            }
            Err(error) => {
                let right = match &error.problem {
                    ConfigProblem::NotOrigin(Some(origin)) => origin.as_str(),
                    ConfigProblem::OwnParameter(name) => name,
                    _ => "",
                };
                fatal::cannot_start(&["config", error.key, error.problem.message_key(), right]);
            }
        }
    }));
}

/// The app, with the page of the address open, and the history that it follows.
fn open_site(config: Rc<Config>, store: Rc<dyn RecordStore>) -> (Rc<App>, Rc<History>) {
    format::install(&IntlFormatter);
    // In a build in parts they come with the lazy one.
    if let Some(later) = later::functions() {
        later_format::install(later.formatter);
    }
    let history = Rc::new(History::follow());
    let tabs = Rc::new(Tabs::open());
    let ports = Ports {
        transport: Rc::new(HttpTransport::new(&config)),
        store,
        session: Rc::new(OidcSession::new(Rc::clone(&config), Rc::clone(&tabs))),
        clock: Rc::new(BrowserClock),
        timer: Rc::new(BrowserTimer),
        random: Rc::new(BrowserRandom),
        spawner: Rc::new(BrowserSpawner),
        tabs: Rc::clone(&tabs) as Rc<_>,
        navigator: Rc::clone(&history) as Rc<_>,
        catalogue: Rc::new(Catalogues),
        lazy_part: Rc::new(DownloadedPart::new(later::fetch)),
        centre_part: Rc::new(DownloadedPart::new(views::lazy::fetch_centre)),
        files: Rc::new(Dom),
        document: Rc::new(Dom),
        clipboard: Rc::new(Dom),
    };
    let app = App::new(ports, config, browser::is_online(), views::lazy::program);
    forward_events(&app, &tabs);
    app.open_first();
    (app, history)
}

fn draw(root: HtmlElement, app: Rc<App>, history: Rc<History>) {
    mount_to(root, move || {
        let follow = Rc::clone(&app);
        history.on_path(move |path| follow.path_changed(path));
        views::site(&app, dom::sprite())
    })
    .forget();
    dom::announce_ready();
}

/// What happens around the page reaches the app.
fn forward_events(app: &Rc<App>, tabs: &Tabs) {
    let hidden = Rc::clone(app);
    browser::on_hidden(move || hidden.page_hidden());
    let shown = Rc::clone(app);
    browser::on_shown(move || shown.page_shown());
    let restored = Rc::clone(app);
    browser::on_page_restored(move || restored.page_restored());
    let online = Rc::clone(app);
    browser::on_online_change(move |is_online| online.online_changed(is_online));
    let translated = Rc::clone(app);
    dom::on_translated(move || translated.page_translated());
    let counted = Rc::clone(app);
    on_sign_out_counted(move || counted.signed_out_elsewhere());
    let messages = Rc::clone(app);
    tabs.on_message(move |message| messages.tab_message(&message));
}
