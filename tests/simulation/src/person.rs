//! The person: does what the page offers, and at the payment page what people do there.
use crate::centre;
use crate::drawn::DrawnPage;
use crate::tab::Tab;
use crate::world::{Fault, World};
use partner_renewal::app::pages::Load;
use partner_renewal::app::pages::entry::{MainAction, main_action};
use partner_renewal::app::pages::lazy::OpenStep;
use partner_renewal::app::pages::organizations::OrganizationCard;
use partner_renewal::app::pages::review::Shown;
use partner_renewal::app::payment::PaymentClaim;
use partner_renewal::app::session::SignInState;
use partner_renewal::domain::confirmation::Confirmation;
use partner_renewal::domain::failure::{FailureKind, Refusal};
use partner_renewal::domain::payment::{OrderNumber, PaymentMethod};
use partner_renewal::domain::profile::FieldId;
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use sandbox::in_process::ProviderAction;
use std::rc::Rc;

/// What a company that moves to Austria has there.
pub const AUSTRIA: [(FieldId, &str); 4] = [
    (FieldId::Country, "AT"),
    (FieldId::RegistrationNumber, "FN123456A"),
    (FieldId::TaxId, "ATU12345678"),
    (FieldId::PostalCode, "1010"),
];

/// What the person is up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// Tries out what there is.
    Explore,
    /// Presses the main button of every page.
    Finish,
}

/// What a person accepts who presses the pay button: the amount in minor units, and the method.
pub fn accepted(state: &Load<Shown>) -> Option<(i64, String)> {
    let shown = state.ready()?;
    let method = shown.renewal.method.as_ref()?.method.slug();
    Some((shown.quote.total.minor, method.to_owned()))
}

/// Offers the role that renews, ends the offer, or takes the role. `false` if nothing of it is offered.
fn hands_over(world: &World, card: &Rc<OrganizationCard>) -> bool {
    let Some(contacts) = card.with_details(|state| state.ready().map(|(_, contacts)| contacts.clone())) else {
        return false;
    };
    match (&contacts.offer, contacts.list.iter().find(|contact| contact.can_take_over)) {
        (Some(offer), _) if offer.is_to_you && world.one_in(2) => {
            world.reach("role: accepted");
            card.accept_role();
        }
        (Some(_), _) => {
            world.reach("role: offer ended");
            card.end_offer();
        }
        (None, Some(successor)) => {
            world.reach("role: offered");
            card.ask_for_offer(successor);
            card.offer_role();
        }
        (None, None) if contacts.can_request_role => {
            world.reach("role: requested");
            card.ask_for_role();
        }
        (None, None) => return false,
    }
    true
}

