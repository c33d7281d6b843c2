//! The page itself: title, language, focus, printing, the clipboard, and the element the app lives in.
use super::browser::window;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, Document, Element, Event, FocusOptions, HtmlAnchorElement, HtmlDialogElement, HtmlElement, HtmlInputElement,
    Url,
};

pub(super) fn document() -> Option<Document> {
    window()?.document()
}

fn by_id(id: &str) -> Option<HtmlElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// The element that the app fills.
#[must_use]
pub fn mount_point() -> Option<HtmlElement> {
    by_id("app")
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
        let _ = document.dispatch_event(&event);
    }
}

/// Sets the title of the page.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

fn root() -> Option<Element> {
    document()?.document_element()
}

/// Names the language of the page.
pub fn set_lang(language: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute("lang", language);
    }
}

/// Moves the focus to the page's heading, and the view with it.
pub fn focus_heading() {
    let heading = document().and_then(|d| d.query_selector("#app h1").ok().flatten());
    if let Some(heading) = heading.and_then(|h| h.dyn_into::<HtmlElement>().ok()) {
        let _ = heading.set_attribute("tabindex", "-1");
        let _ = heading.focus();
    }
}

/// Moves the focus to the element with this id; one that takes none by itself is made to.
pub fn focus_by_id(id: &str) {
    let Some(element) = by_id(id) else { return };
    if element.tab_index() < 0 && !element.has_attribute("tabindex") {
        let _ = element.set_attribute("tabindex", "-1");
    }
    let _ = element.focus();
}

/// Takes a passing `tabindex` away again.
pub fn drop_tabindex(id: &str) {
    if let Some(element) = by_id(id) {
        let _ = element.remove_attribute("tabindex");
    }
}

/// Brings the legend or label of a control into view and moves the focus to the control.
pub fn scroll_label_and_focus(id: &str) {
    let Some(control) = by_id(id) else { return };
    let choice = control.closest("fieldset").ok().flatten();
    let legend = choice.filter(|_| is_choice(&control)).and_then(|set| set.query_selector("legend").ok().flatten());
    let label = || document()?.query_selector(&["label[for=\"", id, "\"]"].concat()).ok().flatten();
    if let Some(shown) = legend.or_else(label) {
        shown.scroll_into_view();
    }
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = control.focus_with_options(&options);
}

fn is_choice(control: &HtmlElement) -> bool {
    matches!(control.get_attribute("type").as_deref(), Some("radio" | "checkbox"))
}

/// Opens the dialog with this id over the page.
pub fn show_dialog(id: &str) {
    if let Some(dialog) = by_id(id).and_then(|e| e.dyn_into::<HtmlDialogElement>().ok()) {
        let _ = dialog.show_modal();
    }
}

/// Closes the dialog with this id; the browser gives the focus back to what opened it.
pub fn close_dialog(id: &str) {
    if let Some(dialog) = by_id(id).and_then(|e| e.dyn_into::<HtmlDialogElement>().ok()) {
        dialog.close();
    }
}

/// Prints the page.
pub fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}

/// Gives the person a text as a file.
pub fn save_as(name: &str, text: &str) {
    let Some(document) = document() else { return };
    let parts = js_sys::Array::of1(&text.into());
    let Some(url) =
        Blob::new_with_str_sequence(&parts).ok().and_then(|blob| Url::create_object_url_with_blob(&blob).ok())
    else {
        return;
    };
    if let Some(link) = document.create_element("a").ok().and_then(|a| a.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    let _ = Url::revoke_object_url(&url);
}

/// A file that was chosen, not read yet.
pub struct ChosenFile {
    /// Its name, without its folder.
    pub name: String,
    /// Bytes.
    pub size: u64,
    blob: Blob,
}

impl ChosenFile {
    /// Its content; `None` if the browser cannot read it: it may be gone, or be a folder.
    pub async fn bytes(&self) -> Option<Vec<u8>> {
        let content = JsFuture::from(self.blob.array_buffer()).await.ok()?;
        Some(Uint8Array::new(&content).to_vec())
    }
}

/// The file chosen in the control with this id.
#[must_use]
pub fn chosen_file(id: &str) -> Option<ChosenFile> {
    let control: HtmlInputElement = document()?.get_element_by_id(id)?.dyn_into().ok()?;
    let file = control.files()?.get(0)?;
    // A size is a whole number far below 2^53.
    Some(ChosenFile { name: file.name(), size: file.size() as u64, blob: file.into() })
}

/// Puts a text on the clipboard; `false` if the browser refuses.
pub async fn copy_text(text: &str) -> bool {
    let Some(window) = window() else { return false };
    // Outside a secure context there is no clipboard.
    if !window.is_secure_context() {
        return false;
    }
    JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
}
