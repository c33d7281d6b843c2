//! The frame around every page: header, navigation, language, notices, footer; and which view shows which page.
use super::outline::{back, outline};
use super::parts::buttons::{button, link};
use super::parts::dynamic::{reactive, remount_on_change, show_some};
use super::parts::frame::{href, set_base_path};
use super::parts::icon::{Icon, icon, set_sprite};
use super::parts::sign_in_gate::gate;
use super::parts::typography::p;
use super::{lazy, membership, not_found, sign_in, start};
use crate::app::autosave::SaveState;
use crate::app::pages::OpenPage;
use crate::app::session::SignInState;
use crate::app::{App, MENU_BUTTON};
use crate::domain::address::mailto;
use crate::domain::route::Page;
use crate::i18n::{self, words};
use crate::ports::SignInOutcome;
use leptos::prelude::*;
use std::rc::Rc;

/// The whole site; `sprite` is the address of its icons. Every word is read anew when the language changes; the pages stay as they are.
pub fn site(app: &Rc<App>, sprite: String) -> AnyView {
    set_sprite(sprite);
    set_base_path(app.services().ports.navigator.base_path());
    let app = Rc::clone(app);
    remount_on_change(move || {
        app.track_redraws();
        untrack(|| frame(&app))
    })
}

fn frame(app: &Rc<App>) -> AnyView {
    let skipping = Rc::clone(app);
    view! {
        <a class="skip-link no-print" href="#main" rel="external" on:click=move |event| {
            event.prevent_default();
            skipping.services().ports.document.focus("main");
        }>{words::site_skip()}</a>
        {header(app)}
        {notices(app)}
        {page(app)}
        {footer(app)}
    }
    .into_any()
}

fn page(app: &Rc<App>) -> AnyView {
    let app = Rc::clone(app);
    remount_on_change(move || {
        let path = app.path_and_sign_in();
        untrack(|| page_view(&app, app.open(&path)))
    })
}

fn page_view(app: &Rc<App>, page: OpenPage) -> AnyView {
    match page {
        OpenPage::Start => start::view(app),
        #[cfg(feature = "styles")]
        OpenPage::NotFound if app.path() == super::styles::PATH => super::styles::view(app),
        OpenPage::NotFound => not_found::view(app),
        OpenPage::SignInNeeded(page) => outline(app, &page, gate(app)),
        OpenPage::Callback(page) => sign_in::callback(app, &page),
        OpenPage::Membership(page) => membership::view(app, &page),
        OpenPage::Lazy(page) => lazy::view(app, &page),
    }
}

fn header(app: &Rc<App>) -> AnyView {
    let known = Rc::clone(app);
    let label = move || {
        let (mark, label) = match known.services().accounts.person_name() {
            Some(name) => (Icon::Person, name),
            None => (Icon::Language, words::site_language_name()),
        };
        view! { <bdi class="menu-button__person" translate="no">{label}</bdi>{icon(mark)} }.into_any()
    };
    view! {
        <header class="site-header no-print">
            <div class="site-header__inner">
                <a class="site-name" href=href(&Page::Start)>{words::site_name()}</a>
                {site_nav(app, "site-nav")}
                <button type="button" class="menu-button" id=MENU_BUTTON popovertarget="menu">
                    {icon(Icon::Down)}
                    <span class="menu-button__menu">{words::nav_menu()}</span>
                    // Anew, because to change its words would move what is there.
                    {remount_on_change(label)}
                </button>
            </div>
            <div class="menu" id="menu" popover="auto">{menu(app)}</div>
        </header>
    }
    .into_any()
}

/// The pages that lead on from everywhere, but from those for people who have no account here.
fn site_nav(app: &Rc<App>, class: &'static str) -> AnyView {
    let app = Rc::clone(app);
    show_some(move || {
        let is_public = Page::find(&app.path()).is_some_and(|page| page.is_public());
        (!is_public).then(|| untrack(|| pages(&app, class)))
    })
}

/// The page of the menu that a page belongs to, found by the ways back.
fn section(page: Page) -> Page {
    match page {
        Page::Start | Page::Membership | Page::Organizations | Page::Competencies | Page::Orders => page,
        inner => section(back(&inner).page),
    }
}

fn pages(app: &Rc<App>, class: &'static str) -> AnyView {
    let entry = |page: Page, label: String| {
        let (link, here) = (href(&page), Rc::clone(app));
        let current = reactive(move || {
            let shown = Page::find(&here.path())?;
            if shown == page { Some("page") } else { (section(shown) == page).then_some("true") }
        });
        view! { <li><a href=link aria-current=current>{label}</a></li> }.into_any()
    };
    let links = vec![
        entry(Page::Membership, words::nav_membership()),
        entry(Page::Organizations, words::nav_organizations()),
        entry(Page::Competencies, words::nav_requirements()),
        entry(Page::Orders, words::nav_orders()),
    ];
    view! { <nav class=class aria-label=words::nav_label()><ul>{links}</ul></nav> }.into_any()
}

