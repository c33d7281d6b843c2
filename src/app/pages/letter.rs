//! The letter that proves a membership: issued, printed, revoked.
use super::refresh::Refresh;
use super::{Load, PageContext};
use crate::app::form::Form;
use crate::app::observable::Observable;
use crate::app::renewals::Found;
use crate::domain::letter::Letter;
use crate::wire::{self, Call};
use std::rc::Rc;

/// Id of the dialog that asks before the letter is revoked.
pub const REVOCATION: &str = "revocation";

pub struct LetterPage {
    context: PageContext,
    organization: String,
    state: Observable<Load<Letter>>,
    refresh: Refresh<Letter>,
    form: Form,
}

impl LetterPage {
    #[must_use]
    pub(super) fn open(context: &PageContext, organization: &str) -> Rc<LetterPage> {
        let state = Observable::new(Load::Loading);
        let page = Rc::new(LetterPage {
            context: context.clone(),
            organization: organization.to_owned(),
            refresh: Refresh::new(&state),
            state,
            form: Form::new(context.scope.clone()),
        });
        page.load();
        page
    }

    pub fn load(&self) {
        let (services, id) = (Rc::clone(&self.context.services), self.organization.clone());
        let find = async move { services.api.call(wire::letter::get(&id)).await.map(Found::Here) };
        self.context.load(&self.state, Box::pin(find));
    }

    /// Reads the letter; whoever draws with it is drawn again when it changes.
    pub fn with_state<R>(&self, read: impl FnOnce(&Load<Letter>) -> R) -> R {
        self.state.with(read)
    }

    #[must_use]
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// The page is shown again, or another tab has told something: asks for the letter as it is now. Where that fails it
    /// stays.
    pub(in crate::app) fn recheck(&self) {
        if self.refresh.is_due(&self.form) {
            let (services, call) = (Rc::clone(&self.context.services), wire::letter::get(&self.organization));
            self.refresh.ask_beside(&self.context, Box::pin(async move { services.api.call(call).await.map(Some) }));
        }
    }

    /// Issues the letter.
    pub fn issue(&self) {
        self.run(wire::letter::issue(&self.organization));
    }

    /// The person thinks of revoking it, and is asked.
    pub fn ask_for_revocation(&self) {
        self.context.services.ports.document.open_dialog(REVOCATION);
    }

    /// The letter stays.
    pub fn keep(&self) {
        self.context.services.ports.document.close_dialog(REVOCATION);
    }

    /// Revokes it: its code tells nobody anything any more.
    pub fn revoke(&self) {
        self.keep();
        self.run(wire::letter::revoke(&self.organization));
    }

    fn run(&self, call: Call<Letter>) {
        let (context, form, refresh) = (self.context.clone(), self.form.clone(), self.refresh.clone());
        self.form.run(async move {
            match context.services.api.call(call).await {
                Ok(letter) => {
                    form.clear();
                    refresh.show(letter);
                    context.scope.focus_heading();
                }
                Err(failure) => form.fail(failure),
            }
        });
    }
}
