//! What is wrong with a control, in words.
use super::form::FormView;
use super::problem::proof_problem;
use super::profile_words;
use crate::app::form::{FieldError, Form};
use crate::app::pages::payment_method::ORDER_NUMBER_MAX;
use crate::app::pages::profile::ProfilePage;
use crate::domain::signature::{SignatureField, SignatureProblem};
use crate::i18n::{format, words};
use std::rc::Rc;

/// A form whose messages need nothing but the error.
#[must_use]
pub fn plain(form: &Form) -> FormView {
    FormView { form: form.clone(), message: Rc::new(simple) }
}

fn simple(error: &FieldError) -> String {
    match error {
        FieldError::RequirementsNotConfirmed => words::requirements_confirm_missing(),
        FieldError::LocationMissing => words::location_missing(),
        FieldError::LevelMissing => words::level_missing(),
        FieldError::MethodMissing => words::method_missing(),
        FieldError::PurchaseOrderMissing => words::method_order_missing(),
        FieldError::PurchaseOrderTooLong => words::method_order_long(&format::number(ORDER_NUMBER_MAX as i64)),
        FieldError::CodeMissing => words::promotion_missing(),
        FieldError::GroundMissing => words::tax_exemption_ground_missing(),
        FieldError::Proof(problem) => proof_problem(*problem).read(),
        FieldError::Profile(..)
        | FieldError::Signature(..)
        | FieldError::Contact(..)
        | FieldError::BranchName(_)
        | FieldError::NotCorrected(_)
        | FieldError::Appeal(_) => words::problem_fields(),
    }
}

/// The form of the profile, whose fields the country names.
#[must_use]
pub fn of_profile(page: &Rc<ProfilePage>) -> FormView {
    let named = Rc::clone(page);
    let message = move |error: &FieldError| match error {
        FieldError::Profile(field, problem) => {
            named.with_rules(|rules| profile_words::message(rules, *field, *problem))
        }
        other => simple(other),
    };
    FormView { form: page.form().clone(), message: Rc::new(message) }
}

/// The form under the agreement, which names the company and the signer.
#[must_use]
pub fn of_signature(form: &Form, company: Rc<dyn Fn() -> String>, name: Rc<dyn Fn() -> String>) -> FormView {
    let message = move |error: &FieldError| match error {
        FieldError::Signature(SignatureField::Name, problem) => match problem {
            SignatureProblem::EmailAddress => words::agreement_name_email(),
            SignatureProblem::LookAlike(letter) => words::agreement_name_letter(&letter.to_string()),
            SignatureProblem::TooLong => words::agreement_name_long(),
            SignatureProblem::Missing | SignatureProblem::NameDiffers | SignatureProblem::NotTicked => {
                words::agreement_name_missing()
            }
        },
        FieldError::Signature(SignatureField::NameConfirmed, _) if name().is_empty() => {
            words::agreement_name_confirm_unnamed_missing()
        }
        FieldError::Signature(SignatureField::NameConfirmed, _) => words::agreement_name_confirm_missing(&name()),
        FieldError::Signature(SignatureField::Title, SignatureProblem::TooLong) => words::agreement_job_long(),
        FieldError::Signature(SignatureField::Title, _) => words::agreement_job_missing(),
        FieldError::Signature(SignatureField::Authority, _) => words::agreement_authority_missing(&company()),
        FieldError::Signature(SignatureField::Accepted, _) => words::agreement_accept_missing(),
        other => simple(other),
    };
    FormView { form: form.clone(), message: Rc::new(message) }
}
