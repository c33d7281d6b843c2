//! Organizations of the account, their locations and contacts, the PPC by name, and handing over to them.
use super::refresh::Refresh;
use super::search::{Search, contact_texts, location_texts};
use super::{Load, PageContext};
use crate::app::form::Form;
use crate::app::observable::Observable;
use crate::app::renewals::Found;
use crate::domain::company::{Account, Contact, ContactRole, Contacts, Location, Organization};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::ports::HistoryEntry;
use crate::wire;
use futures_util::future::join;
use std::cell::Cell;
use std::rc::Rc;

/// Locations and contacts of one organization.
pub type Details = (Rc<Vec<Location>>, Contacts);

/// Id of the box that tells why the role could not be handed over.
const FAILURE: &str = "role-failure";

/// One organization.
pub struct OrganizationCard {
    context: PageContext,
    pub organization: Organization,
    details: Observable<Load<Details>>,
    refresh: Refresh<Details>,
    search: Search,
    is_asked_for: Cell<bool>,
    /// Handing over the role of the Primary Program Contact.
    role_form: Form,
    /// The step at which the renewal stands that somebody else has to go on with.
    waiting_step: Observable<Option<Step>>,
    /// To whom the person thinks of offering it.
    successor: Observable<Option<Contact>>,
}

impl OrganizationCard {
    fn new(context: &PageContext, organization: Organization) -> Rc<OrganizationCard> {
        let details = Observable::new(Load::Loading);
        Rc::new(OrganizationCard {
            context: context.clone(),
            organization,
            refresh: Refresh::new(&details),
            details,
            search: Search::new(),
            is_asked_for: Cell::new(false),
            role_form: Form::beside(context.scope.clone(), FAILURE),
            waiting_step: Observable::new(None),
            successor: Observable::new(None),
        })
    }

    /// The card is shown: asks for its details, unless that was done before. Of a long list most cards are never shown.
    pub fn load_once(&self) {
        if !self.is_asked_for.replace(true) {
            self.load();
        }
    }

    pub fn load(&self) {
        let (services, id) = (Rc::clone(&self.context.services), self.organization.id.clone());
        let (scope, waiting_step) = (self.context.scope.clone(), self.waiting_step.clone());
        let find = async move {
            let locations = services.api.call(wire::organization::locations(&id));
            let (locations, contacts) = join(locations, services.api.call(wire::organization::contacts(&id))).await;
            let (locations, contacts) = (locations?, contacts?);
            if !contacts.list.iter().any(|one| one.is_you && one.roles.contains(&ContactRole::PrimaryProgramContact)) {
                scope.spawn(async move {
                    let membership = services.api.call(wire::membership::get(&id)).await;
                    // Without an answer the link leads to the membership page, which knows the step.
                    waiting_step.set_if_new(membership.ok().and_then(|found| found.current_renewal?.next_step));
                });
            }
            Ok(Found::Here((Rc::new(locations), contacts)))
        };
        self.context.load(&self.details, Box::pin(find));
    }

    /// The page is shown again: somebody may have offered a role, accepted one or asked for it.
    fn recheck(&self) {
        if self.refresh.is_due(&self.role_form) {
            let (services, details) = (Rc::clone(&self.context.services), self.details.clone());
            let call = wire::organization::contacts(&self.organization.id);
            self.refresh.ask_beside(
                &self.context,
                Box::pin(async move { Ok(with_contacts(&details, services.api.call(call).await?)) }),
            );
        }
    }

    /// Reads locations and contacts; whoever draws with them is drawn again when they change.
    pub fn with_details<R>(&self, read: impl FnOnce(&Load<Details>) -> R) -> R {
        self.details.with(read)
    }

    /// What the person looks for among contacts and locations.
    #[must_use]
    pub fn search(&self) -> &Search {
        &self.search
    }

    /// The contacts whose name or email has what is looked for.
    #[must_use]
    pub fn contacts(&self) -> Vec<Rc<Contact>> {
        let found = |(_, contacts): &Details| self.search.filter(&contacts.list, contact_texts);
        self.details.with(|details| details.ready().map(found).unwrap_or_default())
    }

    /// The locations whose name or address has what is looked for.
    #[must_use]
    pub fn locations(&self) -> Vec<Location> {
        let found = |(locations, _): &Details| self.search.filter(locations, location_texts);
        self.details.with(|details| details.ready().map(found).unwrap_or_default())
    }

    /// The page on which whoever may renew goes on; whoever draws with it is drawn again when it is known.
    #[must_use]
    pub fn waiting_page(&self) -> Page {
        self.waiting_step.get().map_or(Page::Membership, Page::Step)
    }

    #[must_use]
    pub fn role_form(&self) -> &Form {
        &self.role_form
    }

    /// Id of the dialog that asks before the role is offered.
    #[must_use]
    pub fn role_dialog(&self) -> String {
        ["offer-", &self.organization.id].concat()
    }

