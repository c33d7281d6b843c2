//! Any address that is no page.
use super::parts::frame::{fixed, href};
use super::parts::prose::{lead, p};
use crate::app::session::App;
use crate::domain::route::Page;
use crate::i18n::words;
use leptos::prelude::*;

/// The page.
pub fn view(app: App) -> AnyView {
    let body = view! {
        {lead(words::not_found_lead())}
        {p(words::not_found_do())}
        <div class="actions"><a class="button" href=href(&Page::Membership.path())>{words::not_found_membership()}</a></div>
    };
    fixed(app, words::not_found_title(), None, body.into_any())
}
