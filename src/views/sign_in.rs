//! Back from the identity provider.
use super::parts::buttons::link;
use super::parts::dynamic::dynamic;
use super::parts::frame::{Back, fixed};
use super::parts::loading::waiting;
use super::parts::sign_in_gate::not_signed_in;
use crate::app::App;
use crate::app::pages::callback::CallbackPage;
use crate::domain::route::Page;
use crate::i18n::words;
use leptos::prelude::*;
use std::rc::Rc;

/// The page at the callback address: the sign-in is being finished, or why it is not.
pub fn callback(app: &Rc<App>, page: &Rc<CallbackPage>) -> AnyView {
    let page = Rc::clone(page);
    let body = dynamic(move || match page.refused() {
        None => waiting(words::sign_in_finishing()),
        Some(why) => not_signed_in(&why, link("button", &page.return_page(), words::sign_in_again())),
    });
    let back = Back { page: Page::Start, label: words::site_to_start() };
    fixed(app, words::sign_in_title(), Some(back), body)
}
