//! What the lazy part adds to the membership page.
use super::centre;
use super::lazy::Extra;
use super::parts::buttons::busy;
use super::parts::dynamic::show_some;
use super::parts::icon::Icon;
use super::parts::marked_button::marked_button;
use crate::app::pages::membership::MembershipPage;
use crate::app::pages::membership_extras::MembershipExtras;
use crate::i18n::words;
use leptos::prelude::*;
use std::rc::Rc;

/// Draws it. It belongs to the lazy part.
pub fn view(page: &Rc<MembershipPage>, which: Extra) -> AnyView {
    let extras = MembershipExtras::of(page);
    match which {
        Extra::Calendar { is_main } => calendar(page, extras, is_main),
        Extra::UnreadableDraft => {
            show_some(move || extras.unreadable_draft().map(|text| centre::unreadable_draft(&extras, &text)))
        }
    }
}

fn calendar(page: &Rc<MembershipPage>, extras: Rc<MembershipExtras>, is_main: bool) -> AnyView {
    let page = Rc::clone(page);
    let class = if is_main { "button" } else { "link-button" };
    let saving = Rc::clone(&extras);
    let save = marked_button(class, Icon::Date, words::calendar_save(), move || {
        page.with_state(|state| state.ready().map(|membership| extras.save_calendar(membership, centre::program)));
    });
    view! { {save}{busy(move || saving.is_saving())} }.into_any()
}
