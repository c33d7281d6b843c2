//! Handing over the role of the Primary Program Contact: the holder offers it, the successor takes it.
use crate::app::pages::organizations::OrganizationCard;
use crate::domain::company::{Contact, RoleOffer};
use crate::i18n::{format, words};
use crate::views::parts::buttons::{button as plain_button, button_unless, working};
use crate::views::parts::dynamic::show_some;
use crate::views::parts::typography::{actions, h3, p};
use leptos::prelude::*;
use std::rc::Rc;

/// The button beside somebody who can take the role over.
pub fn button(card: &Rc<OrganizationCard>, contact: &Contact) -> AnyView {
    let (asking, successor) = (Rc::clone(card), contact.clone());
    plain_button("link-button", words::offer_to(&contact.details.name), move || asking.ask_for_offer(&successor))
}

/// Asks before the role is offered: whoever gives it away cannot take it again.
pub fn dialog(card: &Rc<OrganizationCard>) -> AnyView {
    let (drawn, id) = (Rc::clone(card), card.role_dialog());
    let title = [&id, "-title"].concat();
    let heading = title.clone();
    let inside =
        show_some(move || {
            let name = drawn.successor()?.details.name;
            let (offering, keeping, busy) = (Rc::clone(&drawn), Rc::clone(&drawn), drawn.role_form().clone());
            Some(view! {
            <h2 id=heading.clone()>{words::offer_title(&name)}</h2>
            {p(words::offer_text(&name))}
            {actions(vec![
                button_unless("button", words::offer_do(), move || busy.is_busy(), move || offering.offer_role()),
                plain_button("button button--secondary", words::offer_keep(), move || keeping.keep_role()),
            ])}
        }
        .into_any())
        });
    view! { <dialog id=id class="dialog" aria-labelledby=title>{inside}</dialog> }.into_any()
}

/// An offer that waits for its answer, as its giver or its successor sees it.
pub fn offered(card: &Rc<OrganizationCard>, offer: &RoleOffer) -> AnyView {
    let until = format::date_time_long(&offer.until);
    let form = card.role_form();
    let (ending, ends) = (Rc::clone(card), form.clone());
    let end =
        |label| button_unless("button button--secondary", label, move || ends.is_busy(), move || ending.end_offer());
    if !offer.is_to_you {
        return view! {
            <div class="inset">
                {h3(words::offer_given(&offer.to))}
                {p(words::offer_given_text(&until))}
                {actions(vec![end(words::offer_withdraw()), working(form)])}
            </div>
        }
        .into_any();
    }
    let (accepting, busy) = (Rc::clone(card), form.clone());
    let accept =
        button_unless("button", words::offer_accept(), move || busy.is_busy(), move || accepting.accept_role());
    view! {
        <div class="inset">
            {h3(words::offer_asked(&offer.from))}
            {p(words::offer_asked_text(&until))}
            {actions(vec![accept, end(words::offer_decline()), working(form)])}
        </div>
    }
    .into_any()
}
