//! A form: what is wrong with its fields, the request that failed, and whether one is under way.
use super::observable::Observable;
use super::page_scope::PageScope;
use crate::domain::failure::Failure;
use crate::domain::invitation::{ContactField, ContactProblem};
use crate::domain::profile::{FieldId, FieldProblem};
use crate::domain::proof::ProofProblem;
use crate::domain::signature::{SignatureField, SignatureProblem};
use crate::ports::Task;
use std::future::Future;

/// Id of the summary of errors.
pub const ERROR_SUMMARY: &str = "error-summary";

/// A control of an appeal, beside its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppealField {
    Kind,
    Comment,
}

impl AppealField {
    /// Id of the control in the page.
    #[must_use]
    pub fn control(self) -> &'static str {
        match self {
            AppealField::Kind => "appeal-kind",
            AppealField::Comment => "appeal-comment",
        }
    }

    /// The one with this name in the contract.
    #[must_use]
    pub fn from_name(name: &str) -> Option<AppealField> {
        match name {
            "kind" => Some(AppealField::Kind),
            "comment" => Some(AppealField::Comment),
            _ => None,
        }
    }
}

/// What is wrong with one control of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldError {
    /// The requirements are not confirmed.
    RequirementsNotConfirmed,
    Profile(FieldId, FieldProblem),
    Signature(SignatureField, SignatureProblem),
    LocationMissing,
    LevelMissing,
    MethodMissing,
    PurchaseOrderMissing,
    PurchaseOrderTooLong,
    /// The promotion code.
    CodeMissing,
    Proof(ProofProblem),
    /// The kind of document is not chosen, or the comment is too long.
    Appeal(AppealField),
    /// Nothing that was rejected is another text now; at the first field.
    NotCorrected(FieldId),
    /// The ground on which exemption from tax is asked for.
    GroundMissing,
    Contact(ContactField, ContactProblem),
    /// The name of a branch.
    BranchName(FieldProblem),
}

impl FieldError {
    /// Id of the control in the page.
    #[must_use]
    pub fn control(&self) -> &'static str {
        match self {
            FieldError::RequirementsNotConfirmed => "confirmed",
            FieldError::Profile(field, _) | FieldError::NotCorrected(field) => field.name(),
            FieldError::Signature(field, _) => match field {
                SignatureField::Name => "signer-name",
                SignatureField::NameConfirmed => "name-confirmed",
                SignatureField::Title => "signer-title",
                SignatureField::Authority => "authority",
                SignatureField::Accepted => "accepted",
            },
            FieldError::LocationMissing => "location",
            FieldError::LevelMissing => "level",
            FieldError::MethodMissing => "method",
            FieldError::PurchaseOrderMissing | FieldError::PurchaseOrderTooLong => "purchase-order",
            FieldError::CodeMissing => "promotion-code",
            FieldError::Proof(_) => "proof",
            FieldError::Appeal(field) => field.control(),
            FieldError::GroundMissing => "ground",
            FieldError::Contact(field, _) => match field {
                ContactField::Name => "contact-name",
                ContactField::Email => "contact-email",
                ContactField::Phone => "contact-phone",
                ContactField::Roles => "contact-roles",
            },
            FieldError::BranchName(_) => "branch-name",
        }
    }
}

/// The state of a form.
#[derive(Clone)]
pub struct Form {
    scope: PageScope,
    errors: Observable<Vec<FieldError>>,
    failure: Observable<Option<Failure>>,
    busy: Observable<bool>,
    /// Was an answer changed while it was being saved? Then it has to be sent once more.
    changed_since: Observable<bool>,
    /// Id of the box that tells the failed request.
    pub failure_id: &'static str,
}

impl Form {
    #[must_use]
    pub fn new(scope: PageScope) -> Form {
        Form::beside(scope, "failure")
    }

    /// One more form of a page, whose failed requests are told in a box with this id.
    #[must_use]
    pub fn beside(scope: PageScope, failure_id: &'static str) -> Form {
        Form {
            scope,
            errors: Observable::new(Vec::new()),
            failure: Observable::new(None),
            busy: Observable::new(false),
            changed_since: Observable::new(false),
            failure_id,
        }
    }

    /// What is wrong, in the order of the page.
    #[must_use]
    pub fn errors(&self) -> Vec<FieldError> {
        self.errors.get()
    }

    /// Is a field wrong?
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors.with(|errors| !errors.is_empty())
    }

    /// What is wrong with this control.
    #[must_use]
    pub fn error_of(&self, control: &str) -> Option<FieldError> {
        self.errors.with(|errors| errors.iter().find(|error| error.control() == control).cloned())
    }

    /// The request that failed last.
    #[must_use]
    pub fn failure(&self) -> Option<Failure> {
        self.failure.get()
    }

    /// Is a request under way?
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.busy.get()
    }

    /// Is a request under way? Without following it.
    #[must_use]
    pub fn is_sending(&self) -> bool {
        self.busy.now()
    }

    /// Was an answer changed while it was being saved, and not sent since?
    #[must_use]
    pub fn has_changed_since(&self) -> bool {
        self.changed_since.get()
    }

    pub(super) fn set_changed_since(&self) {
        self.changed_since.set(true);
    }

    pub(super) fn set_busy(&self, busy: bool) {
        self.busy.set_if_new(busy);
    }

    pub(super) fn clear(&self) {
        self.errors.clear_all();
        self.failure.clear();
    }

    /// Tells what is wrong and moves the focus to the summary.
    pub(super) fn refuse(&self, errors: Vec<FieldError>) {
        self.failure.clear();
        self.errors.set(errors);
        self.scope.focus(ERROR_SUMMARY);
    }

    /// The control has another answer now: what was wrong with the one before is not said of it. It is judged when the
    /// form is sent.
    pub fn answered(&self, control: &str) {
        if self.errors.peek(|errors| errors.iter().any(|error| error.control() == control)) {
            self.errors.update(|errors| errors.retain(|error| error.control() != control));
        }
    }

    /// Tells a failed request and moves the focus to it.
    pub(super) fn fail(&self, failure: Failure) {
        self.errors.clear_all();
        self.failure.set(Some(failure));
        self.scope.focus(self.failure_id);
    }

    /// Runs `work` unless a run is under way: a second click is ignored for as long as the first one takes.
    pub(super) fn run(&self, work: impl Future<Output = ()> + 'static) {
        self.run_boxed(Box::pin(work));
    }

    fn run_boxed(&self, work: Task<'static, ()>) {
        if self.busy.now() {
            return;
        }
        self.busy.set(true);
        self.changed_since.set_if_new(false);
        let busy = self.busy.clone();
        self.scope.spawn(async move {
            work.await;
            busy.set(false);
        });
    }
}
