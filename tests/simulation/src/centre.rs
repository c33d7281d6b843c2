//! What a person does in the membership centre when nobody watches.
use crate::around::PersonsFile;
use crate::tab::Tab;
use crate::world::World;
use partner_renewal::app::pages::Load;
use partner_renewal::app::pages::competencies::CompetenciesPage;
use partner_renewal::app::pages::confirmation::ConfirmationPage;
use partner_renewal::app::pages::enrollment::EnrollmentPage;
use partner_renewal::app::pages::letter::LetterPage;
use partner_renewal::app::pages::locations::{LocationTask, LocationsPage};
use partner_renewal::app::pages::orders::{OrderTask, OrdersPage};
use partner_renewal::app::pages::pay::PayPage;
use partner_renewal::app::pages::payment_link::{LinkOffer, PaymentLinkPage};
use partner_renewal::app::pages::people::{PeoplePage, PeopleTask};
use partner_renewal::app::pages::tax_exemption::TaxExemptionPage;
use partner_renewal::app::pages::verification::VerificationPage;
use partner_renewal::domain::company::ContactRole;
use partner_renewal::domain::invitation::ContactField;
use partner_renewal::domain::payment_link::PaymentLinkState;
use partner_renewal::domain::profile::FieldId;
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use std::rc::Rc;

/// What a page shows. Where that is nothing yet: whether the person has done something about it.
fn shown<T>(world: &World, tab: &Tab, state: Load<T>, load: impl FnOnce(), back: &Page) -> Result<T, bool> {
    match state {
        Load::Loading => return Err(false),
        Load::Failed(_) if world.one_in(2) => load(),
        Load::Failed(_) => tab.follow(back),
        Load::Ready(shown) => return Ok(shown),
    }
    Err(true)
}

/// Does one thing with the contacts. `false` if the page offers nothing now.
pub fn on_people(world: &World, tab: &Tab, page: &Rc<PeoplePage>) -> bool {
    let contacts = match shown(world, tab, page.with_state(Load::clone), || page.load(), &Page::Organizations) {
        Ok(contacts) => contacts,
        Err(acted) => return acted,
    };
    if page.form().is_sending() {
        return false;
    }
    match page.task() {
        _ if world.one_in(4) || !contacts.can_change => tab.follow(&Page::Organizations),
        Some(_) if world.one_in(4) => page.give_up(),
        Some(PeopleTask::Invite) => {
            page.type_field(ContactField::Name, "Ida Example".to_owned());
            page.type_field(ContactField::Email, "ida@cedar.example".to_owned());
            page.tick(ContactRole::Technical, world.one_in(2));
            world.reach("people: invited");
            page.send();
        }
        Some(PeopleTask::ChangeRoles(_)) => {
            let role = contacts.roles[world.below(contacts.roles.len())];
            page.tick(role, world.one_in(2));
            world.reach("people: roles changed");
            page.send();
        }
        Some(PeopleTask::Remove(_)) => {
            world.reach("people: removed");
            page.send();
        }
        Some(PeopleTask::Offer(_)) => page.send(),
        None if !contacts.role_requests.is_empty() && world.one_in(2) => {
            world.reach("people: request answered");
            let request = &contacts.role_requests[0];
            if world.one_in(2) {
                page.begin_offer(request);
            } else {
                page.decline(request);
            }
        }
        None => {
            let contact = &contacts.list[world.below(contacts.list.len())];
            match world.below(4) {
                0 => page.begin_invitation(),
                // The people of a history come back to renew.
                1 if !["con-nadia", "con-oleg"].contains(&contact.id.as_str()) => page.begin_removal(contact),
                2 if contact.is_invited => page.invite_again(contact),
                _ => page.begin_roles(contact),
            }
        }
    }
    true
}