    /// To whom the person thinks of offering the role.
    #[must_use]
    pub fn successor(&self) -> Option<Contact> {
        self.successor.get()
    }

    /// The person thinks of offering the role to this contact, and is asked.
    pub fn ask_for_offer(&self, contact: &Contact) {
        self.successor.set(Some(contact.clone()));
        self.context.services.ports.document.open_dialog(&self.role_dialog());
    }

    /// The person keeps the role.
    pub fn keep_role(&self) {
        self.context.services.ports.document.close_dialog(&self.role_dialog());
    }

    /// Offers the role to the one who was asked about.
    pub fn offer_role(&self) {
        self.keep_role();
        if let Some(contact) = self.successor.now() {
            self.change_role(wire::organization::offer_role(&self.organization.id, &contact.id));
        }
    }

    /// Takes the offer back, or declines it.
    pub fn end_offer(&self) {
        self.change_role(wire::organization::end_offer(&self.organization.id));
    }

    /// Takes over the role.
    pub fn accept_role(&self) {
        self.change_role(wire::organization::accept_role(&self.organization.id));
    }

    /// Asks the Primary Program Contact for their role.
    pub fn ask_for_role(&self) {
        self.change_role(wire::people::ask_for_role(&self.organization.id));
    }

    /// Takes the request of this contact back.
    pub fn end_request(&self, contact: &str) {
        self.change_role(wire::people::end_role_request(&self.organization.id, contact));
    }

    fn change_role(&self, call: wire::Call<Contacts>) {
        let (services, scope) = (Rc::clone(&self.context.services), self.context.scope.clone());
        let (form, refresh, id) = (self.role_form.clone(), self.refresh.clone(), self.organization.id.clone());
        let details = self.details.clone();
        self.role_form.run(async move {
            let changed = services.api.call(call).await;
            let contacts = match &changed {
                // What is shown of the offer, or of who may ask, is over, too.
                Err(Failure {
                    kind: FailureKind::OfferOver | FailureKind::NotFound | FailureKind::Refused(_), ..
                }) => services.api.call(wire::organization::contacts(&id)).await,
                _ => changed.clone(),
            };
            // Where they cannot be had, those that are shown stay, beside the reason.
            if let Some(now) = contacts.ok().and_then(|contacts| with_contacts(&details, contacts)) {
                refresh.show(now);
            }
            match changed {
                Ok(_) => {
                    form.clear();
                    // The button that had the focus is gone with what it offered.
                    scope.focus_heading();
                }
                Err(failure) => form.fail(failure),
            }
        });
    }

    /// Is this the organization worked for?
    #[must_use]
    pub fn is_chosen(&self) -> bool {
        self.context.services.accounts.organization().as_ref() == Some(&self.organization.id)
    }

    /// Works for this organization from now on.
    pub fn choose(&self) {
        let (context, id) = (self.context.clone(), self.organization.id.clone());
        self.context.scope.spawn(async move {
            context.services.choose_organization(id).await;
            let wanted = context.services.accounts.take_wanted();
            context.scope.go(&wanted.unwrap_or(Page::Membership), HistoryEntry::Push);
        });
    }
}

/// The locations that are shown, with the contacts as they are now.
fn with_contacts(details: &Observable<Load<Details>>, contacts: Contacts) -> Option<Details> {
    details.peek(|details| details.ready().map(|(locations, _)| (Rc::clone(locations), contacts)))
}

pub struct OrganizationsPage {
    context: PageContext,
    account: Observable<Load<Account>>,
    cards: Observable<Vec<Rc<OrganizationCard>>>,
}

impl OrganizationsPage {
    #[must_use]
    pub(super) fn open(context: &PageContext) -> Rc<OrganizationsPage> {
        let page = Rc::new(OrganizationsPage {
            context: context.clone(),
            account: Observable::new(Load::Loading),
            cards: Observable::new(Vec::new()),
        });
        page.load();
        page
    }

    pub fn load(&self) {
        let (context, cards) = (self.context.clone(), self.cards.clone());
        let find = async move {
            let account = context.services.accounts.load().await?;
            let organizations = account.organizations.iter().cloned();
            cards.set(organizations.map(|organization| OrganizationCard::new(&context, organization)).collect());
            Ok(Found::Here(account))
        };
        self.context.load(&self.account, Box::pin(find));
    }

    /// Reads the account; whoever draws with it is drawn again when it changes.
    pub fn with_account<R>(&self, read: impl FnOnce(&Load<Account>) -> R) -> R {
        self.account.with(read)
    }

    /// The page is shown again.
    pub(in crate::app) fn recheck(&self) {
        for card in self.cards.now() {
            card.recheck();
        }
    }

    /// The organizations, in the order of the account.
    #[must_use]
    pub fn cards(&self) -> Vec<Rc<OrganizationCard>> {
        self.cards.get()
    }
}
