//! The page itself: title, language, focus, printing, the clipboard, and the element the app lives in.
use super::browser::{boot, window};
use super::later;
use crate::i18n;
use crate::ports::{ChosenFile, Clipboard, Document, Files, Task, TextFile};
use js_sys::{Function, Reflect};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Event, HtmlDialogElement, HtmlElement, MutationObserver, MutationObserverInit};

pub(super) fn document() -> Option<web_sys::Document> {
    window()?.document()
}

pub(super) fn by_id(id: &str) -> Option<HtmlElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// The element that the app fills.
#[must_use]
pub fn mount_point() -> Option<HtmlElement> {
    by_id("app")
}

/// Address of the file with the icons. The page names it, because its name carries a hash.
#[must_use]
pub fn sprite() -> String {
    let script = document().and_then(|document| document.query_selector("[data-icons]").ok().flatten());
    script.and_then(|script| script.get_attribute("data-icons")).unwrap_or_default()
}

/// Takes the app out of sight.
pub fn hide() {
    if let Some(app) = mount_point() {
        app.set_hidden(true);
    }
}

/// Tells the boot script that the app is on the page and may be shown.
pub fn announce_ready() {
    if let (Some(document), Ok(event)) = (document(), Event::new("app-ready")) {
        // It throws for an event that is under way already only, and this one is new.
        let _ = document.dispatch_event(&event);
    }
}

fn root() -> Option<Element> {
    document()?.document_element()
}

/// Names the last answer of the API for whoever asks for help (public/help.js).
pub(super) fn note_request(id: &str) {
    if let Some(root) = root() {
        // It throws for an impossible name of an attribute only.
        let _ = root.set_attribute("data-request-id", id);
    }
}

/// Names the language of the page.
pub fn set_lang(language: &str) {
    if let Some(root) = root() {
        // It throws for an impossible name of an attribute only.
        let _ = root.set_attribute("lang", language);
    }
}

/// The page as a document, its files and the clipboard, behind their ports.
pub struct Dom;

/// Does what may fail on an element that is going away: the page that it belonged to is gone then, and the move with it.
pub(super) fn ignore_gone<T>(_: Result<T, JsValue>) {}

impl Document for Dom {
    fn set_title(&self, title: &str) {
        if let Some(document) = document() {
            document.set_title(title);
        }
    }

    fn show_start_page(&self) {
        // The boot script has it. Without that script there is no app either.
        let boot = boot();
        let show = Reflect::get(&boot, &"showStartPage".into()).ok().and_then(|show| show.dyn_into::<Function>().ok());
        if let Some(show) = show {
            ignore_gone(show.call0(&boot));
        }
    }

    fn focus_heading(&self) {
        let heading = document().and_then(|d| d.query_selector("#app h1").ok().flatten());
        if let Some(heading) = heading.and_then(|h| h.dyn_into::<HtmlElement>().ok()) {
            ignore_gone(heading.set_attribute("tabindex", "-1"));
            ignore_gone(heading.focus());
        }
    }

    fn focus(&self, id: &str) {
        let Some(element) = by_id(id) else { return };
        if element.tab_index() < 0 && !element.has_attribute("tabindex") {
            ignore_gone(element.set_attribute("tabindex", "-1"));
        }
        ignore_gone(element.focus());
    }

    fn focus_control(&self, id: &str) {
        if let Some(later) = later::functions() {
            (later.focus_control)(id);
        }
    }

    fn reorder(&self, ids: &[String]) {
        if let Some(later) = later::functions() {
            (later.reorder)(ids);
        }
    }

    fn drop_tabindex(&self, id: &str) {
        if let Some(element) = by_id(id) {
            ignore_gone(element.remove_attribute("tabindex"));
        }
    }

    fn open_dialog(&self, id: &str) {
        if let Some(dialog) = dialog(id) {
            ignore_gone(dialog.show_modal());
        }
    }

    fn close_dialog(&self, id: &str) {
        if let Some(dialog) = dialog(id) {
            dialog.close();
        }
    }

    fn set_print_reference(&self, reference: &str) {
        let root = document().and_then(|document| document.document_element());
        let Some(root) = root.and_then(|root| root.dyn_into::<HtmlElement>().ok()) else { return };
        // It becomes a string of CSS, which quotes, backslashes and line ends would end.
        let known: String =
            reference.chars().filter(|letter| *letter >= ' ' && !matches!(letter, '"' | '\\')).collect();
        ignore_gone(root.style().set_property("--reference", &["\"", &known, "\""].concat()));
    }

    fn print(&self) {
        if let Some(window) = window() {
            ignore_gone(window.print());
        }
    }
}

fn dialog(id: &str) -> Option<HtmlDialogElement> {
    by_id(id)?.dyn_into().ok()
}

impl Files for Dom {
    fn chosen(&self, control: &str) -> Option<Rc<dyn ChosenFile>> {
        (later::functions()?.chosen)(control)
    }

    fn save_text(&self, file: &TextFile) -> bool {
        later::functions().is_some_and(|later| (later.save_text)(file))
    }
}

impl Clipboard for Dom {
    fn copy(&self, text: &str) -> Task<'static, bool> {
        let Some(window) = window() else { return Box::pin(async { false }) };
        // Outside a secure context there is no clipboard.
        if !window.is_secure_context() {
            return Box::pin(async { false });
        }
        let promise = window.navigator().clipboard().write_text(text);
        Box::pin(async move { JsFuture::from(promise).await.is_ok() })
    }
}

/// Calls when a translator changes the texts of the page, or has begun before: it names another language on the root, or
/// marks it.
pub fn on_translated(callback: impl Fn() + 'static) {
    let Some(root) = root() else { return };
    let watched = root.clone();
    let check = move || {
        let marked = watched.class_list().contains("translated-ltr") || watched.class_list().contains("translated-rtl");
        if marked || watched.get_attribute("lang").as_deref() != Some(i18n::language()) {
            callback();
        }
    };
    check();
    let check = Closure::<dyn Fn()>::new(check);
    let options = MutationObserverInit::new();
    options.set_attributes(true);
    if let Ok(observer) = MutationObserver::new(check.as_ref().unchecked_ref())
        && observer.observe_with_options(&root, &options).is_ok()
    {
        check.forget();
    }
}
