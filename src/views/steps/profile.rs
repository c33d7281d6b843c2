//! Review your organization profile. Prefilled; one click confirms what is still right.
//! The country comes first and decides which fields follow, how they are called and which are required.
use super::conflict;
use crate::app::App;
use crate::app::pages::profile::{CountryState, ProfilePage, Shown};
use crate::domain::country::{CountryRules, FieldKind, FieldRule};
use crate::domain::profile::FieldId;
use crate::domain::step::Step;
use crate::i18n::{format, words};
use crate::views::parts::choices::tick;
use crate::views::parts::dynamic::{condition, remount_on_change, show_some};
use crate::views::parts::field::{Field, Value, select, text};
use crate::views::parts::form::{FormView, step_form, step_page};
use crate::views::parts::loading::{loaded, shown};
use crate::views::parts::messages;
use crate::views::parts::problem::problem;
use crate::views::parts::profile_words;
use crate::views::parts::typography::{inset, lead, p};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::rc::Rc;

/// The page.
pub fn view(app: &Rc<App>, page: &Rc<ProfilePage>) -> AnyView {
    let (drawn, again, with) = (Rc::clone(page), Rc::clone(page), Rc::clone(app));
    let body = loaded(
        app,
        move || drawn.with_state(|state| shown(state, |found| inside(&with, &drawn, found))),
        move || again.load(),
    );
    step_page(app, Step::Profile, &messages::of_profile(page), body)
}

fn inside(app: &Rc<App>, page: &Rc<ProfilePage>, shown: &Shown) -> AnyView {
    let form = messages::of_profile(page);
    let (disagreeing, sending) = (Rc::clone(page), Rc::clone(page));
    let body = view! {
        {show_some(move || {
            let found = disagreeing.conflict();
            (!found.is_empty()).then(|| conflict::view(&disagreeing, found))
        })}
        {country(app, page, &form, &shown.countries)}
        {sections(app, page, &form)}
    };
    view! {
        {lead(words::profile_lead())}
        {step_form(app, &form, words::form_save(), body.into_any(), move || sending.send())}
    }
    .into_any()
}

fn value_of(page: &Rc<ProfilePage>, field: FieldId) -> Value {
    let (shown, typing) = (Rc::clone(page), Rc::clone(page));
    Value {
        shown: Rc::new(move || shown.value(field)),
        on_input: Rc::new(move |value| typing.type_field(field, value)),
    }
}

fn country(app: &Rc<App>, page: &Rc<ProfilePage>, form: &FormView, countries: &[String]) -> AnyView {
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
        {select(form, field, format::sort_by_country_name(countries), value)}
        <div role="status">{show_some(move || match page.country() {
            CountryState::Ready => None,
            CountryState::Loading => Some(p(words::profile_country_loading())),
            CountryState::Failed(failure) => {
                let again = Rc::clone(&page);
                Some(problem(&app, &failure, Some(Rc::new(move || again.retry_country()))))
            }
            CountryState::NotOffered(code) => {
                Some(inset(vec![words::profile_country_not_offered(&format::country_name(&code), &support)]))
            }
        })}</div>
    }
    .into_any()
}

/// Sections and fields in the order of the country.
fn sections(app: &Rc<App>, page: &Rc<ProfilePage>, form: &FormView) -> AnyView {
    let (app, page, form) = (Rc::clone(app), Rc::clone(page), form.clone());
    remount_on_change(move || {
        page.sections().iter().map(|id| fieldset(&app, &page, &form, id)).collect_view().into_any()
    })
}

/// Fields of a section, in the order of the country.
fn fields_of<'r>(rules: &'r CountryRules, section: &str) -> impl Iterator<Item = &'r FieldRule> {
    let section = rules.sections.iter().find(|found| found.id == section);
    section.into_iter().flat_map(|section| &section.fields).filter(|rule| rule.id != FieldId::Country)
}

/// Every field has a place of its own in the section. One that both countries have stays the same element, so that
/// whoever types in it goes on typing; the places are then put in the order of the country.
fn fieldset(app: &Rc<App>, page: &Rc<ProfilePage>, form: &FormView, section: &str) -> AnyView {
    let places = FieldId::ALL.into_iter().map(|id| {
        let (page, form, section) = (Rc::clone(page), form.clone(), section.to_owned());
        let place = place_of(&section, id);
        let part = show_some(move || {
            page.with_rules(|rules| {
                fields_of(rules, &section).find(|rule| rule.id == id).map(|rule| field(&page, &form, rule))
            })
        });
        view! { <div class="fieldset__field" id=place>{part}</div> }.into_any()
    });
    let fields = places.collect_view();
    let state = SendWrapper::new((Rc::clone(app), Rc::clone(page), section.to_owned()));
    Effect::new(move |_| {
        let (app, page, section) = &*state;
        let order: Vec<String> =
            page.with_rules(|rules| fields_of(rules, section).map(|rule| place_of(section, rule.id)).collect());
        app.services().ports.document.reorder(&order);
    });
    let warning = (section == "identity").then(|| legal_name_warning(page));
    view! {
        <fieldset class="fieldset">
            <legend class="fieldset__legend">{profile_words::section(section)}</legend>
            <div>{fields}</div>
            {warning}
        </fieldset>
    }
    .into_any()
}

/// Id of the element that holds a field of a section.
fn place_of(section: &str, field: FieldId) -> String {
    [section, "-", field.name()].concat()
}

/// Told before saving, in plain words: a new legal name has consequences.
fn legal_name_warning(page: &Rc<ProfilePage>) -> AnyView {
    let page = Rc::clone(page);
    let signed = page.is_signed();
    let renames = condition(move || page.renames());
    view! {
        <div role="status">{show_some(move || renames.get().then(|| view! {
            <div class="inset">{p(words::profile_legal_name_warning())}{signed.then(|| p(words::profile_signature_warning()))}</div>
        }.into_any()))}</div>
    }
    .into_any()
}

/// Asked where the value of a field has a shape that is not known here: it may be right all the same.
fn unusual_shape(page: &Rc<ProfilePage>, form: &FormView, field: FieldId, id: &'static str) -> AnyView {
    let (page, form) = (Rc::clone(page), form.clone());
    let typing = Rc::clone(&page);
    let asked = condition(move || typing.unusual(field).is_some());
    show_some(move || {
        asked.get().then(|| {
            let (said, saying) = (Rc::clone(&page), Rc::clone(&page));
            let ticked = move || said.unusual(field) == Some(true);
            tick(&form, id, words::profile_unusual_confirm(), ticked, move |on| saying.confirm_unusual(field, on))
        })
    })
}

fn field(page: &Rc<ProfilePage>, form: &FormView, rule: &FieldRule) -> AnyView {
    let (id, field) = (rule.id, profile_words::field(rule));
    if rule.kind == FieldKind::Select {
        let options = rule.options.iter().map(|option| (option.clone(), profile_words::option(rule, option))).collect();
        return select(form, field, options, value_of(page, id));
    }
    let control = text(form, field, value_of(page, id));
    let confirmed = match id {
        FieldId::TaxId => "tax-id-confirmed",
        FieldId::RegistrationNumber => "registration-number-confirmed",
        _ => return control,
    };
    view! { {control} {unusual_shape(page, form, id, confirmed)} }.into_any()
}
