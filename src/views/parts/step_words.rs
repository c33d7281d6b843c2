//! What a step is called.
use crate::domain::step::Step;
use crate::i18n::words;

/// Heading of a step.
#[must_use]
pub fn title(step: Step) -> String {
    match step {
        Step::Requirements => words::requirements_title(),
        Step::Profile => words::profile_title(),
        Step::Agreement => words::agreement_title(),
        Step::Location => words::location_title(),
        Step::Level => words::level_title(),
        Step::Payment => words::method_title(),
        Step::Review => words::review_title(),
    }
}

/// Short name of a step.
#[must_use]
pub fn name(step: Step) -> String {
    match step {
        Step::Requirements => words::steps_requirements(),
        Step::Profile => words::steps_profile(),
        Step::Agreement => words::steps_agreement(),
        Step::Location => words::steps_location(),
        Step::Level => words::steps_level(),
        Step::Payment => words::steps_payment(),
        Step::Review => words::steps_review(),
    }
}
