//! Step 2: review your organization profile. Prefilled; one click confirms what is still right.
//! The country comes first and decides which fields follow, how they are called and which are required.
use super::conflict;
use crate::app::App;
use crate::app::pages::profile::{CountryState, ProfilePage, Shown};
use crate::domain::country::{CountryRules, FieldKind, FieldRule};
use crate::domain::profile::FieldId;
use crate::domain::step::Step;
use crate::i18n::{format, words};
use crate::views::parts::choices::tick;
use crate::views::parts::dynamic::{keyed, show_some};
use crate::views::parts::field::{ChangingField, Field, Value, changing_select, changing_text, select};
use crate::views::parts::form::{FormView, step_form, step_page};
use crate::views::parts::loading::{loaded, shown};
use crate::views::parts::messages;
use crate::views::parts::problem::problem;
use crate::views::parts::profile_words;
use crate::views::parts::typography::{inset, lead, p};
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
pub fn view(app: &Rc<App>, page: &Rc<ProfilePage>) -> AnyView {
    let (drawn, again, with) = (Rc::clone(page), Rc::clone(page), Rc::clone(app));
    let body = loaded(
        app,
        move || drawn.with_state(|state| shown(state, |found| inside(&with, &drawn, found))),
        move || again.load(),
    );
    step_page(app, Step::Profile, &messages::of_profile(page), words::profile_title(), body)
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
        {sections(page, &form)}
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
    let (app, told) = (Rc::clone(app), Rc::clone(page));
    let support = app.services().config.support_email.clone();
    view! {
        {select(form, field, format::sort_by_country_name(countries), value_of(page, FieldId::Country))}
        <div role="status">{show_some(move || match told.country() {
            CountryState::Ready => None,
            CountryState::Loading => Some(p(words::profile_country_loading())),
            CountryState::Failed(failure) => {
                let again = Rc::clone(&told);
                Some(problem(&app, &failure, Some(Rc::new(move || again.retry_country()))))
            }
            CountryState::NotOffered(code) => {
                Some(inset(vec![words::profile_country_not_offered(&format::country_name(&code), &support)]))
            }
        })}</div>
    }
    .into_any()
}

/// Sections and fields in the order of the country. A field that both countries have stays the same element, so that
/// whoever types in it goes on typing.
fn sections(page: &Rc<ProfilePage>, form: &FormView) -> AnyView {
    let (listed, drawn, form) = (Rc::clone(page), Rc::clone(page), form.clone());
    let ids = move || listed.with_rules(|rules| rules.sections.iter().map(|section| section.id.clone()).collect());
    keyed(ids, move |id| fieldset(&drawn, &form, &id))
}

fn fieldset(page: &Rc<ProfilePage>, form: &FormView, section: &str) -> AnyView {
    let (listed, drawn, form, id) = (Rc::clone(page), Rc::clone(page), form.clone(), section.to_owned());
    // A control of another kind is another element.
    let names = move || {
        listed.with_rules(|rules| {
            let section = rules.sections.iter().find(|section| section.id == id);
            let fields = section.into_iter().flat_map(|section| &section.fields);
            let shown = fields.filter(|rule| rule.id != FieldId::Country);
            shown.map(|rule| [if rule.kind == FieldKind::Select { "?" } else { "" }, rule.id.name()].concat()).collect()
        })
    };
    let fields = keyed(names, move |name| {
        let id = FieldId::from_name(name.trim_start_matches('?'));
        id.map_or_else(|| ().into_any(), |id| field(&drawn, &form, id))
    });
    let warning = (section == "identity").then(|| legal_name_warning(page));
    view! {
        <fieldset class="fieldset">
            <legend class="fieldset__legend">{profile_words::section(section)}</legend>
            {fields}
            {warning}
        </fieldset>
    }
    .into_any()
}

/// Told before saving, in plain words: a new legal name has consequences.
fn legal_name_warning(page: &Rc<ProfilePage>) -> AnyView {
    let page = Rc::clone(page);
    let signed = page.is_signed();
    let renames = Memo::new({
        let page = send_wrapper::SendWrapper::new(page);
        move |_| page.renames()
    });
    view! {
        <div role="status">{show_some(move || renames.get().then(|| view! {
            <div class="inset">{p(words::profile_legal_name_warning())}{signed.then(|| p(words::profile_signature_warning()))}</div>
        }.into_any()))}</div>
    }
    .into_any()
}

/// Asked where the value of a field has a shape that is not known here: it may be right all the same.
fn unusual_shape(page: &Rc<ProfilePage>, form: &FormView, field: FieldId) -> AnyView {
    let (page, form) = (Rc::clone(page), form.clone());
    let asked = Memo::new({
        let page = send_wrapper::SendWrapper::new(Rc::clone(&page));
        move |_| page.unusual(field).is_some()
    });
    let id = match field {
        FieldId::TaxId => "tax-id-confirmed",
        _ => "registration-number-confirmed",
    };
    show_some(move || {
        asked.get().then(|| {
            let (said, saying) = (Rc::clone(&page), Rc::clone(&page));
            let ticked = move || said.unusual(field) == Some(true);
            tick(&form, id, words::profile_unusual_confirm(), ticked, move |on| saying.confirm_unusual(field, on))
        })
    })
}

fn field(page: &Rc<ProfilePage>, form: &FormView, id: FieldId) -> AnyView {
    let named = Rc::clone(page);
    let rule_of = move |rules: &CountryRules| {
        rules.sections.iter().flat_map(|section| &section.fields).find(|rule| rule.id == id).cloned()
    };
    let Some(rule) = untrack(|| page.with_rules(rule_of)) else { return ().into_any() };
    let last = rule.clone();
    // A field that the country does not have any more is about to go: it keeps its words until then.
    let changing: ChangingField = Rc::new(move || {
        let rule: Option<FieldRule> = named.with_rules(rule_of);
        profile_words::field(rule.as_ref().unwrap_or(&last))
    });
    if rule.kind == FieldKind::Select {
        let options = rule.options.iter().map(|option| (option.clone(), profile_words::option(id, option))).collect();
        return changing_select(form, &changing, options, value_of(page, id));
    }
    let control = changing_text(form, &changing, value_of(page, id));
    match id {
        FieldId::TaxId | FieldId::RegistrationNumber => view! { {control} {unusual_shape(page, form, id)} }.into_any(),
        _ => control,
    }
}
