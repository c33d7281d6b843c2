//! What people of the program decide: the verification of companies, and exemptions from tax.

use super::{Error, Program};
use crate::store::appeals;
use crate::store::tax_exemptions::TaxExemption;

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

    /// Decides the exemption from tax that a company asks for: `accepted` or `rejected`.
    ///
    /// # Errors
    /// `Unknown` when it asks for none.
    pub fn decide_tax_exemption(&mut self, organization: &str, state: &str) -> Result<(), Error> {
        let store = &self.engine.store;
        let is_known = store.write(|tx| TaxExemption::decide(tx, organization, state, None, store.now()))?;
        if is_known { Ok(()) } else { Err(Error::Unknown(organization.to_owned())) }
    }
}
