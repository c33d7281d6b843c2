//! The file that a person has chosen on a page, as something that may be sent.
use crate::app::observable::Observable;
use crate::app::services::Services;
use crate::domain::proof::{ProofFile, ProofProblem, fits};
use crate::ports::ChosenFile;
use std::rc::Rc;

/// Id of the control. A page has one at most.
pub const FILE_CONTROL: &str = "proof";

/// What is chosen in the control.
pub struct FileChoice {
    services: Services,
    /// It outlives a change of the language.
    chosen: Observable<Option<Rc<dyn ChosenFile>>>,
}

impl FileChoice {
    #[must_use]
    pub(super) fn new(services: &Services) -> FileChoice {
        FileChoice { services: Rc::clone(services), chosen: Observable::new(None) }
    }

    /// Name of the file that was chosen, where its control was drawn anew since and does not show it.
    #[must_use]
    pub fn kept_name(&self) -> Option<String> {
        let in_control = self.services.ports.files.chosen(FILE_CONTROL).is_some();
        self.chosen.get().filter(|_| !in_control).map(|file| file.name())
    }

    /// The person has chosen a file.
    pub fn choose(&self) {
        if let Some(file) = self.services.ports.files.chosen(FILE_CONTROL) {
            self.chosen.set(Some(file));
        }
    }

    /// The file was sent.
    pub(super) fn clear(&self) {
        self.chosen.set(None);
    }

    /// The file that is chosen, if it may be sent.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) async fn read(&self) -> Result<ProofFile, ProofProblem> {
        let now = self.services.ports.files.chosen(FILE_CONTROL);
        let file = now.or_else(|| self.chosen.now()).ok_or(ProofProblem::Missing)?;
        fits(file.size())?;
        let bytes = file.bytes().await.ok_or(ProofProblem::Unreadable)?;
        ProofFile::new(file.name(), bytes)
    }
}
