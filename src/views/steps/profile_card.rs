//! A section of the profile: its values as text, or its fields where it is open.
use super::profile_country::{self, value_of};
use super::profile_summary;
use crate::app::App;
use crate::app::pages::profile::{ProfilePage, edit_button};
use crate::domain::country::{CountryRules, FieldKind, FieldRule};
use crate::domain::profile::FieldId;
use crate::i18n::words;
use crate::views::parts::buttons::button;
use crate::views::parts::choices::tick;
use crate::views::parts::dynamic::{condition, dynamic, remount_on_change, show_some};
use crate::views::parts::field::{select, text};
use crate::views::parts::form::FormView;
use crate::views::parts::typography::{actions, inset, p};
use crate::views::parts::{profile_words, sheet};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::rc::Rc;

/// What a section is drawn with.
pub(super) struct Card {
    pub app: Rc<App>,
    pub page: Rc<ProfilePage>,
    pub form: FormView,
    /// Countries that the program offers, ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// Id of the section.
    pub section: String,
}

impl Card {
    fn title_id(&self) -> String {
        ["title-", &self.section].concat()
    }

    fn name(&self) -> String {
        profile_words::section(&self.section)
    }

    /// Id of the element that holds a field.
    fn place_of(&self, field: FieldId) -> String {
        [&self.section, "-", field.name()].concat()
    }
}

/// The card.
pub(super) fn view(card: Rc<Card>) -> AnyView {
    let (inner, opened) = (Rc::clone(&card), Rc::clone(&card));
    let is_open = condition(move || opened.page.is_open(&opened.section));
    let inner = remount_on_change(move || {
        let is_open = is_open.get();
        untrack(|| if is_open { fields(&inner) } else { values(&inner) })
    });
    let warning = (card.section == "identity").then(|| legal_name_warning(&card.page));
    sheet::part(card.title_id(), card.name(), view! { {inner}{warning} }.into_any())
}

/// What the section holds, and the button that opens it.
fn values(card: &Rc<Card>) -> AnyView {
    let (shown, changed, editing) = (Rc::clone(card), Rc::clone(card), Rc::clone(card));
    let is_changed = condition(move || changed.page.is_changed(&changed.section));
    view! {
        {dynamic(move || sheet::rows("sheet__values", profile_summary::rows(&shown.page, &shown.section)))}
        <button type="button" class="quiet-action no-print" id=edit_button(&card.section) on:click=move |_| editing.page.edit(&editing.section)>
            {sheet::change_label(words::profile_edit(), card.name())}
        </button>
        {show_some(move || is_changed.get().then(|| p(words::profile_changed())))}
    }
    .into_any()
}

/// Fields of a section, in the order of the country. The country itself has a control of its own.
fn fields_of<'r>(rules: &'r CountryRules, section: &str) -> impl Iterator<Item = &'r FieldRule> {
    rules.fields_of(section).iter().filter(|rule| rule.id != FieldId::Country)
}

/// Every field has a place of its own in the section. One that both countries have stays the same element, so that
/// whoever types in it goes on typing; the places are then put in the order of the country.
fn fields(card: &Rc<Card>) -> AnyView {
    let places = FieldId::ALL.into_iter().map(|id| {
        let (drawn, place) = (Rc::clone(card), card.place_of(id));
        let part = show_some(move || {
            drawn.page.with_rules(|rules| {
                fields_of(rules, &drawn.section).find(|rule| rule.id == id).map(|rule| field(&drawn, rule))
            })
        });
        let class = if profile_words::is_narrow(id) { "fields__place fields__place--half" } else { "fields__place" };
        view! { <div class=class id=place>{part}</div> }.into_any()
    });
    let places = places.collect_view();
    let ordered = SendWrapper::new(Rc::clone(card));
    Effect::new(move |_| {
        let card = &*ordered;
        let order: Vec<String> =
            card.page.with_rules(|rules| fields_of(rules, &card.section).map(|rule| card.place_of(rule.id)).collect());
        card.app.services().ports.document.reorder(&order);
    });
    let has_country = card.page.with_rules(|rules| rules.section_of(FieldId::Country) == Some(&card.section));
    view! {
        <fieldset aria-labelledby=card.title_id()>
            {has_country.then(|| profile_country::country(&card.app, &card.page, &card.form, &card.countries))}
            <div class="fields">{places}</div>
            {closing(card)}
        </fieldset>
    }
    .into_any()
}

