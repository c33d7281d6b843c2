//! Handing over the role of the Primary Program Contact: the holder offers it, the successor takes it. Who does not hold it
//! can ask for it.
use crate::app::pages::organizations::OrganizationCard;
use crate::domain::company::{Contact, Contacts, RoleOffer};
use crate::domain::route::Page;
use crate::i18n::{format, words};
use crate::views::parts::buttons::{button as plain_button, button_unless, link, working};
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

/// Asking for the role, or the request that waits for its answer, as who asks sees it.
pub fn request(card: &Rc<OrganizationCard>, contacts: &Contacts) -> AnyView {
    let form = card.role_form();
    let (acting, busy) = (Rc::clone(card), form.clone());
    let (text, button) = if let Some(own) = contacts.role_requests.iter().find(|one| one.is_you) {
        let contact = own.contact.clone();
        let end = button_unless(
            "button button--secondary",
            words::role_request_end(),
            move || busy.is_busy(),
            move || acting.end_request(&contact),
        );
        (words::role_request_sent(&format::date_time_long(&own.at)), Some(end))
    } else if contacts.can_request_role {
        let ask = button_unless(
            "button button--secondary",
            words::role_request_ask(),
            move || busy.is_busy(),
            move || acting.ask_for_role(),
        );
        (words::role_request_text(), Some(ask))
    } else if let Some(from) = &contacts.request_from {
        (words::role_request_from(&format::date_time_long(from)), None)
    } else {
        return ().into_any();
    };
    let mut parts = vec![h3(words::role_request_title()), p(text)];
    parts.extend(button.map(|button| actions(vec![button, working(form)])));
    view! { <div class="inset">{parts}</div> }.into_any()
}

/// Leads who holds the role to those who ask for it.
pub fn waiting(card: &Rc<OrganizationCard>, contacts: &Contacts) -> AnyView {
    let asking = contacts.role_requests.iter().filter(|one| !one.is_you);
    let mut parts = asking.map(|one| p(words::role_request_asked(&one.name))).collect::<Vec<_>>();
    if parts.is_empty() {
        return ().into_any();
    }
    parts.push(link("", &Page::People(card.organization.id.clone()), words::role_request_answer()));
    view! { <div class="inset">{parts}</div> }.into_any()
}
