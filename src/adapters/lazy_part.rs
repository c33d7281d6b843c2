//! The part of the program that is downloaded when it is needed first.
use super::{browser, locale};
use crate::domain::failure::FailureKind;
use crate::ports::{LazyPart, Task};
use std::cell::Cell;
use std::rc::Rc;

/// The lazy part as this page has it.
pub struct DownloadedPart {
    /// Downloads it and joins it to the first part; `false` if it did not arrive. The words of the later parts come with it.
    fetch: fn() -> Task<'static, bool>,
    is_loaded: Rc<Cell<bool>>,
}

impl DownloadedPart {
    /// In a build in one piece the part is always here.
    #[must_use]
    pub fn new(fetch: fn() -> Task<'static, bool>) -> DownloadedPart {
        DownloadedPart { fetch, is_loaded: Rc::new(Cell::new(!cfg!(feature = "split"))) }
    }
}

impl LazyPart for DownloadedPart {
    fn is_loaded(&self) -> bool {
        self.is_loaded.get()
    }

    fn load(&self) -> Task<'static, Result<(), FailureKind>> {
        let (fetching, is_loaded) = ((self.fetch)(), Rc::clone(&self.is_loaded));
        Box::pin(async move {
            // Where the page was opened in this part, the boot script has asked for both at once.
            if fetching.await && locale::install_later().await {
                is_loaded.set(true);
                Ok(())
            } else if browser::is_online() {
                Err(FailureKind::NotDownloaded)
            } else {
                Err(FailureKind::Offline)
            }
        })
    }
}
