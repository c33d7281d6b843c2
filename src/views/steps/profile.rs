//! Review your organization profile. A card for each section shows its values, and its fields when it is opened; one
//! click confirms what is still right. The country decides which fields there are, how they are called and which are
//! required.
use super::conflict;
use super::profile_card::{self, Card};
use super::profile_country;
use super::profile_verification;
use crate::app::App;
use crate::app::autosave::SaveState;
use crate::app::pages::profile::{ProfilePage, Shown};
use crate::domain::step::Step;
use crate::i18n::words;
use crate::views::centre;
use crate::views::parts::buttons::button;
use crate::views::parts::dynamic::{condition, reactive_text, remount_on_change, show_some};
use crate::views::parts::form::{FormView, save_status, sent_form, step_page};
use crate::views::parts::loading::{loaded, shown};
use crate::views::parts::messages;
use crate::views::parts::sheet::sheet;
use crate::views::parts::typography::lead;
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
    step_page(app, Step::Profile, &messages::of_profile(page), body)
}

fn inside(app: &Rc<App>, page: &Rc<ProfilePage>, shown: &Shown) -> AnyView {
    let form = messages::of_profile(page);
    let (disagreeing, sending, unchanged, asking) =
        (Rc::clone(page), Rc::clone(page), Rc::clone(page), Rc::clone(page));
    let choosing = Rc::clone(page);
    let (saving, drafts, opened) = (Rc::clone(app), Rc::clone(&app.services().drafts), Rc::clone(page));
    // Where nothing can be typed and nothing is wrong, there is nothing to tell of saving.
    let is_told = condition(move || opened.has_open() || drafts.save_state() != SaveState::Idle);
    let body = view! {
        {show_some(move || {
            let found = disagreeing.conflict();
            (!found.is_empty()).then(|| conflict::view(&disagreeing, found))
        })}
        {profile_verification::under_way(page.reverification().as_deref())}
        {cards(app, page, &form, &shown.countries)}
        {profile_verification::question(page)}
        {show_some(move || Some(choosing.address_options()).filter(|found| !found.is_empty()).map(|found| centre::address(&choosing, &found)))}
    };
    let (verified, chosen) = (Rc::clone(&asking), asking);
    let is_verified = condition(move || !verified.asked_about().is_empty());
    let is_asked = condition(move || is_verified.get() || !chosen.address_options().is_empty());
    let answering = Rc::clone(page);
    let status = show_some(move || {
        if is_asked.get() {
            let answering = Rc::clone(&answering);
            let back =
                button("button button--secondary", words::profile_verification_back(), move || answering.go_back());
            return Some(back);
        }
        is_told.get().then(|| save_status(&saving, Some(words::saving_idle)))
    });
    let label = reactive_text(move || {
        Some(match (is_verified.get(), unchanged.is_as_stored() && !is_asked.get()) {
            (true, _) => words::profile_verification_save(),
            (false, true) => words::profile_correct(),
            (false, false) => words::form_save(),
        })
    });
    let label = view! { <bdi>{label}</bdi> }.into_any();
    view! {
        {lead(words::profile_lead())}
        {sent_form(&form.form, "button", label, body.into_any(), status, Box::new(move || sending.send()))}
    }
    .into_any()
}

/// Sections in the order of the country. Where there are no rules yet, a country can be chosen.
fn cards(app: &Rc<App>, page: &Rc<ProfilePage>, form: &FormView, countries: &[String]) -> AnyView {
    let (app, page, form, countries) = (Rc::clone(app), Rc::clone(page), form.clone(), countries.to_vec());
    remount_on_change(move || {
        let sections = page.sections();
        if sections.is_empty() {
            return profile_country::country(&app, &page, &form, &countries);
        }
        let cards = sections.iter().map(|id| {
            profile_card::view(Rc::new(Card {
                app: Rc::clone(&app),
                page: Rc::clone(&page),
                form: form.clone(),
                countries: countries.clone(),
                section: id.clone(),
            }))
        });
        sheet(cards.collect())
    })
}
