//! What a step is called.
use crate::domain::step::Step;
use crate::i18n::words;

/// Heading of a step.
#[must_use]
pub fn title(step: Step) -> String {
    let text = match step {
        Step::Requirements => words::REQUIREMENTS_TITLE,
        Step::Profile => words::PROFILE_TITLE,
        Step::Agreement => words::AGREEMENT_TITLE,
        Step::Location => words::LOCATION_TITLE,
        Step::Level => words::LEVEL_TITLE,
        Step::Payment => words::METHOD_TITLE,
        Step::Review => words::REVIEW_TITLE,
    };
    text.read()
}

/// Short name of a step.
#[must_use]
pub fn name(step: Step) -> String {
    let text = match step {
        Step::Requirements => words::STEPS_REQUIREMENTS,
        Step::Profile => words::STEPS_PROFILE,
        Step::Agreement => words::STEPS_AGREEMENT,
        Step::Location => words::STEPS_LOCATION,
        Step::Level => words::STEPS_LEVEL,
        Step::Payment => words::STEPS_PAYMENT,
        Step::Review => words::STEPS_REVIEW,
    };
    text.read()
}
