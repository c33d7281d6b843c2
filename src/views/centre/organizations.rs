//! Organizations of the account, their locations and contacts, the PPC by name, and handing over to them.
use super::role_offer;
use crate::app::App;
use crate::app::observable::Observable;
use crate::app::pages::organizations::{Details, OrganizationCard, OrganizationsPage};
use crate::domain::address::mailto;
use crate::domain::company::{Account, Contact, ContactRole, Contacts, Location, LocationKind};
use crate::domain::route::Page;
use crate::i18n::{format, words};
use crate::views::outline::back;
use crate::views::parts::buttons::{button, link};
use crate::views::parts::contact::ways;
use crate::views::parts::dynamic::{dynamic, reactive_text, show_some};
use crate::views::parts::form::failure_box;
use crate::views::parts::frame::{fixed, href};
use crate::views::parts::icon::{Icon, icon};
use crate::views::parts::loading::{loaded, shown};
use crate::views::parts::location_kind::location_kind;
use crate::views::parts::long_list::{in_parts, list_in_parts};
use crate::views::parts::search::search_field;
use crate::views::parts::typography::{h3, lead, p};
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
pub fn view(app: &Rc<App>, page: &Rc<OrganizationsPage>) -> AnyView {
    let (drawn, again, with) = (Rc::clone(page), Rc::clone(page), Rc::clone(app));
    let body = loaded(
        app,
        move || drawn.with_account(|state| shown(state, |account| inside(&with, &drawn, account))),
        move || again.load(),
    );
    // While none is chosen, the membership page would lead back here.
    let accounts = &app.services().accounts;
    let is_open = untrack(|| accounts.account().is_some() && accounts.organization().is_none());
    let at = if is_open { Page::Membership } else { Page::Organizations };
    fixed(app, words::organizations_title(), Some(back(&at)), body)
}

fn inside(app: &Rc<App>, page: &Rc<OrganizationsPage>, account: &Account) -> AnyView {
    if account.organizations.is_empty() {
        return lead(words::organizations_none());
    }
    let several = account.organizations.len() > 1;
    let what = if several { words::organizations_choose() } else { words::organizations_lead() };
    let (app, page) = (Rc::clone(app), Rc::clone(page));
    let cards = dynamic(move || {
        let (app, cards) = (Rc::clone(&app), page.cards());
        let draw = move |from, to| {
            let part = cards.get(from..to).unwrap_or_default();
            part.iter().map(|one| card(&app, one, several)).collect_view().into_any()
        };
        in_parts(page.cards().len(), 0, Rc::new(draw))
    });
    view! { {lead(what)} {cards} }.into_any()
}

fn card(app: &Rc<App>, card: &Rc<OrganizationCard>, several: bool) -> AnyView {
    let organization = &card.organization;
    let choose = several.then(|| {
        let (chosen, choosing) = (Rc::clone(card), Rc::clone(card));
        let label = words::organizations_work_for(&organization.name);
        view! {
            <p>{button("button button--secondary", label, move || choosing.choose())}
            {show_some(move || chosen.is_chosen().then(|| view! { {" "}<span class="caption">{words::organizations_current()}</span> }.into_any()))}</p>
        }
    });
    // What tells several apart is when each is due.
    let due = organization.membership_date.filter(|_| several);
    let due = due.map(|day| p([words::membership_date(), format::date_long(day)].join(": ")));
    card.load_once();
    let (drawn, again, with) = (Rc::clone(card), Rc::clone(card), Rc::clone(app));
    let details = loaded(
        app,
        move || drawn.with_details(|state| shown(state, |found| parts(&with, &drawn, found))),
        move || again.load(),
    );
    view! {
        <section class="card card--wide">
            <h2 translate="no"><bdi>{organization.name.clone()}</bdi></h2>
            <p class="caption" translate="no">{words::membership_partner_id(&organization.partner_id)}</p>
            {due}
            {choose}
            {details}
        </section>
    }
    .into_any()
}

/// Name of a role.
pub fn role(role: ContactRole) -> String {
    match role {
        ContactRole::PrimaryProgramContact => words::role_primary(),
        ContactRole::Executive => words::role_executive(),
        ContactRole::SalesMarketing => words::role_sales(),
        ContactRole::Technical => words::role_technical(),
        ContactRole::Other => words::role_other(),
    }
}

fn contact(card: &Rc<OrganizationCard>, contact: &Contact) -> AnyView {
    person(contact, contact.can_take_over.then(|| role_offer::button(card, contact)), ().into_any())
}

/// A contact, with the offer of the role beside how to reach them, and what else can be done.
pub fn person(contact: &Contact, offer: Option<AnyView>, ways_on: AnyView) -> AnyView {
    let roles =
        contact.roles.iter().map(|r| view! { <span class="tag">{role(*r)}</span> }.into_any()).collect::<Vec<_>>();
    let you =
        contact.is_you.then(|| view! { {" "}<span class="caption">{words::organizations_you()}</span> }.into_any());
    let reached = ways(&contact.details).into_iter().map(|way| view! { <bdi translate="no">{way}</bdi> }.into_any());
    let reached = reached.collect::<Vec<_>>();
    let invited =
        contact.is_invited.then(|| view! { <span class="caption">{words::people_is_invited()}</span> }.into_any());
    view! {
        <div class="person">
            <dt><bdi translate="no">{contact.details.name.clone()}</bdi>{you}</dt>
            <dd>{roles}{invited}</dd>
            <dd>{reached}{offer}</dd>
            {ways_on}
        </div>
    }
    .into_any()
}

