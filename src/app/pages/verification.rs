//! Checking a letter by its code, which anybody may.
use super::{Load, PageContext};
use crate::app::observable::Observable;
use crate::app::renewals::Found;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::letter::Verification;
use crate::wire;
use std::rc::Rc;

pub struct VerificationPage {
    context: PageContext,
    code: String,
    /// `None` if no letter holds under this code.
    state: Observable<Load<Option<Verification>>>,
}

impl VerificationPage {
    #[must_use]
    pub(super) fn open(context: &PageContext, code: &str) -> Rc<VerificationPage> {
        let page = Rc::new(VerificationPage {
            context: context.clone(),
            code: code.to_owned(),
            state: Observable::new(Load::Loading),
        });
        page.load();
        page
    }

    pub fn load(&self) {
        let (services, code) = (Rc::clone(&self.context.services), self.code.clone());
        let find = async move {
            match services.api.call(wire::letter::verify(&code)).await {
                Ok(found) => Ok(Found::Here(Some(found))),
                Err(Failure { kind: FailureKind::NotFound, .. }) => Ok(Found::Here(None)),
                Err(failure) => Err(failure),
            }
        };
        self.context.load(&self.state, Box::pin(find));
    }

    /// Reads what was found; whoever draws with it is drawn again when it changes.
    pub fn with_state<R>(&self, read: impl FnOnce(&Load<Option<Verification>>) -> R) -> R {
        self.state.with(read)
    }

    /// The code that is checked, as it stands in the address.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }
}
