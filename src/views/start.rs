//! The start page, equal to the plain HTML that stands before the app has loaded.
use super::parts::frame::{fixed, href};
use crate::app::session::App;
use crate::domain::route::Page;
use crate::i18n::words;
use leptos::prelude::*;

/// The page.
pub fn view(app: App) -> AnyView {
    let steps = [words::start_does_1(), words::start_does_2(), words::start_does_3(), words::start_does_4()];
    let ready = [words::start_ready_1(), words::start_ready_2(), words::start_ready_3(), words::start_ready_4()];
    let list = |items: [String; 4]| items.into_iter().map(|text| view! { <li>{text}</li> }).collect_view();
    let body = view! {
        <p class="lead">{words::start_lead()}</p>
        <p><a class="button" href=href(&Page::Membership.path())>{words::start_now()}</a></p>
        <h2>{words::start_does()}</h2>
        <ol>{list(steps)}</ol>
        <h2>{words::start_ready()}</h2>
        <ul>{list(ready)}</ul>
        <h2>{words::start_time()}</h2>
        <p>{words::start_time_text()}</p>
        <h2>{words::start_cost()}</h2>
        <p>{words::start_cost_text()}</p>
        <h2>{words::start_resume()}</h2>
        <p>{words::start_resume_text()}</p>
    };
    fixed(app, words::start_title(), None, body.into_any())
}
