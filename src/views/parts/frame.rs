//! The frame of every page: title, way back, heading, and where the focus goes.
use super::dynamic::reactive_text;
use crate::app::App;
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::i18n::words;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::cell::RefCell;
use std::rc::Rc;

thread_local! {
    /// Path that the site is served under; it never changes.
    static BASE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Sets the path that the site is served under.
pub fn set_base_path(base: String) {
    BASE.replace(base);
}

/// A way back, shown above the heading.
pub struct Back {
    pub page: Page,
    /// Text of the link.
    pub label: String,
}

/// The path of a page under the site's base.
#[must_use]
pub fn href(page: &Page) -> String {
    BASE.with_borrow(|base| [base, page.path().as_str()].concat())
}

/// Class of the main part of a page.
pub const PAGE: &str = "page";
/// Class of the main part of a page that is one panel.
pub const PANEL_PAGE: &str = "page page--panel";

/// The class that gives a page's skeleton the shape of what comes (`style/components/loading.css`); without one it is a
/// sheet.
fn skeleton(page: Option<Page>) -> &'static str {
    match page {
        Some(Page::Membership) => " comes-as-plaque",
        Some(Page::Step(Step::Level)) => " comes-as-columns",
        Some(Page::Step(Step::Agreement)) => " comes-as-text",
        Some(Page::Confirmation | Page::Reprint(_) | Page::Letter(_)) => " comes-as-certificate",
        Some(
            Page::Step(Step::Requirements | Step::Location | Step::Payment)
            | Page::Competencies
            | Page::Organizations
            | Page::People(_)
            | Page::Locations(_)
            | Page::Orders,
        ) => " comes-as-cards",
        Some(_) | None => "",
    }
}

/// A text that may change.
pub type Text = Rc<dyn Fn() -> String>;

/// What the page is known by on each sheet of paper; a sandbox is marked there too, because paper is passed on.
pub fn print_reference(app: &Rc<App>, reference: &str) {
    let services = app.services();
    let mark = if services.config.sandbox { words::site_sandbox_paper() } else { String::new() };
    let between = if mark.is_empty() || reference.is_empty() { "" } else { " · " };
    services.ports.document.set_print_reference(&[&mark, between, reference].concat());
}

/// A page: sets the title, renders one `h1` and moves the focus to it, except on the first page of a visit, where the
/// browser's own start position is right. Before the heading may stand something such as `Step 2 of 7`, and `Error: `
/// before the title while something is `wrong` (rows ux-1 to ux-6). `class` is that of the main part.
pub fn framed(
    app: &Rc<App>,
    class: &'static str,
    title: Text,
    wrong: Option<Rc<dyn Fn() -> bool>>,
    back: Option<Back>,
    before_heading: Option<AnyView>,
    body: AnyView,
) -> AnyView {
    let takes_focus = app.take_focus();
    let class = [class, skeleton(Page::find(&untrack(|| app.path())))].concat();
    // The page before may have had one.
    print_reference(app, "");
    let state = SendWrapper::new((Rc::clone(app), Rc::clone(&title), wrong));
    Effect::new(move |first: Option<()>| {
        let (app, title, wrong) = &*state;
        let title = title();
        let title = if wrong.as_ref().is_some_and(|wrong| wrong()) { words::site_error_title(&title) } else { title };
        let document = &app.services().ports.document;
        document.set_title(&words::site_title(&title));
        if first.is_none() && takes_focus {
            // Effects run when the page is drawn.
            document.focus_heading();
        }
    });
    let back = back.map(|back| {
        view! { <nav class="back no-print" aria-label=words::site_back_nav()><a class="back-link" href=href(&back.page)>{back.label}</a></nav> }
    });
    view! {
        {back}
        <main id="main" class=class tabindex="-1">
            {before_heading}
            <h1 tabindex="-1">{reactive_text(move || Some(title()))}</h1>
            {body}
        </main>
    }
    .into_any()
}

/// A page whose title never changes.
pub fn fixed(app: &Rc<App>, title: String, back: Option<Back>, body: AnyView) -> AnyView {
    framed(app, PAGE, Rc::new(move || title.clone()), None, back, None, body)
}
