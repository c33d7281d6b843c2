//! Back from the identity provider: finishes the sign-in and goes where the person wanted to be.
use super::PageContext;
use crate::app::observable::Observable;
use crate::domain::route::Page;
use crate::ports::{HistoryEntry, SignInProblem};
use std::rc::Rc;

pub struct CallbackPage {
    context: PageContext,
    refused: Observable<Option<SignInProblem>>,
}

impl CallbackPage {
    #[must_use]
    pub(super) fn open(context: &PageContext) -> Rc<CallbackPage> {
        let page = Rc::new(CallbackPage { context: context.clone(), refused: Observable::new(None) });
        let this = Rc::clone(&page);
        context.scope.spawn(async move {
            match this.context.services.sessions.finish().await {
                Ok(()) => {
                    this.context.services.sessions.watch_end();
                    this.context.scope.go(&this.return_page(), HistoryEntry::Replace);
                }
                Err(why) => this.refused.set(Some(why)),
            }
        });
        page
    }

    /// Why the sign-in did not go on; `None` while it does.
    #[must_use]
    pub fn refused(&self) -> Option<SignInProblem> {
        self.refused.get()
    }

    /// The page that the person wanted to see.
    #[must_use]
    pub fn return_page(&self) -> Page {
        self.context.services.sessions.return_page()
    }
}
