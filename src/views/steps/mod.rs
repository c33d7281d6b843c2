//! The renewal steps, one file each: which view shows which step, and what a step is called.
pub mod agreement;
pub mod conflict;
pub mod level;
pub mod location;
pub mod payment_method;
pub mod profile;
pub mod requirements;
pub mod review;

use crate::app::App;
use crate::app::pages::OpenStep;
use crate::domain::step::Step;
use crate::i18n::words;
use leptos::prelude::AnyView;
use std::rc::Rc;

/// The step that is open.
pub fn view(app: &Rc<App>, step: &OpenStep) -> AnyView {
    match step {
        OpenStep::Requirements(page) => requirements::view(app, page),
        OpenStep::Profile(page) => profile::view(app, page),
        OpenStep::Agreement(page) => agreement::view(app, page),
        OpenStep::Location(page) => location::view(app, page),
        OpenStep::Level(page) => level::view(app, page),
        OpenStep::PaymentMethod(page) => payment_method::view(app, page),
        OpenStep::Review(page) => review::view(app, page),
    }
}

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
