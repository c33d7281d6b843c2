//! Back from the identity provider.
use super::parts::dynamic::dynamic;
use super::parts::frame::{Back, fixed};
use super::parts::guard::{self, navigator};
use super::parts::loading::waiting;
use super::parts::press::link;
use super::parts::prose::{actions, lead, p};
use crate::app::session::App;
use crate::domain::route::Page;
use crate::i18n::words;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page at the callback address: finishes the sign-in and goes where the person wanted to be.
pub fn callback(app: App) -> AnyView {
    let refused = RwSignal::new(None);
    let go = navigator();
    spawn_local(async move {
        match app.finish_sign_in().await {
            Ok(()) => go(&app.wanted(), true),
            Err(why) => {
                let _ = refused.try_set(Some(why));
            }
        }
    });
    let body = dynamic(move || match refused.get() {
        None => waiting(words::sign_in_finishing()),
        Some(why) => view! {
            {lead(guard::why_not(&why))}
            {p(words::sign_in_failed_do())}
            <p class="reference">{words::problem_reference()}{" "}<code>{why.code()}</code></p>
            {actions(vec![link("button", &app.wanted(), words::sign_in_again())])}
        }
        .into_any(),
    });
    let back = Back { href: Page::Start.path(), label: words::site_to_start() };
    fixed(app, words::sign_in_title(), Some(back), body)
}
