//! The active language: its catalogue is the only one downloaded, and only once it is asked for.
use super::{browser, config, dom, intl};
use crate::i18n::{self, CatalogueError};
use crate::ports::{Catalogue, Task};
use std::cell::Cell;
use wasm_bindgen::JsValue;

thread_local! {
    /// Whether a later part of the program is here, with the words that it needs. A build in one piece has all words in
    /// one catalogue.
    static HAS_LATER: Cell<bool> = const { Cell::new(false) };
}

/// Why the words are not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocaleError {
    /// The catalogue could not be had.
    Unreachable,
    /// It cannot be used.
    Unusable,
}

impl From<CatalogueError> for LocaleError {
    fn from(_: CatalogueError) -> Self {
        LocaleError::Unusable
    }
}

/// Installs the words of the language that the boot script has chosen.
///
/// # Errors
/// If the catalogue cannot be had or used.
pub async fn install() -> Result<(), LocaleError> {
    let chosen = js_sys::Reflect::get(&browser::boot(), &JsValue::from_str("language")).ok();
    let chosen = chosen.and_then(|language| language.as_string());
    let language = chosen.as_deref().and_then(i18n::supported).unwrap_or(i18n::FALLBACK);
    let catalogue = match config::started("locale").await {
        Some(catalogue) => catalogue,
        None => download(language).await?,
    };
    // The boot script has named the language on the root: another one there is a translator's.
    activate(&catalogue, None, language)
}

/// The catalogues of the site.
pub struct Catalogues;

impl Catalogue for Catalogues {
    fn switch(&self, language: &'static str) -> Task<'static, bool> {
        Box::pin(async move {
            let Ok(catalogue) = download(language).await else { return false };
            let mut later = None;
            // A part may have come meanwhile.
            while HAS_LATER.get() && later.is_none() {
                let Some(words) = config::given("later", language).await else { return false };
                later = Some(words);
            }
            let active = activate(&catalogue, later.as_deref(), language).is_ok();
            if active {
                dom::set_lang(language);
                browser::store_language(language);
            }
            active
        })
    }
}

fn activate(catalogue: &str, later: Option<&str>, language: &str) -> Result<(), LocaleError> {
    i18n::install(catalogue, later, language)?;
    intl::forget();
    i18n::install_formats(intl::plural_category, intl::number);
    Ok(())
}

/// Downloads the words of the later parts, in the active language; `false` if they cannot be had or used. A language that
/// is chosen from then on comes with both.
pub async fn install_later() -> bool {
    while cfg!(feature = "split") && !HAS_LATER.get() {
        let language = i18n::language();
        let Some(words) = config::given("later", language).await else { return false };
        // Another language may have been chosen meanwhile: its words are asked for next.
        if language == i18n::language() {
            if i18n::install_later(&words, language).is_err() {
                return false;
            }
            HAS_LATER.set(true);
        }
    }
    true
}

/// The boot script knows the file of each language, and what it is held to.
async fn download(language: &str) -> Result<String, LocaleError> {
    config::given("words", language).await.ok_or(LocaleError::Unreachable)
}