/// Does one thing on the page. `false` if the page offers nothing now.
pub fn act(world: &World, tab: &Tab, mood: Strategy) -> bool {
    let Some(page) = tab.draw() else { return false };
    let Some(app) = &tab.app else { return false };
    let wanders = mood == Strategy::Explore;
    match page {
        DrawnPage::Start | DrawnPage::NotFound => tab.follow(&Page::Membership),
        DrawnPage::SignInNeeded(_) => match app.services().sessions.state() {
            SignInState::Failed(_) | SignInState::SignedOut(_) => app.sign_in(),
            SignInState::Nobody | SignInState::SignedIn(_) => return false,
        },
        DrawnPage::Callback(page) => match page.refused() {
            Some(_) => tab.follow(&page.return_page()),
            None => return false,
        },
        DrawnPage::NotHere(page) => {
            if !page.with_state(|state| matches!(state, Load::Failed(_))) {
                return false;
            }
            page.load();
        }
        DrawnPage::Membership(page) => {
            if page.with_state(|state| matches!(state, Load::Failed(_))) {
                page.load();
                return true;
            }
            let Some(found) =
                page.with_state(|state| state.ready().map(|m| (main_action(m), m.organization.id.clone())))
            else {
                return false;
            };
            match found {
                _ if wanders && page.has_other_organizations() && world.one_in(4) => tab.follow(&Page::Organizations),
                _ if wanders && world.one_in(12) => tab.follow(&Page::Organizations),
                _ if wanders && world.one_in(8) => tab.follow(&Page::Orders),
                _ if wanders && world.one_in(16) => tab.follow(&Page::Competencies),
                (MainAction::Resume { id, .. }, _) if wanders && world.one_in(15) => {
                    tab.state.forget_typed();
                    page.entry().start_over(&id);
                }
                (MainAction::Resume { id, .. } | MainAction::Payment(id), _) => page.entry().resume(&id),
                (MainAction::Begin, organization) => page.entry().begin(&organization),
                (MainAction::Confirmation(id), _) => tab.follow(&Page::Reprint(id)),
                (MainAction::Nothing, organization) if wanders && world.one_in(4) => {
                    tab.follow(&Page::Enrollment(organization));
                }
                (MainAction::Nothing, _) if wanders => tab.follow(&Page::Organizations),
                (MainAction::Nothing, _) => return false,
            }
        }
        DrawnPage::Organizations(page) => {
            let cards = page.cards();
            if page.with_account(|state| matches!(state, Load::Failed(_))) {
                page.load();
            } else if wanders && world.one_in(4) && !cards.is_empty() {
                let id = cards[world.below(cards.len())].organization.id.clone();
                tab.follow(&if world.one_in(2) { Page::People(id) } else { Page::Locations(id) });
            } else if wanders && world.one_in(3) && cards.iter().any(|card| hands_over(world, card)) {
                return true;
            } else if cards.len() < 2 || (!wanders && cards.iter().any(|card| card.is_chosen())) {
                tab.follow(&Page::Membership);
            } else {
                let card = &cards[if wanders { world.below(cards.len()) } else { 0 }];
                if !card.is_chosen() && cards.iter().any(|card| card.is_chosen()) {
                    world.note_fault(Fault::OtherOrganization);
                }
                // What was typed is in the browser, for the organization before.
                tab.state.forget_typed();
                card.choose();
            }
        }
        DrawnPage::People(page) => return centre::on_people(world, tab, &page),
        DrawnPage::Locations(page) => return centre::on_locations(world, tab, &page),
        DrawnPage::Orders(page) => return centre::on_orders(world, tab, &page),
        DrawnPage::PaymentLink(page) => return centre::on_payment_link(world, tab, &page),
        DrawnPage::Pay(page) => return centre::on_pay(world, tab, &page),
        DrawnPage::Letter(page) => return centre::on_letter(world, tab, &page),
        DrawnPage::TaxExemption(page) => return centre::on_tax_exemption(world, tab, &page),
        DrawnPage::Enrollment(page) => return centre::on_enrollment(world, tab, &page),
        DrawnPage::Verification(page) => return centre::on_verification(world, tab, &page),
        // The company of a history is verified.
        DrawnPage::CompanyVerification(_) => tab.follow(&Page::Membership),
        DrawnPage::Competencies(page) => return centre::on_competencies(world, tab, &page),
        DrawnPage::Step(OpenStep::Requirements(page)) => {
            if page.with_state(|state| matches!(state, Load::Failed(_))) {
                page.load();
                return true;
            }
            if page.with_state(|state| state.ready().is_none()) {
                return false;
            }
            page.confirm(true);
            page.send();
        }
        DrawnPage::Step(OpenStep::Profile(page)) => {
            if page.with_state(|state| matches!(state, Load::Failed(_))) {
                page.load();
                return true;
            }
            if page.with_state(|state| state.ready().is_none()) {
                return false;
            }
            if wanders && world.one_in(2) {
                let value = world.next_id().to_string();
                page.type_field(FieldId::TradingName, value.clone());
                tab.state.note_typed(value);
            } else if wanders && world.one_in(20) {
                let country = if world.one_in(2) { "AT" } else { "BG" };
                page.type_field(FieldId::Country, country.to_owned());
            } else if wanders && world.one_in(20) {
                page.type_field(FieldId::AddressLine1, "1 Example Blvd".to_owned());
            } else if wanders && !page.address_options().is_empty() && world.one_in(2) {
                world.reach("profile: suggested address");
                page.choose_address(1);
            } else if wanders && !page.conflict().is_empty() && world.one_in(2) {
                let difference = page.conflict().remove(0);
                if difference.field == FieldId::TradingName {
                    tab.state.note_typed(difference.mine.clone());
                }
                page.resolve(difference.field, difference.mine);
            } else {
                if mood == Strategy::Finish && page.form().has_errors() {
                    // Values that fit each other: those that are typed may be of two countries.
                    for (field, value) in AUSTRIA {
                        page.type_field(field, value.to_owned());
                    }
                }
                tab.state.forget_typed();
                page.send();
            }
        }
        DrawnPage::Step(OpenStep::Agreement(page)) => {
            if page.with_state(|state| matches!(state, Load::Failed(_))) {
                page.load();
                return true;
            }
            if page.with_state(|state| state.ready().is_none()) {
                return false;
            }
            if wanders && world.one_in(3) {
                page.title().set(world.next_id().to_string());
                return true;
            }
            if page.title().typed().is_empty() {
                page.title().set("Manager".to_owned());
            }
            page.type_name("Nadia Example".to_owned());
            page.confirm_name(page.name_differs());
            page.tick_authority(true);
            page.tick_accepted(true);
            page.send();
        }
        DrawnPage::Step(OpenStep::Location(page)) => {
            if page.with_state(|state| matches!(state, Load::Failed(_))) {
                page.load();
                return true;
            }
            if wanders && world.one_in(4) {
                page.search().set(["", "vienna", "nowhere"][world.below(3)].to_owned());
            }
            let ids: Vec<String> = page.draw_offered(|one| one.id.clone());
            if ids.is_empty() {
                page.search().set(String::new());
                return page.count() > 0;
            }
            page.chosen().set(ids[if world.is_scene() { 0 } else { world.below(ids.len()) }].clone());
            if !wanders || !world.one_in(4) {
                page.send();
            }
        }
        DrawnPage::Step(OpenStep::Level(page)) => {
            if page.with_state(|state| matches!(state, Load::Failed(_))) {
                page.load();
                return true;
            }
            let ids: Option<Vec<String>> = page.with_state(|state| {
                let offers = &state.ready()?.levels;
                Some(offers.iter().filter(|one| one.unavailable.is_none()).map(|one| one.level.id.clone()).collect())
            });
            let Some(ids) = ids.filter(|ids| !ids.is_empty()) else { return false };
            page.chosen().set(ids[if world.is_scene() { 0 } else { world.below(ids.len()) }].clone());
            page.send();
        }
        DrawnPage::Step(OpenStep::PaymentMethod(page)) => {
            if page.with_state(|state| matches!(state, Load::Failed(_))) {
                page.load();
                return true;
            }
            if page.with_state(|state| state.ready().is_none()) {
                return false;
            }
            // Most people pay by card, the first method; in a scene everybody does, whatever chance has in store.
            let other = (!world.is_scene()).then(|| PaymentMethod::ALL.into_iter().skip(1).nth(world.below(10)));
            let method = other.flatten().unwrap_or(PaymentMethod::Card);
            page.chosen().set(method.slug().to_owned());
            match page.order_number_rule() {
                OrderNumber::Required => page.order_number().set(world.next_id().to_string()),
                OrderNumber::Optional if !world.is_scene() && world.one_in(3) => {
                    page.order_number().set(world.next_id().to_string());
                }
                OrderNumber::Optional | OrderNumber::NotTaken => {}
            }
            page.send();
        }
        DrawnPage::Step(OpenStep::Review(page)) => {
            if page.leaving().is_some() {
                if wanders && world.one_in(4) {
                    page.stay();
                } else {
                    page.leave();
                }
                return true;
            }
            if page.with_state(|state| matches!(state, Load::Failed(_))) {
                page.load();
                return true;
            }
            let Some((amount, method)) = page.with_state(accepted) else { return false };
            if wanders && world.one_in(6) {
                page.change_answer();
                let step = [Step::Profile, Step::Location, Step::Level, Step::Payment][world.below(4)];
                tab.follow(&Page::Step(step));
                return true;
            }
            if wanders && world.one_in(20) {
                tab.follow(&Page::PaymentLink);
                return true;
            }
            if wanders && world.one_in(20) {
                let code = ["WELCOME10", "SPRING24", "NO SUCH CODE", ""][world.below(4)];
                world.reach("review: promotion code");
                page.code().set(code.to_owned());
                page.apply_code();
                return true;
            }
            world.log(|| format!("tab {} pays {amount} by {method}", tab.state.index));
            world.accepted.borrow_mut().insert((amount, method));
            tab.state.forget_typed();
            page.pay();
        }
        DrawnPage::PaymentReturn(page) => {
            if page.with_state(|state| matches!(state, Load::Failed(_))) {
                page.load();
                return true;
            }
            match page.claim() {
                PaymentClaim::Asking => return false,
                PaymentClaim::Declined(_)
                | PaymentClaim::Cancelled
                | PaymentClaim::Expired(_)
                | PaymentClaim::NoPayment
                | PaymentClaim::Refused(_) => {
                    tab.follow(&Page::Step(Step::Review));
                }
                PaymentClaim::Open { .. } if wanders && world.one_in(3) => page.cancel(),
                PaymentClaim::Open { .. } if wanders && world.one_in(3) => page.check_again(),
                PaymentClaim::Open { .. } => page.continue_paying(),
                PaymentClaim::AddressMissing { .. }
                | PaymentClaim::Processing { .. }
                | PaymentClaim::NotAnswered(_) => {
                    page.check_again();
                    if matches!(page.claim(), PaymentClaim::NoPayment | PaymentClaim::Refused(_)) {
                        world.fail("no payment is told, and the server is only being asked".to_owned());
                    }
                }
            }
        }
        DrawnPage::Confirmation(page) => {
            let leads_back = |state: &Load<Confirmation>| {
                let Load::Failed(failure) = state else { return false };
                matches!(failure.kind, FailureKind::NotFound | FailureKind::Refused(Refusal::Refunded))
            };
            if page.with_state(leads_back) {
                // Another account's, or its money went back: there is the way back.
                tab.follow(&Page::Membership);
                return true;
            }
            if page.with_state(|state| matches!(state, Load::Failed(_))) {
                page.load();
                return true;
            }
            if !wanders || page.with_state(|state| state.ready().is_none()) {
                return false;
            }
            if !world.one_in(2) || !centre::sends_proof(world, tab, &page) {
                tab.follow(&Page::Membership);
            }
        }
    }
    true
}

