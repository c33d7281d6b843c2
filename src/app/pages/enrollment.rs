//! Enrolling again after a membership has lapsed: asked for, and taken back.
use super::resource::Resource;
use super::{Load, PageContext};
use crate::app::form::Form;
use crate::domain::enrollment::Enrollment;
use crate::wire;
use std::rc::Rc;

pub struct EnrollmentPage {
    organization: String,
    enrollment: Rc<Resource<Enrollment>>,
}

impl EnrollmentPage {
    #[must_use]
    pub(super) fn open(context: &PageContext, organization: &str) -> Rc<EnrollmentPage> {
        let id = organization.to_owned();
        let enrollment = Resource::open(context, move || wire::enrollment::get(&id));
        Rc::new(EnrollmentPage { organization: organization.to_owned(), enrollment })
    }

    pub fn load(&self) {
        self.enrollment.load();
    }

    /// Reads how it stands; whoever draws with it is drawn again when it changes.
    pub fn with_state<R>(&self, read: impl FnOnce(&Load<Enrollment>) -> R) -> R {
        self.enrollment.with(read)
    }

    #[must_use]
    pub fn form(&self) -> &Form {
        self.enrollment.form()
    }

    /// The page is shown again: a colleague may have asked, or the program may have decided.
    pub(in crate::app) fn recheck(&self) {
        self.enrollment.recheck();
    }

    /// Asks the program to enroll the company again.
    pub fn ask(&self) {
        self.enrollment.change(wire::enrollment::ask(&self.organization));
    }

    /// Takes the request back.
    pub fn withdraw(&self) {
        self.enrollment.change(wire::enrollment::withdraw(&self.organization));
    }
}
