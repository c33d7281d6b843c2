//! The frame around every page: header, navigation, language, notices, footer; and the table of routes.
use super::parts::dynamic::{fresh, optional};
use super::parts::frame::href;
use super::parts::guard::navigator;
use super::parts::press::button;
use super::parts::problem::signed_out_notice;
use super::parts::prose::p;
use super::{competencies, confirmation, membership, not_found, organizations, payment_return, sign_in, start, steps};
use crate::app::screen;
use crate::app::session::App;
use crate::app::wizard::SaveState;
use crate::domain::route::{CALLBACK, Page};
use crate::domain::step::Step;
use crate::i18n::{self, words};
use crate::ports::Arrival;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::WildcardSegment;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::hooks::use_location;

/// The whole site. Every word is read anew when the language changes.
pub fn site(app: App) -> AnyView {
    fresh(move || {
        app.language.track();
        let base = screen::base_path();
        view! { <Router base=base>{frame(app)}</Router> }.into_any()
    })
}

fn frame(app: App) -> AnyView {
    view! {
        <a class="skip-link" href="#main" rel="external" on:click=|event| { event.prevent_default(); screen::focus_by_id("main"); }>{words::site_skip()}</a>
        {header(app)}
        {notices(app)}
        {routes(app)}
        {footer(app)}
    }
    .into_any()
}

/// One route for all: which page a path means is the domain's knowledge (`Page`), and a table of one route per page
/// would weigh some 20 KB of the download.
fn routes(app: App) -> AnyView {
    view! {
        <FlatRoutes fallback=|| ()>
            <Route path=WildcardSegment("page") view=move || page_at(app) />
        </FlatRoutes>
    }
    .into_any()
}

fn page_at(app: App) -> AnyView {
    let pathname = use_location().pathname;
    let base = screen::base_path();
    let go = navigator();
    Effect::new(move |before: Option<u32>| {
        let now = app.settled.get();
        if before.is_some_and(|before| before != now) {
            go(&Page::Confirmation, true);
        }
        now
    });
    let below = Memo::new(move |_| pathname.with(|path| path.strip_prefix(base.as_str()).unwrap_or(path).to_owned()));
    fresh(move || {
        below.with(|path| {
            if path == CALLBACK {
                return sign_in::callback(app);
            }
            Page::find(path).map_or_else(|| not_found::view(app), |page| page_view(app, page))
        })
    })
}

fn page_view(app: App, page: Page) -> AnyView {
    match page {
        Page::Start => start::view(app),
        Page::Membership => membership::view(app),
        Page::Organizations => organizations::view(app),
        Page::Competencies => competencies::view(app),
        Page::Step(Step::Requirements) => steps::requirements::view(app),
        Page::Step(Step::Profile) => steps::profile::view(app),
        Page::Step(Step::Agreement) => steps::agreement::view(app),
        Page::Step(Step::Location) => steps::location::view(app),
        Page::Step(Step::Level) => steps::level::view(app),
        Page::Step(Step::Payment) => steps::method::view(app),
        Page::Step(Step::Review) => steps::review::view(app),
        Page::PaymentReturn => payment_return::view(app),
        Page::Confirmation => confirmation::latest(app),
        Page::Reprint(id) => confirmation::reprint(app, id),
    }
}

fn header(app: App) -> AnyView {
    let location = use_location();
    let base = screen::base_path();
    let entry = move |page: Page, label: String| {
        let (path, at) = (page.path(), [&base, page.path().as_str()].concat());
        let here = location.pathname;
        view! { <li><a href=href(&path) aria-current=move || (here.get() == at).then_some("page")>{label}</a></li> }
    };
    let links = view! {
        {entry(Page::Membership, words::nav_membership())}
        {entry(Page::Organizations, words::nav_organizations())}
        {entry(Page::Competencies, words::nav_requirements())}
    }
    .into_any();
    let signed_in = move || app.name();
    view! {
        <header class="site-header no-print">
            <div class="site-header__inner">
                <a class="site-name" href=href("/")>{words::site_name()}</a>
                {language_nav(app)}
                {optional(move || signed_in().map(|name| account_menu(app, name)))}
                <nav class="site-nav" aria-label=words::nav_label()><ul>{links}</ul></nav>
            </div>
        </header>
    }
    .into_any()
}

fn account_menu(app: App, name: String) -> AnyView {
    view! {
        <div class="account-menu"><span class="account-menu__name">{name}</span>{" "}
            {button("link-button", words::nav_sign_out(), move || spawn_local(app.sign_out()))}</div>
    }
    .into_any()
}

fn language_nav(app: App) -> AnyView {
    let items = [("en", "English"), ("bg", "Български")]
        .into_iter()
        .map(|(code, name)| {
            if i18n::language() == code {
                view! { <li><span aria-current="true" lang=code>{name}</span></li> }.into_any()
            } else {
                view! {
                    <li><button type="button" class="link-button" lang=code on:click=move |_| spawn_local(async move {
                        app.wizard.flush_now().await;
                        if screen::change_language(code).await { app.language.update(|n| *n += 1); }
                    })>{name}</button></li>
                }
                .into_any()
            }
        })
        .collect::<Vec<_>>();
    view! { <nav class="language-nav" aria-label=words::nav_language()><ul>{items}</ul></nav> }.into_any()
}

fn banner(class: &'static str, text: String) -> AnyView {
    view! { <div class=class>{p(text)}</div> }.into_any()
}

fn notices(app: App) -> AnyView {
    let offline =
        optional(move || (!app.online.get()).then(|| banner("banner banner--offline", words::site_offline())));
    let not_kept = optional(move || {
        (app.wizard.saving.get() == SaveState::NotKept)
            .then(|| banner("banner banner--warning", words::site_not_kept()))
    });
    let arrival = optional(move || {
        let text = match (app.arrival.get(), app.name()) {
            (Arrival::OtherAccount, Some(name)) => words::sign_in_other(&name),
            (Arrival::Recent, Some(_)) => words::sign_in_recent(),
            _ => return None,
        };
        Some(banner("banner", text))
    });
    let aside = optional(move || {
        app.wizard.set_aside.get().then(|| banner("banner banner--warning", words::site_without_draft()))
    });
    view! { <div class="notices no-print" role="status">{offline}{not_kept}{aside}{arrival}</div>{signed_out_notice(app)} }
        .into_any()
}

fn footer(app: App) -> AnyView {
    let config = app.config();
    let mail = screen::mailto(&config.support_email, "", "");
    view! {
        <footer class="site-footer no-print">
            <p>{words::site_help()}{" "}<a href=mail>{config.support_email.clone()}</a></p>
            {config.sandbox.then(|| view! { <p class="sandbox-note">{words::site_sandbox()}</p> })}
        </footer>
    }
    .into_any()
}
