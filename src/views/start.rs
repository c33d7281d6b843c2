//! The start page, equal to the plain HTML that stands before the app has loaded.
use super::parts::buttons::link;
use super::parts::frame::fixed;
use super::parts::typography::{h2, lead, p};
use crate::app::App;
use crate::domain::route::Page;
use crate::i18n::words;
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
pub fn view(app: &Rc<App>) -> AnyView {
    let steps = [words::start_does_1(), words::start_does_2(), words::start_does_3(), words::start_does_4()];
    let ready = [words::start_ready_1(), words::start_ready_2(), words::start_ready_3(), words::start_ready_4()];
    let list = |items: [String; 4]| items.into_iter().map(|text| view! { <li>{text}</li> }.into_any()).collect_view();
    let body = view! {
        {lead(words::start_lead())}
        <p>{link("button", &Page::Membership, words::start_now())}</p>
        {h2(words::start_does())}
        <ol>{list(steps)}</ol>
        {h2(words::start_ready())}
        <ul>{list(ready)}</ul>
        {h2(words::start_time())}
        {p(words::start_time_text())}
        {h2(words::start_cost())}
        {p(words::start_cost_text())}
        {h2(words::start_resume())}
        {p(words::start_resume_text())}
    };
    fixed(app, words::start_title(), None, body.into_any())
}
