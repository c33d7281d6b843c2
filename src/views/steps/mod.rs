//! The renewal steps, one file each: which view shows which step.
pub mod agreement;
pub mod conflict;
pub mod level;
pub mod location;
pub mod payment_method;
pub mod profile;
pub mod profile_card;
mod profile_country;
mod profile_summary;
pub mod profile_verification;
pub mod requirements;
pub mod review;

use crate::app::App;
use crate::app::pages::lazy::OpenStep;
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