/// On the hosted payment page: what the person and their bank do there. The browser comes back, or does not.
pub fn at_payment_page(world: &World, tab: &mut Tab, mood: Strategy) {
    let open = world
        .program
        .borrow()
        .payments()
        .unwrap_or_default()
        .into_iter()
        .rev()
        .filter(|payment| {
            let own = tab.state.around.organization.borrow().clone();
            own.is_none_or(|own| world.organization_of(&["/renewals/", &payment.renewal].concat()) == Some(own))
        })
        .find(|payment| payment.method == "card" && (payment.status == "open" || payment.status == "processing"));
    let finishes = mood == Strategy::Finish;
    if let Some(payment) = open {
        let action = if finishes {
            ProviderAction::Approve
        } else if world.happens(Fault::PaymentDeclined, 2) {
            ProviderAction::Decline("card_declined")
        } else if world.happens(Fault::PaymentExpired, 2) {
            ProviderAction::Expire
        } else if world.happens(Fault::PaymentSlow, 2) {
            ProviderAction::Process
        } else if world.one_in(6) {
            ProviderAction::Cancel
        } else {
            ProviderAction::Approve
        };
        world.log(|| format!("payment page: {action:?}"));
        let told = world.program.borrow_mut().provider(&payment.id, &action);
        if let Ok(Some(webhook)) = told {
            if finishes || !world.happens(Fault::WebhookLate, 2) {
                deliver(world, &webhook);
            } else {
                world.webhooks.borrow_mut().push(webhook.clone());
            }
            if world.happens(Fault::WebhookRepeated, 2) {
                world.webhooks.borrow_mut().push(webhook);
            }
        }
    }
    tab.arrive(&Page::PaymentReturn.path());
}

/// The provider's notice reaches the program.
pub fn deliver(world: &World, webhook: &sandbox::in_process::Webhook) {
    let answer = world.program.borrow_mut().deliver(webhook);
    world.log(|| format!("webhook -> {:?}", answer.as_ref().map(|answer| answer.status).ok()));
}
