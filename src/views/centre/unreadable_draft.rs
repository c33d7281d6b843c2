//! A draft that could not be read: it is the person's to hand over or to delete.
use crate::app::pages::membership_extras::MembershipExtras;
use crate::domain::address::text_url;
use crate::i18n::words;
use crate::views::parts::buttons::button;
use crate::views::parts::typography::{actions, inset};
use leptos::prelude::*;
use std::rc::Rc;

/// The notice on the membership page, with the draft as a file.
pub fn notice(extras: &Rc<MembershipExtras>, text: &str) -> AnyView {
    let deleting = Rc::clone(extras);
    let download = words::unreadable_download();
    let download = view! { <a class="button button--quiet" download="draft.txt" href=text_url(text)>{download}</a> };
    let delete = button("button button--quiet", words::unreadable_delete(), move || deleting.delete_unreadable_draft());
    view! { {inset(vec![words::unreadable_found()])}{actions(vec![download.into_any(), delete])} }.into_any()
}
