//! Any address that is no page.
use super::parts::frame::{fixed, href};
use crate::app::session::App;
use crate::domain::route::Page;
use crate::i18n::words;
use leptos::prelude::*;

/// The page.
pub fn view(app: App) -> AnyView {
    let body = view! {
        <p class="lead">{words::not_found_lead()}</p>
        <p>{words::not_found_do()}</p>
        <div class="actions"><a class="button" href=href(&Page::Membership.path())>{words::not_found_membership()}</a></div>
    };
    fixed(app, words::not_found_title(), None, body.into_any())
}