fn location(location: &Location) -> AnyView {
    place(location, ().into_any())
}

/// A location, and what can be done with it.
pub fn place(location: &Location, ways_on: AnyView) -> AnyView {
    let mark = if location.kind == LocationKind::Headquarters { Icon::Building } else { Icon::Place };
    view! {
        <div class="place">
            {icon(mark)}
            <dt><bdi translate="no">{location.name.clone()}</bdi></dt>
            <dd>{location_kind(location)}</dd>
            <dd><bdi translate="no">{location.address.join(", ")}</bdi></dd>
            {ways_on}
        </div>
    }
    .into_any()
}

fn list(class: &'static str, rows: Vec<AnyView>) -> AnyView {
    view! { <dl class=class>{rows}</dl> }.into_any()
}

fn parts(app: &Rc<App>, card: &Rc<OrganizationCard>, (locations, contacts): &Details) -> AnyView {
    let primary = contacts.list.iter().find(|c| c.roles.contains(&ContactRole::PrimaryProgramContact));
    let renews = primary.map(|c| {
        if c.is_you { words::organizations_you_renew() } else { words::organizations_renews(&c.details.name) }
    });
    let hand = match &contacts.offer {
        Some(offer) => Some(role_offer::offered(card, offer)),
        None => primary.filter(|c| !c.is_you).map(|c| hand_over(app, card, c, contacts)),
    };
    let rows = contacts.list.len().max(locations.len());
    let (of_people, of_places, searched) = (Rc::clone(card), Rc::clone(card), Rc::clone(card));
    let people = dynamic(move || {
        let card = Rc::clone(&of_people);
        list_in_parts(of_people.contacts(), move |part| {
            list("people", part.iter().map(|one| contact(&card, one)).collect())
        })
    });
    let places = dynamic(move || {
        list_in_parts(of_places.locations(), |part| list("places", part.iter().map(location).collect()))
    });
    let id = &card.organization.id;
    let (field, text) = (["find-", id].concat(), card.search().text());
    let to = |page: Page, label: String| {
        let link = link("", &page, label);
        contacts.can_change.then(|| view! { <p class="no-print">{link}</p> }.into_any())
    };
    let to_people = to(Page::People(id.clone()), words::organizations_to_people());
    let to_places = to(Page::Locations(id.clone()), words::organizations_to_locations());
    view! {
        {p(renews.unwrap_or_else(words::organizations_no_primary))}
        {failure_box(app, card.role_form())}
        {hand}
        {role_offer::waiting(card, contacts)}
        {role_offer::dialog(card)}
        {search_field(&field, rows, words::organizations_find(), text, move |text| searched.search().set(text))}
        <div class="company">
            <div>{h3(words::organizations_contacts())}{people}{to_people}</div>
            <div>{h3(words::organizations_locations())}{places}{to_places}</div>
        </div>
    }
    .into_any()
}

/// The text to send to whoever can renew, with a link to the step at which the renewal waits for them.
fn message(app: &App, card: &OrganizationCard, primary: &Contact) -> String {
    let link = [app.services().ports.navigator.origin(), href(&card.waiting_page())].concat();
    words::hand_over_text(&primary.details.name, &card.organization.name, &link)
}

/// A text to send to the person who can renew. The step is known a moment later: what leads to it changes in its place,
/// where somebody may be searching or about to press.
fn hand_over(app: &Rc<App>, card: &Rc<OrganizationCard>, primary: &Contact, contacts: &Contacts) -> AnyView {
    let (read, primary) = ((Rc::clone(app), Rc::clone(card)), primary.clone());
    let title = h3(words::hand_over_title(&primary.details.name));
    let (email, subject) = (primary.details.email.clone(), words::hand_over_subject(&card.organization.name));
    let text = Rc::new(move || message(&read.0, &read.1, &primary));
    let (shown, sent) = (Rc::clone(&text), Rc::clone(&text));
    let mail = show_some(move || {
        let to = mailto(&email, &subject, &sent())?;
        Some(view! { <a class="button" href=to>{words::hand_over_mail()}</a> }.into_any())
    });
    let copied = Observable::new(None);
    let (outcome, app) = (copied.clone(), Rc::clone(app));
    let status =
        move || outcome.get().map(|done| if done { words::hand_over_copied() } else { words::hand_over_not_copied() });
    view! {
        <div class="inset">
            {title}
            <blockquote class="message">{reactive_text(move || Some(shown()))}</blockquote>
            <div class="actions">
                {mail}
                {button("button button--secondary", words::hand_over_copy(), move || app.copy(&text(), &copied))}
                <span role="status">{reactive_text(status)}</span>
            </div>
        </div>
        {role_offer::request(card, contacts)}
    }
    .into_any()
}
