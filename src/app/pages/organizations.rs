//! Organizations of the account, their locations and contacts, the PPC by name, and handing over to them.
use super::{Load, PageContext};
use crate::app::observable::Observable;
use crate::app::renewals::Found;
use crate::domain::company::{Account, Contact, Location, Organization};
use crate::domain::route::Page;
use crate::ports::HistoryEntry;
use crate::wire;
use std::cell::Cell;
use std::rc::Rc;

/// Locations and contacts of one organization.
pub type Details = (Vec<Location>, Vec<Contact>);

/// One organization.
pub struct OrganizationCard {
    context: PageContext,
    pub organization: Organization,
    details: Observable<Load<Details>>,
    is_asked_for: Cell<bool>,
}

impl OrganizationCard {
    fn new(context: &PageContext, organization: Organization) -> Rc<OrganizationCard> {
        Rc::new(OrganizationCard {
            context: context.clone(),
            organization,
            details: Observable::new(Load::Loading),
            is_asked_for: Cell::new(false),
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
        let find = async move {
            let locations = services.api.call(wire::organization::locations(&id)).await?;
            let contacts = services.api.call(wire::organization::contacts(&id)).await?;
            Ok(Found::Here((locations, contacts)))
        };
        self.context.load(&self.details, Box::pin(find));
    }

    /// Reads locations and contacts; whoever draws with them is drawn again when they change.
    pub fn with_details<R>(&self, read: impl FnOnce(&Load<Details>) -> R) -> R {
        self.details.with(read)
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
            context.scope.go(&Page::Membership, HistoryEntry::Push);
        });
    }
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

    /// The organizations, in the order of the account.
    #[must_use]
    pub fn cards(&self) -> Vec<Rc<OrganizationCard>> {
        self.cards.get()
    }
}