fn menu(app: &Rc<App>) -> AnyView {
    let leaving = Rc::clone(app);
    let account = show_some(move || {
        let name = leaving.services().accounts.person_name()?;
        let app = Rc::clone(&leaving);
        let organization = leaving.services().accounts.one_of_several().map(|organization| {
            let other = link("", &Page::Organizations, words::membership_other());
            view! { <p><bdi translate="no">{organization}</bdi></p>{other} }.into_any()
        });
        let sign_out = button("", words::nav_sign_out(), move || app.sign_out());
        Some(
            view! { <div class="menu__account"><p><bdi translate="no">{name}</bdi></p>{organization}{sign_out}</div> }
                .into_any(),
        )
    });
    view! { {site_nav(app, "menu__pages")}{language_nav(app)}{account} }.into_any()
}

fn language_nav(app: &Rc<App>) -> AnyView {
    let items = words::LANGUAGES
        .into_iter()
        .map(|(code, name)| {
            if i18n::language() == code {
                return view! { <li><span aria-current=Signal::stored(Some("true")) lang=code translate="no">{name}</span></li> }.into_any();
            }
            let app = Rc::clone(app);
            view! {
                <li><button type="button" lang=code translate="no" on:click=move |_| app.change_language(code)>{name}</button></li>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! { <nav aria-label=words::nav_language()><ul>{items}</ul></nav> }.into_any()
}

pub(super) fn banner(class: &'static str, text: String) -> AnyView {
    view! { <div class=class>{p(text)}</div> }.into_any()
}

fn notices(app: &Rc<App>) -> AnyView {
    let [a, b, c, d, e, f, g] = std::array::from_fn(|_| Rc::clone(app));
    let offline = show_some(move || (!a.is_online()).then(|| banner("banner banner--offline", words::site_offline())));
    let not_kept = show_some(move || {
        (b.services().drafts.save_state() == SaveState::NotKept)
            .then(|| banner("banner banner--warning", words::site_not_kept()))
    });
    let arrival = show_some(move || {
        let services = c.services();
        let text = match (services.sessions.arrival(), services.accounts.person_name()) {
            (SignInOutcome::OtherAccount, Some(name)) => words::sign_in_other(&name),
            (SignInOutcome::Recent, Some(_)) => words::sign_in_recent(),
            (SignInOutcome::Interrupted, Some(_)) => words::sign_in_interrupted(),
            (SignInOutcome::Plain, _) | (_, None) => return None,
        };
        Some(banner("banner", text))
    });
    let crash_notice = show_some(move || {
        d.services()
            .drafts
            .started_without_draft()
            .then(|| banner("banner banner--warning", words::site_without_draft()))
    });
    let signed_out = show_some(move || {
        matches!(e.services().sessions.state(), SignInState::SignedOut(_))
            .then(|| view! { <div class="banner" role="status">{p(words::site_signed_out())}</div> }.into_any())
    });
    let failed = show_some(move || {
        f.services().action_failed().then(|| banner("banner banner--warning", words::site_action_failed()))
    });
    let ends_soon = show_some(move || {
        g.services().sessions.ends_soon().then_some(())?;
        let staying = Rc::clone(&g);
        let stay = button("link-button", words::sign_in_stay(), move || staying.sign_in());
        Some(view! { <div class="banner banner--warning">{p(words::sign_in_ends())}{stay}</div> }.into_any())
    });
    view! { <div class="notices no-print" role="status">{offline}{not_kept}{crash_notice}{arrival}{ends_soon}{failed}</div>{signed_out} }
        .into_any()
}

fn footer(app: &Rc<App>) -> AnyView {
    let config = &app.services().config;
    let help = mailto(&config.support_email, "", "").map(|mail| {
        view! { <p class="no-print">{words::site_help()}{" "}<a href=mail translate="no">{config.support_email.clone()}</a></p> }
            .into_any()
    });
    // A script beside the app opens it (public/help.js): its words are no part of every visit.
    let about = view! { <p class="no-print"><button type="button" class="link-button" data-help="">{words::site_help_page()}</button></p> };
    view! {
        <footer class=["site-footer", if config.sandbox { "" } else { " no-print" }].concat()>
            {help}
            {about}
            {config.sandbox.then(|| view! { <p class="sandbox-note">{words::site_sandbox()}</p> }.into_any())}
        </footer>
    }
    .into_any()
}
