//! What the lazy part adds to the membership page.
use super::centre;
use super::lazy::Extra;
use super::parts::buttons::{busy, button};
use super::parts::dynamic::show_some;
use super::parts::typography::{actions, inset};
use crate::app::pages::membership::MembershipPage;
use crate::app::pages::membership_extras::MembershipExtras;
use crate::domain::address::text_url;
use crate::i18n::words;
use leptos::prelude::*;
use std::rc::Rc;

/// Draws it. It belongs to the lazy part.
pub fn view(page: &Rc<MembershipPage>, which: Extra) -> AnyView {
    let extras = MembershipExtras::of(page);
    match which {
        Extra::Calendar { is_main } => calendar(page, extras, is_main),
        Extra::UnreadableDraft => unreadable(extras),
    }
}

fn calendar(page: &Rc<MembershipPage>, extras: Rc<MembershipExtras>, is_main: bool) -> AnyView {
    let page = Rc::clone(page);
    let class = if is_main { "button" } else { "link-button" };
    let saving = Rc::clone(&extras);
    let save = button(class, words::calendar_save(), move || {
        page.with_state(|state| state.ready().map(|membership| extras.save_calendar(membership, centre::program)));
    });
    view! { {save}{busy(move || saving.is_saving())} }.into_any()
}

/// It is the person's to hand over or to delete.
fn unreadable(extras: Rc<MembershipExtras>) -> AnyView {
    show_some(move || {
        let text = extras.unreadable_draft()?;
        let deleting = Rc::clone(&extras);
        let download = words::unreadable_download();
        let download = view! {
            <a class="button button--quiet" download="draft.txt" href=text_url(&text)>{download}</a>
        };
        let delete =
            button("button button--quiet", words::unreadable_delete(), move || deleting.delete_unreadable_draft());
        Some(view! { {inset(vec![words::unreadable_found()])}{actions(vec![download.into_any(), delete])} }.into_any())
    })
}
