//! The start page. It is the plain HTML of index.html, which works before the program is there and without it, so the
//! program only draws an empty element for it.
use crate::app::App;
use crate::i18n::words;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::rc::Rc;

/// The page.
pub fn view(app: &Rc<App>) -> AnyView {
    let takes_focus = app.take_focus();
    let document = SendWrapper::new(Rc::clone(&app.services().ports.document));
    Effect::new(move || {
        document.set_title(&words::site_title(&words::start_title()));
        // Effects run when the room is there.
        document.show_start_page();
        if takes_focus {
            document.focus_heading();
        }
    });
    view! { <div id="start-place"></div> }.into_any()
}
