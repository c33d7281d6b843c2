//! Organizations of the account, their locations and contacts, the PPC by name, and handing over to them.
use super::parts::dynamic::{changing, optional};
use super::parts::frame::{Back, fixed};
use super::parts::guard::{self, navigator};
use super::parts::loading::loaded;
use super::parts::press::button;
use super::parts::prose::{h2, h3, lead, p};
use crate::app::screen;
use crate::app::session::App;
use crate::domain::company::{Account, Contact, ContactRole, Location, LocationKind, Organization};
use crate::domain::failure::Failure;
use crate::domain::route::Page;
use crate::i18n::words;
use crate::wire;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page.
pub fn view(app: App) -> AnyView {
    let body = guard::signed_in(app, Page::Organizations, move || {
        loaded(app, App::load_account, move |account, _| inside(app, account))
    });
    let back = Back { href: Page::Membership.path(), label: words::payment_to_membership() };
    fixed(app, words::organizations_title(), Some(back), body)
}

fn inside(app: App, account: Account) -> AnyView {
    if account.organizations.is_empty() {
        return view! { {lead(words::organizations_none())} }.into_any();
    }
    let several = account.organizations.len() > 1;
    let what = if several { words::organizations_choose() } else { words::organizations_lead() };
    let cards =
        account.organizations.into_iter().map(|organization| card(app, organization, several)).collect::<Vec<_>>();
    view! { {lead(what)} {cards} }.into_any()
}

fn card(app: App, organization: Organization, several: bool) -> AnyView {
    let id = organization.id.clone();
    let go = navigator();
    let name = organization.name.clone();
    let (pick_id, pick_name) = (organization.id.clone(), organization.name.clone());
    let choose = several.then(|| {
        let chosen = pick_id.clone();
        let current = move || app.organization.with(|now| now.as_deref() == Some(chosen.as_str()));
        view! {
            <p>{button("button button--secondary", words::organizations_work_for(&pick_name), move || {
                let (id, go) = (pick_id.clone(), go.clone());
                spawn_local(async move { app.choose_organization(id).await; go(&Page::Membership, false); });
            })}
            {optional(move || current().then(|| view! { {" "}<span class="caption">{words::organizations_current()}</span> }.into_any()))}</p>
        }
    });
    let firm = organization.clone();
    let find = move |app: App| {
        let id = id.clone();
        async move {
            let locations = app.ask(wire::organization::locations(&id)).await?;
            let contacts = app.ask(wire::organization::contacts(&id)).await?;
            Ok::<_, Failure>((locations, contacts))
        }
    };
    view! {
        <section class="card">
            {h2(name)}
            <p class="caption">{words::membership_partner_id(&organization.partner_id)}</p>
            {choose}
            {loaded(app, find, move |(locations, contacts), _| parts(&firm, &locations, &contacts))}
        </section>
    }
    .into_any()
}

fn role(role: ContactRole) -> String {
    match role {
        ContactRole::PrimaryProgramContact => words::role_primary(),
        ContactRole::Executive => words::role_executive(),
        ContactRole::SalesMarketing => words::role_sales(),
        ContactRole::Technical => words::role_technical(),
        ContactRole::Other => words::role_other(),
    }
}

fn contact(contact: &Contact) -> AnyView {
    let roles = contact.roles.iter().map(|r| role(*r)).collect::<Vec<_>>().join(", ");
    let you = contact.is_you.then(|| view! { {" "}<span class="caption">{words::organizations_you()}</span> });
    let phone = (!contact.reach.phone.is_empty()).then(|| view! { <br/>{contact.reach.phone.clone()} });
    let mail = screen::mailto(&contact.reach.email, "", "");
    view! {
        <div class="summary-list__row">
            <dt>{contact.reach.name.clone()}{you}</dt>
            <dd>{roles}<br/><a href=mail>{contact.reach.email.clone()}</a>{phone}</dd>
        </div>
    }
    .into_any()
}

fn location(location: &Location) -> AnyView {
    let kind = match location.kind {
        LocationKind::Headquarters => words::organization_headquarters(),
        LocationKind::Branch => words::organization_branch(),
        LocationKind::Other => words::organization_other(),
    };
    let address = location.address.join(", ");
    view! {
        <div class="summary-list__row">
            <dt>{location.name.clone()}</dt>
            <dd>{words::location_kind(&kind, &screen::country_name(&location.country))}<br/>{address}</dd>
        </div>
    }
    .into_any()
}

fn parts(organization: &Organization, locations: &[Location], contacts: &[Contact]) -> AnyView {
    let primary = contacts.iter().find(|c| c.roles.contains(&ContactRole::PrimaryProgramContact));
    let renews = primary
        .map(|c| if c.is_you { words::organizations_you_renew() } else { words::organizations_renews(&c.reach.name) });
    let hand = primary.filter(|c| !c.is_you).map(|c| hand_over(organization, c));
    view! {
        {p(renews.unwrap_or_else(words::organizations_no_primary))}
        {hand}
        {h3(words::organizations_contacts())}
        <dl class="summary-list">{contacts.iter().map(contact).collect::<Vec<_>>()}</dl>
        {h3(words::organizations_locations())}
        <dl class="summary-list">{locations.iter().map(location).collect::<Vec<_>>()}</dl>
    }
    .into_any()
}

/// A link and a text to send to the person who can renew.
fn hand_over(organization: &Organization, primary: &Contact) -> AnyView {
    let link = screen::site_address(&Page::Membership.path());
    let text = words::hand_over_text(&primary.reach.name, &organization.name, &link);
    let mail = screen::mailto(&primary.reach.email, &words::hand_over_subject(&organization.name), &text);
    let copied = RwSignal::new(None);
    let to_copy = text.clone();
    let copy = move || {
        let text = to_copy.clone();
        spawn_local(async move {
            let done = screen::copy_text(&text).await;
            let _ = copied.try_set(Some(done));
        });
    };
    view! {
        <div class="inset">
            {h3(words::hand_over_title(&primary.reach.name))}
            <blockquote class="message">{text}</blockquote>
            <div class="actions">
                <a class="button" href=mail>{words::hand_over_mail()}</a>
                {button("button button--secondary", words::hand_over_copy(), copy)}
                <span role="status">{changing(move || copied.get().map(|done| if done { words::hand_over_copied() } else { words::hand_over_not_copied() }))}</span>
            </div>
        </div>
    }
    .into_any()
}
