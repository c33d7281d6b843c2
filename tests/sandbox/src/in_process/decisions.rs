//! The verification of companies, as the program's people decide it.

use super::{Error, Program};
use crate::store::appeals;

impl Program {
    /// Decides the verification of a company (`org-elder`): `pending`, `accepted` or `rejected`.
    ///
    /// # Errors
    /// `Unknown` when there is no such organization.
    pub fn decide_verification(&mut self, organization: &str, state: &str) -> Result<(), Error> {
        let store = &self.engine.store;
        let is_known = store.write(|tx| appeals::decide(tx, organization, state, store.today()))?;
        if is_known { Ok(()) } else { Err(Error::Unknown(organization.to_owned())) }
    }
}
