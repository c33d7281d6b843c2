//! What the pages of the membership centre have in common.
use crate::app::App;
use crate::domain::route::Page;
use crate::i18n::words;
use crate::views::outline::back;
use crate::views::parts::buttons::{button, button_unless};
use crate::views::parts::dynamic::show_some;
use crate::views::parts::form::{FormView, error_summary, failure_box};
use crate::views::parts::frame::{PAGE, framed};
use crate::views::parts::icon::{Icon, icon};
use crate::views::parts::typography::{actions, p};
use leptos::prelude::*;
use leptos::web_sys::Event;
use std::rc::Rc;

/// A page with a form: what is wrong in it stands above the heading, and the request that failed above `body`.
pub fn form_page(app: &Rc<App>, page: &Page, title: String, form: &FormView, body: AnyView) -> AnyView {
    let wrong = form.form.clone();
    let body = view! { {failure_box(app, &form.form)}{body} }.into_any();
    let summary = Some(error_summary(app, form));
    let title = Rc::new(move || title.clone());
    framed(app, PAGE, title, Some(Rc::new(move || wrong.has_errors())), Some(back(page)), summary, body)
}

/// Whose page it is.
pub fn company_name(name: Option<String>) -> AnyView {
    name.map(|name| view! { <p class="company-name"><bdi translate="no">{name}</bdi></p> }).into_any()
}

/// Tells that something is done, and takes the focus.
pub fn done(id: &'static str, text: impl Fn() -> Option<String> + 'static) -> AnyView {
    show_some(move || {
        let text = text()?;
        Some(view! { <p class="inset" id=id tabindex="-1" prop:textContent=text></p> }.into_any())
    })
}

/// Asks before something that cannot be taken back: heading, what follows from it, and the label of doing it.
pub fn question(
    id: &'static str,
    texts: impl Fn() -> Option<[String; 3]> + 'static,
    busy: impl Fn() -> bool + Clone + 'static,
    on_yes: impl Fn() + Clone + 'static,
    on_no: impl Fn() + Clone + 'static,
) -> AnyView {
    let title = [id, "-title"].concat();
    let heading = title.clone();
    let on_no: Rc<dyn Fn()> = Rc::new(on_no);
    let on_cancel = Rc::clone(&on_no);
    let inside = show_some(move || {
        let [what, then, label] = texts()?;
        let on_no = Rc::clone(&on_no);
        Some(
            view! {
                <h2 id=heading.clone()>{what}</h2>
                {p(then)}
                {actions(vec![
                    button("button", words::centre_keep(), move || on_no()),
                    button_unless("button button--danger", label, busy.clone(), on_yes.clone()),
                ])}
            }
            .into_any(),
        )
    });
    view! {
        // The browser closes it by itself at Escape; what was begun ends too.
        <dialog id=id class="dialog" aria-labelledby=title on:cancel=move |_: Event| on_cancel()>{inside}</dialog>
    }
    .into_any()
}

/// As `question`, for one whose texts are always the same.
pub fn question_always(
    id: &'static str,
    texts: [String; 3],
    busy: impl Fn() -> bool + Clone + 'static,
    on_yes: impl Fn() + Clone + 'static,
    on_no: impl Fn() + Clone + 'static,
) -> AnyView {
    question(id, move || Some(texts.clone()), busy, on_yes, on_no)
}

/// A button for something in a list: its word, and for those who hear it what it is about.
pub fn way(id: String, word: String, about: &str, press: impl Fn() + 'static) -> AnyView {
    boxed_way(id, None, word, about.to_owned(), Box::new(press))
}

/// As `way`, for a file that can be had.
pub fn download(id: String, word: String, about: &str, press: impl Fn() + 'static) -> AnyView {
    boxed_way(id, Some(icon(Icon::Download)), word, about.to_owned(), Box::new(press))
}

#[inline(never)]
fn boxed_way(id: String, mark: Option<AnyView>, word: String, about: String, press: Box<dyn Fn()>) -> AnyView {
    view! {
        <button type="button" class="link-button" id=id on:click=move |_| press()>
            {mark}{word}<span class="visually-hidden">{" "}<bdi translate="no">{about}</bdi></span>
        </button>
    }
    .into_any()
}
