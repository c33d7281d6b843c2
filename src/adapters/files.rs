//! Files of the person: the one that they choose, and a text that they are given.
use super::browser::call_after;
use super::dom::{document, ignore_gone};
use crate::ports::{ChosenFile, Task, TextFile};
use js_sys::{Array, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, HtmlInputElement, Url};

/// After how long the address of a file that was offered is given back, in milliseconds.
const REVOKE_MS: u32 = 60_000;

struct BrowserFile(File);

impl ChosenFile for BrowserFile {
    fn name(&self) -> String {
        self.0.name()
    }

    fn size(&self) -> u64 {
        // A size is a whole number far below 2^53.
        self.0.size() as u64
    }

    fn bytes(&self) -> Task<'_, Option<Vec<u8>>> {
        Box::pin(async move {
            let content = JsFuture::from(self.0.array_buffer()).await.ok()?;
            Some(Uint8Array::new(&content).to_vec())
        })
    }
}

/// The file chosen in the control with this id.
pub(super) fn chosen(control: &str) -> Option<Rc<dyn ChosenFile>> {
    let control: HtmlInputElement = document()?.get_element_by_id(control)?.dyn_into().ok()?;
    let file = control.files()?.get(0)?;
    Some(Rc::new(BrowserFile(file)))
}

/// Gives the person a text as a file; `false` if the browser refuses.
pub(super) fn save_text(file: &TextFile) -> bool {
    download(file).is_some()
}

/// Offers a text as a file. Its address is given back after a while: the browser reads it when the click is over.
fn download(file: &TextFile) -> Option<()> {
    let parts = Array::of1(&file.text.into());
    let options = BlobPropertyBag::new();
    options.set_type(file.kind);
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
    let url = Url::create_object_url_with_blob(&blob).ok()?;
    let link: HtmlAnchorElement = document()?.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&url);
    link.set_download(file.name);
    link.click();
    let revoke = Closure::once_into_js(move || ignore_gone(Url::revoke_object_url(&url)));
    call_after(REVOKE_MS, revoke.unchecked_ref());
    Some(())
}
