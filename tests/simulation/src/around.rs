//! What stands around a page, and what the page has done to it: focus, dialogs, files, clipboard, languages, sign-in.
use partner_renewal::ports::{ChosenFile, SignInProblem, SignInReason, Task};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A file of the person.
#[derive(Clone, Debug)]
pub struct PersonsFile {
    pub name: &'static str,
    /// What the browser says before it reads.
    pub size: u64,
    /// `None` where the browser cannot read it.
    pub bytes: Option<Vec<u8>>,
}

impl PersonsFile {
    pub fn new(name: &'static str, bytes: &[u8]) -> Rc<PersonsFile> {
        Rc::new(PersonsFile { name, size: bytes.len() as u64, bytes: Some(bytes.to_vec()) })
    }
}

impl ChosenFile for PersonsFile {
    fn name(&self) -> String {
        self.name.to_owned()
    }

    fn size(&self) -> u64 {
        self.size
    }

    fn bytes(&self) -> Task<'_, Option<Vec<u8>>> {
        let bytes = self.bytes.clone();
        Box::pin(async { bytes })
    }
}

/// Everything around the pages of one tab.
#[derive(Default)]
pub struct Around {
    /// Ids of what has taken the focus, in order; `h1` for the heading.
    pub focus: RefCell<Vec<String>>,
    pub closed_dialogs: RefCell<Vec<String>>,
    /// Ids of the dialogs that were opened.
    pub opened_dialogs: RefCell<Vec<String>>,
    /// The file in the control for one.
    pub file: RefCell<Option<Rc<PersonsFile>>>,
    /// Files that the person was given: name and text.
    pub saved: RefCell<Vec<(String, String)>>,
    pub clipboard: RefCell<String>,
    /// Languages that were asked for.
    pub languages: RefCell<Vec<&'static str>>,
    pub reloads: Cell<u32>,
    /// The organization that the tab's own storage holds.
    pub organization: RefCell<Option<String>>,
    /// The renewal that the tab's own storage holds, behind its organization.
    pub renewal: RefCell<Option<(String, String)>>,
    /// Why the page left for the sign-in, each time.
    pub sign_in_reasons: RefCell<Vec<SignInReason>>,
    /// Milliseconds until a page leaves for the sign-in; at once where it is none.
    pub sign_in_ms: Cell<u32>,
    /// The browser gives no file, fills no clipboard and gets no words of another language.
    pub refuses: Cell<bool>,
    /// The part of the program that is downloaded later does not arrive.
    pub lazy_part_lost: Cell<bool>,
    /// How often it was asked for.
    pub lazy_part_asked: Cell<u32>,
    /// Addresses of documents that the browser was sent to.
    pub downloads: RefCell<Vec<String>>,
    /// Why no sign-in begins and none ends well.
    pub sign_in: RefCell<Option<SignInProblem>>,
}

impl Around {
    /// Takes what has happened to the focus since the last time.
    pub fn take_focus(&self) -> Vec<String> {
        self.focus.take()
    }
}
