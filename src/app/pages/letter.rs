//! The letter that proves a membership: issued, printed, revoked.
use super::resource::Resource;
use super::{Load, PageContext};
use crate::app::form::Form;
use crate::domain::letter::Letter;
use crate::wire;
use std::rc::Rc;

/// Id of the dialog that asks before the letter is revoked.
pub const REVOCATION: &str = "revocation";

pub struct LetterPage {
    context: PageContext,
    organization: String,
    letter: Rc<Resource<Letter>>,
}

impl LetterPage {
    #[must_use]
    pub(super) fn open(context: &PageContext, organization: &str) -> Rc<LetterPage> {
        let id = organization.to_owned();
        let letter = Resource::open(context, move || wire::letter::get(&id));
        Rc::new(LetterPage { context: context.clone(), organization: organization.to_owned(), letter })
    }

    pub fn load(&self) {
        self.letter.load();
    }

    /// Reads the letter; whoever draws with it is drawn again when it changes.
    pub fn with_state<R>(&self, read: impl FnOnce(&Load<Letter>) -> R) -> R {
        self.letter.with(read)
    }

    #[must_use]
    pub fn form(&self) -> &Form {
        self.letter.form()
    }

    /// The page is shown again, or another tab has told something.
    pub(in crate::app) fn recheck(&self) {
        self.letter.recheck();
    }

    /// Issues the letter.
    pub fn issue(&self) {
        self.letter.change(wire::letter::issue(&self.organization));
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
        self.letter.change(wire::letter::revoke(&self.organization));
    }
}
