//! The frame of every page: title, way back, heading, and where the focus goes.
use super::dynamic::changing;
use crate::app::screen;
use crate::app::session::App;
use crate::i18n::words;
use leptos::prelude::*;

/// A way back, shown above the heading.
pub struct Back {
    /// Path of the page, without the base path.
    pub href: String,
    /// Text of the link.
    pub label: String,
}

/// The path of a page under the site's base.
#[must_use]
pub fn href(path: &str) -> String {
    [&screen::base_path(), path].concat()
}

/// Shows a page: sets the title, renders one `h1` and moves the focus to it, except on the first page of
/// a visit, where the browser's own start position is right (rows ux-1 to ux-5).
pub fn page(app: App, title: Signal<String>, back: Option<Back>, body: AnyView) -> AnyView {
    framed(app, title, Signal::stored(false), back, None, body)
}

/// As `page`, with something before the heading such as `Step 2 of 7`, and `Error: ` before the title
/// while something is wrong (row ux-6).
pub fn framed(
    app: App,
    title: Signal<String>,
    wrong: Signal<bool>,
    back: Option<Back>,
    before_heading: Option<AnyView>,
    body: AnyView,
) -> AnyView {
    let moved = app.moved();
    Effect::new(move |first: Option<()>| {
        let title = title.get();
        let title = if wrong.get() { words::site_error_title(&title) } else { title };
        screen::set_title(&words::site_title(&title));
        if first.is_none() && moved {
            // Effects run when the page is drawn.
            screen::focus_heading();
        }
    });
    let back = back.map(|back| {
        view! { <nav class="back no-print" aria-label=words::site_back_nav()><a class="back-link" href=href(&back.href)>{back.label}</a></nav> }
    });
    view! {
        {back}
        <main id="main" class="page" tabindex="-1">
            {before_heading}
            <h1 tabindex="-1">{changing(move || Some(title.get()))}</h1>
            {body}
        </main>
    }
    .into_any()
}

/// A page whose title never changes.
pub fn fixed(app: App, title: String, back: Option<Back>, body: AnyView) -> AnyView {
    page(app, Signal::stored(title), back, body)
}