/// Does one thing with the locations. `false` if the page offers nothing now.
pub fn on_locations(world: &World, tab: &Tab, page: &Rc<LocationsPage>) -> bool {
    let branches = match shown(world, tab, page.with_state(Load::clone), || page.load(), &Page::Organizations) {
        Ok(branches) => branches,
        Err(acted) => return acted,
    };
    if page.form().is_sending() {
        return false;
    }
    match page.task() {
        _ if world.one_in(4) || !branches.can_add => tab.follow(&Page::Organizations),
        Some(_) if world.one_in(4) => page.give_up(),
        Some(LocationTask::Add) => {
            page.type_field(FieldId::Country, "AT".to_owned());
            page.type_name("Graz office".to_owned());
            type_address(page);
            world.reach("locations: added");
            page.send();
        }
        Some(LocationTask::Change(_)) => {
            type_address(page);
            world.reach("locations: changed");
            page.send();
        }
        Some(LocationTask::Close(_)) => {
            world.reach("locations: closed");
            page.send();
        }
        None => {
            let branch = &branches.list[world.below(branches.list.len())];
            match world.below(3) {
                1 if branch.can_change => page.begin_change(branch),
                // Most histories renew for this one.
                2 if branch.can_change && branch.location.id != "loc-cedar-vienna" => page.begin_closing(branch),
                _ => page.begin_adding(),
            }
        }
    }
    true
}

fn type_address(page: &Rc<LocationsPage>) {
    for (field, text) in
        [(FieldId::AddressLine1, "Beispielplatz 3"), (FieldId::City, "Graz"), (FieldId::PostalCode, "8010")]
    {
        page.type_field(field, text.to_owned());
    }
}

/// Has a customer asked again, rightly or too early, or goes on. `false` if the page offers nothing now.
pub fn on_competencies(world: &World, tab: &Tab, page: &Rc<CompetenciesPage>) -> bool {
    let (_, competencies) = match shown(world, tab, page.with_state(Load::clone), || page.load(), &Page::Membership) {
        Ok(found) => found,
        Err(acted) => return acted,
    };
    if page.form().is_sending() {
        return false;
    }
    let id = ["ref-cedar-4", "ref-cedar-5", "ref-cedar-6"][world.below(3)];
    match competencies.reference(id) {
        Some(reference) if !world.one_in(3) => {
            world.reach("competencies: asked again");
            page.resend(reference);
        }
        _ => tab.follow(&Page::Membership),
    }
    true
}

/// Does one thing with the orders. `false` if the page offers nothing now.
pub fn on_orders(world: &World, tab: &Tab, page: &Rc<OrdersPage>) -> bool {
    let orders = match shown(world, tab, page.with_state(Load::clone), || page.load(), &Page::Membership) {
        Ok(orders) => orders.list,
        Err(acted) => return acted,
    };
    if page.form().is_sending() {
        return false;
    }
    let order = if orders.is_empty() { None } else { Some(&orders[world.below(orders.len())]) };
    match (page.task(), order) {
        (Some(_), _) if world.one_in(3) => page.give_up(),
        (Some(task), _) => {
            world.reach(match task {
                OrderTask::Cancel(_) => "orders: cancelled",
                OrderTask::Refund(_) => "orders: refund asked for",
            });
            page.send();
        }
        (None, Some(order)) if order.can_cancel && world.one_in(2) => page.begin(OrderTask::Cancel(order.clone())),
        (None, Some(order)) if order.can_be_refunded() && world.one_in(2) => {
            page.begin(OrderTask::Refund(order.clone()));
        }
        (None, Some(order)) if !order.documents.is_empty() && world.one_in(2) => {
            world.reach("orders: document");
            page.download(order, order.documents[0]);
        }
        (None, _) => {
            let Some(organization) = tab.state.around.organization.borrow().clone() else {
                tab.follow(&Page::Membership);
                return true;
            };
            tab.follow(&match world.below(3) {
                0 => Page::Letter(organization),
                1 => Page::TaxExemption(organization),
                _ => Page::Membership,
            });
        }
    }
    true
}

/// Issues a letter, checks it, or revokes it. `false` if the page offers nothing now.
pub fn on_letter(world: &World, tab: &Tab, page: &Rc<LetterPage>) -> bool {
    let letter = match shown(world, tab, page.with_state(Load::clone), || page.load(), &Page::Orders) {
        Ok(letter) => letter,
        Err(acted) => return acted,
    };
    if page.form().is_sending() {
        return false;
    }
    match letter.issued {
        _ if world.one_in(4) || !letter.can_issue => tab.follow(&Page::Membership),
        None => {
            world.reach("letter: issued");
            page.issue();
        }
        Some(issued) if world.one_in(2) => tab.follow(&Page::Verification(issued.code)),
        Some(_) => {
            world.reach("letter: revoked");
            page.revoke();
        }
    }
    true
}

