//! The choice of the country, which decides about the other fields of the profile.
use crate::app::App;
use crate::app::pages::profile::{CountryState, ProfilePage};
use crate::domain::profile::FieldId;
use crate::i18n::{later_format, words};
use crate::views::parts::dynamic::show_some;
use crate::views::parts::field::{Field, Value, select};
use crate::views::parts::form::FormView;
use crate::views::parts::problem::problem;
use crate::views::parts::typography::{inset, p};
use leptos::prelude::*;
use std::rc::Rc;

/// The choice of the country, and what has come of it.
pub(super) fn country(app: &Rc<App>, page: &Rc<ProfilePage>, form: &FormView, countries: &[String]) -> AnyView {
    let field = Field {
        id: FieldId::Country.name().to_owned(),
        label: words::field_country(),
        hint: words::profile_country_hint(),
        autocomplete: "country",
        ..Field::default()
    };
    let value = value_of(page, FieldId::Country);
    let (app, page) = (Rc::clone(app), Rc::clone(page));
    let support = app.services().config.support_email.clone();
    view! {
        {select(form, field, later_format::sort_by_country_name(countries), value)}
        <div role="status">{show_some(move || match page.country() {
            CountryState::Ready => None,
            CountryState::Loading => Some(p(words::profile_country_loading())),
            CountryState::Failed(failure) => {
                let again = Rc::clone(&page);
                Some(problem(&app, &failure, Some(Rc::new(move || again.retry_country()))))
            }
            CountryState::NotOffered(code) => {
                Some(inset(vec![words::profile_country_not_offered(&later_format::country_name(&code), &support)]))
            }
        })}</div>
    }
    .into_any()
}

/// What a control of the profile shows and changes.
pub(super) fn value_of(page: &Rc<ProfilePage>, field: FieldId) -> Value {
    let (shown, typing) = (Rc::clone(page), Rc::clone(page));
    Value {
        shown: Rc::new(move || shown.value(field)),
        on_input: Rc::new(move |value| typing.type_field(field, value)),
    }
}
