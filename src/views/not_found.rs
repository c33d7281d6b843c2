//! Any address that is no page.
use super::parts::buttons::link;
use super::parts::frame::fixed;
use super::parts::typography::{actions, lead, p};
use crate::app::App;
use crate::domain::route::Page;
use crate::i18n::words;
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
pub fn view(app: &Rc<App>) -> AnyView {
    let body = view! {
        {lead(words::not_found_lead())}
        {p(words::not_found_do())}
        {actions(vec![link("button", &Page::Membership, words::not_found_membership())])}
    };
    fixed(app, words::not_found_title(), None, body.into_any())
}