/// The ways out of an open section. While one of its fields is wrong there is none: it stays open.
fn closing(card: &Rc<Card>) -> AnyView {
    let (card, wrong, changed) = (Rc::clone(card), Rc::clone(card), Rc::clone(card));
    let is_wrong = condition(move || wrong.page.is_wrong(&wrong.section));
    let is_changed = condition(move || changed.page.is_changed(&changed.section));
    show_some(move || {
        if is_wrong.get() {
            return None;
        }
        let (closing, undoing) = (Rc::clone(&card), Rc::clone(&card));
        let close =
            button("button button--secondary", words::profile_done(), move || closing.page.close(&closing.section));
        let undo = is_changed.get().then(|| {
            button("button button--quiet", words::profile_undo(), move || undoing.page.undo(&undoing.section))
        });
        Some(actions(vec![close, undo.into_any()]))
    })
}

/// Told while typing: a new legal name has consequences. How long it is verified is asked before it is saved, where the
/// program tells it.
fn legal_name_warning(page: &Rc<ProfilePage>) -> AnyView {
    let page = Rc::clone(page);
    let verified = page.reverification().is_none().then(words::profile_legal_name_warning);
    let signed = page.is_signed().then(words::profile_signature_warning);
    let texts: Vec<String> = verified.into_iter().chain(signed).collect();
    let renames = condition(move || page.renames());
    view! {
        <div role="status">{show_some(move || (renames.get() && !texts.is_empty()).then(|| inset(texts.clone())))}</div>
    }
    .into_any()
}

/// Asked where a number has a shape that is not known here, or a name hardly looks like one: it may be right all the same.
/// `said` tells whether it is asked, and what was answered. None for a field that is never asked about.
pub fn unusual_shape(
    form: &FormView,
    field: FieldId,
    said: Rc<dyn Fn() -> Option<bool>>,
    say: Rc<dyn Fn(bool)>,
) -> AnyView {
    let id = match field {
        FieldId::LegalName => "legal-name-confirmed",
        FieldId::TaxId => "tax-id-confirmed",
        FieldId::RegistrationNumber => "registration-number-confirmed",
        _ => return ().into_any(),
    };
    let (form, asking) = (form.clone(), Rc::clone(&said));
    let asked = condition(move || asking().is_some());
    show_some(move || {
        asked.get().then(|| {
            let (said, say) = (Rc::clone(&said), Rc::clone(&say));
            let ticked = move || said() == Some(true);
            let right = if field == FieldId::LegalName {
                words::profile_unusual_name()
            } else {
                words::profile_unusual_confirm()
            };
            tick(&form, id, right, ticked, move |on| say(on))
        })
    })
}

fn field(card: &Card, rule: &FieldRule) -> AnyView {
    let (page, form) = (&card.page, &card.form);
    let (id, field) = (rule.id, profile_words::field(rule));
    if rule.kind == FieldKind::Select {
        let options = rule.options.iter().map(|option| (option.clone(), profile_words::option(rule, option))).collect();
        return select(form, field, options, value_of(page, id));
    }
    let (asked, saying) = (Rc::clone(page), Rc::clone(page));
    let confirm = move |right| saying.confirm_unusual(id, right);
    let unusual = unusual_shape(form, id, Rc::new(move || asked.unusual(id)), Rc::new(confirm));
    view! { {text(form, field, value_of(page, id))} {unusual} }.into_any()
}