/// Reads what anybody with the code of a letter is told. `false` if the page tells nothing yet.
pub fn on_verification(world: &World, tab: &Tab, page: &Rc<VerificationPage>) -> bool {
    match shown(world, tab, page.with_state(Load::clone), || page.load(), &Page::Membership) {
        Ok(found) => {
            if found.is_some() {
                world.reach("letter: checked");
            }
            tab.follow(&Page::Membership);
            true
        }
        Err(acted) => acted,
    }
}

/// Asks for exemption from tax. `false` if the page offers nothing now.
pub fn on_tax_exemption(world: &World, tab: &Tab, page: &Rc<TaxExemptionPage>) -> bool {
    let exemption = match shown(world, tab, page.with_state(Load::clone), || page.load(), &Page::Orders) {
        Ok(exemption) => exemption,
        Err(acted) => return acted,
    };
    if page.form().is_sending() {
        return false;
    }
    match exemption.grounds.first() {
        Some(ground) if exemption.can_request && !world.one_in(4) => {
            put_file(tab);
            page.file().choose();
            page.choose_ground(ground.id.clone());
            world.reach("tax exemption: asked for");
            page.send();
        }
        _ => tab.follow(&Page::Membership),
    }
    true
}

/// Asks to enroll again, or takes that back. `false` if the page tells nothing yet.
pub fn on_enrollment(world: &World, tab: &Tab, page: &Rc<EnrollmentPage>) -> bool {
    let enrollment = match shown(world, tab, page.with_state(Load::clone), || page.load(), &Page::Membership) {
        Ok(enrollment) => enrollment,
        Err(acted) => return acted,
    };
    if page.form().is_sending() {
        return false;
    }
    match enrollment.request {
        None if enrollment.can_request && !world.one_in(4) => page.ask(),
        Some(_) if enrollment.can_request && world.one_in(2) => page.withdraw(),
        _ => tab.follow(&Page::Membership),
    }
    true
}

/// Sends proof of a transfer, where the money is awaited. `false` if that is not offered.
pub fn sends_proof(world: &World, tab: &Tab, page: &Rc<ConfirmationPage>) -> bool {
    let is_awaited = page.with_state(|state| state.ready().is_some_and(|shown| shown.owed_transfer().is_some()));
    if !is_awaited || page.proof_form().is_sending() || page.proof().is_some() {
        return false;
    }
    if page.is_proof_open() {
        put_file(tab);
        page.file().choose();
        world.reach("proof: sent");
        page.send_proof();
    } else {
        page.open_proof();
    }
    true
}

/// The person has a file at hand, which the control of the page gives.
fn put_file(tab: &Tab) {
    let file = PersonsFile::new("certificate.pdf", b"%PDF-1.7 a certificate");
    tab.state.around.file.replace(Some(file));
}

/// Lets somebody else pay. `false` if the page offers nothing now.
pub fn on_payment_link(world: &World, tab: &Tab, page: &Rc<PaymentLinkPage>) -> bool {
    let found = match shown(world, tab, page.with_state(Load::clone), || page.load(), &Page::Step(Step::Review)) {
        Ok(found) => found,
        Err(acted) => return acted,
    };
    if page.form().is_sending() {
        return false;
    }
    match found.link {
        _ if world.one_in(4) => tab.follow(&Page::Step(Step::Review)),
        LinkOffer::Possible { quote, .. } => {
            world.reach("payment link: made");
            world.accepted.borrow_mut().insert((quote.total.minor, "card".to_owned()));
            page.make();
        }
        LinkOffer::Made(_) if world.one_in(4) => {
            world.reach("payment link: withdrawn");
            page.withdraw();
        }
        LinkOffer::Made(_) if world.one_in(3) => page.check_again(),
        LinkOffer::Made(link) => tab.follow(&Page::Pay(link.code)),
    }
    true
}

/// Pays by a link. `false` if the page offers nothing now.
pub fn on_pay(world: &World, tab: &Tab, page: &Rc<PayPage>) -> bool {
    let offer = match shown(world, tab, page.with_state(Load::clone), || page.load(), &Page::Membership) {
        Ok(offer) => offer,
        Err(acted) => return acted,
    };
    if page.form().is_sending() {
        return false;
    }
    match offer.map(|offer| offer.state) {
        Some(PaymentLinkState::Open) if !world.one_in(4) => {
            world.reach("payment link: payment page");
            page.pay();
        }
        Some(PaymentLinkState::Processing) if world.one_in(2) => page.check_again(),
        _ => tab.follow(&Page::Membership),
    }
    true
}
