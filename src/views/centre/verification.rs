//! What anybody with the code of a letter is told.
use crate::app::App;
use crate::app::pages::verification::VerificationPage;
use crate::domain::letter::Verification;
use crate::domain::route::Page;
use crate::i18n::{format, words};
use crate::views::outline::back;
use crate::views::parts::frame::fixed;
use crate::views::parts::loading::{loaded, shown};
use crate::views::parts::summary_list::{Row, summary_list};
use crate::views::parts::typography::{h2, lead, p};
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
pub fn view(app: &Rc<App>, at: &Page, page: &Rc<VerificationPage>) -> AnyView {
    let (drawn, again, asked) = (Rc::clone(page), Rc::clone(page), Rc::clone(page));
    let body = loaded(
        app,
        move || drawn.with_state(|state| shown(state, |found| inside(asked.code(), found.as_ref()))),
        move || again.load(),
    );
    fixed(app, words::verify_title(), Some(back(at)), body)
}

fn inside(code: &str, found: Option<&Verification>) -> AnyView {
    let Some(found) = found else {
        let asked =
            view! { <p>{words::letter_code()}{": "}<code translate="no"><bdi>{code.to_owned()}</bdi></code></p> };
        return view! { {lead(words::verify_none())}{p(words::verify_none_do())}{asked} }.into_any();
    };
    let until = format::date_long(found.member_until);
    view! {
        <section class="card">
            {h2(words::verify_valid())}
            {summary_list(vec![
                Row::new(words::confirmation_company(), found.name.clone()),
                Row::new(words::confirmation_level(), found.level.clone()),
                Row::new(words::verify_until(), until),
                Row::new(words::verify_as_of(), format::date_long(found.as_of)),
                Row::new(words::letter_code(), code.to_owned()),
            ])}
        </section>
    }
    .into_any()
}
