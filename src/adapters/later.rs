//! The lazy part of the program, and what of the adapters is in it: what only the pages of the later parts call. Before it
//! is here nobody calls that.
use super::formatter::IntlFormatter;
use super::storage::IdbStore;
use super::{controls, files, unload};
use crate::i18n::later_format::LaterFormatter;
use crate::ports::{ChosenFile, StoreError, Task, TextFile};
use std::rc::Rc;

pub(super) use part::{fetch, functions};

/// What `RecordStore::read_unload_copies` gives.
type UnloadCopies<'a> = Task<'a, Result<Vec<String>, StoreError>>;

/// They are pointers, so that the first part knows nothing of what they lead to.
pub(super) struct LaterFunctions {
    pub(super) formatter: &'static dyn LaterFormatter,
    pub(super) focus_control: fn(&str),
    pub(super) reorder: fn(&[String]),
    pub(super) chosen: fn(&str) -> Option<Rc<dyn ChosenFile>>,
    pub(super) save_text: fn(&TextFile) -> bool,
    pub(super) put_on_unload: fn(&IdbStore, &str, &str),
    pub(super) read_unload_copies: fn(&IdbStore, String) -> UnloadCopies<'_>,
    pub(super) clear_in_web_storage: fn(&str),
}

impl LaterFunctions {
    const HERE: &'static LaterFunctions = &LaterFunctions {
        formatter: &IntlFormatter,
        focus_control: controls::focus,
        reorder: controls::reorder,
        chosen: files::chosen,
        save_text: files::save_text,
        put_on_unload: unload::put,
        read_unload_copies: unload::read,
        clear_in_web_storage: unload::clear_web_storage,
    };
}

#[cfg(not(feature = "split"))]
mod part {
    //! A build in one piece: everything is here.
    use super::LaterFunctions;
    use crate::ports::Task;

    #[allow(clippy::unnecessary_wraps, reason = "in a build in parts it may not be here")]
    pub fn functions() -> Option<&'static LaterFunctions> {
        Some(LaterFunctions::HERE)
    }

    pub fn fetch() -> Task<'static, bool> {
        Box::pin(async { true })
    }
}

#[cfg(feature = "split")]
mod part {
    //! A build in parts: whatever only `find_functions` leads to is moved to the lazy one (scripts/build.sh).
    use super::LaterFunctions;
    use crate::i18n::later_format;
    use crate::ports::Task;
    use crate::views::lazy::{self, LazyFunctions};
    use leptos::wasm_split::{SplitLoaderError, wasm_split};
    use std::cell::Cell;

    thread_local! {
        static FUNCTIONS: Cell<Option<&'static LaterFunctions>> = const { Cell::new(None) };
    }

    #[wasm_split(lazy, fallible, wasm_split_path = leptos::wasm_split)]
    fn find_functions() -> Result<(&'static LazyFunctions, &'static LaterFunctions), SplitLoaderError> {
        Ok((LazyFunctions::HERE, LaterFunctions::HERE))
    }

    pub fn functions() -> Option<&'static LaterFunctions> {
        FUNCTIONS.get()
    }

    /// Downloads the lazy part and joins it to the first one; `false` if it did not arrive.
    pub fn fetch() -> Task<'static, bool> {
        Box::pin(async {
            let Ok((views, adapters)) = find_functions().await else { return false };
            lazy::install(views);
            later_format::install(adapters.formatter);
            FUNCTIONS.set(Some(adapters));
            true
        })
    }
}
